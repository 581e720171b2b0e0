package org.identitybroker.emulator.s3;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The checksums of `123456789`, as catalogues of CRCs give them.
class CrcTest {
    @ParameterizedTest
    @CsvSource({"CRC32, cbf43926", "CRC32C, e3069283", "CRC64NVME, ae8b14860a799888"})
    void theCheckValueIsRight(ChecksumAlgorithm algorithm, String expected) {
        assertEquals(expected, HexFormat.of().formatHex(algorithm.of("123456789".getBytes(US_ASCII))));
    }
}
