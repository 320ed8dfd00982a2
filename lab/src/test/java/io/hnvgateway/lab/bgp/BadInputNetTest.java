package io.hnvgateway.lab.bgp;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.packet.IpPrefix;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What a peer says that it must not say: RFC 7606, and RFC 4271 §6 where the former leaves it. A
/// second peer of the same shard, of another tenant, notices nothing.
@Tag("net")
class BadInputNetTest {
    private static final String ONE = SpeakerScene.id(1);
    private static final String TWO = SpeakerScene.id(2);
    private static final String ORIGIN = "40010100";
    private static final String PATH = "400206" + "0201" + "0000fde9";
    private static final String HOP = "400304" + "0a000001";
    private static final String GOOD = ORIGIN + PATH + HOP;
    private static final String P = "18c0a801";
    private static final String Q = "18c0a802";
    private static final String P6 = "30" + "20010db80005";
    private static final String HOP6 = "20010db8" + "0".repeat(23) + "1";
    private static final IpPrefix PREFIX = IpPrefix.parse("192.168.1.0/24");
    private static final IpPrefix PREFIX6 = IpPrefix.parse("2001:db8:5::/48");

    private final SpeakerScene scene = new SpeakerScene();
    private final RawPeer peer = new RawPeer(scene, 1);
    private final RawPeer witness = new RawPeer(scene, 2);

    @BeforeEach
    void begin() {
        scene.speakers().apply(List.of(SpeakerScene.passive(1), SpeakerScene.passive(2)));
        witness.establish();
        peer.establish();
        witness.update("", GOOD, "18c0a803");
        scene.await("its route", () -> scene.heard.of(TWO).size() == 1);
    }

    @AfterEach
    void end() {
        peer.close();
        witness.close();
        scene.close();
    }

    /// One session from the beginning to the end, and its route.
    private void assertWitnessSawNothing() {
        assertThat(scene.heard.count("up " + TWO)).isEqualTo(1);
        assertThat(scene.heard.said("down " + TWO)).isFalse();
        assertThat(scene.heard.said("unknown " + TWO)).as("the speaker itself").isFalse();
        witness.update("", GOOD, "18c0a804");
        scene.await("another route", () -> scene.heard.of(TWO).size() == 2);
    }

    private static Map<String, String> malformed() {
        Map<String, String> cases = new LinkedHashMap<>();
        cases.put("ORIGIN: flags", "c0010100" + PATH + HOP);
        cases.put("ORIGIN: two octets", "4001020000" + PATH + HOP);
        cases.put("ORIGIN: none", "400100" + PATH + HOP);
        cases.put("ORIGIN: value 3", "40010103" + PATH + HOP);
        cases.put("AS_PATH: flags", ORIGIN + PATH.replaceFirst("4002", "8002") + HOP);
        cases.put("AS_PATH: type 5", ORIGIN + "400206" + "0501" + "0000fde9" + HOP);
        cases.put("AS_PATH: longer than it says", ORIGIN + "400207" + "0201" + "0000fde900" + HOP);
        cases.put("AS_PATH: shorter than it says", ORIGIN + "400206" + "0202" + "0000fde9" + HOP);
        cases.put("AS_PATH: empty segment", ORIGIN + "400208" + "0201" + "0000fde90200" + HOP);
        cases.put("NEXT_HOP: three octets", ORIGIN + PATH + "4003030a0000");
        cases.put("NEXT_HOP: none", ORIGIN + PATH + "400300");
        cases.put("NEXT_HOP: sixteen octets", ORIGIN + PATH + "400310" + HOP6);
        cases.put("MED: two octets", GOOD + "8004020001");
        cases.put("MED: transitive", GOOD + "c00404" + "00000001");
        cases.put("COMMUNITIES: three octets", GOOD + "c00803" + "fde900");
        cases.put("COMMUNITIES: none", GOOD + "c00800");
        cases.put("LARGE_COMMUNITY: eleven octets", GOOD + "c0200b" + "00".repeat(11));
        cases.put("EXTENDED_COMMUNITIES: seven octets", GOOD + "c01007" + "00".repeat(7));
        cases.put("ORIGIN missing", PATH + HOP);
        cases.put("AS_PATH missing", ORIGIN + HOP);
        cases.put("NEXT_HOP missing", ORIGIN + PATH);
        cases.put("none at all", "");
        cases.put("unknown, but well-known", GOOD + "40630100");
        cases.put("longer than all attributes", GOOD + "c0087f" + "fde90001");
        cases.put("cut within its header", GOOD + "c0");
        return cases;
    }

