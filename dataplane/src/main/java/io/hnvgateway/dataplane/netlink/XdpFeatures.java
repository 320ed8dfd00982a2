package io.hnvgateway.dataplane.netlink;

import io.hnvgateway.dataplane.sys.SystemCallException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a device's driver can do for XDP programs, by the family "netdev" of generic netlink
/// (linux/netdev.h, linux/genetlink.h). The kernel itself goes by this: a frame that a program
/// sends to a device without [#takesRedirects] it drops, uncounted.
public final class XdpFeatures {
    private static final String FAMILY = "netdev";
    private static final int CONTROL = 0x10;
    private static final int GET_FAMILY = 3;
    private static final int FAMILY_ID = 1;
    private static final int FAMILY_NAME = 2;

    private static final int GET_DEVICE = 1;
    private static final int INTERFACE_INDEX = 1;
    private static final int XDP_FEATURES = 3;
    private static final int TRANSMIT = 1 << 2;

    private static final int GENERIC_HEADER_BYTES = 4;
    private static final int ATTRIBUTE_HEADER_BYTES = 4;

    private XdpFeatures() {}

    /// Whether the device sends what a program on another one redirects to it. May change: that of
    /// a veth device does with its peer. False when the kernel does not say.
    public static boolean takesRedirects(int interfaceIndex) {
        try (NetlinkSocket socket = NetlinkSocket.generic()) {
            ByteBuffer family =
                    ask(socket, CONTROL, GET_FAMILY, FAMILY_NAME, text(FAMILY)).get(FAMILY_ID);
            ByteBuffer features =
                    ask(
                                    socket,
                                    AttributeValues.u16(family),
                                    GET_DEVICE,
                                    INTERFACE_INDEX,
                                    number(interfaceIndex))
                            .get(XDP_FEATURES);
            return (number(features) & TRANSMIT) != 0;
        } catch (SystemCallException e) {
            return false;
        }
    }

    /// The attributes of the answer; none if it is an error.
    private static Map<Integer, ByteBuffer> ask(
            NetlinkSocket socket, int family, int command, int attribute, byte[] value) {
        int bytes = ATTRIBUTE_HEADER_BYTES + value.length;
        ByteBuffer body =
                ByteBuffer.allocate(GENERIC_HEADER_BYTES + NetlinkMessage.align(bytes))
                        .order(ByteOrder.nativeOrder());
        body.put((byte) command).put((byte) 1).putShort((short) 0);
        body.putShort((short) bytes).putShort((short) attribute).put(value);
        socket.send(NetlinkMessage.request(family, 0, 1, body.array()));
        List<NetlinkMessage> answers = new ArrayList<>();
        NetlinkMessage.forEach(socket.receive(0), answers::add);
        return answers.isEmpty() || answers.getFirst().type() == NetlinkMessage.ERROR
                ? Map.of()
                : answers.getFirst().attributes(GENERIC_HEADER_BYTES);
    }

    private static byte[] text(String text) {
        return (text + '\0').getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] number(int number) {
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.nativeOrder())
                .putInt(number)
                .array();
    }

    /// A 64-bit attribute; 0 if it is not there.
    private static long number(@Nullable ByteBuffer attribute) {
        return attribute == null || attribute.limit() < Long.BYTES ? 0 : attribute.getLong(0);
    }
}
