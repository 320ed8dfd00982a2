package io.hnvgateway.app.observe;

import io.hnvgateway.compartments.RoutingDomainId;
import io.hnvgateway.compartments.TenantEvents;
import io.hnvgateway.packet.IpAddress;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// Takes events from workers to the conductor. Workers have limited them for each compartment; what
/// waits here is bounded in all, and what finds no place is counted, not kept: the VM or the host
/// says it again.
public final class EventHandover implements TenantEvents {
    private static final int MOST_WAITING = 4096;

    private final Observations observations;
    private final IntFunction<@Nullable RoutingDomainId> rdids;
    private final Executor conductor;
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong lost = new AtomicLong();

    /// @param rdids the routing domain of a compartment index; null when there is none
    public EventHandover(
            Observations observations,
            IntFunction<@Nullable RoutingDomainId> rdids,
            Executor conductor) {
        this.observations = observations;
        this.rdids = rdids;
        this.conductor = conductor;
    }

    @Override
    public void learned(
            int compartment, int vsid, long caHigh, long caLow, long mac, long paHigh, long paLow) {
        IpAddress address = new IpAddress(caHigh, caLow);
        IpAddress host = new IpAddress(paHigh, paLow);
        hand(
                compartment,
                rdid -> observations.learned(rdid, new Announcement(address, vsid, mac, host)));
    }

    @Override
    public void conflict(
            int compartment, int vsid, long caHigh, long caLow, long mac, long paHigh, long paLow) {
        IpAddress address = new IpAddress(caHigh, caLow);
        IpAddress host = new IpAddress(paHigh, paLow);
        hand(
                compartment,
                rdid -> observations.conflict(rdid, new Announcement(address, vsid, mac, host)));
    }

    @Override
    public void redirected(
            int compartment, long caHigh, long caLow, long newPaHigh, long newPaLow) {
        IpAddress address = new IpAddress(caHigh, caLow);
        IpAddress host = new IpAddress(newPaHigh, newPaLow);
        hand(compartment, rdid -> observations.redirected(rdid, address, host));
    }

    @Override
    public void unreachable(int compartment, long caHigh, long caLow, long paHigh, long paLow) {
        IpAddress address = new IpAddress(caHigh, caLow);
        IpAddress host = new IpAddress(paHigh, paLow);
        hand(compartment, rdid -> observations.unreachable(rdid, address, host));
    }

    private void hand(int compartment, Consumer<RoutingDomainId> event) {
        RoutingDomainId rdid = rdids.apply(compartment);
        if (rdid == null || waiting.get() >= MOST_WAITING) {
            lost.incrementAndGet();
            return;
        }
        waiting.incrementAndGet();
        conductor.execute(() -> {
            waiting.decrementAndGet();
            event.accept(rdid);
        });
    }

    /// Events that found no place.
    public long lost() {
        return lost.get();
    }
}
