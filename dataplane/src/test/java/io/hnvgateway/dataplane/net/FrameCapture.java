package io.hnvgateway.dataplane.net;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Frames that arrive at a device of a namespace, with their VLAN tags, recorded by a program
/// there.
public final class FrameCapture implements AutoCloseable {
    private static final String SCRIPT =
            """
            import socket, struct, sys
            s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
            s.setsockopt(263, 8, 1) # SOL_PACKET, PACKET_AUXDATA: the tag that the kernel took off
            s.bind((sys.argv[1], 3))
            print('ready', flush=True)
            while True:
                frame, ancillary, _, address = s.recvmsg(65536, 64)
                for _, _, data in ancillary:
                    status, tci, type = struct.unpack_from('=I12xHH', data)
                    if status & 0x10: # TP_STATUS_VLAN_VALID
                        frame = frame[:12] + struct.pack('!HH', type, tci) + frame[12:]
                if address[2] != socket.PACKET_OUTGOING:
                    print(frame.hex(), flush=True)
            """;

    private final Process process;
    private final BufferedReader output;
    private final Queue<byte[]> arrived = new ArrayDeque<>();

    FrameCapture(String namespace, String device) {
        try {
            process =
                    new ProcessBuilder(
                                    "ip", "netns", "exec", namespace, "python3", "-c", SCRIPT,
                                    device)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            output = process.inputReader(StandardCharsets.UTF_8);
            if (!"ready".equals(output.readLine())) {
                throw new AssertionError("the capture did not start");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The next frame that fits, those before it are passed over; null if none does in time.
    public byte @Nullable [] await(Predicate<byte[]> fits, Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() - end < 0) {
            arrived.addAll(read());
            while (!arrived.isEmpty()) {
                byte[] frame = arrived.remove();
                if (fits.test(frame)) {
                    return frame;
                }
            }
            pause();
        }
        return null;
    }

    /// The next `count` frames in hexadecimal, fewer if no more come in time.
    public List<String> take(int count, Duration time) {
        List<String> frames = new ArrayList<>();
        while (frames.size() < count) {
            byte[] frame = await(_ -> true, time);
            if (frame == null) {
                break;
            }
            frames.add(HexFormat.of().formatHex(frame));
        }
        return frames;
    }

    private List<byte[]> read() {
        try {
            List<byte[]> frames = new ArrayList<>();
            while (output.ready()) {
                String line = output.readLine();
                if (line != null) {
                    frames.add(HexFormat.of().parseHex(line));
                }
            }
            return frames;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(5);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
