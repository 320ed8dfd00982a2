package io.hnvgateway.nat;

import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.IcmpHeader;
import io.hnvgateway.packet.IcmpMessages;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.TcpHeader;
import io.hnvgateway.packet.Verdict;
import io.hnvgateway.packet.flow.FlowAction;

/// Packets from outside to a public address: session; else inbound or 1:1 rule, which make one;
/// else dynamic mapping with its filter, which makes none until the inside answers.
///
/// RFC departure: an unsolicited SYN that is filtered gets no ICMP error, not even after 6 s (RFC
/// 5382 REQ-4a lets policy choose silence).
final class InboundTranslation {
    private static final int NONE = -1;

    private static final int OPENING_FLAGS =
            TcpHeader.SYN | TcpHeader.ACK | TcpHeader.RST | TcpHeader.FIN;

    private final Bindings bindings;
    private final Lookup lookup;
    private final SessionUse use;
    private final Tuple tuple = new Tuple();

    InboundTranslation(Bindings bindings, Lookup lookup, SessionUse use) {
        this.bindings = bindings;
        this.lookup = lookup;
        this.use = use;
    }

    Verdict translate(Packet p, FlowAction a, long nowNs) {
        int owner = bindings.configuration.owner(p.destination);
        NatPolicy policy = bindings.configuration.policy(owner);
        if (policy == null) {
            return p.drop(DropReason.NAT_NO_MAPPING);
        }
        tuple.setInbound(p, owner);
        int session = lookup.sessionFromOutside(tuple, nowNs);
        if (session != NONE) {
            use.packet(session, p, false, nowNs);
            int mapping = SessionRecord.mapping(bindings.sessions.address(session));
            return byMapping(p, a, mapping, session);
        }
        return withoutSession(p, a, policy, nowNs);
    }

    private Verdict withoutSession(Packet p, FlowAction a, NatPolicy policy, long nowNs) {
        if (IcmpMessages.isError(p)) {
            return p.drop(DropReason.NAT_UNSUPPORTED_PROTOCOL);
        }
        int inside = policy.insideOf(p.destination);
        if (inside != AddressMap.ABSENT) {
            return oneToOne(p, a, policy, nowNs);
        }
        InboundRule rule =
                policy.inbound().serving(tuple.externalAddress, tuple.protocol, tuple.externalPort);
        if (rule != null) {
            return byRule(p, a, rule, nowNs);
        }
        if (!Tuple.hasPorts(p.protocol)) {
            return p.drop(DropReason.NAT_UNSUPPORTED_PROTOCOL);
        }
        int mapping = lookup.mappingFromOutside(tuple, nowNs);
        return mapping == NONE ? p.drop(DropReason.NAT_NO_MAPPING) : filter(p, a, mapping, nowNs);
    }

    private Verdict filter(Packet p, FlowAction a, int mapping, long nowNs) {
        if (p.protocol == IpProtocol.ICMP && isNoReply(p)) {
            return p.drop(DropReason.NAT_NO_MAPPING);
        }
        if (p.protocol == IpProtocol.TCP && (p.tcpFlags & OPENING_FLAGS) != TcpHeader.SYN) {
            return p.drop(DropReason.NAT_TCP_NOT_OPEN);
        }
        NatPolicy policy = bindings.configuration.policy(tuple.compartment);
        boolean admitted =
                policy != null
                        && switch (policy.filtering(p.protocol)) {
                            case ENDPOINT_INDEPENDENT -> true;
                            case ADDRESS_DEPENDENT -> lookup.hasContacted(mapping, p.source, nowNs);
                            case ADDRESS_AND_PORT_DEPENDENT -> false;
                        };
        return admitted ? byMapping(p, a, mapping, NONE) : p.drop(DropReason.NAT_FILTERED);
    }

    /// A query's mapping serves replies; a query from outside is not for the one who asked.
    private static boolean isNoReply(Packet p) {
        return p.transport == 0 || IcmpHeader.isRequest(IcmpHeader.type(p.transport));
    }

    private Verdict byRule(Packet p, FlowAction a, InboundRule rule, long nowNs) {
        int state = SessionRecord.ACTIVE;
        if (p.protocol == IpProtocol.TCP) {
            if ((p.tcpFlags & OPENING_FLAGS) != TcpHeader.SYN) {
                return p.drop(DropReason.NAT_TCP_NOT_OPEN);
            }
            state = TcpState.OUTSIDE_SYN;
        }
        tuple.insideAddress = rule.insideAddress();
        tuple.insidePort = rule.insidePortOf(tuple.externalPort);
        return openSession(p, a, MappingRecord.INBOUND, state, nowNs);
    }

    private Verdict oneToOne(Packet p, FlowAction a, NatPolicy policy, long nowNs) {
        int state = SessionRecord.ACTIVE;
        tuple.insideAddress = policy.insideOf(p.destination);
        tuple.insidePort = tuple.externalPort;
        if (p.protocol == IpProtocol.TCP) {
            int flags = p.tcpFlags & OPENING_FLAGS;
            if ((flags & TcpHeader.RST) != 0) {
                return rewrite(p, a, tuple.insideAddress, tuple.insidePort, NONE);
            }
            state = flags == TcpHeader.SYN ? TcpState.OUTSIDE_SYN : TcpState.TRANSITORY;
        }
        return openSession(p, a, MappingRecord.ONE_TO_ONE, state, nowNs);
    }

    private Verdict openSession(Packet p, FlowAction a, int kind, int state, long nowNs) {
        NatPolicy policy = bindings.configuration.policy(tuple.compartment);
        if (policy == null || !bindings.admission.takeSession(tuple.compartment, policy)) {
            return p.drop(bindings.refusal());
        }
        int known = lookup.mappingFromOutside(tuple, nowNs);
        int mapping = known != NONE ? known : bindings.openStatic(tuple, kind, nowNs);
        if (mapping == NONE) {
            bindings.admission.endSession(tuple.compartment);
            return p.drop(bindings.refusal());
        }
        int session = bindings.openSession(mapping, tuple, state, nowNs);
        return byMapping(p, a, mapping, session);
    }

    private Verdict byMapping(Packet p, FlowAction a, int mapping, int session) {
        long m = bindings.mappings.address(mapping);
        return rewrite(p, a, MappingRecord.insideAddress(m), MappingRecord.insidePort(m), session);
    }

    private Verdict rewrite(Packet p, FlowAction a, int address, int port, int session) {
        a.rewriteDestination(tuple.externalAddress, tuple.externalPort, address, port);
        p.compartment = tuple.compartment;
        a.owner = tuple.compartment;
        a.session = bindings.name(session);
        return Verdict.CONTINUE;
    }
}
