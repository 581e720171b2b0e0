package com.example.notes

import aws.sdk.kotlin.services.cognitoidentity.CognitoIdentityClient
import aws.sdk.kotlin.services.cognitoidentity.getCredentialsForIdentity
import aws.sdk.kotlin.services.cognitoidentity.getId
import aws.sdk.kotlin.services.s3.S3Client
import aws.smithy.kotlin.runtime.auth.awscredentials.Credentials
import aws.smithy.kotlin.runtime.auth.awscredentials.CredentialsProvider
import aws.smithy.kotlin.runtime.collections.emptyAttributes
import aws.smithy.kotlin.runtime.time.Clock

/** The user cannot have the guest's identity: has one already, somebody else has it, or Cognito does not know it. */
private val NOT_FOR_THIS_USER = setOf("user-already-linked", "identity-conflict", "login-rejected")

private const val GUEST = "guestIdentityId"

/**
 * Whoever uses the app: a guest, then a user, then perhaps another one.
 *
 * @param clients makes a client for each user
 * @param store lasts longer than the app, as `java.util.prefs.Preferences` do
 */
class Account(
    private val backend: Backend,
    private val cognito: CognitoIdentityClient,
    private val pool: String,
    private val clients: (CredentialsProvider) -> S3Client,
    private val store: MutableMap<String, String>,
    private val clock: Clock = Clock.System,
) {
    var identityId = ""
        private set

    private var client: S3Client? = null

    /** To be asked for each time: a client goes on with the credentials of its user. */
    val s3: S3Client get() = checkNotNull(client) { "nobody is signed in" }

    // region: user
    private suspend fun becomeUser(guest: String? = null) {
        // The sign-in's token serves once. Each renewal asks the backend for another.
        val first = backend.awsIdentity(guest)
        var unused: AwsIdentity? = first
        become(first.identityId) {
            val answer = unused ?: backend.awsIdentity()
            unused = null
            check(answer.identityId == first.identityId) { "the user has another identity now: sign in again" }
            redeem(answer.identityId, answer.logins)
        }
    }

    /** What the backend gave, and nothing else: Cognito refuses the token in GetId. */
    private suspend fun redeem(identity: String, proof: Map<String, String>?): Credentials {
        val answer = cognito.getCredentialsForIdentity {
            identityId = identity
            logins = proof
        }
        val redeemed = checkNotNull(answer.credentials)
        return Credentials(
            checkNotNull(redeemed.accessKeyId),
            checkNotNull(redeemed.secretKey),
            redeemed.sessionToken,
            redeemed.expiration,
        )
    }
    // endregion

    // region: guest
    /** A guest needs no backend. This is the only place where GetId is called, once: the id is kept in the store. */
    suspend fun becomeGuest() {
        val guest = store.getOrPut(GUEST) { checkNotNull(cognito.getId { identityPoolId = pool }.identityId) }
        become(guest) { redeem(guest, null) }
    }

    /** The guest's identity becomes the user's, with all that is stored under it, if that can be. */
    private suspend fun becomeUserInsteadOf(guest: String) {
        try {
            becomeUser(guest)
        } catch (problem: Problem) {
            if (problem.code !in NOT_FOR_THIS_USER) throw problem
            becomeUser()
        }
    }
    // endregion

    // region: account
    /**
     * Answers whether what the guest stored is the user's now. If not, copy it with the guest's client while that one
     * still works.
     */
    suspend fun signIn(name: String, password: String): Boolean {
        backend.signIn(name, password)
        val guest = store[GUEST]
        if (guest == null) becomeUser() else becomeUserInsteadOf(guest)
        store.remove(GUEST)
        return identityId == guest
    }

    suspend fun signOut() {
        client?.close()
        client = null
        identityId = ""
        backend.signOut()
    }

    private suspend fun become(identity: String, source: suspend () -> Credentials) {
        val credentials = RenewedCredentials(clock, source)
        // At once: a token is good for minutes, and nobody knows when the app calls AWS for the first time.
        credentials.resolve(emptyAttributes())
        client = clients(credentials)
        identityId = identity
    }
    // endregion
}
