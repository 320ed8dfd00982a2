package io.hnvgateway.app.control;

import com.fasterxml.jackson.core.JsonGenerator;
import io.hnvgateway.provider.json.JsonText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/// Sends lines of JSON to a client, each as it is made. Used by one thread.
final class LineOutput extends OutputStream {
    private static final int BUFFER_BYTES = 16 << 10;

    private final WritableByteChannel channel;
    private final Runnable progress;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);

    /// What stands in one line.
    @FunctionalInterface
    interface Line {
        void writeTo(JsonGenerator out) throws IOException;
    }

    /// @param progress told whenever the client took something
    LineOutput(WritableByteChannel channel, Runnable progress) {
        this.channel = channel;
        this.progress = progress;
    }

    void write(Line line) throws IOException {
        try (JsonGenerator out = JsonText.compact(this)) {
            line.writeTo(out);
            out.writeRaw('\n');
        }
    }

    @Override
    public void write(int next) throws IOException {
        if (!buffer.hasRemaining()) {
            flush();
        }
        buffer.put((byte) next);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        int done = 0;
        while (done < count) {
            if (!buffer.hasRemaining()) {
                flush();
            }
            int part = Math.min(count - done, buffer.remaining());
            buffer.put(bytes, offset + done, part);
            done += part;
        }
    }

    @Override
    public void flush() throws IOException {
        buffer.flip();
        try {
            while (buffer.hasRemaining()) {
                channel.write(buffer);
                progress.run();
            }
        } finally {
            buffer.clear();
        }
    }
}
