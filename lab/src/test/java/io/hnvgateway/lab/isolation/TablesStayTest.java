package io.hnvgateway.lab.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.compartments.Compartment;
import io.hnvgateway.compartments.LookupRecord;
import io.hnvgateway.compartments.LookupTable;
import io.hnvgateway.dataplane.port.InMemoryPort;
import io.hnvgateway.lab.golden.InMemoryGateway;
import io.hnvgateway.packet.IpAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Whatever one tenant's VMs and hosts announce and claim, no other tenant's records change, and
/// its packets go where they went; forged messages change nobody's and are counted.
class TablesStayTest {
    private static final long SEED = 20260102;
    private static final int FLOOD = 2000;
    private static final long PAUSE_NS = 20_000_000L;
    private static final IpAddress NOWHERE = IpAddress.parse("192.0.2.66");

    private final World world = World.random(3, new Random(SEED));
    private final InMemoryGateway gateway = GatewayOfWorld.start(SEED, 1, world);
    private final Tenant hostile = world.tenants().getFirst();
    private final Tenant other = world.tenants().getLast();

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void aFloodOfAnnouncementsStaysWithTheTenant() {
        List<LookupRecord> before = records(other);
        int configured = records(hostile).size();
        Vm vm = hostile.vms().get(Tenant.LEARNING);
        for (int i = 0; i < FLOOD; i++) {
            boolean ipv6 = i % 2 == 0;
            IpAddress claimed = beside(vm.address(ipv6), i % 180);
            Tenant subnetOf = i % 3 == 0 ? other : hostile;
            announce(vm, subnetOf.vsid(0), claimed);
        }
        assertThat(records(other)).isEqualTo(before);
        assertThat(records(hostile).size())
                .as("learned")
                .isEqualTo(configured + World.LEARNED_LIMIT);
        assertThat(gateway.accounts().drops()).containsKey("learned-address-conflict");
        assertThat(gateway.accounts().drops()).containsKey("learned-address-limit");
        assertThat(gateway.accounts().drops()).containsKey("source-address-unknown");
        assertReached(other);
        assertReached(hostile);
    }

    @Test
    void forgedRedirectsAndUnreachablesChangeNothing() {
        List<List<LookupRecord>> before = world.tenants().stream().map(this::records).toList();
        Vm vm = other.vms().getFirst();
        IpAddress wrong = otherHost(vm.providerAddress());
        for (int i = 0; i < FLOOD / 4; i++) {
            byte[] about = about(vm.address(i % 2 == 0));
            // from a host that does not have the VM, under its own address and under the right one
            control(wrong, redirect(wrong, wrong, about));
            control(wrong, redirect(vm.providerAddress(), wrong, about));
            control(wrong, ControlTraffic.unreachable(wrong, about));
            // from the right one, to where no host is, and about nobody
            IpAddress right = vm.providerAddress();
            control(right, redirect(right, right.isIpv4() ? NOWHERE : World.MANAGEMENT_6, about));
            control(right, redirect(right, wrong, about(IpAddress.parse("10.0.0.99"))));
        }
        assertThat(world.tenants().stream().map(this::records).toList()).isEqualTo(before);
        assertThat(gateway.accounts().drops())
                .containsEntry("control-forged", FLOOD / 4 * 3)
                .containsEntry("control-unknown-target", FLOOD / 4)
                .containsEntry("control-unknown-address", FLOOD / 4);
        world.tenants().forEach(this::assertReached);
    }

    @Test
    void anHonestRedirectMovesThatVmAndNoOther() {
        List<LookupRecord> before = records(other);
        List<LookupRecord> ofHostile = records(hostile);
        Vm vm = other.vms().get(1);
        IpAddress there = otherHost(vm.providerAddress());
        control(vm.providerAddress(), redirect(vm.providerAddress(), there, about(vm.address())));
        assertThat(records(hostile)).isEqualTo(ofHostile);
        assertThat(records(other))
                .isEqualTo(
                        before.stream()
                                .map(r ->
                                        vm.address().equals(r.customerAddress()) ? r.at(there) : r)
                                .toList());
        world.redirected(vm, there);
        assertReached(hostile);
    }

    /// The first VM's packet to the second reaches it, in both families.
    private void assertReached(Tenant tenant) {
        Vm from = tenant.vms().getFirst();
        Vm to = tenant.vms().get(1);
        for (boolean ipv6 : new boolean[] {false, true}) {
            gateway.port("back").takeSent();
            byte[] udp = Bytes.transport(Bytes.UDP, 0x0400_0035, 0, Bytes.bytes(tenant.tag()));
            byte[] packet = Bytes.ip(from.address(ipv6), to.address(ipv6), 64, Bytes.UDP, udp);
            tunnelled(
                    from, tenant.vsid(0), Bytes.ethernet(tenant.gatewayMac(), from.mac(), packet));
            List<InMemoryPort.SentFrame> out = gateway.port("back").takeSent();
            assertThat(out).hasSize(1);
            byte[] frame = out.getFirst().bytes();
            Headers outer = Objects.requireNonNull(Headers.in(frame, 0));
            assertThat(outer.destination()).isEqualTo(to.providerAddress());
            assertThat(Bytes.u32(frame, outer.payload() + 4) >>> 8).isEqualTo(to.vsid());
            assertThat(Bytes.mac(frame, outer.payload() + Bytes.GRE_BYTES)).isEqualTo(to.mac());
        }
    }

    private void announce(Vm vm, int vsid, IpAddress address) {
        gateway.runTo(gateway.nowNs() + PAUSE_NS);
        tunnelled(vm, vsid, NeighborTraffic.announcement(vm.mac(), address));
    }

    private void control(IpAddress host, byte[] message) {
        byte[] inner = Bytes.ethernet(HostileTraffic.BACK_MAC, HostileTraffic.HOST_MAC, message);
        receive(Bytes.nvgre(host, World.gatewayPa(host), other.vsid(0), inner));
    }

    private static byte[] redirect(IpAddress from, IpAddress target, byte[] about) {
        return ControlTraffic.redirect(from, target, about);
    }

    private static byte[] about(IpAddress destination) {
        IpAddress source = IpAddress.parse(destination.isIpv4() ? "198.18.0.9" : "2001:db8:e::9");
        return Arrays.copyOf(
                Bytes.ip(source, destination, 64, Bytes.UDP, new byte[40]),
                destination.isIpv4() ? 28 : 48);
    }

    private void tunnelled(Vm vm, int vsid, byte[] inner) {
        IpAddress host = vm.providerAddress();
        receive(Bytes.nvgre(host, World.gatewayPa(host), vsid, inner));
    }

    private void receive(byte[] packet) {
        gateway.receive(
                "back", Bytes.ethernet(HostileTraffic.BACK_MAC, HostileTraffic.HOST_MAC, packet));
    }

    private static IpAddress beside(IpAddress address, int number) {
        return new IpAddress(address.high(), address.low() - 50 + number);
    }

    /// Another one of the same family.
    private static IpAddress otherHost(IpAddress host) {
        return World.HOSTS.stream()
                .filter(h -> h.isIpv4() == host.isIpv4() && !h.equals(host))
                .findFirst()
                .orElseThrow();
    }

    private List<LookupRecord> records(Tenant tenant) {
        return gateway.core().compiler().published().get().forwarding().compartments().stream()
                .map(Compartment::records)
                .map(LookupTable::records)
                .filter(records ->
                        records.stream().anyMatch(r -> r.vsid().value() == tenant.vsid(0)))
                .findFirst()
                .orElseThrow();
    }
}
