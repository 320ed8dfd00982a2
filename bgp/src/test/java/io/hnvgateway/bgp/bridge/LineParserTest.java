package io.hnvgateway.bgp.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.hnvgateway.bgp.contract.Agreed;
import io.hnvgateway.bgp.contract.Attributes;
import io.hnvgateway.bgp.contract.Family;
import io.hnvgateway.bgp.contract.Nlri;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `captured.txt` is what ExaBGP 4.2.21 wrote while it spoke with BIRD 2.0.12, AS paths as
/// `exabgp.py` has it write them.
class LineParserTest {
    private static final IpAddress PEER = IpAddress.parse("10.128.0.1");

    static List<String> captured() {
        try (InputStream in = LineParserTest.class.getResourceAsStream("captured.txt")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static <T> List<T> of(Class<T> kind) {
        return captured().stream()
                .map(LineParser::parse)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    @Test
    void readsWhatTheOpenAgreed() {
        Line.Opened open = of(Line.Opened.class).getFirst();

        assertThat(open.peer()).isEqualTo(PEER);
        assertThat(open.agreed())
                .isEqualTo(
                        Agreed.newBuilder()
                                .setKnown(true)
                                .setHoldSeconds(9)
                                .setRouterId(0x01020304)
                                .setFourOctetAs(true)
                                .setRouteRefresh(true)
                                .setEnhancedRefresh(true)
                                .setGracefulRestart(true)
                                .setRestartSeconds(120)
                                .addFamilies(Family.IPV4_UNICAST)
                                .addFamilies(Family.IPV6_UNICAST)
                                .build());
    }

    @Test
    void readsAnUpdateWithCommunities() {
        Line.Routes routes = of(Line.Routes.class).getFirst();
        Line.Batch batch = routes.announced().getFirst();
        Attributes attributes = routes.attributes();

        assertThat(Nlri.decodeAddress(batch.nextHop())).isEqualTo(PEER);
        assertThat(Nlri.decode(batch.family(), batch.prefixes()))
                .containsExactly(IpPrefix.parse("192.168.1.0/24"));
        assertThat(attributes.getAsPath(0).getAsNumbersList()).containsExactly(65001);
        assertThat(attributes.getCommunitiesList()).containsExactly((65001 << 16) | 7);
        assertThat(attributes.getLargeCommunitiesList()).containsExactly(65001, 1, 2);
    }

    @Test
    void readsRefreshesInSpiteOfTheirDoubledQuotes() {
        assertThat(of(Line.Refresh.class).subList(0, 2))
                .containsExactly(
                        new Line.Refresh(PEER, Family.IPV4_UNICAST, true),
                        new Line.Refresh(PEER, Family.IPV4_UNICAST, false));
    }

    @Test
    void readsStatesEndsOfRibAndAcknowledgements() {
        assertThat(of(Line.Up.class)).hasSize(2);
        assertThat(of(Line.Down.class).getFirst().reason()).contains("(6,4)");
        assertThat(of(Line.EndOfRib.class)).contains(new Line.EndOfRib(PEER, Family.IPV6_UNICAST));
        assertThat(of(Line.Done.class)).hasSizeGreaterThan(5);
    }

    @Test
    void readsBothFormsOfPrefixesAndWithdrawals() {
        Line line =
                update(
                        "'withdraw': { 'ipv4 unicast': [ { 'nlri': '10.1.0.0/16' }, '0.0.0.0/0' ] }");

        Line.Batch batch = ((Line.Routes) line).withdrawn().getFirst();
        assertThat(batch.count()).isEqualTo(2);
        assertThat(batch.prefixes()).isEqualTo(ByteString.copyFrom(new byte[] {16, 10, 1, 0}));
    }

    @Test
    void takesTheFaultOfAnUpdateThatCountsAsWithdrawn() {
        Line line = update("'attribute': { 'error': 'treat as withdraw' }");

        assertThat(((Line.Routes) line).fault()).isEqualTo("treat as withdraw");
    }

    @Test
    void takesWhatWasLeftOutOfAnUpdate() {
        Line line = update("'attribute': { 'discarded': 'AGGREGATOR: 3 octets' }");

        assertThat(((Line.Routes) line).discarded()).isEqualTo("AGGREGATOR: 3 octets");
    }

    @Test
    void segmentsOfAPathKeepTheirOrder() {
        Line line =
                update("'attribute': { 'as-path': [ [ 2, 1 ], [ 1, 2, 3 ], [ 2, 4 ], [ 3, 5 ] ] }");

        assertThat(((Line.Routes) line).attributes().getAsPathList())
                .containsExactly(
                        segment(false, false, 1),
                        segment(true, false, 2, 3),
                        segment(false, false, 4),
                        segment(false, true, 5));
    }

    private static Attributes.Segment segment(boolean set, boolean confederation, int... numbers) {
        Attributes.Segment.Builder segment =
                Attributes.Segment.newBuilder().setSet(set).setConfederation(confederation);
        for (int number : numbers) {
            segment.addAsNumbers(number);
        }
        return segment.build();
    }

    @Test
    void familiesOfNoInterestAreLeftOut() {
        Line line = update("'announce': { 'ipv4 flow': { '10.0.0.1': [ 'x' ] } }");

        assertThat(((Line.Routes) line).announced()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'announce': { 'ipv4 unicast': { '10.0.0.1': [ '10.1.0.0/33' ] } }",
                "'announce': { 'ipv4 unicast': { '10.0.0.1': [ '2001:db8::/32' ] } }",
                "'announce': { 'ipv4 unicast': { '10.0.0': [ '10.1.0.0/16' ] } }",
                "'announce': { 'ipv4 unicast': [ ] }",
                "'attribute': { 'med': 4294967296 }",
                "'attribute': { 'as-path': [ [ 2, -1 ] ] }",
                "'attribute': { 'as-path': [ 65001 ] }",
                "'attribute': { 'as-path': [ [ 5, 65001 ] ] }",
                "'attribute': { 'as-path': [ [ 2 ] ] }",
                "'attribute': { 'large-community': [ [ 1, 2 ] ] }",
                "'attribute': [ ]",
                "'attribute': { 'med': "
            })
    void refusesWhatIsNoUpdate(String text) {
        assertThatThrownBy(() -> update(text)).isInstanceOf(MalformedLineException.class);
    }

    private static Line update(String text) {
        return LineParser.parse(
                ("{ 'exabgp': '4.0.1', 'type': 'update', 'neighbor': { 'address': { 'local':"
                                + " '10.0.0.1', 'peer': '10.128.0.1' }, 'message': { 'update': { "
                                + text
                                + " } } } }")
                        .replace('\'', '"'));
    }
}
