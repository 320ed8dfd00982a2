package io.hnvgateway.app.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.hnvgateway.app.control.Topic;
import io.hnvgateway.provider.json.JsonText;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `hnvctl health`.
@Command(
        name = "health",
        description = "Whether the gateway is ready, and if not, why. Exit code 1: it is not.",
        mixinStandardHelpOptions = true)
final class HealthCommand implements Callable<Integer> {
    @ParentCommand private HnvCtl parent;

    @Spec private CommandSpec spec;

    @Option(names = "--json", description = "Print JSON instead.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        boolean ready = true;
        try (Connection connection = parent.connect()) {
            JsonNode rows =
                    connection.request(
                            JsonNodeFactory.instance
                                    .objectNode()
                                    .put("request", "show")
                                    .put("topic", Topic.HEALTH.label()));
            for (JsonNode row : rows) {
                String reason = row.path("reason").asText();
                ready &= reason.isEmpty();
                if (!json) {
                    out.printf(
                            "%-14s %-7s %s%n",
                            row.path("check").asText(), row.path("state").asText(), reason);
                }
            }
            if (json) {
                out.println(JsonText.pretty(rows));
            }
            out.flush();
        }
        return ready ? 0 : HnvCtl.REFUSED;
    }
}
