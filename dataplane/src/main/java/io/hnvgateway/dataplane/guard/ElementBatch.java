package io.hnvgateway.dataplane.guard;

import static io.hnvgateway.dataplane.netlink.NetlinkMessage.FLAG_ACK;
import static io.hnvgateway.dataplane.netlink.NetlinkMessage.FLAG_CREATE;
import static io.hnvgateway.dataplane.netlink.NetlinkMessage.FLAG_REQUEST;
import static io.hnvgateway.dataplane.netlink.NetlinkMessage.HEADER_BYTES;

import io.hnvgateway.packet.IpAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Elements to add to and to delete from nftables sets, as one batch of netlink messages
/// (linux/netfilter/nfnetlink.h, nf_tables.h): the kernel takes all of it or nothing.
///
/// ```
/// batch:    BEGIN · { NEWSETELEM | DELSETELEM }... · END
/// message:  nlmsghdr · nfgenmsg · TABLE · SET · ELEMENTS { ELEMENT { KEY { VALUE } }... }
/// nfgenmsg: 0 family · 1 version · 2 resource (u16, big endian)
/// ```
///
/// Messages are numbered from 0. The last one with elements asks for an acknowledgement.
final class ElementBatch {
    /// An attribute's length has 16 bits; an IPv6 element takes 28 bytes.
    static final int ELEMENTS_A_MESSAGE = 2000;

    private static final int BEGIN = 0x10;
    private static final int END = 0x11;
    private static final int NFTABLES = 10;
    private static final int NEW_ELEMENTS = NFTABLES << 8 | 12;
    private static final int DELETE_ELEMENTS = NFTABLES << 8 | 14;

    private static final byte FAMILY_UNSPECIFIED = 0;
    private static final byte FAMILY_NETDEV = 5;
    private static final int FAMILY_HEADER_BYTES = 4;

    private static final int NESTED = 0x8000;
    private static final int TABLE = 1;
    private static final int SET = 2;
    private static final int ELEMENTS = 3 | NESTED;
    private static final int ELEMENT = 1 | NESTED;
    private static final int KEY = 1 | NESTED;
    private static final int VALUE = 1;
    private static final int LONGEST_ATTRIBUTE_BYTES = 256;

    private final List<String> steps = new ArrayList<>(); // by message number
    private ByteBuffer buffer = ByteBuffer.allocate(1024).order(ByteOrder.nativeOrder());
    private int last;

    ElementBatch() {
        control(BEGIN);
    }

    /// Adds elements; one that stands already is no fault.
    ///
    /// @param table of the family `netdev`
    void add(String table, String set, List<IpAddress> elements) {
        change(NEW_ELEMENTS, FLAG_CREATE, new Target("add to", table, set), elements);
    }

    /// Deletes elements; the kernel refuses the batch if one does not stand.
    void delete(String table, String set, List<IpAddress> elements) {
        change(DELETE_ELEMENTS, 0, new Target("delete from", table, set), elements);
    }

    private record Target(String verb, String table, String set) {}

    private void change(int type, int flags, Target target, List<IpAddress> elements) {
        for (int from = 0; from < elements.size(); from += ELEMENTS_A_MESSAGE) {
            int to = Math.min(elements.size(), from + ELEMENTS_A_MESSAGE);
            last = begin(type, flags, FAMILY_NETDEV, 0);
            text(TABLE, target.table());
            text(SET, target.set());
            int list = open(ELEMENTS);
            elements.subList(from, to).forEach(this::element);
            close(list);
            end(last, target.verb() + " set " + target.set() + " of table " + target.table());
        }
    }

    boolean isEmpty() {
        return last == 0;
    }

    /// The number of the message whose acknowledgement says that all was done.
    int lastNumber() {
        return buffer.getInt(last + 8);
    }

    /// What the message of a number was to do.
    String step(int number) {
        return number >= 0 && number < steps.size() ? steps.get(number) : "message " + number;
    }

    /// The whole batch; nothing is added to it any more.
    byte[] finish() {
        buffer.putShort(last + 6, (short) (buffer.getShort(last + 6) | FLAG_ACK));
        control(END);
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    private void control(int type) {
        end(begin(type, 0, FAMILY_UNSPECIFIED, NFTABLES), "commit");
    }

    /// @return where the message begins
    private int begin(int type, int flags, byte family, int resource) {
        room(HEADER_BYTES + FAMILY_HEADER_BYTES);
        int at = buffer.position();
        buffer.putInt(0).putShort((short) type).putShort((short) (flags | FLAG_REQUEST));
        buffer.putInt(steps.size()).putInt(0);
        buffer.put(family).put((byte) 0).put((byte) (resource >> 8)).put((byte) resource);
        return at;
    }

    private void end(int message, String step) {
        buffer.putInt(message, buffer.position() - message);
        steps.add(step);
    }

    private void element(IpAddress address) {
        room(LONGEST_ATTRIBUTE_BYTES);
        int element = open(ELEMENT);
        int key = open(KEY);
        int value = open(VALUE);
        buffer.order(ByteOrder.BIG_ENDIAN);
        if (address.isIpv4()) {
            buffer.putInt(address.ipv4Bits());
        } else {
            buffer.putLong(address.high()).putLong(address.low());
        }
        buffer.order(ByteOrder.nativeOrder());
        close(value);
        close(key);
        close(element);
    }

    private void text(int type, String text) {
        room(LONGEST_ATTRIBUTE_BYTES);
        int attribute = open(type);
        buffer.put(text.getBytes(StandardCharsets.US_ASCII)).put((byte) 0);
        close(attribute);
        buffer.position(buffer.position() + 3 & -4);
    }

    private int open(int type) {
        room(LONGEST_ATTRIBUTE_BYTES);
        int at = buffer.position();
        buffer.putShort((short) 0).putShort((short) type);
        return at;
    }

    private void close(int attribute) {
        buffer.putShort(attribute, (short) (buffer.position() - attribute));
    }

    private void room(int bytes) {
        if (buffer.remaining() < bytes) {
            byte[] larger = Arrays.copyOf(buffer.array(), buffer.capacity() * 2);
            buffer =
                    ByteBuffer.wrap(larger)
                            .order(ByteOrder.nativeOrder())
                            .position(buffer.position());
        }
    }
}
