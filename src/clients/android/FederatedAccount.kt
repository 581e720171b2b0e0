// Not run here, nor compiled: what was looked up in the sources of Amplify Android is in docs/clients/android.md.
package com.example.app

import com.amplifyframework.auth.AuthProvider
import com.amplifyframework.auth.AuthSession
import com.amplifyframework.auth.cognito.AWSCognitoAuthPlugin
import com.amplifyframework.auth.cognito.AWSCognitoAuthSession
import com.amplifyframework.auth.cognito.options.FederateToIdentityPoolOptions
import com.amplifyframework.auth.cognito.result.FederateToIdentityPoolResult
import java.time.Duration
import java.time.Instant
import kotlin.coroutines.resume
import kotlin.coroutines.resumeWithException
import kotlin.coroutines.suspendCoroutine
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock

/** What the app's backend answers, see src/clients/backend: the identity, and the login that Cognito takes for it. */
data class AwsIdentity(val identityId: String, val logins: Map<String, String>)

/** A refusal, by the code of the broker or of the backend. */
class Problem(val code: String) : Exception("refused: $code")

/** The app's own calls to its backend; it retries what may pass. */
interface Backend {
    suspend fun signIn(name: String, password: String)

    suspend fun signOut()

    suspend fun awsIdentity(guestIdentityId: String?): AwsIdentity
}

class FederatedAccount(
    private val auth: AWSCognitoAuthPlugin,
    private val backend: Backend,
) {
    private val renewing = Mutex()
    private var session: FederateToIdentityPoolResult? = null

    // region: renewal
    /**
     * To be called before each use of Storage, API and the like: when the credentials have ended, Amplify itself would
     * redeem the first token again, for ever. Whoever comes while it renews waits.
     */
    suspend fun ensureCredentials(): FederateToIdentityPoolResult = renewing.withLock {
        val current = checkNotNull(session) { "nobody is signed in" }
        if (Instant.now() < current.credentials.expiresAt - EARLY) {
            return current
        }
        val answer = backend.awsIdentity(null)
        if (answer.identityId != current.identityId) {
            throw Problem("identity-changed")
        }
        federate(answer).also { session = it }
    }

    /** With the identity id of the answer: without it Amplify calls GetId, and Cognito refuses the token there. */
    private suspend fun federate(answer: AwsIdentity): FederateToIdentityPoolResult {
        val (loginKey, token) = answer.logins.entries.single()
        val options =
            FederateToIdentityPoolOptions.builder().developerProvidedIdentityId(answer.identityId).build()
        return suspendCoroutine { waiting ->
            auth.federateToIdentityPool(
                token,
                AuthProvider.custom(loginKey),
                options,
                { waiting.resume(it) },
                { waiting.resumeWithException(it) },
            )
        }
    }
    // endregion

    // region: account
    /**
     * Answers whether the guest's identity, with all that is stored under it, is the user's now. If not, what the guest
     * stored can only be reached with the guest's credentials: copy it before.
     */
    suspend fun signIn(name: String, password: String): Boolean = renewing.withLock {
        val guest = guestIdentityId()
        backend.signIn(name, password)
        session = federate(firstAnswer(guest))
        guest == session?.identityId
    }

    private suspend fun firstAnswer(guest: String?): AwsIdentity =
        try {
            backend.awsIdentity(guest)
        } catch (problem: Problem) {
            if (guest == null || problem.code !in NOT_FOR_THIS_USER) throw problem
            backend.awsIdentity(null)
        }

    suspend fun signOut() = renewing.withLock {
        session = null
        suspendCoroutine { waiting ->
            auth.clearFederationToIdentityPool({ waiting.resume(Unit) }, { waiting.resumeWithException(it) })
        }
        backend.signOut()
    }
    // endregion

    // region: guest
    /** Amplify makes the guest itself, if the pool lets guests in; it calls GetId once and keeps the id. */
    private suspend fun guestIdentityId(): String? {
        val session = suspendCoroutine<AuthSession> { waiting ->
            auth.fetchAuthSession({ waiting.resume(it) }, { waiting.resumeWithException(it) })
        }
        return (session as AWSCognitoAuthSession).identityIdResult.value
    }
    // endregion

    private companion object {
        /** A device's clock may be wrong by minutes. */
        val EARLY: Duration = Duration.ofMinutes(10)

        /** The user has an identity already, somebody else has the guest's, or Cognito does not know it. */
        val NOT_FOR_THIS_USER = setOf("user-already-linked", "identity-conflict", "login-rejected")
    }
}
