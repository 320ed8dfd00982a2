package io.hnvgateway.dataplane.net;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// One frame, sent again and again from a device of a namespace, some five thousand a second.
public final class FrameStream implements AutoCloseable {
    private static final String SCRIPT =
            """
            import select, socket, sys
            s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
            s.bind((sys.argv[1], 0))
            frame = bytes.fromhex(sys.argv[2])
            sent = 0
            while not select.select([sys.stdin], [], [], 0.0001)[0]:
                s.send(frame)
                sent += 1
                if sent == 1:
                    print('sending', flush=True)
            print(sent, flush=True)
            """;

    private final Process process;
    private final BufferedReader output;

    FrameStream(String namespace, String device, byte[] frame) {
        try {
            process =
                    new ProcessBuilder(
                                    "ip",
                                    "netns",
                                    "exec",
                                    namespace,
                                    "python3",
                                    "-c",
                                    SCRIPT,
                                    device,
                                    HexFormat.of().formatHex(frame))
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            output = process.inputReader(StandardCharsets.UTF_8);
            if (!"sending".equals(output.readLine())) {
                throw new AssertionError("the stream did not start");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Ends it.
    ///
    /// @return how many frames were sent
    public long stop() {
        try {
            process.getOutputStream().close();
            return Long.parseLong(output.readLine());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
