package io.hnvgateway.app.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `hnvctl watch`.
@Command(
        name = "watch",
        description = {
            "Prints what happens in the gateway, a line an event, until Ctrl-C.",
            "Who reads too slowly loses events and is told how many."
        },
        mixinStandardHelpOptions = true)
final class WatchCommand implements Callable<Integer> {
    /// What a person, who may wait for long, is told beside the events.
    static final String WATCHING = "watching; what happens from now on follows, until Ctrl-C";

    private static final Set<String> SHOWN_APART = Set.of("event", "time", "topic");

    @ParentCommand private HnvCtl parent;

    @Spec private CommandSpec spec;

    @Option(
            names = "--compartment",
            paramLabel = "NAME",
            description = "Only what happens to this one.")
    private @Nullable String compartment;

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    @Parameters(
            arity = "0..*",
            paramLabel = "TOPIC",
            description =
                    "generations, compartments, neighbors, records, connections, drops (frames a second);"
                            + " default all.")
    private List<String> topics = List.of();

    @Override
    public Integer call() throws Exception {
        ObjectNode request = JsonNodeFactory.instance.objectNode().put("request", "watch");
        topics.forEach(request.putArray("topics")::add);
        if (compartment != null) {
            request.put("compartment", compartment);
        }
        PrintWriter out = spec.commandLine().getOut();
        try (Connection connection = parent.connect()) {
            PrintWriter aside = spec.commandLine().getErr();
            connection.stream(request, () -> aside.println(WATCHING), event -> print(event, out));
        }
        return 0;
    }

    private void print(JsonNode event, PrintWriter out) {
        if (!event.path("event").asText().equals("heartbeat")) {
            out.println(json ? event.toString() : text(event));
            out.flush();
        }
    }

    /// `time event name=value …`.
    private static String text(JsonNode event) {
        String values =
                event.properties().stream()
                        .filter(value -> !SHOWN_APART.contains(value.getKey()))
                        .filter(value -> !value.getValue().asText().isEmpty())
                        .map(value -> value.getKey() + "=" + value.getValue().asText())
                        .collect(Collectors.joining(" "));
        return (event.path("time").asText() + " " + event.path("event").asText() + " " + values)
                .strip();
    }
}
