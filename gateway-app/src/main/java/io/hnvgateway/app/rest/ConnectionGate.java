package io.hnvgateway.app.rest;

import io.hnvgateway.app.access.Source;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SniHandler;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Gives connections their places. A source has few; with all places taken, a new one takes that of
/// the connection which has been longest without showing who it is: so whoever can show it gets in,
/// however many others hold connections open. For any threads.
final class ConnectionGate {
    private final RestLimits limits;
    private final LongSupplier clock;
    private final Map<SocketAddress, OpenConnection> open = new ConcurrentHashMap<>();
    private final Map<Source, Integer> places = new HashMap<>();
    private final Set<OpenConnection> strangers = new LinkedHashSet<>();
    private final Map<OpenConnection, String> callers = new HashMap<>();
    private final Map<String, Integer> ofCaller = new HashMap<>();
    private int taken;

    /// @param clock nanoseconds
    ConnectionGate(RestLimits limits, LongSupplier clock) {
        this.limits = limits;
        this.clock = clock;
    }

    /// Of a connection that was accepted: in, or closed at once. The pipeline has its TLS handler.
    void admit(ChannelPipeline pipeline) {
        Channel channel = pipeline.channel();
        SocketAddress remote = channel.remoteAddress();
        if (!(remote instanceof InetSocketAddress address)) {
            var _ = channel.close(); // it is gone already
            return;
        }
        OpenConnection connection =
                new OpenConnection(channel, Source.of(address.getAddress()), clock.getAsLong());
        if (!takePlace(connection)) {
            refuse(channel);
            return;
        }
        open.put(remote, connection);
        channel.closeFuture().addListener(_ -> leave(remote, connection));
        pipeline.addAfter(
                pipeline.context(SniHandler.class).name(),
                "http1-guard",
                new Http1Guard(connection));
    }

    /// By a reset: no state of it stays in the kernel.
    private static void refuse(Channel channel) {
        if (channel instanceof SocketChannel socket) {
            socket.config().setSoLinger(0);
        }
        var _ = channel.close();
    }

    private boolean takePlace(OpenConnection connection) {
        OpenConnection evicted = null;
        synchronized (this) {
            int ofSource = places.getOrDefault(connection.source(), 0);
            if (ofSource >= limits.connectionsOfSource()) {
                return false;
            }
            if (taken >= limits.connections()) {
                Iterator<OpenConnection> longest = strangers.iterator();
                if (!longest.hasNext()) {
                    return false;
                }
                evicted = longest.next();
                longest.remove();
            }
            places.put(connection.source(), ofSource + 1);
            strangers.add(connection);
            taken++;
        }
        if (evicted != null) {
            refuse(evicted.channel());
        }
        return true;
    }

    private void leave(SocketAddress remote, OpenConnection connection) {
        open.remove(remote, connection);
        synchronized (this) {
            taken--;
            strangers.remove(connection);
            countDown(places, connection.source());
            String caller = callers.remove(connection);
            if (caller != null) {
                countDown(ofCaller, caller);
            }
        }
    }

    /// Null: it is closed already.
    @Nullable OpenConnection of(SocketAddress remote) {
        return open.get(remote);
    }

    private static <K> void countDown(Map<K, Integer> counts, K of) {
        counts.computeIfPresent(of, (_, count) -> count == 1 ? null : count - 1);
    }

    /// Whoever is behind it has shown who it is. Of a caller that has as many connections as a
    /// source may have, further ones stay those of a stranger, wherever they come from.
    void known(OpenConnection connection, String caller) {
        synchronized (this) {
            if (ofCaller.getOrDefault(caller, 0) < limits.connectionsOfSource()
                    && strangers.remove(connection)) {
                callers.put(connection, caller);
                ofCaller.merge(caller, 1, Integer::sum);
            }
        }
    }

    /// Closes those on which nothing was asked for too long; to be called each second.
    void closeQuiet() {
        long since = clock.getAsLong() - limits.quiet().toNanos();
        List.copyOf(open.values()).stream()
                .filter(connection -> connection.isQuietSince(since))
                .forEach(OpenConnection::close);
    }

    void closeAll() {
        List.copyOf(open.values()).forEach(OpenConnection::close);
    }

    int count() {
        return open.size();
    }
}
