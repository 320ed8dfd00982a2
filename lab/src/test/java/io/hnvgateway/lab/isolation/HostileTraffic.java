package io.hnvgateway.lab.isolation;

import io.hnvgateway.packet.IpAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Honest packets, forged ones and damaged ones, of tenants, their hosts and the outside, by one
/// seed; both families inside and on the provider network.
public final class HostileTraffic {
    static final long BACK_MAC = 0x020000000B01L;
    static final long FRONT_MAC = 0x020000000F01L;
    static final long HOST_MAC = 0x020000000B11L;
    private static final long ROUTER_MAC = 0x020000000FFEL;
    private static final int MEMORY = 256;
    private static final int UNKNOWN_VSID = 90_000;
    private static final int INTERNET = 0xC6120064;
    private static final long INTERNET_6_HIGH = 0x20010db8_000e0000L;
    private static final IpAddress[] STRANGE = {
        World.MANAGEMENT,
        World.MANAGEMENT_6,
        IpAddress.parse("255.255.255.255"),
        IpAddress.parse("224.0.0.1"),
        IpAddress.parse("127.0.0.1"),
        IpAddress.parse("ff02::1"),
        IpAddress.parse("::1"),
        IpAddress.parse("fe80::1"),
        IpAddress.parse("fec0::1")
    };
    private static final int[] EXTENSIONS = {0, 60, 43, 44, 44, 44};

    private final Random random;
    private final NeighborTraffic neighbors;
    private final List<byte[]> seenOutside = new ArrayList<>();
    private final List<byte[]> seenInside = new ArrayList<>();
    private World world;

    public HostileTraffic(World world, Random random) {
        this.world = world;
        this.random = random;
        neighbors = new NeighborTraffic(random);
    }

    public void world(World changed) {
        world = changed;
    }

    /// A frame that left to the outside; later packets answer it, rightly or wrongly.
    public void observe(byte[] frame) {
        remember(frame, seenOutside);
    }

    /// As [#observe], towards the VMs.
    public void observeInside(byte[] frame) {
        remember(frame, seenInside);
    }

    private void remember(byte[] frame, List<byte[]> seen) {
        if (seen.size() < MEMORY) {
            seen.add(frame);
        } else {
            seen.set(random.nextInt(MEMORY), frame);
        }
    }

    public Sent next() {
        Sent made =
                switch (random.nextInt(12)) {
                    case 0 -> neighbors();
                    case 1 -> control();
                    case 2 -> rewritten();
                    case 3, 4, 5, 6 -> outside();
                    case 7, 8 -> reply();
                    default -> inside();
                };
        return random.nextInt(12) == 0 ? damaged(made) : made;
    }

