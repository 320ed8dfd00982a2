package io.hnvgateway.app.ctl;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.hnvgateway.provider.json.JsonText;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `hnvctl desired`.
@Command(
        name = "desired",
        description =
                "Prints the desired state in effect as JSON, with everything that the gateway assigned.",
        mixinStandardHelpOptions = true)
final class DesiredCommand implements Callable<Integer> {
    @ParentCommand private HnvCtl parent;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        try (Connection connection = parent.connect()) {
            var request = JsonNodeFactory.instance.objectNode().put("request", "desired");
            spec.commandLine().getOut().println(JsonText.pretty(connection.request(request)));
        }
        return 0;
    }
}
