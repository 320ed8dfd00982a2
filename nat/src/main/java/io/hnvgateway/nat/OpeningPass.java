package io.hnvgateway.nat;

import io.hnvgateway.packet.FrameBatch;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Ipv4Header;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.flow.HitCandidates;
import java.util.Objects;

/// Reads ahead for the first packets from inside in a batch what opening their sessions will need:
/// one level of the tables after another, each for all packets, so that some twenty misses of cache
/// and TLB a session overlap with those of other sessions instead of following each other.
///
/// Asks what [OutboundTranslation] and [Bindings] will ask and changes nothing; a guess that turns
/// out wrong costs a miss. Owner: one worker thread.
final class OpeningPass {
    private static final int NONE = -1;

    private final Bindings bindings;
    private final MappingTable mappings;
    private final SessionTable sessions;
    private final HostTable hosts;
    private final ExternalPorts ports;

    private final Tuple[] tuples = new Tuple[FrameBatch.CAPACITY];
    private final int[] heads = new int[FrameBatch.CAPACITY];
    private final int[] slots = new int[FrameBatch.CAPACITY];

    /// Sum of what was read: keeps the reads from being optimized away.
    private long touched;

    OpeningPass(Bindings bindings, HostTable hosts, ExternalPorts ports) {
        this.bindings = bindings;
        mappings = bindings.mappings;
        sessions = bindings.sessions;
        this.hosts = hosts;
        this.ports = ports;
        for (int i = 0; i < tuples.length; i++) {
            tuples[i] = new Tuple();
        }
    }

    void run(HitCandidates batch, int[] frames, int count) {
        int openings = begin(batch, frames, count);
        touched += policies(openings) + rules(openings) + addresses(openings) + ports(openings);
        touched += mappings(openings) + sessions(openings);
    }

    /// What was read in all; of no meaning.
    long touched() {
        return touched;
    }

    /// What the opening of the n-th packet that may open a session was thought to take, from 0.
    Tuple guess(int n) {
        return tuples[n];
    }

    /// Takes the packets that may open a session by an outbound rule.
    private int begin(HitCandidates batch, int[] frames, int count) {
        int openings = 0;
        for (int k = 0; k < count; k++) {
            int compartment = batch.compartment[frames[k]];
            long ip = batch.ip[frames[k]];
            int protocol = Ipv4Header.protocol(ip);
            if (bindings.configuration.policy(compartment) != null
                    && (protocol == IpProtocol.UDP || protocol == IpProtocol.TCP)) {
                set(tuples[openings++], compartment, protocol, ip);
            }
        }
        return openings;
    }

    /// Asked for each time: a reference that is stored costs a barrier of the collector, which
    /// waits for all reads under way.
    private NatPolicy policy(int k) {
        return Objects.requireNonNull(bindings.configuration.policy(tuples[k].compartment));
    }

    /// A candidate's header has no options.
    private static void set(Tuple t, int compartment, int protocol, long ip) {
        long transport = ip + Ipv4Header.BYTES;
        t.compartment = compartment;
        t.protocol = protocol;
        t.insideAddress = Ipv4Header.source(ip);
        t.insidePort = Memory.u16(transport);
        t.remoteAddress = Ipv4Header.destination(ip);
        t.remotePort = Memory.u16(transport + 2);
    }

    private long policies(int count) {
        long sum = 0;
        for (int k = 0; k < count; k++) {
            Tuple t = tuples[k];
            heads[k] = mappings.headInside(t);
            sum += policy(k).identity() + bindings.admission.sessionsOf(t.compartment);
        }
        return sum;
    }

    private long rules(int count) {
        long sum = 0;
        for (int k = 0; k < count; k++) {
            NatPolicy policy = policy(k);
            sum += policy.externalAddresses().length + policy.quotas().maxPorts();
            sum += policy.inbound().size();
            sum += heads[k] == NONE ? 0 : MappingRecord.insideAddress(mappings.address(heads[k]));
        }
        for (int k = 0; k < count; k++) {
            Tuple t = tuples[k];
            NatPolicy policy = policy(k);
            sum += policy.coversOutbound(t.insideAddress, t.protocol) ? 1 : 0;
            sum += policy.hasOneToOneInside(t.insideAddress) ? 1 : 0;
            boolean ruled =
                    policy.inbound().leadingTo(t.insideAddress, t.protocol, t.insidePort) != null;
            sum += ruled ? 1 : 0;
        }
        return sum;
    }

    /// The external address of each: that of its host, or the one that it would get.
    private long addresses(int count) {
        for (int k = 0; k < count; k++) {
            Tuple t = tuples[k];
            int host = hosts.find(t.compartment, t.insideAddress);
            t.externalAddress =
                    host == HostTable.NONE ? ports.favourite(t, policy(k)) : hosts.external(host);
        }
        long sum = 0;
        for (int k = 0; k < count; k++) {
            sum += ports.find(tuples[k].externalAddress) == null ? 0 : 1;
        }
        return sum;
    }

    private long ports(int count) {
        for (int k = 0; k < count; k++) {
            tuples[k].externalPort = ports.favouritePort(tuples[k], policy(k));
        }
        long sum = 0;
        for (int k = 0; k < count; k++) {
            Tuple t = tuples[k];
            ExternalAddress external = ports.find(t.externalAddress);
            sum += external == null ? 0 : external.touch(t.protocol);
        }
        for (int k = 0; k < count; k++) {
            Tuple t = tuples[k];
            ExternalAddress external = ports.find(t.externalAddress);
            sum += external == null ? 0 : external.touch(t.protocol, t.externalPort);
        }
        return sum;
    }

    private long mappings(int count) {
        int known = mappings.upcoming(slots, count);
        long sum = 0;
        for (int k = 0; k < known; k++) {
            sum += mappings.headExternal(tuples[k]);
            sum += MappingRecord.state(mappings.address(slots[k]));
        }
        return sum;
    }

    /// Of each with the mapping that it would get.
    private long sessions(int count) {
        int known = mappings.upcoming(slots, count);
        long sum = 0;
        for (int k = 0; k < known; k++) {
            sum += sessions.head(slots[k], tuples[k]);
            heads[k] = sessions.headOfPeer(slots[k], tuples[k]);
        }
        for (int k = 0; k < known; k++) {
            sum += heads[k] == NONE ? 0 : SessionRecord.state(sessions.address(heads[k]));
        }
        known = sessions.upcoming(slots, count);
        for (int k = 0; k < known; k++) {
            sum += SessionRecord.state(sessions.address(slots[k]));
        }
        return sum;
    }
}
