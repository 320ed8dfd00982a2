package io.hnvgateway.nat;

import io.hnvgateway.packet.Checksum;
import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.IcmpHeader;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Ipv4Header;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.Verdict;
import org.jspecify.annotations.Nullable;

/// ICMP errors in both directions (RFC 5508 §4): translated in place, outer and embedded header,
/// when the embedded packet is one that a session or 1:1 rule translated; dropped silently
/// otherwise. Sessions are neither refreshed nor ended by them (REQ-6, RFC 4787 REQ-12).
///
/// Destination Unreachable, Time Exceeded and Parameter Problem pass. Redirect and Source Quench
/// mean nothing beyond a translator and are dropped (RFC 5508 §7.2, RFC 6633).
final class IcmpErrorTranslation {
    private static final int NONE = -1;
    private static final int SOURCE = 12;
    private static final int DESTINATION = 16;

    private final Bindings bindings;
    private final Lookup lookup;
    private final Tuple tuple = new Tuple();
    private final EmbeddedPacket embedded = new EmbeddedPacket();

    IcmpErrorTranslation(Bindings bindings, Lookup lookup) {
        this.bindings = bindings;
        this.lookup = lookup;
    }

    /// An error from inside about a packet that had come in: the sender hides behind the public
    /// address of the session (REQ-5).
    Verdict outbound(Packet p, long nowNs) {
        DropReason fault = fault(p);
        if (fault != null) {
            return p.drop(fault);
        }
        NatPolicy policy = bindings.configuration.policy(p.compartment);
        if (policy == null || p.destination != embedded.source) {
            return p.drop(DropReason.NAT_ICMP_NO_SESSION);
        }
        setInsideTuple(p.compartment);
        if (!findExternal(policy, nowNs)) {
            return p.drop(DropReason.NAT_ICMP_NO_SESSION);
        }
        int delta = embedded.rewriteDestination(tuple.externalAddress, tuple.externalPort);
        adjustIcmpChecksum(p, delta);
        putOuter(p, SOURCE, p.source, tuple.externalAddress);
        p.source = tuple.externalAddress;
        return Verdict.CONTINUE;
    }

    /// An error from outside about a packet that had gone out.
    Verdict inbound(Packet p, long nowNs) {
        DropReason fault = fault(p);
        if (fault != null) {
            return p.drop(fault);
        }
        int owner = bindings.configuration.owner(p.destination);
        NatPolicy policy = bindings.configuration.policy(owner);
        if (policy == null || p.destination != embedded.source) {
            return p.drop(DropReason.NAT_ICMP_NO_SESSION);
        }
        setOutsideTuple(owner);
        if (!findInside(policy, nowNs)) {
            return p.drop(DropReason.NAT_ICMP_NO_SESSION);
        }
        int delta = embedded.rewriteSource(tuple.insideAddress, tuple.insidePort);
        adjustIcmpChecksum(p, delta);
        putOuter(p, DESTINATION, p.destination, tuple.insideAddress);
        p.destination = tuple.insideAddress;
        p.compartment = owner;
        return Verdict.CONTINUE;
    }

    private @Nullable DropReason fault(Packet p) {
        DropReason fault = embedded.parse(p);
        if (fault != null) {
            return fault;
        }
        return switch (IcmpHeader.type(p.transport)) {
            case IcmpHeader.DESTINATION_UNREACHABLE,
                    IcmpHeader.TIME_EXCEEDED,
                    IcmpHeader.PARAMETER_PROBLEM ->
                    null;
            default -> DropReason.NAT_ICMP_NO_SESSION;
        };
    }

    /// The embedded packet went from the remote to the inside.
    private void setInsideTuple(int compartment) {
        tuple.compartment = compartment;
        tuple.protocol = embedded.protocol;
        tuple.insideAddress = embedded.destination;
        tuple.insidePort = embedded.destinationPort;
        tuple.remoteAddress = embedded.source;
        tuple.remotePort = remotePort(embedded.sourcePort);
    }

    /// The embedded packet went from the external endpoint to the remote.
    private void setOutsideTuple(int compartment) {
        tuple.compartment = compartment;
        tuple.protocol = embedded.protocol;
        tuple.externalAddress = embedded.source;
        tuple.externalPort = embedded.sourcePort;
        tuple.remoteAddress = embedded.destination;
        tuple.remotePort = remotePort(embedded.destinationPort);
    }

    private int remotePort(int port) {
        return embedded.protocol == IpProtocol.ICMP ? 0 : port;
    }

    /// Fills in the external endpoint. A packet that passed a mapping's filter has no session yet;
    /// then the mapping answers for it.
    private boolean findExternal(NatPolicy policy, long nowNs) {
        int mapping = embedded.hasPorts ? mappingOfInside(nowNs) : NONE;
        if (mapping != NONE) {
            long m = bindings.mappings.address(mapping);
            tuple.externalAddress = MappingRecord.externalAddress(m);
            tuple.externalPort = MappingRecord.externalPort(m);
            return true;
        }
        tuple.externalAddress = policy.externalOf(tuple.insideAddress);
        tuple.externalPort = tuple.insidePort;
        return policy.hasOneToOneInside(tuple.insideAddress);
    }

    private int mappingOfInside(long nowNs) {
        int session = lookup.sessionFromInside(tuple, nowNs);
        return session == NONE
                ? lookup.liveMappingFromInside(tuple, nowNs)
                : SessionRecord.mapping(bindings.sessions.address(session));
    }

    private boolean findInside(NatPolicy policy, long nowNs) {
        int session = embedded.hasPorts ? lookup.sessionFromOutside(tuple, nowNs) : NONE;
        if (session != NONE) {
            int mapping = SessionRecord.mapping(bindings.sessions.address(session));
            long m = bindings.mappings.address(mapping);
            tuple.insideAddress = MappingRecord.insideAddress(m);
            tuple.insidePort = MappingRecord.insidePort(m);
            return true;
        }
        tuple.insideAddress = policy.insideOf(tuple.externalAddress);
        tuple.insidePort = tuple.externalPort;
        return policy.hasOneToOneExternal(tuple.externalAddress);
    }

    private static void adjustIcmpChecksum(Packet p, int delta) {
        IcmpHeader.checksum(p.transport, Checksum.apply(IcmpHeader.checksum(p.transport), delta));
    }

    private static void putOuter(Packet p, int offset, int before, int after) {
        int delta = Checksum.delta32(before, after);
        Memory.put32(p.ip + offset, after);
        Memory.put16(p.ip + 10, Checksum.apply(Ipv4Header.checksum(p.ip), delta));
    }
}
