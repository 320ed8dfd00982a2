package io.hnvgateway.app.probe;

import io.hnvgateway.app.bgp.TenantSpeakers;
import io.hnvgateway.compartments.RoutingDomainId;
import io.hnvgateway.packet.IpAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Whether the processes that speak BGP answer: each is sent the beginning of an HTTP/2 connection
/// (RFC 9113 §3.4), to which a server has to say something.
///
/// @param directory of their sockets, or of a directory for each shard
/// @param answerMs how long to wait for each
record SpeakerProbe(Path directory, java.util.function.LongSupplier peers, long answerMs) {
    static final String NAME = "bgp-speaker";
    private static final long ANSWER_MS = 3_000;
    private static final int FRAME_HEADER_BYTES = 9;
    private static final byte SETTINGS = 4;

    SpeakerProbe(ProbedGateway gateway) {
        this(
                TenantSpeakers.sockets(gateway.connection().controlSocket()),
                () -> peers(gateway),
                ANSWER_MS);
    }

    private static long peers(ProbedGateway gateway) {
        return Stream.concat(
                        Stream.of(RoutingDomainId.DEFAULT),
                        gateway.compartments().map(c -> c.identity().rdid()))
                .mapToLong(rdid -> gateway.routing().peers(rdid).size())
                .sum();
    }

    /// @param hosts of no meaning here
    List<ProbeResult> results(List<IpAddress> hosts) throws IOException {
        long wanted = peers.getAsLong();
        if (wanted == 0) {
            return List.of(ProbeResult.skipped(NAME, "", "no BGP peer is configured"));
        }
        List<Path> sockets = sockets();
        if (sockets.isEmpty()) {
            return List.of(
                    ProbeResult.failed(
                            NAME,
                            "",
                            "%d peers are configured, but no speaker runs: the gateway's log says why (event=speaker)"
                                    .formatted(wanted)));
        }
        return sockets.stream().map(this::ask).toList();
    }

    private List<Path> sockets() throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(directory, 2)) {
            return files.filter(file -> file.toString().endsWith(".sock")).sorted().toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private ProbeResult ask(Path socket) {
        String name = socket.getFileName().toString().replace(".sock", "");
        Timer limit = new Timer("probe-" + name, true);
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            limit.schedule(
                    new TimerTask() {
                        @Override
                        public void run() {
                            close(channel);
                        }
                    },
                    answerMs);
            return answers(channel)
                    ? ProbeResult.passed(NAME, name, "answers")
                    : ProbeResult.failed(NAME, name, "does not speak gRPC");
        } catch (IOException fault) {
            return ProbeResult.failed(
                    NAME,
                    name,
                    "does not answer within %d s (%s): the gateway starts it again if it ended; else end process of %s.pid"
                            .formatted(TimeUnit.MILLISECONDS.toSeconds(answerMs), fault, name));
        } finally {
            limit.cancel();
        }
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException _) {
            // It is closed all the same.
        }
    }

    private static boolean answers(SocketChannel channel) throws IOException {
        byte[] preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        ByteBuffer question = ByteBuffer.allocate(preface.length + FRAME_HEADER_BYTES);
        question.put(preface).put(preface.length + 3, SETTINGS).position(0);
        while (question.hasRemaining()) {
            channel.write(question);
        }
        ByteBuffer answer = ByteBuffer.allocate(FRAME_HEADER_BYTES);
        while (answer.hasRemaining()) {
            if (channel.read(answer) < 0) {
                return false;
            }
        }
        return answer.get(3) == SETTINGS;
    }
}
