package io.hnvgateway.dataplane.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hnvgateway.dataplane.DataPath;
import io.hnvgateway.dataplane.DataPathConfig;
import io.hnvgateway.dataplane.DataPathMode;
import io.hnvgateway.dataplane.DataPathOpener;
import io.hnvgateway.dataplane.TestPolicies;
import io.hnvgateway.dataplane.net.Frames;
import io.hnvgateway.dataplane.net.Shell;
import io.hnvgateway.dataplane.net.VethPeer;
import io.hnvgateway.dataplane.steering.FilterSteering;
import io.hnvgateway.dataplane.steering.PortRole;
import io.hnvgateway.dataplane.steering.Steering;
import io.hnvgateway.dataplane.steering.SteeringChange;
import io.hnvgateway.dataplane.steering.SteeringChange.Elements;
import io.hnvgateway.dataplane.steering.SteeringPolicy;
import io.hnvgateway.dataplane.steering.SteeringState;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("net")
class GuardNetTest {
    private static final long PATIENCE_NS = 20_000_000_000L;
    private static final String OUTSIDE = "2001:db8:ffff::9";

    private final VethPeer peer = new VethPeer();
    private final List<Guard> guards = new ArrayList<>();
    private final SteeringPolicy policy = TestPolicies.everything(peer.device());

    @AfterEach
    void close() {
        guards.forEach(Guard::close);
        Guard.detach(List.of(peer.device()));
        peer.close();
    }

    private String rules() {
        return Shell.run("nft list table " + table());
    }

    private GuardedSteering guarded(Steering behind) {
        return guarded(policy, behind);
    }

    private GuardedSteering guarded(SteeringPolicy by, Steering behind) {
        Guard guard = new Guard(List.of(peer.device()));
        guards.add(guard);
        return GuardedSteering.setUp(guard, by).before(behind);
    }

    /// Steering that remembers what the guard said when it was applied.
    private final class Witness implements Steering {
        final List<String> rulesSeen = new ArrayList<>();
        private final FilterSteering filter =
                new FilterSteering(List.of(peer.device()), Arena.ofAuto().allocate(1 << 16, 4));

        Witness(SteeringPolicy first) {
            filter.apply(first);
        }

        @Override
        public void apply(SteeringChange change) {
            rulesSeen.add(rules());
            filter.apply(change);
        }

        @Override
        public SteeringState state() {
            return filter.state();
        }
    }

    private static byte[] toDevice6(byte[] packet) {
        return Frames.ethernet(Frames.TO_DEVICE, "86dd", packet);
    }

    @Test
    void setsUpItsTableBeforeAnythingElseAndStaysUntilDetached() {
        guarded(new Witness(policy));
        assertThat(rules()).contains("192.0.2.1", "198.51.100.0", "203.0.113.10", "drop");
        assertThat(Guard.guardedDevices()).contains(peer.device());
        Guard.detach(List.of(peer.device()));
        assertThat(Guard.guardedDevices()).doesNotContain(peer.device());
    }

    @Test
    void guardsOldAndNewWhileSteeringChangesAndOnlyTheNewAfterwards() {
        Witness witness = new Witness(policy);
        GuardedSteering steering = guarded(witness);
        steering.apply(policy.withPublic(Set.of(IpPrefix.parse("198.18.0.0/15")), Set.of()));
        assertThat(witness.rulesSeen.getFirst()).contains("198.18.0.0", "203.0.113.10");
        assertThat(rules()).contains("198.18.0.0").doesNotContain("203.0.113.10");
    }

    @Test
    void dropsTunnelTrafficTaggedOrNotAndPublicTrafficButNotTheHosts() {
        guarded(new Witness(policy));
        byte[] nvgre = Frames.ipv4(TestPolicies.PROVIDER_ADDRESS, 47, Frames.nvgre(1));
        peer.send(
                toDevice(nvgre),
                Frames.tagged(9, Frames.TO_DEVICE, "0800", nvgre),
                toDevice(Frames.ipv4(TestPolicies.PUBLIC_ADDRESS, 17, Frames.udp(1, 2))),
                toDevice(Frames.ipv4(TestPolicies.HOST_IN_ROUTED_PREFIX, 17, Frames.udp(1, 2))),
                toDevice(Frames.ipv4(TestPolicies.PROVIDER_ADDRESS, 17, Frames.udp(1, 2))));
        assertThat(rules())
                .containsPattern("provider_addresses counter packets 2 ")
                .containsPattern("public_32 counter packets 1 ")
                .containsPattern("public_24 counter packets 0 ");
    }

