package io.hnvgateway.bgp.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hnvgateway.bgp.contract.Announce;
import io.hnvgateway.bgp.contract.Attributes;
import io.hnvgateway.bgp.contract.Family;
import io.hnvgateway.bgp.contract.Nlri;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandsTest {
    private static final String PEER = "neighbor 10.128.0.1 local-ip 10.0.0.1";

    private static Announce announce(Attributes.Builder attributes) {
        return Announce.newBuilder()
                .setNextHop(Nlri.encode(IpAddress.parse("172.16.0.1")))
                .setAttributes(attributes)
                .build();
    }

    private static Attributes.Segment segment(boolean set, int... numbers) {
        Attributes.Segment.Builder segment = Attributes.Segment.newBuilder().setSet(set);
        for (int number : numbers) {
            segment.addAsNumbers(number);
        }
        return segment.build();
    }

    @Test
    void saysAllAttributes() {
        Attributes.Builder attributes =
                Attributes.newBuilder()
                        .setOrigin(Attributes.Origin.INCOMPLETE)
                        .addAsPath(segment(false, 65000, (int) 4200000000L))
                        .addAsPath(segment(true, 1, 2))
                        .setMultiExitDiscriminator(-1)
                        .setLocalPreference(200)
                        .addCommunities(0xffffff01)
                        .addLargeCommunities(1)
                        .addLargeCommunities(-1)
                        .addLargeCommunities(3)
                        .setAtomicAggregate(true)
                        .setAggregator(
                                Attributes.Aggregator.newBuilder().setAsNumber(9).setAddress(1));

        assertThat(Commands.announce(PEER, announce(attributes), prefixes(2)))
                .containsExactly(
                        PEER
                                + " announce attributes next-hop 172.16.0.1 origin incomplete as-path ["
                                + " 65000 4200000000 ( 1 2 ) ] med 4294967295 local-preference 200"
                                + " community [ 65535:65281 ] large-community [ 1:4294967295:3 ]"
                                + " atomic-aggregate aggregator ( 9:0.0.0.1 ) nlri"
                                + " 10.0.0.0/24 10.0.1.0/24");
    }

    @Test
    void splitsLongLines() {
        List<String> lines =
                Commands.announce(PEER, announce(Attributes.newBuilder()), prefixes(1001));

        assertThat(lines).hasSize(3).allMatch(line -> line.length() < 64 << 10);
        assertThat(lines.get(0)).contains(" nlri 10.0.0.0/24 ");
        assertThat(lines.get(2)).endsWith(" nlri 10.3.232.0/24");
        assertThat(Commands.withdraw(PEER, Family.IPV4_UNICAST, prefixes(1)))
                .containsExactly(PEER + " withdraw attributes next-hop 0.0.0.0 nlri 10.0.0.0/24");
    }

    @Test
    void saysSegmentsInTheirOrder() {
        Announce announce =
                announce(
                        Attributes.newBuilder()
                                .addAsPath(segment(true, 1, 2))
                                .addAsPath(segment(false, 3))
                                .addAsPath(segment(true, 4)));

        assertThat(Commands.announce(PEER, announce, prefixes(1)).getFirst())
                .contains(" as-path [ ( 1 2 ) 3 ( 4 ) ] nlri");
    }

    @Test
    void aConfederationsPathIsRefused() {
        Announce announce =
                announce(
                        Attributes.newBuilder()
                                .addAsPath(segment(false, 1).toBuilder().setConfederation(true)));

        assertThatThrownBy(() -> Commands.announce(PEER, announce, prefixes(1)))
                .hasMessageContaining("leaves no confederation");
    }

    private static List<IpPrefix> prefixes(int count) {
        List<IpPrefix> prefixes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            prefixes.add(IpPrefix.parse("10.%d.%d.0/24".formatted(i >> 8, i & 0xff)));
        }
        return prefixes;
    }
}
