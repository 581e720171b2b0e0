package org.identitybroker.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// W3C Trace Context, 3.2.
class TraceParentTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00-" + TRACE + "-b7ad6b7169203331-01",
                "00-" + TRACE + "-b7ad6b7169203331-00",
                "cc-" + TRACE + "-b7ad6b7169203331-01",
                "cc-" + TRACE + "-b7ad6b7169203331-01-what-the-future-brings"
            })
    void theTraceIsTheCallers(String header) {
        assertThat(TraceParent.traceId(header)).contains(TRACE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "00-" + TRACE,
                "00-" + TRACE + "-b7ad6b7169203331",
                "00-" + TRACE + "-b7ad6b7169203331-1",
                "00-" + TRACE + "-b7ad6b7169203331-01-more",
                "00-" + TRACE + "-b7ad6b7169203331-011",
                "cc-" + TRACE + "-b7ad6b7169203331-01.more",
                "ff-" + TRACE + "-b7ad6b7169203331-01",
                "0-" + TRACE + "-b7ad6b7169203331-01",
                "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-" + TRACE + "-0000000000000000-01",
                "00-0af7651916cd43dd8448eb211c80319g-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319\u0660-b7ad6b7169203331-01",
                " 00-" + TRACE + "-b7ad6b7169203331-01",
                "00-" + TRACE + "-b7ad6b7169203331-01\n"
            })
    void whatIsNoneIsNone(String header) {
        assertThat(TraceParent.traceId(header)).isEmpty();
    }

    @Test
    void twoAreNone() {
        MultiMap headers =
                MultiMap.caseInsensitiveMultiMap().add("TraceParent", "00-" + TRACE + "-b7ad6b7169203331-01");
        assertThat(TraceParent.traceId(headers)).contains(TRACE);

        headers.add("traceparent", "00-" + TRACE + "-b7ad6b7169203331-01");
        assertThat(TraceParent.traceId(headers)).isEmpty();
    }

    @Test
    void aNewTraceHasAnIdOfItsOwn() {
        String id = TraceParent.newTraceId();

        assertThat(TraceParent.traceId("00-" + id + "-b7ad6b7169203331-01")).contains(id);
        assertThat(TraceParent.newTraceId()).isNotEqualTo(id);
    }
}
