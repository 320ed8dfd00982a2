package io.hnvgateway.bgp.bridge;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.hnvgateway.bgp.contract.FromSpeaker;
import io.hnvgateway.bgp.contract.UpdatesLost;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// The way to the gateway: what it does not take at once waits here, [#MOST_PREFIXES] at most.
/// Beyond that the peer with the most waiting loses all of its own, is counted, and is asked again
/// when the way is free. Of the bridge's thread.
final class GatewayStream {
    static final int MOST_PREFIXES = 50_000;

    private record Waiting(FromSpeaker message, String peer, int prefixes) {}

    private final ServerCallStreamObserver<FromSpeaker> observer;
    private final Deque<Waiting> queue = new ArrayDeque<>();
    private final Map<String, Integer> prefixesOfPeer = new HashMap<>();
    private final Map<String, Long> lost = new HashMap<>();
    private int prefixes;
    private int owed;
    private boolean ended;

    GatewayStream(ServerCallStreamObserver<FromSpeaker> observer) {
        this.observer = observer;
    }

    /// What is never thrown away: little, and not the peer's to multiply.
    void send(FromSpeaker message) {
        offer(new Waiting(message, "", 0));
    }

    /// An update of a peer.
    ///
    /// @return how many prefixes were lost, of whichever peer
    long send(FromSpeaker message, String peer, int count) {
        if (lost.containsKey(peer)) {
            lost.merge(peer, (long) count, Long::sum);
            return count;
        }
        offer(new Waiting(message, peer, count));
        return prefixes > MOST_PREFIXES ? throwAway() : 0;
    }

    private void offer(Waiting waiting) {
        if (ended) {
            return;
        }
        if (queue.isEmpty() && observer.isReady()) {
            observer.onNext(waiting.message);
            return;
        }
        queue.add(waiting);
        prefixes += waiting.prefixes;
        if (waiting.prefixes > 0) {
            prefixesOfPeer.merge(waiting.peer, waiting.prefixes, Integer::sum);
        }
    }

    private long throwAway() {
        String worst =
                prefixesOfPeer.entrySet().stream()
                        .max(Map.Entry.comparingByValue())
                        .orElseThrow()
                        .getKey();
        long count = 0;
        for (var each = queue.iterator(); each.hasNext(); ) {
            Waiting waiting = each.next();
            if (waiting.prefixes > 0 && waiting.peer.equals(worst)) {
                count += waiting.prefixes;
                each.remove();
            }
        }
        prefixes -= (int) count;
        prefixesOfPeer.remove(worst);
        lost.merge(worst, count, Long::sum);
        return count;
    }

    /// Sends what waits as far as the gateway takes it.
    ///
    /// @return peers to ask again, once nothing waits
    Set<String> drain() {
        while (!queue.isEmpty() && !ended && observer.isReady()) {
            Waiting waiting = queue.removeFirst();
            prefixes -= waiting.prefixes;
            if (waiting.prefixes > 0) {
                prefixesOfPeer.computeIfPresent(
                        waiting.peer,
                        (peer, count) ->
                                count > waiting.prefixes ? count - waiting.prefixes : null);
            }
            observer.onNext(waiting.message);
        }
        if (!queue.isEmpty() || lost.isEmpty()) {
            return Set.of();
        }
        lost.forEach((peer, count) ->
                send(
                        FromSpeaker.newBuilder()
                                .setUpdatesLost(
                                        UpdatesLost.newBuilder().setPeer(peer).setPrefixes(count))
                                .build()));
        Set<String> again = Set.copyOf(lost.keySet());
        lost.clear();
        return again;
    }

    /// A message came.
    void took() {
        owed++;
    }

    /// Lets the gateway send as many messages as came.
    void askForMore() {
        if (!ended && owed > 0) {
            observer.request(owed);
            owed = 0;
        }
    }

    void end(Status status) {
        if (!ended) {
            ended = true;
            queue.clear();
            observer.onError(status.asException());
        }
    }

    /// The other side has ended it.
    void ended() {
        ended = true;
        queue.clear();
    }
}
