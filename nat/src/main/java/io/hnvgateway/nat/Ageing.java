package io.hnvgateway.nat;

import io.hnvgateway.packet.flow.FlowEntry;

/// The sweep that ends what is idle or no longer allowed, and gives back ports after their
/// quarantine, a slice at a time. Answers never wait for it (see [Lookup]); it returns memory.
final class Ageing {
    /// A coarse tick is about 1 ms: a full round takes about 8 s.
    private static final int TICKS_A_ROUND = 8192;

    private static final int MIN_SLOTS_A_TICK = 4;
    private static final int MAX_TICKS = 16;

    private final Bindings bindings;
    private final Lookup lookup;
    private int lastTick;
    private int sessionCursor;
    private int mappingCursor;

    Ageing(Bindings bindings, Lookup lookup) {
        this.bindings = bindings;
        this.lookup = lookup;
    }

    /// After a restart: goes on somewhere. Processes that die before they are once round would else
    /// look at the same slots each time, and what idles in the others would stay for ever.
    void beginAnywhere(long nowNs) {
        long anywhere = SplitMix.mix(nowNs + SplitMix.GAMMA) >>> 1;
        sessionCursor = (int) (anywhere % Math.max(1, bindings.sessions.bound()));
        mappingCursor = (int) (anywhere % Math.max(1, bindings.mappings.bound()));
    }

    /// After a restart: ends all that idled too long, and gives back all ports whose quarantine is
    /// over. The sweep would come too late for processes that die before they are once round.
    ///
    /// @return how many sessions ended
    int endIdle(long nowNs) {
        int ended = 0;
        for (int slot = 0; slot < bindings.sessions.bound(); slot++) {
            if (SessionRecord.state(bindings.sessions.address(slot)) != SessionRecord.FREE
                    && lookup.expired(slot, nowNs)) {
                bindings.endSession(slot, nowNs);
                ended++;
            }
        }
        for (int slot = 0; slot < bindings.mappings.bound(); slot++) {
            endQuarantine(slot, nowNs);
        }
        return ended;
    }

    /// Looks at the next slots.
    ///
    /// @return how many sessions and mappings ended
    int slice(long nowNs) {
        int tick = FlowEntry.coarse(nowNs);
        int ticks = tick - lastTick;
        if (ticks == 0) {
            return 0;
        }
        lastTick = tick;
        int count = ticks < 0 ? 1 : Math.min(ticks, MAX_TICKS);
        return sweepSessions(count, nowNs) + sweepMappings(count, nowNs);
    }

    private int sweepSessions(int ticks, long nowNs) {
        int bound = bindings.sessions.bound();
        int slots = slots(ticks, bound);
        int ended = 0;
        for (int i = 0; i < slots; i++) {
            sessionCursor = sessionCursor + 1 < bound ? sessionCursor + 1 : 0;
            long s = bindings.sessions.address(sessionCursor);
            if (SessionRecord.state(s) == SessionRecord.FREE) {
                continue;
            }
            if (lookup.keeps(sessionCursor, nowNs)) {
                lookup.noteUse(sessionCursor);
            } else {
                ended++;
            }
        }
        return ended;
    }

    private int sweepMappings(int ticks, long nowNs) {
        int bound = bindings.mappings.bound();
        int slots = slots(ticks, bound);
        int ended = 0;
        for (int i = 0; i < slots; i++) {
            mappingCursor = mappingCursor + 1 < bound ? mappingCursor + 1 : 0;
            ended += endQuarantine(mappingCursor, nowNs) ? 1 : 0;
        }
        return ended;
    }

    private boolean endQuarantine(int slot, long nowNs) {
        long m = bindings.mappings.address(slot);
        boolean over =
                MappingRecord.state(m) == MappingRecord.QUARANTINED
                        && bindings.quarantineOver(m, nowNs);
        if (over) {
            bindings.release(slot);
        }
        return over;
    }

    private static int slots(int ticks, int bound) {
        int aTick = Math.max(MIN_SLOTS_A_TICK, bound / TICKS_A_ROUND);
        return Math.min(bound, ticks * aTick);
    }
}
