package io.hnvgateway.nat;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.packet.DropReason;
import io.hnvgateway.packet.Ipv4Address;
import io.hnvgateway.packet.Ipv4Prefix;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.Verdict;
import io.hnvgateway.packet.flow.AdjacencyReferences;
import io.hnvgateway.packet.flow.FlowAction;
import io.hnvgateway.packet.flow.FlowCounters;
import io.hnvgateway.packet.flow.FlowEntry;
import io.hnvgateway.packet.flow.FlowEntryLayout;
import io.hnvgateway.packet.flow.FlowKey;
import io.hnvgateway.packet.flow.FlowTable;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A NAT of one or several workers with a clock that stands still, a real flow table, and two
/// tenants with the same inside addresses: Contoso (1), under test, and Woodgrove (2), who must
/// never notice.
final class NatLab {
    static final int CONTOSO = 1;
    static final int WOODGROVE = 2;
    static final int X = address("10.0.0.10");
    static final int Y = address("10.0.0.11");
    static final int P = address("203.0.113.10");
    static final int P2 = address("203.0.113.11");
    static final int WOODGROVE_P = address("203.0.113.20");
    static final int E1 = address("198.51.100.1");
    static final int E2 = address("198.51.100.2");

    final Frames frames = new Frames();
    final FlowAction action = new FlowAction();
    final List<String> warnings = new ArrayList<>();
    final NatWorkers stage;
    final FlowTable flows;
    long nowNs = TimeUnit.DAYS.toNanos(3);

    private final NatCapacity capacity;
    private final Kept kept;
    private @Nullable NatPolicy contoso;
    private @Nullable NatPolicy woodgrove;

    NatLab() {
        this(1);
    }

    NatLab(int workers) {
        this(workers, new NatCapacity(1024, 1024));
    }

    /// Several workers.
    ///
    /// @param capacity of each of them
    NatLab(int workers, NatCapacity capacity) {
        this(workers, capacity, new Kept(workers, capacity));
        contoso(b -> b.externalAddress(P));
        woodgrove = base("woodgrove").externalAddress(WOODGROVE_P).build();
        adopt();
    }

    /// Memory that outlives a process.
    private record Kept(MemorySegment flows, MemorySegment counters, List<MemorySegment> nat) {
        Kept(int workers, NatCapacity capacity) {
            this(
                    memory(1024 * 64),
                    memory(1024 * 16),
                    Stream.generate(() -> memory(capacity.bytes())).limit(workers).toList());
        }
    }

    private NatLab(int workers, NatCapacity capacity, Kept kept) {
        this.capacity = capacity;
        this.kept = kept;
        flows =
                new FlowTable(
                        kept.flows,
                        new FlowCounters(kept.counters, true),
                        99,
                        new AdjacencyReferences(0));
        var shared =
                new NatShared(
                        NatSecrets.ofSeed(42),
                        workers,
                        (compartment, which, used, limit) ->
                                warnings.add(compartment + " " + which + " " + used + "/" + limit));
        stage = new NatWorkers(shared, capacity, kept.nat::get, new Entries());
    }

    /// The lab of the process after, over the same memory and with the same policies, before it
    /// adopts them.
    NatLab successor() {
        NatLab next = new NatLab(stage.stages.length, capacity, kept);
        next.contoso = contoso;
        next.woodgrove = woodgrove;
        next.nowNs = nowNs;
        return next;
    }

    /// Memory of a worker's records.
    MemorySegment records(int worker) {
        return kept.nat.get(worker);
    }

    NatRestored restore(IntPredicate compartments) {
        NatRestored sum = NatRestored.NOTHING;
        for (NatStage each : stage.stages) {
            sum = sum.plus(each.restore(compartments, nowNs));
        }
        return sum;
    }

    private final class Entries implements NatFlows {
        @Override
        public int number(long entry) {
            return flows.number(entry);
        }

        @Override
        public long entry(int number) {
            return flows.entryOf(number);
        }

        @Override
        public void remove(long entry, long atNs) {
            flows.remove(entry, atNs);
        }

        @Override
        public void suspend(long entry) {
            flows.suspend(entry);
        }

        @Override
        public void count(long entry, int totalBytes) {
            flows.count(entry, totalBytes);
        }

        @Override
        public void acknowledged(long entry, int number) {
            flows.acknowledged(entry, number);
        }

        @Override
        public int lastUse(long entry) {
            return flows.lastUse(entry);
        }

        @Override
        public long packets(long entry) {
            return flows.packets(entry);
        }

        @Override
        public long bytes(long entry) {
            return flows.bytes(entry);
        }
    }

