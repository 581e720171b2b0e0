package org.identitybroker.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
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
                "25006" // read-only transaction: a standby
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
}
