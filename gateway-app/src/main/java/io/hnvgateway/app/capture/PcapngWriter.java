package io.hnvgateway.app.capture;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Writes a pcapng file (draft-ietf-opsawg-pcapng) of two Ethernet interfaces, `from-vm` and
/// `to-vm`, with nanoseconds and each frame's direction as the gateway sees it.
final class PcapngWriter {
    private static final int SECTION = 0x0a0d0d0a;
    private static final int INTERFACE = 1;
    private static final int ENHANCED_PACKET = 6;
    private static final int MAGIC = 0x1a2b3c4d;
    private static final int ETHERNET = 1;
    private static final int OPTION_NAME = 2;
    private static final int OPTION_RESOLUTION = 9;
    private static final int OPTION_FLAGS = 2;
    private static final int INBOUND = 1;
    private static final int OUTBOUND = 2;

    private final OutputStream out;
    private long bytes;

    PcapngWriter(OutputStream out) throws IOException {
        this.out = out;
        block(
                SECTION,
                buffer(16).putInt(MAGIC).putShort((short) 1).putShort((short) 0).putLong(-1));
        describe("from-vm");
        describe("to-vm");
    }

    private void describe(String name) throws IOException {
        ByteBuffer body = buffer(64).putShort((short) ETHERNET).putShort((short) 0).putInt(0);
        option(body, OPTION_NAME, name.getBytes(StandardCharsets.US_ASCII));
        option(body, OPTION_RESOLUTION, new byte[] {9});
        block(INTERFACE, body.putInt(0));
    }

    private static void option(ByteBuffer body, int code, byte[] value) {
        body.putShort((short) code).putShort((short) value.length).put(value);
        body.position(body.position() + (-value.length & 3));
    }

    /// @param atNs since 1970
    void frame(boolean toVm, long atNs, byte[] frame, int kept, int length) throws IOException {
        ByteBuffer body =
                buffer(sizeOf(kept))
                        .putInt(toVm ? 1 : 0)
                        .putInt((int) (atNs >>> 32))
                        .putInt((int) atNs)
                        .putInt(kept)
                        .putInt(length)
                        .put(frame, 0, kept);
        body.position(body.position() + (-kept & 3));
        body.putShort((short) OPTION_FLAGS).putShort((short) 4).putInt(toVm ? OUTBOUND : INBOUND);
        block(ENHANCED_PACKET, body.putInt(0));
    }

    /// Bytes that a frame takes in the file, at most.
    static int sizeOf(int kept) {
        return kept + 64;
    }

    private void block(int kind, ByteBuffer body) throws IOException {
        int length = body.position() + 12;
        byte[] block = new byte[length];
        ByteBuffer.wrap(block)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(kind)
                .putInt(length)
                .put(body.flip())
                .putInt(length);
        out.write(block);
        bytes += length;
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    long bytes() {
        return bytes;
    }
}
