package io.hnvgateway.bgp.speaker;

import io.hnvgateway.bgp.contract.FromSpeaker;
import io.hnvgateway.bgp.contract.Notification;
import io.hnvgateway.bgp.contract.PeerState;
import io.hnvgateway.bgp.contract.Update;
import io.hnvgateway.bgp.route.RouteUpdate;
import io.hnvgateway.packet.IpPrefix;
import java.util.List;
import java.util.function.Predicate;

/// From the contract's messages to the listener. What no honest peer sends counts as withdrawn (RFC
/// 7606).
final class SpeakerEvents {
    private final Predicate<String> isKnown;
    private final SpeakerListener listener;

    /// @param isKnown whether a peer is there; of another one nothing is told
    SpeakerEvents(Predicate<String> isKnown, SpeakerListener listener) {
        this.isKnown = isKnown;
        this.listener = listener;
    }

    void heard(FromSpeaker message) {
        if (!isKnown.test(peerOf(message))) {
            return;
        }
        switch (message.getMessageCase()) {
            case PEER_STATE -> state(message.getPeerState());
            case UPDATE -> update(message.getUpdate());
            case END_OF_RIB ->
                    listener.endOfRib(
                            message.getEndOfRib().getPeer(),
                            Wire.family(message.getEndOfRib().getFamily()));
            case REFRESH_BEGUN ->
                    listener.refreshBegun(
                            message.getRefreshBegun().getPeer(),
                            Wire.family(message.getRefreshBegun().getFamily()));
            case REFRESH_ENDED ->
                    listener.refreshEnded(
                            message.getRefreshEnded().getPeer(),
                            Wire.family(message.getRefreshEnded().getFamily()));
            case NOTIFICATION -> notification(message.getNotification());
            case REFUSED ->
                    listener.refused(
                            message.getRefused().getPeer(),
                            message.getRefused().getWhat().name()
                                    + ": "
                                    + message.getRefused().getReason());
            case UPDATES_LOST ->
                    listener.lost(
                            message.getUpdatesLost().getPeer(),
                            message.getUpdatesLost().getPrefixes());
            case HELLO, STATISTICS, SYNCHRONIZED, MESSAGE_NOT_SET -> {} // of no peer
        }
    }

    private static String peerOf(FromSpeaker message) {
        return switch (message.getMessageCase()) {
            case PEER_STATE -> message.getPeerState().getPeer();
            case UPDATE -> message.getUpdate().getPeer();
            case END_OF_RIB -> message.getEndOfRib().getPeer();
            case REFRESH_BEGUN -> message.getRefreshBegun().getPeer();
            case REFRESH_ENDED -> message.getRefreshEnded().getPeer();
            case NOTIFICATION -> message.getNotification().getPeer();
            case REFUSED -> message.getRefused().getPeer();
            case UPDATES_LOST -> message.getUpdatesLost().getPeer();
            case HELLO, STATISTICS, SYNCHRONIZED, MESSAGE_NOT_SET -> "";
        };
    }

    private void state(PeerState state) {
        switch (state.getState()) {
            case UP -> listener.up(state.getPeer(), Wire.session(state.getAgreed()));
            case DOWN -> listener.down(state.getPeer(), state.getReason());
            case CONNECTED, UNRECOGNIZED -> {} // neither up nor down yet
        }
    }

    private void notification(Notification notification) {
        listener.notification(
                notification.getPeer(),
                notification.getSent(),
                notification.getCode(),
                notification.getSubcode(),
                notification.getText());
    }

    private void update(Update update) {
        List<IpPrefix> withdrawn =
                update.getWithdrawn().isEmpty() ? List.of() : Wire.withdrawn(update);
        if (!withdrawn.isEmpty()) {
            listener.updated(update.getPeer(), RouteUpdate.withdraw(withdrawn));
        }
        if (!update.getFault().isEmpty()) {
            listener.malformed(update.getPeer(), update.getFault());
        }
        if (!update.getDiscarded().isEmpty()) {
            listener.discarded(update.getPeer(), update.getDiscarded());
        }
        List<IpPrefix> announced =
                update.getAnnounced().isEmpty() ? List.of() : Wire.announced(update);
        if (announced.isEmpty()) {
            return;
        }
        try {
            listener.updated(
                    update.getPeer(), RouteUpdate.announce(Wire.attributes(update), announced));
        } catch (IllegalArgumentException e) {
            listener.updated(update.getPeer(), RouteUpdate.withdraw(announced));
            listener.malformed(update.getPeer(), String.valueOf(e.getMessage()));
        }
    }
}
