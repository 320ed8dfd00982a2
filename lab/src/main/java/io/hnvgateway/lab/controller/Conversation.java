package io.hnvgateway.lab.controller;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Commands come in line by line; each is answered with one line of JSON. One thread.
///
/// ```
///   move contoso --to gateway2                                 to it
///   {"point":{"tenant":"contoso","gateway":"gateway2"}}        from it: tell the hosts
///   pointed                                                    to it: they know
///   {"status":0,"output":"prepared ..."}                       from it
/// ```
final class Conversation {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String POINTED = "pointed";

    private final BufferedReader in;
    private final PrintStream out;
    private final Commands commands;

    /// Runs a command.
    @FunctionalInterface
    interface Commands {
        /// @return 0: it succeeded
        int run(List<String> words, PrintWriter said);
    }

    Conversation(BufferedReader in, PrintStream out, Commands commands) {
        this.in = in;
        this.out = out;
        this.commands = commands;
    }

    /// Until there is no more input.
    void hold() {
        for (String line = next(); line != null; line = next()) {
            if (!line.isBlank()) {
                answer(line.strip());
            }
        }
    }

    private @Nullable String next() {
        try {
            return in.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void answer(String line) {
        StringWriter said = new StringWriter();
        PrintWriter printer = new PrintWriter(said);
        int status = commands.run(List.of(line.split("\\s+", -1)), printer);
        printer.flush();
        say(
                JsonNodeFactory.instance
                        .objectNode()
                        .put("status", status)
                        .put("output", said.toString()));
    }

    /// Asks for hosts to be told, and waits until they are.
    void point(String tenant, String gateway) {
        ObjectNode asked = JsonNodeFactory.instance.objectNode();
        asked.putObject("point").put("tenant", tenant).put("gateway", gateway);
        say(asked);
        if (!POINTED.equals(next())) {
            throw new ControllerException(
                    "hosts were not told that " + gateway + " serves " + tenant);
        }
    }

    private void say(ObjectNode line) {
        try {
            out.println(JSON.writeValueAsString(line));
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
