package io.hnvgateway.app.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.provider.json.JsonText;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `hnvctl delete`.
@Command(
        name = "delete",
        description = "Takes resources out, all or nothing; nothing left may refer to them.",
        mixinStandardHelpOptions = true)
final class DeleteCommand implements Callable<Integer> {
    @ParentCommand private HnvCtl parent;

    @Spec private CommandSpec spec;

    @Parameters(
            arity = "1..*",
            paramLabel = "REFERENCE",
            description = "As /virtualNetworks/contoso.")
    private List<String> references;

    @Mixin private ConfirmOption confirm = new ConfirmOption();

    @Option(names = "--json", description = "Print the answer as JSON.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        ObjectNode request = JsonNodeFactory.instance.objectNode().put("request", "delete");
        references.forEach(request.putArray("delete")::add);
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
