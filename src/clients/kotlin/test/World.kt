package com.example.notes

import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpRequest.BodyPublishers
import java.net.http.HttpResponse.BodyHandlers
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive

/** What the tests see and turn: the emulator's request log, its clock and its faults. */
object World {
    /** One token of the broker, redeemed once. */
    val ONE_RENEWAL = mapOf("GetOpenIdTokenForDeveloperIdentity" to 1, "GetCredentialsForIdentity" to 1)

    val emulator = named("EMULATOR_ENDPOINT")
    val backend: URI = URI.create(named("BACKEND_URL"))
    val pool = named("IDENTITY_POOL_ID")
    val bucket = named("BUCKET")

    private val http = HttpClient.newHttpClient()

    /** How far AWS is ahead, in seconds. */
    var ahead = 0L
        private set

    /** Time goes on at the device and at AWS alike. */
    fun passTo(minutes: Long) {
        ahead = minutes * 60
        control("PUT", "clock", """{"offsetSeconds": $ahead}""")
    }

    fun throttle(times: Int) {
        val fault = """{"kind": "throttle", "operation": "GetOpenIdTokenForDeveloperIdentity", "times": $times}"""
        control("PUT", "faults", """{"faults": [$fault]}""")
    }

    fun stopThrottling() {
        control("DELETE", "faults")
    }

    /** As an operator does it. */
    fun disable(identity: String) {
        val url = named("BROKER_URL") + "/v1/identities/$identity/status"
        val content = """{"status": "disabled", "reason": "for the test"}"""
        ask("PUT", url, content, "Authorization", "Bearer " + named("OPERATOR_JWT"))
    }

    /**
     * What these steps have Cognito do: the requests by operation. Refused ones do not count: the broker repeats them for
     * its own reasons, when clocks have jumped.
     */
    suspend fun callsOf(steps: suspend () -> Unit): Map<String, Int> {
        val before = requests().size
        steps()
        return requests().drop(before).filter { it.text("outcome") == "ok" }.groupingBy { it.text("operation") }.eachCount()
    }

    private fun requests() = control("GET", "requests").getValue("requests").jsonArray.map { it.jsonObject }

    private fun control(method: String, what: String, content: String = ""): JsonObject =
        ask(method, "$emulator/_emulator/$what", content)

    private fun ask(method: String, url: String, content: String, vararg headers: String): JsonObject {
        val request = HttpRequest.newBuilder(URI.create(url))
            .headers("Content-Type", "application/json", *headers)
            .method(method, BodyPublishers.ofString(content))
            .build()
        val answer = http.send(request, BodyHandlers.ofString())
        check(answer.statusCode() == 200) { "$method $url: ${answer.statusCode()}" }
        return Json.parseToJsonElement(answer.body()).jsonObject
    }

    private fun named(variable: String): String =
        checkNotNull(System.getenv(variable)) { "$variable is not set: run ./mvnw -Pclients verify" }

    private fun JsonObject.text(name: String) = getValue(name).jsonPrimitive.content
}