    private Sent damaged(Sent whole) {
        byte[] bytes = whole.bytes().clone();
        for (int i = random.nextInt(3); i >= 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        int length = random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length;
        return new Sent(whole.fromBackEnd(), Arrays.copyOf(bytes, length));
    }

    private Sent inside() {
        Tenant tenant = any();
        Tenant other = any();
        Vm vm = anyVm(tenant);
        boolean ipv6 = random.nextBoolean();
        IpAddress source = rarely() ? anyAddress(other, ipv6) : vm.address(ipv6);
        byte[] packet = packet(source, anyAddress(other, ipv6), tenant.tag());
        long gatewayMac = rarely() ? other.gatewayMac() : tenant.gatewayMac();
        return tunnelled(tenant, vm, Bytes.ethernet(gatewayMac, macOf(vm, other), packet));
    }

    /// A VM answers what reached it, or says that it could not take it.
    private Sent reply() {
        byte[] frame = seenInside.isEmpty() ? new byte[0] : any(seenInside);
        Headers outer = Headers.in(frame, 0);
        if (outer == null || outer.protocol() != Bytes.GRE) {
            return inside();
        }
        int ethernet = outer.payload() + Bytes.GRE_BYTES;
        long mac = Bytes.mac(frame, ethernet);
        for (Tenant tenant : world.tenants()) {
            for (Vm vm : tenant.vms()) {
                if (vm.mac() == mac) {
                    byte[] packet = answer(frame, ethernet, tenant.tag());
                    return tunnelled(tenant, vm, Bytes.ethernet(tenant.gatewayMac(), mac, packet));
                }
            }
        }
        return inside();
    }

    private byte[] any(List<byte[]> seen) {
        return seen.get(random.nextInt(seen.size()));
    }

    private Sent neighbors() {
        Tenant tenant = any();
        Tenant other = any();
        Vm vm = random.nextBoolean() ? tenant.vms().get(Tenant.LEARNING) : anyVm(tenant);
        boolean ipv6 = random.nextBoolean();
        long mac = macOf(vm, other);
        IpAddress own = rarely() ? anyAddress(other, ipv6) : vm.address(ipv6);
        byte[] frame =
                random.nextInt(3) == 0
                        ? NeighborTraffic.announcement(mac, near(own))
                        : neighbors.any(
                                mac,
                                macOf(vm, other),
                                own,
                                random.nextBoolean() ? gateway(ipv6) : near(own),
                                tenant.gatewayMac());
        return tunnelled(tenant, vm, frame);
    }

    /// The address itself or one beside it.
    private IpAddress near(IpAddress address) {
        return new IpAddress(address.high(), address.low() + Math.max(0, random.nextInt(40) - 20));
    }

    /// A host's message about a VM, mostly with something wrong in it.
    private Sent control() {
        Tenant tenant = any();
        Tenant other = rarely() ? any() : tenant;
        Vm vm = tenant.vms().get(random.nextInt(3));
        boolean ipv6 = random.nextBoolean();
        IpAddress host = random.nextInt(3) > 0 ? vm.providerAddress() : World.host(random);
        IpAddress said = random.nextInt(3) > 0 ? host : World.host(random);
        IpAddress target =
                random.nextInt(3) > 0 ? World.host(random) : anyAddress(other, said.isIpv4());
        IpAddress destination = vm.address(ipv6);
        byte[] about = Arrays.copyOf(packet(anyAddress(other, ipv6), destination, "HNVX"), 60);
        boolean redirect = random.nextInt(3) > 0;
        byte[] packet =
                redirect
                        ? ControlTraffic.redirect(said, target, about)
                        : ControlTraffic.unreachable(said, about);
        long mac = rarely() ? vm.mac() : HOST_MAC;
        int vsid = rarely() ? vsid(other) : tenant.vsid(0);
        boolean honest = host.equals(said) && world.mayBeAt(vm, host);
        boolean sameFamily = said.isIpv4() == target.isIpv4() || !said.isIpv4();
        if (redirect && honest && sameFamily && World.HOSTS.contains(target)) {
            world.redirected(vm, target);
        }
        byte[] inner = Bytes.ethernet(BACK_MAC, mac, packet);
        return back(Bytes.nvgre(host, World.gatewayPa(host), vsid, inner));
    }

    /// Without encapsulation: by VMs with IP rewrite, by others, and with NVGRE inside.
    private Sent rewritten() {
        Tenant tenant = any();
        Tenant other = any();
        Vm vm = tenant.vms().get(Tenant.REWRITTEN);
        IpAddress source = rarely() ? World.host(random) : vm.providerAddress();
        boolean ipv6 = !source.isIpv4();
        if (rarely()) {
            Vm forged = anyVm(other);
            byte[] packet = packet(forged.address(), anyAddress(any(), false), tenant.tag());
            byte[] frame = Bytes.ethernet(other.gatewayMac(), forged.mac(), packet);
            return back(Bytes.nvgre(source, World.gatewayPa(source), other.gatewayVsid(), frame));
        }
        IpAddress destination =
                random.nextInt(4) == 0
                        ? World.rewritten(any().index())
                        : random.nextInt(6) == 0
                                ? World.gatewayPa(source)
                                : anyAddress(other, ipv6);
        byte[] packet = packet(source, destination, tenant.tag());
        boolean backEnd = !rarely();
        return new Sent(backEnd, Bytes.ethernet(backEnd ? BACK_MAC : FRONT_MAC, HOST_MAC, packet));
    }

    private long macOf(Vm vm, Tenant other) {
        return rarely() ? other.vms().getFirst().mac() : vm.mac();
    }

    /// In a tunnel from the VM's host, or from another, of either family, in whatever subnet.
    private Sent tunnelled(Tenant tenant, Vm vm, byte[] inner) {
        IpAddress host = rarely() ? World.host(random) : vm.providerAddress();
        IpAddress gateway = World.gatewayPa(host);
        int vsid = rarely() ? vsid(any()) : vsid(tenant);
        return back(Bytes.nvgre(host, gateway, vsid, inner));
    }

    private Sent back(byte[] packet) {
        boolean backEnd = !rarely();
        return new Sent(backEnd, Bytes.ethernet(backEnd ? BACK_MAC : FRONT_MAC, HOST_MAC, packet));
    }

    private int vsid(Tenant tenant) {
        if (random.nextInt(100) == 0) {
            return UNKNOWN_VSID;
        }
        return random.nextInt(3) == 0 ? tenant.vsid(random.nextInt(2)) : tenant.gatewayVsid();
    }

    private Sent outside() {
        boolean frontEnd = !rarely();
        boolean ipv6 = random.nextBoolean();
        byte[] packet =
                seenOutside.isEmpty() || random.nextBoolean()
                        ? packet(outsideSource(ipv6), anyAddress(any(), ipv6), "HNVX")
                        : answer(any(seenOutside), 0, "HNVX");
        long mac = frontEnd ? FRONT_MAC : BACK_MAC;
        return new Sent(!frontEnd, Bytes.ethernet(mac, ROUTER_MAC, packet));
    }

    private IpAddress outsideSource(boolean ipv6) {
        return rarely() ? anyAddress(any(), ipv6) : internet(ipv6);
    }

    private IpAddress internet(boolean ipv6) {
        int host = random.nextInt(3);
        return ipv6
                ? new IpAddress(INTERNET_6_HIGH, 0x100 + host)
                : IpAddress.ofIpv4(INTERNET + host);
    }

    /// From the addressee of a frame that left, or from somebody else to the same port.
    private byte[] answer(byte[] left, int ethernet, String tag) {
        Headers headers = Headers.in(left, ethernet);
        if (headers == null || headers.payload() + 8 > left.length) {
            return packet(internet(false), anyAddress(any(), false), tag);
        }
        boolean ipv6 = !headers.source().isIpv4();
        IpAddress from = rarely() ? outsideSource(ipv6) : headers.destination();
        IpAddress to = headers.source();
        int icmp = ipv6 ? Bytes.ICMPV6 : Bytes.ICMP;
        if (random.nextInt(5) == 0) {
            return Bytes.ip(from, to, 60, icmp, error(ipv6, quote(left, ethernet, headers)));
        }
        int protocol = headers.protocol();
        int ports = Integer.rotateLeft(Bytes.u32(left, headers.payload()), 16);
        byte[] payload = Bytes.bytes(tag);
        byte[] transport =
                protocol == icmp
                        ? Bytes.icmp(
                                ipv6 ? 0x8100 : 0, Bytes.u32(left, headers.payload() + 4), payload)
                        : Bytes.transport(
                                protocol == Bytes.TCP ? Bytes.TCP : Bytes.UDP,
                                ports,
                                flags(),
                                payload);
        return Bytes.ip(from, to, 60, protocol, transport);
    }

    /// What left, from the IP header on and cut.
    private byte[] quote(byte[] left, int ethernet, Headers headers) {
        int end = Math.min(left.length, headers.payload() + 8 + random.nextInt(40));
        return Arrays.copyOfRange(left, ethernet + Bytes.ETHERNET, end);
    }

    private byte[] error(boolean ipv6, byte[] quoted) {
        int[] kinds =
                ipv6
                        ? new int[] {0x0104, 0x0200, 0x0300, 0x0100}
                        : new int[] {0x0303, 0x0304, 0x0b00, 0x030a};
        int kind = kinds[random.nextInt(kinds.length)];
        return Bytes.icmp(kind, kind == 0x0200 || kind == 0x0304 ? 1280 : 0, quoted);
    }

    private byte[] packet(IpAddress source, IpAddress destination, String tag) {
        boolean ipv6 = !destination.isIpv4();
        byte[] payload = Bytes.bytes(tag.repeat(1 + random.nextInt(200)));
        int ttl = random.nextInt(20) == 0 ? random.nextInt(2) : 64;
        int icmp = ipv6 ? Bytes.ICMPV6 : Bytes.ICMP;
        int protocol = new int[] {17, 17, 17, 6, 6, icmp, icmp, 47, 50, 132}[random.nextInt(10)];
        int ports =
                (1024 + random.nextInt(40)) << 16 | new int[] {53, 80, 5300, 67}[random.nextInt(4)];
        byte[] body =
                switch (protocol) {
                    case Bytes.TCP, Bytes.UDP -> Bytes.transport(protocol, ports, flags(), payload);
                    case Bytes.ICMP, Bytes.ICMPV6 -> message(ipv6, ports, payload);
                    default -> payload;
                };
        if (ipv6) {
            byte[] packet = Bytes.ipv6(source, destination, ttl << 8 | protocol, new byte[0], body);
            return random.nextInt(4) == 0 ? extended(packet) : packet;
        }
        int fragment =
                new int[] {0x4000, 0x4000, 0x4000, 0, 0x2000, 0x2003, 0x0010}[random.nextInt(7)];
        return Bytes.ipv4(source, destination, ttl << 8 | protocol, fragment, body);
    }

    /// A ping, or an error about a packet of some other tenant's.
    private byte[] message(boolean ipv6, int identifier, byte[] payload) {
        if (random.nextBoolean()) {
            return Bytes.icmp(ipv6 ? 0x8000 : 0x0800, identifier, payload);
        }
        Tenant foreign = any();
        byte[] udp = Bytes.transport(Bytes.UDP, identifier, 0, new byte[8]);
        return error(
                ipv6,
                Bytes.ip(anyAddress(foreign, ipv6), anyAddress(any(), ipv6), 60, Bytes.UDP, udp));
    }

    /// One to three extension headers: options, a routing header, a fragment's.
    private byte[] extended(byte[] packet) {
        byte[] longer = packet;
        for (int i = random.nextInt(3); i >= 0; i--) {
            int kind = EXTENSIONS[random.nextInt(EXTENSIONS.length)];
            byte[] rest =
                    switch (kind) {
                        case 44 ->
                                new byte[] {
                                    0,
                                    0,
                                    (byte) new int[] {0, 1, 0x18, 0x19}[random.nextInt(4)],
                                    0,
                                    0,
                                    0,
                                    7
                                };
                        case 43 ->
                                new byte[] {0, (byte) random.nextInt(5), (byte) random.nextInt(2)};
                        default -> new byte[] {0, 1, 4}; // PadN
                    };
            longer = Bytes.extended(longer, kind, rest);
        }
        return longer;
    }

    private int flags() {
        return new int[] {2, 2, 0x12, 0x10, 0x10, 0x11, 4}[random.nextInt(7)];
    }

    /// Anywhere: outside, a tenant's inside or outside address, the gateway, a host, nonsense.
    private IpAddress anyAddress(Tenant other, boolean ipv6) {
        Vm vm = anyVm(other);
        return switch (random.nextInt(12)) {
            case 0, 1, 2 -> internet(ipv6);
            case 3 -> vm.address(ipv6);
            case 4, 5 -> ipv6 ? outside(other, vm) : other.publicAddress();
            case 6 -> ipv6 ? outside(other, anyVm(other)) : other.oneToOneAddress();
            case 7 -> other.vms().get(2).address(ipv6);
            case 8 -> own(ipv6);
            case 9 -> hostOf(ipv6);
            case 10 -> strange(ipv6);
            default -> gateway(ipv6);
        };
    }

    /// The VM's address under the tenant's outside prefix, checksum neutral or nearly so.
    private IpAddress outside(Tenant tenant, Vm vm) {
        long subnet = random.nextInt(1 << 16);
        return new IpAddress(
                tenant.outsidePrefix6().address().high() | subnet, vm.address6().low());
    }

    private IpAddress own(boolean ipv6) {
        return switch (random.nextInt(3)) {
            case 0 -> ipv6 ? World.GATEWAY_PA_6 : World.GATEWAY_PA;
            case 1 -> ipv6 ? World.FRONT_ADDRESS_6 : World.FRONT_ADDRESS;
            default -> ipv6 ? World.ROUTER_6 : World.ROUTER;
        };
    }

    private static IpAddress gateway(boolean ipv6) {
        return ipv6 ? Tenant.GATEWAY_ADDRESS_6 : Tenant.GATEWAY_ADDRESS;
    }

    private IpAddress hostOf(boolean ipv6) {
        return World.HOSTS.get(random.nextInt(3) + (ipv6 ? 3 : 0));
    }

    private IpAddress strange(boolean ipv6) {
        IpAddress strange = STRANGE[random.nextInt(STRANGE.length)];
        boolean fits = strange.isIpv4() != ipv6;
        return fits ? strange : ipv6 ? new IpAddress(0, 7) : World.MANAGEMENT;
    }

    private Tenant any() {
        return world.tenants().get(random.nextInt(world.tenants().size()));
    }

    private Vm anyVm(Tenant tenant) {
        return tenant.vms().get(random.nextInt(tenant.vms().size()));
    }

    private boolean rarely() {
        return random.nextInt(10) == 0;
    }
}
