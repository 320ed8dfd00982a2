package io.hnvgateway.app.ctl;

import io.hnvgateway.dataplane.guard.Guard;
import io.hnvgateway.dataplane.xdp.Pins;
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
                    + " its maps, then the guard.",
            "From then on the host's kernel sees tunnel traffic again. Refused while the gateway runs."
        },
        mixinStandardHelpOptions = true)
final class DetachCommand implements Callable<Integer> {
    @ParentCommand private HnvCtl parent;

    @Spec private CommandSpec spec;

    @Option(
            names = "--pin-directory",
            paramLabel = "PATH",
            defaultValue = "/sys/fs/bpf/hnv-gateway",
            description = "Where its XDP program is pinned; default ${DEFAULT-VALUE}.")
    private Path pinDirectory;

    @Override
    public Integer call() throws Exception {
        if (gatewayRuns()) {
            throw new RefusedException(
                    List.of(
                            "detach: a gateway answers at "
                                    + parent.socket()
                                    + ": stop it first; it needs its guard"));
        }
        List<String> pins = Pins.detach(pinDirectory);
        tell(pins, "nothing is pinned in " + pinDirectory, "removed from " + pinDirectory + ": ");
        tell(Guard.detachAll(), "there is no guard", "guard removed from ");
        return 0;
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
