package io.hnvgateway.app.control;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// The line protocol with one client. Used by the client's thread only.
final class ControlClient {
    private static final int READ_BYTES = 16 << 10;

    private final SocketChannel channel;
    private final ClientWatch watch;
    private final ControlLimits limits;
    private final Semaphore largeLines;
    private final ByteBuffer input = ByteBuffer.allocate(READ_BYTES).flip();
    private final RequestLine line = new RequestLine();
    private final LineOutput output;
    private boolean holdsLarge;

    ControlClient(
            SocketChannel channel, ClientWatch watch, ControlLimits limits, Semaphore largeLines) {
        this.channel = channel;
        this.watch = watch;
        this.limits = limits;
        this.largeLines = largeLines;
        this.output = new LineOutput(channel, watch::progress);
    }

    /// Answers one request line with one line or more.
    @FunctionalInterface
    interface Requests {
        void answer(InputStream line, LineWriter out) throws IOException;
    }

    /// Takes the lines of an answer.
    @FunctionalInterface
    interface LineWriter {
        void write(LineOutput.Line line) throws IOException;

        default void write(JsonNode line) throws IOException {
            write(out -> out.writeTree(line));
        }
    }

    /// What the attempt to read a line ended with.
    private enum End {
        LINE,
        STREAM,
        REFUSED
    }

    /// Until the client leaves or breaks a limit.
    void serve(Requests requests) throws IOException {
        try {
            while (readLine() == End.LINE) {
                watch.pause();
                requests.answer(line.content(), this::answer);
                line.clear();
            }
        } finally {
            releaseLarge();
        }
    }

    private End readLine() throws IOException {
        while (true) {
            while (input.hasRemaining()) {
                byte next = input.get();
                if (next == '\n') {
                    return End.LINE;
                }
                String refusal = refusal();
                if (refusal != null) {
                    output.write(out -> out.writeTree(ControlRequests.refused(List.of(refusal))));
                    return End.REFUSED;
                }
                line.add(next);
            }
            int count = channel.read(input.clear());
            input.flip();
            if (count < 0) {
                return End.STREAM;
            }
            watch.progress();
        }
    }

    /// Why the line may not grow by a byte; null: it may.
    private @Nullable String refusal() {
        if (line.length() >= limits.lineBytes()) {
            return "request: has more than "
                    + limits.lineBytes()
                    + " bytes; split the document, or give the gateway a larger heap (-Xmx)";
        }
        if (line.length() >= limits.smallLineBytes() && !holdsLarge) {
            if (!largeLines.tryAcquire()) {
                return "request: another large request is being read; try again";
            }
            holdsLarge = true;
        }
        return null;
    }

    private void releaseLarge() {
        if (holdsLarge) {
            line.clear();
            holdsLarge = false;
            largeLines.release();
        }
    }

    private void answer(LineOutput.Line answer) throws IOException {
        releaseLarge();
        watch.progress();
        output.write(answer);
    }
}
