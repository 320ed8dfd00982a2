package io.hnvgateway.dataplane.xdp;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Which program was loaded over the tables: what it was made of, and how the kernel knows it. It
/// stands in the map `identity`, behind the tables' own.
///
/// ```
///  0        8        16                                      48       56   60
/// +--------+--------+-------------------- ... --------------+--------+----+----+
/// |table id|layout  | digest                                | tag    | id | 0  |
/// +--------+--------+-------------------- ... --------------+--------+----+----+
/// ```
///
/// Zeros, of a version that did not write it and of tables that were attached nowhere yet, are no
/// program's.
///
/// @param digest SHA-256 over the object's digest and the constants, in hexadecimal
/// @param tag the kernel's, over the instructions
/// @param id the kernel's, of this one load
record ProgramIdentity(String digest, long tag, int id) {
    static final int OFFSET = 16;
    private static final int DIGEST_BYTES = 32;

    /// What a program is made of that is yet to be loaded.
    static String digest(String object, byte[] constants) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(object.getBytes(US_ASCII));
            return HexFormat.of().formatHex(digest.digest(constants));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// @param value of the map, its first [#OFFSET] bytes are skipped
    static ProgramIdentity read(ByteBuffer value) {
        byte[] digest = new byte[DIGEST_BYTES];
        value.get(OFFSET, digest);
        return new ProgramIdentity(
                HexFormat.of().formatHex(digest),
                value.getLong(OFFSET + DIGEST_BYTES),
                value.getInt(OFFSET + DIGEST_BYTES + Long.BYTES));
    }

    void write(ByteBuffer value) {
        value.put(OFFSET, HexFormat.of().parseHex(digest));
        value.putLong(OFFSET + DIGEST_BYTES, tag);
        value.putInt(OFFSET + DIGEST_BYTES + Long.BYTES, id);
    }
}