    @Test
    void theRoutesOfAMalformedUpdateCountAsWithdrawn() {
        SoftAssertions all = new SoftAssertions();
        long faults = 0;
        for (Map.Entry<String, String> each : malformed().entrySet()) {
            peer.update("", GOOD, P);
            scene.await(each.getKey(), () -> scene.heard.of(ONE).containsKey(PREFIX));
            peer.update("", each.getValue(), P + Q);
            scene.await(
                    each.getKey() + ": an answer",
                    () -> scene.heard.of(ONE).isEmpty() || scene.heard.said("down " + ONE));
            long expected = ++faults;
            scene.await(
                    each.getKey() + ": told",
                    () -> scene.heard.count("malformed " + ONE) == expected);
        }
        String reach = "800e" + "1c" + "00020110" + HOP6 + "00" + P6;
        peer.update("", ORIGIN + PATH + reach, "");
        scene.await("IPv6", () -> scene.heard.of(ONE).containsKey(PREFIX6));
        peer.update("", "40010103" + PATH + reach, "");
        scene.await("IPv6 withdrawn", () -> scene.heard.of(ONE).isEmpty());
        all.assertThat(scene.heard.count("up " + ONE)).isEqualTo(1);
        all.assertThat(peer.notification()).isEmpty();
        all.assertAll();
        assertWitnessSawNothing();
    }

    @Test
    void whatDoesNotMatterIsLeftOut() {
        Map<String, String> cases = new LinkedHashMap<>();
        cases.put("ATOMIC_AGGREGATE: one octet", "40060100");
        cases.put("AGGREGATOR: six octets", "c00706" + "fde90a000001");
        cases.put("AGGREGATOR: flags", "400708" + "0000fde90a000001");
        cases.put("ORIGIN: twice", "40010102");
        long told = 0;
        for (Map.Entry<String, String> each : cases.entrySet()) {
            peer.update("", GOOD + each.getValue(), P);
            long expected = ++told;
            scene.await(each.getKey(), () -> scene.heard.count("discarded " + ONE) == expected);
            scene.await("the route", () -> scene.heard.of(ONE).containsKey(PREFIX));
            assertThat(scene.heard.route(ONE, PREFIX.toString()).atomicAggregate()).isFalse();
            assertThat(scene.heard.route(ONE, PREFIX.toString()).aggregator()).isNull();
            peer.update(P, "", "");
            scene.await("withdrawn", () -> scene.heard.of(ONE).isEmpty());
        }
        // LOCAL_PREF and reflection of another AS, of whatever length, and what is unknown and
        // optional.
        peer.update("", GOOD + "400501ff" + "800901ff" + "800a01ff" + "c0630101", P);
        scene.await("the route", () -> scene.heard.of(ONE).containsKey(PREFIX));
        assertThat(scene.heard.route(ONE, PREFIX.toString()).localPreference()).isEmpty();
        assertThat(scene.heard.count("discarded " + ONE)).isEqualTo(told);
        assertThat(scene.heard.said("malformed")).isFalse();
        // A family that nobody agreed upon: multicast.
        peer.update("", ORIGIN + PATH + "800e" + "0d" + "00010204" + "0a000001" + "00" + P, "");
        long families = told + 1;
        scene.await("told", () -> scene.heard.count("discarded " + ONE) == families);
        assertThat(scene.heard.said("end-of-rib")).isFalse();
        // Of two next hops the global one.
        String linkLocal = "fe80" + "0".repeat(27) + "1";
        peer.update(
                "", ORIGIN + PATH + "800e" + "2c" + "00020120" + HOP6 + linkLocal + "00" + P6, "");
        scene.await("IPv6", () -> scene.heard.of(ONE).containsKey(PREFIX6));
        assertThat(scene.heard.route(ONE, PREFIX6.toString()).nextHop()).hasToString("2001:db8::1");
        assertThat(peer.notification()).isEmpty();
        assertWitnessSawNothing();
    }

