package io.hnvgateway.bgp.speaker;

import io.hnvgateway.bgp.contract.AskRefresh;
import io.hnvgateway.bgp.contract.EndOfRib;
import io.hnvgateway.bgp.contract.FromSpeaker;
import io.hnvgateway.bgp.contract.RemovePeer;
import io.hnvgateway.bgp.contract.ResetSession;
import io.hnvgateway.bgp.contract.Synchronized;
import io.hnvgateway.bgp.contract.ToSpeaker;
import io.hnvgateway.bgp.route.AddressFamily;
import io.hnvgateway.bgp.route.RouteUpdate;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The speaker of all tenants: shards of [Aliases#PEERS_OF_SHARD] peers, each with its own process
/// and link. What happens to one touches its peers alone.
public final class Speakers implements Speaker, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Speakers.class);

    private final SpeakerHost host;
    private final SpeakerListener listener;
    private final ScheduledThreadPoolExecutor events =
            new ScheduledThreadPoolExecutor(
                    1, Thread.ofPlatform().daemon().name("bgp-speaker").factory());
    private final EventLoopGroup loop =
            new MultiThreadIoEventLoopGroup(
                    1,
                    Thread.ofPlatform().daemon().name("bgp-speaker-io").factory(),
                    EpollIoHandler.newFactory());

    /// Of the thread of events.
    private final Map<String, PeerSpec> peers = new LinkedHashMap<>();

    private final Map<Integer, SpeakerLink> links = new HashMap<>();

    public Speakers(SpeakerHost host, SpeakerListener listener) {
        this.host = host;
        this.listener = listener;
        events.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public void apply(Collection<PeerSpec> wanted) {
        List<PeerSpec> all = List.copyOf(wanted);
        post(() -> replace(all));
    }

    private void replace(List<PeerSpec> wanted) {
        Map<String, PeerSpec> next = new LinkedHashMap<>();
        wanted.forEach(spec -> next.put(spec.id(), spec));
        for (PeerSpec old : List.copyOf(peers.values())) {
            PeerSpec kept = next.get(old.id());
            if (kept == null || shard(kept) != shard(old)) {
                peers.remove(old.id());
                send(
                        old,
                        ToSpeaker.newBuilder()
                                .setRemovePeer(RemovePeer.newBuilder().setId(old.id())));
            }
        }
        for (PeerSpec spec : next.values()) {
            PeerSpec old = peers.put(spec.id(), spec);
            if (!links.containsKey(shard(spec))) {
                open(shard(spec));
            } else if (!spec.equals(old)) {
                send(spec, ToSpeaker.newBuilder().setPutPeer(Wire.peer(spec)));
                advertise(spec);
            }
        }
        links.keySet().removeIf(this::endIfEmpty);
    }

    private void advertise(PeerSpec spec) {
        SpeakerLink link = links.get(shard(spec));
        if (link != null && link.isOpen()) {
            listener.advertised(spec.id())
                    .forEach(each -> Wire.messages(spec.id(), each, link::send));
        }
    }

    private boolean endIfEmpty(int shard) {
        if (peers.values().stream().anyMatch(spec -> shard(spec) == shard)) {
            return false;
        }
        SpeakerLink link = links.get(shard);
        if (link != null) {
            link.close();
        }
        host.release(shard);
        return true;
    }

    private void open(int shard) {
        host.need(shard);
        links.put(shard, new SpeakerLink(host.socket(shard), loop, events, new ShardEvents(shard)));
    }

    private static int shard(PeerSpec spec) {
        return Aliases.shardAt(spec.localAlias());
    }

    @Override
    public void send(String peer, RouteUpdate update) {
        toLink(peer, link -> Wire.messages(peer, update, link::send));
    }

    @Override
    public void endOfRib(String peer, AddressFamily family) {
        say(
                peer,
                ToSpeaker.newBuilder()
                        .setEndOfRib(
                                EndOfRib.newBuilder()
                                        .setPeer(peer)
                                        .setFamily(Wire.family(family))));
    }

    @Override
    public void askRefresh(String peer) {
        say(peer, ToSpeaker.newBuilder().setAskRefresh(AskRefresh.newBuilder().setPeer(peer)));
    }

    @Override
    public void reset(String peer, Cease why) {
        say(
                peer,
                ToSpeaker.newBuilder()
                        .setResetSession(
                                ResetSession.newBuilder().setPeer(peer).setSubcode(why.subcode())));
    }

    private void say(String peer, ToSpeaker.Builder message) {
        toLink(peer, link -> link.send(message.build()));
    }

    private void toLink(String peer, Consumer<SpeakerLink> action) {
        post(() -> {
            PeerSpec spec = peers.get(peer);
            @Nullable SpeakerLink link = spec == null ? null : links.get(shard(spec));
            if (link != null) {
                action.accept(link);
            }
        });
    }

    private void send(PeerSpec spec, ToSpeaker.Builder message) {
        SpeakerLink link = links.get(shard(spec));
        if (link != null) {
            link.send(message.build());
        }
    }

    private void post(Runnable task) {
        try {
            events.execute(() -> {
                try {
                    task.run();
                } catch (RuntimeException e) {
                    LOG.error("a fault in what is said to speakers", e);
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("closed", e);
        }
    }

    /// Leaves the processes as they are.
    @Override
    public void close() {
        events.execute(() -> links.values().forEach(SpeakerLink::close));
        events.shutdown();
        try {
            var _ = events.awaitTermination(2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        var _ = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private final class ShardEvents implements SpeakerLink.Events {
        private final int shard;
        private final SpeakerEvents events = new SpeakerEvents(peers::containsKey, listener);

        ShardEvents(int shard) {
            this.shard = shard;
        }

        @Override
        public void begins() {
            List<PeerSpec> ours = ours();
            ours.forEach(spec -> send(spec, ToSpeaker.newBuilder().setPutPeer(Wire.peer(spec))));
            ours.forEach(Speakers.this::advertise);
            SpeakerLink link = links.get(shard);
            if (link != null) {
                link.send(
                        ToSpeaker.newBuilder()
                                .setSynchronized(Synchronized.getDefaultInstance())
                                .build());
            }
        }

        @Override
        public void heard(FromSpeaker message) {
            try {
                events.heard(message);
            } catch (RuntimeException e) {
                LOG.error("a fault in what a speaker said", e);
            }
        }

        /// It was left by a gateway of another version: one of this version takes its place. Its
        /// sessions end, for nobody could change them any more.
        @Override
        public void otherContract() {
            host.release(shard);
            host.need(shard);
        }

        @Override
        public void ended() {
            ours().forEach(spec -> listener.unknown(spec.id()));
        }

        private List<PeerSpec> ours() {
            return peers.values().stream().filter(spec -> shard(spec) == shard).toList();
        }
    }
}
