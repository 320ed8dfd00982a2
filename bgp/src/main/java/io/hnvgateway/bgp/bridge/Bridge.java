package io.hnvgateway.bgp.bridge;

import io.grpc.Status;
import io.hnvgateway.bgp.contract.Announce;
import io.hnvgateway.bgp.contract.EndOfRib;
import io.hnvgateway.bgp.contract.Family;
import io.hnvgateway.bgp.contract.FromSpeaker;
import io.hnvgateway.bgp.contract.Hello;
import io.hnvgateway.bgp.contract.Notification;
import io.hnvgateway.bgp.contract.PutPeer;
import io.hnvgateway.bgp.contract.Refused;
import io.hnvgateway.bgp.contract.ResetSession;
import io.hnvgateway.bgp.contract.Statistics;
import io.hnvgateway.bgp.contract.Synchronized;
import io.hnvgateway.bgp.contract.ToSpeaker;
import io.hnvgateway.bgp.contract.Update;
import io.hnvgateway.bgp.contract.Withdraw;
import io.hnvgateway.packet.IpAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// All that the bridge knows: peers, their sessions, what is announced. Of the bridge's thread.
final class Bridge implements Configurator.Result {
    static final int CONTRACT = 1;

    private static final Pattern NOTIFICATION =
            Pattern.compile("notification (sent|received) \\((\\d{1,3}),(\\d{1,3})\\)");
    private static final int CEASE_RESET = 4;

    private final CommandWindow window;
    private final Announcements announcements;
    private final Refreshes refreshes;
    private final Configurator configurator;
    private final ErrorLog log;
    private final Inbox inbox;
    private final Hello hello;
    private final Sessions earlier;
    private final Map<String, BridgePeer> byId = new LinkedHashMap<>();
    private final Map<IpAddress, BridgePeer> byAlias = new LinkedHashMap<>();
    private @Nullable GatewayStream gateway;
    private boolean greeted;
    private boolean synchronizing;
    private boolean peersChanged;
    private long prefixesLost;

    /// @param earlier what stood before this bridge began
    Bridge(BridgeParts parts, Sessions earlier, Hello hello) {
        this.window = parts.window();
        this.log = parts.log();
        this.inbox = parts.inbox();
        this.announcements = new Announcements(parts.window(), this::refused);
        this.refreshes = new Refreshes(parts.window(), parts.nanoTime(), this::send);
        this.configurator = parts.configurator(this);
        this.earlier = earlier;
        this.hello = hello;
    }

    // ── from the gateway ─────────────────────────────────────────────────────────────────────────

    /// A new stream takes the place of the one before.
    void opened(GatewayStream stream) {
        if (gateway != null) {
            gateway.end(Status.ABORTED.withDescription("another gateway came"));
        }
        gateway = stream;
        greeted = false;
        synchronizing = true;
        announcements.nextRound();
        for (BridgePeer peer : byId.values()) {
            peer.named = false;
            peer.told = false;
            peer.refreshing.clear();
        }
    }

    void closed(GatewayStream stream) {
        stream.ended();
        if (gateway == stream) {
            gateway = null;
        }
    }

    void said(GatewayStream stream, ToSpeaker message) {
        if (gateway != stream) {
            return;
        }
        stream.took();
        if (!isBusy()) {
            stream.askForMore();
        }
        if (!greeted && !message.hasHello()) {
            end("the first message must be hello");
            return;
        }
        switch (message.getMessageCase()) {
            case HELLO -> greet(message.getHello());
            case PUT_PEER -> put(message.getPutPeer());
            case REMOVE_PEER -> remove(message.getRemovePeer().getId());
            case ANNOUNCE -> withPeer(message.getAnnounce().getPeer(), message);
            case WITHDRAW -> withPeer(message.getWithdraw().getPeer(), message);
            case END_OF_RIB -> withPeer(message.getEndOfRib().getPeer(), message);
            case ASK_REFRESH -> askRefresh(byId.get(message.getAskRefresh().getPeer()));
            case RESET_SESSION -> reset(message.getResetSession());
            case ASK_STATISTICS -> send(FromSpeaker.newBuilder().setStatistics(statistics()));
            case SYNCHRONIZED -> allNamed();
            case MESSAGE_NOT_SET ->
                    end("a message of a kind that contract " + CONTRACT + " has not");
        }
    }

