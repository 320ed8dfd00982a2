package io.hnvgateway.app.pipeline;

import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.compartments.ForwardingSnapshot;
import io.hnvgateway.compartments.LookupTable;
import io.hnvgateway.compartments.stage.WorkerContext;
import io.hnvgateway.nat.NatStage;
import io.hnvgateway.packet.FrameBatch;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.Ipv4Header;
import io.hnvgateway.packet.flow.AdjacencyTable;
import io.hnvgateway.packet.flow.FlowPasses;
import io.hnvgateway.packet.flow.HitCandidates;
import java.util.Objects;

/// Reads ahead what the first packets of a batch will need on their whole way: one level of the
/// tables after another, each for all of them, so that their misses of cache and TLB overlap.
/// Alone, a first packet waits for some forty of them, one after the other: each tenant has objects
/// of its own.
///
/// Asks what [OuterPath], [InsidePath], [FrontEndExit] and NAT will ask, and changes nothing.
/// Owner: the worker.
final class FirstPacketPass {
    /// A single one has nobody to wait with.
    private static final int LEAST = 2;

    private final WorkerContext context;
    private final FlowPasses passes;
    private final NatStage nat;
    private final AdjacencyTable adjacencies;

    /// Places in the batch of the packets from inside.
    private final int[] frames = new int[FrameBatch.CAPACITY];

    private final int[] records = new int[FrameBatch.CAPACITY];

    /// Sum of what was read: keeps the reads from being optimized away.
    private long touched;

    private long packets;

    FirstPacketPass(
            WorkerContext context, FlowPasses passes, NatStage nat, AdjacencyTable adjacencies) {
        this.context = context;
        this.passes = passes;
        this.nat = nat;
        this.adjacencies = adjacencies;
    }

    /// Looks at the frames from `from` on.
    ///
    /// @param size frames of the batch
    void run(int from, int size) {
        int unknown = size - from < LEAST ? 0 : passes.unknown(from, size, frames);
        if (unknown < LEAST) {
            return;
        }
        HitCandidates c = passes.candidates();
        int inside = inside(c, unknown);
        packets += inside;
        touched += tenants(c, inside) + forwarding(c, inside) + senders(c, inside);
        nat.foresee(c, frames, inside);
    }

    /// For how many packets it has read so far.
    long packets() {
        return packets;
    }

    /// What was read in all; of no meaning.
    long touched() {
        return touched;
    }

    /// Keeps those from inside.
    private int inside(HitCandidates c, int unknown) {
        ForwardingSnapshot snapshot = context.snapshot();
        int count = 0;
        for (int k = 0; k < unknown; k++) {
            int frame = frames[k];
            if (snapshot.compartment(c.compartment[frame]) != null) {
                frames[count++] = frame;
            }
        }
        return count;
    }

    /// Asked for each time: a reference that is stored costs a barrier of the collector, which
    /// waits for all reads under way.
    private Compartment compartment(HitCandidates c, int k) {
        return Objects.requireNonNull(context.snapshot().compartment(c.compartment[frames[k]]));
    }

    /// What a compartment consists of, each in a line of its own.
    private long tenants(HitCandidates c, int count) {
        ForwardingSnapshot snapshot = context.snapshot();
        long sum = 0;
        for (int k = 0; k < count; k++) {
            sum += snapshot.compartmentIndexOf(c.vsid[frames[k]]);
            sum += compartment(c, k).index();
        }
        for (int k = 0; k < count; k++) {
            Compartment compartment = compartment(c, k);
            sum += compartment.topology().sendsUnreachable() ? 1 : 0;
            sum += compartment.forwarding().mtuBytes();
            sum += compartment.state().flowEntries(false);
        }
        return sum;
    }

    private long forwarding(HitCandidates c, int count) {
        long sum = 0;
        for (int k = 0; k < count; k++) {
            Compartment compartment = compartment(c, k);
            sum += compartment.topology().interfaces().interfaces().size();
            sum += compartment.forwarding().fib().size();
            sum += compartment.records().records().size();
            sum += context.counters(compartment.index()).forwarded();
        }
        for (int k = 0; k < count; k++) {
            int frame = frames[k];
            Compartment compartment = compartment(c, k);
            sum += compartment.topology().interfaces().macFacing(c.vsid[frame]);
            sum += compartment.forwarding().fib().lookup(Ipv4Header.destination(c.ip[frame]));
        }
        return sum;
    }

    private long senders(HitCandidates c, int count) {
        for (int k = 0; k < count; k++) {
            long source = IpAddress.mapped(Ipv4Header.source(c.ip[frames[k]]));
            records[k] = compartment(c, k).records().find(0, source);
        }
        long sum = 0;
        for (int k = 0; k < count; k++) {
            LookupTable table = compartment(c, k).records();
            int record = records[k];
            if (record != LookupTable.NONE) {
                sum += table.providerAddressLow(record) + table.providerAddressHigh(record);
                int ingress = table.ingressAdjacency(record, c.vsid[frames[k]]);
                sum += table.mac(record) + adjacencies.references().count(ingress);
            }
        }
        return sum;
    }
}
