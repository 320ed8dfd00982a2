package io.hnvgateway.app.desired;

import java.util.function.Consumer;

/// Hears of each change that a piece of work brings into effect or confirms, on the thread that
/// works: for what must be told before the work is answered.
public final class ChangeWitness {
    private static final ScopedValue<Consumer<Outcome>> HEARING = ScopedValue.newInstance();

    private ChangeWitness() {}

    /// Does the work; each change is told under the applier's lock, once it is in effect, and first
    /// to whoever hears of it already.
    public static <T, X extends Throwable> T hearing(
            Consumer<Outcome> witness, ScopedValue.CallableOp<T, X> work) throws X {
        Consumer<Outcome> all = HEARING.isBound() ? HEARING.get().andThen(witness) : witness;
        return ScopedValue.where(HEARING, all).call(work);
    }

    static Outcome told(Outcome accepted) {
        if (HEARING.isBound()) {
            HEARING.get().accept(accepted);
        }
        return accepted;
    }
}
