package io.hnvgateway.dataplane.netlink;

import io.hnvgateway.dataplane.sys.SystemCallException;
import java.util.ArrayList;
import java.util.List;

/// Requests to the kernel and their answers, over a socket of its own. Any thread.
final class NetlinkRequests implements AutoCloseable {
    private final NetlinkSocket socket;
    private int sequence;

    /// @param socket a new one that listens to no group
    NetlinkRequests(NetlinkSocket socket) {
        this.socket = socket;
    }

    /// What the kernel answered.
    ///
    /// @param interrupted its tables changed during the dump
    record Answer(List<NetlinkMessage> messages, boolean interrupted) {}

    /// @param flags with one of FLAG_DUMP and FLAG_ACK, or no answer would be the last
    /// @throws SystemCallException with the errno that the kernel answered
    synchronized Answer ask(int type, int flags, byte[] body) {
        int mine = ++sequence;
        socket.send(NetlinkMessage.request(type, flags, mine, body));
        Reading reading = new Reading();
        while (!reading.done) {
            NetlinkMessage.forEach(
                    socket.receive(0),
                    message -> {
                        if (message.sequence() == mine) {
                            reading.take(message);
                        }
                    });
        }
        if (reading.errno != 0) {
            throw new SystemCallException("netlink request " + type, reading.errno);
        }
        return new Answer(reading.messages, reading.interrupted);
    }

    private static final class Reading {
        final List<NetlinkMessage> messages = new ArrayList<>();
        boolean interrupted;
        boolean done;
        int errno;

        void take(NetlinkMessage message) {
            interrupted |= (message.flags() & NetlinkMessage.FLAG_DUMP_INTERRUPTED) != 0;
            switch (message.type()) {
                case NetlinkMessage.DONE -> done = true;
                case NetlinkMessage.ERROR -> {
                    done = true;
                    errno = message.errno();
                }
                default -> messages.add(message);
            }
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
