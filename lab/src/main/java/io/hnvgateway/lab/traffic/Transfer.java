package io.hnvgateway.lab.traffic;

import io.hnvgateway.lab.netns.LabException;
import io.hnvgateway.lab.netns.Result;
import io.hnvgateway.lab.netns.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A download in progress over one TCP connection; it is never tried a second time.
public final class Transfer implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(41);

    private final Running curl;
    private final Payload payload;
    private final Path copy;
    private final @Nullable Path release;

    Transfer(Running curl, Payload payload, Path copy) {
        this(curl, payload, copy, null);
    }

    /// @param release the file for which the server waits
    Transfer(Running curl, Payload payload, Path copy, @Nullable Path release) {
        this.curl = curl;
        this.payload = payload;
        this.copy = copy;
        this.release = release;
    }

    public long bytesSoFar() {
        try {
            return Files.size(copy);
        } catch (IOException e) {
            return 0;
        }
    }

    public boolean isRunning() {
        return curl.isAlive();
    }

    /// Waits until it has brought this many bytes more.
    public boolean awaitProgress(long bytes, Duration limit) {
        long goal = bytesSoFar() + bytes;
        long deadline = System.nanoTime() + limit.toNanos();
        while (bytesSoFar() < goal) {
            if (!isRunning() || System.nanoTime() - deadline > 0) {
                return false;
            }
            Station.pause(Duration.ofMillis(50));
        }
        return true;
    }

    /// Lets the server send the rest and waits for the end: whole and unharmed, or what went wrong.
    public Arrival finish() {
        release();
        Result result = curl.await(LIMIT);
        long bytes = bytesSoFar();
        if (!result.succeeded()) {
            return new Arrival(false, bytes, result.lastLine());
        }
        boolean whole = payload.arrivedIn(copy);
        return new Arrival(whole, bytes, whole ? "SHA-256 equal" : "SHA-256 differs");
    }

    private void release() {
        try {
            if (release != null && !Files.exists(release)) {
                Files.createFile(release);
            }
        } catch (IOException e) {
            throw new LabException("cannot create " + release, e);
        }
    }

    /// How a transfer ended.
    public record Arrival(boolean whole, long bytes, String remark) {
        @Override
        public String toString() {
            return bytes + " bytes, " + remark;
        }
    }

    @Override
    public void close() {
        release();
        curl.close();
    }
}