    private static MemorySegment memory(long bytes) {
        MemorySegment memory = Arena.global().allocate(bytes, 64);
        Memory.register(memory);
        return memory;
    }

    static int address(String text) {
        return Ipv4Address.parse(text).bits();
    }

    static long seconds(long seconds) {
        return TimeUnit.SECONDS.toNanos(seconds);
    }

    private static NatPolicy.Builder base(String compartment) {
        return NatPolicy.builder(compartment)
                .outbound(new OutboundRule(Ipv4Prefix.parse("10.0.0.0/24"), RuleProtocol.ALL));
    }

    /// Gives Contoso another policy.
    NatLab contoso(UnaryOperator<NatPolicy.Builder> change) {
        contoso = change.apply(base("contoso")).build();
        adopt();
        return this;
    }

    void removeContoso() {
        contoso = null;
        adopt();
    }

    void woodgrove(UnaryOperator<NatPolicy.Builder> change) {
        woodgrove = change.apply(base("woodgrove").externalAddress(WOODGROVE_P)).build();
        adopt();
    }

    void adopt() {
        stage.adopt(new NatSnapshot(Arrays.asList(null, contoso, woodgrove)));
    }

    void pass(long ns) {
        nowNs += ns;
    }

    /// Lets the sweep go once round everything.
    void sweep() {
        for (int i = 0; i < 256; i++) {
            tick();
        }
    }

    /// Lets the sweep look at a few slots.
    void tick() {
        nowNs += 1 << 20;
        stage.doWork(nowNs);
    }

    /// Sends a packet from inside through NAT, applied and with its checksums verified.
    Sent out(int compartment, Packet p) {
        p.compartment = compartment;
        p.arrivalNs = nowNs;
        action.clear();
        Verdict verdict = stage.outbound(p, action, nowNs);
        return finish(p, verdict);
    }

    Sent out(Packet p) {
        return out(CONTOSO, p);
    }

    /// Sends a packet from outside.
    Sent in(Packet p) {
        p.compartment = 0;
        p.arrivalNs = nowNs;
        action.clear();
        Verdict verdict = stage.inbound(p, action, nowNs);
        return finish(p, verdict);
    }

    Sent outError(int compartment, Packet p) {
        p.compartment = compartment;
        Verdict verdict = stage.outboundError(p, nowNs);
        return errorSent(p, verdict);
    }

    Sent inError(Packet p) {
        p.compartment = 0;
        return errorSent(p, stage.inboundError(p, nowNs));
    }

    private static Sent errorSent(Packet p, Verdict verdict) {
        if (verdict == Verdict.CONTINUE) {
            Frames.verifyChecksums(p);
        }
        return new Sent(p, verdict, p.dropReason, FlowAction.NO_SESSION);
    }

    private Sent finish(Packet p, Verdict verdict) {
        if (verdict == Verdict.CONTINUE) {
            stage.applyInPlace(p, action);
            Frames.verifyChecksums(p);
            left(p);
        }
        return new Sent(p, verdict, p.dropReason, action.session);
    }

    private void left(Packet p) {
        if (action.session != FlowAction.NO_SESSION) {
            boolean fromInside = action.has(FlowAction.REWRITE_SOURCE);
            stage.forwarded(action.session, fromInside, p.ipTotalBytes);
        }
    }

    /// Puts a live entry for a session into the flow table.
    long install(int session, boolean fromInside) {
        var key = new FlowKey();
        key.set(fromInside ? CONTOSO : 0, session, 1, 2, 17);
        var a = new FlowAction();
        a.session = session;
        long entry = flows.insert(key, a, nowNs);
        stage.installed(session, fromInside, entry);
        return entry;
    }

    /// An executor carries a packet by its entry: past NAT.
    void carried(long entry, Packet p) {
        assertThat(isExecutable(entry)).isTrue();
        flows.carried(entry, p, nowNs);
    }

    /// Whether executors run the entry.
    boolean isExecutable(long entry) {
        boolean suspended = (FlowEntry.flags(entry) & FlowAction.SUSPENDED) != 0;
        return FlowEntry.state(entry) == FlowEntryLayout.LIVE && !suspended;
    }

    int liveEntries() {
        return flows.live();
    }

    /// What became of a packet.
    record Sent(Packet packet, Verdict verdict, @Nullable DropReason reason, int session) {
        boolean passed() {
            return verdict == Verdict.CONTINUE;
        }

        int port() {
            return packet.sourcePort;
        }

        String source() {
            return Ipv4Address.toString(packet.source) + ":" + packet.sourcePort;
        }

        String destination() {
            return Ipv4Address.toString(packet.destination) + ":" + packet.destinationPort;
        }
    }
}
