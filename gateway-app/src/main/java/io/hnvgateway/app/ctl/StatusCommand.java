package io.hnvgateway.app.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.hnvgateway.provider.json.JsonText;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `hnvctl status`.
@Command(
        name = "status",
        description = "The gateway in a few lines.",
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
    @ParentCommand private HnvCtl parent;

    @Spec private CommandSpec spec;

    @Option(names = "--json", description = "Print JSON instead.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        try (Connection connection = parent.connect()) {
            JsonNode status =
                    connection.request(
                            JsonNodeFactory.instance.objectNode().put("request", "status"));
            if (json) {
                out.println(JsonText.pretty(status));
            } else {
                status.properties().forEach(entry -> print(out, entry.getKey(), entry.getValue()));
            }
            out.flush();
        }
        return 0;
    }

    /// A line; of a list, one for each item.
    private static void print(PrintWriter out, String key, JsonNode value) {
        if (value.isArray()) {
            value.forEach(item -> print(out, key, item));
        } else {
            out.printf("%-18s %s%n", Table.heading(key), Table.cell(value));
        }
    }
}
