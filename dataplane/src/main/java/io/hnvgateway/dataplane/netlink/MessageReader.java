package io.hnvgateway.dataplane.netlink;

import io.hnvgateway.dataplane.netlink.KernelNeighbor.State;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Turns messages into records (linux/rtnetlink.h, if_link.h, if_addr.h, neighbour.h). What lacks a
/// part it needs gives nothing.
final class MessageReader {
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int LINK_HEADER_BYTES = 16;
    private static final int ADDRESS_HEADER_BYTES = 8;
    private static final int ROUTE_HEADER_BYTES = 12;
    private static final int NEIGHBOR_HEADER_BYTES = 12;
    private static final int UP_WITH_CARRIER = 0x1 | 0x10000;
    private static final int MAIN_TABLE = 254;
    private static final int CLONED = 0x200;
    private static final int UNICAST = 1;
    private static final int BLACKHOLE = 6;
    private static final int PROHIBIT = 8;

    private MessageReader() {}

    static Optional<KernelLink> link(NetlinkMessage message) {
        ByteBuffer body = message.body();
        Map<Integer, ByteBuffer> attributes = message.attributes(LINK_HEADER_BYTES);
        ByteBuffer name = attributes.get(3);
        if (body.limit() < LINK_HEADER_BYTES || name == null) {
            return Optional.empty();
        }
        boolean up = (body.getInt(8) & UP_WITH_CARRIER) == UP_WITH_CARRIER;
        return Optional.of(
                new KernelLink(
                        body.getInt(4),
                        StandardCharsets.UTF_8.decode(name).toString().replace("\0", ""),
                        macAddress(attributes.get(1)),
                        number(attributes.get(4)),
                        up));
    }

    static Optional<KernelAddress> address(NetlinkMessage message) {
        ByteBuffer body = message.body();
        if (body.limit() < ADDRESS_HEADER_BYTES) {
            return Optional.empty();
        }
        Map<Integer, ByteBuffer> attributes = message.attributes(ADDRESS_HEADER_BYTES);
        ByteBuffer local = attributes.getOrDefault(2, attributes.get(1));
        return ip(local)
                .map(ip -> new KernelAddress(body.getInt(4), ip, Byte.toUnsignedInt(body.get(1))));
    }

    /// One route for each next hop; none for other tables and kinds.
    static List<KernelRoute> routes(NetlinkMessage message) {
        ByteBuffer body = message.body();
        if (body.limit() < ROUTE_HEADER_BYTES || (body.getInt(8) & CLONED) != 0) {
            return List.of();
        }
        Map<Integer, ByteBuffer> attributes = message.attributes(ROUTE_HEADER_BYTES);
        ByteBuffer table = attributes.get(15);
        int inTable = table == null ? Byte.toUnsignedInt(body.get(4)) : number(table);
        @Nullable InetAddress network = network(body.get(0), attributes.get(1));
        int type = body.get(7);
        if (inTable != MAIN_TABLE || network == null) {
            return List.of();
        }
        int length = Byte.toUnsignedInt(body.get(1));
        long metric = Integer.toUnsignedLong(number(attributes.get(6)));
        if (type >= BLACKHOLE && type <= PROHIBIT) {
            return List.of(new KernelRoute(network, length, null, 0, metric));
        }
        return type == UNICAST
                ? hops(attributes).stream()
                        .map(h -> new KernelRoute(network, length, h.gateway, h.index, metric))
                        .toList()
                : List.of();
    }

    static Optional<KernelNeighbor> neighbor(NetlinkMessage message) {
        ByteBuffer body = message.body();
        if (body.limit() < NEIGHBOR_HEADER_BYTES) {
            return Optional.empty();
        }
        Map<Integer, ByteBuffer> attributes = message.attributes(NEIGHBOR_HEADER_BYTES);
        State state = State.of(body.getShort(8) & 0xff);
        long mac = macAddress(attributes.get(2));
        return ip(attributes.get(1))
                .map(address -> new KernelNeighbor(body.getInt(4), address, mac, state));
    }

    private record Hop(int index, @Nullable InetAddress gateway) {}

    private static List<Hop> hops(Map<Integer, ByteBuffer> attributes) {
        ByteBuffer multipath = attributes.get(9);
        if (multipath == null) {
            int index = number(attributes.get(4));
            return index == 0 ? List.of() : List.of(hop(index, attributes));
        }
        List<Hop> hops = new ArrayList<>();
        int at = 0;
        while (at + 8 <= multipath.limit()) {
            int bytes = multipath.getShort(at) & 0xffff;
            if (bytes < 8 || bytes > multipath.limit() - at) {
                break;
            }
            int index = multipath.getInt(at + 4);
            hops.add(hop(index, NetlinkMessage.attributes(multipath, at + 8, at + bytes)));
            at += NetlinkMessage.align(bytes);
        }
        return hops;
    }

    private static Hop hop(int index, Map<Integer, ByteBuffer> attributes) {
        return new Hop(index, ip(attributes.get(5)).orElse(null));
    }

    private static @Nullable InetAddress network(int family, @Nullable ByteBuffer destination) {
        if (destination != null) {
            return ip(destination).orElse(null);
        }
        return switch (family) {
            case AF_INET -> ip(ByteBuffer.allocate(4)).orElse(null);
            case AF_INET6 -> ip(ByteBuffer.allocate(16)).orElse(null);
            default -> null;
        };
    }

    private static Optional<InetAddress> ip(@Nullable ByteBuffer octets) {
        if (octets == null || (octets.limit() != 4 && octets.limit() != 16)) {
            return Optional.empty();
        }
        byte[] bytes = new byte[octets.limit()];
        octets.get(0, bytes);
        try {
            return Optional.of(InetAddress.getByAddress(bytes));
        } catch (UnknownHostException e) {
            throw new AssertionError("4 or 16 octets are an address", e);
        }
    }

    private static long macAddress(@Nullable ByteBuffer octets) {
        if (octets == null || octets.limit() != 6) {
            return 0;
        }
        long bits = 0;
        for (int i = 0; i < 6; i++) {
            bits = bits << 8 | (octets.get(i) & 0xff);
        }
        return bits;
    }

    private static int number(@Nullable ByteBuffer attribute) {
        return attribute == null || attribute.limit() < 4 ? 0 : attribute.getInt(0);
    }
}
