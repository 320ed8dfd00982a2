package io.hnvgateway.app.rest;

import io.hnvgateway.app.access.Source;
import io.netty.channel.Channel;
import java.util.concurrent.atomic.AtomicInteger;

/// A connection that has a place. For any threads.
final class OpenConnection {
    private final Channel channel;
    private final Source source;
    private final AtomicInteger running = new AtomicInteger();
    private volatile long quietSinceNs;

    OpenConnection(Channel channel, Source source, long nowNs) {
        this.channel = channel;
        this.source = source;
        this.quietSinceNs = nowNs;
    }

    Channel channel() {
        return channel;
    }

    void close() {
        var _ = channel.close();
    }

    Source source() {
        return source;
    }

    void requestBegins() {
        running.incrementAndGet();
    }

    void requestEnds(long nowNs) {
        quietSinceNs = nowNs;
        running.decrementAndGet();
    }

    boolean isQuiet() {
        return running.get() == 0;
    }

    boolean isQuietSince(long ns) {
        return isQuiet() && quietSinceNs - ns < 0;
    }
}
