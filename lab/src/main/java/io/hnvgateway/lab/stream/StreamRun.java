package io.hnvgateway.lab.stream;

import io.hnvgateway.lab.netns.LabException;
import io.hnvgateway.lab.netns.Namespace;
import io.hnvgateway.lab.netns.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// Streams under way. Ends with what came of each.
public final class StreamRun implements AutoCloseable {
    private static final List<String> JVM =
            List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-XX:+PerfDisableSharedMem",
                    "-Xmx64m",
                    "-Djava.net.preferIPv4Stack=true",
                    "-cp",
                    System.getProperty("java.class.path"),
                    StreamMain.class.getName());
    private static final Duration END_LIMIT = Duration.ofSeconds(60);
    private static final AtomicInteger BEGUN = new AtomicInteger();
    private static final long PAUSE_MILLISECONDS = 20;

    /// More than greetings and what a buffer held.
    private static final long SOME_PACKETS = 10;

    private static final long SOME_BYTES = 50_000;

    private final List<Stream> streams;
    private final Path stop;
    private final Path end;
    private final Map<Namespace, Running> programs = new LinkedHashMap<>();

    private StreamRun(Path directory, List<Stream> streams) {
        this.streams = List.copyOf(streams);
        String name = "streams-" + BEGUN.incrementAndGet();
        this.stop = directory.resolve(name + ".stop");
        this.end = directory.resolve(name + ".end");
        Map<Namespace, List<String>> ends = new LinkedHashMap<>();
        for (Stream stream : streams) {
            ends.computeIfAbsent(stream.answerer(), _ -> new ArrayList<>()).add(stream.answering());
            ends.computeIfAbsent(stream.caller(), _ -> new ArrayList<>()).add(stream.calling());
        }
        ends.forEach((namespace, words) -> {
            List<String> command = new ArrayList<>(JVM);
            command.add(stop.toString());
            command.add(end.toString());
            command.addAll(words);
            programs.put(namespace, namespace.start(command.toArray(String[]::new)));
        });
    }

    /// Begins them.
    ///
    /// @param directory of the run
    public static StreamRun start(Path directory, List<Stream> streams) {
        return new StreamRun(directory, streams);
    }

    /// Waits until each has brought something more, both ways.
    public void awaitProgress(Duration limit) {
        if (!progresses(limit)) {
            throw new LabException("a stream does not flow: " + told());
        }
    }

    /// The same of one.
    public void awaitProgress(String name, Duration limit) {
        if (!progress(streams.stream().filter(each -> each.name().equals(name)).toList(), limit)) {
            throw new LabException("stream " + name + " does not flow: " + told());
        }
    }

    /// Whether each brings something more, both ways, in this time.
    public boolean progresses(Duration limit) {
        return progress(streams, limit);
    }

    private boolean progress(List<Stream> awaited, Duration limit) {
        Map<Stream, Long> goals = new HashMap<>();
        for (Stream stream : awaited) {
            long some = stream.kind() == Stream.Kind.CONNECTION ? SOME_BYTES : SOME_PACKETS;
            goals.put(stream, least(stream) + some);
        }
        long startNs = System.nanoTime();
        while (!goals.isEmpty() && System.nanoTime() - startNs < limit.toNanos()) {
            goals.entrySet().removeIf(goal -> least(goal.getKey()) >= goal.getValue());
            pause();
        }
        return goals.isEmpty();
    }

    /// Waits until none has brought anything for a while.
    public void awaitSilence(Duration quiet, Duration limit) {
        long startNs = System.nanoTime();
        long sinceNs = startNs;
        long last = sum();
        while (System.nanoTime() - sinceNs < quiet.toNanos()) {
            if (System.nanoTime() - startNs > limit.toNanos()) {
                throw new LabException("the streams do not fall silent: " + told());
            }
            pause();
            long now = sum();
            if (now != last) {
                last = now;
                sinceNs = System.nanoTime();
            }
        }
    }

    private long sum() {
        return streams.stream().mapToLong(s -> at(s, s.caller()) + at(s, s.answerer())).sum();
    }

    /// What has come at the end that got less.
    private long least(Stream stream) {
        return Math.min(at(stream, stream.caller()), at(stream, stream.answerer()));
    }

    private long at(Stream stream, Namespace namespace) {
        Running program = program(namespace);
        String output = program.output();
        if (!program.isAlive() && !output.contains(StreamMain.ALL_TOLD)) {
            throw new LabException("a stream's program has ended: " + output.strip());
        }
        String text = stream.name() + " progress ";
        int found = output.lastIndexOf(text);
        int end = found < 0 ? -1 : output.indexOf('\n', found);
        return end < 0 ? 0 : Long.parseLong(output.substring(found + text.length(), end));
    }

    private Running program(Namespace namespace) {
        Running program = programs.get(namespace);
        if (program == null) {
            throw new LabException("no stream in " + namespace.name());
        }
        return program;
    }

    private String told() {
        StringBuilder text = new StringBuilder();
        for (Stream stream : streams) {
            text.append(
                    "%s: %d up, %d down; "
                            .formatted(
                                    stream.name(),
                                    at(stream, stream.answerer()),
                                    at(stream, stream.caller())));
        }
        return text.toString();
    }

    /// Ends them; what came of each.
    public StreamReport finish() {
        create(stop);
        awaitAllSent();
        create(end);
        Map<String, Datagrams> datagrams = new LinkedHashMap<>();
        Map<String, Connection> connections = new LinkedHashMap<>();
        for (Running program : programs.values()) {
            program.await(END_LIMIT);
        }
        for (Stream stream : streams) {
            Map<String, String> caller = facts(stream, stream.caller());
            Map<String, String> answerer = facts(stream, stream.answerer());
            switch (stream.kind()) {
                case DATAGRAMS -> {
                    datagrams.put(stream.name() + " up", Datagrams.of(caller, answerer));
                    datagrams.put(stream.name() + " down", Datagrams.of(answerer, caller));
                }
                case CONNECTION -> connections.put(stream.name(), Connection.of(caller, answerer));
            }
        }
        return new StreamReport(datagrams, connections);
    }

    private Map<String, String> facts(Stream stream, Namespace namespace) {
        String output = program(namespace).output();
        if (!output.contains(StreamMain.ALL_TOLD)) {
            throw new LabException("a stream's program told nothing: " + output.strip());
        }
        Map<String, String> facts = new HashMap<>();
        output.lines()
                .map(line -> line.split(" ", 3))
                .filter(words -> words.length == 3 && words[0].equals(stream.name()))
                .forEach(words -> facts.put(words[1], words[2]));
        return facts;
    }

    private void awaitAllSent() {
        long startNs = System.nanoTime();
        while (!programs.values().stream().allMatch(StreamRun::hasSent)) {
            if (System.nanoTime() - startNs > END_LIMIT.toNanos()) {
                throw new LabException("a stream does not stop: " + told());
            }
            pause();
        }
    }

    private static boolean hasSent(Running program) {
        return program.output().contains(StreamMain.ALL_SENT) || !program.isAlive();
    }

    private static void create(Path file) {
        try {
            if (!Files.exists(file)) {
                Files.createFile(file);
            }
        } catch (IOException e) {
            throw new LabException("cannot create " + file, e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException("interrupted", e);
        }
    }

    @Override
    public void close() {
        programs.values().forEach(Running::kill);
    }
}
