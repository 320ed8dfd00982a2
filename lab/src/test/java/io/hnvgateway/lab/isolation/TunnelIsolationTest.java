package io.hnvgateway.lab.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.dataplane.port.InMemoryPort;
import io.hnvgateway.lab.golden.InMemoryGateway;
import io.hnvgateway.packet.IpAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tenants with the same addresses inside and the same network at their offices, by GRE or in a
/// VLAN. What a tenant's VM or office sends bears the tenant's tag, and must come out at this
/// tenant's VMs or office alone; what strangers send, or who pretends, must not come out at all.
class TunnelIsolationTest {
    private static final int FRAMES = 20_000;
    private static final int TENANTS = 8;
    private static final int FIRST_KEY = 1000;
    private static final int FIRST_VLAN = 300;
    private static final int LEAST_OF_A_KIND = 200;
    private static final long STEP_NS = 1_000_000L;
    private static final String STRANGER = "HNVX";
    private static final Pattern TAG = Pattern.compile("HNVT\\d\\d|" + STRANGER);
    private static final IpAddress CLERK = IpAddress.parse("172.20.1.9");
    private static final IpAddress OWN = IpAddress.parse("172.30.0.1");
    private static final IpAddress SITE_ROUTER = IpAddress.parse("172.30.0.2");
    private static final long FRONT_MAC = 0x020000000F01L;
    private static final long BACK_MAC = 0x020000000B01L;
    private static final long HOST_MAC = 0x020000000B11L;
    private static final long ROUTER_MAC = 0x020000000FFEL;
    private static final long SITE_MAC = 0x020000000E02L;

    private int toVmFromGre;
    private int toVmFromVlan;
    private int toGre;
    private int toVlan;

    /// Every second tenant has GRE, the others a VLAN.
    private static boolean byGre(Tenant tenant) {
        return tenant.index() % 2 == 0;
    }

    /// Two devices are the peers of all.
    private static IpAddress peer(Tenant tenant) {
        return IpAddress.parse("198.18.9." + (1 + tenant.index() / 2 % 2));
    }

    private static JsonNode state(World world) throws Exception {
        JsonNode state = GatewayOfWorld.state(world);
        for (Tenant tenant : world.tenants()) {
            for (JsonNode gateway : state.get("virtualGateways")) {
                if (gateway.get("resourceId").asText().equals("g" + tenant.index())) {
                    connect(tenant, (ObjectNode) gateway.get("properties"));
                }
            }
        }
        return state;
    }

    private static void connect(Tenant tenant, ObjectNode gateway) {
        ObjectNode office =
                gateway.putArray("networkConnections")
                        .addObject()
                        .put("resourceId", "office")
                        .putObject("properties");
        office.putArray("routes").addObject().put("destinationPrefix", "172.20.1.0/24");
        if (byGre(tenant)) {
            office.put("connectionType", "GRE")
                    .put("destinationIPAddress", peer(tenant).toString())
                    .putObject("greConfiguration")
                    .put("greKey", FIRST_KEY + tenant.index());
        } else {
            office.put("connectionType", "L3")
                    .putObject("l3Configuration")
                    .putObject("vlanSubnet")
                    .put("vlanId", FIRST_VLAN + tenant.index());
            office.putArray("ipAddresses")
                    .addObject()
                    .put("ipAddress", OWN.toString())
                    .put("prefixLength", 30);
            office.putArray("peerIPAddresses").add(SITE_ROUTER.toString());
        }
    }

    @ParameterizedTest(name = "{0} workers")
    @ValueSource(ints = {1, 2, 4})
    void whatIsOneTenantsStaysSo(int workers) throws Exception {
        Random random = new Random(workers);
        World world = World.random(TENANTS, random);
        try (InMemoryGateway gateway = GatewayOfWorld.start(workers, workers, world)) {
            gateway.apply(state(world));
            for (int i = 0; i < FRAMES; i++) {
                Sent in = next(world, random);
                gateway.letPass(STEP_NS);
                gateway.receive(in.fromBackEnd() ? "back" : "front", in.bytes());
                judge(gateway, world, in);
            }
            assertThat(gateway.accounts().drops())
                    .containsKeys("gre-no-tunnel", "tunnel-source", "outer-vlan")
                    .doesNotContainKey("internal-error");
        }
        assertThat(List.of(toVmFromGre, toVmFromVlan, toGre, toVlan))
                .as("to VMs by GRE and VLAN, from VMs by GRE and VLAN")
                .allMatch(frames -> frames >= LEAST_OF_A_KIND);
    }

