package io.hnvgateway.lab.bgp;

import io.hnvgateway.lab.netns.Running;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// A BGP speaker that says whatever octets it is given (RFC 4271 §4), as a hostile router does. It
/// opens the connection, and its peer at the speakers' side is passive, or the other way round.
final class RawPeer implements AutoCloseable {
    static final int OPEN = 1;
    static final int UPDATE = 2;
    static final int NOTIFICATION = 3;
    static final int KEEPALIVE = 4;
    static final String MARKER = "ff".repeat(16);
    private static final int HEADER = 19;
    private static final String ROUTER_ID = "0a000000";

    private final RouterEnd end;
    private final LongSupplier sessions;
    private final Waiting waiting;
    private final Path socket;
    private final Running relay;
    private @Nullable SocketChannel channel;
    private volatile List<byte[]> received = List.of();
    private volatile boolean alive = true;

    /// How a test waits.
    interface Waiting {
        void until(String what, BooleanSupplier condition);
    }

    RawPeer(SpeakerScene scene, int number) {
        this(scene, number, Integer.toString(number), true);
    }

    /// @param name of its files, for another connection of the same peer
    /// @param calls whether it opens the connection
    RawPeer(SpeakerScene scene, int number, String name, boolean calls) {
        this(
                RouterEnd.of(scene, number),
                name,
                calls,
                () -> scene.heard.count("up " + SpeakerScene.id(number)),
                scene::await);
    }

    /// @param sessions how many were established until now, as the other side has it
    RawPeer(RouterEnd end, LongSupplier sessions, Waiting waiting) {
        this(end, end.name(), true, sessions, waiting);
    }

    private RawPeer(
            RouterEnd end, String name, boolean calls, LongSupplier sessions, Waiting waiting) {
        this.end = end;
        this.sessions = sessions;
        this.waiting = waiting;
        socket = end.run().directory().resolve("raw-" + name + ".sock");
        List<String> command = new ArrayList<>();
        command.add("/usr/bin/python3");
        command.add("-u");
        command.add(end.run().resource(RawPeer.class, "tcp_relay.py").toString());
        command.add(socket.toString());
        command.add(end.address());
        if (calls) {
            command.add(end.other());
        }
        relay = end.namespace().start(command.toArray(String[]::new));
        waiting.until("relay", () -> Files.exists(socket));
    }

    /// Whether it answers each KEEPALIVE with one, as it does at first.
    void answers(boolean keepalives) {
        alive = keepalives;
    }

    /// A new connection, without a word.
    void connect() {
        try {
            disconnect();
            SocketChannel next = SocketChannel.open(StandardProtocolFamily.UNIX);
            next.connect(UnixDomainSocketAddress.of(socket));
            channel = next;
            List<byte[]> messages = new CopyOnWriteArrayList<>();
            received = messages;
            Thread.ofVirtual().start(() -> receive(next, messages));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void receive(SocketChannel from, List<byte[]> messages) {
        try {
            while (true) {
                byte[] header = read(from, HEADER);
                int length = ((header[16] & 0xff) << 8) | (header[17] & 0xff);
                byte[] body = read(from, length - HEADER);
                byte[] message = new byte[1 + body.length];
                message[0] = header[18];
                System.arraycopy(body, 0, message, 1, body.length);
                messages.add(message);
                if (header[18] == KEEPALIVE && alive) {
                    write(from, HexFormat.of().parseHex(MARKER + "001304"));
                }
            }
        } catch (IOException e) {
            messages.add(new byte[] {0}); // the connection ended
        }
    }

    private static byte[] read(SocketChannel from, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count);
        while (buffer.hasRemaining()) {
            if (from.read(buffer) < 0) {
                throw new IOException("ended");
            }
        }
        return buffer.array();
    }

    /// Until the session is established.
    void establish() {
        long before = sessions.getAsLong();
        for (int attempt = 0; attempt < 40; attempt++) {
            connect();
            say(OPEN, open(end.as(), 30, ROUTER_ID, ""));
            waiting.until("an answer", () -> has(OPEN) || has(0));
            if (has(OPEN)) {
                say(KEEPALIVE, "");
                waiting.until("established", () -> sessions.getAsLong() > before);
                return;
            }
            SpeakerScene.pause(100);
        }
        throw new AssertionError("it takes no connection");
    }

    /// An OPEN's body: IPv4 and IPv6 unicast, AS numbers of four octets.
    ///
    /// @param more capabilities in hexadecimal
    static String open(int as, int hold, String routerId, String more) {
        String capabilities = "010400010001" + "010400020001" + "4104%08x".formatted(as) + more;
        return "04%04x%04x%s%02x02%02x%s"
                .formatted(
                        as & 0xffff,
                        hold,
                        routerId,
                        capabilities.length() / 2 + 2,
                        capabilities.length() / 2,
                        capabilities);
    }

    /// @param body in hexadecimal
    void say(int type, String body) {
        int length = HEADER + body.length() / 2;
        send(MARKER + "%04x%02x".formatted(length, type) + body);
    }

    /// As it is.
    void send(String hex) {
        try {
            write(Objects.requireNonNull(channel), HexFormat.of().parseHex(hex));
        } catch (IOException e) {
            received.add(new byte[] {0});
        }
    }

    private static void write(SocketChannel to, byte[] octets) throws IOException {
        synchronized (to) {
            ByteBuffer buffer = ByteBuffer.wrap(octets);
            while (buffer.hasRemaining()) {
                to.write(buffer);
            }
        }
    }

    /// @param attributes in hexadecimal, as is the rest
    void update(String withdrawn, String attributes, String nlri) {
        say(
                UPDATE,
                "%04x%s%04x%s%s"
                        .formatted(
                                withdrawn.length() / 2,
                                withdrawn,
                                attributes.length() / 2,
                                attributes,
                                nlri));
    }

    /// Whether a message of this type came; 0: whether the connection ended.
    boolean has(int type) {
        return received.stream().anyMatch(message -> message[0] == type);
    }

    /// "code/subcode" of the NOTIFICATION that came, or nothing.
    String notification() {
        return received.stream()
                .filter(message -> message[0] == NOTIFICATION)
                .map(message -> message[1] + "/" + message[2])
                .findFirst()
                .orElse("");
    }

    /// Bodies of UPDATEs that came, one behind the other, in hexadecimal.
    String updates() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        received.stream()
                .filter(message -> message[0] == UPDATE)
                .forEach(message -> all.write(message, 1, message.length - 1));
        return HexFormat.of().formatHex(all.toByteArray());
    }

    /// The connection ends without a word.
    void disconnect() {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        try {
            disconnect();
        } finally {
            relay.close();
        }
    }
}
