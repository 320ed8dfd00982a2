package io.hnvgateway.ipsec.vici;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/// A stand-in for what a real charon cannot be brought to: it refuses to end IKE_SAs, and is slow
/// to say which it has or to give its log. It negotiates nothing; its IKE_SAs are those that it is
/// given.
public final class FakeCharon implements AutoCloseable {
    private final Path socket;
    private final ServerSocketChannel server;
    private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final Set<String> loaded = ConcurrentHashMap.newKeySet();
    private final Map<Long, Sa> sas = new ConcurrentSkipListMap<>();
    private volatile boolean refusing;
    private volatile CountDownLatch listing = new CountDownLatch(0);
    private volatile CountDownLatch logging = new CountDownLatch(0);

    private record Sa(String connection, String child) {}

    /// Listens at the path from now on.
    public FakeCharon(Path socket) throws IOException {
        this.socket = socket;
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        Thread.ofVirtual().name("fake-charon").start(this::accept);
    }

    /// Has an IKE_SA that this side has begun, with a CHILD_SA.
    public void has(String connection, long uniqueId, String child) {
        sas.put(uniqueId, new Sa(connection, child));
    }

    /// The numbers of its IKE_SAs.
    public Set<Long> sas() {
        return Set.copyOf(sas.keySet());
    }

    /// What it was told, in order: the command, and what about.
    public List<String> told() {
        return List.copyOf(told);
    }

    public long count(String command) {
        return told.stream().filter(command::equals).count();
    }

    /// Whether it ends no IKE_SA.
    public void refuseToEnd(boolean now) {
        refusing = now;
    }

    /// Says which IKE_SAs it has only after [#list].
    public void holdLists() {
        listing = new CountDownLatch(1);
    }

    public void list() {
        listing.countDown();
    }

    /// Confirms who wants its log only after [#log].
    public void holdLog() {
        logging = new CountDownLatch(1);
    }

    public void log() {
        logging.countDown();
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel channel = server.accept();
                open.add(channel);
                Thread.ofVirtual().name("fake-charon-answers").start(() -> serve(channel));
            }
        } catch (ClosedChannelException closed) {
            // the test is over
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve(SocketChannel channel) {
        try (channel) {
            var in = new DataInputStream(Channels.newInputStream(channel));
            while (true) {
                byte[] frame = in.readNBytes(in.readInt());
                ViciPacket packet = ViciCodec.decode(Unpooled.wrappedBuffer(frame));
                if (packet.type() == ViciPacket.Type.COMMAND_REQUEST) {
                    ViciSection answer = answer(packet.name(), packet.body(), channel);
                    send(channel, ViciPacket.Type.COMMAND_RESPONSE, "", answer);
                } else {
                    if (packet.name().equals("log")) {
                        logging.await();
                        told.add("log");
                    }
                    send(channel, ViciPacket.Type.EVENT_CONFIRM, "", ViciSection.EMPTY);
                }
            }
        } catch (EOFException | ClosedChannelException gone) {
            open.remove(channel);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private ViciSection answer(String command, ViciSection about, SocketChannel channel)
            throws IOException, InterruptedException {
        return switch (command) {
            case "get-conns" -> ViciSection.builder().put("conns", List.copyOf(loaded)).build();
            case "list-sas" -> {
                told.add(command);
                listing.await();
                for (ViciSection sa : listed(about.text("ike"))) {
                    send(channel, ViciPacket.Type.EVENT, "list-sa", sa);
                }
                yield ViciSection.EMPTY;
            }
            case "load-conn" -> {
                loaded.addAll(about.sections().keySet());
                about.sections().keySet().forEach(name -> told.add("load-conn " + name));
                yield ViciSection.EMPTY;
            }
            case "unload-conn" -> {
                loaded.remove(about.text("name"));
                yield ViciSection.EMPTY;
            }
            case "terminate" -> end(about.text("ike"), about.number("ike-id", 0));
            default -> ViciSection.EMPTY;
        };
    }

    private List<ViciSection> listed(String connection) {
        return new TreeMap<>(sas)
                .entrySet().stream()
                        .filter(sa ->
                                connection.isEmpty() || sa.getValue().connection.equals(connection))
                        .map(sa -> listed(sa.getKey(), sa.getValue()))
                        .toList();
    }

    private static ViciSection listed(long uniqueId, Sa sa) {
        ViciSection child =
                ViciSection.builder().put("name", sa.child).put("uniqueid", uniqueId).build();
        return ViciSection.builder()
                .put(
                        sa.connection,
                        ViciSection.builder()
                                .put("uniqueid", uniqueId)
                                .put("state", "ESTABLISHED")
                                .put("initiator", true)
                                .put("child-sas", ViciSection.builder().put("child", child).build())
                                .build())
                .build();
    }

    private ViciSection end(String connection, long uniqueId) {
        told.add("terminate " + (connection.isEmpty() ? Long.toString(uniqueId) : connection));
        if (refusing) {
            return ViciSection.builder().put("success", false).put("errmsg", "not now").build();
        }
        sas.entrySet()
                .removeIf(sa ->
                        sa.getKey() == uniqueId || sa.getValue().connection.equals(connection));
        return ViciSection.builder().put("terminated", 1).build();
    }

    private static void send(
            SocketChannel channel, ViciPacket.Type type, String name, ViciSection body)
            throws IOException {
        ByteBuf packet = Unpooled.buffer();
        ViciCodec.encode(new ViciPacket(type, name, body), packet);
        byte[] bytes = ByteBufUtil.getBytes(packet);
        ByteBuffer frame = ByteBuffer.allocate(Integer.BYTES + bytes.length);
        frame.putInt(bytes.length).put(bytes).flip();
        while (frame.hasRemaining()) {
            channel.write(frame);
        }
    }

    /// Is away from now on; another may be there.
    @Override
    public void close() throws IOException {
        server.close();
        Files.deleteIfExists(socket);
        for (SocketChannel channel : open) {
            channel.close();
        }
    }
}
