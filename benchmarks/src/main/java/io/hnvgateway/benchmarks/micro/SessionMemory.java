package io.hnvgateway.benchmarks.micro;

import io.hnvgateway.packet.FrameBatch;
import io.hnvgateway.packet.IpProtocol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a NAT session of IPv4 takes of the process's memory: the resident set before a gateway's
/// tables are laid and after they are full of sessions, each with both flow entries and a mapping
/// of its own, divided by their number.
///
/// To be run in a JVM of its own. The flow table is three quarters full at the end, so a few
/// sessions lack an entry.
public final class SessionMemory {
    /// Both entries of each fill three quarters of the slots.
    public static final int SESSIONS = 3 << 18;

    private static final int SLOTS = 1 << 21;
    private static final int TENANTS = 16;
    private static final int ENDPOINTS = 10_000;
    private static final int ADDRESSES_OF_EACH = 2;
    private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s*(\\d+) kB$");

    private SessionMemory() {}

    /// What was measured.
    ///
    /// @param bytesASession resident bytes
    /// @param entriesMissing flow entries that found no slot
    public record Figure(double bytesASession, int entriesMissing) {}

    /// Prints one figure.
    public static void main(String[] arguments) throws IOException {
        Figure figure = measure();
        System.out.printf(
                Locale.ROOT,
                "bytes a session: %.1f, entries without a slot: %.2f %%%n",
                figure.bytesASession,
                figure.entriesMissing * 50.0 / SESSIONS);
    }

    /// Fills a gateway's tables.
    ///
    /// @throws IOException when /proc cannot be read
    public static Figure measure() throws IOException {
        open(SESSIONS / 64, SLOTS / 64).close();
        long before = residentBytes();
        try (GatewayInMemory gateway = open(SESSIONS, SLOTS)) {
            long after = residentBytes();
            int entries = gateway.core.flows().live();
            return new Figure((double) (after - before) / SESSIONS, 2 * SESSIONS - entries);
        }
    }

    private static GatewayInMemory open(int sessions, int slots) {
        TenantPlan plan = new TenantPlan(TENANTS, ENDPOINTS / TENANTS, ADDRESSES_OF_EACH, false);
        GatewayInMemory gateway =
                new GatewayInMemory(
                        plan, new GatewayInMemory.Sizes(slots / 2, slots, false, false));
        SessionFrames frames = new SessionFrames(plan, gateway.frames, IpProtocol.UDP);
        FrameBatch first = new FrameBatch();
        FrameBatch answers = new FrameBatch();
        for (int i = 0; i < sessions; i++) {
            first.clear();
            answers.clear();
            frames.up(i, 0, first);
            frames.down(0, answers);
            long sent = gateway.front.sent();
            gateway.core.pipeline().onBatch(gateway.back, first, gateway.nowNs());
            SessionFrames.answer(gateway.front.recent(sent), answers.address(0));
            gateway.core.pipeline().onBatch(gateway.front, answers, gateway.nowNs());
        }
        return gateway;
    }

    private static long residentBytes() throws IOException {
        System.gc();
        String status = Files.readString(Path.of("/proc/self/status"));
        Matcher matcher = RESIDENT.matcher(status);
        if (!matcher.find()) {
            throw new IOException("no VmRSS in /proc/self/status");
        }
        return Long.parseLong(matcher.group(1)) << 10;
    }
}