    /// Says its own contract in any case: who speaks another one may put a new speaker in its
    /// place.
    private void greet(Hello theirs) {
        send(FromSpeaker.newBuilder().setHello(hello));
        if (theirs.getContract() != CONTRACT) {
            end("contract %d is spoken here, not %d".formatted(CONTRACT, theirs.getContract()));
            return;
        }
        greeted = true;
    }

    private void end(String reason) {
        if (gateway != null) {
            gateway.end(Status.INVALID_ARGUMENT.withDescription(reason));
            gateway = null;
        }
    }

    private void put(PutPeer spec) {
        BridgePeer known = byId.get(spec.getId());
        if (known != null && known.spec.equals(spec)) {
            known.named = true;
            return;
        }
        try {
            BridgePeer peer = new BridgePeer(spec);
            BridgePeer same = byAlias.get(peer.alias);
            if (same != null && same.named && same != known) {
                throw new IllegalArgumentException(peer.alias + " is the address of another peer");
            }
            if (known != null) {
                forget(known);
            }
            if (same != null) {
                forget(same);
            }
            earlier.hand(peer);
            byId.put(peer.id(), peer);
            byAlias.put(peer.alias, peer);
            peersChanged();
        } catch (IllegalArgumentException e) {
            refused(spec.getId(), Refused.What.PEER, String.valueOf(e.getMessage()));
            remove(spec.getId());
        }
    }

    private void remove(String id) {
        BridgePeer peer = byId.get(id);
        if (peer != null) {
            forget(peer);
            peersChanged();
        }
    }

    private void forget(BridgePeer peer) {
        byId.remove(peer.id());
        byAlias.remove(peer.alias);
    }

    /// While everything is said again, the last word counts.
    private void peersChanged() {
        peersChanged = true;
        if (!synchronizing) {
            inbox.soon(this::applyPeers);
        }
    }

    private void applyPeers() {
        if (peersChanged) {
            peersChanged = false;
            configurator.want(blocks());
        }
    }

    private Map<String, String> blocks() {
        Map<String, String> blocks = new LinkedHashMap<>();
        byId.values().forEach(peer -> blocks.put(peer.alias.toString(), peer.block));
        return blocks;
    }

    private void allNamed() {
        List.copyOf(byId.values()).stream().filter(peer -> !peer.named).forEach(this::forget);
        peersChanged = false;
        configurator.want(blocks());
    }

    private void withPeer(String id, ToSpeaker message) {
        BridgePeer peer = byId.get(id);
        if (peer == null) {
            refused(id, Refused.What.OTHER, "no such peer");
        } else if (!peer.inForce) {
            peer.waiting.add(message);
        } else {
            carryOut(peer, message);
        }
    }

    private void carryOut(BridgePeer peer, ToSpeaker message) {
        switch (message.getMessageCase()) {
            case ANNOUNCE -> announce(peer, message.getAnnounce());
            case WITHDRAW -> withdraw(peer, message.getWithdraw());
            case END_OF_RIB -> endOfRib(peer, message.getEndOfRib().getFamily());
            default -> throw new IllegalStateException("is not said of a peer");
        }
    }

    private void announce(BridgePeer peer, Announce announce) {
        try {
            announcements.announce(peer, announce);
        } catch (IllegalArgumentException e) {
            refused(peer.id(), Refused.What.ANNOUNCE, String.valueOf(e.getMessage()));
        }
    }

    private void withdraw(BridgePeer peer, Withdraw withdraw) {
        try {
            announcements.withdraw(peer, withdraw);
        } catch (IllegalArgumentException e) {
            refused(peer.id(), Refused.What.WITHDRAW, String.valueOf(e.getMessage()));
        }
    }

    private void endOfRib(BridgePeer peer, Family family) {
        if (peer.spec.getFamiliesList().contains(family)) {
            window.submitAlone(
                    Commands.endOfRib(peer.selector, family), answer -> judged(peer, answer));
        }
    }

    private void judged(BridgePeer peer, CommandWindow.Answer answer) {
        if (!answer.done()) {
            refused(peer, Refused.What.OTHER);
        }
    }

