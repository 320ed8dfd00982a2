package io.hnvgateway.dataplane.netlink;

import static io.hnvgateway.dataplane.netlink.NetlinkMessage.FLAG_ACK;
import static io.hnvgateway.dataplane.netlink.NetlinkMessage.FLAG_CREATE;
import static io.hnvgateway.dataplane.netlink.NetlinkMessage.FLAG_DUMP;
import static io.hnvgateway.dataplane.netlink.NetlinkMessage.FLAG_DUMP_INTERRUPTED;

import io.hnvgateway.dataplane.sys.SystemCallException;
import io.hnvgateway.packet.IpAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// Requests to the kernel and their answers, over a socket of its own.
final class KernelDump implements AutoCloseable {
    private static final int LONGEST_HEADER_BYTES = 16;
    private static final int ATTEMPTS = 10;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int NTF_USE = 1;
    private static final int NDA_DST = 1;

    private final NetlinkSocket socket = NetlinkSocket.route(0);
    private int sequence;

    /// All objects of one kind: `type` is a GET_ message.
    synchronized List<NetlinkMessage> dump(int type) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Answer answer = ask(type, FLAG_DUMP, new byte[LONGEST_HEADER_BYTES]);
            if (!answer.interrupted) {
                return answer.messages;
            }
        }
        throw new IllegalStateException("the kernel's tables change faster than they are read");
    }

    /// Asks for a neighbour by using it.
    synchronized void useNeighbor(int interfaceIndex, IpAddress address) {
        byte[] octets = octets(address);
        ByteBuffer body =
                ByteBuffer.allocate(12 + 4 + octets.length).order(ByteOrder.nativeOrder());
        body.put((byte) (octets.length == 4 ? AF_INET : AF_INET6)).put(new byte[3]);
        body.putInt(interfaceIndex).putShort((short) 0).put((byte) NTF_USE).put((byte) 0);
        body.putShort((short) (4 + octets.length)).putShort((short) NDA_DST).put(octets);
        ask(NetlinkMessage.NEW_NEIGHBOR, FLAG_ACK | FLAG_CREATE, body.array());
    }

    private static byte[] octets(IpAddress address) {
        return address.isIpv4()
                ? ByteBuffer.allocate(4).putInt(address.ipv4Bits()).array()
                : ByteBuffer.allocate(16).putLong(address.high()).putLong(address.low()).array();
    }

    private static final class Answer {
        final List<NetlinkMessage> messages = new ArrayList<>();
        boolean interrupted;
        boolean done;
        int errno;
    }

    private Answer ask(int type, int flags, byte[] body) {
        int mine = ++sequence;
        socket.send(NetlinkMessage.request(type, flags, mine, body));
        Answer answer = new Answer();
        while (!answer.done) {
            NetlinkMessage.forEach(
                    socket.receive(0),
                    message -> {
                        if (message.sequence() == mine) {
                            take(message, answer);
                        }
                    });
        }
        if (answer.errno != 0) {
            throw new SystemCallException("netlink request " + type, answer.errno);
        }
        return answer;
    }

    private static void take(NetlinkMessage message, Answer answer) {
        answer.interrupted |= (message.flags() & FLAG_DUMP_INTERRUPTED) != 0;
        switch (message.type()) {
            case NetlinkMessage.DONE -> answer.done = true;
            case NetlinkMessage.ERROR -> {
                answer.done = true;
                answer.errno = message.errno();
            }
            default -> answer.messages.add(message);
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
