package io.hnvgateway.nat;

import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.IcmpHeader;
import io.hnvgateway.packet.IcmpMessages;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.TcpHeader;
import io.hnvgateway.packet.Verdict;
import io.hnvgateway.packet.flow.FlowAction;

/// Packets from inside: finds their session or makes one, with a mapping where there is none.
///
/// A new session takes the first that applies: the 1:1 rule of the inside address; the inbound rule
/// that leads to the inside endpoint, so that the endpoint has one face outside (RFC 4787 REQ-1)
/// even if its address is paired with another; the endpoint's dynamic mapping, one in quarantine
/// included; a new dynamic mapping.
final class OutboundTranslation {
    private static final int NONE = -1;

    /// Not a state: the packet passes by its mapping and makes no session.
    private static final int NO_STATE = 0;

    private static final int OPENING_FLAGS =
            TcpHeader.SYN | TcpHeader.ACK | TcpHeader.RST | TcpHeader.FIN;

    private final Bindings bindings;
    private final Lookup lookup;
    private final SessionUse use;
    private final Tuple tuple = new Tuple();

    OutboundTranslation(Bindings bindings, Lookup lookup, SessionUse use) {
        this.bindings = bindings;
        this.lookup = lookup;
        this.use = use;
    }

    Verdict translate(Packet p, FlowAction a, long nowNs) {
        NatPolicy policy = bindings.configuration.policy(p.compartment);
        if (policy == null) {
            return p.drop(DropReason.NO_FRONT_END_RULE);
        }
        tuple.setOutbound(p);
        int session = lookup.sessionFromInside(tuple, nowNs);
        if (session == NONE) {
            return open(p, a, policy, nowNs);
        }
        use.packet(session, p, true, nowNs);
        return byMapping(p, a, SessionRecord.mapping(sessionAddress(session)), session);
    }

    private long sessionAddress(int session) {
        return bindings.sessions.address(session);
    }

    private Verdict open(Packet p, FlowAction a, NatPolicy policy, long nowNs) {
        if (IcmpMessages.isError(p)) {
            return p.drop(DropReason.NAT_UNSUPPORTED_PROTOCOL);
        }
        if (policy.hasOneToOneInside(p.source)) {
            return openOneToOne(p, a, policy, nowNs);
        }
        if (!policy.coversOutbound(p.source, p.protocol)) {
            return p.drop(DropReason.NO_FRONT_END_RULE);
        }
        return switch (p.protocol) {
            case IpProtocol.TCP -> openTcp(p, a, policy, nowNs);
            case IpProtocol.UDP -> openSession(p, a, policy, SessionRecord.ACTIVE, nowNs);
            case IpProtocol.ICMP -> openIcmp(p, a, policy, nowNs);
            default -> p.drop(DropReason.NAT_UNSUPPORTED_PROTOCOL);
        };
    }

    private Verdict openIcmp(Packet p, FlowAction a, NatPolicy policy, long nowNs) {
        if (p.transport == 0 || !IcmpHeader.isRequest(IcmpHeader.type(p.transport))) {
            return p.drop(DropReason.NAT_ICMP_NO_SESSION);
        }
        return openSession(p, a, policy, SessionRecord.ACTIVE, nowNs);
    }

    /// A SYN opens. A SYN with ACK, and a RST, may answer a SYN that came by an existing mapping
    /// without a session (filtering); the RST makes none.
    private Verdict openTcp(Packet p, FlowAction a, NatPolicy policy, long nowNs) {
        int flags = p.tcpFlags & OPENING_FLAGS;
        if (flags == TcpHeader.SYN) {
            return openSession(p, a, policy, TcpState.INSIDE_SYN, nowNs);
        }
        int mapping = lookup.liveMappingFromInside(tuple, nowNs);
        if (mapping != NONE && flags == (TcpHeader.SYN | TcpHeader.ACK)) {
            return openSession(p, a, policy, TcpState.ESTABLISHED, nowNs);
        }
        if (mapping != NONE && (flags & TcpHeader.RST) != 0) {
            return byMapping(p, a, mapping, NONE);
        }
        return p.drop(DropReason.NAT_TCP_NOT_OPEN);
    }

    private Verdict openSession(Packet p, FlowAction a, NatPolicy policy, int state, long nowNs) {
        if (!bindings.admission.takeSession(p.compartment, policy)) {
            return p.drop(bindings.refusal());
        }
        int mapping = mapping(policy, nowNs);
        if (mapping == NONE) {
            return withoutMapping(p);
        }
        int session = bindings.openSession(mapping, tuple, state, nowNs);
        return byMapping(p, a, mapping, session);
    }

    private Verdict withoutMapping(Packet p) {
        bindings.admission.endSession(p.compartment);
        return p.drop(bindings.refusal());
    }

    private int mapping(NatPolicy policy, long nowNs) {
        InboundRule rule =
                policy.inbound().leadingTo(tuple.insideAddress, tuple.protocol, tuple.insidePort);
        if (rule != null) {
            return inboundMapping(rule, nowNs);
        }
        int known = lookup.mappingFromInside(tuple, MappingRecord.DYNAMIC);
        return known != NONE ? known : bindings.openDynamic(tuple, policy, nowNs);
    }

    private int inboundMapping(InboundRule rule, long nowNs) {
        tuple.externalAddress = rule.externalAddress();
        tuple.externalPort = rule.externalPortOf(tuple.insidePort);
        int known = lookup.mappingFromOutside(tuple, nowNs);
        return known != NONE ? known : bindings.openStatic(tuple, MappingRecord.INBOUND, nowNs);
    }

    private Verdict openOneToOne(Packet p, FlowAction a, NatPolicy policy, long nowNs) {
        int external = policy.externalOf(p.source);
        int state = oneToOneState(p);
        if (state == NO_STATE) {
            return rewrite(p, a, external, p.sourcePort, NONE);
        }
        if (!bindings.admission.takeSession(p.compartment, policy)) {
            return p.drop(bindings.refusal());
        }
        tuple.externalAddress = external;
        tuple.externalPort = tuple.insidePort;
        int known = lookup.mappingFromOutside(tuple, nowNs);
        int mapping =
                known != NONE ? known : bindings.openStatic(tuple, MappingRecord.ONE_TO_ONE, nowNs);
        if (mapping == NONE) {
            return withoutMapping(p);
        }
        int session = bindings.openSession(mapping, tuple, state, nowNs);
        return rewrite(p, a, external, p.sourcePort, session);
    }

    /// A 1:1 rule filters nothing: TCP in mid-stream passes too, and the next packet establishes.
    private static int oneToOneState(Packet p) {
        if (p.protocol != IpProtocol.TCP) {
            return SessionRecord.ACTIVE;
        }
        int flags = p.tcpFlags & OPENING_FLAGS;
        if ((flags & TcpHeader.RST) != 0) {
            return NO_STATE;
        }
        return flags == TcpHeader.SYN ? TcpState.INSIDE_SYN : TcpState.TRANSITORY;
    }

    private Verdict byMapping(Packet p, FlowAction a, int mapping, int session) {
        long m = bindings.mappings.address(mapping);
        int port = MappingRecord.externalPort(m);
        return rewrite(p, a, MappingRecord.externalAddress(m), port, session);
    }

    private Verdict rewrite(Packet p, FlowAction a, int address, int port, int session) {
        a.rewriteSource(p.source, p.sourcePort, address, port);
        a.owner = p.compartment;
        a.session = bindings.name(session);
        a.flags |= FlowAction.NEW_IDENTIFICATION;
        return Verdict.CONTINUE;
    }
}