    private void askRefresh(@Nullable BridgePeer peer) {
        if (peer != null && peer.isUp()) {
            if (peer.agreed.getRouteRefresh()) {
                refreshes.ask(peer);
            } else {
                reset(peer, CEASE_RESET);
            }
        }
    }

    private void reset(ResetSession asked) {
        int subcode = asked.getSubcode();
        reset(byId.get(asked.getPeer()), subcode > 0 && subcode <= 255 ? subcode : CEASE_RESET);
    }

    private void reset(@Nullable BridgePeer peer, int subcode) {
        if (peer != null && peer.isUp()) {
            window.submitAlone(
                    Commands.teardown(peer.selector, subcode), answer -> judged(peer, answer));
        }
    }

    /// More messages from the gateway are asked for only while few commands wait.
    private boolean isBusy() {
        return window.waiting() > CommandWindow.OUTSTANDING;
    }

    void gatewayReady() {
        if (gateway != null) {
            gateway.drain().forEach(id -> askRefresh(byId.get(id)));
        }
    }

    // ── from the configurator ────────────────────────────────────────────────────────────────────

    @Override
    public void inForce(Map<String, String> blocks) {
        for (BridgePeer peer : List.copyOf(byId.values())) {
            if (!peer.inForce && peer.block.equals(blocks.get(peer.alias.toString()))) {
                peer.inForce = true;
                List<ToSpeaker> waiting = List.copyOf(peer.waiting);
                peer.waiting.clear();
                waiting.forEach(message -> carryOut(peer, message));
            }
        }
    }

    @Override
    public void refused(String alias, String reason) {
        BridgePeer peer = byAlias.get(IpAddress.parse(alias));
        if (peer != null) {
            forget(peer);
            refused(peer.id(), Refused.What.PEER, reason);
        }
    }

    @Override
    public void settled() {
        if (!synchronizing || gateway == null) {
            return;
        }
        synchronizing = false;
        for (BridgePeer peer : byId.values()) {
            announcements.withdrawUnnamed(peer);
            if (peer.isUp() && !peer.told) {
                peer.told = true;
                send(FromSpeaker.newBuilder().setPeerState(SessionState.up(peer, true)));
                askRefresh(peer);
            }
        }
        send(FromSpeaker.newBuilder().setSynchronized(Synchronized.getDefaultInstance()));
        applyPeers();
    }

    @Override
    public void poisoned(String reason) {
        BridgeLog.error("ExaBGP is ended, to begin anew: " + reason);
        window.submitAlone("shutdown", answer -> {});
    }

    // ── from ExaBGP ──────────────────────────────────────────────────────────────────────────────

    void heard(Line line) {
        earlier.heard(line);
        switch (line) {
            case Line.Done() -> answered(true);
            case Line.Failed() -> answered(false);
            case Line.Text(String text) -> window.text(text);
            case Line.Connected(IpAddress alias) -> connected(byAlias.get(alias));
            case Line.Opened opened -> opened(byAlias.get(opened.peer()), opened);
            case Line.Up(IpAddress alias) -> up(byAlias.get(alias));
            case Line.Down(IpAddress alias, String reason) -> down(byAlias.get(alias), reason);
            case Line.Routes routes -> routes(byAlias.get(routes.peer()), routes);
            case Line.EndOfRib(IpAddress alias, Family family) ->
                    heardEndOfRib(byAlias.get(alias), family);
            case Line.Refresh refresh -> refreshes.heard(byAlias.get(refresh.peer()), refresh);
            case Line.Other other -> {}
        }
    }

    private void answered(boolean done) {
        if (!window.answered(done)) {
            BridgeLog.error("ExaBGP answers what was not asked");
        }
        if (gateway != null && !isBusy()) {
            gateway.askForMore();
        }
    }

    private void connected(@Nullable BridgePeer peer) {
        if (peer != null) {
            SessionState.connected(peer);
            send(FromSpeaker.newBuilder().setPeerState(SessionState.of(peer, "")));
        }
    }

    private static void opened(@Nullable BridgePeer peer, Line.Opened opened) {
        if (peer != null) {
            peer.agreed = opened.agreed();
        }
    }

    private void up(@Nullable BridgePeer peer) {
        if (peer != null) {
            SessionState.cameUp(peer);
            peer.told = gateway != null;
            send(FromSpeaker.newBuilder().setPeerState(SessionState.up(peer, false)));
        }
    }

