package io.hnvgateway.bgp.bfd;

import java.util.SplittableRandom;

/// One session in asynchronous mode, active role (RFC 5880 §6.8). Owner thread: that of its
/// [BfdSessions]; each time is of one monotonic clock, in nanoseconds.
public final class BfdSession {
    /// Between packets out of turn (Final, a new state): no peer makes us answer faster. Below any
    /// interval that is offered, as RFC 5880 §6.8.7 asks of such a limit.
    static final long UNSCHEDULED_GAP_NS = 10_000_000L;

    /// A removed session says AdminDown for a detection time, but not as long as a peer may ask.
    static final long MOST_FAREWELL_NS = 10_000_000_000L;

    /// How long [#nextDueNs] is away when nothing is to be done.
    private static final long IDLE_NS = 3_600_000_000_000L;

    private static final int BURST = 32;

    private final BfdKey key;
    private final int discriminator;
    private final BfdListener listener;
    private final SplittableRandom random;
    private final BfdNegotiation negotiation;
    private final RateLimit packets;

    private BfdState state = BfdState.DOWN;
    private BfdDiagnostic diagnostic = BfdDiagnostic.NONE;
    private BfdState remoteState = BfdState.DOWN;
    private BfdDiagnostic remoteDiagnostic = BfdDiagnostic.NONE;
    private int remoteDiscriminator;
    private boolean remoteDemand;

    private boolean heard;
    private long heardNs;
    private long periodicNs;
    private double jitter;
    private long unscheduledFromNs;
    private boolean finalDue;
    private boolean changeDue;
    private boolean removed;
    private long goneNs;

    private long receivedPackets;
    private long sentPackets;

    /// Those of [DueQueue].
    int queueIndex = -1;

    long dueNs;

    /// Of packets that do not know our discriminator; [BfdSessions] asks it.
    final RateLimit undirected;

    BfdSession(BfdIdentity identity, BfdSettings settings, BfdListener listener, long nowNs) {
        key = identity.key();
        discriminator = identity.discriminator();
        undirected = new RateLimit(identity.undirectedPerSecond(), BURST, nowNs);
        random = new SplittableRandom(identity.jitterSeed());
        this.listener = listener;
        negotiation = new BfdNegotiation(settings);
        packets = new RateLimit(packetsPerSecond(settings), BURST, nowNs);
        jitter = drawJitter();
        // The first packet leaves within a quarter of the interval, each session's at its own time.
        periodicNs = nowNs - negotiation.transmitIntervalNs() * 3 / 4;
        unscheduledFromNs = nowNs;
    }

    /// Three times what an honest peer sends: its own packets, and a Final for each of ours.
    private static long packetsPerSecond(BfdSettings settings) {
        return 4_000_000L / settings.requiredMinRxUs()
                + 3_000_000L / settings.desiredMinTxUs()
                + 10;
    }

    public BfdKey key() {
        return key;
    }

    /// Ours.
    public int discriminator() {
        return discriminator;
    }

    public BfdState state() {
        return state;
    }

    public BfdDiagnostic diagnostic() {
        return diagnostic;
    }

    public BfdState remoteState() {
        return remoteState;
    }

    public BfdDiagnostic remoteDiagnostic() {
        return remoteDiagnostic;
    }

    /// 0: no packet came for a detection time.
    public int remoteDiscriminator() {
        return remoteDiscriminator;
    }

    /// 0 before the first packet.
    public long detectionTimeNs() {
        return negotiation.detectionTimeNs();
    }

    /// Before jitter.
    public long transmitIntervalNs() {
        return negotiation.transmitIntervalNs();
    }

    public boolean polling() {
        return negotiation.polling();
    }

    public long receivedPackets() {
        return receivedPackets;
    }

    public long sentPackets() {
        return sentPackets;
    }

    /// Whether the peer keeps to what it may send.
    boolean admits(long nowNs) {
        return packets.tryTake(nowNs);
    }

    /// Takes a packet that passed [BfdHeader#check] and belongs here (RFC 5880 §6.8.6).
    void receive(long bfd, long nowNs) {
        receivedPackets++;
        remoteDiscriminator = BfdHeader.myDiscriminator(bfd);
        remoteState = BfdHeader.state(bfd);
        remoteDiagnostic = BfdHeader.diagnostic(bfd);
        remoteDemand = BfdHeader.has(bfd, BfdHeader.DEMAND);
        negotiation.heard(bfd, nowNs);
        heard = true;
        heardNs = nowNs;
        if (state == BfdState.ADMIN_DOWN) {
            return;
        }
        BfdState next = state.next(remoteState);
        if (next != state) {
            changeTo(
                    next,
                    next == BfdState.DOWN
                            ? BfdDiagnostic.NEIGHBOR_SIGNALED_DOWN
                            : diagnosticOf(next));
        }
        finalDue |= BfdHeader.has(bfd, BfdHeader.POLL);
    }

    /// A session that comes Up has no reason to tell any more; one in Init still has.
    private BfdDiagnostic diagnosticOf(BfdState next) {
        return next == BfdState.UP ? BfdDiagnostic.NONE : diagnostic;
    }

