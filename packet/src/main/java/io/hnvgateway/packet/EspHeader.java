package io.hnvgateway.packet;

/// ESP header (RFC 4303 §2): security parameters index and sequence number, in clear.
public final class EspHeader {
    public static final int BYTES = 8;

    private EspHeader() {}

    /// 0 is reserved, 1..255 are IANA's: no security association has such an SPI.
    public static int spi(long esp) {
        return Memory.u32(esp);
    }

    /// Low 32 bits, unsigned.
    public static int sequence(long esp) {
        return Memory.u32(esp + 4);
    }

    public static void write(long esp, int spi, int sequence) {
        // One store, for AES-GCM reads both fields at once right behind.
        Memory.put64(esp, (long) spi << 32 | Integer.toUnsignedLong(sequence));
    }
}