    @Test
    void dropsIpv6TunnelTrafficAndPublicTrafficButNotTheHosts() {
        guarded(new Witness(policy));
        byte[] nvgre = Frames.nvgre(1);
        byte[] behindOptions =
                ByteBuffer.allocate(8 + nvgre.length)
                        .put(Frames.hex("2f00 0104 0000 0000"))
                        .put(nvgre)
                        .array();
        peer.send(
                toDevice6(from(OUTSIDE, TestPolicies.PROVIDER_IPV6, 47, nvgre)),
                toDevice6(from(OUTSIDE, TestPolicies.PROVIDER_IPV6, 60, behindOptions)),
                toDevice6(from(OUTSIDE, TestPolicies.PUBLIC_IPV6, 17, Frames.udp(1, 2))),
                toDevice6(from(OUTSIDE, TestPolicies.ROUTED_IPV6, 17, Frames.udp(1, 2))),
                toDevice6(from(OUTSIDE, TestPolicies.HOST_IPV6, 17, Frames.udp(1, 2))));
        assertThat(rules())
                .containsPattern("provider_addresses6 counter packets 2 ")
                .containsPattern("public6_128 counter packets 1 ")
                .containsPattern("public6_48 counter packets 1 ");
    }

    /// The kernel would answer ESP and GRE, which it does not know; IKE it must get, and fragments
    /// of what no tunnel has, such as ICMPv6.
    @Test
    void dropsWhatIsOfTunnelsButNotIke() {
        guarded(new Witness(policy));
        byte[] esp = Frames.hex("12300001 00000001 0011223344556677");
        byte[] espInUdp = Frames.hex("1194 1194 0018 0000", "12300001 00000001 0011223344556677");
        byte[] ikeInUdp = Frames.hex("1194 1194 0018 0000", "00000000 00000001 0011223344556677");
        byte[] fragment = Frames.ipv4(TestPolicies.VPN_ADDRESS, 17, Frames.udp(500, 500));
        fragment[6] = 0x20;
        fragment[10] = (byte) (fragment[10] - 0x20); // its checksum
        peer.send(
                toDevice(Frames.ipv4(TestPolicies.VPN_ADDRESS, 50, esp)),
                toDevice(Frames.ipv4(TestPolicies.VPN_ADDRESS, 47, esp)),
                toDevice6(from(OUTSIDE, TestPolicies.VPN_IPV6, 50, esp)),
                toDevice(Frames.ipv4(TestPolicies.VPN_ADDRESS, 17, espInUdp)),
                toDevice6(from(OUTSIDE, TestPolicies.VPN_IPV6, 17, espInUdp)),
                toDevice(Frames.ipv4(TestPolicies.VPN_ADDRESS, 17, ikeInUdp)),
                toDevice6(from(OUTSIDE, TestPolicies.VPN_IPV6, 17, ikeInUdp)),
                toDevice(Frames.ipv4(TestPolicies.VPN_ADDRESS, 17, Frames.udp(500, 500))),
                toDevice(fragment),
                toDevice6(
                        from(OUTSIDE, TestPolicies.VPN_IPV6, 44, Frames.hex("1100 0001 00000001"))),
                toDevice6(
                        from(
                                OUTSIDE,
                                TestPolicies.VPN_IPV6,
                                44,
                                Frames.hex("3a00 0001 00000001"))));
        assertThat(rules())
                .containsPattern(
                        "l4proto \\{ 47, 50 \\} counter packets 3 |l4proto \\{ (gre|esp), (gre|esp) \\} counter packets 3 ")
                .containsPattern("udp dport 4500 @th,64,32 != 0x0 counter packets 2 ")
                .containsPattern(
                        "frag-off & 16383 != 0 .* counter packets 1 |frag-off & 0x3fff != 0x0 .* counter packets 1 ")
                .containsPattern("(nexthdr|frag).*@nh,320,8 .* counter packets 1 ");
    }

    @Test
    void dropsWhatIpRewriteVmsSendButNotTheirHostsDiscovery() {
        SteeringPolicy backEnd = TestPolicies.everything(peer.device(), PortRole.BACK_END);
        guarded(backEnd, new Witness(backEnd));
        String source = TestPolicies.REWRITE_IPV6_SOURCE;
        String pa = TestPolicies.PROVIDER_IPV6;
        peer.send(
                toDevice(
                        Frames.ipv4(
                                TestPolicies.REWRITE_SOURCE,
                                TestPolicies.PROVIDER_ADDRESS,
                                17,
                                Frames.udp(1, 2))),
                toDevice6(from(source, pa, 17, Frames.udp(1, 2))),
                toDevice6(from(source, pa, 58, Frames.neighborMessage(135, pa))));
        assertThat(rules())
                .containsPattern("rewrite_sources counter packets 1 ")
                .containsPattern("rewrite_sources6 counter packets 1 ");
    }

