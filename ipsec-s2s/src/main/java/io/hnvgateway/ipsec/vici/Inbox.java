package io.hnvgateway.ipsec.vici;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Packets that came in, from Netty's thread to the one that waits for them. When nobody takes
/// them, nothing more is read, so that charon waits and memory stays bounded.
final class Inbox extends SimpleChannelInboundHandler<ViciPacket> {
    private static final int FULL = 1024;
    private static final int ROOM = 256;

    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
    private volatile @Nullable Channel channel;

    /// A packet, or why there will be no more.
    private sealed interface Arrival {}

    private record Packet(ViciPacket packet) implements Arrival {}

    private record End(String reason) implements Arrival {}

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        channel = context.channel();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ViciPacket packet) {
        arrivals.add(new Packet(packet));
        if (arrivals.size() >= FULL) {
            context.channel().config().setAutoRead(false);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        arrivals.add(new End("charon closed the connection"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        arrivals.add(new End("connection to charon failed: " + cause));
        var _ = context.close();
    }

    /// The next packet.
    ///
    /// @return null when none came in time
    /// @throws ViciException if none will come
    @Nullable ViciPacket take(Duration limit) throws ViciException, InterruptedException {
        Arrival arrival = arrivals.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
        Channel open = channel;
        if (arrivals.size() < ROOM && open != null && !open.config().isAutoRead()) {
            open.config().setAutoRead(true);
        }
        return switch (arrival) {
            case null -> null;
            case Packet(ViciPacket packet) -> packet;
            case End end -> {
                arrivals.add(end); // for whoever asks next
                throw new ViciException(end.reason);
            }
        };
    }
}
