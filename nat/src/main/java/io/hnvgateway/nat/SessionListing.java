package io.hnvgateway.nat;

import io.hnvgateway.packet.Ipv4Address;
import java.util.BitSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Turns records into what an operator reads. Off the hot path, on the owner's thread.
final class SessionListing {
    /// Slots a visit: packets do not wait long for it.
    private static final int SLICE = 1024;

    private static final String[] STATES = {
        "free",
        "active",
        "inside-syn",
        "outside-syn",
        "established",
        "inside-fin",
        "outside-fin",
        "closing",
        "transitory"
    };

    private final Bindings bindings;
    private final Lookup lookup;
    private final SessionFlows flows;

    SessionListing(Bindings bindings, Lookup lookup, SessionFlows flows) {
        this.flows = flows;
        this.bindings = bindings;
        this.lookup = lookup;
    }

    /// Visits the sessions in a slice of the table that live now and belong to `compartments`.
    ///
    /// @return where the next slice begins, or NONE behind the last
    int visit(int from, BitSet compartments, long nowNs, Consumer<NatSessionView> visitor) {
        int end = Math.min(from + SLICE, bindings.sessions.bound());
        for (int slot = from; slot < end; slot++) {
            long s = bindings.sessions.address(slot);
            if (SessionRecord.state(s) != SessionRecord.FREE
                    && compartments.get(MappingRecord.compartment(mapping(s)))
                    && !lookup.expired(slot, nowNs)) {
                visitor.accept(view(slot, s, nowNs));
            }
        }
        return end < bindings.sessions.bound() ? end : SessionTable.NONE;
    }

    private long mapping(long s) {
        return bindings.mappings.address(SessionRecord.mapping(s));
    }

    private NatSessionView view(int slot, long s, long nowNs) {
        long m = mapping(s);
        var endpoints =
                new NatSessionView.Endpoints(
                        endpoint(MappingRecord.insideAddress(m), MappingRecord.insidePort(m)),
                        endpoint(MappingRecord.externalAddress(m), MappingRecord.externalPort(m)),
                        endpoint(SessionRecord.remoteAddress(s), SessionRecord.remotePort(s)));
        long idleNs = (long) lookup.idleCoarse(slot, nowNs) << 20;
        return new NatSessionView(
                MappingRecord.compartment(m),
                SessionRecord.protocol(s),
                endpoints,
                STATES[SessionRecord.state(s)],
                Math.max(0, TimeUnit.NANOSECONDS.toSeconds(idleNs)),
                new NatSessionView.Carried(
                        flows.packets(s, slot, true),
                        flows.bytes(s, slot, true),
                        flows.packets(s, slot, false),
                        flows.bytes(s, slot, false)));
    }

    private static NatSessionView.Endpoint endpoint(int address, int port) {
        return new NatSessionView.Endpoint(new Ipv4Address(address), port);
    }
}