    @Test
    void dropsAllInTheGatewaysVlansAndTheGatewaysInTheHosts() {
        guarded(new Witness(policy));
        byte[] nvgre = Frames.ipv4(TestPolicies.PROVIDER_ADDRESS, 47, Frames.nvgre(1));
        byte[] host = Frames.ipv4(TestPolicies.PROVIDER_ADDRESS, 17, Frames.udp(1, 2));
        byte[] foreign = Frames.ipv4(TestPolicies.FOREIGN_ADDRESS, 17, Frames.udp(1, 2));
        byte[] publicPacket = Frames.ipv4(TestPolicies.PUBLIC_ADDRESS, 17, Frames.udp(1, 2));
        peer.send(
                inVlan(TestPolicies.BACK_END_VLAN, host),
                inVlan(TestPolicies.HOST_VLAN, nvgre),
                inVlan(TestPolicies.HOST_VLAN, publicPacket),
                inVlan(TestPolicies.HOST_VLAN, host),
                inVlan(TestPolicies.HOST_VLAN, foreign));
        assertThat(rules())
                .containsPattern("gateway_vlans counter packets 1 ")
                .containsPattern("provider_addresses counter packets 1 ")
                .containsPattern("public_32 counter packets 1 ")
                .containsPattern("unicast, unreachable, prohibit } counter packets 0 ");
    }

    private static byte[] inVlan(int vlan, byte[] packet) {
        return Frames.tagged(vlan, Frames.TO_DEVICE, "0800", packet);
    }

    @Test
    void changesInProportionOnceItIsExact() {
        Witness witness = new Witness(policy);
        GuardedSteering steering = guarded(witness);
        steering.apply(policy);
        String counted = "public_32 counter packets 1 ";
        peer.send(toDevice(Frames.ipv4(TestPolicies.PUBLIC_ADDRESS, 17, Frames.udp(1, 2))));
        steering.apply(publicChange(Set.of(IpPrefix.parse("198.18.5.0/27")), Set.of()));
        assertThat(rules()).containsPattern(counted).contains("198.18.5.0", "== @public_27");
        steering.apply(
                publicChange(
                        Set.of(IpPrefix.parse("198.18.6.0/27")),
                        Set.of(IpPrefix.parse("198.18.5.0/27"), IpPrefix.parse("10.9.9.9/32"))));
        assertThat(witness.rulesSeen.getLast()).contains("198.18.5.0", "198.18.6.0");
        assertThat(rules())
                .as("a table made anew would count from 0")
                .containsPattern(counted)
                .contains("198.18.6.0")
                .doesNotContain("198.18.5.0")
                .containsOnlyOnce("== @public_27");
    }

    @Test
    void setsUpAnewWhatSomebodyElseRemoved() {
        Witness witness = new Witness(policy);
        GuardedSteering steering = guarded(witness);
        steering.apply(policy);
        Guard.detach(List.of(peer.device()));
        steering.apply(
                publicChange(
                        Set.of(IpPrefix.parse("198.18.5.0/27")),
                        Set.of(IpPrefix.parse("203.0.113.10/32"))));
        assertThat(witness.rulesSeen.getLast()).contains("198.18.5.0", "203.0.113.10");
        assertThat(rules()).contains("198.18.5.0", "198.51.100.0").doesNotContain("203.0.113.10");
    }

    @Test
    void narrowsEvenIfSomebodyElseRemovedTheElement() {
        GuardedSteering steering = guarded(new Witness(policy));
        steering.apply(policy);
        Nft.run("delete element %s public_32 { 203.0.113.10 }\n".formatted(table()));
        IpPrefix gone = IpPrefix.parse("203.0.113.10/32");
        steering.apply(publicChange(Set.of(), Set.of(gone)));
        assertThat(rules()).contains("198.51.100.0").doesNotContain("203.0.113.10");
        steering.apply(publicChange(Set.of(gone), Set.of()));
        assertThat(rules()).contains("203.0.113.10");
    }

    @Test
    void takesAllOfABatchOrNothingAndSaysWhatTheKernelRefused() {
        guarded(new Witness(policy));
        String name = table().replace("netdev ", "");
        ElementBatch batch = new ElementBatch();
        batch.add(name, "provider_addresses", List.of(IpAddress.parse("192.0.2.77")));
        batch.delete(name, "host_addresses6", List.of(IpAddress.parse("2001:db8::77")));
        batch.add(name, "provider_addresses", List.of(IpAddress.parse("192.0.2.78")));
        ElementBatch right = new ElementBatch();
        right.add(name, "provider_addresses", List.of(IpAddress.parse("192.0.2.79")));
        try (NfTables nfTables = new NfTables()) {
            assertThatThrownBy(() -> nfTables.commit(batch))
                    .isInstanceOf(GuardException.class)
                    .hasMessageContaining("delete from set host_addresses6 of table " + name)
                    .hasMessageContaining("errno 2")
                    .hasMessageNotContaining("provider_addresses");
            assertThat(rules()).doesNotContain("192.0.2.77", "192.0.2.78");
            nfTables.commit(right);
        }
        assertThat(rules()).contains("192.0.2.79").doesNotContain("192.0.2.77", "192.0.2.78");
    }

