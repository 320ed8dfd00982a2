package io.hnvgateway.lab.restart;

import io.hnvgateway.lab.LabNetwork;
import io.hnvgateway.lab.netns.Namespace;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What the machine itself lost around the gateway, where a busy one does: in the rings of the veth
/// pairs, and at the sockets through which Open vSwitch takes its frames.
final class HostDrops {
    /// In the memory that `ss` shows of a socket.
    private static final Pattern AT_A_SOCKET = Pattern.compile("skmem:\\([^)]*,d(\\d+)\\)");

    /// Fields of a device's line in `/proc/net/dev`, of which the 12th counts what was not sent.
    private static final Pattern NOT_SENT = Pattern.compile(":(?:\\s+\\d+){11}\\s+(\\d+)");

    private final List<Namespace> switches;
    private final List<Namespace> all;

    HostDrops(LabNetwork lab) {
        switches = List.of(lab.tenants().host1().namespace(), lab.tenants().host2().namespace());
        all =
                Stream.concat(
                                switches.stream(),
                                Stream.of(
                                        lab.gatewayNamespace(),
                                        lab.tenants().provider().ethernet().namespace(),
                                        lab.outside().internet().namespace(),
                                        lab.outside().dataCenter().namespace(),
                                        lab.tenants().contosoWeb().station().namespace(),
                                        lab.tenants().contosoData().station().namespace(),
                                        lab.tenants().woodgroveWeb().station().namespace()))
                        .toList();
    }

    /// Packets until now.
    long count() {
        long drops = 0;
        for (Namespace namespace : switches) {
            drops += sum(AT_A_SOCKET, namespace.must("ss", "-0", "-m").output());
        }
        for (Namespace namespace : all) {
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
