package io.hnvgateway.lab.bgp;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.bgp.route.AddressFamily;
import io.hnvgateway.bgp.route.Community;
import io.hnvgateway.bgp.route.LargeCommunity;
import io.hnvgateway.bgp.route.PathAttributes;
import io.hnvgateway.bgp.route.RouteUpdate;
import io.hnvgateway.bgp.speaker.Cease;
import io.hnvgateway.bgp.speaker.Ttl;
import io.hnvgateway.packet.IpPrefix;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("net")
class SpeakersNetTest {
    private static final String ONE = SpeakerScene.id(1);
    private static final String TWO = SpeakerScene.id(2);

    private final SpeakerScene scene = new SpeakerScene();

    @AfterEach
    void end() {
        scene.close();
    }

    @Test
    void routesGoBothWaysAndAreWithdrawn() {
        try (Bird bird =
                SpeakerBird.start(
                        scene,
                        1,
                        Bird.routes("s6", "ipv6", "2001:db8:5::/48")
                                + """
                                protocol static s4 { ipv4;
                                  route 192.168.1.0/24 blackhole { bgp_community.add((65001,7));
                                    bgp_large_community.add((65001,1,4294967295)); }; }
                                """)) {
            scene.heard.advertised.put(
                    ONE, List.of(SpeakerScene.announcement("172.16.0.1", 5, "10.1.0.0/16")));
            scene.speakers().apply(List.of(SpeakerScene.peer(1)));
            scene.await("both routes", () -> scene.heard.of(ONE).size() == 2);

            PathAttributes route = scene.heard.route(ONE, "192.168.1.0/24");
            assertThat(route.asPath()).hasToString("65001");
            assertThat(route.communities()).containsExactly(Community.of(65001, 7));
            assertThat(route.largeCommunities()).containsExactly(new LargeCommunity(65001, 1, -1));
            assertThat(scene.heard.route(ONE, "2001:db8:5::/48").nextHop())
                    .hasToString("2001:db8::77");
            assertThat(scene.heard.session(ONE).gracefulRestart()).isTrue();

            scene.await("announced", () -> bird.has("10.1.0.0/16"));
            assertThat(bird.route("10.1.0.0/16"))
                    .contains("BGP.next_hop: 172.16.0.1", "BGP.med: 5", "BGP.as_path: 65000");
            scene.speakers()
                    .send(
                            ONE,
                            RouteUpdate.announce(
                                    SpeakerScene.announcement("2001:db8::1", 0).attributes(),
                                    List.of(IpPrefix.parse("2001:db8:77::/48"))));
            scene.await("announced IPv6", () -> bird.has("2001:db8:77::/48"));
            scene.speakers().endOfRib(ONE, AddressFamily.IPV4_UNICAST);
            scene.speakers()
                    .send(ONE, RouteUpdate.withdraw(List.of(IpPrefix.parse("10.1.0.0/16"))));
            scene.await("withdrawn", () -> !bird.has("10.1.0.0/16"));
            bird.birdc("disable", "s4");
            scene.await("withdrawn by the peer", () -> scene.heard.of(ONE).size() == 1);
            bird.birdc("disable", "p");
            scene.await(
                    "notification",
                    () -> scene.heard.said("notification " + ONE + " received 6,2"));
            scene.await("down", () -> scene.heard.said("down " + ONE));
        }
    }

    @Test
    void sessionsOverIpv6ThatThePeerOpensAndWithTtlSecurity() {
        try (Bird bird =
                SpeakerBird.start(
                        scene,
                        1,
                        false,
                        "ttl security on;",
                        Bird.routes("s4", "ipv4", "192.168.9.0/24"))) {
            scene.speakers().apply(List.of(SpeakerScene.peer(1, false, 30, Ttl.SECURITY)));
            scene.await("route", () -> scene.heard.of(ONE).size() == 1);
            assertThat(bird.isUp()).isTrue();
        }
    }

