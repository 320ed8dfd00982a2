package io.hnvgateway.app.observe;

import io.hnvgateway.app.desired.ForwardingTarget;
import io.hnvgateway.app.desired.NetworkChanges;
import io.hnvgateway.app.desired.PhaseTimes;
import io.hnvgateway.app.desired.TenantNetwork;
import io.hnvgateway.app.observe.LearnedAddresses.Outcome;
import io.hnvgateway.compartments.LookupRecord;
import io.hnvgateway.compartments.RoutingDomainId;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.flow.NanoClock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// Lays what was observed over what is configured, on the way to the compiler. Any thread; one at a
/// time.
public final class Observations implements ForwardingTarget {
    /// How long the holder of an address must have been silent before another VM may take it over:
    /// longer than a VM takes to announce itself again, shorter than a fail-over may last.
    static final long HOLD_DOWN_NS = TimeUnit.SECONDS.toNanos(10);

    private final ForwardingTarget compiler;
    private final ObservationLog log;
    private final NanoClock clock;
    private final Map<RoutingDomainId, ObservedNetwork> networks = new HashMap<>();

    public Observations(ForwardingTarget compiler, ObservationLog log, NanoClock clock) {
        this.compiler = compiler;
        this.log = log;
        this.clock = clock;
    }

    /// {@inheritDoc}
    ///
    /// Observations that the new configuration leaves standing go with it.
    @Override
    public synchronized Publication prepare(NetworkChanges changes) {
        List<ObservedNetwork> next = changes.changed().stream().map(this::under).toList();
        Publication inner =
                compiler.prepare(
                        new NetworkChanges(
                                next.stream().map(ObservedNetwork::believed).toList(),
                                changes.removed(),
                                changes.provider()));
        return times -> publish(inner, next, changes.removed(), times);
    }

    private ObservedNetwork under(TenantNetwork network) {
        ObservedNetwork before = networks.get(network.rdid());
        return before == null ? new ObservedNetwork(network) : before.under(network);
    }

    private synchronized void publish(
            Publication inner,
            List<ObservedNetwork> next,
            Set<RoutingDomainId> removed,
            PhaseTimes times) {
        inner.publish(times);
        next.forEach(network -> networks.put(network.configured().rdid(), network));
        removed.forEach(networks::remove);
    }

    /// A VM announced that it has an address.
    synchronized void learned(RoutingDomainId rdid, Announcement a) {
        ObservedNetwork network = networks.get(rdid);
        LookupRecord vm = network == null ? null : network.vm(a.vsid(), a.mac(), a.host());
        if (network == null || vm == null) {
            return;
        }
        int limit = network.configured().backEnd().learning().maxAddresses();
        Outcome outcome = network.learned().learn(a.address(), vm, limit, clock.nanoTime());
        switch (outcome) {
            case NEW -> change(network, "learned", a.address(), a.host());
            case KNOWN -> {}
            case FULL -> log.note(network.configured(), "limit", a.address(), a.host());
            case CONFLICT -> claim(network, vm, a);
        }
    }

    /// A VM announced an address that another one holds.
    synchronized void conflict(RoutingDomainId rdid, Announcement a) {
        ObservedNetwork network = networks.get(rdid);
        LookupRecord vm = network == null ? null : network.vm(a.vsid(), a.mac(), a.host());
        if (network != null && vm != null) {
            claim(network, vm, a);
        }
    }

    private void claim(ObservedNetwork network, LookupRecord vm, Announcement a) {
        boolean moved =
                network.mayMove(a.address())
                        && network.learned().move(a.address(), vm, HOLD_DOWN_NS, clock.nanoTime());
        if (moved) {
            change(network, "moved", a.address(), a.host());
        } else {
            log.note(network.configured(), "conflict", a.address(), a.host());
        }
    }

    /// A host said that a VM is behind another provider address now.
    synchronized void redirected(RoutingDomainId rdid, IpAddress address, IpAddress host) {
        ObservedNetwork network = networks.get(rdid);
        if (network != null
                && network.configured().backEnd().control().acceptRedirects()
                && network.redirect(address, host)) {
            change(network, "redirected", address, host);
        }
    }

    /// A host said that it does not know a VM.
    synchronized void unreachable(RoutingDomainId rdid, IpAddress address, IpAddress host) {
        ObservedNetwork network = networks.get(rdid);
        if (network != null && network.unreachable(address)) {
            log.note(network.configured(), "stale", address, host);
        }
    }

    /// Forgets learned addresses that nobody announced for the network's ageing time; to be called
    /// now and then.
    public synchronized void expire() {
        for (ObservedNetwork network : networks.values()) {
            if (network.learned().size() > 0) {
                expire(network);
            }
        }
    }

    private void expire(ObservedNetwork network) {
        int seconds = network.configured().backEnd().learning().ageingSeconds();
        Map<IpAddress, LearnedAddresses.Learned> expired =
                network.learned().expire(TimeUnit.SECONDS.toNanos(seconds), clock.nanoTime());
        if (!expired.isEmpty()) {
            recompile(network);
            expired.forEach((address, known) ->
                    log.note(
                            network.configured(),
                            "expired",
                            address,
                            known.holder().providerAddress()));
        }
    }

    /// Addresses of a network whose host disowned them.
    public synchronized Set<IpAddress> stale(RoutingDomainId rdid) {
        ObservedNetwork network = networks.get(rdid);
        return network == null ? Set.of() : network.stale();
    }

    private void change(
            ObservedNetwork network, String what, IpAddress customerAddress, IpAddress host) {
        recompile(network);
        log.note(network.configured(), what, customerAddress, host);
    }

    private void recompile(ObservedNetwork network) {
        NetworkChanges one = new NetworkChanges(List.of(network.believed()), Set.of());
        compiler.prepare(one).publish(PhaseTimes.start());
    }

    @Override
    public void announce(Set<IpAddress> providerAddresses) {
        compiler.announce(providerAddresses);
    }
}
