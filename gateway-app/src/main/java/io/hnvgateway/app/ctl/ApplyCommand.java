package io.hnvgateway.app.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.provider.json.JsonText;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `hnvctl apply`.
@Command(
        name = "apply",
        description = "Makes the desired state of FILE the gateway's, all or nothing.",
        mixinStandardHelpOptions = true)
final class ApplyCommand implements Callable<Integer> {
    @ParentCommand private HnvCtl parent;

    @Spec private CommandSpec spec;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            required = true,
            description = "Desired state as JSON; - reads standard input.")
    private Path file;

    @Option(names = "--dry-run", description = "Validate and compare only; change nothing.")
    private boolean dryRun;

    @Option(names = "--diff", description = "Print each change; alone, without changing anything.")
    private boolean diff;

    @Mixin private ConfirmOption confirm = new ConfirmOption();

    @Option(names = "--json", description = "Print the answer as JSON.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        request.put("request", "apply")
                .put("dryRun", dryRun || diff)
                .set("document", Documents.read(file));
        confirm.addTo(request);
        try (Connection connection = parent.connect()) {
            print(connection.request(request), spec.commandLine().getOut());
        }
        return 0;
    }

    private void print(JsonNode result, PrintWriter out) {
        if (json) {
            out.println(JsonText.pretty(result));
            return;
        }
        if (diff) {
            result.path("changes").forEach(change -> out.println(change.asText()));
        }
        out.println(Documents.summary(result));
        out.flush();
    }
}
