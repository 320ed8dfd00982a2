package io.hnvgateway.lab.bgp;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.bgp.route.AddressFamily;
import io.hnvgateway.bgp.speaker.Aliases;
import io.hnvgateway.bgp.speaker.Ttl;
import io.hnvgateway.packet.IpPrefix;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Speakers whose process, file, peer or gateway is not as it should be: what others of the shard
/// notice, and that all is right in the end.
@Tag("net")
class SpeakerFaultsNetTest {
    private static final String ONE = SpeakerScene.id(1);
    private static final int IN_SECOND_SHARD = 200;

    /// More than gRPC and both ends hold, with room.
    private static final int MANY = 500_000;

    private final SpeakerScene scene = new SpeakerScene();

    @AfterEach
    void end() {
        scene.heard.goOn();
        scene.close();
    }

    /// ExaBGP reads a file with a fault and then takes none, good or not: it is ended and begins
    /// anew, and so do its sessions.
    @Test
    void nothingIsStaleAfterAFileThatPoisonedTheSpeaker() throws IOException {
        try (Bird one = SpeakerBird.start(scene, 1, Bird.routes("s4", "ipv4", "192.168.1.0/24"))) {
            scene.heard.advertised.put(
                    ONE,
                    List.of(
                            SpeakerScene.announcement(
                                    "172.16.0.1", 0, "10.1.0.0/16", "10.2.0.0/16")));
            scene.speakers().apply(List.of(SpeakerScene.peer(1)));
            scene.await("announced", () -> one.has("10.2.0.0/16"));
            scene.await("learned", () -> scene.heard.of(ONE).size() == 1);
            long before = scene.speakerPid(0);
            // behind what names the bridge, which it would end otherwise
            Files.writeString(
                    scene.directory().resolve("shard-0.conf"),
                    scene.file(0) + "neighbor nonsense {\n");
            scene.routers.must("kill", "-USR1", Long.toString(before));
            scene.await("read", () -> log().contains("nonsense"));
            assertThat(one.isUp()).as("the fault itself ends nothing").isTrue();

            scene.heard.advertised.put(
                    ONE, List.of(SpeakerScene.announcement("172.16.0.1", 0, "10.1.0.0/16")));
            scene.heard.routes.clear();
            scene.speakers().apply(List.of(SpeakerScene.peer(1), SpeakerScene.passive(2)));
            scene.await(
                    "the file is right",
                    () -> scene.file(0).contains("neighbor " + Aliases.peer(2, true)));
            scene.await("learned again", () -> scene.heard.of(ONE).size() == 1);
            for (AddressFamily family : AddressFamily.values()) {
                scene.speakers().endOfRib(ONE, family); // until then the peer keeps what it had
            }
            scene.await(
                    "announced again, and no more",
                    () -> one.has("10.1.0.0/16") && !one.has("10.2.0.0/16"));
            assertThat(scene.speakerPid(0)).isNotEqualTo(before);
        }
    }

