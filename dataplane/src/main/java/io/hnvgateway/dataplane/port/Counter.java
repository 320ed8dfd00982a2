package io.hnvgateway.dataplane.port;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// A count with one writer and any readers.
public final class Counter {
    private static final VarHandle COUNT = handle();

    @SuppressWarnings("unused") // by COUNT
    private long count;

    private static VarHandle handle() {
        try {
            return MethodHandles.lookup().findVarHandle(Counter.class, "count", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /// By the one writer.
    public void add(long amount) {
        COUNT.setOpaque(this, count + amount);
    }

    public long value() {
        return (long) COUNT.getOpaque(this);
    }
}
