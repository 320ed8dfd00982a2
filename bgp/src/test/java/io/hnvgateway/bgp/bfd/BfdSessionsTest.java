package io.hnvgateway.bgp.bfd;

import static io.hnvgateway.bgp.bfd.BfdEnd.A;
import static io.hnvgateway.bgp.bfd.BfdEnd.B;
import static io.hnvgateway.bgp.bfd.BfdEnd.COMPARTMENT;
import static io.hnvgateway.bgp.bfd.BfdEnd.MS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hnvgateway.packet.IpAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BfdSessionsTest {
    private static final IpAddress C = IpAddress.parse("10.0.0.3");
    private final BfdEnd end = new BfdEnd(BfdSettings.DEFAULT);

    @AfterEach
    void close() {
        end.close();
    }

    private BfdSession add(int compartment, IpAddress peer) {
        return end.sessions.add(new BfdKey(compartment, peer, A), BfdSettings.DEFAULT, end.nowNs);
    }

    private PeerPacket first() {
        return new PeerPacket(0).state(BfdState.DOWN);
    }

    @Test
    void firstPacketFindsTheSessionByCompartmentAndAddresses() {
        BfdSession other = add(8, B);
        end.from(8, B, A);
        assertThat(end.hear(first())).isNull();
        assertThat(other.state()).isEqualTo(BfdState.INIT);
        assertThat(end.session.state()).isEqualTo(BfdState.DOWN);
    }

    @Test
    void firstPacketOfAStrangerIsRefused() {
        end.from(9, B, A);
        assertThat(end.hear(first())).isEqualTo(BfdDrop.UNKNOWN_PEER);
        end.from(COMPARTMENT, C, A);
        assertThat(end.hear(first())).isEqualTo(BfdDrop.UNKNOWN_PEER);
        end.from(COMPARTMENT, B, C);
        assertThat(end.hear(first())).isEqualTo(BfdDrop.UNKNOWN_PEER);
        assertThat(end.sessions.drops(BfdDrop.UNKNOWN_PEER)).isEqualTo(3);
    }

    /// Another tenant, or another machine of the same, that learned the discriminator.
    @Test
    void discriminatorIsOfNoUseToOthers() {
        end.bringTo(BfdState.UP);
        end.from(8, B, A);
        assertThat(end.hear(end.packet().state(BfdState.DOWN))).isEqualTo(BfdDrop.OTHER_ADDRESSES);
        end.from(COMPARTMENT, C, A);
        assertThat(end.hear(end.packet().state(BfdState.DOWN))).isEqualTo(BfdDrop.OTHER_ADDRESSES);
        end.from(COMPARTMENT, B, C);
        assertThat(end.hear(end.packet().state(BfdState.DOWN))).isEqualTo(BfdDrop.OTHER_ADDRESSES);
        assertThat(end.session.state()).isEqualTo(BfdState.UP);
    }

    @Test
    void packetsWithoutDiscriminatorAreLimitedForEachSession() {
        BfdSession other = add(8, B);
        for (int i = 0; i < 1000; i++) {
            end.hear(first());
            end.nowNs += MS;
        }
        assertThat(end.sessions.drops(BfdDrop.UNDIRECTED_LIMIT)).isBetween(940L, 970L);
        end.from(8, B, A);
        assertThat(end.hear(first())).isNull();
        assertThat(other.state()).isEqualTo(BfdState.INIT);
    }

    @Test
    void floodOfThePeerIsLimitedAndItsSessionStands() {
        end.bringTo(BfdState.UP);
        for (int i = 0; i < 10_000; i++) {
            end.hear(end.packet().flag(BfdHeader.POLL));
            end.nowNs += MS / 10;
        }
        assertThat(end.sessions.drops(BfdDrop.PEER_LIMIT)).isBetween(9_800L, 9_950L);
        assertThat(end.changes).isEmpty();
    }

    @Test
    void fastestHonestPeerIsNeverLimited() {
        var fast = new BfdSettings(10_000, 10_000, 3);
        try (var quick = new BfdEnd(fast)) {
            quick.bringTo(BfdState.UP);
            PeerPacket own = quick.packet().intervals(10_000, 10_000);
            for (int i = 0; i < 2000; i++) {
                quick.pass(7_500_000);
                assertThat(quick.hear(own)).isNull();
                assertThat(quick.hear(quick.packet().intervals(10_000, 10_000).flag(16))).isNull();
            }
        }
    }

    @Test
    void compartmentHasItsShare() {
        for (int i = 1; i < BfdLimits.DEFAULT.sessionsPerCompartment(); i++) {
            add(COMPARTMENT, IpAddress.ofIpv4(0x0a010000 + i));
        }
        assertThatThrownBy(() -> add(COMPARTMENT, C))
                .hasMessage(
                        "compartment 7: BFD with 10.0.0.3: at most 64 sessions: take BFD from another peer");
        add(8, C);
        end.sessions.remove(end.session, end.nowNs);
        add(COMPARTMENT, C);
    }

    @Test
    void sameSessionTwiceIsRefusedUntilTheFirstIsRemoved() {
        assertThatThrownBy(() -> add(COMPARTMENT, B)).hasMessageContaining("configured twice");
        end.sessions.remove(end.session, end.nowNs);
        BfdSession again = add(COMPARTMENT, B);
        assertThat(end.sessions.sessions()).containsExactly(again);
        assertThat(again.discriminator()).isNotEqualTo(end.session.discriminator());
    }

    @Test
    void discriminatorIsNeverZeroNorTakenTwice() {
        int[] drawn = {0, 5, 5, 0, 6};
        var source =
                new RandomGenerator() {
                    private int next;

                    @Override
                    public int nextInt() {
                        return drawn[next++];
                    }

                    @Override
                    public long nextLong() {
                        return 0;
                    }
                };
        var sessions = new BfdSessions(BfdLimits.DEFAULT, source, (_, _) -> {}, (_, _) -> {});
        var one = sessions.add(new BfdKey(1, B, A), BfdSettings.DEFAULT, 0);
        var two = sessions.add(new BfdKey(1, C, A), BfdSettings.DEFAULT, 0);
        assertThat(one.discriminator()).isEqualTo(5);
        assertThat(two.discriminator()).isEqualTo(6);
    }

    /// Sessions come and go; all find their packets, and each sends in its time.
    @Property(tries = 30)
    void holdsWhatAMapHolds(@ForAll long seed) {
        Random random = new Random(seed);
        Map<BfdKey, BfdSession> model = new HashMap<>();
        Set<BfdSession> heardOf = new HashSet<>();
        var sessions =
                new BfdSessions(
                        new BfdLimits(50, 10),
                        random,
                        (_, _) -> {},
                        (session, _) -> heardOf.add(session));
        long nowNs = random.nextLong();
        for (int i = 0; i < 200; i++) {
            BfdKey key =
                    new BfdKey(
                            random.nextInt(3),
                            IpAddress.ofIpv4(0x0a000010 + random.nextInt(20)),
                            A);
            BfdSession known = model.remove(key);
            if (known == null) {
                model.put(key, sessions.add(key, BfdSettings.DEFAULT, nowNs));
            } else {
                sessions.remove(known, nowNs);
            }
            nowNs += random.nextInt(50_000_000);
            assertThat(sessions.doWork(nowNs) - nowNs).isPositive();
        }
        for (int i = 0; i < 500; i++) {
            nowNs += 10_000_000;
            heardOf.clear();
            sessions.doWork(nowNs);
        }
        assertThat(sessions.sessions()).containsExactlyInAnyOrderElementsOf(model.values());
        heardOf.clear();
        for (int i = 0; i < 100; i++) {
            nowNs += 10_000_000;
            sessions.doWork(nowNs);
        }
        assertThat(heardOf).containsExactlyInAnyOrderElementsOf(model.values());
    }

    @Test
    void aDistantPeersTtlSaysNothing() {
        BfdSession distant =
                end.sessions.add(new BfdKey(8, B, A, true), BfdSettings.DEFAULT, end.nowNs);
        end.from(8, B, A);
        assertThat(end.hear(first().ttl(60))).isEqualTo(BfdDrop.WRONG_TTL);
        assertThat(end.hear(first())).as("for the other port").isEqualTo(BfdDrop.UNKNOWN_PEER);
        end.arrival.multihop = true;
        assertThat(end.hear(first().ttl(60))).isNull();
        assertThat(distant.state()).isEqualTo(BfdState.INIT);
        end.from(COMPARTMENT, B, A);
        assertThat(end.hear(first().ttl(60))).isEqualTo(BfdDrop.UNKNOWN_PEER);
    }

    @Test
    void timeInWhichNobodyCouldHearIsNoSilence() {
        end.bringTo(BfdState.UP);
        end.nowNs += 1000 * MS;
        end.sessions.notHeard(1000 * MS, end.nowNs);
        end.work();
        assertThat(end.session.state()).isEqualTo(BfdState.UP);
        end.pass(299 * MS);
        assertThat(end.session.state()).isEqualTo(BfdState.UP);
        end.pass(2 * MS);
        assertThat(end.session.state()).isEqualTo(BfdState.DOWN);
    }

    /// However long it is said to have been.
    @Test
    void timeInWhichNobodyCouldHearEndsNow() {
        end.bringTo(BfdState.UP);
        end.sessions.notHeard(Long.MAX_VALUE / 4, end.nowNs);
        end.pass(301 * MS);
        assertThat(end.session.state()).isEqualTo(BfdState.DOWN);
    }

    @Test
    void aFarewellIsSaidAtOnceAndSeveralTimes() {
        end.bringTo(BfdState.UP);
        end.take();
        end.sessions.farewell(3, end.nowNs);
        assertThat(end.take()).hasSize(3).allMatch(packet -> packet.state() == BfdState.ADMIN_DOWN);
    }
}
