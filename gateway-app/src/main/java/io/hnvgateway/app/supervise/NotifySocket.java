package io.hnvgateway.app.supervise;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The way to the supervisor, and the thread `supervise`. Each message has a socket of its own: the
/// supervisor may be another one since the last. One that is not taken is logged once and costs
/// nothing else.
final class NotifySocket implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NotifySocket.class);
    private static final String THREAD = "supervise";
    private static final long PATIENCE_MS = 1000;
    private static final char ABSTRACT = '@';

    private final DomainSocketAddress address;
    private final MultiThreadIoEventLoopGroup loop =
            new MultiThreadIoEventLoopGroup(
                    1,
                    Thread.ofPlatform().daemon().name(THREAD).factory(),
                    EpollIoHandler.newFactory());
    private final Bootstrap sockets =
            new Bootstrap()
                    .group(loop)
                    .channel(EpollDomainDatagramChannel.class)
                    .handler(
                            new ChannelInitializer<EpollDomainDatagramChannel>() {
                                @Override
                                protected void initChannel(EpollDomainDatagramChannel channel) {
                                    channel.config().setAutoRead(false); // nothing comes
                                }
                            });

    /// Of the loop.
    private boolean failed;

    /// @param name as `NOTIFY_SOCKET` has it: an absolute path, or `@` and an abstract name
    NotifySocket(String name) {
        address =
                new DomainSocketAddress(
                        name.charAt(0) == ABSTRACT ? '\0' + name.substring(1) : name);
    }

    /// From any thread; waits for nothing.
    void send(Notice notice) {
        var _ = start(notice);
    }

    /// Waits until it is taken, a second at most: the process may end then.
    void sendNow(Notice notice) {
        var _ = start(notice).awaitUninterruptibly(PATIENCE_MS);
    }

    private ChannelFuture start(Notice notice) {
        ChannelFuture connected = sockets.connect(address);
        Channel channel = connected.channel();
        connected.addListener(
                (ChannelFutureListener)
                        future -> {
                            if (future.isSuccess()) {
                                write(channel, notice);
                            } else {
                                refused(future.cause());
                                var _ = channel.close();
                            }
                        });
        return channel.closeFuture();
    }

    private void write(Channel channel, Notice notice) {
        var _ =
                channel.writeAndFlush(Unpooled.copiedBuffer(notice.text(), StandardCharsets.UTF_8))
                        .addListener(written -> {
                            if (written.isSuccess()) {
                                failed = false;
                            } else {
                                refused(written.cause());
                            }
                            var _ = channel.close();
                        });
        Runnable end =
                () -> {
                    var _ = channel.close();
                };
        // a supervisor that reads nothing must not gather sockets
        var _ = channel.eventLoop().schedule(end, PATIENCE_MS, TimeUnit.MILLISECONDS);
    }

    private void refused(Throwable reason) {
        if (!failed) {
            failed = true;
            LOG.warn("event=supervisor-not-reached reason=\"{}\"", reason.toString());
        }
    }

    /// On the thread `supervise`, again and again. The task guards itself.
    void every(long periodMs, Runnable task) {
        var _ = loop.scheduleWithFixedDelay(task, periodMs, periodMs, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        var _ = loop.shutdownGracefully(0, PATIENCE_MS, TimeUnit.MILLISECONDS);
    }
}
