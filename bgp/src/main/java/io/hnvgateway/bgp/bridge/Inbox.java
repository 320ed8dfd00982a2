package io.hnvgateway.bgp.bridge;

import io.hnvgateway.packet.IpAddress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;

/// Lines of ExaBGP's to the bridge's thread, without ever waiting for it: routes that find
/// [#MOST_UPDATES] before them are thrown away, and their peer is asked again.
final class Inbox {
    static final int MOST_UPDATES = 1000;
    static final int LONGEST_LINE = 1 << 20;
    private static final long SOON_MS = 20;

    private final ScheduledExecutorService bridge;
    private final AtomicInteger updates = new AtomicInteger();
    private final AtomicLong read = new AtomicLong();
    private final AtomicLong malformed = new AtomicLong();

    Inbox(ScheduledExecutorService bridge) {
        this.bridge = bridge;
    }

    /// For what others of its kind may join.
    void soon(Runnable task) {
        var _ = bridge.schedule(task, SOON_MS, TimeUnit.MILLISECONDS);
    }

    long linesRead() {
        return read.get();
    }

    long linesMalformed() {
        return malformed.get();
    }

    /// Reads to the end of the stream. A line beyond [#LONGEST_LINE] is skipped and counted.
    void readAll(InputStream in, Consumer<Line> out, ObjLongConsumer<IpAddress> overran)
            throws IOException {
        byte[] line = new byte[1 << 12];
        byte[] chunk = new byte[1 << 16];
        int length = 0;
        boolean skipping = false;
        for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
            for (int i = 0; i < count; i++) {
                if (chunk[i] == '\n') {
                    if (skipping) {
                        malformed.incrementAndGet();
                    } else {
                        take(new String(line, 0, length, StandardCharsets.UTF_8), out, overran);
                    }
                    length = 0;
                    skipping = false;
                } else if (length == LONGEST_LINE) {
                    skipping = true;
                } else {
                    if (length == line.length) {
                        line = Arrays.copyOf(line, 2 * length);
                    }
                    line[length++] = chunk[i];
                }
            }
        }
    }

    private void take(String text, Consumer<Line> out, ObjLongConsumer<IpAddress> overran) {
        read.incrementAndGet();
        Line line;
        try {
            line = LineParser.parse(text);
        } catch (MalformedLineException e) {
            malformed.incrementAndGet();
            BridgeLog.error("a line of ExaBGP's is not understood: " + e.getMessage());
            return;
        }
        if (!(line instanceof Line.Routes routes)) {
            bridge.execute(() -> out.accept(line));
        } else if (updates.incrementAndGet() > MOST_UPDATES) {
            updates.decrementAndGet();
            bridge.execute(() -> overran.accept(routes.peer(), 1));
        } else {
            bridge.execute(() -> {
                updates.decrementAndGet();
                out.accept(routes);
            });
        }
    }
}
