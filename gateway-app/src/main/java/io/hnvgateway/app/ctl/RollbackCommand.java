package io.hnvgateway.app.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.provider.json.JsonText;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `hnvctl rollback`.
@Command(
        name = "rollback",
        description = {
            "Takes all changes behind a version back, as one more change.",
            "Tenants that they did not touch go on undisturbed."
        },
        mixinStandardHelpOptions = true)
final class RollbackCommand implements Callable<Integer> {
    @ParentCommand private HnvCtl parent;

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "VERSION", description = "What is to be in effect again.")
    private long version;

    @Mixin private ConfirmOption confirm = new ConfirmOption();

    @Option(names = "--json", description = "Print the answer as JSON.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        ObjectNode request = JsonNodeFactory.instance.objectNode().put("request", "rollback");
        confirm.addTo(request);
        try (Connection connection = parent.connect()) {
            JsonNode result = connection.request(request.put("version", version));
            PrintWriter out = spec.commandLine().getOut();
            out.println(json ? JsonText.pretty(result) : Documents.summary(result));
            out.flush();
        }
        return 0;
    }
}
