package io.hnvgateway.dataplane.netlink;

import io.hnvgateway.dataplane.netlink.KernelRoute.NextHop;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Turns RTM_NEWROUTE into a [KernelRoute] (linux/rtnetlink.h).
///
/// ```
/// rtmsg:     0 family · 1 destination bits · 4 table · 7 type · 8 flags
/// rtnexthop: 0 length (u16) · 2 flags · 3 weight - 1 · 4 interface · 8 attributes
/// ```
final class RouteReader {
    static final int HEADER_BYTES = 12;
    private static final int HOP_BYTES = 8;
    private static final int DESTINATION = 1;
    private static final int INTERFACE = 4;
    private static final int GATEWAY = 5;
    private static final int METRIC = 6;
    private static final int MULTIPATH = 9;
    private static final int TABLE = 15;
    private static final int VIA = 18;
    private static final int MAIN_TABLE = 254;
    private static final int CLONED = 0x200;
    private static final int DEAD_OR_LINK_DOWN = 0x1 | 0x10;
    private static final int UNICAST = 1;
    private static final int BLACKHOLE = 6;
    private static final int PROHIBIT = 8;

    private RouteReader() {}

    /// Empty for other tables and kinds, and for a route without a living next hop. A route that
    /// names a next-hop object only (`nexthop_compat_mode=0`) has none.
    static Optional<KernelRoute> route(NetlinkMessage message) {
        ByteBuffer body = message.body();
        if (body.limit() < HEADER_BYTES || (body.getInt(8) & CLONED) != 0) {
            return Optional.empty();
        }
        Map<Integer, ByteBuffer> attributes = message.attributes(HEADER_BYTES);
        int type = body.get(7);
        boolean discards = type >= BLACKHOLE && type <= PROHIBIT;
        if (table(body, attributes) != MAIN_TABLE || (type != UNICAST && !discards)) {
            return Optional.empty();
        }
        List<NextHop> hops = discards ? List.of() : hops(body, attributes);
        if (hops.isEmpty() && !discards) {
            return Optional.empty();
        }
        long metric = Integer.toUnsignedLong(AttributeValues.u32(attributes.get(METRIC)));
        return destination(body, attributes).map(to -> new KernelRoute(to, hops, metric));
    }

    private static int table(ByteBuffer body, Map<Integer, ByteBuffer> attributes) {
        ByteBuffer table = attributes.get(TABLE);
        return table == null ? body.get(4) & 0xff : AttributeValues.u32(table);
    }

    /// Without the attribute the route is its family's default route.
    private static Optional<IpPrefix> destination(
            ByteBuffer body, Map<Integer, ByteBuffer> attributes) {
        int octets = AttributeValues.addressBytes(body.get(0));
        int length = body.get(1) & 0xff;
        @Nullable ByteBuffer address = attributes.get(DESTINATION);
        if (octets == 0 || length > octets * 8 || (address != null && address.limit() != octets)) {
            return Optional.empty();
        }
        return AttributeValues.ip(address == null ? ByteBuffer.allocate(octets) : address)
                .map(network -> IpPrefix.of(network, length));
    }

    private static List<NextHop> hops(ByteBuffer body, Map<Integer, ByteBuffer> attributes) {
        ByteBuffer multipath = attributes.get(MULTIPATH);
        if (multipath != null) {
            return multipath(multipath);
        }
        int index = AttributeValues.u32(attributes.get(INTERFACE));
        boolean dead = (body.getInt(8) & DEAD_OR_LINK_DOWN) != 0;
        return index == 0 || dead ? List.of() : List.of(hop(index, 1, attributes));
    }

    private static List<NextHop> multipath(ByteBuffer hops) {
        List<NextHop> living = new ArrayList<>();
        int at = 0;
        while (at + HOP_BYTES <= hops.limit()) {
            int bytes = hops.getShort(at) & 0xffff;
            if (bytes < HOP_BYTES || bytes > hops.limit() - at) {
                break;
            }
            if ((hops.get(at + 2) & DEAD_OR_LINK_DOWN) == 0) {
                int weight = (hops.get(at + 3) & 0xff) + 1;
                living.add(
                        hop(
                                hops.getInt(at + 4),
                                weight,
                                NetlinkMessage.attributes(hops, at + HOP_BYTES, at + bytes)));
            }
            at += NetlinkMessage.align(bytes);
        }
        return living;
    }

    private static NextHop hop(int index, int weight, Map<Integer, ByteBuffer> attributes) {
        return new NextHop(
                AttributeValues.ip(attributes.get(GATEWAY))
                        .or(() -> AttributeValues.via(attributes.get(VIA)))
                        .orElse((IpAddress) null),
                index,
                weight);
    }
}
