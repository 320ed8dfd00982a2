package io.hnvgateway.ipsec.sa;

import io.hnvgateway.ipsec.cipher.EspCipher;

/// What both directions of a security association have: identity, cipher, counters and limits.
///
/// Owner: the worker of its [Tunnel]; only that thread encrypts, decrypts, counts and closes. The
/// counters are plain: any thread may read them and sees a value that was true a moment ago.
///
/// The limits cost one comparison a packet each: `nextBytes` and `nextPackets` are the nearest
/// limits, soft ones first, and only when one is reached is it looked at which.
public abstract sealed class SecurityAssociation permits InboundSa, OutboundSa {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /// As on the wire: ours inbound, the peer's outbound.
    public final int spi;

    public final Tunnel tunnel;
    public final EspTransform transform;
    public final EspCipher cipher;
    public final SelectorPair selectors;
    public final boolean extendedSequenceNumbers;
    public final boolean copiesEcn;

    /// charon's numbers of the CHILD_SA.
    public final int reqid;

    public final int childId;

    final SaEvents events;

    private final SaParameters.Lifetime lifetime;
    private final long softPackets;
    private final long hardPackets;
    private long nextBytes;
    private long nextPackets;
    private boolean softReported;
    private boolean ended;

    private long packets;
    private long bytes;
    private long lastUseNs;

    SecurityAssociation(SaParameters parameters, Tunnel tunnel, EspCipher cipher, SaEvents events) {
        spi = parameters.spi();
        reqid = parameters.reqid();
        childId = parameters.childId();
        transform = parameters.keys().transform();
        selectors = new SelectorPair(parameters.selectors());
        extendedSequenceNumbers = parameters.features().extendedSequenceNumbers();
        copiesEcn = parameters.features().copiesEcn();
        lifetime = parameters.lifetime();
        softPackets = least(lifetime.softPackets(), softSequence(parameters));
        hardPackets = least(lifetime.hardPackets(), lastSequence(parameters));
        nextBytes = least(lifetime.softBytes(), lifetime.hardBytes());
        nextPackets = Math.min(softPackets, hardPackets);
        this.tunnel = tunnel;
        this.cipher = cipher;
        this.events = events;
    }

    /// The last sequence number that may be sent; of an inbound SA none, the window judges there.
    private static long lastSequence(SaParameters parameters) {
        return parameters.inbound() || parameters.features().extendedSequenceNumbers()
                ? Long.MAX_VALUE
                : OutboundSa.LAST_SEQUENCE;
    }

    /// An eighth before the end of the sequence numbers.
    private static long softSequence(SaParameters parameters) {
        long last = lastSequence(parameters);
        return last - last / 8;
    }

    /// The nearer of two limits of which 0 means none.
    private static long least(long limit, long other) {
        long first = limit == 0 ? Long.MAX_VALUE : limit;
        return other == 0 ? first : Math.min(first, other);
    }

    /// Counts a packet, if it may pass yet. Owner thread.
    ///
    /// @param innerBytes length of the IP packet inside
    /// @return false when a hard limit is reached or the SA closed: the packet is to be dropped
    final boolean count(int innerBytes, long nowNs) {
        if ((bytes >= nextBytes || packets >= nextPackets) && !mayPass()) {
            return false;
        }
        packets++;
        bytes += innerBytes;
        lastUseNs = nowNs;
        return true;
    }

    /// A limit is reached: which?
    private boolean mayPass() {
        if (ended) {
            return false;
        }
        if (packets >= hardPackets || reached(bytes, lifetime.hardBytes())) {
            ended = true;
            nextPackets = 0;
            events.hardLimit(this);
            return false;
        }
        nextPackets = hardPackets;
        nextBytes = least(lifetime.hardBytes(), 0);
        if (!softReported) {
            softReported = true;
            events.softLimit(this);
        }
        return true;
    }

    private static boolean reached(long value, long limit) {
        return limit != 0 && value >= limit;
    }

    /// As if so many had passed.
    final void skipPackets(long count) {
        packets = count;
    }

    /// Whether a hard limit was reached or the SA is closed. Owner thread.
    public final boolean ended() {
        return ended;
    }

    /// Packets that passed: authenticated ones inbound, sent ones outbound.
    public final long packets() {
        return packets;
    }

    /// Bytes of their inner IP packets.
    public final long bytes() {
        return bytes;
    }

    /// Counters for charon. Any thread.
    public final SaUsage usage() {
        return new SaUsage(packets, bytes, lastUseNs / NANOS_PER_SECOND);
    }

    /// Ends it and overwrites its keys. Only on the owner's thread, or when that no longer runs:
    /// the memory of its keys is another SA's afterwards.
    public final void close() {
        ended = true;
        nextPackets = 0;
        cipher.close();
    }

    /// Never keys.
    @Override
    public final String toString() {
        return "%s %s spi=%08x reqid=%d %s"
                .formatted(
                        tunnel.connection(),
                        this instanceof InboundSa ? "in" : "out",
                        spi,
                        reqid,
                        transform);
    }
}