    @Test
    void whatCannotBeToldApartEndsTheSessionAndNoOther() {
        Map<String, Runnable> cases = new LinkedHashMap<>();
        cases.put("1/1 marker", () -> peer.send("00".repeat(16) + "001304"));
        cases.put("1/2 4097 octets", () -> peer.send(RawPeer.MARKER + "100102"));
        cases.put("1/2 18 octets", () -> peer.send(RawPeer.MARKER + "001204"));
        cases.put("1/2 KEEPALIVE of 20", () -> peer.say(RawPeer.KEEPALIVE, "00"));
        cases.put("1/3 type 9", () -> peer.say(9, ""));
        cases.put("1/3 type 6", () -> peer.say(6, "000100"));
        cases.put("3/10 IPv4 prefix of 33 bits", () -> peer.update("", GOOD, "21c0a8010180"));
        cases.put("3/10 withdrawn prefix of 255", () -> peer.update("ffc0a801", "", ""));
        cases.put("3/10 prefix that is cut", () -> peer.update("", GOOD, P + "18c0"));
        cases.put("3/1 withdrawn beyond the end", () -> peer.say(RawPeer.UPDATE, "00ff0000"));
        cases.put("3/1 attributes beyond the end", () -> peer.say(RawPeer.UPDATE, "000000ff"));
        String reach = "800e" + "1c" + "00020110" + HOP6 + "00" + P6;
        cases.put("3/1 MP_REACH twice", () -> peer.update("", ORIGIN + PATH + reach + reach, ""));
        cases.put(
                "3/9 MP_REACH: next hop of 8",
                () ->
                        peer.update(
                                "",
                                ORIGIN + PATH + "800e" + "14" + "00020108" + "00".repeat(9) + P6,
                                ""));
        cases.put(
                "3/9 IPv6 prefix of 129 bits",
                () ->
                        peer.update(
                                "",
                                ORIGIN
                                        + PATH
                                        + "800e"
                                        + "27"
                                        + "00020110"
                                        + HOP6
                                        + "00"
                                        + "81"
                                        + "00".repeat(17),
                                ""));
        cases.put("3/9 MP_UNREACH: cut", () -> peer.update("", "800f" + "05" + "0002013020", ""));
        cases.put("3/1 fault and no route", () -> peer.update("", "40010103" + PATH, ""));
        cases.put(
                "5/3 another OPEN",
                () ->
                        peer.say(
                                RawPeer.OPEN,
                                RawPeer.open(SpeakerScene.THEIRS.bits(), 30, "0a000000", "")));
        SoftAssertions all = new SoftAssertions();
        for (Map.Entry<String, Runnable> each : cases.entrySet()) {
            peer.update("", GOOD, P);
            scene.await("route", () -> scene.heard.of(ONE).containsKey(PREFIX));
            long downs = scene.heard.count("down " + ONE);
            each.getValue().run();
            scene.await(each.getKey(), () -> peer.has(RawPeer.NOTIFICATION) || peer.has(0));
            all.assertThat(peer.notification())
                    .as(each.getKey())
                    .isEqualTo(each.getKey().split(" ", -1)[0]);
            scene.await("down", () -> scene.heard.count("down " + ONE) > downs);
            scene.heard.routes.remove(ONE);
            peer.establish();
        }
        all.assertThat(scene.heard.count("notification " + ONE + " sent")).isEqualTo(cases.size());
        all.assertAll();
        assertWitnessSawNothing();
    }

