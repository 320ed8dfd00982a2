package io.hnvgateway.app.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.provider.json.JsonText;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `hnvctl versions`.
@Command(
        name = "versions",
        description = "The changes that were made, the newest first; a hundred at a time.",
        mixinStandardHelpOptions = true)
final class VersionsCommand implements Callable<Integer> {
    @ParentCommand private HnvCtl parent;

    @Spec private CommandSpec spec;

    @Option(
            names = "--before",
            paramLabel = "VERSION",
            description = "Go on behind the last one of the page before.")
    private @Nullable Long before;

    @Option(names = "--json", description = "Print the answer as JSON.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        ObjectNode request = JsonNodeFactory.instance.objectNode().put("request", "versions");
        if (before != null) {
            request.put("before", before);
        }
        JsonNode result = ask(request);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(JsonText.pretty(result));
        } else {
            result.path("versions").forEach(version -> print(version, out));
            result.path("pending")
                    .forEach(one -> {
                        if (!one.path("problem").asText().isEmpty()) {
                            out.println(
                                    "version "
                                            + one.path("version").asLong()
                                            + " cannot be taken back: "
                                            + one.path("problem").asText());
                        }
                    });
        }
        out.flush();
        return 0;
    }

    private JsonNode ask(ObjectNode request) throws Exception {
        try (Connection connection = parent.connect()) {
            return connection.request(request);
        }
    }

    private static void print(JsonNode version, PrintWriter out) {
        JsonNode changes = version.path("changes");
        String more = changes.size() > 1 ? " (and %d more)".formatted(changes.size() - 1) : "";
        String confirm =
                version.has("confirmBy")
                        ? "  to be confirmed by " + version.path("confirmBy").asText()
                        : "";
        out.printf(
                "%6d  %s  %-14s  %s%s%s%n",
                version.path("version").asLong(),
                version.path("time").asText(),
                version.path("who").asText(),
                changes.path(0).asText(),
                more,
                confirm);
    }

    @Command(
            name = "diff",
            description = "What is different in one version from another, a line each.",
            mixinStandardHelpOptions = true)
    int diff(@Parameters(paramLabel = "FROM") long from, @Parameters(paramLabel = "TO") long to)
            throws Exception {
        ObjectNode request = JsonNodeFactory.instance.objectNode().put("request", "versionDiff");
        JsonNode result = ask(request.put("from", from).put("to", to));
        PrintWriter out = spec.commandLine().getOut();
        result.path("changes").forEach(change -> out.println(change.asText()));
        out.flush();
        return 0;
    }
}