    private String log() {
        try {
            return Files.readString(scene.directory().resolve("shard-0.log"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theEndOfAShardMovesNoSessionOfAnother() {
        try (Bird one = SpeakerBird.start(scene, 1, Bird.routes("s4", "ipv4", "192.168.1.0/24"));
                Bird far = SpeakerBird.start(scene, IN_SECOND_SHARD, "")) {
            scene.speakers()
                    .apply(
                            Stream.concat(
                                            Stream.of(1, IN_SECOND_SHARD).map(SpeakerScene::peer),
                                            IntStream.rangeClosed(2, 140)
                                                    .mapToObj(SpeakerScene::passive))
                                    .toList());
            scene.await("both up", () -> scene.heard.up.size() == 2 && one.isUp() && far.isUp());
            assertThat(scene.file(0)).contains("neighbor " + Aliases.peer(127, true) + " ");
            assertThat(scene.file(1)).contains("neighbor " + Aliases.peer(128, true) + " ");
            String since = far.since();
            long second = scene.speakerPid(1);
            scene.heard.routes.clear();

            ProcessHandle.of(scene.speakerPid(0)).orElseThrow().destroyForcibly();
            scene.await("noticed", () -> scene.heard.said("unknown " + ONE));
            scene.await("up again", () -> scene.heard.count("up " + ONE) == 2);
            scene.await("learned again", () -> scene.heard.of(ONE).size() == 1);

            assertThat(far.since()).isEqualTo(since);
            assertThat(scene.speakerPid(1)).isEqualTo(second);
            assertThat(scene.heard.said("unknown " + SpeakerScene.id(IN_SECOND_SHARD))).isFalse();
            assertThat(scene.heard.count("up " + SpeakerScene.id(IN_SECOND_SHARD))).isEqualTo(1);
        }
    }

    /// The bridge throws a peer's routes away when too many wait for the gateway, reads on, and
    /// asks the peer again when the way is free.
    @Test
    void aSlowGatewayHoldsNobodyUpAndMissesNothingInTheEnd() {
        try (Bird one = SpeakerBird.start(scene, 1, Bird.manyRoutes(MANY))) {
            scene.heard.pause();
            scene.speakers().apply(List.of(SpeakerScene.peer(1), SpeakerScene.peer(2)));
            scene.await("up", one::isUp);
            String since = one.since();
            try (Bird two = SpeakerBird.start(scene, 2, "")) {
                scene.await("ExaBGP is not held up", two::isUp);
                awaitNothingUnread();
                assertThat(scene.heard.of(ONE)).isEmpty();
                scene.heard.goOn();
                scene.await("told", () -> scene.heard.said("lost " + ONE));
                scene.await("all of them", () -> scene.heard.of(ONE).size() == MANY);
                scene.await("the way is free", () -> scene.heard.up.size() == 2);
                assertThat(scene.heard.said("lost " + SpeakerScene.id(2))).isFalse();
                assertThat(one.since()).isEqualTo(since);
            }
        }
    }

    /// ExaBGP has taken all that the routers have sent.
    private void awaitNothingUnread() {
        AtomicInteger quiet = new AtomicInteger();
        scene.await(
                "all is read",
                () -> {
                    SpeakerScene.pause(100);
                    boolean unread =
                            scene.routers
                                    .must("ss", "-Htn")
                                    .output()
                                    .lines()
                                    .anyMatch(line -> !line.matches("ESTAB +0 +0 .*"));
                    return (unread ? quiet.getAndSet(0) : quiet.incrementAndGet()) >= 20;
                });
    }

    /// What cannot be asked for again comes with a new session.
    @Test
    void aPeerWithoutRouteRefreshBeginsAnewAfterTheEndOfTheBridge() {
        String routes = Bird.routes("s4", "ipv4", "192.168.1.0/24");
        String gone = Bird.routes("t4", "ipv4", "192.168.2.0/24");
        try (Bird bird =
                SpeakerBird.start(scene, 1, true, "enable route refresh off;", routes + gone)) {
            scene.speakers().apply(List.of(SpeakerScene.peer(1)));
            scene.await("learned", () -> scene.heard.of(ONE).size() == 2);
            String since = bird.since();

            ProcessHandle.of(scene.bridgePid(0)).orElseThrow().destroyForcibly();
            bird.birdc("disable", "t4");
            scene.await("noticed", () -> scene.heard.said("unknown " + ONE));
            scene.heard.routes.clear();

            scene.await("known again", () -> scene.heard.said("up " + ONE + " continued"));
            scene.await("a new session", () -> scene.heard.count("up " + ONE) == 3);
            assertThat(scene.heard.said("down " + ONE)).isTrue();
            scene.await("learned again", () -> scene.heard.of(ONE).size() == 1);
            assertThat(scene.heard.of(ONE)).containsKey(IpPrefix.parse("192.168.1.0/24"));
            assertThat(bird.since()).isNotEqualTo(since);
        }
    }

    /// A file that ExaBGP's own check refuses never becomes its file.
    @Test
    void aPeerThatTheCheckRefusesIsToldAndOthersGoOn() throws IOException {
        try (SpeakerScene checked = SpeakerScene.refusing(2);
                Bird one = SpeakerBird.start(checked, 1, "");
                Bird two = SpeakerBird.start(checked, 2, "");
                Bird three = SpeakerBird.start(checked, 3, "")) {
            checked.speakers().apply(List.of(SpeakerScene.peer(1)));
            checked.await("up", () -> checked.heard.up.containsKey(ONE) && one.isUp());
            String since = one.since();

            checked.speakers().apply(IntStream.range(1, 4).mapToObj(SpeakerScene::peer).toList());
            checked.await(
                    "refused with the reason",
                    () ->
                            checked.heard.said(
                                    "refused " + SpeakerScene.id(2) + " PEER: not this one"));
            checked.await("the other", () -> checked.heard.up.size() == 2 && three.isUp());
            assertThat(checked.file(0)).doesNotContain("neighbor " + Aliases.peer(2, true) + " ");

            checked.endRefusals();
            checked.speakers()
                    .apply(
                            List.of(
                                    SpeakerScene.peer(1),
                                    SpeakerScene.peer(2, true, 21, Ttl.multihop(64)),
                                    SpeakerScene.peer(3)));
            checked.await("up as well", () -> checked.heard.up.size() == 3 && two.isUp());
            assertThat(one.since()).isEqualTo(since);
            assertThat(checked.heard.count("up " + SpeakerScene.id(3))).isEqualTo(1);
        }
    }

    @Test
    void speakersThatAreEndedLeaveNothing() throws IOException {
        scene.speakers().apply(List.of(SpeakerScene.passive(1), SpeakerScene.passive(130)));
        for (int shard = 0; shard < 2; shard++) {
            int present = shard;
            scene.await(
                    "a bridge of each",
                    () -> Files.exists(scene.directory().resolve("shard-" + present + ".sock")));
        }
        List<Long> all =
                List.of(
                        scene.speakerPid(0),
                        scene.speakerPid(1),
                        scene.bridgePid(0),
                        scene.bridgePid(1));
        Files.createFile(scene.directory().resolve("shard-0.log.1"));

        scene.endSpeakers();

        scene.await(
                "all have ended",
                () ->
                        all.stream()
                                .noneMatch(pid ->
                                        ProcessHandle.of(pid)
                                                .filter(ProcessHandle::isAlive)
                                                .isPresent()));
        scene.await(
                "no file of theirs",
                () ->
                        Stream.of(scene.directory().toFile().list())
                                .noneMatch(name -> name.startsWith("shard-")));
        assertThat(scene.inside.must("ss", "-Htanp").output()).isBlank();
    }
}
