package io.hnvgateway.app.telemetry;

import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends messages to a syslog server: RFC 5424 over UDP (RFC 5426), or over TCP with octet counting
/// (RFC 6587 §3.4.1). Who tells something never waits: what finds the queue full, or cannot be
/// sent, is counted and gone.
final class SyslogTarget implements AutoCloseable {
    static final int CAPACITY = 4096;

    private static final Logger LOG = LoggerFactory.getLogger(SyslogTarget.class);

    /// Facility local0 (16), severity informational (6).
    private static final int INFORMATIONAL = 16 * 8 + 6;

    /// What every receiver should take (RFC 5425 §4.3.1 for TCP; a datagram's is less).
    private static final int MOST_BYTES = 2048;

    private static final int CONNECT_MS = 3000;
    private static final long AGAIN_MS = 5000;
    private static final long FAREWELL_MS = 500;
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(6).toFormatter();

    private final URI server;
    private final String host;
    private final BlockingQueue<byte[]> queue = new ArrayBlockingQueue<>(CAPACITY);
    private final AtomicLong unsent = new AtomicLong();
    private final Thread sender;
    private @Nullable Socket stream;
    private @Nullable DatagramSocket datagrams;
    private volatile boolean closed;
    private boolean failing;

    /// @param server as `udp://192.0.2.9:514`
    /// @param host this one's name
    SyslogTarget(URI server, String host) {
        this.server = server;
        this.host = word(host);
        sender = Thread.ofVirtual().name("syslog").start(this::send);
    }

    /// @param id what kind of message, as `bgp`
    /// @param text in one line
    void tell(Instant time, String id, String text) {
        String message =
                "<%d>1 %s %s hnv-gateway %d %s - %s"
                        .formatted(
                                INFORMATIONAL,
                                TIME.format(time),
                                host,
                                ProcessHandle.current().pid(),
                                word(id),
                                text);
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        if (!queue.offer(bytes.length > MOST_BYTES ? Arrays.copyOf(bytes, MOST_BYTES) : bytes)) {
            unsent.getAndIncrement();
        }
    }

    /// Printable ASCII without blanks (RFC 5424 §6).
    private static String word(String text) {
        String word = text.replaceAll("[^!-~]", "-");
        return word.isEmpty() ? "-" : word.substring(0, Math.min(word.length(), 32));
    }

    /// Messages that were not sent.
    long unsent() {
        return unsent.get();
    }

    private void send() {
        while (!closed || !queue.isEmpty()) {
            try {
                byte[] next = queue.poll(1, TimeUnit.SECONDS);
                if (next != null) {
                    sendOrCount(next);
                }
            } catch (InterruptedException _) {
                break;
            }
        }
        disconnect();
    }

    private void sendOrCount(byte[] message) throws InterruptedException {
        try {
            send(message);
            failing = false;
        } catch (IOException | RuntimeException fault) {
            unsent.getAndIncrement();
            disconnect();
            if (!failing) {
                LOG.warn(
                        "event=syslog-unreachable server={} reason=\"{}\"",
                        server,
                        fault.toString());
            }
            failing = true;
            if (!closed) {
                Thread.sleep(AGAIN_MS);
            }
        }
    }

    private void send(byte[] message) throws IOException {
        InetSocketAddress address = new InetSocketAddress(server.getHost(), server.getPort());
        if (server.getScheme().equals("udp")) {
            DatagramSocket socket = datagrams;
            if (socket == null) {
                socket = new DatagramSocket();
                datagrams = socket;
            }
            socket.send(new DatagramPacket(message, message.length, address));
            return;
        }
        Socket socket = stream;
        if (socket == null) {
            socket = new Socket();
            stream = socket;
            socket.connect(address, CONNECT_MS);
        }
        OutputStream out = socket.getOutputStream();
        byte[] count = (message.length + " ").getBytes(StandardCharsets.US_ASCII);
        byte[] framed = Arrays.copyOf(count, count.length + message.length);
        System.arraycopy(message, 0, framed, count.length, message.length);
        out.write(framed);
    }

    private void disconnect() {
        try {
            if (stream != null) {
                stream.close();
            }
        } catch (IOException _) {
            // It is given up anyway.
        }
        stream = null;
        if (datagrams != null) {
            datagrams.close();
        }
        datagrams = null;
    }

    /// What waits is sent, if that takes no time.
    @Override
    public void close() {
        closed = true;
        try {
            if (!sender.join(Duration.ofMillis(FAREWELL_MS))) {
                sender.interrupt();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
