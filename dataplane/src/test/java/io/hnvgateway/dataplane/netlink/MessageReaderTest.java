package io.hnvgateway.dataplane.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.dataplane.netlink.KernelRoute.NextHop;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Messages as bytes, also such as the kernel at hand does not send.
class MessageReaderTest {
    private static final int UP = 0x1 | 0x10000;

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
    }

    private static byte[] attribute(int type, byte[] value) {
        return buffer(NetlinkMessage.align(4 + value.length))
                .putShort((short) (4 + value.length))
                .putShort((short) type)
                .put(value)
                .array();
    }

    private static byte[] u32(int value) {
        return buffer(4).putInt(value).array();
    }

    private static byte[] ip(String text) {
        IpAddress address = IpAddress.parse(text);
        return address.isIpv4()
                ? ByteBuffer.allocate(4).putInt(address.ipv4Bits()).array()
                : ByteBuffer.allocate(16).putLong(address.high()).putLong(address.low()).array();
    }

    private static byte[] join(byte[]... parts) {
        ByteBuffer whole =
                ByteBuffer.allocate(List.of(parts).stream().mapToInt(p -> p.length).sum());
        List.of(parts).forEach(whole::put);
        return whole.array();
    }

    private static NetlinkMessage message(int type, byte[]... parts) {
        ByteBuffer body = ByteBuffer.wrap(join(parts)).order(ByteOrder.nativeOrder());
        return new NetlinkMessage(type, 0, 1, body);
    }

    private static NetlinkMessage link(int index, String name, byte[]... attributes) {
        byte[] header = buffer(16).putInt(4, index).putInt(8, UP).array();
        byte[] named = attribute(3, (name + "\0").getBytes(StandardCharsets.UTF_8));
        return message(NetlinkMessage.NEW_LINK, header, named, join(attributes));
    }

    private static byte[] vlanInfo(int vlan) {
        byte[] id = attribute(1, buffer(2).putShort((short) vlan).array());
        byte[] kind = attribute(1, "vlan\0".getBytes(StandardCharsets.UTF_8));
        return attribute(18, join(kind, attribute(2, id)));
    }

    @Test
    void readsAVlanInterfaceWithItsParent() {
        KernelLink parent = MessageReader.link(link(3, "eth0")).orElseThrow();
        KernelLink vlan =
                MessageReader.link(link(9, "eth0.100", attribute(5, u32(3)), vlanInfo(100)))
                        .orElseThrow();
        assertThat(vlan.parentIndex()).isEqualTo(3);
        assertThat(vlan.vlan()).isEqualTo(100);
        assertThat(parent.vlan()).isZero();
        KernelState state =
                new KernelState(Map.of(3, parent, 9, vlan), List.of(), List.of(), Map.of());
        assertThat(state.hostVlans("eth0")).containsExactlyEntriesOf(Map.of(100, "eth0.100"));
        assertThat(state.hostVlans("eth0.100")).isEmpty();
        assertThat(state.hostVlans("eth7")).isEmpty();
    }

    @Test
    void takesNoParentOfAnotherNamespaceForOneHere() {
        KernelLink vlan =
                MessageReader.link(
                                link(
                                        9,
                                        "v",
                                        attribute(5, u32(3)),
                                        attribute(37, u32(0)),
                                        vlanInfo(100)))
                        .orElseThrow();
        assertThat(vlan.vlan()).isZero();
        KernelLink veth = MessageReader.link(link(9, "v", attribute(5, u32(3)))).orElseThrow();
        assertThat(veth.parentIndex()).as("a veth names its peer as its parent").isZero();
    }

    private static NetlinkMessage address(String text, int length, int flags, byte[]... more) {
        byte[] header = buffer(8).put(1, (byte) length).put(2, (byte) flags).putInt(4, 3).array();
        return message(NetlinkMessage.NEW_ADDRESS, header, attribute(1, ip(text)), join(more));
    }

    @Test
    void readsAddressesOfBothFamiliesButNoneUnderDuplicateDetection() {
        assertThat(MessageReader.address(address("2001:db8::1", 64, 0x80)))
                .contains(new KernelAddress(3, IpAddress.parse("2001:db8::1"), 64));
        assertThat(MessageReader.address(address("192.0.2.1", 24, 0)).orElseThrow().prefix())
                .isEqualTo(IpPrefix.parse("192.0.2.0/24"));
        assertThat(MessageReader.address(address("2001:db8::1", 64, 0x40))).isEmpty();
        assertThat(MessageReader.address(address("2001:db8::1", 64, 0xc0))).isEmpty();
        assertThat(MessageReader.address(address("2001:db8::1", 64, 0x88))).isEmpty();
        byte[] tentative = attribute(8, u32(0x240));
        assertThat(MessageReader.address(address("2001:db8::1", 64, 0, tentative))).isEmpty();
        assertThat(MessageReader.address(address("192.0.2.1", 33, 0))).isEmpty();
    }

    private static NetlinkMessage route(int family, int length, int type, byte[]... attributes) {
        byte[] header =
                buffer(12)
                        .put(0, (byte) family)
                        .put(1, (byte) length)
                        .put(4, (byte) 254)
                        .put(7, (byte) type)
                        .array();
        return message(NetlinkMessage.NEW_ROUTE, header, join(attributes));
    }

    private static byte[] hop(int flags, int weight, int index, byte[] attributes) {
        return join(
                buffer(8)
                        .putShort((short) (8 + attributes.length))
                        .put((byte) flags)
                        .put((byte) (weight - 1))
                        .putInt(index)
                        .array(),
                attributes);
    }

    @Test
    void readsAnIpv6RouteOverSeveralWeightedNextHopsButNoDeadOne() {
        byte[] hops =
                join(
                        hop(0, 1, 3, attribute(5, ip("fe80::1"))),
                        hop(1, 1, 3, attribute(5, ip("fe80::2"))),
                        hop(0x10, 1, 4, attribute(5, ip("fe80::3"))),
                        hop(0, 256, 4, attribute(5, ip("fe80::4"))));
        KernelRoute route =
                RouteReader.route(
                                route(
                                        10,
                                        32,
                                        1,
                                        attribute(1, ip("2001:db8::")),
                                        attribute(6, u32(1024)),
                                        attribute(9, hops)))
                        .orElseThrow();
        assertThat(route.destination()).isEqualTo(IpPrefix.parse("2001:db8::/32"));
        assertThat(route.metric()).isEqualTo(1024);
        assertThat(route.nextHops())
                .containsExactly(
                        new NextHop(IpAddress.parse("fe80::1"), 3, 1),
                        new NextHop(IpAddress.parse("fe80::4"), 4, 256));
    }

    @Test
    void readsAnIpv4RouteOverAnIpv6NextHop() {
        byte[] via = join(buffer(2).putShort((short) 10).array(), ip("fe80::1"));
        assertThat(RouteReader.route(route(2, 0, 1, attribute(18, via), attribute(4, u32(3)))))
                .contains(KernelRoute.via(IpPrefix.ALL_IPV4, IpAddress.parse("fe80::1"), 3, 0));
    }

    @Test
    void givesNothingForARouteThatNamesANextHopObjectOnly() {
        assertThat(RouteReader.route(route(10, 0, 1, attribute(30, u32(7))))).isEmpty();
    }

    @Test
    void readsABlackholeAndADefaultRouteOfEachFamily() {
        assertThat(RouteReader.route(route(10, 0, 6)).orElseThrow())
                .isEqualTo(new KernelRoute(IpPrefix.ALL_IPV6, List.of(), 0));
        assertThat(RouteReader.route(route(2, 0, 1, attribute(4, u32(3)))))
                .contains(KernelRoute.via(IpPrefix.ALL_IPV4, null, 3, 0));
    }

    @Test
    void givesNothingForWhatDoesNotFit() {
        byte[] mapped = new byte[16];
        mapped[10] = mapped[11] = (byte) 0xff;
        byte[] out = attribute(4, u32(3));
        assertThat(RouteReader.route(route(10, 128, 1, attribute(1, mapped), out))).isEmpty();
        assertThat(RouteReader.route(route(2, 33, 1, attribute(1, ip("192.0.2.1")), out)))
                .isEmpty();
        assertThat(RouteReader.route(route(2, 24, 1, attribute(1, ip("2001:db8::")), out)))
                .isEmpty();
        assertThat(RouteReader.route(route(7, 0, 1, out))).isEmpty();
    }

    @Test
    void survivesAnyBytes() {
        Random random = new Random(5);
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = new byte[random.nextInt(80)];
            random.nextBytes(bytes);
            for (int at = 12; at + 4 <= bytes.length; at += 4 * (1 + random.nextInt(4))) {
                bytes[at] = (byte) (4 + random.nextInt(16));
                bytes[at + 1] = 0;
                bytes[at + 2] = (byte) random.nextInt(40);
                bytes[at + 3] = 0;
            }
            NetlinkMessage message = message(NetlinkMessage.NEW_ROUTE, bytes);
            assertThat(MessageReader.link(message)).isNotNull();
            assertThat(MessageReader.address(message)).isNotNull();
            assertThat(MessageReader.neighbor(message)).isNotNull();
            assertThat(RouteReader.route(message)).isNotNull();
        }
    }
}
