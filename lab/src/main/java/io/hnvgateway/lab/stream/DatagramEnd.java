package io.hnvgateway.lab.stream;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// An end of a UDP stream. The caller greets until it is greeted back, then both number what they
/// send: what is lost while addresses are resolved does not count.
final class DatagramEnd implements StreamEnd {
    private static final int MARK = 0x484e5653;
    private static final int GREETING = -1;
    private static final int GREETED = -2;
    private static final int BYTES = 128;
    private static final int BUFFER_BYTES = 1 << 20;
    private static final Duration GREETING_PAUSE = Duration.ofMillis(50);

    /// What is under way when both have stopped has arrived by then.
    private static final Duration REST = Duration.ofMillis(700);

    private static final Path SOCKETS = Path.of("/proc/self/net/udp");

    private final DatagramSocket socket;
    private final boolean calls;
    private final int rate;
    private final Numbers numbers = new Numbers();
    private final Set<SocketAddress> peers = new LinkedHashSet<>();
    private final CountDownLatch met = new CountDownLatch(1);
    private final Thread sender;
    private final Thread receiver;
    private volatile @Nullable SocketAddress peer;
    private volatile boolean stopping;
    private volatile boolean closing;
    private final AtomicInteger received = new AtomicInteger();
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger greetings = new AtomicInteger();
    private volatile String fault = "";

    /// @param target to call; null: waits to be called
    DatagramEnd(@Nullable SocketAddress target, int port, int rate) throws SocketException {
        this.calls = target != null;
        this.rate = rate;
        socket = new DatagramSocket(null);
        try {
            socket.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER_BYTES);
            socket.setOption(StandardSocketOptions.SO_SNDBUF, BUFFER_BYTES);
        } catch (IOException e) {
            throw new SocketException(e.getMessage());
        }
        socket.bind(new InetSocketAddress("0.0.0.0", calls ? 0 : port));
        socket.setSoTimeout(100);
        peer = target;
        receiver = StreamEnd.onThread(this::receive, this::failed);
        sender = StreamEnd.onThread(this::send, this::failed);
    }

    private void failed(Exception e) {
        fault = String.valueOf(e.getMessage());
    }

    private void send() throws IOException, InterruptedException {
        while (calls && met.getCount() > 0 && !stopping) {
            send(GREETING);
            greetings.incrementAndGet();
            Thread.sleep(GREETING_PAUSE);
        }
        met.await();
        Pace pace = new Pace(rate);
        while (!stopping) {
            pace.await(sent.get());
            send(sent.get());
            sent.incrementAndGet();
        }
    }

    private void send(int number) throws IOException, InterruptedException {
        SocketAddress to = peer;
        if (to == null) {
            return;
        }
        byte[] packet = new byte[BYTES];
        ByteBuffer.wrap(packet).putInt(MARK).putInt(number).putLong(System.nanoTime());
        while (!trySend(new DatagramPacket(packet, BYTES, to)) && !stopping) {
            Thread.sleep(1);
        }
    }

    /// False when the host itself refused it (no room, no route): then nothing was sent.
    private boolean trySend(DatagramPacket packet) {
        try {
            socket.send(packet);
            return true;
        } catch (IOException e) {
            failed(e);
            return false;
        }
    }

    private void receive() throws IOException, InterruptedException {
        DatagramPacket packet = new DatagramPacket(new byte[BYTES], BYTES);
        while (!closing) {
            try {
                packet.setLength(BYTES);
                socket.receive(packet);
                take(packet);
            } catch (SocketTimeoutException _) {
                // Looks whether it is over.
            }
        }
    }

    private void take(DatagramPacket packet) throws IOException, InterruptedException {
        ByteBuffer content = ByteBuffer.wrap(packet.getData(), 0, packet.getLength());
        if (packet.getLength() < BYTES || content.getInt() != MARK) {
            return;
        }
        peers.add(packet.getSocketAddress());
        if (!calls) {
            peer = packet.getSocketAddress();
        }
        int number = content.getInt();
        if (number == GREETING) {
            send(GREETED);
            return;
        }
        met.countDown();
        if (number >= 0) {
            numbers.arrived(number, content.getLong());
            received.incrementAndGet();
        }
    }

    @Override
    public long progress() {
        return received.get();
    }

    @Override
    public void stop() throws InterruptedException {
        stopping = true;
        met.countDown();
        sender.join();
    }

    @Override
    public void end() throws InterruptedException {
        Thread.sleep(REST);
        closing = true;
        receiver.join();
    }

    @Override
    public Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("sent", sent.toString());
        facts.put("greetings", greetings.toString());
        facts.put("received", Integer.toString(numbers.received()));
        facts.put("twice", Integer.toString(numbers.twice()));
        facts.put("end", Integer.toString(numbers.end()));
        facts.put("last-sent-ns", Long.toString(numbers.lastSentNs()));
        facts.put("peers", Integer.toString(peers.size()));
        facts.put("host-drops", Long.toString(hostDrops()));
        StringBuilder gaps = new StringBuilder();
        for (Gap gap : numbers.gaps()) {
            gaps.append(gap.first()).append(',').append(gap.last()).append(',');
            gaps.append(gap.beforeNs()).append(',').append(gap.afterNs()).append('/');
        }
        facts.put("gaps", gaps.toString());
        facts.put("fault", fault);
        return facts;
    }

    /// What the kernel dropped at this socket, for want of room: the last column of its line.
    private long hostDrops() {
        String port = ":%04X".formatted(socket.getLocalPort());
        try {
            List<String> lines = Files.readAllLines(SOCKETS);
            return lines.stream()
                    .map(line -> line.strip().split("\\s+", -1))
                    .filter(columns -> columns.length > 12 && columns[1].endsWith(port))
                    .mapToLong(columns -> Long.parseLong(columns[columns.length - 1]))
                    .sum();
        } catch (IOException e) {
            return 0;
        }
    }
}
