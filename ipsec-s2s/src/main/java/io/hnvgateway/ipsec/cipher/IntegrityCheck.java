package io.hnvgateway.ipsec.cipher;

import io.hnvgateway.packet.Memory;

/// Compares ICVs in a time that does not depend on their bytes.
final class IntegrityCheck {
    private IntegrityCheck() {}

    /// @param bytes a multiple of 4
    static boolean equal(long icv, long other, int bytes) {
        int different = 0;
        for (int i = 0; i < bytes; i += Integer.BYTES) {
            different |= Memory.getIntNative(icv + i) ^ Memory.getIntNative(other + i);
        }
        return different == 0;
    }

    /// As [#equal] of 16 bytes.
    static boolean equal16(long icv, long other) {
        long first = Memory.getLongNative(icv) ^ Memory.getLongNative(other);
        long second = Memory.getLongNative(icv + 8) ^ Memory.getLongNative(other + 8);
        return (first | second) == 0;
    }
}
