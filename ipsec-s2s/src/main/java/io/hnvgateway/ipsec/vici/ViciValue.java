package io.hnvgateway.ipsec.vici;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/// A value: nearly always text, but certificates come as bytes. Immutable.
public final class ViciValue implements ViciElement {
    /// A value's length has 16 bits.
    public static final int MAX_BYTES = 0xffff;

    private final byte[] bytes;

    private ViciValue(byte[] bytes) {
        this.bytes = bytes;
    }

    public static ViciValue of(String text) {
        return new ViciValue(text.getBytes(UTF_8));
    }

    public static ViciValue of(byte[] bytes) {
        return new ViciValue(bytes.clone());
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    /// As UTF-8; what is none is replaced.
    public String text() {
        return new String(bytes, UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ViciValue that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /// Only its length: it may be a key.
    @Override
    public String toString() {
        return bytes.length + " bytes";
    }
}
