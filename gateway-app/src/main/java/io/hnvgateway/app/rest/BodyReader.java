package io.hnvgateway.app.rest;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpObject;
import com.linecorp.armeria.common.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/// Reads bodies, so that all of them together have a bound: small ones as they come, of longer ones
/// a few at a time and of the longest one; the client of the next one waits, and is not read from.
/// For any threads.
final class BodyReader {
    private static final long ROOM_WAIT_SECONDS = 20;
    private static final long MOST_DROPPED_BYTES = 80 << 20;

    private final RestLimits limits;
    private final Semaphore middle = new Semaphore(RestLimits.MIDDLE_BODIES);
    private final Semaphore large = new Semaphore(1);

    BodyReader(RestLimits limits) {
        this.limits = limits;
    }

    /// The body cannot be had.
    static final class BodyException extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient RestError error;

        private BodyException(RestError error, String message) {
            super(message);
            this.error = error;
        }

        RestError error() {
            return error;
        }
    }

    /// A body with its room, which it has until it is closed.
    static final class Body implements AutoCloseable {
        private final List<Semaphore> room = new ArrayList<>();
        private byte[] bytes = new byte[0];

        byte[] bytes() {
            return bytes;
        }

        @Override
        public void close() {
            room.forEach(Semaphore::release);
            room.clear();
            bytes = new byte[0];
        }
    }

    /// @param limitBytes of this caller
    Body read(HttpRequest request, int limitBytes) throws BodyException, InterruptedException {
        long announced = Math.max(0, request.headers().contentLength());
        if (announced > limitBytes) {
            drop(request);
            throw tooLong(limitBytes);
        }
        Parts parts = new Parts();
        Body body = new Body();
        boolean whole = false;
        try {
            request.subscribe(parts);
            collect(parts, body, limitBytes);
            whole = true;
            return body;
        } finally {
            if (!whole) {
                body.close();
                parts.drop();
            }
        }
    }

    /// Takes in what a client goes on to send, up to a bound, and keeps nothing: one that sends all
    /// before it reads could not take its answer else.
    void drop(HttpRequest request) {
        Parts parts = new Parts();
        parts.drop();
        request.subscribe(parts);
    }

    private static BodyException tooLong(int limitBytes) {
        return new BodyException(
                RestError.TOO_LARGE, "the body must have at most %d bytes".formatted(limitBytes));
    }

    private void collect(Parts parts, Body body, int limitBytes)
            throws BodyException, InterruptedException {
        List<byte[]> pieces = new ArrayList<>();
        int length = 0;
        long startNs = System.nanoTime();
        long waitedNs = 0;
        for (byte[] next = parts.next(deadlineNs(startNs, 0)); next.length > 0; ) {
            if (length + next.length > limitBytes) {
                throw tooLong(limitBytes);
            }
            waitedNs += makeRoom(body, length + next.length);
            length += next.length;
            pieces.add(next);
            next = parts.next(deadlineNs(startNs, length) + waitedNs);
        }
        byte[] bytes = pieces.size() == 1 ? pieces.getFirst() : new byte[length];
        if (pieces.size() > 1) {
            int at = 0;
            for (byte[] piece : pieces) {
                System.arraycopy(piece, 0, bytes, at, piece.length);
                at += piece.length;
            }
        }
        body.bytes = bytes;
    }

    private long deadlineNs(long startNs, int length) {
        return startNs
                + limits.bodyStart().toNanos()
                + TimeUnit.SECONDS.toNanos(length) / RestLimits.BODY_BYTES_A_SECOND;
    }

    /// How long it had to wait for it, in nanoseconds.
    private long makeRoom(Body body, int length) throws BodyException, InterruptedException {
        long before = System.nanoTime();
        if (length > RestLimits.SMALL_BODY_BYTES && body.room.isEmpty()) {
            take(middle, body);
        }
        if (length > RestLimits.MIDDLE_BODY_BYTES && body.room.size() == 1) {
            take(large, body);
        }
        return System.nanoTime() - before;
    }

    private static void take(Semaphore room, Body body) throws BodyException, InterruptedException {
        if (!room.tryAcquire(ROOM_WAIT_SECONDS, TimeUnit.SECONDS)) {
            throw new BodyException(
                    RestError.UNAVAILABLE, "too many long bodies come at once: try again later");
        }
        body.room.add(room);
    }

    /// Parts of a body, one at a time: the next is asked for when the last was taken.
    private static final class Parts implements Subscriber<HttpObject> {
        private static final byte[] END = new byte[0];

        private final BlockingQueue<Object> arrived = new LinkedBlockingQueue<>();
        private volatile @Nullable Subscription subscription;
        private volatile boolean dropping;
        private long dropped;

        /// Of no bytes: it is over.
        byte[] next(long deadlineNs) throws BodyException, InterruptedException {
            while (true) {
                Object next = arrived.poll(deadlineNs - System.nanoTime(), TimeUnit.NANOSECONDS);
                switch (next) {
                    case null ->
                            throw new BodyException(RestError.TIMEOUT, "the body comes too slowly");
                    case byte[] part -> {
                        if (part == END || part.length > 0) {
                            askForMore();
                            return part;
                        }
                        askForMore();
                    }
                    default ->
                            throw new BodyException(
                                    RestError.BAD_REQUEST, "the body ended before its end");
                }
            }
        }

        private void askForMore() {
            Subscription known = subscription;
            if (known != null) {
                known.request(1);
            }
        }

        void drop() {
            dropping = true;
            arrived.clear();
            askForMore();
        }

        @Override
        public void onSubscribe(Subscription given) {
            subscription = given;
            given.request(1);
        }

        @Override
        public void onNext(HttpObject part) {
            if (dropping) {
                dropped += part instanceof HttpData data ? data.length() : 0;
                if (dropped < MOST_DROPPED_BYTES) {
                    askForMore();
                }
            } else if (part instanceof HttpData data) {
                arrived.add(data.array());
            } else {
                askForMore(); // trailers are nobody's
            }
        }

        @Override
        public void onError(Throwable cause) {
            // of a request that ends when its answer does, this is how it ends
            arrived.add(cause);
        }

        @Override
        public void onComplete() {
            arrived.add(END);
        }
    }
}
