package io.hnvgateway.app.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `hnvctl restore`.
@Command(
        name = "restore",
        description = {
            "Makes this gateway the one of a backup. All of the file is judged before anything",
            "changes; the desired state is one change, which rollback takes back."
        },
        mixinStandardHelpOptions = true)
final class RestoreCommand implements Callable<Integer> {
    private static final int PIECE_BYTES = 32 << 10;
    private static final long LIMIT_BYTES = 128 << 20;

    @ParentCommand private HnvCtl parent;

    @Spec private CommandSpec spec;

    @Mixin private Passphrase passphrase = new Passphrase();

    @Option(
            names = {"-f", "--file"},
            required = true,
            paramLabel = "FILE",
            description = "As backup wrote it.")
    private Path file;

    @Override
    public Integer call() throws Exception {
        ObjectNode request = JsonNodeFactory.instance.objectNode().put("request", "restore");
        read(request.putArray("backup"));
        request.put("passphrase", passphrase.read(false));
        try (Connection connection = parent.connect()) {
            JsonNode result = connection.request(request);
            PrintWriter out = spec.commandLine().getOut();
            print(result, out);
            out.flush();
        }
        return 0;
    }

    private void read(ArrayNode pieces) throws IOException {
        if (Files.size(file) > LIMIT_BYTES) {
            throw new IOException(file + " is longer than any backup");
        }
        try (InputStream in = Files.newInputStream(file)) {
            for (byte[] piece = in.readNBytes(PIECE_BYTES);
                    piece.length > 0;
                    piece = in.readNBytes(PIECE_BYTES)) {
                pieces.add(piece);
            }
        }
    }

    private static void print(JsonNode result, PrintWriter out) {
        out.printf(
                "restored what version %d of %s was at %s%n",
                result.path("madeOfVersion").asLong(),
                result.path("gateway").asText(),
                result.path("made").asText());
        long version = result.path("version").asLong();
        out.println(
                version == 0
                        ? "desired state: no change"
                        : "desired state: %d changes, version %d"
                                .formatted(result.path("changes").asInt(), version));
        if (result.has("credentials")) {
            out.printf(
                    "access: %d tokens and certificates, authority %s%n",
                    result.path("credentials").asInt(), result.path("authority").asText());
        }
        if (result.path("restart").asBoolean()) {
            out.println("the management endpoint shows that authority from the next start on");
        }
    }
}
