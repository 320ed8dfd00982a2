package io.hnvgateway.app.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.provider.json.JsonText;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `hnvctl export host-policy`.
@Command(
        name = "export",
        description =
                "Prints what Hyper-V hosts need for this gateway: lookup records and customer routes.",
        mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
    /// How.
    enum Format {
        JSON,
        POWERSHELL
    }

    @ParentCommand private HnvCtl parent;

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "host-policy", description = "What to export.")
    private String what;

    @Option(names = "--rdid", paramLabel = "RDID", description = "Of one network; default all.")
    private String rdid = "";

    @Option(
            names = "--format",
            defaultValue = "json",
            description = "json, or powershell: a script of the published cmdlets; default json.")
    private Format format;

    @Override
    public Integer call() throws Exception {
        if (!what.equals("host-policy")) {
            throw new ParameterException(
                    spec.commandLine(), "only host-policy can be exported, not " + what);
        }
        ObjectNode request =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("request", "export-policy")
                        .put("rdid", rdid)
                        .put("format", format.name().toLowerCase(Locale.ROOT));
        try (Connection connection = parent.connect()) {
            JsonNode policy = connection.request(request);
            PrintWriter out = spec.commandLine().getOut();
            out.print(policy.isTextual() ? policy.asText() : JsonText.pretty(policy) + "\n");
            out.flush();
        }
        return 0;
    }
}
