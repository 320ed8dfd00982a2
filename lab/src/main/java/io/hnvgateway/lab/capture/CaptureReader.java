package io.hnvgateway.lab.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Reads a capture file of either format whole.
public final class CaptureReader {
    private static final int PCAPNG_SECTION = 0x0a0d0d0a;
    private static final int PCAP_MICROSECONDS = 0xa1b2c3d4;
    private static final int PCAP_NANOSECONDS = 0xa1b23c4d;
    private static final int PCAP_HEADER_BYTES = 24;
    private static final int LINK_TYPE_AT = 20;
    private static final int ETHERNET = 1;

    private CaptureReader() {}

    /// Reads all frames, in the order of the file.
    ///
    /// @throws IOException when the file cannot be read or is no capture of Ethernet frames
    public static List<CapturedFrame> read(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        if (bytes.remaining() < PCAP_HEADER_BYTES) {
            throw new IOException(file + ": too short for a capture");
        }
        int magic = bytes.getInt(0);
        if (magic == PCAPNG_SECTION) {
            return new PcapngBlocks(bytes).frames();
        }
        boolean swapped = Integer.reverseBytes(magic) == PCAP_MICROSECONDS;
        swapped |= Integer.reverseBytes(magic) == PCAP_NANOSECONDS;
        bytes.order(swapped ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        boolean nanoseconds = bytes.getInt(0) == PCAP_NANOSECONDS;
        if (!nanoseconds && bytes.getInt(0) != PCAP_MICROSECONDS) {
            throw new IOException(file + ": neither pcapng nor pcap");
        }
        if (bytes.getInt(LINK_TYPE_AT) != ETHERNET) {
            throw new IOException(file + ": not a capture of Ethernet frames");
        }
        return pcapFrames(bytes.position(PCAP_HEADER_BYTES), nanoseconds ? 1 : 1000);
    }

    private static List<CapturedFrame> pcapFrames(ByteBuffer bytes, int unitNs) {
        List<CapturedFrame> frames = new ArrayList<>();
        while (bytes.hasRemaining()) {
            long seconds = Integer.toUnsignedLong(bytes.getInt());
            long fraction = Integer.toUnsignedLong(bytes.getInt());
            byte[] frame = new byte[bytes.getInt()];
            bytes.getInt(); // original length
            bytes.get(frame);
            frames.add(new CapturedFrame(seconds * 1_000_000_000 + fraction * unitNs, "", frame));
        }
        return frames;
    }
}
