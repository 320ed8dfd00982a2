package io.hnvgateway.lab.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The blocks of a pcapng file: section header, interface description, enhanced packet; others are
/// skipped.
final class PcapngBlocks {
    static final int SECTION = 0x0a0d0d0a;
    static final int INTERFACE = 1;
    static final int ENHANCED_PACKET = 6;
    static final int BYTE_ORDER_MAGIC = 0x1a2b3c4d;
    static final int OPTION_NAME = 2;
    static final int OPTION_RESOLUTION = 9;
    static final int ETHERNET = 1;

    private static final int MICROSECONDS = 6;
    private static final int NANOSECONDS = 9;

    private record Interface(String name, long unitNs) {}

    private final ByteBuffer bytes;
    private final List<Interface> interfaces = new ArrayList<>();
    private final List<CapturedFrame> frames = new ArrayList<>();

    PcapngBlocks(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    List<CapturedFrame> frames() throws IOException {
        while (bytes.hasRemaining()) {
            int start = bytes.position();
            readOrder(start);
            int kind = bytes.getInt();
            int length = bytes.getInt();
            if (length < 12 || length > bytes.limit() - start) {
                throw new IOException("a block of " + length + " bytes at " + start);
            }
            ByteBuffer body = bytes.slice(start + 8, length - 12).order(bytes.order());
            switch (kind) {
                case SECTION -> interfaces.clear();
                case INTERFACE -> interfaces.add(interfaceOf(body));
                case ENHANCED_PACKET -> frames.add(packet(body));
                default -> {}
            }
            bytes.position(start + length);
        }
        return frames;
    }

    /// A section header tells the byte order of all that follows.
    private void readOrder(int start) {
        if (bytes.getInt(start) == SECTION) {
            boolean big = bytes.order(ByteOrder.BIG_ENDIAN).getInt(start + 8) == BYTE_ORDER_MAGIC;
            bytes.order(big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        }
    }

    private static Interface interfaceOf(ByteBuffer body) throws IOException {
        if (body.getShort(0) != ETHERNET) {
            throw new IOException("an interface that is not Ethernet");
        }
        String name = "";
        int resolution = MICROSECONDS;
        body.position(8);
        while (body.remaining() >= 4) {
            int code = body.getShort();
            byte[] value = new byte[body.getShort()];
            body.get(value);
            body.position(body.position() + (-value.length & 3));
            if (code == OPTION_NAME) {
                name = new String(value, StandardCharsets.UTF_8);
            } else if (code == OPTION_RESOLUTION) {
                resolution = value[0];
            }
        }
        if (resolution != MICROSECONDS && resolution != NANOSECONDS) {
            throw new IOException("a time resolution of 10^-" + resolution + " s");
        }
        return new Interface(name, resolution == NANOSECONDS ? 1 : 1000);
    }

    private CapturedFrame packet(ByteBuffer body) {
        Interface port = interfaces.get(body.getInt());
        long time = (long) body.getInt() << 32 | Integer.toUnsignedLong(body.getInt());
        byte[] frame = new byte[body.getInt()];
        body.getInt(); // original length
        body.get(frame);
        return new CapturedFrame(time * port.unitNs(), port.name(), frame);
    }
}
