package io.hnvgateway.app.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.provider.json.JsonText;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `hnvctl put`.
@Command(
        name = "put",
        description = {
            "Adds the resources of FILE, or replaces those of the same id; all others stay.",
            "All or nothing, like apply, but at the cost of the tenants that it touches."
        },
        mixinStandardHelpOptions = true)
final class PutCommand implements Callable<Integer> {
    @ParentCommand private HnvCtl parent;

    @Spec private CommandSpec spec;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            required = true,
            description = "Desired state of some resources as JSON; - reads standard input.")
    private Path file;

    @Option(
            names = "--delete",
            paramLabel = "REFERENCE",
            description = "Take this resource out in the same change, as /virtualNetworks/contoso.")
    private List<String> deleted = List.of();

    @Mixin private ConfirmOption confirm = new ConfirmOption();

    @Option(names = "--json", description = "Print the answer as JSON.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        ObjectNode request = JsonNodeFactory.instance.objectNode().put("request", "put");
        request.set("document", Documents.read(file));
        deleted.forEach(request.putArray("delete")::add);
        confirm.addTo(request);
        try (Connection connection = parent.connect()) {
            JsonNode result = connection.request(request);
            PrintWriter out = spec.commandLine().getOut();
            out.println(json ? JsonText.pretty(result) : Documents.summary(result));
            out.flush();
        }
        return 0;
    }
}
