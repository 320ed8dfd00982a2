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

/// All ends of streams in one namespace: `StreamMain STOP-FILE END...`, an end as [Stream] writes
/// it. Prints `NAME progress COUNT` while something comes, and facts once the file exists.
final class StreamMain {
    private static final int PAUSE_MILLISECONDS = 50;

    private StreamMain() {}

    static void main(String[] arguments) throws IOException, InterruptedException {
        Path stop = Path.of(arguments[0]);
        Map<String, StreamEnd> ends = new LinkedHashMap<>();
        for (String end : List.of(arguments).subList(1, arguments.length)) {
            String[] words = end.split(",", -1);
            ends.put(words[0], open(words));
        }
        Map<String, Long> told = new LinkedHashMap<>();
        while (!Files.exists(stop)) {
            Thread.sleep(PAUSE_MILLISECONDS);
            ends.forEach((name, end) -> tell(told, name, end.progress()));
        }
        stop(ends.values());
        ends.forEach((name, end) ->
                end.facts()
                        .forEach((fact, value) ->
                                System.out.println(name + " " + fact + " " + value)));
        System.out.println("all told");
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

    /// At once: while one still sends, the others must still receive.
    private static void stop(Iterable<StreamEnd> ends) throws InterruptedException {
        List<Thread> stopping = new ArrayList<>();
        for (StreamEnd end : ends) {
            stopping.add(StreamEnd.onThread(end::stop, Throwable::printStackTrace));
        }
        for (Thread each : stopping) {
            each.join();
        }
    }
}