    private void judge(InMemoryGateway gateway, World world, Sent in) {
        for (InMemoryPort.SentFrame out : gateway.port("back").takeSent()) {
            toBackEnd(world, in, out.bytes());
        }
        for (InMemoryPort.SentFrame out : gateway.port("front").takeSent()) {
            toFrontEnd(gateway, world, in, out.bytes());
        }
    }

    private void toBackEnd(World world, Sent in, byte[] out) {
        Headers outer = Headers.in(out, 0);
        if (outer == null || outer.protocol() != Bytes.GRE) {
            assertThat(TAG.matcher(Bytes.text(out)).find()).as(Bytes.text(out)).isFalse();
            return;
        }
        int vsid = Bytes.u32(out, outer.payload() + 4) >>> 8;
        for (Tenant tenant : world.tenants()) {
            if (vsid == tenant.vsid(0) || vsid == tenant.vsid(1)) {
                bearsOnly(tenant, in, out);
                boolean fromOutside = !in.fromBackEnd();
                toVmFromGre += fromOutside && byGre(tenant) ? 1 : 0;
                toVmFromVlan += fromOutside && !byGre(tenant) ? 1 : 0;
            }
        }
    }

    private void toFrontEnd(InMemoryGateway gateway, World world, Sent in, byte[] out) {
        if (Bytes.u16(out, 12) == 0x8100) {
            Tenant tenant = ofVlan(world, Bytes.u16(out, 14));
            bearsOnly(tenant, in, out);
            if (Bytes.u16(out, 16) == Bytes.TYPE_ARP) {
                gateway.receive("front", arpAnswer(FIRST_VLAN + tenant.index()));
            } else {
                toVlan++;
            }
            return;
        }
        Headers outer = Headers.in(out, 0);
        if (outer != null && outer.protocol() == Bytes.GRE) {
            int key = Bytes.u32(out, outer.payload() + 4);
            Tenant tenant = ofKey(world, key);
            bearsOnly(tenant, in, out);
            assertThat(outer.destination()).isEqualTo(peer(tenant));
            toGre++;
            return;
        }
        assertThat(in.fromBackEnd() || !TAG.matcher(Bytes.text(out)).find())
                .as("an office's packet left by the front end: %s", hex(in.bytes()))
                .isTrue();
    }

    private static Tenant ofVlan(World world, int vlan) {
        return world.tenants().stream()
                .filter(t -> !byGre(t) && FIRST_VLAN + t.index() == vlan)
                .findFirst()
                .orElseThrow(() -> new AssertionError("VLAN of nobody: " + vlan));
    }

    private static Tenant ofKey(World world, int key) {
        return world.tenants().stream()
                .filter(t -> byGre(t) && FIRST_KEY + t.index() == key)
                .findFirst()
                .orElseThrow(() -> new AssertionError("key of nobody: " + key));
    }

