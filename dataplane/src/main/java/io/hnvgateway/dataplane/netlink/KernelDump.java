package io.hnvgateway.dataplane.netlink;

import static io.hnvgateway.dataplane.netlink.NetlinkMessage.FLAG_ACK;
import static io.hnvgateway.dataplane.netlink.NetlinkMessage.FLAG_CREATE;
import static io.hnvgateway.dataplane.netlink.NetlinkMessage.FLAG_DUMP;

import io.hnvgateway.packet.IpAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/// The kernel's tables as it lists them, and what is asked of them. Any thread.
final class KernelDump implements AutoCloseable {
    private static final int ATTEMPTS = 10;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int NTF_USE = 1;
    private static final int NDA_DST = 1;

    private final NetlinkRequests requests = new NetlinkRequests(strict());

    private static NetlinkSocket strict() {
        NetlinkSocket socket = NetlinkSocket.route(0);
        socket.checkDumps();
        return socket;
    }

    /// All objects of one kind: `type` is a GET_ message.
    List<NetlinkMessage> dump(int type) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            NetlinkRequests.Answer answer =
                    requests.ask(type, FLAG_DUMP, new byte[headerBytes(type)]);
            if (!answer.interrupted()) {
                return answer.messages();
            }
        }
        throw new IllegalStateException("the kernel's tables change faster than they are read");
    }

    /// Of what follows the message's header in a request, as in the answers.
    private static int headerBytes(int type) {
        return switch (type) {
            case NetlinkMessage.GET_LINK -> MessageReader.LINK_HEADER_BYTES;
            case NetlinkMessage.GET_ADDRESS -> MessageReader.ADDRESS_HEADER_BYTES;
            case NetlinkMessage.GET_ROUTE -> RouteReader.HEADER_BYTES;
            case NetlinkMessage.GET_NEIGHBOR -> MessageReader.NEIGHBOR_HEADER_BYTES;
            default -> throw new IllegalArgumentException("nothing that is listed: " + type);
        };
    }

    /// Asks for a neighbour by using it.
    void useNeighbor(int interfaceIndex, IpAddress address) {
        byte[] octets = octets(address);
        ByteBuffer body =
                ByteBuffer.allocate(12 + 4 + octets.length).order(ByteOrder.nativeOrder());
        body.put((byte) (octets.length == 4 ? AF_INET : AF_INET6)).put(new byte[3]);
        body.putInt(interfaceIndex).putShort((short) 0).put((byte) NTF_USE).put((byte) 0);
        body.putShort((short) (4 + octets.length)).putShort((short) NDA_DST).put(octets);
        requests.ask(NetlinkMessage.NEW_NEIGHBOR, FLAG_ACK | FLAG_CREATE, body.array());
    }

    private static byte[] octets(IpAddress address) {
        return address.isIpv4()
                ? ByteBuffer.allocate(4).putInt(address.ipv4Bits()).array()
                : ByteBuffer.allocate(16).putLong(address.high()).putLong(address.low()).array();
    }

    @Override
    public void close() {
        requests.close();
    }
}
