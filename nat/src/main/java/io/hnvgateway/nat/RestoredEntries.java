package io.hnvgateway.nat;

import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.flow.FlowAction;
import io.hnvgateway.packet.flow.FlowKey;

/// Gives flow entries that outlived the process back to the sessions that were restored: those
/// whose key and rewriting are what the session would be given now.
final class RestoredEntries {
    private final Bindings bindings;
    private final SessionFlows flows;
    private final NatShared shared;

    RestoredEntries(Bindings bindings, SessionFlows flows, NatShared shared) {
        this.bindings = bindings;
        this.flows = flows;
        this.shared = shared;
    }

    boolean adopt(long entry, FlowKey key, FlowAction action) {
        int slot = shared.slotOf(action.session);
        if (key.ipv6 || slot < 0 || slot >= bindings.sessions.bound()) {
            return false;
        }
        long s = bindings.sessions.address(slot);
        if (SessionRecord.state(s) == SessionRecord.FREE
                || SessionRecord.protocol(s) != key.protocol) {
            return false;
        }
        long m = bindings.mappings.address(SessionRecord.mapping(s));
        boolean fromInside = key.compartment != 0;
        return action.owner == MappingRecord.compartment(m)
                && (fromInside ? isFromInside(s, m, key, action) : isFromOutside(s, m, key, action))
                && flows.adopt(s, fromInside, entry);
    }

    private static boolean isFromInside(long s, long m, FlowKey key, FlowAction action) {
        return key.compartment == MappingRecord.compartment(m)
                && key.source == MappingRecord.insideAddress(m)
                && key.sourcePort == MappingRecord.insidePort(m)
                && key.destination == SessionRecord.remoteAddress(s)
                && key.destinationPort == SessionRecord.remotePort(s)
                && action.has(FlowAction.REWRITE_SOURCE)
                && action.newAddress == MappingRecord.externalAddress(m)
                && action.newPort == MappingRecord.externalPort(m);
    }

    /// An ICMP query's identifier stands where the source port would.
    private static boolean isFromOutside(long s, long m, FlowKey key, FlowAction action) {
        boolean query = key.protocol == IpProtocol.ICMP;
        int external = query ? key.sourcePort : key.destinationPort;
        int remote = query ? key.destinationPort : key.sourcePort;
        return key.destination == MappingRecord.externalAddress(m)
                && external == MappingRecord.externalPort(m)
                && key.source == SessionRecord.remoteAddress(s)
                && remote == SessionRecord.remotePort(s)
                && action.has(FlowAction.REWRITE_DESTINATION)
                && action.newAddress == MappingRecord.insideAddress(m)
                && action.newPort == MappingRecord.insidePort(m);
    }
}
