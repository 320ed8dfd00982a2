package io.hnvgateway.dataplane.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/// A bpffs in a mount namespace of its own, which goes with it and takes what is pinned along. Only
/// processes that are started [#within] see it.
public final class PrivateBpfFs implements AutoCloseable {
    private final Process keeper;

    /// @param root a directory to mount it on
    public PrivateBpfFs(Path root) {
        try {
            keeper =
                    new ProcessBuilder(
                                    "unshare",
                                    "--mount",
                                    "--propagation",
                                    "private",
                                    "sh",
                                    "-c",
                                    "mount -t bpf bpf " + root + " && echo ready && read wait")
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            if (!"ready".equals(keeper.inputReader().readLine())) {
                throw new AssertionError("no bpffs on " + root);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What a command begins with to be run there.
    public List<String> within() {
        return List.of("nsenter", "--mount=/proc/" + keeper.pid() + "/ns/mnt");
    }

    /// Runs a command of words there.
    public String run(String command) {
        return Shell.run(String.join(" ", within()) + " " + command);
    }

    @Override
    public void close() {
        try {
            keeper.getOutputStream().close();
            keeper.waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
