package org.identitybroker.emulator.s3;

import java.util.zip.Checksum;

/// CRC-64/NVME, which S3 prefers (NVM Express NVM command set specification, 64b CRC). The JDK has none.
final class Crc64Nvme implements Checksum {
    /// The specification's polynomial 0xAD93D23594C93659, its bits reversed.
    private static final long POLYNOMIAL = 0x9A6C9329AC4BC9B5L;

    private static final long[] TABLE = table();

    private long register = ~0L;

    private static long[] table() {
        long[] table = new long[256];
        for (int octet = 0; octet < table.length; octet++) {
            long value = octet;
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                value = (value & 1) == 1 ? (value >>> 1) ^ POLYNOMIAL : value >>> 1;
            }
            table[octet] = value;
        }
        return table;
    }

    @Override
    public void update(int octet) {
        register = TABLE[(int) ((register ^ octet) & 0xFF)] ^ (register >>> Byte.SIZE);
    }

    @Override
    public void update(byte[] bytes, int offset, int length) {
        for (int at = offset; at < offset + length; at++) {
            update(bytes[at]);
        }
    }

    @Override
    public long getValue() {
        return ~register;
    }

    @Override
    public void reset() {
        register = ~0L;
    }
}
