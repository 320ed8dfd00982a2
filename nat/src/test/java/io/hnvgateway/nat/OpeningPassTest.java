package io.hnvgateway.nat;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Ipv4Header;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.flow.HitCandidates;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the pass reads ahead is what the openings take, and it changes nothing.
class OpeningPassTest {
    private static final int PACKETS = 8;
    private static final int BYTES = 64;
    private static final int FIRST_PORT = 40_000;

    private final NatLab lab = new NatLab();
    private final NatStage stage = lab.stage.stages[0];
    private final HitCandidates batch = new HitCandidates();
    private final int[] frames = new int[PACKETS];
    private final MemorySegment memory = Arena.global().allocate((long) PACKETS * BYTES, BYTES);

    /// Packets of X, of both tenants by turns, from a port each.
    @BeforeEach
    void write() {
        lab.contoso(b -> b.externalAddress(NatLab.P).externalAddress(NatLab.P2));
        Memory.register(memory);
        for (int i = 0; i < PACKETS; i++) {
            long ip = memory.address() + (long) i * BYTES;
            Ipv4Header.write(
                    ip, 46, 0, 64 << 8 | IpProtocol.UDP, Ipv4Header.addresses(NatLab.X, NatLab.E1));
            Memory.put32(ip + Ipv4Header.BYTES, (FIRST_PORT + i) << 16 | 443);
            batch.ip[i] = ip;
            batch.compartment[i] = compartment(i);
            frames[i] = i;
        }
    }

    private static int compartment(int i) {
        return i % 2 == 0 ? NatLab.CONTOSO : NatLab.WOODGROVE;
    }

    private void open(int i) {
        lab.out(compartment(i), lab.frames.udp(NatLab.X, FIRST_PORT + i, NatLab.E1, 443));
    }

    @Test
    void guessesTheExternalEndpointThatEachOpeningTakes() {
        stage.foresee(batch, frames, PACKETS);
        for (int i = 0; i < PACKETS; i++) {
            open(i);
            assertThat(lab.action.newAddress).isEqualTo(stage.openings.guess(i).externalAddress);
            assertThat(lab.action.newPort).isEqualTo(stage.openings.guess(i).externalPort);
        }
    }

    @Test
    void guessesThePairedAddressOfAHost() {
        open(0);
        int paired = lab.action.newAddress;
        int other = paired == NatLab.P ? NatLab.P2 : NatLab.P;
        lab.contoso(b -> b.externalAddress(other).externalAddress(paired));
        stage.foresee(batch, frames, PACKETS);
        assertThat(stage.openings.guess(2).externalAddress).isEqualTo(paired);
    }

    @Test
    void changesNothing() {
        stage.foresee(batch, frames, PACKETS);
        assertThat(stage.sessions()).isZero();
        assertThat(stage.mappings()).isZero();
        for (Quota quota : Quota.values()) {
            assertThat(stage.used(NatLab.CONTOSO, quota)).isZero();
        }
        assertThat(lab.stage.shared.externals.find(NatLab.P)).isNull();
    }

    @Test
    void passesOverWhoTranslatesNothing() {
        lab.removeContoso();
        stage.foresee(batch, frames, PACKETS);
        assertThat(stage.openings.guess(0).compartment).isEqualTo(NatLab.WOODGROVE);
    }

    @Test
    void knowsWhichSlotsComeNext() {
        var slots = new Slots(memory.address(), PACKETS, BYTES, 0);
        for (int i = 0; i < 4; i++) {
            slots.allocate();
        }
        slots.free(1);
        slots.free(2);
        int[] next = new int[PACKETS];
        int count = slots.upcoming(next, PACKETS);
        assertThat(count).isEqualTo(6);
        for (int i = 0; i < count; i++) {
            assertThat(slots.allocate()).isEqualTo(next[i]);
        }
        assertThat(slots.upcoming(next, PACKETS)).isZero();
    }
}
