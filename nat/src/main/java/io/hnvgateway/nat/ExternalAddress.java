package io.hnvgateway.nat;

import io.hnvgateway.packet.IpProtocol;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// The ports of one external address, by protocol. A space is made with its first mapping. Shared
/// by all workers; who finds it retired asks [ExternalAddresses] for another.
final class ExternalAddress {
    /// Instead of a port: the address was retired.
    static final int RETIRED = -1;

    private static final int PROTOCOLS = 3;

    private final int address;

    /// Ports that are taken, of all protocols; RETIRED for ever after.
    private final AtomicInteger ports = new AtomicInteger();

    private final AtomicReferenceArray<@Nullable PortSpace> spaces =
            new AtomicReferenceArray<>(PROTOCOLS);

    /// Of the rules that were asked for last. While a configuration changes, workers may replace
    /// one another's.
    private final AtomicReferenceArray<@Nullable ReservedPorts> reserved =
            new AtomicReferenceArray<>(PROTOCOLS);

    ExternalAddress(int address) {
        this.address = address;
    }

    int address() {
        return address;
    }

    /// Takes a port of TCP or UDP, or an identifier of ICMP, that no inbound rule has.
    ///
    /// @return the port, 0 when none is free, or RETIRED
    int take(int protocol, InboundRules rules, PortGenerator candidates, int worker) {
        if (!enter()) {
            return RETIRED;
        }
        int index = index(protocol);
        int port = space(index).take(candidates, reserved(index, protocol, rules), worker);
        if (port == 0) {
            ports.getAndDecrement();
        }
        return port;
    }

    /// As [PortSpace#adopt].
    boolean adopt(int protocol, int port, int worker) {
        boolean taken = enter() && space(index(protocol)).adopt(port, worker);
        if (!taken && !isRetired()) {
            ports.getAndDecrement();
        }
        return taken;
    }

    void release(int protocol, int port, int worker) {
        space(index(protocol)).release(port, worker);
        ports.getAndDecrement();
    }

    /// Index of the worker that has the port, or -1. From any thread.
    int holder(int protocol, int port) {
        PortSpace space = spaces.getAcquire(index(protocol));
        return space == null ? PortSpace.NOBODY : space.holder(port);
    }

    /// Brings what [#take] will need of a protocol into the cache.
    ///
    /// @return a number to add up and keep, so that the reads are not optimized away
    long touch(int protocol) {
        int index = index(protocol);
        return (spaces.getPlain(index) == null ? 0L : 1L)
                + (reserved.getPlain(index) == null ? 0L : 1L);
    }

    /// Brings what [#take] will need of a port into the cache.
    ///
    /// @return a number to add up and keep, so that the reads are not optimized away
    long touch(int protocol, int port) {
        int index = index(protocol);
        PortSpace space = spaces.getAcquire(index);
        ReservedPorts kept = reserved.getAcquire(index);
        return (space == null ? 0 : space.touch(port)) + (kept == null ? 0 : kept.touch());
    }

    private boolean enter() {
        int now = ports.get();
        while (now != RETIRED && !ports.compareAndSet(now, now + 1)) {
            now = ports.get();
        }
        return now != RETIRED;
    }

    private PortSpace space(int index) {
        PortSpace known = spaces.getAcquire(index);
        if (known == null) {
            spaces.compareAndSet(index, null, new PortSpace());
            known = spaces.getAcquire(index);
        }
        return Objects.requireNonNull(known);
    }

    private ReservedPorts reserved(int index, int protocol, InboundRules rules) {
        ReservedPorts known = reserved.getAcquire(index);
        if (known == null || !known.areOf(rules)) {
            known = new ReservedPorts(rules, rules.reservedPorts(address, protocol));
            reserved.setRelease(index, known);
        }
        return known;
    }

    private static int index(int protocol) {
        return switch (protocol) {
            case IpProtocol.TCP -> 0;
            case IpProtocol.UDP -> 1;
            default -> 2;
        };
    }

    /// Ends an address of which no port is taken.
    ///
    /// @return false when one is
    boolean retire() {
        return ports.compareAndSet(0, RETIRED);
    }

    boolean isRetired() {
        return ports.get() == RETIRED;
    }
}
