package io.hnvgateway.app.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.app.control.Topic;
import io.hnvgateway.app.product.ProductVersion;
import io.hnvgateway.app.support.BundleWriter;
import io.hnvgateway.app.support.HostFacts;
import io.hnvgateway.app.support.Redaction;
import io.hnvgateway.provider.json.JsonText;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `hnvctl support`.
@Command(
        name = "support",
        description = {
            "Writes what is known of the gateway and its host into one archive, without secrets.",
            "A gateway that does not answer is no reason to fail: then the archive says so."
        },
        mixinStandardHelpOptions = true)
final class SupportCommand implements Callable<Integer> {
    private static final int LOG_LINES = 20_000;
    private static final int LOG_BYTES = 4 << 20;

    @ParentCommand private HnvCtl parent;

    @Spec private CommandSpec spec;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FILE",
            description = "A new file, as support.tar.gz; mode 0600.")
    private Path file;

    @Option(
            names = "--log-file",
            paramLabel = "FILE",
            description = "The gateway's log, where it is not in the journal.")
    private @Nullable Path log;

    @Option(
            names = "--unit",
            paramLabel = "NAME",
            defaultValue = "hnv-gateway",
            description = "The gateway's systemd unit; default ${DEFAULT-VALUE}.")
    private String unit = "hnv-gateway";

    @Override
    public Integer call() throws IOException {
        Instant now = Instant.now();
        try (BundleWriter bundle = new BundleWriter(file, now.getEpochSecond())) {
            bundle.add(
                    "about.txt",
                    "hnvctl %s, %s\nsocket %s\n"
                            .formatted(ProductVersion.own(), now, parent.socket()));
            gateway(bundle);
            for (Map.Entry<String, String> fact : HostFacts.all().entrySet()) {
                bundle.add(fact.getKey(), Redaction.text(fact.getValue()));
            }
            bundle.add("log.txt", Redaction.text(log()));
        }
        spec.commandLine().getOut().println(file);
        spec.commandLine().getOut().flush();
        return 0;
    }

    private String log() {
        try {
            return log == null
                    ? HostFacts.journal(unit, LOG_LINES)
                    : HostFacts.tail(log, LOG_BYTES);
        } catch (IOException e) {
            return "cannot be read: " + e + "\n";
        }
    }

    private void gateway(BundleWriter bundle) throws IOException {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        bundle.add("status.json", json(request.put("request", "status")));
        bundle.add("desired.json", json(request.put("request", "desired")));
        for (Topic topic : Topic.values()) {
            ObjectNode show =
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("request", "show")
                            .put("topic", topic.label());
            if (topic == Topic.SUPPORT) {
                parts(bundle, show);
            } else {
                bundle.add("show/" + topic.label().replace(' ', '-') + ".json", json(show));
            }
        }
    }

    /// The gateway's own texts.
    private void parts(BundleWriter bundle, ObjectNode request) throws IOException {
        try {
            for (JsonNode part : ask(request)) {
                bundle.add(part.path("name").asText(), Redaction.text(part.path("text").asText()));
            }
        } catch (UnreachableException | RefusedException e) {
            bundle.add("gateway.txt", "no answer: " + e.getMessage() + "\n");
        }
    }

    private String json(ObjectNode request) throws IOException {
        try {
            return JsonText.pretty(Redaction.json(ask(request)));
        } catch (UnreachableException | RefusedException e) {
            return "no answer: " + e.getMessage() + "\n";
        }
    }

    private JsonNode ask(ObjectNode request)
            throws IOException, UnreachableException, RefusedException {
        try (Connection connection = parent.connect()) {
            return connection.request(request);
        }
    }
}
