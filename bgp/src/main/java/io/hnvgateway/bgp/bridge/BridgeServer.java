package io.hnvgateway.bgp.bridge;

import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.hnvgateway.bgp.contract.FromSpeaker;
import io.hnvgateway.bgp.contract.SpeakerGrpc;
import io.hnvgateway.bgp.contract.ToSpeaker;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.PeerCredentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The contract at a UNIX socket of mode 0600, for root and the user of this process; where the
/// gateway is another user's, of mode 0660, and for that user as well. Every message goes to the
/// bridge's thread.
final class BridgeServer {
    private static final Path SELF = Path.of("/proc/self");

    /// Messages on their way from the gateway before it has to wait.
    private static final int AHEAD = 64;

    private static final int LONGEST_MESSAGE = 1 << 20;

    private BridgeServer() {}

    /// Under another name until nobody else can connect any more.
    ///
    /// @param ofGateway belongs to the gateway's user; null: it is the user of this process
    static Server start(
            Path path, Executor bridge, Supplier<Bridge> state, @Nullable Path ofGateway)
            throws IOException {
        Path early = path.resolveSibling(path.getFileName() + ".new");
        Files.deleteIfExists(early);
        EventLoopGroup loop =
                new MultiThreadIoEventLoopGroup(
                        1,
                        Thread.ofPlatform().daemon().name("gateway").factory(),
                        EpollIoHandler.newFactory());
        Server server =
                NettyServerBuilder.forAddress(new DomainSocketAddress(early.toFile()))
                        .channelFactory(() -> channel(ofGateway))
                        .bossEventLoopGroup(loop)
                        .workerEventLoopGroup(loop)
                        // gRPC sets it whatever the channel, and Netty warns: UNIX sockets lack it
                        .withChildOption(ChannelOption.SO_KEEPALIVE, null)
                        .maxInboundMessageSize(LONGEST_MESSAGE)
                        .directExecutor()
                        .addService(new Service(bridge, state))
                        .build()
                        .start();
        Files.setPosixFilePermissions(
                early,
                PosixFilePermissions.fromString(ofGateway == null ? "rw-------" : "rw-rw----"));
        Files.move(early, path, StandardCopyOption.ATOMIC_MOVE);
        return server;
    }

    private static ServerChannel channel(@Nullable Path ofGateway) {
        EpollServerDomainSocketChannel channel = new EpollServerDomainSocketChannel();
        channel.pipeline().addFirst(new OwnUsersOnly(ofGateway));
        return channel;
    }

    /// Turns others away before a byte of theirs is read.
    private static final class OwnUsersOnly extends ChannelInboundHandlerAdapter {
        private final @Nullable Path ofGateway;

        OwnUsersOnly(@Nullable Path ofGateway) {
            this.ofGateway = ofGateway;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object accepted) throws IOException {
            EpollDomainSocketChannel child = (EpollDomainSocketChannel) accepted;
            PeerCredentials peer = child.peerCredentials();
            if (peer.uid() == 0 || peer.uid() == uid(SELF) || isGateway(peer.uid())) {
                context.fireChannelRead(accepted);
            } else {
                BridgeLog.error("user " + peer.uid() + " is not the gateway: turned away");
                child.unsafe().closeForcibly();
            }
        }

        private boolean isGateway(int user) throws IOException {
            return ofGateway != null && user == uid(ofGateway);
        }

        private static int uid(Path of) throws IOException {
            return (Integer) Files.getAttribute(of, "unix:uid");
        }
    }

    private static final class Service extends SpeakerGrpc.SpeakerImplBase {
        private final Executor bridge;
        private final Supplier<Bridge> state;

        Service(Executor bridge, Supplier<Bridge> state) {
            this.bridge = bridge;
            this.state = state;
        }

        @Override
        public StreamObserver<ToSpeaker> speak(StreamObserver<FromSpeaker> out) {
            var observer = (ServerCallStreamObserver<FromSpeaker>) out;
            GatewayStream stream = new GatewayStream(observer);
            observer.disableAutoRequest();
            observer.setOnReadyHandler(() -> bridge.execute(() -> state.get().gatewayReady()));
            observer.setOnCancelHandler(() -> bridge.execute(() -> state.get().closed(stream)));
            bridge.execute(() -> state.get().opened(stream));
            observer.request(AHEAD);
            return new StreamObserver<>() {
                @Override
                public void onNext(ToSpeaker message) {
                    bridge.execute(() -> state.get().said(stream, message));
                }

                @Override
                public void onError(Throwable fault) {
                    bridge.execute(() -> state.get().closed(stream));
                }

                @Override
                public void onCompleted() {
                    bridge.execute(() -> {
                        state.get().closed(stream);
                        observer.onCompleted();
                    });
                }
            };
        }
    }
}
