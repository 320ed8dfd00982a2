package io.hnvgateway.lab.capture;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Writes a pcapng file with nanosecond time stamps.
public final class CaptureWriter {
    private static final byte NANOSECONDS = 9;

    private CaptureWriter() {}

    /// Writes the frames, whose ports must all be among `ports`.
    public static void write(Path file, List<String> ports, List<CapturedFrame> frames)
            throws IOException {
        var out = new ByteArrayOutputStream();
        block(out, PcapngBlocks.SECTION, sectionHeader());
        for (String port : ports) {
            block(out, PcapngBlocks.INTERFACE, interfaceDescription(port));
        }
        for (CapturedFrame frame : frames) {
            block(out, PcapngBlocks.ENHANCED_PACKET, packet(frame, ports.indexOf(frame.port())));
        }
        Files.write(file, out.toByteArray());
    }

    private static ByteBuffer sectionHeader() {
        ByteBuffer body = buffer(16).putInt(PcapngBlocks.BYTE_ORDER_MAGIC);
        return body.putShort((short) 1).putShort((short) 0).putLong(-1);
    }

    private static ByteBuffer interfaceDescription(String port) {
        byte[] name = port.getBytes(StandardCharsets.UTF_8);
        ByteBuffer body = buffer(24 + name.length + 3);
        body.putShort((short) PcapngBlocks.ETHERNET).putShort((short) 0).putInt(0);
        option(body, PcapngBlocks.OPTION_NAME, name);
        option(body, PcapngBlocks.OPTION_RESOLUTION, new byte[] {NANOSECONDS});
        return body.putInt(0);
    }

    private static void option(ByteBuffer body, int code, byte[] value) {
        body.putShort((short) code).putShort((short) value.length).put(value);
        body.position(body.position() + (-value.length & 3));
    }

    private static ByteBuffer packet(CapturedFrame frame, int port) {
        int bytes = frame.bytes().length;
        ByteBuffer body = buffer(20 + bytes).putInt(port).putInt((int) (frame.atNs() >>> 32));
        return body.putInt((int) frame.atNs()).putInt(bytes).putInt(bytes).put(frame.bytes());
    }

    private static void block(ByteArrayOutputStream out, int kind, ByteBuffer body) {
        int padded = (body.position() + 3) & -4;
        byte[] bytes = new byte[padded + 12];
        ByteBuffer block = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        block.putInt(kind).putInt(bytes.length).put(body.flip());
        block.putInt(padded + 8, bytes.length);
        out.writeBytes(bytes);
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
