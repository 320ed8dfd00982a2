package io.hnvgateway.bgp.speaker;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.hnvgateway.bgp.contract.FromSpeaker;
import io.hnvgateway.bgp.contract.Hello;
import io.hnvgateway.bgp.contract.SpeakerGrpc;
import io.hnvgateway.bgp.contract.ToSpeaker;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One stream to one speaker at a time, opened again until it stands. All state is of the thread
/// that runs `events`.
final class SpeakerLink implements AutoCloseable {
    /// On the thread of events.
    interface Events {
        /// A stream stands and both have greeted: all shall be said now.
        void begins();

        void heard(FromSpeaker message);

        /// The speaker is of a version with another contract; its stream ends.
        void otherContract();

        /// The stream ended; another one follows by itself.
        void ended();
    }

    static final int CONTRACT = 1;
    private static final Logger LOG = LoggerFactory.getLogger(SpeakerLink.class);
    private static final long AGAIN_MS = 100;
    private static final int LONGEST_MESSAGE = 4 << 20;

    /// Messages that wait for the speaker, of 1000 prefixes at most each; beyond, a new stream says
    /// all of it in its last state.
    private static final int MOST_WAITING = 10_000;

    private final Path socket;
    private final ScheduledExecutorService events;
    private final Events listener;
    private final ManagedChannel channel;
    private final Deque<ToSpeaker> waiting = new ArrayDeque<>();
    private @Nullable Stream stream;
    private boolean closed;
    private boolean told;

    SpeakerLink(
            Path socket, EventLoopGroup loop, ScheduledExecutorService events, Events listener) {
        this.socket = socket;
        this.events = events;
        this.listener = listener;
        this.channel =
                NettyChannelBuilder.forAddress(new DomainSocketAddress(socket.toFile()))
                        .channelType(EpollDomainSocketChannel.class)
                        .eventLoopGroup(loop)
                        // gRPC sets it whatever the channel, and Netty warns: UNIX sockets lack it
                        .withOption(ChannelOption.SO_KEEPALIVE, null)
                        .usePlaintext()
                        .overrideAuthority("speaker")
                        .maxInboundMessageSize(LONGEST_MESSAGE)
                        .directExecutor()
                        .build();
        events.execute(this::open);
    }

    private void open() {
        if (closed) {
            return;
        }
        if (!Files.exists(
                socket)) { // a stream without it would say so in the log of gRPC each time
            openSoon();
            return;
        }
        channel.resetConnectBackoff();
        Stream next = new Stream();
        stream = next;
        SpeakerGrpc.newStub(channel).speak(next);
        next.call()
                .onNext(
                        ToSpeaker.newBuilder()
                                .setHello(
                                        Hello.newBuilder()
                                                .setContract(CONTRACT)
                                                .setProduct("hnv-gateway")
                                                .setInstance(ProcessHandle.current().pid()))
                                .build());
    }

    /// Whether a stream stands and the speaker has greeted.
    boolean isOpen() {
        return stream != null && stream.greeted;
    }

    /// On the thread of events. Without a stream it is forgotten, for the next one says everything.
    void send(ToSpeaker message) {
        if (!isOpen()) {
            return;
        }
        waiting.add(message);
        if (waiting.size() > MOST_WAITING) {
            LOG.warn("the speaker at {} takes too little: everything is said again", socket);
            fail("too much waits");
        } else {
            pump();
        }
    }

    /// Begins again with everything.
    void fail(String reason) {
        if (stream != null) {
            stream.call().cancel(reason, null);
        }
    }

    private void pump() {
        if (stream != null) {
            while (!waiting.isEmpty() && stream.call().isReady()) {
                stream.call().onNext(waiting.removeFirst());
            }
        }
    }

    private void heard(Stream from, FromSpeaker message) {
        if (from != stream) {
            return;
        }
        if (message.hasHello()) {
            if (message.getHello().getContract() != CONTRACT) {
                LOG.error(
                        "the speaker at {} speaks contract {}, not {}",
                        socket,
                        message.getHello().getContract(),
                        CONTRACT);
                fail("another contract");
                listener.otherContract();
                return;
            }
            LOG.info(
                    "event=speaker-connected socket={} product=\"{}\"",
                    socket,
                    message.getHello().getProduct());
            from.greeted = true;
            told = false;
            listener.begins();
        } else if (from.greeted) {
            listener.heard(message);
        }
    }

    private void ended(Stream which, String reason) {
        if (which != stream) {
            return;
        }
        boolean stood = which.greeted;
        stream = null;
        waiting.clear();
        if (stood || !told) {
            told = true;
            LOG.info("event=speaker-away socket={} reason=\"{}\"", socket, reason);
        }
        if (stood) {
            listener.ended();
        }
        if (!closed) {
            openSoon();
        }
    }

    private void openSoon() {
        var _ = events.schedule(this::open, AGAIN_MS, TimeUnit.MILLISECONDS);
    }

    /// What comes after the end is of no interest.
    private void post(Runnable task) {
        try {
            events.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("closed", e);
        }
    }

    @Override
    public void close() {
        post(() -> {
            closed = true;
            fail("closed");
        });
        channel.shutdownNow();
    }

    private final class Stream implements ClientResponseObserver<ToSpeaker, FromSpeaker> {
        private @Nullable ClientCallStreamObserver<ToSpeaker> call;
        private boolean greeted;

        private ClientCallStreamObserver<ToSpeaker> call() {
            if (call == null) {
                throw new IllegalStateException("a stream begins with its call");
            }
            return call;
        }

        @Override
        public void beforeStart(ClientCallStreamObserver<ToSpeaker> requestStream) {
            call = requestStream;
            requestStream.setOnReadyHandler(() -> post(SpeakerLink.this::pump));
            requestStream.disableAutoRequestWithInitial(64);
        }

        /// The next one is asked for when this one is done: the speaker waits for a slow gateway.
        @Override
        public void onNext(FromSpeaker message) {
            post(() -> {
                heard(this, message);
                call().request(1);
            });
        }

        @Override
        public void onError(Throwable fault) {
            post(() -> ended(this, String.valueOf(fault.getMessage())));
        }

        @Override
        public void onCompleted() {
            post(() -> ended(this, "ended by the speaker"));
        }
    }
}
