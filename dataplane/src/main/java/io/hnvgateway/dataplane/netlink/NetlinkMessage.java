package io.hnvgateway.dataplane.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/// One netlink message: its header, and a view of what follows (linux/netlink.h).
///
/// @param body family header and attributes, native byte order
public record NetlinkMessage(int type, int flags, int sequence, ByteBuffer body) {
    public static final int ERROR = 2;
    static final int DONE = 3;
    static final int NEW_LINK = 16;
    static final int GET_LINK = 18;
    static final int NEW_ADDRESS = 20;
    static final int GET_ADDRESS = 22;
    static final int NEW_ROUTE = 24;
    static final int GET_ROUTE = 26;
    static final int NEW_NEIGHBOR = 28;
    static final int DELETE_NEIGHBOR = 29;
    static final int GET_NEIGHBOR = 30;

    public static final int FLAG_REQUEST = 0x001;
    public static final int FLAG_ACK = 0x004;
    static final int FLAG_DUMP_INTERRUPTED = 0x010;
    static final int FLAG_DUMP = 0x300;
    public static final int FLAG_CREATE = 0x400;

    public static final int HEADER_BYTES = 16;
    static final int ATTRIBUTE_HEADER_BYTES = 4;
    private static final int ATTRIBUTE_TYPE_MASK = 0x3fff;

    /// Calls `each` with every message of a datagram; a length that does not fit ends the walk.
    public static void forEach(ByteBuffer datagram, Consumer<NetlinkMessage> each) {
        int at = 0;
        while (at + HEADER_BYTES <= datagram.limit()) {
            int bytes = datagram.getInt(at);
            if (bytes < HEADER_BYTES || bytes > datagram.limit() - at) {
                return;
            }
            each.accept(
                    new NetlinkMessage(
                            datagram.getShort(at + 4) & 0xffff,
                            datagram.getShort(at + 6) & 0xffff,
                            datagram.getInt(at + 8),
                            part(datagram, at + HEADER_BYTES, bytes - HEADER_BYTES)));
            at += align(bytes);
        }
    }

    /// What an [#ERROR] says: a positive errno, or 0 for an acknowledgement.
    public int errno() {
        return body.limit() < 4 ? 0 : -body.getInt(0);
    }

    /// The attributes that follow a family header of `headerBytes`, by type.
    Map<Integer, ByteBuffer> attributes(int headerBytes) {
        return attributes(body, headerBytes, body.limit());
    }

    static Map<Integer, ByteBuffer> attributes(ByteBuffer in, int from, int to) {
        Map<Integer, ByteBuffer> found = new HashMap<>();
        int at = align(from);
        while (at + 4 <= to) {
            int bytes = in.getShort(at) & 0xffff;
            if (bytes < 4 || bytes > to - at) {
                break;
            }
            int type = in.getShort(at + 2) & ATTRIBUTE_TYPE_MASK;
            found.put(type, part(in, at + 4, bytes - 4));
            at += align(bytes);
        }
        return found;
    }

    /// Encodes a request.
    static byte[] request(int type, int flags, int sequence, byte[] body) {
        ByteBuffer message =
                ByteBuffer.allocate(HEADER_BYTES + body.length).order(ByteOrder.nativeOrder());
        message.putInt(HEADER_BYTES + body.length);
        message.putShort((short) type).putShort((short) (flags | FLAG_REQUEST));
        message.putInt(sequence).putInt(0).put(body);
        return message.array();
    }

    private static ByteBuffer part(ByteBuffer whole, int from, int bytes) {
        return whole.slice(from, bytes).order(ByteOrder.nativeOrder());
    }

    static int align(int bytes) {
        return bytes + 3 & -4;
    }
}
