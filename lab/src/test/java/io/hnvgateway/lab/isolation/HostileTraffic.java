package io.hnvgateway.lab.isolation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Honest packets, forged ones and damaged ones, of tenants and of the outside, by one seed.
final class HostileTraffic {
    private static final long BACK_MAC = 0x020000000B01L;
    private static final long FRONT_MAC = 0x020000000F01L;
    private static final int INTERNET = 0xC6120064;
    private static final int MEMORY = 256;

    private final Random random;
    private final List<byte[]> seenOutside = new ArrayList<>();
    private World world;

    HostileTraffic(World world, Random random) {
        this.world = world;
        this.random = random;
    }

    void world(World changed) {
        world = changed;
    }

    /// A frame that left to the outside; later packets answer it, rightly or wrongly.
    void observe(byte[] frame) {
        if (seenOutside.size() < MEMORY) {
            seenOutside.add(frame);
        } else {
            seenOutside.set(random.nextInt(MEMORY), frame);
        }
    }

    Sent next() {
        Sent made = random.nextInt(3) > 0 ? inside() : outside();
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
        Tenant.Vm vm = tenant.vms().get(random.nextInt(tenant.vms().size()));
        int source = rarely() ? anyDestination(other) : vm.address();
        long mac = rarely() ? other.vms().getFirst().mac() : vm.mac();
        int host = rarely() ? World.host(random) : vm.providerAddress();
        int vsid = rarely() ? vsid(other) : vsid(tenant);
        long gatewayMac = rarely() ? other.gatewayMac() : tenant.gatewayMac();
        byte[] packet = packet(source, anyDestination(other), tenant.tag());
        byte[] outer = Bytes.nvgre(new long[] {gatewayMac, mac}, host, vsid, packet);
        boolean backEnd = !rarely();
        return new Sent(
                backEnd,
                Bytes.ethernet(backEnd ? BACK_MAC : FRONT_MAC, 0x020000000B11L, 0x0800, outer));
    }

    private int vsid(Tenant tenant) {
        return random.nextInt(3) == 0 ? tenant.vsid(random.nextInt(2)) : tenant.gatewayVsid();
    }

    private Sent outside() {
        boolean frontEnd = !rarely();
        byte[] packet =
                seenOutside.isEmpty() || random.nextBoolean()
                        ? packet(outsideSource(), anyDestination(any()), "HNVX")
                        : answer(seenOutside.get(random.nextInt(seenOutside.size())));
        long mac = frontEnd ? FRONT_MAC : BACK_MAC;
        return new Sent(!frontEnd, Bytes.ethernet(mac, 0x020000000FFEL, 0x0800, packet));
    }

    private int outsideSource() {
        return rarely() ? anyDestination(any()) : INTERNET + random.nextInt(3);
    }

    /// From the addressee of a frame that left, or from somebody else to the same port.
    private byte[] answer(byte[] left) {
        int at = Bytes.ETHERNET;
        int protocol = left[at + 9] & 255;
        int from = rarely() ? outsideSource() : Bytes.u32(left, at + 16);
        int to = Bytes.u32(left, at + 12);
        if (random.nextInt(5) == 0) {
            byte[] quoted =
                    Arrays.copyOfRange(
                            left, at, Math.min(left.length, at + 28 + random.nextInt(40)));
            return Bytes.ipv4(from, to, 60 << 8 | 1, 0, Bytes.icmp(0x0303, 0, quoted));
        }
        int ports = Integer.rotateLeft(Bytes.u32(left, at + 20), 16);
        byte[] payload = Bytes.bytes("HNVX");
        byte[] transport =
                protocol == 1
                        ? Bytes.icmp(0, Bytes.u32(left, at + 24), payload)
                        : Bytes.transport(protocol == 6 ? 6 : 17, ports, flags(), payload);
        return Bytes.ipv4(from, to, 60 << 8 | protocol, 0, transport);
    }

    private byte[] packet(int source, int destination, String tag) {
        byte[] payload = Bytes.bytes(tag.repeat(1 + random.nextInt(200)));
        int ttl = random.nextInt(20) == 0 ? random.nextInt(2) : 64;
        int protocol = new int[] {17, 17, 17, 6, 6, 1, 47, 50, 132}[random.nextInt(9)];
        int ports =
                (1024 + random.nextInt(40)) << 16 | new int[] {53, 80, 5300, 67}[random.nextInt(4)];
        byte[] body =
                switch (protocol) {
                    case 6, 17 -> Bytes.transport(protocol, ports, flags(), payload);
                    case 1 -> Bytes.icmp(random.nextBoolean() ? 0x0800 : 0x0301, ports, payload);
                    default -> payload;
                };
        int fragment =
                new int[] {0x4000, 0x4000, 0x4000, 0, 0x2000, 0x2003, 0x0010}[random.nextInt(7)];
        return Bytes.ipv4(source, destination, ttl << 8 | protocol, fragment, body);
    }

    private int flags() {
        return new int[] {2, 2, 0x12, 0x10, 0x10, 0x11, 4}[random.nextInt(7)];
    }

    private int anyDestination(Tenant other) {
        return switch (random.nextInt(12)) {
            case 0, 1, 2 -> INTERNET + random.nextInt(3);
            case 3 -> other.vms().get(random.nextInt(3)).address();
            case 4, 5 -> other.publicAddress();
            case 6 -> other.oneToOneAddress();
            case 7 -> other.directNetwork() + 20;
            case 8 ->
                    new int[] {World.GATEWAY_PA, World.FRONT_ADDRESS, World.ROUTER}
                            [random.nextInt(3)];
            case 9 -> World.host(random);
            case 10 -> new int[] {World.MANAGEMENT, -1, 0xE0000001, 0x7F000001}[random.nextInt(4)];
            default -> Tenant.GATEWAY_ADDRESS;
        };
    }

    private Tenant any() {
        return world.tenants().get(random.nextInt(world.tenants().size()));
    }

    private boolean rarely() {
        return random.nextInt(10) == 0;
    }
}
