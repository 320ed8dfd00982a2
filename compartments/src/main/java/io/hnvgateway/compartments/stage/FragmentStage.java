package io.hnvgateway.compartments.stage;

import io.hnvgateway.compartments.CompartmentState;
import io.hnvgateway.compartments.FairShare;
import io.hnvgateway.packet.Checksum;
import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Ipv4Header;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.Verdict;
import io.hnvgateway.packet.flow.IpIdentifications;
import io.hnvgateway.packet.flow.Rewrite;
import java.security.SecureRandom;

/// Gives every fragment the ports of its datagram's first one, which may come late (RFC 4787
/// REQ-14), of IPv6 its upper-layer protocol too. An atomic fragment of IPv6 (RFC 6946) is a whole
/// packet and never comes here.
///
/// Refused: a first fragment that hides transport fields in the second (RFC 1858 §3), overlapping
/// and repeated fragments (RFC 5722 §4), and more datagrams than a compartment's share. Owner: the
/// worker.
public final class FragmentStage {
    private static final FairShare SHARE =
            new FairShare(
                    FragmentTable.CAPACITY,
                    /* guaranteed= */ 32,
                    /* most= */ 1024,
                    /* reserve= */ FragmentTable.CAPACITY / 4);

    private static final int SWEEP_SLICE = 64;
    private static final int MAX_DATAGRAM_BYTES = 65535;

    private final FragmentTable table = new FragmentTable(new SecureRandom().nextLong());
    private final WorkerContext context;
    private final WaitingRoom waiting;
    private final IpIdentifications identifications;
    private int sweepHand;

    public FragmentStage(
            WorkerContext context, WaitingRoom waiting, IpIdentifications identifications) {
        this.context = context;
        this.waiting = waiting;
        this.identifications = identifications;
    }

    /// Passes a fragment whose compartment and addresses are known.
    ///
    /// @return CONTINUE with its ports set; HOLD until the first one comes; DROP
    public Verdict pass(Packet p) {
        if (malformed(p)) {
            return p.drop(DropReason.BAD_IP_HEADER);
        }
        if (p.protocol == IpProtocol.TCP && p.fragmentOffset == 8) {
            return p.drop(DropReason.FRAGMENT_TINY);
        }
        int entry = entryFor(p);
        if (entry < 0) {
            return p.drop(DropReason.FRAGMENT_LIMIT);
        }
        if (!p.replayed && !table.mark(entry, p)) {
            return p.drop(DropReason.FRAGMENT_OVERLAP);
        }
        table.endIfComplete(entry, context.nowNs());
        return learnOrTell(p, entry);
    }

    private static boolean malformed(Packet p) {
        int bytes = FragmentTable.bytes(p);
        int headerBytes = p.ipv6 ? 0 : p.ipHeaderBytes; // not in the payload length of IPv6
        boolean ragged = p.moreFragments && bytes % 8 != 0;
        return ragged || bytes <= 0 || headerBytes + p.fragmentOffset + bytes > MAX_DATAGRAM_BYTES;
    }

    private int entryFor(Packet p) {
        int entry = table.find(p);
        CompartmentState state = context.state(p.compartment);
        if (entry >= 0 || !SHARE.admits(state.fragmentedPackets(), table.size())) {
            return entry;
        }
        entry = table.add(p, context.nowNs());
        if (entry >= 0) {
            state.addFragmentedPackets(1);
        }
        return entry;
    }

    private Verdict learnOrTell(Packet p, int entry) {
        if (p.fragmentOffset == 0) {
            table.first(entry, p.sourcePort << 16 | p.destinationPort, p.protocol);
            return Verdict.CONTINUE;
        }
        if (!table.firstSeen(entry)) {
            return waiting.hold(p, WaitingRoom.Reason.FIRST_FRAGMENT, entry);
        }
        p.protocol = table.protocol(entry);
        p.sourcePort = table.ports(entry) >>> 16;
        p.destinationPort = table.ports(entry) & 0xffff;
        return Verdict.CONTINUE;
    }

    /// Gives all fragments of an IPv4 datagram one new identification (RFC 6864 §5.3); also a whole
    /// one, before it is cut.
    public void newIdentification(Packet p) {
        if (p.ipv6) {
            return;
        }
        if (!p.isFragment()) {
            Rewrite.identification(p, identifications);
            return;
        }
        int entry = table.find(p);
        if (entry < 0 || p.dontFragment) {
            return;
        }
        if (table.identification(entry) < 0) {
            table.identification(entry, identifications.next());
        }
        int before = Ipv4Header.identification(p.ip);
        int delta = Checksum.delta16(before, table.identification(entry));
        Memory.put16(p.ip + 4, table.identification(entry));
        Memory.put16(p.ip + 10, Checksum.apply(Ipv4Header.checksum(p.ip), delta));
    }

    /// Whether a held fragment may go on.
    public boolean ready(int entry) {
        return table.firstSeen(entry);
    }

    /// Forgets datagrams whose time is over; a slice of the table each time.
    public void doWork(long nowNs) {
        for (int i = 0; i < SWEEP_SLICE; i++) {
            sweepHand = (sweepHand + 1) % FragmentTable.CAPACITY;
            if (table.expired(sweepHand, nowNs)) {
                context.state(table.compartment(sweepHand)).addFragmentedPackets(-1);
                table.remove(sweepHand);
            }
        }
    }
}
