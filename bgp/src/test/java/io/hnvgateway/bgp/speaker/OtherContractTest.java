package io.hnvgateway.bgp.speaker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.hnvgateway.bgp.contract.FromSpeaker;
import io.hnvgateway.bgp.contract.Hello;
import io.hnvgateway.bgp.contract.SpeakerGrpc;
import io.hnvgateway.bgp.contract.ToSpeaker;
import io.hnvgateway.bgp.route.AddressFamily;
import io.hnvgateway.bgp.route.Asn;
import io.hnvgateway.bgp.route.RouterId;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A speaker that a gateway of another version left.
class OtherContractTest {
    @TempDir Path directory;
    private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();

    private final class Host implements SpeakerHost {
        @Override
        public Path socket(int shard) {
            return directory.resolve("s");
        }

        @Override
        public void need(int shard) {
            asked.add("need " + shard);
        }

        @Override
        public void release(int shard) {
            asked.add("release " + shard);
        }
    }

    /// Greets with the next contract.
    private static final class Newer extends SpeakerGrpc.SpeakerImplBase {
        @Override
        public StreamObserver<ToSpeaker> speak(StreamObserver<FromSpeaker> gateway) {
            Hello hello = Hello.newBuilder().setContract(SpeakerLink.CONTRACT + 1).build();
            gateway.onNext(FromSpeaker.newBuilder().setHello(hello).build());
            return new StreamObserver<>() {
                @Override
                public void onNext(ToSpeaker message) {}

                @Override
                public void onError(Throwable fault) {}

                @Override
                public void onCompleted() {}
            };
        }
    }

    private static SpeakerListener nobody() {
        return (SpeakerListener)
                Proxy.newProxyInstance(
                        SpeakerListener.class.getClassLoader(),
                        new Class<?>[] {SpeakerListener.class},
                        (_, _, _) -> null);
    }

    private static PeerSpec spec() {
        return new PeerSpec(
                "a/b",
                Aliases.peer(1, true),
                Aliases.local(1, true),
                new Asn(64512),
                new Asn(65001),
                RouterId.parse("10.0.0.1"),
                90,
                Ttl.DIRECT,
                Set.of(AddressFamily.IPV4_UNICAST),
                0,
                false);
    }

    @Test
    void oneOfThisVersionTakesItsPlace() throws Exception {
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        Server server =
                NettyServerBuilder.forAddress(
                                new DomainSocketAddress(directory.resolve("s").toFile()))
                        .channelType(EpollServerDomainSocketChannel.class)
                        .bossEventLoopGroup(loop)
                        .workerEventLoopGroup(loop)
                        .directExecutor()
                        .addService(new Newer())
                        .build()
                        .start();
        try (Speakers speakers = new Speakers(new Host(), nobody())) {
            speakers.apply(List.of(spec()));
            assertEquals("need 0", asked.poll(30, TimeUnit.SECONDS));
            assertEquals("release 0", asked.poll(30, TimeUnit.SECONDS));
            assertEquals("need 0", asked.poll(30, TimeUnit.SECONDS));
        } finally {
            server.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
            loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).await(5_000);
        }
    }
}
