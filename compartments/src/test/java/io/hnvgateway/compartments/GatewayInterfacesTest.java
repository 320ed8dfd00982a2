package io.hnvgateway.compartments;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.MacAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class GatewayInterfacesTest {
    private static final IpAddress IPV4 = IpAddress.parse("10.0.0.1");
    private static final IpAddress IPV6 = IpAddress.parse("2001:db8::1");
    private static final IpAddress IPV6_ELSEWHERE = IpAddress.parse("2001:db8:1::1");

    private final GatewayInterfaces interfaces =
            new GatewayInterfaces(
                    List.of(
                            at(5001, IPV4, 0x02005E005001L),
                            at(5002, IPV6_ELSEWHERE, 0x02005E005002L),
                            at(5001, IPV6, 0x02005E005001L)));

    private static GatewayInterface at(int vsid, IpAddress address, long mac) {
        return new GatewayInterface(new VirtualSubnetId(vsid), address, new MacAddress(mac));
    }

    @Test
    void ownsTheLinkLocalAddressMadeFromItsMac() {
        IpAddress linkLocal = IpAddress.parse("fe80::5eff:fe00:5002");

        assertThat(interfaces.macOf(linkLocal.high(), linkLocal.low())).isEqualTo(0x02005E005002L);
        assertThat(interfaces.ownsAddress(linkLocal.high(), linkLocal.low())).isTrue();
        assertThat(interfaces.ownsAddress(linkLocal.high(), linkLocal.low() + 1)).isFalse();
    }

    @Test
    void ownsItsAddressesOfBothFamilies() {
        assertThat(interfaces.macOf(IPV4.high(), IPV4.low())).isEqualTo(0x02005E005001L);
        assertThat(interfaces.macOf(IPV6.high(), IPV6.low())).isEqualTo(0x02005E005001L);
        assertThat(interfaces.macOf(IPV6.high(), IPV4.low())).isZero();
    }

    @Test
    void facesAVirtualSubnetWithAnAddressOfTheFamilyAskedFor() {
        assertThat(interfaces.addressFacing(5001, true)).isEqualTo(IPV6);
        assertThat(interfaces.addressFacing(5001, false)).isEqualTo(IPV4);
        assertThat(interfaces.addressFacing(5002, false)).isEqualTo(IPV4);
        assertThat(interfaces.addressFacing(9999, true)).isEqualTo(IPV6_ELSEWHERE);
        assertThat(new GatewayInterfaces(List.of()).addressFacing(5001, true)).isNull();
    }
}
