package io.hnvgateway.app.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.app.control.ControlException;
import io.hnvgateway.app.control.Topic;
import io.hnvgateway.provider.json.JsonText;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `hnvctl show`.
@Command(
        name = "show",
        description = "Shows what the gateway knows.",
        mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {
    @ParentCommand private HnvCtl parent;

    @Spec private CommandSpec spec;

    @Parameters(
            paramLabel = "TOPIC",
            arity = "1..2",
            description =
                    "One of compartments, routes, neighbors, records, sessions, tunnels,"
                            + " bgp [peers|routes|advertised], drops, ports.")
    private List<String> words;

    @Option(
            names = "--tenant",
            paramLabel = "NAME",
            description = "Only of the tenant with this name or RDID.")
    private @Nullable String tenant;

    @Option(names = "--json", description = "Print JSON instead of a table.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        Topic topic = topic();
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        request.put("request", "show").put("topic", topic.label());
        if (tenant != null) {
            request.put("tenant", tenant);
        }
        PrintWriter out = spec.commandLine().getOut();
        try (Connection connection = parent.connect()) {
            JsonNode rows = connection.request(request);
            if (json) {
                out.println(JsonText.pretty(rows));
            } else if (rows.isEmpty()) {
                out.println("no " + topic.label());
            } else {
                Table.of(rows).lines().forEach(out::println);
            }
            out.flush();
        }
        return 0;
    }

    private Topic topic() {
        try {
            return Topic.parse(String.join(" ", words));
        } catch (ControlException fault) {
            throw new ParameterException(spec.commandLine(), fault.getMessage(), fault);
        }
    }
}
