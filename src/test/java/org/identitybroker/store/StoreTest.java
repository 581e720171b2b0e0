package org.identitybroker.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/// SQLSTATEs are those of PostgreSQL's appendix A.
class StoreTest {
    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "08000", // connection exception
                "08001", // cannot connect
                "08003", // connection does not exist
                "08006", // connection failure
                "08P01", // protocol violation
                "28000", // no such user
                "28P01", // wrong password
                "3D000", // no such database
                "53000", // insufficient resources
                "53100", // disk full
                "53200", // out of memory
                "53300", // too many connections
                "57014", // statement timeout
                "57P01", // admin shutdown
                "57P02", // crash shutdown
                "57P03", // cannot connect now
                "57P05", // idle session timeout
                "58000", // system error
                "58030", // I/O error
                "40001", // serialization failure
                "40P01", // deadlock
                "55P03", // lock not available
                "25006", // read-only transaction: a standby
                "0A000", // an answer that nobody asked for, or a cached plan from before a migration
                "99999" // the driver's own: interrupted while it connected
            })
    void databaseThatCannotServeIsUnavailable(@Nullable String state) {
        assertThat(Store.isUnavailable(state)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "08",
                "0800",
                "080000",
                "00000", // success
                "21000",
                "22001", // text too long
                "22021", // not UTF-8
                "23502", // not null
                "23503", // foreign key
                "23505", // unique
                "23514", // check
                "25001",
                "25P02", // in failed transaction
                "42501", // no privilege
                "42601", // syntax
                "42703", // no such column
                "42P01", // no such table
                "55000",
                "55006",
                "P0001", // raised
                "XX000" // internal
            })
    void wrongStatementIsNoOutage(String state) {
        assertThat(Store.isUnavailable(state)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"08000", "08001", "08006", "08P01", "57P01", "57P02", "57P03", "25006", "0A000"})
    void whatBreaksOneConnectionBreaksAll(String state) {
        assertThat(Store.isBroken(state)).isTrue();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "08", "53100", "53300", "57014", "57P05", "55P03", "40001", "40P01", "23505"})
    void whatConcernsOneStatementLeavesTheConnections(@Nullable String state) {
        assertThat(Store.isBroken(state)).isFalse();
    }

    @Test
    void whatFailedAtTheCommitIsFound() {
        SQLException broken = new SQLException("gone", "08006");
        Exception rolledBack = new Exception("could not commit");
        rolledBack.addSuppressed(new Exception(broken));

        assertThat(Store.outageAmong(Store.reasons(new IllegalStateException(rolledBack))))
                .contains(broken);
    }

    @Test
    void causesInARingEnd() {
        Exception one = new Exception();
        one.addSuppressed(new Exception(one));

        assertThat(Store.outageAmong(Store.reasons(new IllegalStateException(one))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"java.util.ArrayDeque", "jdk.internal.util.Preconditions"})
    void anUncheckedExceptionInsideTheDriverIsNotTakenForABug(String thrower) {
        assertThat(Store.isDriversOwn(stumbled(thrower))).isTrue();
        assertThat(Store.isDriversOwn(new NoSuchElementException())).isFalse();
        assertThat(Store.isDriversOwn(new SQLException("unique", "23505"))).isFalse();
    }

    @Test
    void whatTheDriverStumbledOverAtTheCommitIsFound() {
        Exception rolledBack = new Exception("could not commit");
        rolledBack.addSuppressed(new Exception(stumbled("java.util.ArrayDeque")));

        assertThat(Store.reasons(new IllegalStateException(rolledBack))).anyMatch(Store::isDriversOwn);
    }

    private static RuntimeException stumbled(String thrower) {
        RuntimeException stumbled = new NoSuchElementException();
        stumbled.setStackTrace(new StackTraceElement[] {
            new StackTraceElement(thrower, "get", null, 1),
            new StackTraceElement("org.postgresql.core.v3.QueryExecutorImpl", "processResults", null, 1)
        });
        return stumbled;
    }
}
