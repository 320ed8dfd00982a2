package io.hnvgateway.app.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `hnvctl drain`.
@Command(
        name = "drain",
        description = {
            "Withdraws from the provider's routers all that they were told by BGP, so that new traffic"
                    + " comes by another gateway; what comes nevertheless is carried as ever.",
            "Holds over restarts, until --end."
        },
        mixinStandardHelpOptions = true)
final class DrainCommand implements Callable<Integer> {
    @ParentCommand private HnvCtl parent;

    @Spec private CommandSpec spec;

    @Option(names = "--end", description = "Tells the provider's routers everything again.")
    private boolean end;

    @Override
    public Integer call() throws Exception {
        try (Connection connection = parent.connect()) {
            JsonNode result =
                    connection.request(
                            JsonNodeFactory.instance
                                    .objectNode()
                                    .put("request", "drain")
                                    .put("end", end));
            PrintWriter out = spec.commandLine().getOut();
            out.println(
                    (result.path("changed").asBoolean() ? "" : "it was so before: ")
                            + (end ? "not drained" : "drained"));
            out.flush();
        }
        return 0;
    }
}
