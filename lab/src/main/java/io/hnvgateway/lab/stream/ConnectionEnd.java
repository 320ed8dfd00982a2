package io.hnvgateway.lab.stream;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// An end of one TCP connection that carries random bytes both ways, a sum of all at each end. It
/// is never opened a second time.
final class ConnectionEnd implements StreamEnd {
    private static final int PIECE_BYTES = 4096;
    private static final int CONNECT_MILLISECONDS = 3_000;
    private static final Duration CONNECT_PAUSE = Duration.ofMillis(100);

    /// Nothing for so long is a stall.
    private static final long STALL_NS = 200_000_000;

    /// A peer that says nothing for so long is gone.
    private static final int SILENCE_MILLISECONDS = 45_000;

    private final int rate;
    private final SplittableRandom random = new SplittableRandom();
    private final MessageDigest sentSum = sha256();
    private final MessageDigest receivedSum = sha256();
    private final Thread worker;
    private volatile @Nullable Thread sender;
    private volatile boolean stopping;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong received = new AtomicLong();
    private final AtomicInteger stalls = new AtomicInteger();
    private final AtomicLong longestStallNs = new AtomicLong();
    private final AtomicInteger resets = new AtomicInteger();
    private volatile boolean ended;
    private volatile String fault = "";

    ConnectionEnd(InetSocketAddress target, int rate) {
        this.rate = rate;
        worker = StreamEnd.onThread(() -> carry(connected(target)), this::failed);
    }

    /// Waits to be called.
    ConnectionEnd(ServerSocket server, int rate) {
        this.rate = rate;
        worker =
                StreamEnd.onThread(
                        () -> {
                            try (server) {
                                carry(server.accept());
                            }
                        },
                        this::failed);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The other end may not listen yet, nor its addresses be resolved.
    private Socket connected(InetSocketAddress target) throws IOException, InterruptedException {
        while (true) {
            Socket socket = new Socket();
            try {
                socket.connect(target, CONNECT_MILLISECONDS);
                return socket;
            } catch (ConnectException | SocketTimeoutException e) {
                socket.close();
                if (stopping) {
                    throw e;
                }
                Thread.sleep(CONNECT_PAUSE);
            }
        }
    }

    private void failed(Exception e) {
        String what = String.valueOf(e.getMessage());
        if (e instanceof SocketException && (what.contains("reset") || what.contains("pipe"))) {
            resets.incrementAndGet();
        }
        fault = what;
    }

    private void carry(Socket socket) throws IOException {
        try (socket) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(SILENCE_MILLISECONDS);
            OutputStream out = socket.getOutputStream();
            Thread sending = StreamEnd.onThread(() -> send(socket, out), this::failed);
            sender = sending;
            receive(socket.getInputStream());
            sending.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(Socket socket, OutputStream out) throws IOException {
        Pace pace = new Pace((double) rate / PIECE_BYTES);
        byte[] piece = new byte[PIECE_BYTES];
        for (long i = 0; !stopping; i++) {
            pace.await(i);
            random.nextBytes(piece);
            sentSum.update(piece);
            out.write(piece);
            sent.addAndGet(PIECE_BYTES);
        }
        socket.shutdownOutput();
    }

    private void receive(InputStream in) throws IOException {
        byte[] piece = new byte[4 * PIECE_BYTES];
        long lastNs = System.nanoTime();
        int bytes;
        while ((bytes = in.read(piece)) >= 0) {
            long nowNs = System.nanoTime();
            note(nowNs - lastNs);
            lastNs = nowNs;
            receivedSum.update(piece, 0, bytes);
            received.addAndGet(bytes);
        }
        ended = true;
    }

    private void note(long silenceNs) {
        if (silenceNs > STALL_NS) {
            stalls.incrementAndGet();
        }
        longestStallNs.accumulateAndGet(silenceNs, Math::max);
    }

    @Override
    public long progress() {
        return received.get();
    }

    @Override
    public void stop() throws InterruptedException {
        stopping = true;
        worker.join(SILENCE_MILLISECONDS);
        Thread sending = sender;
        if (sending != null) {
            sending.join(SILENCE_MILLISECONDS);
        }
    }

    @Override
    public Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("sent", sent.toString());
        facts.put("sent-sum", HexFormat.of().formatHex(sentSum.digest()));
        facts.put("received", received.toString());
        facts.put("received-sum", HexFormat.of().formatHex(receivedSum.digest()));
        facts.put("ended", Boolean.toString(ended));
        facts.put("resets", resets.toString());
        facts.put("stalls", stalls.toString());
        facts.put("longest-stall-ns", longestStallNs.toString());
        facts.put("fault", fault);
        return facts;
    }
}
