package io.hnvgateway.lab.bgp;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.bgp.route.AddressFamily;
import io.hnvgateway.bgp.route.AsPath;
import io.hnvgateway.bgp.route.Community;
import io.hnvgateway.bgp.route.LargeCommunity;
import io.hnvgateway.bgp.route.PathAttributes;
import io.hnvgateway.bgp.route.RouteUpdate;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Speakers against routers of other makers than BIRD, which [SpeakersNetTest] has.
@Tag("net")
class RoutersNetTest {
    private static final String ONE = SpeakerScene.id(1);
    private static final String PREFIX = "192.168.1.0/24";
    private static final String PREFIX6 = "2001:db8:5::/48";
    private static final String OURS = "10.1.0.0/16";
    private static final long LARGE_AS = 4_200_000_000L;

    enum Maker {
        FRR,
        GOBGP;

        Router begin(SpeakerScene scene) {
            RouterEnd end = RouterEnd.of(scene, 1);
            return this == FRR ? new Frr(end) : new GoBgp(end);
        }
    }

    private final SpeakerScene scene = new SpeakerScene();

    @AfterEach
    void end() {
        scene.close();
    }

    @ParameterizedTest
    @EnumSource
    void routesGoBothWaysAndAreWithdrawn(Maker maker) {
        try (Router router = maker.begin(scene)) {
            scene.speakers().apply(List.of(SpeakerScene.peer(1)));
            scene.await("up", () -> scene.heard.up.containsKey(ONE));
            router.announce(PREFIX);
            router.announce(PREFIX6);
            scene.await("both routes", () -> scene.heard.of(ONE).size() == 2);
            PathAttributes route = scene.heard.route(ONE, PREFIX);
            assertThat(route.asPath()).hasToString("65001");
            assertThat(route.communities()).containsExactly(Community.of(65001, 7));
            assertThat(route.largeCommunities()).containsExactly(new LargeCommunity(65001, 1, -1));
            assertThat(scene.heard.route(ONE, PREFIX6).nextHop()).hasToString("2001:db8::77");

            PathAttributes attributes =
                    PathAttributes.builder(IpAddress.parse("172.16.0.1"))
                            .asPath(AsPath.sequence(SpeakerScene.OURS.value(), LARGE_AS))
                            .largeCommunities(List.of(new LargeCommunity(7, 8, 9)))
                            .build();
            scene.speakers()
                    .send(ONE, RouteUpdate.announce(attributes, List.of(IpPrefix.parse(OURS))));
            scene.await("announced", () -> router.has(OURS));
            assertThat(router.route(OURS)).contains("172.16.0.1", "65000 " + LARGE_AS, "7:8:9");
            scene.speakers().endOfRib(ONE, AddressFamily.IPV4_UNICAST);
            scene.speakers().send(ONE, RouteUpdate.withdraw(List.of(IpPrefix.parse(OURS))));
            scene.await("withdrawn", () -> !router.route(OURS).contains("172.16.0.1"));

            router.withdraw(PREFIX);
            scene.await("withdrawn by the peer", () -> scene.heard.of(ONE).size() == 1);
            router.shutdown();
            scene.await("told", () -> scene.heard.said("notification " + ONE + " received 6,"));
            scene.await("down", () -> scene.heard.said("down " + ONE));
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatTheRouterIsAskedForItSaysAgain(Maker maker) {
        try (Router router = maker.begin(scene)) {
            scene.speakers().apply(List.of(SpeakerScene.peer(1)));
            scene.await("up", () -> scene.heard.up.containsKey(ONE));
            router.announce(PREFIX);
            scene.await("learned", () -> scene.heard.of(ONE).size() == 1);
            assertThat(scene.heard.session(ONE).routeRefresh()).isTrue();
            scene.heard.routes.clear();
            scene.speakers().askRefresh(ONE);
            scene.await("learned again", () -> scene.heard.of(ONE).size() == 1);
            assertThat(scene.heard.count("up " + ONE)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRouterThatDiesAndComesBackRestartsGracefully(Maker maker) {
        try (Router router = maker.begin(scene)) {
            scene.speakers().apply(List.of(SpeakerScene.peer(1)));
            scene.await("up", () -> scene.heard.up.containsKey(ONE));
            assertThat(scene.heard.session(ONE).gracefulRestart()).isTrue();
            assertThat(scene.heard.session(ONE).restartSeconds()).isEqualTo(120);
            router.kill();
            scene.await("down", () -> scene.heard.said("down " + ONE));
            assertThat(scene.heard.said("notification " + ONE)).isFalse();
            long before = scene.heard.count("end-of-rib " + ONE);
            router.restart();
            scene.await("up again", () -> scene.heard.count("up " + ONE) == 2);
            scene.await("end of RIB", () -> scene.heard.count("end-of-rib " + ONE) > before);
            scene.await("up there", router::isUp);
        }
    }
}
