package io.hnvgateway.lab.netns;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// What the machine itself lost around the gateway, where a busy one does: in the rings of the veth
/// pairs and the queues of TUN devices, and at the packet sockets through which Open vSwitch and
/// the like take their frames.
public final class HostDrops {
    /// In the memory that `ss` shows of a socket.
    private static final Pattern AT_A_SOCKET = Pattern.compile("skmem:\\([^)]*,d(\\d+)\\)");

    /// Fields of a device's line in `/proc/net/dev`, of which the 12th counts what was not sent.
    private static final Pattern NOT_SENT = Pattern.compile(":(?:\\s+\\d+){11}\\s+(\\d+)");

    private final List<Namespace> sockets;
    private final List<Namespace> devices;

    /// @param sockets where packet sockets count, of those who switch or encapsulate by them
    /// @param devices where all devices count
    public HostDrops(List<Namespace> sockets, List<Namespace> devices) {
        this.sockets = List.copyOf(sockets);
        this.devices = List.copyOf(devices);
    }

    /// Packets until now.
    public long count() {
        long drops = 0;
        for (Namespace namespace : sockets) {
            drops += sum(AT_A_SOCKET, namespace.must("ss", "-0", "-m").output());
        }
        for (Namespace namespace : devices) {
            drops += sum(NOT_SENT, namespace.must("cat", "/proc/net/dev").output());
        }
        return drops;
    }

    private static long sum(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1))
                .mapToLong(Long::parseLong)
                .sum();
    }
}
