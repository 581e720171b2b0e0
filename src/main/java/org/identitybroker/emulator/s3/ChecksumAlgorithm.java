package org.identitybroker.emulator.s3;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/// The checksums that a client may send with an upload (Amazon S3 user guide: "Checking object integrity").
enum ChecksumAlgorithm {
    CRC32 {
        @Override
        byte[] of(byte[] data) {
            return lastFour(new CRC32(), data);
        }
    },
    CRC32C {
        @Override
        byte[] of(byte[] data) {
            return lastFour(new CRC32C(), data);
        }
    },
    CRC64NVME {
        @Override
        byte[] of(byte[] data) {
            return eight(new Crc64Nvme(), data);
        }
    },
    SHA1 {
        @Override
        byte[] of(byte[] data) {
            return Digests.digest("SHA-1", data);
        }
    },
    SHA256 {
        @Override
        byte[] of(byte[] data) {
            return Digests.digest("SHA-256", data);
        }
    };

    private static final String HEADER_PREFIX = "x-amz-checksum-";

    abstract byte[] of(byte[] data);

    /// The header that carries the value, in base64.
    String header() {
        return HEADER_PREFIX + name().toLowerCase(Locale.ROOT);
    }

    static Optional<ChecksumAlgorithm> ofHeader(String header) {
        return Arrays.stream(values())
                .filter(algorithm -> algorithm.header().equals(header))
                .findFirst();
    }

    private static byte[] lastFour(Checksum checksum, byte[] data) {
        return Arrays.copyOfRange(eight(checksum, data), Long.BYTES - Integer.BYTES, Long.BYTES);
    }

    private static byte[] eight(Checksum checksum, byte[] data) {
        checksum.update(data, 0, data.length);
        return ByteBuffer.allocate(Long.BYTES).putLong(checksum.getValue()).array();
    }
}
