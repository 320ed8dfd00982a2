package io.hnvgateway.ipsec.kernel;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.PeerCredentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Waits for charon's plugin at a UNIX socket of mode 0600. Root and the user of this process may
/// connect, one charon at a time; another one is turned away and tries again. Its one thread is
/// `charon-kernel`.
public final class KernelServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KernelServer.class);

    /// How long a charon may wait for the backend: less than its plugin waits for an answer.
    private static final int PATIENCE_MS = 400;

    private static final int LOOK_AGAIN_MS = 10;
    private static final int BACKLOG = 4;

    /// An answer has some 100 bytes at most; so much is not read by charon only if it hangs.
    private static final WriteBufferWaterMark UNREAD_BYTES =
            new WriteBufferWaterMark(256 << 10, 1 << 20);

    private static final long END_LIMIT_SECONDS = 5;

    private final KernelBackend backend;
    private final Path path;
    private final EventLoopGroup loop =
            new MultiThreadIoEventLoopGroup(
                    1,
                    Thread.ofPlatform().daemon().name("charon-kernel").factory(),
                    EpollIoHandler.newFactory());

    /// All that is open. A loop that ends without a quiet period may leave channels open: they are
    /// closed by this.
    private final ChannelGroup open = new DefaultChannelGroup(loop.next(), true);

    private @Nullable Object fileKey;

    /// Of the event loop.
    private @Nullable Channel current;

    private KernelServer(Path path, KernelBackend backend) {
        this.path = path;
        this.backend = backend;
    }

    /// Listens from now on. A socket that an earlier process left at the path is replaced.
    ///
    /// @throws IOException if nothing can be put at the path
    public static KernelServer start(Path path, KernelBackend backend) throws IOException {
        KernelServer server = new KernelServer(path, backend);
        try {
            server.listen();
            return server;
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /// Ends the connection and, with it, the backend's session.
    @Override
    public void close() {
        open.close().awaitUninterruptibly(END_LIMIT_SECONDS, TimeUnit.SECONDS);
        loop.shutdownGracefully(0, END_LIMIT_SECONDS, TimeUnit.SECONDS)
                .awaitUninterruptibly(END_LIMIT_SECONDS, TimeUnit.SECONDS);
        try {
            if (fileKey != null && fileKey.equals(keyOf(path))) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            LOG.debug("socket {} stays", path, e);
        }
    }

    /// Under another name until nobody else can connect any more.
    private void listen() throws IOException {
        Path early = path.resolveSibling(path.getFileName() + ".new");
        Files.deleteIfExists(early);
        var bound =
                new ServerBootstrap()
                        .group(loop)
                        .channel(EpollServerDomainSocketChannel.class)
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, UNREAD_BYTES)
                        .childHandler(
                                new ChannelInitializer<EpollDomainSocketChannel>() {
                                    @Override
                                    protected void initChannel(EpollDomainSocketChannel channel)
                                            throws IOException {
                                        accept(channel);
                                    }
                                })
                        .bind(new DomainSocketAddress(early.toFile()))
                        .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException("cannot listen at " + path, bound.cause());
        }
        open.add(bound.channel());
        Files.setPosixFilePermissions(early, PosixFilePermissions.fromString("rw-------"));
        fileKey = keyOf(early);
        Files.move(early, path, StandardCopyOption.ATOMIC_MOVE);
    }

    private void accept(EpollDomainSocketChannel channel) throws IOException {
        open.add(channel);
        PeerCredentials peer = channel.peerCredentials();
        if (peer.uid() != 0 && peer.uid() != ownUid()) {
            LOG.error("user {} (process {}) is not charon: turned away", peer.uid(), peer.pid());
            var _ = channel.close();
        } else {
            channel.config().setAutoRead(false);
            admit(channel, peer.pid(), PATIENCE_MS / LOOK_AGAIN_MS);
        }
    }

    /// Takes a charon once the backend is ready: what comes a little early waits, for until the
    /// plugin tries again no peer's key would be known.
    ///
    /// @param looks how often to look again
    private void admit(EpollDomainSocketChannel channel, int process, int looks) {
        if (current != null) {
            LOG.warn("process {} is turned away: a charon is connected", process);
            var _ = channel.close();
        } else if (backend.isReady()) {
            current = channel;
            channel.pipeline().addLast(new KernelConnection(backend, channel));
            channel.closeFuture().addListener(closed -> current = null);
            channel.config().setAutoRead(true);
        } else if (looks == 0) {
            LOG.debug("process {} is turned away: it is too early", process);
            var _ = channel.close();
        } else if (channel.isOpen()) {
            var _ =
                    channel.eventLoop()
                            .schedule(
                                    () -> admit(channel, process, looks - 1),
                                    LOOK_AGAIN_MS,
                                    TimeUnit.MILLISECONDS);
        }
    }

    private static int ownUid() throws IOException {
        return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    }

    private static @Nullable Object keyOf(Path file) throws IOException {
        return Files.exists(file) ? Files.getAttribute(file, "unix:fileKey") : null;
    }
}
