package io.hnvgateway.app.ctl;

import io.hnvgateway.dataplane.guard.Guard;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `hnvctl detach`.
@Command(
        name = "detach",
        description = {
            "Removes the guard that a gateway leaves behind when it ends.",
            "From then on the host's kernel sees tunnel traffic again. Refused while the gateway runs."
        },
        mixinStandardHelpOptions = true)
final class DetachCommand implements Callable<Integer> {
    @ParentCommand private HnvCtl parent;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (gatewayRuns()) {
            throw new RefusedException(
                    List.of(
                            "detach: a gateway answers at "
                                    + parent.socket()
                                    + ": stop it first; it needs its guard"));
        }
        List<String> devices = Guard.detachAll();
        spec.commandLine()
                .getOut()
                .println(
                        devices.isEmpty()
                                ? "there is no guard"
                                : "guard removed from " + String.join(", ", devices));
        return 0;
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
