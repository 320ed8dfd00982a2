package io.hnvgateway.bgp.bfd;

import static io.hnvgateway.bgp.bfd.BfdEnd.MS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/// Two sessions joined by a link.
class LinkTest {
    private static final long SECOND = 1000 * MS;

    @Provide
    Arbitrary<BfdSettings> settings() {
        return Combinators.combine(
                        Arbitraries.integers().between(10, 400),
                        Arbitraries.integers().between(10, 400),
                        Arbitraries.integers().between(2, 6))
                .as((tx, rx, times) -> new BfdSettings(tx * 1000, rx * 1000, times));
    }

    private static void assertUp(Link link) {
        assertThat(List.of(link.a.session.state(), link.b.session.state()))
                .containsOnly(BfdState.UP);
    }

    /// Up, and polls done, within three slow packets.
    private static void bringUp(Link link) {
        link.run(4 * SECOND);
        assertUp(link);
        assertThat(link.a.session.polling() || link.b.session.polling()).isFalse();
        link.a.changes.clear();
        link.b.changes.clear();
    }

    @Property(tries = 100)
    void bothComeUpAndStayUp(
            @ForAll("settings") BfdSettings a,
            @ForAll("settings") BfdSettings b,
            @ForAll @IntRange(max = 200) int delayMs,
            @ForAll long seed) {
        try (Link link = new Link(a, b, seed)) {
            link.delayNs = delayMs * MS;
            bringUp(link);
            link.run(20 * SECOND);
            assertThat(link.a.changes).isEmpty();
            assertThat(link.b.changes).isEmpty();
        }
    }

    /// Packets that come up to an interval late end no session whose multiplier is 2 or more.
    @Property(tries = 60)
    void jitterAloneEndsNothing(
            @ForAll("settings") BfdSettings a,
            @ForAll("settings") BfdSettings b,
            @ForAll boolean duplicates,
            @ForAll long seed) {
        try (Link link = new Link(a, b, seed)) {
            bringUp(link);
            link.jitterNs =
                    Math.min(
                                    Math.max(a.desiredMinTxUs(), b.requiredMinRxUs()),
                                    Math.max(b.desiredMinTxUs(), a.requiredMinRxUs()))
                            * 1000L;
            link.duplication = duplicates ? 0.2 : 0;
            link.run(30 * SECOND);
            assertThat(link.a.changes).isEmpty();
            assertThat(link.b.changes).isEmpty();
        }
    }

    @Property(tries = 60)
    void silenceIsSeenWithinTheDetectionTime(
            @ForAll("settings") BfdSettings a,
            @ForAll("settings") BfdSettings b,
            @ForAll long seed) {
        try (Link link = new Link(a, b, seed)) {
            bringUp(link);
            long detectedByA = link.a.session.detectionTimeNs();
            assertThat(detectedByA)
                    .isEqualTo(
                            1000L
                                    * b.detectMultiplier()
                                    * Math.max(b.desiredMinTxUs(), a.requiredMinRxUs()));
            long detectedByB = link.b.session.detectionTimeNs();
            link.loss = 1;
            link.run(Math.max(detectedByA, detectedByB));
            assertThat(link.a.changes).containsExactly(BfdState.DOWN);
            assertThat(link.b.changes).containsExactly(BfdState.DOWN);
            assertThat(link.a.session.diagnostic()).isEqualTo(BfdDiagnostic.DETECTION_TIME_EXPIRED);
            link.loss = 0;
            bringUp(link);
        }
    }

    @Property(tries = 60)
    void comesUpAgainAfterTheWorstOfLinks(
            @ForAll("settings") BfdSettings a,
            @ForAll("settings") BfdSettings b,
            @ForAll long seed) {
        try (Link link = new Link(a, b, seed)) {
            link.loss = 0.4;
            link.duplication = 0.3;
            link.jitterNs = 700 * MS;
            link.reorders = true;
            link.run(30 * SECOND);
            link.loss = 0;
            link.duplication = 0;
            link.jitterNs = 0;
            link.run(4 * SECOND);
            bringUp(link);
            link.run(10 * SECOND);
            assertThat(link.a.changes).isEmpty();
        }
    }

    @Property(tries = 100)
    void changesByPollEndNothingAndReachBoth(
            @ForAll("settings") BfdSettings a,
            @ForAll("settings") BfdSettings b,
            @ForAll("settings") BfdSettings next,
            @ForAll("settings") BfdSettings last,
            @ForAll @IntRange(max = 40) int delayMs,
            @ForAll long seed) {
        try (Link link = new Link(a, b, seed)) {
            link.delayNs = delayMs * MS;
            bringUp(link);
            link.a.sessions.change(link.a.session, next, link.nowNs());
            link.b.sessions.change(link.b.session, next, link.nowNs());
            link.run(delayMs * MS / 2);
            link.a.sessions.change(link.a.session, last, link.nowNs());
            link.run(10 * SECOND);
            assertThat(link.a.changes).isEmpty();
            assertThat(link.b.changes).isEmpty();
            assertThat(link.a.session.polling() || link.b.session.polling()).isFalse();
            assertThat(link.a.session.transmitIntervalNs())
                    .isEqualTo(1000L * Math.max(last.desiredMinTxUs(), next.requiredMinRxUs()));
            assertThat(link.b.session.detectionTimeNs())
                    .isEqualTo(last.detectMultiplier() * link.a.session.transmitIntervalNs());
        }
    }

    @Property(tries = 20)
    void adminDownReachesThePeerAtOnceAndLeavesIt(@ForAll long seed) {
        try (Link link = new Link(BfdSettings.DEFAULT, BfdSettings.DEFAULT, seed)) {
            bringUp(link);
            link.a.sessions.disable(link.a.session, link.nowNs());
            link.run(BfdSession.UNSCHEDULED_GAP_NS);
            assertThat(link.b.changes).containsExactly(BfdState.DOWN);
            assertThat(link.b.session.remoteState()).isEqualTo(BfdState.ADMIN_DOWN);
            link.run(20 * SECOND);
            assertThat(link.b.changes).containsExactly(BfdState.DOWN);
            link.a.sessions.enable(link.a.session, link.nowNs());
            bringUp(link);
        }
    }
}
