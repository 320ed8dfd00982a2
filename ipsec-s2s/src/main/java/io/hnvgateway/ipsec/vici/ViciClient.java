package io.hnvgateway.ipsec.vici;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.LengthFieldPrepender;
import io.netty.handler.codec.MessageToMessageDecoder;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Opens connections to charon's socket, all served by one thread of Netty's. For any threads.
public final class ViciClient implements AutoCloseable {
    private static final int LENGTH_BYTES = 4;
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);

    private final Path socket;
    private final EventLoopGroup loop =
            new MultiThreadIoEventLoopGroup(
                    1, new DefaultThreadFactory("vici", true), EpollIoHandler.newFactory());

    /// All that is open. A loop that ends without a quiet period may leave channels open: they are
    /// closed by this.
    private final ChannelGroup connections = new DefaultChannelGroup(loop.next(), true);

    /// Connects to nothing yet.
    public ViciClient(Path socket) {
        this.socket = socket;
    }

    /// @throws ViciException if charon does not listen there
    public ViciConnection open() throws ViciException {
        Inbox inbox = new Inbox();
        ChannelFuture connecting =
                new Bootstrap()
                        .group(loop)
                        .channel(EpollDomainSocketChannel.class)
                        .option(
                                ChannelOption.CONNECT_TIMEOUT_MILLIS,
                                (int) CONNECT_LIMIT.toMillis())
                        .handler(
                                new ChannelInitializer<Channel>() {
                                    @Override
                                    protected void initChannel(Channel channel) {
                                        fill(channel, inbox);
                                    }
                                })
                        .connect(new DomainSocketAddress(socket.toString()));
        connecting.awaitUninterruptibly();
        if (!connecting.isSuccess()) {
            throw new ViciException(
                    "charon cannot be reached at " + socket + ": " + reason(connecting.cause()),
                    connecting.cause());
        }
        connections.add(connecting.channel());
        return new ViciConnection(connecting.channel(), inbox);
    }

    private static String reason(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }

    private static void fill(Channel channel, Inbox inbox) {
        channel.pipeline()
                .addLast(
                        new LengthFieldBasedFrameDecoder(
                                ViciCodec.MAX_PACKET_BYTES + LENGTH_BYTES,
                                0,
                                LENGTH_BYTES,
                                0,
                                LENGTH_BYTES),
                        new LengthFieldPrepender(LENGTH_BYTES),
                        new Packets(),
                        inbox);
    }

    /// Ends all connections; waiting callers get an exception.
    @Override
    public void close() {
        connections.close().awaitUninterruptibly(5_000);
        loop.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(5_000);
    }

    /// Frames → packets; the other way, [ViciConnection] encodes them itself.
    private static final class Packets extends MessageToMessageDecoder<ByteBuf> {
        Packets() {
            super(ByteBuf.class);
        }

        @Override
        protected void decode(ChannelHandlerContext context, ByteBuf frame, List<Object> out) {
            out.add(ViciCodec.decode(frame));
        }
    }
}
