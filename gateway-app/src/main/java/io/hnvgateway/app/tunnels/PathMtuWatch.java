package io.hnvgateway.app.tunnels;

import io.hnvgateway.compartments.tunnel.Tunnel;
import io.hnvgateway.compartments.tunnel.TunnelTable;
import io.hnvgateway.dataplane.sys.SystemCallException;
import io.hnvgateway.dataplane.sys.TooBigSocket;
import io.hnvgateway.ipsec.sa.OutboundSa;
import io.hnvgateway.ipsec.stage.SecurityAssociations;
import io.hnvgateway.packet.IpProtocol;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds the path MTU of tunnels by what routers on the way say about outer packets (RFC 4301
/// §8.2.1, RFC 1191, RFC 8201). An error counts only if it quotes a packet that a tunnel may have
/// sent: its addresses, and its SPI, ports or key. What was learned is forgotten after ten minutes
/// (RFC 1191 §6.3).
final class PathMtuWatch implements AutoCloseable {
    /// RFC 1191 §6.3.
    static final Duration AGE = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(PathMtuWatch.class);

    /// A flood of errors takes a tenth of a core at most; what is lost meanwhile comes again with
    /// the next packet that is too big.
    private static final int BATCH = 32;

    private static final int SHARE = 9;
    private static final long LEAST_REST_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long MOST_REST_NS = TimeUnit.SECONDS.toNanos(1);

    private final TunnelTable tunnels;
    private final SecurityAssociations associations;
    private @Nullable TooBigSocket socket;
    private @Nullable Thread thread;
    private volatile boolean over;

    PathMtuWatch(TunnelTable tunnels, SecurityAssociations associations) {
        this.tunnels = tunnels;
        this.associations = associations;
    }

    /// Begins to listen; without the right to, tunnels have the MTU of the first link.
    void start() {
        try {
            TooBigSocket open = new TooBigSocket();
            socket = open;
            thread = Thread.ofPlatform().name("path-mtu").daemon().start(() -> listen(open));
        } catch (SystemCallException e) {
            LOG.warn("event=no-path-mtu reason=\"{}\"", e.getMessage());
        }
    }

    private void listen(TooBigSocket open) {
        long begunNs = System.nanoTime();
        for (int heard = 1; !over; heard++) {
            open.next()
                    .flatMap(message ->
                            message.ipv6()
                                    ? PathMtuNotice.ipv6(message.bytes())
                                    : PathMtuNotice.ipv4(message.bytes()))
                    .ifPresent(this::learn);
            if (heard % BATCH == 0) {
                rest(System.nanoTime() - begunNs);
                begunNs = System.nanoTime();
            }
        }
    }

    /// @param spentNs on the last batch, the wait for it included
    private void rest(long spentNs) {
        try {
            Thread.sleep(
                    Duration.ofNanos(Math.clamp(spentNs * SHARE, LEAST_REST_NS, MOST_REST_NS)));
        } catch (InterruptedException e) {
            over = true;
        }
    }

    /// Lowers the path MTU of the tunnel that sent the packet; of all that may have, if the error
    /// does not say so much.
    void learn(PathMtuNotice notice) {
        for (Tunnel tunnel : tunnels.all()) {
            if (isOf(tunnel, notice)) {
                long untilNs = System.nanoTime() + AGE.toNanos();
                if (tunnel.state().learnPathMtu(believed(notice), untilNs)) {
                    LOG.info(
                            "event=path-mtu tenant={} connection={} bytes={}",
                            tunnel.tenant().rdid(),
                            tunnel.tenant().connection(),
                            believed(notice));
                }
            }
        }
    }

    /// Addresses and ports are easily guessed.
    private static int believed(PathMtuNotice notice) {
        return notice.number() == PathMtuNotice.UNTOLD
                ? Math.max(notice.mtuBytes(), PathMtuNotice.LEAST_IPV6_BYTES)
                : notice.mtuBytes();
    }

    private boolean isOf(Tunnel tunnel, PathMtuNotice notice) {
        return switch (tunnel.kind()) {
            case GRE ->
                    notice.protocol() == IpProtocol.GRE
                            && tunnel.path().local().equals(notice.local())
                            && tunnel.path().remote().equals(notice.remote())
                            && tunnel.path().key() == notice.number();
            case IPSEC -> notice.protocol() != IpProtocol.GRE && hasSent(tunnel.index(), notice);
            case L3 -> false;
        };
    }

    private boolean hasSent(int index, PathMtuNotice notice) {
        var ipsec = associations.tunnel(index);
        return ipsec != null && ipsec.outbound().stream().anyMatch(sa -> isOf(sa, notice));
    }

    private static boolean isOf(OutboundSa sa, PathMtuNotice notice) {
        boolean untold = notice.number() == PathMtuNotice.UNTOLD;
        return sa.outer()
                        .isBetween(
                                notice.local(), notice.remote(), notice.protocol(), notice.ports())
                && (untold || Integer.toUnsignedLong(sa.spi) == notice.number());
    }

    /// Forgets what is too old; to be called now and then.
    void age(long nowNs) {
        tunnels.all().forEach(tunnel -> tunnel.state().forgetPathMtu(nowNs));
    }

    @Override
    public void close() {
        over = true;
        Thread listening = Optional.ofNullable(thread).orElseGet(Thread::currentThread);
        TooBigSocket open = socket;
        if (open == null) {
            return;
        }
        open.wake();
        try {
            listening.join();
            open.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
