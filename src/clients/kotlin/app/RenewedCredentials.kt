package com.example.notes

import aws.smithy.kotlin.runtime.auth.awscredentials.Credentials
import aws.smithy.kotlin.runtime.auth.awscredentials.CredentialsProvider
import aws.smithy.kotlin.runtime.collections.Attributes
import aws.smithy.kotlin.runtime.time.Clock
import aws.smithy.kotlin.runtime.time.Instant
import kotlin.random.Random
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.minutes
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock

// region: credentials
private val EARLY = 5.minutes

/** Without it, people who came together return together. */
private val SPREAD = 10.minutes

private val PAUSE_AFTER_FAILURE = 1.minutes

/**
 * Credentials of Cognito, renewed before they end. The SDK asks its provider for each call and keeps nothing itself. One
 * object serves all clients of a user, and whoever comes while it renews waits for the same renewal.
 */
class RenewedCredentials(private val clock: Clock, private val source: suspend () -> Credentials) : CredentialsProvider {
    private class Held(val credentials: Credentials, val end: Instant, val renewAt: Instant)

    private val renewing = Mutex()
    private var held: Held? = null

    override suspend fun resolve(attributes: Attributes): Credentials = renewing.withLock {
        val current = held
        val good = if (current != null && clock.now() < current.renewAt) current else renewed(current)
        held = good
        good.credentials
    }

    /** What is still good serves on while the broker cannot answer. */
    private suspend fun renewed(current: Held?): Held =
        try {
            fetched()
        } catch (problem: Problem) {
            val now = clock.now()
            if (current == null || !problem.mayPass || now >= current.end) throw problem
            Held(current.credentials, current.end, now + PAUSE_AFTER_FAILURE)
        }

    private suspend fun fetched(): Held {
        val credentials = source()
        val end = checkNotNull(credentials.expiration)
        val early = EARLY + Random.nextLong(SPREAD.inWholeMilliseconds).milliseconds
        return Held(credentials, end, end - early)
    }
}
// endregion
