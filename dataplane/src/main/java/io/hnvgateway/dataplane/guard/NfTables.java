package io.hnvgateway.dataplane.guard;

import io.hnvgateway.dataplane.netlink.NetlinkMessage;
import io.hnvgateway.dataplane.netlink.NetlinkSocket;
import io.hnvgateway.dataplane.sys.Errno;
import io.hnvgateway.dataplane.sys.SystemCallException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Has the kernel carry out batches, from within this process. One thread at a time.
///
/// The socket stays open: when one is closed, the kernel waits until it has freed what was deleted
/// through it, which takes milliseconds.
final class NfTables implements AutoCloseable {
    private @Nullable NetlinkSocket socket; // open from the first batch

    /// Returns once the batch is in force as a whole.
    ///
    /// @throws GuardException if the kernel refused it, and nothing of it is in force; or if it did
    ///   not confirm it
    void commit(ElementBatch batch) {
        if (batch.isEmpty()) {
            return;
        }
        try {
            Answers answers = new Answers(batch);
            send(batch.finish(), answers);
            answers.demandConfirmed();
        } catch (SystemCallException e) {
            close(); // what it may hold still is no answer to the next batch
            throw new GuardException("nftables cannot be changed: " + e.getMessage(), e);
        }
    }

    private void send(byte[] batch, Answers answers) {
        if (socket == null) {
            socket = NetlinkSocket.netfilter();
        }
        socket.roomToSend(batch.length);
        socket.send(batch);
        answers.read(socket);
    }

    @Override
    public void close() {
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }

    /// What the kernel said. It acknowledges a message of a batch that it refuses for another one's
    /// sake, so that only a batch without any error counts.
    private static final class Answers {
        private final ElementBatch batch;
        private final List<String> refused = new ArrayList<>();
        private boolean confirmed;

        Answers(ElementBatch batch) {
            this.batch = batch;
        }

        void read(NetlinkSocket socket) {
            ByteBuffer datagram = socket.receive(NetlinkSocket.DONT_WAIT);
            while (datagram.limit() > 0) {
                NetlinkMessage.forEach(datagram, this::take);
                datagram = socket.receive(NetlinkSocket.DONT_WAIT);
            }
        }

        private void take(NetlinkMessage message) {
            if (message.type() != NetlinkMessage.ERROR) {
                return;
            }
            if (message.errno() != 0) {
                refused.add(
                        batch.step(message.sequence()) + ": " + Errno.describe(message.errno()));
            } else if (message.sequence() == batch.lastNumber()) {
                confirmed = true;
            }
        }

        void demandConfirmed() {
            if (!refused.isEmpty()) {
                throw new GuardException(
                        "the kernel refused the guard's change: " + String.join("; ", refused));
            }
            if (!confirmed) {
                throw new GuardException("the kernel did not confirm the guard's change");
            }
        }
    }
}
