package io.hnvgateway.bgp.speaker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The network namespace in which the speakers live, and the link to it;
/// `docs/decisions/028-bgp.md` says what either end may rely on. One that stands is taken as it is,
/// for sessions run through it.
///
/// ```
///   gateway's namespace          namespace `name`
///     hnv-bgp ══════════════════ hnv-bgp-in     same MAC address, no ARP
///                                  default route; local 10.0.0.0/9 and fd00:2::/64 on lo
/// ```
///
/// The gateway's end stays down until [#open]: the host's stack is to see none of what comes by it.
public final class SpeakerNamespace {
    public static final String OUTSIDE = "hnv-bgp";
    public static final String INSIDE = "hnv-bgp-in";
    private static final String MAC = "02:68:6e:76:00:b9";
    private static final Path NAMESPACES = Path.of("/run/netns");
    private static final long LIMIT_SECONDS = 20;

    private final String name;
    private final List<String> gatewayNamespace;

    private SpeakerNamespace(String name, List<String> gatewayNamespace) {
        this.name = name;
        this.gatewayNamespace = gatewayNamespace;
    }

    /// Beside the namespace of this process.
    ///
    /// @throws IOException naming the command that failed, and its words
    public static SpeakerNamespace make(String name) throws IOException {
        return make(name, List.of());
    }

    /// One that somebody else has made, with its link; [#open] is left to do.
    ///
    /// @throws IOException if it is not there
    public static SpeakerNamespace given(String name) throws IOException {
        Path outside = Path.of("/sys/class/net", OUTSIDE);
        if (!Files.exists(outside)) {
            throw new IOException(
                    "there is no device "
                            + OUTSIDE
                            + ": systemctl status hnv-speaker-namespace.service tells why");
        }
        return new SpeakerNamespace(name, List.of());
    }

    /// Beside another one, by its name.
    public static SpeakerNamespace makeBeside(String gateway, String name) throws IOException {
        return make(name, List.of("-n", gateway));
    }

    private static SpeakerNamespace make(String name, List<String> gateway) throws IOException {
        SpeakerNamespace namespace = new SpeakerNamespace(name, gateway);
        if (!Files.exists(namespace.path())) {
            run("ip", "netns", "add", name);
        }
        if (!namespace.hasLink()) {
            namespace.link();
        }
        namespace.settle();
        return namespace;
    }

    public String name() {
        return name;
    }

    public Path path() {
        return NAMESPACES.resolve(name);
    }

    /// Opens the gateway's end, which whoever calls has closed to the host's stack.
    public void open() throws IOException {
        outside("link", "set", "dev", OUTSIDE, "up");
    }

    /// Removes one that a process before made, if it stands.
    public static void removeLeft(String name) throws IOException {
        SpeakerNamespace left = new SpeakerNamespace(name, List.of());
        if (Files.exists(left.path())) {
            left.remove();
        }
    }

    /// Removes it and its link. Whoever still runs in it keeps it, without a way out.
    public void remove() throws IOException {
        run("ip", "netns", "delete", name);
    }

    private boolean hasLink() throws IOException {
        return status("ip", "-n", name, "link", "show", "dev", INSIDE) == 0;
    }

    private void link() throws IOException {
        outside(
                "link", "add", "name", OUTSIDE, "address", MAC, "type", "veth", "peer", "name",
                INSIDE, "address", MAC, "netns", name);
        outside("link", "set", "dev", OUTSIDE, "arp", "off");
    }

    /// All of it may be said again.
    private void settle() throws IOException {
        run(
                "ip",
                "netns",
                "exec",
                name,
                "sysctl",
                "-qw",
                "net.ipv4.conf.all.rp_filter=0",
                "net.ipv4.conf.default.rp_filter=0",
                "net.ipv4.conf." + INSIDE + ".rp_filter=0",
                "net.ipv4.ip_default_ttl=255", // what ExaBGP accepts sets none
                "net.ipv6.conf.all.disable_ipv6=0",
                "net.ipv6.conf.default.disable_ipv6=0",
                "net.ipv6.conf.all.accept_dad=0",
                "net.ipv6.conf." + INSIDE + ".accept_dad=0",
                "net.ipv6.conf." + INSIDE + ".accept_ra=0",
                "net.ipv6.conf." + INSIDE + ".hop_limit=255",
                "net.ipv6.ip_nonlocal_bind=1"); // any-IP alone lets none listen
        inside("link", "set", "dev", "lo", "up");
        inside("link", "set", "dev", INSIDE, "arp", "off", "up");
        run(
                "ip", "netns", "exec", name, "ethtool", "-K", INSIDE, "tx", "off", "tso", "off",
                "gso", "off");
        inside("route", "replace", "local", "10.0.0.0/9", "dev", "lo");
        inside("-6", "route", "replace", "local", "fd00:2::/64", "dev", "lo");
        inside("route", "replace", "default", "dev", INSIDE);
        inside("-6", "route", "replace", "default", "dev", INSIDE);
    }

    private void inside(String... arguments) throws IOException {
        ip(List.of("-n", name), arguments);
    }

    private void outside(String... arguments) throws IOException {
        ip(gatewayNamespace, arguments);
    }

    private static void ip(List<String> options, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(options);
        command.addAll(Arrays.asList(arguments));
        run(command.toArray(String[]::new));
    }

    private static void run(String... command) throws IOException {
        Process process = start(command);
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = await(process);
        if (status != 0) {
            throw new IOException(
                    "`%s` ended with %d: %s"
                            .formatted(String.join(" ", command), status, output.strip()));
        }
    }

    private static int status(String... command) throws IOException {
        Process process = start(command);
        process.getInputStream().readAllBytes();
        return await(process);
    }

    private static Process start(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        return process;
    }

    private static int await(Process process) throws IOException {
        try {
            if (process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                return process.exitValue();
            }
            throw new IOException("it takes longer than " + LIMIT_SECONDS + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            process.destroyForcibly();
        }
    }
}
