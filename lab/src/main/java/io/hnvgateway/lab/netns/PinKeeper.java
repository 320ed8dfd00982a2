package io.hnvgateway.lab.netns;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A BPF file system that nobody else sees, for as long as a namespace lives: a process of that
/// namespace holds a mount namespace of its own with it. What is pinned there outlives the programs
/// that pinned it, and goes with the keeper, however the lab ends; the host's `/sys/fs/bpf` is
/// never touched.
public final class PinKeeper {
    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(10);

    private final LabRun run;
    private final String role;
    private final Path mount;
    private final Running keeper;

    private PinKeeper(LabRun run, String role, Path mount, Running keeper) {
        this.run = run;
        this.role = role;
        this.mount = mount;
        this.keeper = keeper;
    }

    /// Mounts it and returns when it is there.
    public static PinKeeper start(LabRun run, Namespace namespace) {
        Path mount = run.directory().resolve(namespace.name() + "-bpf");
        try {
            Files.createDirectories(mount);
        } catch (IOException e) {
            throw new LabException("cannot create " + mount, e);
        }
        Running keeper =
                namespace.start(
                        "unshare",
                        "--mount",
                        "--propagation",
                        "private",
                        "sh",
                        "-c",
                        "mount -t bpf bpf '" + mount + "' && exec sleep infinity");
        PinKeeper kept = new PinKeeper(run, namespace.name(), mount, keeper);
        kept.awaitMount();
        return kept;
    }

    private void awaitMount() {
        long startNs = System.nanoTime();
        while (!isMounted()) {
            if (!keeper.isAlive() || System.nanoTime() - startNs > START_LIMIT.toNanos()) {
                throw new LabException("no BPF file system: " + keeper.output());
            }
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new LabException("interrupted", e);
            }
        }
    }

    private boolean isMounted() {
        try {
            return Files.readString(Path.of("/proc/" + keeper.pid() + "/mountinfo"))
                    .contains(" " + mount + " ");
        } catch (IOException e) {
            return false;
        }
    }

    /// Starts a program in the keeper's namespaces, both of them. Its process id is the program's
    /// own.
    public Running start(List<String> command) {
        String namespaces = "/proc/" + keeper.pid() + "/ns/";
        List<String> inside = new ArrayList<>();
        inside.addAll(List.of("nsenter", "--net=" + namespaces + "net"));
        inside.addAll(List.of("--mount=" + namespaces + "mnt", "--"));
        inside.addAll(command);
        return run.start(role + "-kept", inside);
    }

    /// The mount point, as a program of [#start] has it.
    public Path mount() {
        return mount;
    }

    /// A path below the mount point as this process reaches it.
    public Path seen(Path below) {
        return Path.of("/proc/" + keeper.pid() + "/root").resolve(Path.of("/").relativize(below));
    }

    /// Ends it; nothing that was pinned is left, once what else uses it has ended.
    public void end() {
        keeper.kill();
    }
}
