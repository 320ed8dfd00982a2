package io.hnvgateway.app.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `hnvctl import`.
@Command(
        name = "import",
        description =
                "Takes the lookup records and customer routes of a script of NetVirtualization cmdlets"
                        + " over into a virtual network. Nothing in the script is run.",
        mixinStandardHelpOptions = true)
final class ImportCommand implements Callable<Integer> {
    @ParentCommand private HnvCtl parent;

    @Spec private CommandSpec spec;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "SCRIPT",
            required = true,
            description = "Script of New-NetVirtualizationLookupRecord and ...CustomerRoute.")
    private Path file;

    @Option(
            names = "--network",
            paramLabel = "NAME",
            required = true,
            description = "Virtual network, by its id or its RDID.")
    private String network;

    @Override
    public Integer call() throws Exception {
        var request =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("request", "import-policy")
                        .put("network", network)
                        .put("script", Files.readString(file));
        try (Connection connection = parent.connect()) {
            JsonNode result = connection.request(request);
            PrintWriter out = spec.commandLine().getOut();
            result.path("skipped").forEach(line -> out.println("left out: " + line.asText()));
            result.path("changes").forEach(change -> out.println(change.asText()));
            out.println(Documents.summary(result));
            out.flush();
        }
        return 0;
    }
}
