package io.hnvgateway.app.ctl;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `hnvctl confirm`.
@Command(
        name = "confirm",
        description = "Keeps a change that was made with --confirm.",
        mixinStandardHelpOptions = true)
final class ConfirmCommand implements Callable<Integer> {
    @ParentCommand private HnvCtl parent;

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "VERSION", description = "Number that the change was answered with.")
    private long version;

    @Override
    public Integer call() throws Exception {
        ObjectNode request = JsonNodeFactory.instance.objectNode().put("request", "confirm");
        try (Connection connection = parent.connect()) {
            connection.request(request.put("version", version));
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println("version " + version + " stays");
        out.flush();
        return 0;
    }
}
