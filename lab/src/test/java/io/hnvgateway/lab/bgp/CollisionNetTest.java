package io.hnvgateway.lab.bgp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Both sides open a connection at once (RFC 4271 §6.8), at each step of the first one: one session
/// comes of it, known as such, whichever stands and whichever identifier is the higher one.
@Tag("net")
class CollisionNetTest {
    private static final String ONE = SpeakerScene.id(1);
    private static final String LOWER = "0a000000";
    private static final String HIGHER = "0affffff";
    private static final String ROUTE =
            "40010100" + "400206" + "0201" + "0000fde9" + "4003040a000001";
    private static final String TOLD = "10" + "0a01"; // 10.1.0.0/16

    private final SpeakerScene scene = new SpeakerScene();
    private final RawPeer ours = new RawPeer(scene, 1, "called", false);
    private final RawPeer theirs = new RawPeer(scene, 1);

    @AfterEach
    void end() {
        ours.close();
        theirs.close();
        scene.close();
    }

    private static String open(String routerId) {
        return RawPeer.open(SpeakerScene.THEIRS.bits(), 30, routerId, "");
    }

    /// The speaker's connection, and its OPEN.
    private void called() {
        scene.heard.advertised.put(
                ONE, List.of(SpeakerScene.announcement("172.16.0.1", 0, "10.1.0.0/16")));
        scene.speakers().apply(List.of(SpeakerScene.peer(1)));
        ours.connect();
        scene.await("its OPEN", () -> ours.has(RawPeer.OPEN));
    }

    /// In OpenConfirm: the peer owes a KEEPALIVE.
    private void confirmed(String routerId) {
        ours.answers(false);
        called();
        ours.say(RawPeer.OPEN, open(routerId));
        scene.await("its KEEPALIVE", () -> ours.has(RawPeer.KEEPALIVE));
    }

    private void callBack(String routerId) {
        theirs.connect();
        theirs.say(RawPeer.OPEN, open(routerId));
        SpeakerScene.pause(500); // it takes it, but that is not to be seen
    }

    /// Routes go both ways, and the end is heard.
    private void assertSession(RawPeer standing) {
        scene.await("up", () -> scene.heard.up.containsKey(ONE));
        long ends = scene.heard.count("down " + ONE);
        standing.update("", ROUTE, "18c0a801");
        scene.await("its route", () -> scene.heard.of(ONE).size() == 1);
        scene.await("our route", () -> standing.updates().contains(TOLD));
        assertThat(scene.heard.count("up " + ONE)).isEqualTo(1);
        assertThat(scene.heard.count("down " + ONE)).isEqualTo(ends);
        standing.disconnect();
        scene.await("its end", () -> scene.heard.count("down " + ONE) > ends);
        assertThat(scene.heard.up).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {LOWER, HIGHER})
    void theOneThatIsConfirmedStands(String routerId) {
        confirmed(routerId);
        callBack(routerId);
        ours.say(RawPeer.KEEPALIVE, "");
        scene.await("the other's end", () -> theirs.has(0));
        assertThat(theirs.notification()).isEqualTo("6/7");
        assertThat(scene.heard.said("down " + ONE)).isFalse();
        assertSession(ours);
    }

    @ParameterizedTest
    @ValueSource(strings = {LOWER, HIGHER})
    void theOtherStandsIfThePeerGivesTheConfirmedOneUp(String routerId) {
        confirmed(routerId);
        callBack(routerId);
        ours.say(RawPeer.NOTIFICATION, "0607");
        ours.disconnect();
        assertSession(theirs);
    }

    /// The peer changes its mind: of those that wait, the last one counts.
    @ParameterizedTest
    @ValueSource(strings = {LOWER, HIGHER})
    void theLastOneOfThoseThatWaitStands(String routerId) {
        confirmed(routerId);
        try (RawPeer first = new RawPeer(scene, 1, "first", true)) {
            first.connect();
            first.say(RawPeer.OPEN, open(routerId));
            SpeakerScene.pause(500);
            callBack(routerId);
            scene.await("the first one's end", () -> first.has(0));
            assertThat(first.notification()).isEqualTo("6/7");
        }
        ours.disconnect();
        assertSession(theirs);
    }

    @ParameterizedTest
    @ValueSource(strings = {LOWER, HIGHER})
    void theirsStandsWhileOursIsNotConfirmed(String routerId) {
        called();
        callBack(routerId);
        scene.await("the end of ours", () -> ours.has(0));
        assertSession(theirs);
    }

    @ParameterizedTest
    @ValueSource(strings = {LOWER, HIGHER})
    void whatComesLaterIsRefused(String routerId) {
        called();
        ours.say(RawPeer.OPEN, open(routerId));
        scene.await("up", () -> scene.heard.up.containsKey(ONE));
        callBack(routerId);
        scene.await("its end", () -> theirs.has(0));
        assertThat(theirs.notification()).isEqualTo("6/7");
        assertSession(ours);
    }
}
