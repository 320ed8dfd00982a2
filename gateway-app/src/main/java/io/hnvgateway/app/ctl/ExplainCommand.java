package io.hnvgateway.app.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.provider.json.JsonText;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `hnvctl explain`.
@Command(
        name = "explain",
        description =
                "Says what the gateway would do with a packet of a tenant's VM, decision by decision.",
        mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
    @ParentCommand private HnvCtl parent;

    @Spec private CommandSpec spec;

    @Option(
            names = "--tenant",
            required = true,
            paramLabel = "NAME",
            description = "Name or RDID of the tenant.")
    private String tenant;

    @Option(
            names = "--source",
            required = true,
            paramLabel = "ADDRESS",
            description = "Customer address it comes from.")
    private String source;

    @Option(
            names = "--destination",
            required = true,
            paramLabel = "ADDRESS",
            description = "Where it goes.")
    private String destination;

    @Option(
            names = "--protocol",
            defaultValue = "icmp",
            description = "tcp, udp, icmp or a number; default icmp.")
    private String protocol;

    @Option(
            names = "--source-port",
            defaultValue = "0",
            paramLabel = "PORT",
            description = "Source port.")
    private int sourcePort;

    @Option(
            names = "--destination-port",
            defaultValue = "0",
            paramLabel = "PORT",
            description = "Destination port.")
    private int destinationPort;

    @Option(names = "--json", description = "Print the answer as JSON.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        request.put("request", "explain")
                .put("tenant", tenant)
                .put("source", source)
                .put("destination", destination);
        request.put("protocol", protocol)
                .put("sourcePort", sourcePort)
                .put("destinationPort", destinationPort);
        PrintWriter out = spec.commandLine().getOut();
        try (Connection connection = parent.connect()) {
            JsonNode explanation = connection.request(request);
            if (json) {
                out.println(JsonText.pretty(explanation));
            } else {
                Table.of(explanation.path("steps")).lines().forEach(out::println);
                out.println("=> " + explanation.path("verdict").asText());
            }
            out.flush();
        }
        return 0;
    }
}
