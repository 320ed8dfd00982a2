package io.hnvgateway.dataplane.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.dataplane.net.FrameCapture;
import io.hnvgateway.dataplane.net.Shell;
import io.hnvgateway.dataplane.net.VethPeer;
import io.hnvgateway.dataplane.netlink.KernelRoute.NextHop;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("net")
@Timeout(30)
class NetlinkMirrorNetTest {
    /// Addresses of this process's own, for several runs share the namespace.
    private static final String NET = "10.254." + ProcessHandle.current().pid() % 250 + ".";

    private final VethPeer peer = new VethPeer();
    private final NetlinkMirror mirror = new NetlinkMirror();

    @AfterEach
    void close() {
        mirror.close();
        peer.close();
    }

    private KernelState await(Predicate<KernelState> fits) throws Exception {
        CompletableFuture<KernelState> found = new CompletableFuture<>();
        Consumer<KernelState> completes =
                state -> {
                    if (fits.test(state)) {
                        found.complete(state);
                    }
                };
        mirror.onChange(completes);
        completes.accept(mirror.state());
        return found.get(20, TimeUnit.SECONDS);
    }

    private int index() {
        return mirror.state().link(peer.device()).orElseThrow().index();
    }

    private static IpAddress ip(String literal) {
        return IpAddress.parse(literal);
    }

    @Test
    void readsTheLinkWithItsMacAddressMtuAndState() {
        KernelLink link = mirror.state().link(peer.device()).orElseThrow();
        assertThat(link.macAddress()).isEqualTo(VethPeer.DEVICE_MAC);
        assertThat(link.mtuBytes()).isEqualTo(1500);
        assertThat(link.up()).isTrue();
    }

    @Test
    void followsAddressesRoutesAndLinks() throws Exception {
        int index = index();
        Shell.run("ip addr add " + NET + "1/25 dev " + peer.device());
        Shell.run("ip route add " + NET + "128/26 via " + NET + "9 metric 77 dev " + peer.device());
        KernelRoute expected =
                KernelRoute.via(IpPrefix.parse(NET + "128/26"), ip(NET + "9"), index, 77);
        KernelAddress address = new KernelAddress(index, ip(NET + "1"), 25);
        KernelState state =
                await(s -> s.routes().contains(expected) && s.addressesOf(index).contains(address));
        assertThat(state.routes())
                .contains(KernelRoute.via(IpPrefix.parse(NET + "0/25"), null, index, 0));
        Shell.run("ip link set " + peer.device() + " mtu 1400");
        await(s -> s.link(peer.device()).orElseThrow().mtuBytes() == 1400);
    }

    @Test
    void forgetsTheRoutesOfALinkThatGoesDown() throws Exception {
        int index = index();
        Shell.run("ip addr add " + NET + "1/25 dev " + peer.device());
        await(s -> s.routes().stream().anyMatch(r -> usesInterface(r, index)));
        Shell.run("ip link set " + peer.device() + " down");
        // links and routes are read one after the other: for a moment they may be of two times
        await(s ->
                s.routes().stream().noneMatch(r -> usesInterface(r, index))
                        && !s.link(peer.device()).orElseThrow().up());
    }

    @Test
    void readsABlackholeAndAMultipathRoute() throws Exception {
        int index = index();
        Shell.run("ip addr add " + NET + "1/25 dev " + peer.device());
        Shell.run(
                "ip route add %s192/27 nexthop via %s8 dev %s weight 3 nexthop via %s9 dev %s"
                        .formatted(NET, NET, peer.device(), NET, peer.device()));
        KernelRoute expected =
                new KernelRoute(
                        IpPrefix.parse(NET + "192/27"),
                        List.of(
                                new NextHop(ip(NET + "8"), index, 3),
                                new NextHop(ip(NET + "9"), index, 1)),
                        0);
        await(s -> s.routes().contains(expected));
        Shell.run("ip route add blackhole " + NET + "240/28");
        try {
            await(s -> s.routes().stream().anyMatch(KernelRoute::isBlackhole));
        } finally {
            Shell.run("ip route del blackhole " + NET + "240/28");
        }
    }

    private static boolean usesInterface(KernelRoute route, int index) {
        return route.nextHops().stream().anyMatch(hop -> hop.interfaceIndex() == index);
    }

    @Test
    void resolvesANeighborThatIsAskedFor() throws Exception {
        int index = index();
        Shell.run("ip addr add " + NET + "1/25 dev " + peer.device());
        peer.inPeer("ip addr add " + NET + "9/25 dev peer0");
        mirror.requestNeighbor(index, ip(NET + "9"));
        KernelState state =
                await(s ->
                        s.neighbor(index, ip(NET + "9"))
                                .filter(n -> n.state().usable())
                                .isPresent());
        assertThat(state.neighbor(index, ip(NET + "9")).orElseThrow().macAddress())
                .isEqualTo(0x0200_0000_0002L);
    }

    @Test
    void followsIpv6AddressesRoutesAndNeighbors() throws Exception {
        String own = "2001:db8:" + Long.toHexString(ProcessHandle.current().pid() & 0xffff) + ":";
        String net = own + ":";
        Shell.run("sysctl -qw net.ipv6.conf." + peer.device() + ".disable_ipv6=0");
        peer.inPeer("sysctl -qw net.ipv6.conf.peer0.disable_ipv6=0");
        int index = index();
        Shell.run("ip addr add " + net + "1/64 nodad dev " + peer.device());
        peer.inPeer("ip addr add " + net + "9/64 nodad dev peer0");
        KernelAddress address = new KernelAddress(index, ip(net + "1"), 64);
        await(s -> s.addresses().contains(address));
        Shell.run("ip route add " + own + "8000::/49 via " + net + "9 metric 77");
        KernelRoute route =
                KernelRoute.via(IpPrefix.parse(own + "8000::/49"), ip(net + "9"), index, 77);
        await(s -> s.routes().contains(route));
        mirror.requestNeighbor(index, ip(net + "9"));
        KernelState state =
                await(s ->
                        s.neighbor(index, ip(net + "9"))
                                .filter(n -> n.state().usable())
                                .isPresent());
        assertThat(state.neighbor(index, ip(net + "9")).orElseThrow().macAddress())
                .isEqualTo(0x0200_0000_0002L);
    }

    @Test
    void sendsAnArpRequestForANeighborThatIsAskedFor() throws Exception {
        Shell.run("ip addr add " + NET + "1/25 dev " + peer.device());
        try (FrameCapture capture = peer.capture()) {
            mirror.requestNeighbor(index(), ip(NET + "77"));
            byte[] arp =
                    capture.await(
                            f -> f[12] == 8 && f[13] == 6 && f[41] == 77, Duration.ofSeconds(10));
            assertThat(arp).isNotNull();
        }
    }

    @Test
    void saysNothingWhenANeighborCannotBeAskedFor() throws Exception {
        mirror.requestNeighbor(0x7fff_fff0, ip("192.0.2.77"));
        assertThat(mirror.state().links()).isNotEmpty();
    }
}
