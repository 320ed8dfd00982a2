package io.hnvgateway.nat;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.flow.FlowAction;
import io.hnvgateway.packet.flow.FlowAdoption.Adopted;
import io.hnvgateway.packet.flow.FlowKey;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A second lab over the first one's memory stands for the process after.
class NatRestoreTest {
    private static final int RECORD = 64;
    private static final int MAPPINGS = 1024;
    private static final int SYN = 2;
    private static final int ACK = 16;

    private final NatLab before = new NatLab();

    private static boolean both(int compartment) {
        return compartment == NatLab.CONTOSO || compartment == NatLab.WOODGROVE;
    }

    private static NatLab.Sent send(NatLab lab, int compartment, int port) {
        return lab.out(compartment, lab.frames.udp(NatLab.X, port, NatLab.E1, 443));
    }

    private static Packet answer(NatLab lab, String address, int port) {
        return lab.frames.udp(NatLab.E1, 443, NatLab.address(address), port);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void mappingsStandAndAnswersFindTheirVm(int workers) {
        NatLab first = new NatLab(workers);
        int[] ports = new int[40];
        for (int i = 0; i < ports.length; i++) {
            ports[i] = send(first, NatLab.CONTOSO, 1000 + i).port();
        }
        send(first, NatLab.WOODGROVE, 1000);
        NatLab after = first.successor();
        assertThat(after.restore(NatRestoreTest::both)).isEqualTo(new NatRestored(41, 41, 0, 0, 0));
        after.adopt();
        assertThat(after.stage.used(NatLab.CONTOSO, Quota.SESSIONS)).isEqualTo(40);
        assertThat(after.stage.used(NatLab.CONTOSO, Quota.PORTS)).isEqualTo(40);
        for (int i = 0; i < ports.length; i++) {
            NatLab.Sent in = after.in(answer(after, "203.0.113.10", ports[i]));
            assertThat(in.passed()).isTrue();
            assertThat(in.destination()).isEqualTo("10.0.0.10:" + (1000 + i));
            assertThat(send(after, NatLab.CONTOSO, 1000 + i).port()).isEqualTo(ports[i]);
        }
        assertThat(after.stage.sessions()).isEqualTo(41);
    }

    @Test
    void portsOfRestoredMappingsAreGivenToNobodyElse() {
        Set<Integer> taken = new HashSet<>();
        for (int i = 0; i < 300; i++) {
            taken.add(send(before, NatLab.CONTOSO, 1000 + i).port());
        }
        NatLab after = before.successor();
        after.restore(NatRestoreTest::both);
        after.adopt();
        for (int i = 0; i < 300; i++) {
            assertThat(taken.add(send(after, NatLab.CONTOSO, 5000 + i).port())).isTrue();
        }
    }

    @Test
    void anEstablishedTcpSessionGoesOnAndAnUnknownOneDoesNot() {
        before.out(before.frames.tcp(NatLab.X, 1000, NatLab.E1, 443, SYN));
        NatLab.Sent opened = before.out(before.frames.tcp(NatLab.X, 1000, NatLab.E1, 443, SYN));
        before.in(before.frames.tcp(NatLab.E1, 443, NatLab.P, opened.port(), SYN | ACK));
        assertThat(before.stage.mayInstall(opened.session())).isTrue();
        NatLab after = before.successor();
        after.restore(NatRestoreTest::both);
        after.adopt();
        NatLab.Sent data = after.in(after.frames.tcp(NatLab.E1, 443, NatLab.P, opened.port(), ACK));
        assertThat(data.passed()).isTrue();
        assertThat(after.stage.mayInstall(data.session())).isTrue();
        int other = opened.port() == 65_535 ? opened.port() - 1 : opened.port() + 1;
        assertThat(after.in(after.frames.tcp(NatLab.E1, 443, NatLab.P, other, ACK)).passed())
                .isFalse();
    }

    @Test
    void whatTheConfigurationNoLongerAllowsEnds() {
        int port = send(before, NatLab.CONTOSO, 1000).port();
        NatLab after = before.successor();
        after.restore(NatRestoreTest::both);
        after.removeContoso();
        assertThat(after.in(answer(after, "203.0.113.10", port)).passed()).isFalse();
        after.sweep();
        assertThat(after.stage.sessions()).isZero();
        after.pass(NatLab.seconds(121)); // its port's quarantine
        after.sweep();
        assertThat(after.stage.used(NatLab.CONTOSO, Quota.PORTS)).isZero();
    }

    @Test
    void whatIdlesEndsThoughNoProcessLivesForARoundOfTheSweep() {
        for (int i = 0; i < 400; i++) {
            send(before, NatLab.CONTOSO, 1000 + i);
        }
        before.pass(NatLab.seconds(1000));
        NatLab life = before;
        for (int lives = 0; lives < 200; lives++) {
            life = life.successor();
            life.restore(NatRestoreTest::both);
            life.adopt();
            life.tick();
        }
        assertThat(life.stage.sessions()).isZero();
    }

    /// No time passes and no sweep runs in the process after.
    @Test
    void whatIdledMeanwhileEndsAtOnceByTheTimeoutsOfItsTenant() {
        before.woodgrove(b ->
                b.timers(
                        new NatTimers(
                                NatLab.seconds(4000),
                                NatLab.seconds(4000),
                                NatLab.seconds(4000),
                                NatLab.seconds(4000))));
        for (int i = 0; i < 40; i++) {
            send(before, NatLab.CONTOSO, 1000 + i);
        }
        send(before, NatLab.WOODGROVE, 1000);
        NatLab.Sent carried = send(before, NatLab.CONTOSO, 2000);
        long inside = installed(before, carried, 2000, true);
        long outside = installed(before, carried, 2000, false);
        NatLab.Sent idle = send(before, NatLab.CONTOSO, 3000);
        long over = installed(before, idle, 3000, true);
        before.pass(NatLab.seconds(200));
        before.carried(inside, before.frames.udp(NatLab.X, 2000, NatLab.E1, 443));
        before.pass(NatLab.seconds(101));
        NatLab after = before.successor();
        assertThat(after.restore(NatRestoreTest::both).sessions()).isEqualTo(43);
        after.flows.adopt(after.stage.stages[0]::adoptEntry, after.nowNs);
        after.adopt();
        assertThat(after.stage.stages[0].endIdle(after.nowNs)).isEqualTo(41);
        assertThat(after.stage.sessions()).isEqualTo(2);
        assertThat(after.stage.used(NatLab.CONTOSO, Quota.SESSIONS)).isEqualTo(1);
        assertThat(after.stage.used(NatLab.WOODGROVE, Quota.SESSIONS)).isEqualTo(1);
        assertThat(after.isExecutable(inside)).isTrue();
        assertThat(after.isExecutable(outside)).isTrue();
        assertThat(after.isExecutable(over)).isFalse();
    }

    @Test
    void portsWhoseQuarantineIsOverAreFreeAtOnce() {
        send(before, NatLab.CONTOSO, 1000);
        before.pass(NatLab.seconds(301));
        before.sweep();
        assertThat(before.stage.used(NatLab.CONTOSO, Quota.PORTS)).isEqualTo(1);
        before.pass(NatLab.seconds(121));
        NatLab after = before.successor();
        assertThat(after.restore(NatRestoreTest::both).mappings()).isEqualTo(1);
        after.adopt();
        after.stage.stages[0].endIdle(after.nowNs);
        assertThat(after.stage.used(NatLab.CONTOSO, Quota.PORTS)).isZero();
    }

    @Test
    void aSessionWhoseUseLiesAheadAgesAsOneUsedNow() {
        send(before, NatLab.CONTOSO, 1000);
        long session = before.records(0).address() + (long) MAPPINGS * RECORD;
        SessionRecord.lastUse(session, SessionRecord.lastUse(session) + (1 << 30));
        NatLab after = before.successor();
        after.restore(NatRestoreTest::both);
        after.adopt();
        assertThat(after.stage.stages[0].endIdle(after.nowNs)).isZero();
        after.pass(NatLab.seconds(301));
        after.sweep();
        assertThat(after.stage.sessions()).isZero();
    }

    @Test
    void recordsOfCompartmentsThatNobodyKnowsAreForeign() {
        send(before, NatLab.CONTOSO, 1000);
        send(before, NatLab.WOODGROVE, 1000);
        NatLab after = before.successor();
        NatRestored restored = after.restore(c -> c == NatLab.WOODGROVE);
        assertThat(restored).isEqualTo(new NatRestored(1, 1, 0, 1, 1));
        assertThat(after.stage.used(NatLab.CONTOSO, Quota.SESSIONS)).isZero();
    }

    @Test
    void freedSlotsAreGivenOutAgain() {
        for (int i = 0; i < 10; i++) {
            send(before, NatLab.CONTOSO, 1000 + i);
        }
        before.pass(NatLab.seconds(4000));
        before.sweep();
        before.pass(NatLab.seconds(4000));
        before.sweep();
        assertThat(before.stage.mappings()).isZero();
        send(before, NatLab.CONTOSO, 1);
        NatLab after = before.successor();
        assertThat(after.restore(NatRestoreTest::both)).isEqualTo(new NatRestored(1, 1, 0, 0, 0));
        after.adopt();
        for (int i = 0; i < MAPPINGS / 2; i++) {
            assertThat(send(after, NatLab.CONTOSO, 2000 + i).passed()).isTrue();
        }
        assertThat(after.stage.mappings()).isEqualTo(1 + MAPPINGS / 2);
    }

    /// Whatever bit of a record is turned: it is refused, or what the bit said is made anew.
    @Test
    void aTurnedBitIsNeverBelieved() {
        Random random = new Random(7);
        for (int i = 0; i < 16; i++) {
            send(before, NatLab.CONTOSO, 1000 + i);
        }
        MemorySegment records = before.records(0);
        byte[] whole = records.toArray(ValueLayout.JAVA_BYTE);
        for (int n = 0; n < 400; n++) {
            MemorySegment.copy(whole, 0, records, ValueLayout.JAVA_BYTE, 0, whole.length);
            long table = random.nextBoolean() ? 0 : (long) MAPPINGS * RECORD;
            long at = table + random.nextInt(16 * RECORD);
            byte turned = (byte) (records.get(ValueLayout.JAVA_BYTE, at) ^ 1 << random.nextInt(8));
            records.set(ValueLayout.JAVA_BYTE, at, turned);
            NatLab after = before.successor();
            NatRestored restored = after.restore(NatRestoreTest::both);
            after.adopt();
            assertThat(restored.mappings()).as("byte %d", at).isBetween(15, 16);
            for (int k = 0; k < 16; k++) { // each gets through, with its session or a new one
                NatLab.Sent out = send(after, NatLab.CONTOSO, 1000 + k);
                assertThat(out.passed()).as("byte %d", at).isTrue();
                NatLab.Sent in = after.in(answer(after, "203.0.113.10", out.port()));
                assertThat(in.destination()).isEqualTo("10.0.0.10:" + (1000 + k));
            }
        }
    }

    @Test
    void aRecordThatAKilledWriterLeftIsRefusedAndThoseBehindItStand() {
        for (int i = 0; i < 8; i++) {
            send(before, NatLab.CONTOSO, 1000 + i);
        }
        MemorySegment records = before.records(0);
        records.asSlice(3 * RECORD, 56).fill((byte) 0); // as write() begins, its seal open
        int sequence = records.get(ValueLayout.JAVA_INT, 3 * RECORD + 56);
        records.set(ValueLayout.JAVA_INT, 3 * RECORD + 56, sequence | 1);
        NatRestored restored = before.successor().restore(NatRestoreTest::both);
        assertThat(restored.mappings()).isEqualTo(7);
        assertThat(restored.sessions()).isEqualTo(7);
        assertThat(restored.conflicting()).isEqualTo(1); // its session
    }

    @Test
    void recordsOfAnotherTableAreDamaged() {
        send(before, NatLab.CONTOSO, 1000);
        var capacity = new NatCapacity(MAPPINGS, MAPPINGS);
        var shared = new NatShared(NatSecrets.ofSeed(43), 1, (_, _, _, _) -> {});
        var stage = new NatStage(before.records(0), capacity, shared, 0, new NoFlows());
        assertThat(stage.restore(NatRestoreTest::both, before.nowNs))
                .isEqualTo(new NatRestored(0, 0, 2, 0, 0));
    }

    @Test
    void flowEntriesGoBackToTheirSessions() {
        NatLab.Sent out = send(before, NatLab.CONTOSO, 1000);
        long inside = installed(before, out, true);
        long outside = installed(before, out, false);
        before.install(out.session(), true); // under a key that the session does not have
        NatLab after = before.successor();
        after.restore(NatRestoreTest::both);
        Adopted adopted = after.flows.adopt(after.stage.stages[0]::adoptEntry, after.nowNs);
        assertThat(adopted).isEqualTo(new Adopted(2, 0, 1, 0));
        after.adopt();
        assertThat(after.isExecutable(inside)).isTrue();
        after.pass(NatLab.seconds(4000));
        after.sweep();
        assertThat(after.isExecutable(inside)).isFalse(); // it ended with its session
        assertThat(after.isExecutable(outside)).isFalse();
    }

    @Test
    void whatOnlyItsFlowEntriesCarriedIsNotIdleWithoutThem() {
        NatLab.Sent out = send(before, NatLab.CONTOSO, 1000);
        long entry = installed(before, out, true);
        for (int minutes = 0; minutes < 20; minutes++) {
            before.pass(NatLab.seconds(60));
            before.carried(entry, before.frames.udp(NatLab.X, 1000, NatLab.E1, 443));
            before.sweep();
        }
        NatLab after = before.successor(); // whose tables are empty
        after.restore(NatRestoreTest::both);
        after.adopt();
        NatLab.Sent in = after.in(answer(after, "203.0.113.10", out.port()));
        assertThat(in.passed()).isTrue();
    }

    private static long installed(NatLab lab, NatLab.Sent out, boolean fromInside) {
        return installed(lab, out, 1000, fromInside);
    }

    private static long installed(NatLab lab, NatLab.Sent out, int insidePort, boolean fromInside) {
        FlowKey key = new FlowKey();
        FlowAction action = new FlowAction();
        action.owner = NatLab.CONTOSO;
        action.session = out.session();
        if (fromInside) {
            key.set(NatLab.CONTOSO, NatLab.X, NatLab.E1, insidePort << 16 | 443, 17);
            action.rewriteSource(NatLab.X, insidePort, NatLab.P, out.port());
        } else {
            key.set(0, NatLab.E1, NatLab.P, 443 << 16 | out.port(), 17);
            action.rewriteDestination(NatLab.P, out.port(), NatLab.X, insidePort);
        }
        long entry = lab.flows.insert(key, action, lab.nowNs);
        lab.stage.installed(out.session(), fromInside, entry);
        return entry;
    }

    private static final class NoFlows implements NatFlows {
        @Override
        public int number(long entry) {
            return 0;
        }

        @Override
        public long entry(int number) {
            return 0;
        }

        @Override
        public void remove(long entry, long nowNs) {}

        @Override
        public void suspend(long entry) {}

        @Override
        public void count(long entry, int totalBytes) {}

        @Override
        public void acknowledged(long entry, int number) {}

        @Override
        public int lastUse(long entry) {
            return 0;
        }

        @Override
        public long packets(long entry) {
            return 0;
        }

        @Override
        public long bytes(long entry) {
            return 0;
        }
    }
}