    /// Of two changes of one prefix the later one counts, also where the peer has other routes with
    /// the attributes of the earlier.
    @Test
    void aRouteThatFlapsEndsAsItWasSaidLast() {
        try (Bird bird = SpeakerBird.start(scene, 1, "")) {
            scene.speakers().apply(List.of(SpeakerScene.peer(1)));
            scene.await("up", () -> scene.heard.up.containsKey(ONE));
            IpPrefix prefix = IpPrefix.parse("10.1.0.0/16");
            PathAttributes first = SpeakerScene.announcement("172.16.0.1", 1).attributes();
            PathAttributes second = SpeakerScene.announcement("172.16.0.1", 2).attributes();
            for (int i = 0; i < 20; i++) {
                scene.speakers()
                        .send(
                                ONE,
                                RouteUpdate.announce(
                                        second, List.of(IpPrefix.parse("10.2.0.0/16"))));
                scene.speakers().send(ONE, RouteUpdate.announce(first, List.of(prefix)));
                scene.speakers().send(ONE, RouteUpdate.withdraw(List.of(prefix)));
                scene.speakers().send(ONE, RouteUpdate.announce(first, List.of(prefix)));
                scene.speakers().send(ONE, RouteUpdate.announce(second, List.of(prefix)));
            }
            scene.speakers()
                    .send(
                            ONE,
                            RouteUpdate.announce(second, List.of(IpPrefix.parse("10.3.0.0/16"))));
            scene.await("the last one", () -> bird.has("10.3.0.0/16"));
            SpeakerScene.pause(300);
            assertThat(bird.route("10.1.0.0/16")).contains("BGP.med: 2");
        }
    }

    @Test
    void peersComeChangeAndGoWhileOthersStay() {
        try (Bird one = SpeakerBird.start(scene, 1, Bird.routes("s4", "ipv4", "192.168.1.0/24"));
                Bird two =
                        SpeakerBird.start(scene, 2, Bird.routes("s4", "ipv4", "192.168.2.0/24"))) {
            scene.speakers().apply(List.of(SpeakerScene.peer(1)));
            scene.await("route of one", () -> scene.heard.of(ONE).size() == 1);
            String since = one.since();

            scene.speakers().apply(List.of(SpeakerScene.peer(1), SpeakerScene.peer(2)));
            scene.await("route of two", () -> scene.heard.of(TWO).size() == 1);
            scene.speakers()
                    .apply(
                            List.of(
                                    SpeakerScene.peer(1),
                                    SpeakerScene.peer(2, true, 21, Ttl.multihop(64))));
            scene.await("down", () -> scene.heard.said("down " + TWO));
            scene.await(
                    "changed", () -> two.birdc("show", "protocols", "all", "p").contains("/21"));
            scene.speakers().apply(List.of(SpeakerScene.peer(1)));
            scene.await("gone", () -> !two.isUp());
            SpeakerScene.pause(1500);

            assertThat(two.isUp()).isFalse();
            assertThat(one.since()).as("the session of the other").isEqualTo(since);
            assertThat(scene.heard.count("up " + ONE)).isEqualTo(1);
        }
    }

    @Test
    void aGatewayThatComesBackFindsSessionsAndRoutes() {
        try (Bird bird = SpeakerBird.start(scene, 1, Bird.routes("s4", "ipv4", "192.168.1.0/24"))) {
            scene.heard.advertised.put(
                    ONE,
                    List.of(
                            SpeakerScene.announcement(
                                    "172.16.0.1", 0, "10.1.0.0/16", "10.2.0.0/16")));
            scene.speakers().apply(List.of(SpeakerScene.peer(1)));
            scene.await("announced", () -> bird.has("10.1.0.0/16"));
            scene.await("learned", () -> scene.heard.of(ONE).size() == 1);
            String since = bird.since();
            long speaker = scene.speakerPid(0);

            scene.heard.routes.clear();
            scene.heard.advertised.put(
                    ONE, List.of(SpeakerScene.announcement("172.16.0.1", 0, "10.1.0.0/16")));
            scene.restartGateway();
            scene.speakers().apply(List.of(SpeakerScene.peer(1)));

            scene.await("known again", () -> scene.heard.said("up " + ONE + " continued"));
            scene.await("refreshed", () -> scene.heard.count("refresh-ended " + ONE) == 2);
            assertThat(scene.heard.of(ONE)).containsKey(IpPrefix.parse("192.168.1.0/24"));
            scene.await("not named any more", () -> !bird.has("10.2.0.0/16"));
            assertThat(bird.has("10.1.0.0/16")).isTrue();
            assertThat(bird.since()).isEqualTo(since);
            assertThat(scene.speakerPid(0)).isEqualTo(speaker);
        }
    }

