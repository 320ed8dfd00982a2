package io.hnvgateway.dataplane.netlink;

import io.hnvgateway.dataplane.netlink.KernelNeighbor.State;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Turns messages into records (linux/if_link.h, if_addr.h, neighbour.h). What lacks a part it
/// needs gives nothing.
final class MessageReader {
    static final int LINK_HEADER_BYTES = 16;
    private static final int LINK_MAC_ADDRESS = 1;
    private static final int LINK_NAME = 3;
    private static final int LINK_MTU = 4;
    private static final int LINK_PARENT = 5;
    private static final int LINK_INFO = 18;
    private static final int LINK_PARENT_NAMESPACE = 37;
    private static final int INFO_KIND = 1;
    private static final int INFO_DATA = 2;
    private static final int VLAN_ID = 1;
    private static final int UP_WITH_CARRIER = 0x1 | 0x10000;

    static final int ADDRESS_HEADER_BYTES = 8;
    private static final int ADDRESS = 1;
    private static final int ADDRESS_LOCAL = 2;
    private static final int ADDRESS_FLAGS = 8;
    private static final int TENTATIVE_OR_DUPLICATE = 0x40 | 0x08;

    static final int NEIGHBOR_HEADER_BYTES = 12;
    private static final int NEIGHBOR_ADDRESS = 1;
    private static final int NEIGHBOR_MAC_ADDRESS = 2;

    private MessageReader() {}

    static Optional<KernelLink> link(NetlinkMessage message) {
        ByteBuffer body = message.body();
        Map<Integer, ByteBuffer> attributes = message.attributes(LINK_HEADER_BYTES);
        String name = AttributeValues.text(attributes.get(LINK_NAME));
        if (body.limit() < LINK_HEADER_BYTES || name.isEmpty()) {
            return Optional.empty();
        }
        int vlan = vlan(attributes);
        return Optional.of(
                new KernelLink(
                        body.getInt(4),
                        name,
                        AttributeValues.macAddress(attributes.get(LINK_MAC_ADDRESS)),
                        AttributeValues.u32(attributes.get(LINK_MTU)),
                        (body.getInt(8) & UP_WITH_CARRIER) == UP_WITH_CARRIER,
                        vlan == 0 ? 0 : AttributeValues.u32(attributes.get(LINK_PARENT)),
                        vlan));
    }

    /// 0 if it is no VLAN interface, or one whose parent stands in another namespace.
    private static int vlan(Map<Integer, ByteBuffer> link) {
        Map<Integer, ByteBuffer> info = nested(link.get(LINK_INFO));
        if (!AttributeValues.text(info.get(INFO_KIND)).equals("vlan")
                || link.containsKey(LINK_PARENT_NAMESPACE)) {
            return 0;
        }
        return AttributeValues.u16(nested(info.get(INFO_DATA)).get(VLAN_ID));
    }

    private static Map<Integer, ByteBuffer> nested(@Nullable ByteBuffer attribute) {
        return attribute == null
                ? Map.of()
                : NetlinkMessage.attributes(
                        attribute.duplicate().order(ByteOrder.nativeOrder()), 0, attribute.limit());
    }

    static Optional<KernelAddress> address(NetlinkMessage message) {
        ByteBuffer body = message.body();
        if (body.limit() < ADDRESS_HEADER_BYTES) {
            return Optional.empty();
        }
        Map<Integer, ByteBuffer> attributes = message.attributes(ADDRESS_HEADER_BYTES);
        int flags = body.get(2) | AttributeValues.u32(attributes.get(ADDRESS_FLAGS));
        int length = body.get(1) & 0xff;
        @Nullable ByteBuffer local =
                attributes.getOrDefault(ADDRESS_LOCAL, attributes.get(ADDRESS));
        if ((flags & TENTATIVE_OR_DUPLICATE) != 0 || local == null || length > local.limit() * 8) {
            return Optional.empty();
        }
        return AttributeValues.ip(local).map(ip -> new KernelAddress(body.getInt(4), ip, length));
    }

    static Optional<KernelNeighbor> neighbor(NetlinkMessage message) {
        ByteBuffer body = message.body();
        if (body.limit() < NEIGHBOR_HEADER_BYTES) {
            return Optional.empty();
        }
        Map<Integer, ByteBuffer> attributes = message.attributes(NEIGHBOR_HEADER_BYTES);
        State state = State.of(body.getShort(8) & 0xff);
        long mac = AttributeValues.macAddress(attributes.get(NEIGHBOR_MAC_ADDRESS));
        return AttributeValues.ip(attributes.get(NEIGHBOR_ADDRESS))
                .map(address -> new KernelNeighbor(body.getInt(4), address, mac, state));
    }
}
