package com.example.notes

import aws.sdk.kotlin.services.cognitoidentity.CognitoIdentityClient
import aws.sdk.kotlin.services.s3.S3Client
import aws.sdk.kotlin.services.s3.model.GetObjectRequest
import aws.sdk.kotlin.services.s3.model.S3Exception
import aws.sdk.kotlin.services.s3.putObject
import aws.smithy.kotlin.runtime.auth.awscredentials.CredentialsProvider
import aws.smithy.kotlin.runtime.content.ByteStream
import aws.smithy.kotlin.runtime.content.decodeToString
import aws.smithy.kotlin.runtime.net.url.Url
import aws.smithy.kotlin.runtime.time.Clock
import aws.smithy.kotlin.runtime.time.Instant
import com.example.notes.World.ONE_RENEWAL
import com.example.notes.World.callsOf
import com.example.notes.World.passTo
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows

/** The code of docs/clients/kotlin.md. Run by ./mvnw -Pclients verify. */
class GuideTest {
    private val waited = mutableListOf<Duration>()

    private val cognito = CognitoIdentityClient {
        region = "eu-west-1"
        endpointUrl = Url.parse(World.emulator)
    }

    @AfterEach
    fun leave() {
        World.stopThrottling()
        passTo(0)
        cognito.close()
    }

    @Test
    fun aGuestBecomesAUserAndKeepsIdentityAndData() = runBlocking {
        val store = mutableMapOf<String, String>()
        val guest = account(store)
        assertEquals(mapOf("GetId" to 1, "GetCredentialsForIdentity" to 1), callsOf { guest.becomeGuest() })
        upload(guest, "notes.txt", "of a guest")

        val returned = account(store)
        assertEquals(mapOf("GetCredentialsForIdentity" to 1), callsOf { returned.becomeGuest() })
        assertTrue(returned.signIn("carol", "songs"))
        assertEquals(guest.identityId, returned.identityId)
        assertEquals("of a guest", download(returned.s3, returned.identityId, "notes.txt"))
        assertEquals(emptyMap<String, String>(), store)
    }

    @Test
    fun theFirstSignInCostsOneToken() = runBlocking {
        val alice = account()
        val calls = callsOf {
            assertFalse(alice.signIn("alice", "wonderland"))
            upload(alice, "1.txt", "hello")
            upload(alice, "2.txt", "hello")
        }
        assertEquals(ONE_RENEWAL, calls)
        assertAccessDenied { download(alice.s3, "eu-west-1:somebody-else", "x") }
    }

    @Test
    fun credentialsAreRenewedByOneNewRequest() = runBlocking {
        val alice = account()
        alice.signIn("alice", "wonderland")

        passTo(40)
        assertEquals(emptyMap<String, Int>(), callsOf { upload(alice, "a.txt", "still good") })
        passTo(58)
        assertEquals(ONE_RENEWAL, callsOf { upload(alice, "b.txt", "about to end") })
        passTo(58 + 24 * 60)
        assertEquals(ONE_RENEWAL, callsOf { uploadAtOnce(alice, 5) })
    }

    private suspend fun uploadAtOnce(account: Account, times: Int) = coroutineScope {
        repeat(times) { launch(Dispatchers.IO) { upload(account, "$it.txt", "a day later") } }
    }

    @Test
    fun aUserWithAnIdentityDoesNotGetTheGuests() = runBlocking {
        account().signIn("alice", "wonderland")
        val guest = account()
        guest.becomeGuest()
        upload(guest, "draft.txt", "to be copied")
        val (guests, guestId) = guest.s3 to guest.identityId

        assertFalse(guest.signIn("alice", "wonderland"))
        assertNotEquals(guestId, guest.identityId)
        upload(guest, "draft.txt", download(guests, guestId, "draft.txt"))
        assertEquals("to be copied", download(guest.s3, guest.identityId, "draft.txt"))
    }

    @Test
    fun theNextUserHasNothingOfTheOneBefore() = runBlocking {
        val device = account()
        device.signIn("alice", "wonderland")
        val alice = device.identityId
        device.signOut()
        assertThrows<IllegalStateException> { device.s3 }

        device.signIn("bob", "builder")
        assertNotEquals(alice, device.identityId)
        assertAccessDenied { download(device.s3, alice, "1.txt") }
    }

    @Test
    fun whatMayPassIsTriedAgain() = runBlocking {
        World.throttle(2)
        assertEquals(ONE_RENEWAL, callsOf { account().signIn("alice", "wonderland") })
        assertEquals(1, waited.size)
        assertTrue(waited[0] >= 1.seconds)
    }

    @Test
    fun goodCredentialsServeOnWhileTheBrokerIsAway() = runBlocking {
        val alice = account()
        alice.signIn("alice", "wonderland")
        passTo(58)
        World.throttle(100)
        upload(alice, "c.txt", "still good")
        upload(alice, "d.txt", "still good")
        assertEquals(2, waited.size, "one renewal, which failed three times")

        passTo(61)
        val problem = assertThrows<Problem> { upload(alice, "e.txt", "too late") }
        assertEquals("upstream-throttled", problem.code)
    }

    @Test
    fun whatDoesNotPassIsAskedOnce() = runBlocking {
        val dave = account()
        dave.signIn("dave", "copper")
        World.disable(dave.identityId)

        for ((password, code) in listOf("copper" to "identity-disabled", "wrong" to "unauthenticated")) {
            assertEquals(code, assertThrows<Problem> { account().signIn("dave", password) }.code)
        }
        assertEquals(emptyList<Duration>(), waited)
    }

    private fun account(store: MutableMap<String, String> = mutableMapOf()) =
        Account(Backend(World.backend, { waited += it }), cognito, World.pool, ::s3, store, DeviceClock)

    private fun s3(credentials: CredentialsProvider) = S3Client {
        region = "eu-west-1"
        endpointUrl = Url.parse(World.emulator)
        forcePathStyle = true
        credentialsProvider = credentials
    }

    private suspend fun upload(account: Account, name: String, text: String) {
        account.s3.putObject {
            bucket = World.bucket
            key = "home/${account.identityId}/$name"
            body = ByteStream.fromString(text)
        }
    }

    private suspend fun download(s3: S3Client, identity: String, name: String): String {
        val request = GetObjectRequest {
            bucket = World.bucket
            key = "home/$identity/$name"
        }
        return s3.getObject(request) { it.body?.decodeToString().orEmpty() }
    }

    private suspend fun assertAccessDenied(call: suspend () -> Unit) {
        val refused = assertThrows<S3Exception> { call() }
        assertEquals("AccessDenied", refused.sdkErrorMetadata.errorCode)
    }

    private object DeviceClock : Clock {
        override fun now() = Instant.now() + World.ahead.seconds
    }
}