    @Test
    void aBridgeThatEndsCostsNoSession() {
        try (Bird bird = SpeakerBird.start(scene, 1, Bird.routes("s4", "ipv4", "192.168.1.0/24"))) {
            scene.heard.advertised.put(
                    ONE,
                    List.of(
                            SpeakerScene.announcement(
                                    "172.16.0.1", 0, "10.1.0.0/16", "10.2.0.0/16")));
            scene.speakers().apply(List.of(SpeakerScene.peer(1)));
            scene.await("announced", () -> bird.has("10.1.0.0/16"));
            String since = bird.since();
            scene.heard.advertised.put(
                    ONE, List.of(SpeakerScene.announcement("172.16.0.1", 0, "10.1.0.0/16")));

            ProcessHandle.of(scene.bridgePid(0)).orElseThrow().destroyForcibly();
            scene.await("noticed", () -> scene.heard.said("unknown " + ONE));
            scene.heard.routes.clear();

            scene.await("known again", () -> scene.heard.said("up " + ONE + " continued"));
            scene.await("refreshed", () -> scene.heard.of(ONE).size() == 1);
            scene.await("not named any more", () -> !bird.has("10.2.0.0/16"));
            assertThat(bird.has("10.1.0.0/16")).isTrue();
            assertThat(bird.since()).isEqualTo(since);
        }
    }

    @Test
    void aSpeakerThatEndsIsStartedAgain() {
        try (Bird bird = SpeakerBird.start(scene, 1, Bird.routes("s4", "ipv4", "192.168.1.0/24"))) {
            scene.heard.advertised.put(
                    ONE, List.of(SpeakerScene.announcement("172.16.0.1", 0, "10.1.0.0/16")));
            scene.speakers().apply(List.of(SpeakerScene.peer(1)));
            scene.await("announced", () -> bird.has("10.1.0.0/16"));
            long first = scene.speakerPid(0);

            ProcessHandle.of(first).orElseThrow().destroyForcibly();
            scene.await("noticed", () -> scene.heard.said("unknown " + ONE));
            scene.heard.routes.clear();

            scene.await("learned again", () -> scene.heard.of(ONE).size() == 1);
            scene.await("announced again", () -> bird.has("10.1.0.0/16"));
            assertThat(scene.speakerPid(0)).isNotEqualTo(first);
        }
    }

    /// ExaBGP reads a file with a fault, and would read none after it.
    @Test
    void aFileWithAFaultDoesNotPoisonTheSpeaker() throws IOException {
        try (Bird one = SpeakerBird.start(scene, 1, "");
                Bird two = SpeakerBird.start(scene, 2, "")) {
            scene.speakers().apply(List.of(SpeakerScene.peer(1)));
            scene.await("up", () -> scene.heard.up.containsKey(ONE));
            Files.writeString(scene.directory().resolve("shard-0.conf"), "neighbor nonsense {");
            scene.routers.must("kill", "-USR1", Long.toString(scene.speakerPid(0)));
            SpeakerScene.pause(500);

            scene.speakers().apply(List.of(SpeakerScene.peer(1), SpeakerScene.peer(2)));
            scene.await("both up", () -> scene.heard.up.size() == 2 && one.isUp() && two.isUp());
        }
    }

    @Test
    void whatThePeerIsAskedForItSaysAgain() {
        try (Bird bird = SpeakerBird.start(scene, 1, Bird.routes("s4", "ipv4", "192.168.1.0/24"))) {
            scene.speakers().apply(List.of(SpeakerScene.peer(1)));
            scene.await("learned", () -> scene.heard.of(ONE).size() == 1);
            scene.heard.routes.clear();
            scene.speakers().askRefresh(ONE);
            scene.await("learned again", () -> scene.heard.of(ONE).size() == 1);
            scene.await("ended", () -> scene.heard.count("refresh-ended " + ONE) == 2);

            scene.speakers().reset(ONE, Cease.ADMINISTRATIVE_RESET);
            scene.await("reset", () -> scene.heard.said("down " + ONE));
            scene.await("up again", () -> scene.heard.count("up " + ONE) == 2 && bird.isUp());
        }
    }
}
