package io.hnvgateway.dataplane.netlink;

import io.hnvgateway.dataplane.sys.Errno;
import io.hnvgateway.dataplane.sys.SystemCallException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// A family of generic netlink (linux/genetlink.h); the kernel at hand gives out the numbers.
///
/// ```
/// genlmsghdr: 0 command · 1 version · 2 reserved · 4 attributes
/// ```
///
/// @param number type of its messages
/// @param groups numbers of its multicast groups by name
record GenericFamily(int number, Map<String, Integer> groups) {
    static final int HEADER_BYTES = 4;
    private static final int VERSION = 1;

    private static final int CONTROLLER = 16;
    private static final int GET_FAMILY = 3;
    private static final int FAMILY_NUMBER = 1;
    private static final int FAMILY_NAME = 2;
    private static final int MULTICAST_GROUPS = 7;
    private static final int GROUP_NAME = 1;
    private static final int GROUP_NUMBER = 2;

    GenericFamily {
        groups = Map.copyOf(groups);
    }

    /// Empty if the kernel has no such family.
    static Optional<GenericFamily> find(NetlinkRequests requests, String name) {
        byte[] text = (name + "\0").getBytes(StandardCharsets.US_ASCII);
        try {
            return requests
                    .ask(
                            CONTROLLER,
                            NetlinkMessage.FLAG_ACK,
                            request(GET_FAMILY, FAMILY_NAME, text))
                    .messages()
                    .stream()
                    .findFirst()
                    .map(GenericFamily::read);
        } catch (SystemCallException e) {
            if (e.errno() == Errno.ENOENT) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /// The body of a request with one attribute.
    static byte[] request(int command, int attribute, byte[] value) {
        int bytes = NetlinkMessage.ATTRIBUTE_HEADER_BYTES + value.length;
        return ByteBuffer.allocate(HEADER_BYTES + NetlinkMessage.align(bytes))
                .order(ByteOrder.nativeOrder())
                .put((byte) command)
                .put((byte) VERSION)
                .putShort((short) 0)
                .putShort((short) bytes)
                .putShort((short) attribute)
                .put(value)
                .array();
    }

    static GenericFamily read(NetlinkMessage message) {
        Map<Integer, ByteBuffer> attributes = message.attributes(HEADER_BYTES);
        Map<String, Integer> groups = new HashMap<>();
        ByteBuffer list = attributes.getOrDefault(MULTICAST_GROUPS, ByteBuffer.allocate(0));
        for (ByteBuffer group : NetlinkMessage.attributes(list, 0, list.limit()).values()) {
            Map<Integer, ByteBuffer> of = NetlinkMessage.attributes(group, 0, group.limit());
            groups.put(
                    AttributeValues.text(of.get(GROUP_NAME)),
                    AttributeValues.u32(of.get(GROUP_NUMBER)));
        }
        return new GenericFamily(AttributeValues.u16(attributes.get(FAMILY_NUMBER)), groups);
    }
}