    private void changeTo(BfdState next, BfdDiagnostic why) {
        BfdState before = state;
        state = next;
        diagnostic = why;
        negotiation.changeTo(next == BfdState.UP);
        changeDue = true;
        listener.changed(this, before);
    }

    /// The new parameters are told by a poll (RFC 5880 §6.5, §6.8.3).
    void change(BfdSettings settings, long nowNs) {
        negotiation.change(settings, nowNs);
        packets.change(packetsPerSecond(settings), BURST);
    }

    void disable() {
        if (state != BfdState.ADMIN_DOWN) {
            finalDue = false;
            changeTo(BfdState.ADMIN_DOWN, BfdDiagnostic.ADMINISTRATIVELY_DOWN);
        }
    }

    void enable() {
        if (state == BfdState.ADMIN_DOWN && !removed) {
            changeTo(BfdState.DOWN, BfdDiagnostic.NONE);
        }
    }

    /// Says AdminDown until [#gone].
    void remove(long nowNs) {
        disable();
        removed = true;
        long farewellNs =
                negotiation.settings().detectMultiplier() * negotiation.transmitIntervalNs();
        goneNs = nowNs + Math.min(farewellNs, MOST_FAREWELL_NS);
    }

    boolean removed() {
        return removed;
    }

    boolean gone(long nowNs) {
        return removed && nowNs - goneNs >= 0;
    }

    void notHeard(long awayNs, long nowNs) {
        if (heard) {
            long later = heardNs + awayNs;
            heardNs = later - nowNs > 0 ? nowNs : later;
        }
    }

    /// Ends what was not heard in time, and sends what is due.
    void doWork(long nowNs, BfdTransmitter transmitter) {
        if (heard && nowNs - heardNs >= negotiation.detectionTimeNs()) {
            expire();
        }
        if (sendsPeriodically() && nowNs - periodicDueNs() >= 0) {
            periodicNs = nowNs;
            jitter = drawJitter();
            send(transmitter, false, nowNs);
        }
        if ((finalDue || changeDue) && nowNs - unscheduledFromNs >= 0) {
            unscheduledFromNs = nowNs + UNSCHEDULED_GAP_NS;
            send(transmitter, finalDue, nowNs);
        }
    }

    private void send(BfdTransmitter transmitter, boolean answersPoll, long nowNs) {
        if (polling() && !answersPoll) {
            negotiation.pollSent(nowNs);
        }
        changeDue = false;
        finalDue &= !answersPoll;
        sentPackets++;
        transmitter.transmit(this, answersPoll);
    }

    private void expire() {
        heard = false;
        remoteDiscriminator = 0;
        remoteState = BfdState.DOWN;
        remoteDemand = false;
        finalDue = false;
        negotiation.forget();
        if (state == BfdState.INIT || state == BfdState.UP) {
            changeTo(BfdState.DOWN, BfdDiagnostic.DETECTION_TIME_EXPIRED);
        }
    }

    /// RFC 5880 §6.8.7.
    private boolean sendsPeriodically() {
        boolean silenced =
                remoteDemand && state == BfdState.UP && remoteState == BfdState.UP && !polling();
        return negotiation.wanted() && !silenced;
    }

    /// Counted from the packet before by the interval of this moment, so that a shorter one is
    /// honoured at once and no flood of packets moves it.
    private long periodicDueNs() {
        long intervalNs = negotiation.transmitIntervalNs();
        return periodicNs + intervalNs - (long) (intervalNs * jitter);
    }

    /// The share by which an interval is shortened (RFC 5880 §6.8.7): up to a quarter, and a tenth
    /// at least where one lost packet is too many.
    private double drawJitter() {
        boolean single = negotiation.settings().detectMultiplier() == 1;
        return single ? 0.1 + 0.15 * random.nextDouble() : 0.25 * random.nextDouble();
    }

    /// When [#doWork] has something to do.
    long nextDueNs(long nowNs) {
        long next = nowNs + IDLE_NS;
        if (heard) {
            next = earlier(next, heardNs + negotiation.detectionTimeNs());
        }
        if (sendsPeriodically()) {
            next = earlier(next, periodicDueNs());
        }
        if (finalDue || changeDue) {
            next = earlier(next, unscheduledFromNs);
        }
        return removed ? earlier(next, goneNs) : next;
    }

    private static long earlier(long a, long b) {
        return a - b < 0 ? a : b;
    }

    /// Writes the payload, [BfdHeader#BYTES] bytes, as [BfdTransmitter] was asked to send it.
    public void write(long bfd, boolean answersPoll) {
        int flags = answersPoll ? BfdHeader.FINAL : polling() ? BfdHeader.POLL : 0;
        BfdHeader.writeFirst(
                bfd, diagnostic, state, flags, negotiation.settings().detectMultiplier());
        BfdHeader.writeDiscriminators(bfd, discriminator, remoteDiscriminator);
        BfdHeader.writeIntervals(bfd, negotiation.offeredTxUs(), negotiation.offeredRxUs());
    }
}
