package io.hnvgateway.app.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.provider.json.JsonText;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `hnvctl test`.
@Command(
        name = "test",
        description =
                "Tries the gateway's surroundings with real packets: hosts, path MTU, VMs, routers,"
                        + " daemons, clock, free capacity. Fails if one of them does.",
        mixinStandardHelpOptions = true)
final class TestCommand implements Callable<Integer> {
    @ParentCommand private HnvCtl parent;

    @Spec private CommandSpec spec;

    @Option(
            names = "--host",
            paramLabel = "PA",
            split = ",",
            description =
                    "Provider address of a host to reach; default a few of the lookup records.")
    private List<String> hosts = List.of();

    @Option(names = "--json", description = "Print JSON instead.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        ObjectNode request = JsonNodeFactory.instance.objectNode().put("request", "test");
        ArrayNode named = request.putArray("hosts");
        hosts.forEach(named::add);
        PrintWriter out = spec.commandLine().getOut();
        JsonNode results;
        try (Connection connection = parent.connect()) {
            results = connection.request(request);
        }
        if (json) {
            out.println(JsonText.pretty(results));
        } else {
            results.forEach(result -> print(out, result));
        }
        out.flush();
        return failed(results) ? HnvCtl.REFUSED : 0;
    }

    private static boolean failed(JsonNode results) {
        for (JsonNode result : results) {
            if (result.path("status").asText().equals("FAILED")) {
                return true;
            }
        }
        return false;
    }

    private static void print(PrintWriter out, JsonNode result) {
        String target = result.path("target").asText();
        String name = Table.cell(result.path("name")) + (target.isEmpty() ? "" : " " + target);
        String status = result.path("status").asText();
        String word = status.charAt(0) + status.substring(1).toLowerCase(Locale.ROOT);
        out.printf("%-8s %s: %s%n", word, name, Table.cell(result.path("detail")));
    }
}