    @Test
    void anOpenThatIsNotAgreedToIsAnsweredWithTheReason() {
        int theirs = SpeakerScene.THEIRS.bits();
        Map<String, String> cases = new LinkedHashMap<>();
        cases.put("2/2 another AS", RawPeer.open(65009, 30, "0a000000", ""));
        cases.put("2/6 hold time 1", RawPeer.open(theirs, 1, "0a000000", ""));
        cases.put("2/6 hold time 2", RawPeer.open(theirs, 2, "0a000000", ""));
        cases.put("2/3 router id 0", RawPeer.open(theirs, 30, "00000000", ""));
        cases.put("2/1 version 5", "05" + RawPeer.open(theirs, 30, "0a000000", "").substring(2));
        cases.put("2/0 parameters that are cut", "04fde9001e0a0000001002ff0104");
        SoftAssertions all = new SoftAssertions();
        for (Map.Entry<String, String> each : cases.entrySet()) {
            // While the session before is not seen to have ended, a connection is not taken.
            scene.await(each.getKey(), () -> opens(each.getValue()));
            scene.await("an answer", () -> peer.has(RawPeer.NOTIFICATION) || peer.has(0));
            all.assertThat(peer.notification())
                    .as(each.getKey())
                    .isEqualTo(each.getKey().split(" ", -1)[0]);
        }
        all.assertAll();
        peer.establish();
        assertWitnessSawNothing();
    }

    /// A peer's octets stand in what ExaBGP tells the bridge. They end neither a line there nor
    /// ExaBGP.
    @Test
    void aPeersTextsEndNeitherALineNorTheSpeaker() {
        String lines = hex("\ndone\nerror\n{ \"exabgp\"\n");
        String json = hex("\", \"x\": { } } }\\");
        for (String text : List.of("c3a9", "ff00ff", lines, json)) {
            long before = scene.heard.count("down " + ONE);
            peer.say(RawPeer.NOTIFICATION, "0609" + text);
            scene.await("down", () -> scene.heard.count("down " + ONE) > before);
            peer.establish();
        }
        assertThat(scene.heard.count("notification " + ONE + " received 6,9")).isEqualTo(4);
        String shutdown = "Wartung";
        peer.say(RawPeer.NOTIFICATION, "0602%02x".formatted(shutdown.length()) + hex(shutdown));
        scene.await("told", () -> scene.heard.said("notification " + ONE + " received 6,2"));
        scene.await("its text", () -> scene.heard.said(shutdown));

        String name = "\" } }, \"neighbor\": { \"address\": { \"peer\": \"10.128.0.2\" }\n";
        String host = "49%02x%02x%s00".formatted(name.length() + 2, name.length(), hex(name));
        String open = RawPeer.open(SpeakerScene.THEIRS.bits(), 30, "0a000000", host);
        scene.await("another session", () -> opens(open));
        peer.say(RawPeer.KEEPALIVE, "");
        scene.await("up", () -> scene.heard.up.containsKey(ONE));
        peer.update("", GOOD, P);
        scene.await("route", () -> scene.heard.of(ONE).containsKey(PREFIX));
        assertWitnessSawNothing();
    }

    /// @return whether the connection was taken
    private boolean opens(String open) {
        peer.connect();
        peer.say(RawPeer.OPEN, open);
        scene.await("an answer", () -> peer.has(RawPeer.OPEN) || peer.has(0));
        return peer.has(RawPeer.OPEN);
    }

    private static String hex(String text) {
        return java.util.HexFormat.of()
                .formatHex(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    @Test
    void pathsKeepTheirSegmentsBothWays() {
        String path = "0201" + "0000fde9" + "0102" + "00000002" + "00000003" + "0201" + "00000004";
        peer.update("", ORIGIN + "4002%02x".formatted(path.length() / 2) + path + HOP, P);
        scene.await("route", () -> scene.heard.of(ONE).containsKey(PREFIX));
        var learned = scene.heard.route(ONE, PREFIX.toString()).asPath();
        assertThat(learned).hasToString("65001 {2,3} 4");
        scene.speakers()
                .send(
                        TWO,
                        io.hnvgateway.bgp.route.RouteUpdate.announce(
                                SpeakerScene.announcement("172.16.0.1", 0).attributes().toBuilder()
                                        .asPath(learned)
                                        .build(),
                                List.of(PREFIX)));
        scene.await("told", () -> witness.updates().contains(path));
        assertWitnessSawNothing();
    }
}