    private void down(@Nullable BridgePeer peer, String reason) {
        if (peer == null) {
            return;
        }
        SessionState.wentDown(peer);
        Matcher matcher = NOTIFICATION.matcher(reason);
        if (matcher.find()) {
            send(
                    FromSpeaker.newBuilder()
                            .setNotification(
                                    Notification.newBuilder()
                                            .setPeer(peer.id())
                                            .setSent("sent".equals(matcher.group(1)))
                                            .setCode(Integer.parseInt(matcher.group(2)))
                                            .setSubcode(Integer.parseInt(matcher.group(3)))
                                            .setText(SessionState.inner(reason))));
        }
        send(
                FromSpeaker.newBuilder()
                        .setPeerState(SessionState.of(peer, SessionState.inner(reason))));
    }

    private void routes(@Nullable BridgePeer peer, Line.Routes routes) {
        if (peer == null || !peer.told) {
            return;
        }
        refreshes.heardRoutes(peer);
        if (!routes.fault().isEmpty() || !routes.discarded().isEmpty()) {
            Update.Builder faulty = Update.newBuilder().setPeer(peer.id());
            send(faulty.setFault(routes.fault()).setDiscarded(routes.discarded()), 1);
        }
        for (Line.Batch batch : routes.withdrawn()) {
            Update.Builder update = update(peer, batch).setWithdrawn(batch.prefixes());
            send(update, batch.count());
        }
        for (Line.Batch batch : routes.announced()) {
            Update.Builder update =
                    update(peer, batch)
                            .setNextHop(batch.nextHop())
                            .setAttributes(routes.attributes())
                            .setAnnounced(batch.prefixes());
            send(update, batch.count());
        }
    }

    private static Update.Builder update(BridgePeer peer, Line.Batch batch) {
        return Update.newBuilder().setPeer(peer.id()).setFamily(batch.family());
    }

    private void heardEndOfRib(@Nullable BridgePeer peer, Family family) {
        if (peer != null && peer.told && family != Family.FAMILY_UNSPECIFIED) {
            send(
                    FromSpeaker.newBuilder()
                            .setEndOfRib(
                                    EndOfRib.newBuilder().setPeer(peer.id()).setFamily(family)));
        }
    }

    /// The reader threw lines of this peer away.
    void overran(IpAddress alias, long lines) {
        BridgePeer peer = byAlias.get(alias);
        prefixesLost += lines;
        askRefresh(peer);
    }

    /// @return false if ExaBGP has not answered for too long
    boolean eachSecond() {
        refreshes.eachSecond(byId.values());
        return window.silentNs() < CommandWindow.ANSWER_LIMIT;
    }

    private void refused(BridgePeer peer, Refused.What what) {
        refused(peer.id(), what, log.news());
    }

    private void refused(String id, Refused.What what, String reason) {
        BridgeLog.error(id + ": " + what.name() + " is refused: " + reason);
        send(
                FromSpeaker.newBuilder()
                        .setRefused(
                                Refused.newBuilder().setPeer(id).setWhat(what).setReason(reason)));
    }

    private void send(FromSpeaker.Builder message) {
        if (gateway != null) {
            gateway.send(message.build());
        }
    }

    private void send(Update.Builder update, int count) {
        if (gateway != null) {
            prefixesLost +=
                    gateway.send(
                            FromSpeaker.newBuilder().setUpdate(update).build(),
                            update.getPeer(),
                            count);
        }
    }

    private Statistics.Builder statistics() {
        return Statistics.newBuilder()
                .setCommands(window.count())
                .setCommandsRefused(window.refused())
                .setCommandsOutstanding(window.outstanding() + window.waiting())
                .setCommandsUnansweredSeconds(window.silentNs() / 1_000_000_000)
                .setLinesRead(inbox.linesRead())
                .setLinesMalformed(inbox.linesMalformed())
                .setPrefixesLost(prefixesLost)
                .setReloads(configurator.reloads())
                .setAnnouncedPrefixes(
                        byId.values().stream().mapToLong(peer -> peer.announced.size()).sum())
                .setPeers(byId.size())
                .setPeersUp((int) byId.values().stream().filter(BridgePeer::isUp).count());
    }
}
