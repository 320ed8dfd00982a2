package io.hnvgateway.dataplane.steering;

/// What a compartment may have a worker decide while the workers are behind, in each direction; who
/// is alone, or while they keep up, has all of their time.
///
/// @param framesPerSecond share of each compartment; less the fuller the workers' rings are
/// @param burstFrames that a compartment may send at once which was silent before
public record SlowPathLimit(int framesPerSecond, int burstFrames) {
    /// One frame in the fullest ring takes as much as so many: the least burst.
    public static final int DEAREST_FRAME = 64;

    /// A tenth of what a worker was seen to decide in a second; a burst of 256 lasts it 2 ms.
    public static final SlowPathLimit DEFAULT = new SlowPathLimit(10_000, 256);

    private static final long SECOND_NS = 1_000_000_000L;

    public SlowPathLimit {
        if (framesPerSecond < 1 || burstFrames < DEAREST_FRAME) {
            throw new IllegalArgumentException(
                    "slow path limit: at least 1 frame a second and a burst of " + DEAREST_FRAME);
        }
    }

    /// What one frame takes of a share.
    public long frameNs() {
        return SECOND_NS / framesPerSecond;
    }

    /// Most that a share holds.
    public long burstNs() {
        return frameNs() * burstFrames;
    }
}
