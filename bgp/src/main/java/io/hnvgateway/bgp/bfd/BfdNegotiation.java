package io.hnvgateway.bgp.bfd;

import org.jspecify.annotations.Nullable;

/// The intervals of both ends and when a change of ours is in force (RFC 5880 §6.5, §6.8.2 to
/// §6.8.4).
///
/// *Offered* values stand in our packets; *acting* ones rule our timers. They differ while Up and
/// polling only: a longer transmit interval, or a shorter receive interval, acts when the peer has
/// answered the poll. What is configured while a poll is open waits until it is closed and no Final
/// can be on its way any more, so that each belongs to one change: on a long path several packets
/// with P are answered one by one, and packets without F come in between.
final class BfdNegotiation {
    /// Packets of sessions that are not Up (RFC 5880 §6.8.3).
    static final long SLOW_US = 1_000_000;

    private BfdSettings settings;
    private @Nullable BfdSettings waiting;
    private boolean up;
    private long actingTxUs;
    private long actingRxUs;
    private boolean polling;

    /// Of the poll that is open, or was last.
    private boolean pollSent;

    private long firstPollNs;
    private long lastPollNs;

    /// Until then a Final may belong to the poll that was closed.
    private boolean answersExpected;

    private long quietNs;

    private boolean remoteKnown;
    private long remoteTxUs;
    private long remoteRxUs = 1;
    private int remoteMultiplier;

    BfdNegotiation(BfdSettings settings) {
        this.settings = settings;
        act();
    }

    BfdSettings settings() {
        return settings;
    }

    long offeredTxUs() {
        return up ? settings.desiredMinTxUs() : Math.max(SLOW_US, settings.desiredMinTxUs());
    }

    long offeredRxUs() {
        return settings.requiredMinRxUs();
    }

    boolean polling() {
        return polling;
    }

    /// False: the peer wants no periodic packets.
    boolean wanted() {
        return remoteRxUs != 0;
    }

    long transmitIntervalNs() {
        return Math.max(actingTxUs, remoteRxUs) * 1000;
    }

    /// Of the last packet heard (RFC 5880 §6.8.4).
    long detectionTimeNs() {
        return remoteMultiplier * Math.max(actingRxUs, remoteTxUs) * 1000;
    }

    void change(BfdSettings wanted, long nowNs) {
        waiting = wanted;
        offerWaiting(nowNs);
    }

    private void offerWaiting(long nowNs) {
        answersExpected &= nowNs - quietNs < 0;
        if (waiting != null && !(up && (polling || answersExpected))) {
            offer(waiting);
        }
    }

    private void offer(BfdSettings wanted) {
        final long txUs = offeredTxUs();
        final long rxUs = offeredRxUs();
        settings = wanted;
        waiting = null;
        boolean changed = txUs != offeredTxUs() || rxUs != offeredRxUs();
        if (changed && up) {
            actingTxUs = Math.min(txUs, offeredTxUs());
            actingRxUs = Math.max(rxUs, offeredRxUs());
        } else {
            act();
        }
        poll(changed);
    }

    private void poll(boolean changed) {
        if (changed && remoteKnown && !polling) {
            polling = true;
            pollSent = false;
        }
    }

    /// A packet with P leaves.
    void pollSent(long nowNs) {
        if (!pollSent) {
            pollSent = true;
            firstPollNs = nowNs;
        }
        lastPollNs = nowNs;
    }

    /// The way there and back took no longer than the first answer; the peer may hold back answers
    /// by the interval that it offers (RFC 5880 §6.8.7).
    private void closePoll(long nowNs) {
        polling = false;
        act();
        if (pollSent) {
            answersExpected = true;
            quietNs = lastPollNs + 2 * (nowNs - firstPollNs) + remoteTxUs * 1000;
        }
    }

    private void act() {
        actingTxUs = offeredTxUs();
        actingRxUs = offeredRxUs();
    }

    void heard(long bfd, long nowNs) {
        remoteKnown = true;
        remoteTxUs = BfdHeader.desiredMinTxUs(bfd);
        remoteRxUs = BfdHeader.requiredMinRxUs(bfd);
        remoteMultiplier = BfdHeader.multiplier(bfd);
        if (polling && BfdHeader.has(bfd, BfdHeader.FINAL)) {
            closePoll(nowNs);
        }
        offerWaiting(nowNs);
    }

    /// Coming Up shortens the transmit interval and leaving it ends what is open, so both act at
    /// once.
    void changeTo(boolean nowUp) {
        final long txUs = offeredTxUs();
        up = nowUp;
        if (waiting != null) {
            offer(waiting);
        }
        act();
        poll(txUs != offeredTxUs());
    }

    /// A detection time passed without a packet (RFC 5880 §6.8.1, §6.8.18). Nobody is there to
    /// answer a poll.
    void forget() {
        remoteKnown = false;
        remoteRxUs = 1;
        polling = false;
        answersExpected = false;
    }
}
