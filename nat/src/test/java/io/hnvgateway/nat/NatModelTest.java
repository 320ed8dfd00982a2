package io.hnvgateway.nat;

import static io.hnvgateway.nat.NatLab.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.packet.Packet;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/// Random traffic of both tenants over a small pool and a long time, against a naive model: what a
/// UDP mapping must be, from nothing but the times of its packets.
class NatModelTest {
    private static final long UDP = seconds(300);
    private static final long QUARANTINE = seconds(120);

    /// Beside the limits by less than this, either answer is right (coarse clock, sweep).
    private static final long SLACK = seconds(1);

    private record Inside(int compartment, int host, int port) {}

    private record External(int address, int port) {}

    private static final class Known {
        External external = new External(0, 0);
        long lastOutNs;
    }

    private record Use(Inside owner, long lastNs) {}

    private final Map<Inside, Known> mappings = new HashMap<>();
    private final Map<External, Use> uses = new HashMap<>();

    @Property(tries = 40)
    void mappingsAreStableUniqueAndQuarantined(@ForAll long seed) {
        mappings.clear();
        uses.clear();
        var random = new Random(seed);
        var lab = new NatLab(1 << random.nextInt(3));
        // Few ports, so that reuse comes soon.
        lab.contoso(b -> b.externalAddress(P).externalAddress(P2).inbound(allBut64(P)));
        for (int i = 0; i < 1500; i++) {
            lab.pass(random.nextInt(8) == 0 ? seconds(random.nextInt(200)) : seconds(1));
            if (random.nextBoolean()) {
                lab.stage.doWork(lab.nowNs);
            }
            if (random.nextInt(4) == 0) {
                inbound(lab, random);
            } else {
                outbound(lab, random);
            }
        }
        lab.pass(seconds(1000));
        lab.sweep();
        lab.pass(seconds(121));
        lab.sweep();
        assertThat(lab.stage.sessions()).isZero();
        assertThat(lab.stage.mappings()).isZero();
    }

    private static InboundRule allBut64(int address) {
        return new InboundRule(RuleProtocol.UDP, address, new PortRange(1, 65_471), Y, 1);
    }

    private void outbound(NatLab lab, Random random) {
        var inside =
                new Inside(1 + random.nextInt(2), X + 5 + random.nextInt(8), random.nextInt(20));
        Packet p = lab.frames.udp(inside.host, inside.port, E1, random.nextInt(3));
        Sent sent = lab.out(inside.compartment, p);
        if (!sent.passed()) {
            return;
        }
        var external = new External(p.source, p.sourcePort);
        Known known = mappings.computeIfAbsent(inside, k -> new Known());
        boolean alive = known.lastOutNs != 0 && lab.nowNs - known.lastOutNs < UDP - SLACK;
        if (alive) {
            assertThat(external).isEqualTo(known.external);
        }
        Use use = uses.get(external);
        if (use != null && !use.owner.equals(inside)) {
            assertThat(lab.nowNs - use.lastNs).isGreaterThan(UDP + QUARANTINE - SLACK);
        }
        known.external = external;
        known.lastOutNs = lab.nowNs;
        uses.put(external, new Use(inside, lab.nowNs));
    }

    /// A stranger's packet: must reach the owner of a live mapping, and nobody when it ended.
    private void inbound(NatLab lab, Random random) {
        if (mappings.isEmpty()) {
            return;
        }
        Known known =
                mappings.values().stream()
                        .skip(random.nextInt(mappings.size()))
                        .findFirst()
                        .orElseThrow();
        Packet p = lab.frames.udp(E2, 9, known.external.address, known.external.port);
        Sent sent = lab.in(p);
        Use use = uses.get(known.external);
        long idle = lab.nowNs - (use == null ? 0 : use.lastNs);
        if (idle > UDP + SLACK) {
            assertThat(sent.passed()).isFalse();
        } else if (use != null && idle < UDP - SLACK) {
            assertThat(sent.passed()).isTrue();
            assertThat(p.compartment).isEqualTo(use.owner.compartment);
            assertThat(p.destination).isEqualTo(use.owner.host);
            assertThat(p.destinationPort).isEqualTo(use.owner.port);
        }
    }
}
