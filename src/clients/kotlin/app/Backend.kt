package com.example.notes

import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpRequest.BodyPublishers
import java.net.http.HttpResponse
import java.net.http.HttpResponse.BodyHandlers
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds
import kotlin.time.toJavaDuration
import kotlinx.coroutines.delay
import kotlinx.coroutines.future.await
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive

// region: problem
/** The same request may succeed later. With all other codes it does not. */
private val MAY_PASS = setOf(
    "rate-limited",
    "quota-exhausted",
    "overloaded",
    "upstream-throttled",
    "upstream-unavailable",
    "upstream-timeout",
    "store-unavailable",
    "backend-unavailable",
)

private const val ATTEMPTS_MAX = 3

/** A refusal of the backend, or of the broker behind it. */
class Problem(val code: String, requestId: String) : Exception("refused: $code, request $requestId") {
    val mayPass get() = code in MAY_PASS
}

/** The signed-in user's identity, and the logins that Cognito takes for it. */
data class AwsIdentity(val identityId: String, val logins: Map<String, String>)
// endregion

/** How an app calls its own backend. No AWS here, and no broker: devices never call it. */
class Backend(private val url: URI, private val pause: suspend (Duration) -> Unit = { delay(it) }) {
    private val http = HttpClient.newHttpClient()
    private var session = ""

    suspend fun signIn(name: String, password: String) {
        session = post("/sign-in", mapOf("name" to name, "password" to password)).text("session")
    }

    suspend fun signOut() {
        post("/sign-out", emptyMap())
        session = ""
    }

    // region: backend
    suspend fun awsIdentity(guest: String? = null): AwsIdentity {
        val said = post("/aws-identity", if (guest == null) emptyMap() else mapOf("guestIdentityId" to guest))
        val logins = said.getValue("logins").jsonObject
        return AwsIdentity(said.text("identityId"), logins.mapValues { it.value.jsonPrimitive.content })
    }

    private suspend fun post(path: String, body: Map<String, String>): JsonObject {
        var attempt = 1
        while (true) {
            val answer = send(path, body)
            val said = Json.parseToJsonElement(answer.body()).jsonObject
            if (answer.statusCode() == 200) return said
            val problem = Problem(said.text("code"), said.text("requestId"))
            if (!problem.mayPass || attempt == ATTEMPTS_MAX) throw problem
            val wanted = answer.headers().firstValueAsLong("Retry-After").orElse(2)
            pause((wanted * attempt).seconds)
            attempt++
        }
    }
    // endregion

    private suspend fun send(path: String, body: Map<String, String>): HttpResponse<String> {
        val json = JsonObject(body.mapValues { JsonPrimitive(it.value) })
        val request = HttpRequest.newBuilder(url.resolve(path))
            .header("Authorization", "Bearer $session")
            .header("Content-Type", "application/json")
            .timeout(15.seconds.toJavaDuration())
            .POST(BodyPublishers.ofString(json.toString()))
            .build()
        return http.sendAsync(request, BodyHandlers.ofString()).await()
    }
}

private fun JsonObject.text(name: String) = get(name)?.jsonPrimitive?.content.orEmpty()
