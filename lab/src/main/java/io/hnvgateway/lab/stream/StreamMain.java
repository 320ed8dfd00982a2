package io.hnvgateway.lab.stream;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// All ends of streams in one namespace: `StreamMain STOP-FILE END-FILE END...`, an end as [Stream]
/// writes it. Prints `NAME progress COUNT` while something comes, [#ALL_SENT] when the first file
/// exists, and facts once the second does: no end stops to receive before all have stopped to send.
final class StreamMain {
    static final String ALL_SENT = "all sent";
    static final String ALL_TOLD = "all told";
    private static final int PAUSE_MILLISECONDS = 50;

    private StreamMain() {}

    static void main(String[] arguments) throws IOException, InterruptedException {
        Path stop = Path.of(arguments[0]);
        Path end = Path.of(arguments[1]);
        Map<String, StreamEnd> ends = new LinkedHashMap<>();
        for (String each : List.of(arguments).subList(2, arguments.length)) {
            String[] words = each.split(",", -1);
            ends.put(words[0], open(words));
        }
        Map<String, Long> told = new LinkedHashMap<>();
        while (!Files.exists(stop)) {
            Thread.sleep(PAUSE_MILLISECONDS);
            ends.forEach((name, each) -> tell(told, name, each.progress()));
        }
        all(ends.values(), StreamEnd::stop);
        System.out.println(ALL_SENT);
        while (!Files.exists(end)) {
            Thread.sleep(PAUSE_MILLISECONDS);
        }
        all(ends.values(), StreamEnd::end);
        ends.forEach((name, each) ->
                each.facts()
                        .forEach((fact, value) ->
                                System.out.println(name + " " + fact + " " + value)));
        System.out.println(ALL_TOLD);
        System.exit(0);
    }

    private static StreamEnd open(String[] words) throws IOException {
        boolean calls = words[2].equals("call");
        int port = Integer.parseInt(words[4]);
        int rate = Integer.parseInt(words[5]);
        InetSocketAddress target = calls ? new InetSocketAddress(words[3], port) : null;
        return switch (Stream.Kind.valueOf(words[1])) {
            case DATAGRAMS -> new DatagramEnd(target, port, rate);
            case CONNECTION ->
                    target == null
                            ? new ConnectionEnd(new ServerSocket(port), rate)
                            : new ConnectionEnd(target, rate);
        };
    }

    private static void tell(Map<String, Long> told, String name, long progress) {
        if (progress != told.getOrDefault(name, 0L)) {
            told.put(name, progress);
            System.out.println(name + " progress " + progress);
        }
    }

    @FunctionalInterface
    private interface Step {
        void take(StreamEnd end) throws InterruptedException;
    }

    /// At once: while one still sends, the others must still receive.
    private static void all(Iterable<StreamEnd> ends, Step step) throws InterruptedException {
        List<Thread> under = new ArrayList<>();
        for (StreamEnd each : ends) {
            under.add(StreamEnd.onThread(() -> step.take(each), Throwable::printStackTrace));
        }
        for (Thread each : under) {
            each.join();
        }
    }
}
