package io.hnvgateway.app.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `hnvctl backup`.
@Command(
        name = "backup",
        description = {
            "Writes all that makes another machine this gateway into one sealed file:",
            "the desired state with its secrets, the authority, and who has access."
        },
        mixinStandardHelpOptions = true)
final class BackupCommand implements Callable<Integer> {
    @ParentCommand private HnvCtl parent;

    @Spec private CommandSpec spec;

    @Mixin private Passphrase passphrase = new Passphrase();

    @Option(
            names = {"-o", "--out"},
            required = true,
            paramLabel = "FILE",
            description = "Where it goes; a file that is there is replaced, whole or not at all.")
    private Path file;

    @Override
    public Integer call() throws Exception {
        ObjectNode request = JsonNodeFactory.instance.objectNode().put("request", "backup");
        request.put("passphrase", passphrase.read(true));
        try (Connection connection = parent.connect()) {
            JsonNode result = connection.request(request);
            byte[] content = content(result);
            PrivateFile.replace(file, content);
            PrintWriter out = spec.commandLine().getOut();
            out.printf(
                    "%s: version %d, %d tokens and certificates, %d bytes%n",
                    file,
                    result.path("version").asLong(),
                    result.path("credentials").asInt(),
                    content.length);
            out.flush();
        }
        return 0;
    }

    private static byte[] content(JsonNode result) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (JsonNode piece : result.path("backup")) {
            content.writeBytes(piece.binaryValue());
        }
        return content.toByteArray();
    }
}
