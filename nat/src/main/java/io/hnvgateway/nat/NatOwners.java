package io.hnvgateway.nat;

import io.hnvgateway.packet.IcmpMessages;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.flow.FlowAction;

/// Which worker has the state that a packet needs. All state of an inside address stands with one
/// worker; the port of a mapping tells that worker to a packet from outside.
///
/// One for each worker, for its own questions, under the configuration that its [NatStage] adopted;
/// reads what other workers write without a lock. While a configuration changes, two workers may
/// answer differently: who gets a packet handed over keeps it, whatever this class says then.
public final class NatOwners {
    /// Nobody has state for the packet: any worker may drop or answer it.
    public static final int NOBODY = PortSpace.NOBODY;

    private final NatShared shared;
    private final Configuration configuration;
    private final EmbeddedPacket embedded = new EmbeddedPacket();

    NatOwners(NatShared shared, Configuration configuration) {
        this.shared = shared;
        this.configuration = configuration;
    }

    /// The worker of an inside address, of either family ([IpAddress]): pure and fixed.
    public int inside(int compartment, long high, long low) {
        return shared.ownerOf(compartment, high, low);
    }

    /// The worker of a packet from inside: that of its source, or for an ICMP error that of the
    /// host that the quoted packet went to. `p.compartment` is set, the transport header parsed.
    public int outbound(Packet p) {
        boolean quotes = !p.ipv6 && IcmpMessages.isError(p) && embedded.read(p);
        return quotes
                ? ofInside(p.compartment, embedded.destination)
                : inside(p.compartment, p.sourceHigh(), p.sourceLow());
    }

    /// The worker of an IPv4 packet to a public address, or [#NOBODY]. The transport header is
    /// parsed; in a fragment the ports of its first one are filled in.
    public int inbound(Packet p) {
        if (p.ipv6) {
            return NOBODY;
        }
        if (!IcmpMessages.isError(p)) {
            int port = p.protocol == IpProtocol.ICMP ? p.sourcePort : p.destinationPort;
            return ofExternal(p.destination, p.protocol, port);
        }
        boolean quotes = embedded.read(p) && p.destination == embedded.source;
        return quotes
                ? ofExternal(embedded.source, embedded.protocol, embedded.sourcePort)
                : NOBODY;
    }

    /// The worker that has a session, as [FlowAction#session] names it.
    public int session(int session) {
        return session == FlowAction.NO_SESSION ? NOBODY : shared.workerOf(session);
    }

    private int ofExternal(int address, int protocol, int port) {
        int compartment = configuration.owner(address);
        NatPolicy policy = configuration.policy(compartment);
        if (policy == null) {
            return NOBODY;
        }
        if (policy.hasOneToOneExternal(address)) {
            return ofInside(compartment, policy.insideOf(address));
        }
        InboundRule rule = policy.inbound().serving(address, protocol, port);
        return rule == null
                ? holder(address, protocol, port)
                : ofInside(compartment, rule.insideAddress());
    }

    private int holder(int address, int protocol, int port) {
        ExternalAddress external = Tuple.hasPorts(protocol) ? shared.externals.find(address) : null;
        return external == null ? NOBODY : external.holder(protocol, port);
    }

    private int ofInside(int compartment, int address) {
        return inside(compartment, 0, IpAddress.mapped(address));
    }
}