    @Test
    void takesManyElementsOfBothFamiliesAtOnce() {
        GuardedSteering steering = guarded(new Witness(policy));
        steering.apply(policy);
        Set<IpPrefix> many = new HashSet<>();
        for (int i = 0; i < 3 * ElementBatch.ELEMENTS_A_MESSAGE; i++) {
            many.add(IpPrefix.parse("10.%d.%d.0/24".formatted(i >> 8, i & 0xff)));
            many.add(IpPrefix.parse("2001:db8:%x::/48".formatted(0x1000 + i)));
        }
        steering.apply(publicChange(many, Set.of()));
        assertThat(elements("public_24")).hasSize(1 + many.size() / 2);
        assertThat(elements("public6_48")).hasSize(1 + many.size() / 2);
        steering.apply(publicChange(Set.of(), many));
        assertThat(elements("public_24")).containsExactly("198.51.100.0");
        assertThat(elements("public6_48")).containsExactly("2001:db8:3::");
    }

    private String table() {
        return "netdev hnv_guard_" + GuardScript.encode(peer.device());
    }

    private List<String> elements(String set) {
        String listed = Shell.run("nft list set " + table() + " " + set);
        String inBraces =
                listed.replaceFirst("(?s).*elements = \\{", "").replaceFirst("(?s)}.*", "");
        return List.of(inBraces.strip().split(",\\s+"));
    }

    private static SteeringChange publicChange(Set<IpPrefix> added, Set<IpPrefix> removed) {
        return new SteeringChange(
                Elements.none(),
                new Elements<>(added, removed),
                Map.of(),
                Elements.none(),
                Elements.none(),
                Elements.none(),
                Elements.none(),
                Elements.none(),
                Map.of(),
                null);
    }

    private static byte[] from(String source, String to, int nextHeader, byte[] payload) {
        return Frames.ipv6(source, to, nextHeader, payload);
    }

    private static byte[] toDevice(byte[] packet) {
        return Frames.ethernet(Frames.TO_DEVICE, "0800", packet);
    }

    @Test
    void keepsWhatAnEarlierProcessGuardedUntilAPolicyIsApplied() {
        guarded(new Witness(policy));
        GuardedSteering restarted =
                guarded(SteeringPolicy.EMPTY, new Witness(SteeringPolicy.EMPTY));
        assertThat(rules()).contains("203.0.113.10").containsOnlyOnce("chain ingress");
        assertThat(rules())
                .containsOnlyOnce("ip protocol gre")
                .containsOnlyOnce("== @public_24")
                .containsOnlyOnce("== @public6_48");
        restarted.apply(SteeringPolicy.EMPTY);
        assertThat(rules()).doesNotContain("203.0.113.10");
    }

    @Test
    void replacesATableThatItDoesNotUnderstand() {
        Nft.run("table " + table() + " { set provider_addresses { type ether_addr; }\n}\n");
        guarded(new Witness(policy));
        assertThat(rules()).contains("203.0.113.10", "drop");
    }

    @Test
    void saysWhatNftSaysWhenItRefusesAScript() {
        assertThatThrownBy(() -> Nft.run("add set netdev hnv_guard_none x\n"))
                .isInstanceOf(GuardException.class)
                .hasMessageContaining("nft refused the guard's rules")
                .hasMessageContaining("add set");
    }

    @ParameterizedTest
    @EnumSource(names = {"PACKET", "XDP"})
    void aGuardIsLeftToAGatewayThatRunsAndRemovedOfOneThatEnded(DataPathMode mode) {
        List<String> device = List.of(peer.device());
        var config = new DataPathConfig(mode, device, DataPathConfig.Sizes.SMALL);
        try (DataPath path = DataPathOpener.open(config, policy)) {
            assertThat(path.choice().mode()).isEqualTo(mode);
            assertThat(GuardsLeft.remove(device))
                    .isEqualTo(new GuardsLeft.Removal(List.of(), device));
            assertThat(rules()).contains("drop");
        }
        assertThat(Guard.guardedDevices()).contains(peer.device());
        long endNs = System.nanoTime() + PATIENCE_NS; // the program leaves its device late
        while (GuardsLeft.remove(device).removed().isEmpty()) {
            assertThat(System.nanoTime() - endNs).isNegative();
        }
        assertThat(Guard.guardedDevices()).doesNotContain(peer.device());
    }
}
