package io.hnvgateway.bgp.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class NlriTest {
    @Property
    void readsWhatItWroteIpv4(@ForAll("ipv4") List<IpPrefix> prefixes) {
        assertThat(Nlri.decode(Family.IPV4_UNICAST, Nlri.encode(prefixes))).isEqualTo(prefixes);
    }

    @Property
    void readsWhatItWroteIpv6(@ForAll("ipv6") List<IpPrefix> prefixes) {
        assertThat(Nlri.decode(Family.IPV6_UNICAST, Nlri.encode(prefixes))).isEqualTo(prefixes);
    }

    @Property
    void anyBytesArePrefixesOrRefused(@ForAll byte[] bytes) {
        try {
            Nlri.decode(Family.IPV4_UNICAST, ByteString.copyFrom(bytes));
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageMatching("(?s).+");
        }
    }

    @Provide
    Arbitrary<List<IpPrefix>> ipv4() {
        return Combinators.combine(Arbitraries.integers(), Arbitraries.integers().between(0, 32))
                .as((bits, length) -> IpPrefix.of(IpAddress.ofIpv4(bits), length))
                .list();
    }

    @Provide
    Arbitrary<List<IpPrefix>> ipv6() {
        return Combinators.combine(
                        Arbitraries.longs().greaterOrEqual(1),
                        Arbitraries.longs(),
                        Arbitraries.integers().between(1, 128))
                .as((high, low, length) -> IpPrefix.of(new IpAddress(high, low), length))
                .list();
    }

    @Test
    void isTheFormOfRfc4271() {
        assertThat(Nlri.encode(List.of(IpPrefix.parse("10.1.128.0/17"), IpPrefix.ALL_IPV4)))
                .isEqualTo(ByteString.copyFrom(new byte[] {17, 10, 1, (byte) 128, 0}));
    }

    @Test
    void refusesALengthBeyondWhatIsThere() {
        assertThatThrownBy(() ->
                        Nlri.decode(Family.IPV4_UNICAST, ByteString.copyFrom(new byte[] {24, 1})))
                .hasMessageContaining("length 24, 1 octets are left");
        assertThatThrownBy(() ->
                        Nlri.decode(
                                Family.IPV4_UNICAST, ByteString.copyFrom(new byte[] {8, 1, 33})))
                .hasMessageContaining("prefix 1: length 33");
    }

    @Test
    void readsAndWritesAddresses() {
        for (String text : List.of("192.0.2.1", "2001:db8::1")) {
            IpAddress address = IpAddress.parse(text);
            assertThat(Nlri.decodeAddress(Nlri.encode(address))).isEqualTo(address);
        }
    }
}
