package io.hnvgateway.ipsec.kernel;

import io.hnvgateway.ipsec.sa.SaParameters;
import io.hnvgateway.ipsec.sa.SaUsage;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Writes down what it is told.
class FakeBackend implements KernelBackend {
    final List<String> told = new CopyOnWriteArrayList<>();
    final List<SaParameters> added = new CopyOnWriteArrayList<>();
    final byte[] psk = {1, 2, 3};
    volatile @Nullable KernelSession session;
    volatile boolean ready = true;

    /// How often more it is not ready when it is asked.
    final AtomicInteger looksUntilReady = new AtomicInteger();

    @Override
    public boolean isReady() {
        return looksUntilReady.getAndUpdate(left -> Math.max(0, left - 1)) == 0 && ready;
    }

    @Override
    public void connected(KernelSession connected) {
        session = connected;
        told.add("connected " + connected.charonVersion());
    }

    @Override
    public void disconnected(KernelSession gone) {
        session = null;
        told.add("disconnected");
    }

    @Override
    public int allocateSpi(int handle, String connection) {
        return connection.isEmpty() ? 0 : 0x8000_0100 + handle;
    }

    @Override
    public boolean addSa(int handle, int ifId, SaParameters parameters) {
        if (handle == 77) {
            throw new OutOfMemoryError("as the system says");
        }
        added.add(parameters);
        return true;
    }

    @Override
    public boolean updateSa(int handle, SaParameters.Endpoints endpoints) {
        told.add("update " + handle + " " + endpoints);
        return true;
    }

    @Override
    public @Nullable SaUsage usage(int handle) {
        if (handle == 99) {
            throw new IllegalStateException("a fault of the backend");
        }
        return handle == 1 ? new SaUsage(7, 700, 12) : null;
    }

    @Override
    public void deleteSa(int handle) {
        told.add("delete " + handle);
    }

    @Override
    public byte @Nullable [] psk(String connection, Parties parties) {
        return connection.equals("contoso") ? psk : null;
    }

    @Override
    public boolean authorize(String connection, Parties parties) {
        return connection.equals("contoso");
    }

    @Override
    public void trapAdded(TrapPolicy policy) {
        told.add("trap " + policy.reqid());
    }

    @Override
    public void trapDeleted(int reqid, int ifId) {
        told.add("no trap " + reqid);
    }

    @Override
    public void event(KernelEvent event) {
        told.add(event.kind() + " " + event.text());
    }
}
