package io.hnvgateway.app.ctl;

import io.hnvgateway.app.process.checkpoint.Checkpoint;
import io.hnvgateway.dataplane.guard.GuardsLeft;
import io.hnvgateway.dataplane.xdp.InUseException;
import io.hnvgateway.dataplane.xdp.Pins;
import io.hnvgateway.provider.connection.ConnectionString;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `hnvctl detach`.
@Command(
        name = "detach",
        description = {
            "Removes what a gateway leaves behind when it ends: the XDP program on its ports with"
                    + " its maps, the checkpoint, then the guard.",
            "From then on the host's kernel sees tunnel traffic again. Refused while the gateway runs."
        },
        mixinStandardHelpOptions = true)
final class DetachCommand implements Callable<Integer> {
    @ParentCommand private HnvCtl parent;

    @Spec private CommandSpec spec;

    @Option(
            names = "--pin-directory",
            paramLabel = "PATH",
            description = "Where its XDP program is pinned; default ${DEFAULT-VALUE}.")
    private Path pinDirectory = ConnectionString.DEFAULT_PIN_DIRECTORY;

    @Option(
            names = "--runtime-directory",
            paramLabel = "PATH",
            description = "Where its checkpoint is; default ${DEFAULT-VALUE}.")
    private Path runtimeDirectory = ConnectionString.DEFAULT_RUNTIME_DIRECTORY;

    @Override
    public Integer call() throws Exception {
        if (gatewayRuns()) {
            throw new RefusedException(
                    List.of(
                            "detach: a gateway answers at "
                                    + parent.socket()
                                    + ": stop it first; it needs its guard"));
        }
        List<String> pins = removePins();
        tell(pins, "nothing is pinned in " + pinDirectory, "removed from " + pinDirectory + ": ");
        boolean found = Checkpoint.remove(runtimeDirectory);
        tell(
                found ? List.of(runtimeDirectory.toString()) : List.of(),
                "there is no checkpoint in " + runtimeDirectory,
                "checkpoint removed from ");
        GuardsLeft.Removal guards = GuardsLeft.remove();
        tell(guards.removed(), "there is no guard of a dead gateway", "guard removed from ");
        if (!guards.left().isEmpty()) {
            tell(guards.left(), "", "guard left where another gateway, or a capture, listens: ");
        }
        return 0;
    }

    private List<String> removePins() throws RefusedException {
        try {
            return Pins.detach(pinDirectory);
        } catch (InUseException e) {
            throw new RefusedException(List.of("detach: " + e.getMessage()));
        }
    }

    private void tell(List<String> removed, String none, String some) {
        spec.commandLine()
                .getOut()
                .println(removed.isEmpty() ? none : some + String.join(", ", removed));
    }

    private boolean gatewayRuns() throws IOException {
        try {
            parent.connect().close();
            return true;
        } catch (UnreachableException e) {
            return false;
        }
    }
}