    private static void bearsOnly(Tenant tenant, Sent in, byte[] out) {
        assertThat(TAG.matcher(Bytes.text(out)).results().map(MatchResult::group))
                .as("in %s%nout %s", hex(in.bytes()), hex(out))
                .allMatch(tag -> tag.equals(tenant.tag()));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static Sent next(World world, Random random) {
        Tenant tenant = world.tenants().get(random.nextInt(TENANTS));
        Tenant other = world.tenants().get(random.nextInt(TENANTS));
        return switch (random.nextInt(3)) {
            case 0 -> fromVm(tenant, other, random);
            case 1 -> byGre(tenant) ? inGre(tenant, random) : inVlan(tenant, random);
            default -> stranger(tenant, other, random);
        };
    }

    /// To the office, mostly as itself, and sometimes in another tenant's name.
    private static Sent fromVm(Tenant tenant, Tenant other, Random random) {
        Vm vm = tenant.vms().get(random.nextInt(3));
        boolean pretends = random.nextInt(5) == 0;
        byte[] packet = udp(vm.address(), CLERK, tenant.tag());
        long mac = pretends ? other.gatewayMac() : tenant.gatewayMac();
        int vsid = pretends ? other.gatewayVsid() : tenant.gatewayVsid();
        byte[] frame = Bytes.ethernet(mac, vm.mac(), packet);
        IpAddress host = vm.providerAddress();
        byte[] outer = Bytes.nvgre(host, World.gatewayPa(host), vsid, frame);
        return new Sent(true, Bytes.ethernet(BACK_MAC, HOST_MAC, outer));
    }

    private static Sent inGre(Tenant tenant, Random random) {
        return gre(peer(tenant), FIRST_KEY + tenant.index(), inner(tenant, random));
    }

    private static Sent inVlan(Tenant tenant, Random random) {
        return vlan(FIRST_VLAN + tenant.index(), inner(tenant, random));
    }

    /// Another key, another peer, another VLAN: whatever it says.
    private static Sent stranger(Tenant tenant, Tenant other, Random random) {
        byte[] packet = udp(CLERK, target(tenant, random), STRANGER);
        int far = TENANTS + random.nextInt(9);
        return switch (random.nextInt(4)) {
            case 0 -> gre(peer(tenant), FIRST_KEY + far, packet);
            case 1 -> gre(IpAddress.parse("198.18.9.7"), FIRST_KEY + tenant.index(), packet);
            case 2 -> vlan(FIRST_VLAN + far, packet);
            default ->
                    // A VLAN's packet by the key of that tenant, or the other way round.
                    byGre(other)
                            ? vlan(FIRST_VLAN + other.index(), packet)
                            : gre(peer(other), FIRST_KEY + other.index(), packet);
        };
    }

    /// From behind the tunnel, or with a source that is somebody else's.
    private static byte[] inner(Tenant tenant, Random random) {
        IpAddress to = target(tenant, random);
        if (random.nextInt(4) > 0) {
            return udp(CLERK, to, tenant.tag());
        }
        List<IpAddress> others =
                List.of(
                        tenant.vms().getFirst().address(),
                        IpAddress.parse("172.20.2.9"),
                        World.ROUTER,
                        World.GATEWAY_PA,
                        tenant.publicAddress(),
                        Tenant.GATEWAY_ADDRESS);
        return udp(others.get(random.nextInt(others.size())), to, STRANGER);
    }

    private static IpAddress target(Tenant tenant, Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> tenant.publicAddress();
            case 1 -> IpAddress.parse("198.18.0.100");
            case 2 -> Tenant.GATEWAY_ADDRESS;
            default -> tenant.vms().get(random.nextInt(3)).address();
        };
    }

    private static byte[] udp(IpAddress from, IpAddress to, String tag) {
        byte[] data = Bytes.transport(Bytes.UDP, 4000 << 16 | 5000, 0, Bytes.bytes(tag.repeat(3)));
        return Bytes.ip(from, to, 64, Bytes.UDP, data);
    }

    private static Sent gre(IpAddress from, int key, byte[] packet) {
        byte[] gre =
                ByteBuffer.allocate(8 + packet.length)
                        .putInt(0x2000_0800)
                        .putInt(key)
                        .put(packet)
                        .array();
        byte[] outer = Bytes.ip(from, World.FRONT_ADDRESS, 64, Bytes.GRE, gre);
        return new Sent(false, Bytes.ethernet(FRONT_MAC, ROUTER_MAC, outer));
    }

    private static Sent vlan(int vlan, byte[] packet) {
        return new Sent(false, tagged(vlan, Bytes.ethernet(FRONT_MAC, SITE_MAC, packet)));
    }

    private static byte[] tagged(int vlan, byte[] frame) {
        return Bytes.join(
                Arrays.copyOf(frame, 12),
                new byte[] {(byte) 0x81, 0, (byte) (vlan >> 8), (byte) vlan},
                Arrays.copyOfRange(frame, 12, frame.length));
    }

    private static byte[] arpAnswer(int vlan) {
        byte[] arp =
                Bytes.join(
                        HexFormat.of().parseHex("0001080006040002"),
                        Bytes.macBytes(SITE_MAC),
                        Bytes.address(SITE_ROUTER),
                        Bytes.macBytes(FRONT_MAC),
                        Bytes.address(OWN));
        return tagged(vlan, Bytes.ethernet(FRONT_MAC, SITE_MAC, Bytes.TYPE_ARP, arp));
    }
}
