package io.hnvgateway.lab.charon;

import io.hnvgateway.ipsec.kernel.KernelBackend;
import io.hnvgateway.ipsec.kernel.KernelEvent;
import io.hnvgateway.ipsec.kernel.KernelSession;
import io.hnvgateway.ipsec.kernel.Parties;
import io.hnvgateway.ipsec.kernel.TrapPolicy;
import io.hnvgateway.ipsec.sa.SaParameters;
import io.hnvgateway.ipsec.sa.SaUsage;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Stands for the gateway: keeps all that charon says. Its fields are for the tests to read.
final class RecordingBackend implements KernelBackend {
    /// An SA as charon gave it; unlike a real backend this one keeps the keys.
    record Known(int handle, int ifId, SaParameters parameters) {}

    final Map<String, String> psks = new ConcurrentHashMap<>();
    final Map<Integer, Known> sas = new ConcurrentSkipListMap<>();
    final List<Known> allSas = new CopyOnWriteArrayList<>();
    final List<TrapPolicy> traps = new CopyOnWriteArrayList<>();
    final List<KernelEvent> events = new CopyOnWriteArrayList<>();
    final List<Parties> authorized = new CopyOnWriteArrayList<>();
    final Map<Integer, SaParameters.Endpoints> moved = new ConcurrentHashMap<>();
    volatile @Nullable KernelSession session;
    volatile boolean authorizes = true;

    /// Whether each question finds more traffic than the one before.
    volatile boolean busy;

    /// SPIs that were given out and not deleted, by handle.
    final Map<Integer, Integer> spis = new ConcurrentHashMap<>();

    /// What stands still until it is released: [#stall].
    private volatile @Nullable Stall stall;

    /// A question at which the gateway's event loop stands still.
    enum Question {
        SPI,
        AUTHORIZE,
        EVENT
    }

    /// @param reached counts down when it stands still
    record Stall(Question at, CountDownLatch reached, CountDownLatch released)
            implements AutoCloseable {
        @Override
        public void close() {
            released.countDown();
        }
    }

    private final SecureRandom random = new SecureRandom();
    private final AtomicLong questions = new AtomicLong();

    /// From now on the next such question is answered only when the result is closed.
    Stall stall(Question at) {
        Stall next = new Stall(at, new CountDownLatch(1), new CountDownLatch(1));
        stall = next;
        return next;
    }

    private void standStillAt(Question question) {
        Stall now = stall;
        if (now != null && now.at == question) {
            now.reached.countDown();
            try {
                now.released.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    RecordingBackend psk(String connection, String psk) {
        psks.put(connection, psk);
        return this;
    }

    KernelSession session() {
        KernelSession now = session;
        if (now == null) {
            throw new AssertionError("no charon");
        }
        return now;
    }

    List<Known> inbound(String connection) {
        return of(connection, true);
    }

    List<Known> outbound(String connection) {
        return of(connection, false);
    }

    private List<Known> of(String connection, boolean inbound) {
        return sas.values().stream()
                .filter(sa -> sa.parameters().inbound() == inbound)
                .filter(sa -> sa.parameters().connection().equals(connection))
                .toList();
    }

    boolean saw(KernelEvent.Kind kind) {
        return events.stream().anyMatch(event -> event.kind() == kind);
    }

    @Override
    public void connected(KernelSession connected) {
        session = connected;
    }

    @Override
    public void disconnected(KernelSession gone) {
        session = null;
        sas.clear();
    }

    @Override
    public int allocateSpi(int handle, String connection) {
        standStillAt(Question.SPI);
        int spi = random.nextInt() | 0x4000_0000;
        spis.put(handle, spi);
        return spi;
    }

    @Override
    public boolean addSa(int handle, int ifId, SaParameters parameters) {
        Known known = new Known(handle, ifId, parameters);
        sas.put(handle, known);
        allSas.add(known);
        return true;
    }

    @Override
    public boolean updateSa(int handle, SaParameters.Endpoints endpoints) {
        moved.put(handle, endpoints);
        return sas.containsKey(handle);
    }

    @Override
    public @Nullable SaUsage usage(int handle) {
        if (!sas.containsKey(handle)) {
            return null;
        }
        if (!busy) {
            return new SaUsage(0, 0, 0);
        }
        long packets = questions.incrementAndGet();
        return new SaUsage(packets, 100 * packets, System.nanoTime() / 1_000_000_000);
    }

    @Override
    public void deleteSa(int handle) {
        spis.remove(handle);
        sas.remove(handle);
    }

    @Override
    public byte @Nullable [] psk(String connection, Parties parties) {
        String psk = psks.get(connection);
        return psk == null ? null : psk.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public boolean authorize(String connection, Parties parties) {
        authorized.add(parties);
        standStillAt(Question.AUTHORIZE);
        return authorizes;
    }

    @Override
    public void trapAdded(TrapPolicy policy) {
        traps.add(policy);
    }

    @Override
    public void trapDeleted(int reqid, int ifId) {
        traps.removeIf(trap -> trap.reqid() == reqid && trap.ifId() == ifId);
    }

    @Override
    public void event(KernelEvent event) {
        events.add(event);
        standStillAt(Question.EVENT);
    }
}
