package io.hnvgateway.app.capture;

import io.hnvgateway.app.core.GatewayCore;
import io.hnvgateway.app.pipeline.Tap;
import io.hnvgateway.app.pipeline.Taps;
import io.hnvgateway.compartments.Compartment;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Captures traffic of one tenant each, four at once. Any thread.
public final class Captures implements CaptureSource {
    /// A capture takes no longer, for its flows are slower meanwhile.
    public static final Duration LONGEST = Duration.ofMinutes(10);

    private static final int LOOK_MS = 2;

    private final GatewayCore core;

    public Captures(GatewayCore core) {
        this.core = core;
    }

    @Override
    public CaptureResult capture(String tenant, Duration time, long mostBytes, OutputStream out)
            throws CaptureRefusedException, IOException, InterruptedException {
        if (time.isNegative() || time.isZero() || time.compareTo(LONGEST) > 0) {
            throw new CaptureRefusedException(
                    "seconds: must be 1..%d".formatted(LONGEST.toSeconds()), false);
        }
        int compartment = find(tenant).index();
        List<Tap> taps = Stream.generate(Tap::new).limit(core.workers()).toList();
        PcapngWriter file = new PcapngWriter(out);
        if (!core.taps().open(compartment, taps)) {
            throw new CaptureRefusedException(
                    "tenant: %s: it is captured already, or %d others are"
                            .formatted(tenant, Taps.MOST),
                    true);
        }
        try {
            return new Running(compartment, taps, file, mostBytes).until(time);
        } finally {
            core.taps().close(compartment);
            release(compartment);
        }
    }

    private Compartment find(String tenant) throws CaptureRefusedException {
        String bare = tenant.replaceAll("[{}]", "");
        return core.compiler().published().get().forwarding().compartments().stream()
                .filter(c ->
                        c.identity().name().equalsIgnoreCase(tenant)
                                || c.identity().rdid().value().toString().equalsIgnoreCase(bare))
                .findFirst()
                .orElseThrow(() ->
                        new CaptureRefusedException(
                                "tenant: " + tenant + ": no such compartment", false));
    }

    /// No flow entry of the compartment is executed from here on; again after each publication,
    /// which makes them valid. The compiler's lock keeps publications away.
    private void hold(int compartment) {
        synchronized (core.compiler()) {
            Compartment now = published(compartment);
            if (now != null && core.generations().isCurrent(compartment, now.generation())) {
                core.generations().advance(compartment);
            }
        }
    }

    /// Entries of the configuration in force are valid again.
    private void release(int compartment) {
        synchronized (core.compiler()) {
            Compartment now = published(compartment);
            if (now != null) {
                core.generations().set(compartment, now.generation());
            }
        }
    }

    private @Nullable Compartment published(int compartment) {
        return core.compiler().published().get().forwarding().compartment(compartment);
    }

    /// One that runs.
    private final class Running implements Tap.Reader {
        private final int compartment;
        private final List<Tap> taps;
        private final PcapngWriter file;
        private final long mostBytes;
        private final long wallAheadNs;
        private long frames;
        private boolean full;
        private @Nullable IOException failure;

        Running(int compartment, List<Tap> taps, PcapngWriter file, long mostBytes) {
            this.compartment = compartment;
            this.taps = taps;
            this.file = file;
            this.mostBytes = mostBytes;
            wallAheadNs =
                    TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()) - System.nanoTime();
        }

        CaptureResult until(Duration time) throws IOException, InterruptedException {
            long beganNs = System.nanoTime();
            while (System.nanoTime() - beganNs < time.toNanos() && !full && failure == null) {
                hold(compartment);
                Thread.sleep(LOOK_MS);
                taps.forEach(tap -> tap.poll(this));
            }
            IOException why = failure;
            if (why != null) {
                throw why;
            }
            return new CaptureResult(frames, taps.stream().mapToLong(Tap::lost).sum());
        }

        @Override
        public void frame(boolean toVm, long atNs, byte[] frame, int kept, int bytes) {
            full |= file.bytes() + PcapngWriter.sizeOf(kept) > mostBytes;
            if (full || failure != null) {
                return;
            }
            try {
                file.frame(toVm, atNs + wallAheadNs, frame, kept, bytes);
                frames++;
            } catch (IOException e) {
                failure = e;
            }
        }
    }
}
