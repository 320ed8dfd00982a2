package io.hnvgateway.lab.bgp;

import io.hnvgateway.bgp.route.AddressFamily;
import io.hnvgateway.bgp.route.Announcement;
import io.hnvgateway.bgp.route.AsPath;
import io.hnvgateway.bgp.route.Asn;
import io.hnvgateway.bgp.route.PathAttributes;
import io.hnvgateway.bgp.route.RouterId;
import io.hnvgateway.bgp.speaker.Aliases;
import io.hnvgateway.bgp.speaker.BridgeProgram;
import io.hnvgateway.bgp.speaker.ExaBgp;
import io.hnvgateway.bgp.speaker.PeerSpec;
import io.hnvgateway.bgp.speaker.SpeakerNamespace;
import io.hnvgateway.bgp.speaker.SpeakerProcesses;
import io.hnvgateway.bgp.speaker.Speakers;
import io.hnvgateway.bgp.speaker.Ttl;
import io.hnvgateway.lab.netns.LabRun;
import io.hnvgateway.lab.netns.Namespace;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/// ```
///   namespace routers                     namespace speakers
///   BIRD, all peers' aliases ─ hnv-bgp ══ hnv-bgp-in ─ ExaBGP, bridge
///                                                        │ UNIX socket
///                         Speakers and [Heard], in this process
/// ```
///
/// Nothing rewrites addresses here: the routers have the aliases themselves.
final class SpeakerScene implements AutoCloseable {
    static final Asn OURS = new Asn(65000);
    static final Asn THEIRS = new Asn(65001);
    private static final Path EXABGP = ExaBgp.program();
    private static final long LIMIT_NS = 40_000_000_000L;

    final LabRun run = LabRun.begin();
    final Namespace routers;
    final Namespace inside;
    final Heard heard = new Heard();
    private final Path exabgp;
    private SpeakerProcesses processes;
    private Speakers speakers;

    SpeakerScene() {
        this(run -> EXABGP);
    }

    /// One whose check of files refuses this peer until [#endRefusals].
    static SpeakerScene refusing(int number) {
        return new SpeakerScene(run -> {
            Path script = run.directory().resolve("checking-exabgp");
            try {
                Files.writeString(
                        script,
                        """
                        #!/bin/sh
                        if [ ! -e "$0.off" ] && grep -q 'neighbor %s ' "$2"; then
                          echo 'not this one'; exit 1
                        fi
                        exec %s "$@"
                        """
                                .formatted(Aliases.peer(number, true), EXABGP));
                Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            return script;
        });
    }

    void endRefusals() throws IOException {
        Files.createFile(exabgp.resolveSibling(exabgp.getFileName() + ".off"));
    }

    /// @param checking what validates files, as ExaBGP's program does
    private SpeakerScene(Function<LabRun, Path> checking) {
        exabgp = checking.apply(run);
        routers = run.namespace("routers");
        inside = run.namespace("speakers");
        try {
            SpeakerNamespace.makeBeside(routers.name(), inside.name());
        } catch (IOException e) {
            run.close();
            throw new AssertionError(e);
        }
        routers.must(
                "sysctl", "-qw", "net.ipv6.conf.all.disable_ipv6=0", "net.ipv6.ip_nonlocal_bind=1");
        routers.ip("link", "set", "hnv-bgp", "up");
        routers.ip("route", "add", "local", "10.128.0.0/9", "dev", "lo");
        routers.ip("route", "add", "10.0.0.0/9", "dev", "hnv-bgp");
        routers.ip("-6", "route", "add", "local", "fd00:1::/64", "dev", "lo");
        routers.ip("-6", "route", "add", "fd00:2::/64", "dev", "hnv-bgp");
        processes = newProcesses();
        speakers = new Speakers(processes, heard);
    }

    private SpeakerProcesses newProcesses() {
        return new SpeakerProcesses(
                directory(),
                exabgp,
                Path.of("/run/netns", inside.name()),
                BridgeProgram.ofThisProcess());
    }

    Path directory() {
        return run.directory().resolve("bgp");
    }

    Speakers speakers() {
        return speakers;
    }

    /// The gateway ends without a word, and another one comes that knows nothing.
    void restartGateway() {
        speakers.close();
        processes.close();
        heard.up.clear();
        heard.words.clear();
        processes = newProcesses();
        speakers = new Speakers(processes, heard);
    }

    static String id(int number) {
        return "tenant/" + number;
    }

    /// An external peer with both families.
    static PeerSpec peer(int number) {
        return peer(number, true, 30, Ttl.multihop(64));
    }

    static PeerSpec peer(int number, boolean ipv4, int holdSeconds, Ttl ttl) {
        return new PeerSpec(
                id(number),
                Aliases.peer(number, ipv4),
                Aliases.local(number, ipv4),
                OURS,
                THEIRS,
                RouterId.parse("10.9.9.9"),
                holdSeconds,
                ttl,
                Set.of(AddressFamily.IPV4_UNICAST, AddressFamily.IPV6_UNICAST),
                120,
                false);
    }

    /// One that begins by itself.
    static PeerSpec passive(int number) {
        PeerSpec peer = peer(number);
        return new PeerSpec(
                peer.id(),
                peer.peerAlias(),
                peer.localAlias(),
                OURS,
                THEIRS,
                peer.routerId(),
                peer.holdSeconds(),
                peer.ttl(),
                peer.families(),
                0,
                true);
    }

    static Announcement announcement(String nextHop, long med, String... prefixes) {
        return new Announcement(
                PathAttributes.builder(IpAddress.parse(nextHop))
                        .asPath(AsPath.sequence(OURS.value()))
                        .med(med)
                        .build(),
                List.of(prefixes).stream().map(IpPrefix::parse).toList());
    }

    /// The process id of ExaBGP of a shard.
    long speakerPid(int shard) {
        try {
            String text = Files.readString(directory().resolve("shard-" + shard + ".pid"));
            return Long.parseLong(text.substring(0, text.indexOf(' ')));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /// That of its bridge.
    long bridgePid(int shard) {
        return ProcessHandle.of(speakerPid(shard))
                .flatMap(speaker -> speaker.children().findFirst())
                .orElseThrow()
                .pid();
    }

    /// Ends all shards, as a gateway that none follows.
    void endSpeakers() {
        processes.endAll();
    }

    /// What the bridge of a shard has written for ExaBGP; empty while that is started again.
    String file(int shard) {
        try {
            return Files.readString(directory().resolve("shard-" + shard + ".conf"));
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + LIMIT_NS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited for: " + what + "; " + heard.words + logs());
            }
            pause(10);
        }
    }

    private String logs() {
        StringBuilder all = new StringBuilder();
        for (String kind : List.of("out", "log", "conf")) {
            Path file = directory().resolve("shard-0." + kind);
            try {
                all.append('\n').append(file).append(":\n").append(Files.readString(file));
            } catch (IOException e) {
                all.append("none\n");
            }
        }
        return all.toString();
    }

    static void pause(long milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        speakers.close();
        processes.endAll();
        processes.close();
        run.close();
    }
}
