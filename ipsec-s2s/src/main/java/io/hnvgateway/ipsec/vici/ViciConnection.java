package io.hnvgateway.ipsec.vici;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One socket to charon: one command at a time, whose answer is waited for. A call that gets none
/// in time closes the connection, since a late answer would be taken for that of the next command.
/// Calls block; several threads take turns.
public final class ViciConnection implements AutoCloseable {
    /// For commands that charon answers at once.
    public static final Duration SHORT = Duration.ofSeconds(30);

    private static final Duration FOREVER = Duration.ofDays(365);

    private final Channel channel;
    private final Inbox inbox;
    private final ReentrantLock turn = new ReentrantLock();

    ViciConnection(Channel channel, Inbox inbox) {
        this.channel = channel;
        this.inbox = inbox;
    }

    /// An event with its body.
    public record Event(String name, ViciSection body) {}

    /// Runs a command.
    ///
    /// @return the answer
    /// @throws ViciRefusedException if charon refuses it or says that it failed, or if it is too
    ///   large for VICI; the connection goes on
    public ViciSection call(String command, ViciSection arguments, Duration limit)
            throws ViciException {
        return call(command, arguments, limit, event -> {});
    }

    /// Runs a command and hands over the events that come meanwhile, on the calling thread.
    public ViciSection call(
            String command, ViciSection arguments, Duration limit, Consumer<Event> events)
            throws ViciException {
        ViciPacket answer = exchange(ViciPacket.request(command, arguments), limit, events);
        if (answer.type() == ViciPacket.Type.COMMAND_UNKNOWN) {
            throw new ViciRefusedException("charon does not know the command " + command);
        }
        require(answer, ViciPacket.Type.COMMAND_RESPONSE, command);
        if (answer.body().text("success").equals("no")) {
            throw new ViciRefusedException(
                    answer.body().text("errmsg"), (int) answer.body().number("matches", 0));
        }
        return answer.body();
    }

    /// Runs a command whose results come as events of that name.
    public ViciSection stream(
            String command, ViciSection arguments, String event, Consumer<ViciSection> each)
            throws ViciException {
        turn.lock();
        try {
            register(event);
            ViciSection answer =
                    call(
                            command,
                            arguments,
                            SHORT,
                            incoming -> {
                                if (incoming.name().equals(event)) {
                                    each.accept(incoming.body());
                                }
                            });
            registration(ViciPacket.unregister(event));
            return answer;
        } finally {
            turn.unlock();
        }
    }

    /// From now on events of that name come, to [#nextEvent] or with a command.
    ///
    /// @throws ViciRefusedException if this version of charon has no such event
    public void register(String event) throws ViciException {
        registration(ViciPacket.register(event));
    }

    private void registration(ViciPacket packet) throws ViciException {
        ViciPacket answer = exchange(packet, SHORT, event -> {});
        if (answer.type() == ViciPacket.Type.EVENT_UNKNOWN) {
            throw new ViciRefusedException("charon does not know the event " + packet.name());
        }
        require(answer, ViciPacket.Type.EVENT_CONFIRM, packet.name());
    }

    /// Waits for an event, however long; on a connection that runs no commands.
    public Event nextEvent() throws ViciException {
        ViciPacket packet = take(FOREVER);
        if (packet == null) {
            throw broken("no event came");
        }
        require(packet, ViciPacket.Type.EVENT, "events");
        return new Event(packet.name(), packet.body());
    }

    private ViciPacket exchange(ViciPacket packet, Duration limit, Consumer<Event> events)
            throws ViciException {
        turn.lock();
        try {
            send(packet.name(), encoded(packet));
            long deadline = System.nanoTime() + limit.toNanos();
            while (true) {
                ViciPacket incoming = take(Duration.ofNanos(deadline - System.nanoTime()));
                if (incoming == null) {
                    throw broken(
                            "charon did not answer "
                                    + packet.name()
                                    + " within "
                                    + limit.toMillis()
                                    + " ms");
                }
                if (incoming.type() != ViciPacket.Type.EVENT) {
                    return incoming;
                }
                events.accept(new Event(incoming.name(), incoming.body()));
            }
        } finally {
            turn.unlock();
        }
    }

    /// On the caller's thread: what cannot be encoded is the fault of this command alone, and Netty
    /// would tell it only as a failed write, as it does for a broken socket.
    private ByteBuf encoded(ViciPacket packet) throws ViciRefusedException {
        ByteBuf frame = channel.alloc().buffer();
        try {
            ViciCodec.encode(packet, frame);
            return frame;
        } catch (RuntimeException e) {
            frame.release();
            if (e instanceof IllegalArgumentException) {
                throw new ViciRefusedException(
                        packet.name() + " is more than VICI can carry: " + e.getMessage());
            }
            throw e;
        }
    }

    private void send(String name, ByteBuf frame) throws ViciException {
        ChannelFuture written = channel.writeAndFlush(frame);
        if (!written.awaitUninterruptibly(SHORT.toMillis())) {
            throw broken("charon reads nothing");
        }
        Throwable cause = written.cause();
        if (cause != null) {
            close();
            throw new ViciException(name + " cannot be sent to charon: " + cause, cause);
        }
    }

    private @Nullable ViciPacket take(Duration limit) throws ViciException {
        try {
            return inbox.take(limit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw broken("interrupted while waiting for charon");
        }
    }

    private void require(ViciPacket packet, ViciPacket.Type type, String what)
            throws ViciException {
        if (packet.type() != type) {
            throw broken("charon answered " + what + " with " + packet.type());
        }
    }

    private ViciException broken(String message) {
        close();
        return new ViciException(message);
    }

    public boolean isOpen() {
        return channel.isOpen();
    }

    /// Whoever waits for an answer gets an exception.
    @Override
    public void close() {
        var _ = channel.close();
    }
}
