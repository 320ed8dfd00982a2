package io.hnvgateway.app.control;

import com.fasterxml.jackson.databind.JsonNode;
import io.hnvgateway.provider.json.JsonText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
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
    private byte[] line = new byte[READ_BYTES];
    private int length;
    private boolean holdsLarge;

    ControlClient(
            SocketChannel channel, ClientWatch watch, ControlLimits limits, Semaphore largeLines) {
        this.channel = channel;
        this.watch = watch;
        this.limits = limits;
        this.largeLines = largeLines;
    }

    /// Answers one request line with one line or more.
    @FunctionalInterface
    interface Requests {
        void answer(byte[] line, LineWriter out) throws IOException;
    }

    /// Takes the lines of an answer.
    @FunctionalInterface
    interface LineWriter {
        void write(JsonNode line) throws IOException;
    }

    /// Until the client leaves or breaks a limit.
    void serve(Requests requests) throws IOException {
        try {
            while (true) {
                String refusal = readLine();
                if (refusal == null && length < 0) {
                    return;
                }
                if (refusal != null) {
                    write(ControlRequests.refused(List.of(refusal)));
                    return;
                }
                watch.pause();
                requests.answer(Arrays.copyOf(line, length), this::answer);
            }
        } finally {
            releaseLarge();
        }
    }

    /// Leaves the next line in `line`, or a negative length at the end of the stream. Returns why
    /// it is refused, or null.
    private @Nullable String readLine() throws IOException {
        length = 0;
        while (true) {
            while (input.hasRemaining()) {
                byte next = input.get();
                if (next == '\n') {
                    return null;
                }
                String refusal = length == line.length ? grow() : null;
                if (refusal != null) {
                    return refusal;
                }
                line[length++] = next;
            }
            if (channel.read(input.clear()) < 0) {
                length = -1;
                input.flip();
                return null;
            }
            input.flip();
            watch.progress();
        }
    }

    private @Nullable String grow() {
        if (line.length >= limits.lineBytes()) {
            return "request: has more than " + limits.lineBytes() + " bytes; split the document";
        }
        if (line.length >= limits.smallLineBytes() && !holdsLarge) {
            if (!largeLines.tryAcquire()) {
                return "request: another large request is being read; try again";
            }
            holdsLarge = true;
        }
        line = Arrays.copyOf(line, Math.min(line.length * 2, limits.lineBytes()));
        return null;
    }

    private void releaseLarge() {
        if (holdsLarge) {
            line = new byte[READ_BYTES];
            holdsLarge = false;
            largeLines.release();
        }
    }

    private void answer(JsonNode answer) throws IOException {
        releaseLarge();
        watch.progress();
        write(answer);
    }

    private void write(JsonNode answer) throws IOException {
        byte[] text = JsonText.compact(answer);
        byte[] terminated = Arrays.copyOf(text, text.length + 1);
        terminated[text.length] = '\n';
        ByteBuffer output = ByteBuffer.wrap(terminated);
        while (output.hasRemaining()) {
            int end = Math.min(output.position() + READ_BYTES, terminated.length);
            channel.write(output.limit(end));
            output.limit(terminated.length);
            watch.progress();
        }
    }
}
