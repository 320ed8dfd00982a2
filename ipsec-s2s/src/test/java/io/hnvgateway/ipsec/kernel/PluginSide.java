package io.hnvgateway.ipsec.kernel;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Speaks to the server as the plugin does, and as it should not.
final class PluginSide implements AutoCloseable {
    private final SocketChannel channel;

    private PluginSide(SocketChannel channel) {
        this.channel = channel;
    }

    static PluginSide connect(Path socket) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(socket));
        return new PluginSide(channel);
    }

    /// Body of a message.
    static final class Body {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final DataOutputStream out = new DataOutputStream(bytes);

        Body u8(int value) {
            return write(() -> out.writeByte(value));
        }

        Body u16(int value) {
            return write(() -> out.writeShort(value));
        }

        Body u32(int value) {
            return write(() -> out.writeInt(value));
        }

        Body u64(long value) {
            return write(() -> out.writeLong(value));
        }

        Body bytes(byte... value) {
            return u16(value.length).write(() -> out.write(value));
        }

        Body text(String value) {
            return bytes(value.getBytes(StandardCharsets.UTF_8));
        }

        Body host(int ipv4, int port) {
            return u8(4).u32(ipv4).u16(port);
        }

        Body selector(int from, int to) {
            return u8(0).u16(0).u16(65535).u8(4).u32(from).u8(4).u32(to);
        }

        byte[] toBytes() {
            return bytes.toByteArray();
        }

        private Body write(Write action) {
            try {
                action.run();
                return this;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @FunctionalInterface
        private interface Write {
            void run() throws IOException;
        }
    }

    static Body hello(int protocol) {
        return new Body().u32(KernelProtocol.MAGIC).u16(protocol).text("5.9.8").text("test");
    }

    /// An SA with AES-128-GCM whose key is all `key`.
    static Body addSa(int handle, byte key) {
        return addSa(handle, key, 20);
    }

    /// @param encryption IKEv2's number of the cipher
    static Body addSa(int handle, byte key, int encryption) {
        byte[] keys = new byte[20];
        java.util.Arrays.fill(keys, key);
        return new Body()
                .u32(handle)
                .u8(1)
                .u32(0x89ab_cdef)
                .u32(3)
                .u32(4)
                .u32(5)
                .text("contoso")
                .host(0xc0000201, 4500)
                .host(0xc000020b, 4501)
                .u8(1)
                .u8(1)
                .u32(64)
                .u32(0)
                .u8(1)
                .u8(0)
                .u64(10)
                .u64(20)
                .u64(30)
                .u64(40)
                .u16(1)
                .selector(0x0a0a0000, 0x0a0affff)
                .u16(1)
                .selector(0x0a140000, 0x0a14ffff)
                .u16(encryption)
                .u16(1024)
                .bytes(keys)
                .bytes();
    }

    static byte[] frame(int type, int number, Body body) {
        byte[] bytes = body.toBytes();
        return ByteBuffer.allocate(9 + bytes.length)
                .putInt(5 + bytes.length)
                .put((byte) type)
                .putInt(number)
                .put(bytes)
                .array();
    }

    PluginSide greet() throws IOException {
        send(frame(KernelProtocol.HELLO, 1, hello(KernelProtocol.VERSION)));
        answer();
        return this;
    }

    void send(byte[] bytes) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
            channel.write(rest);
        }
    }

    /// The next frame without its length: type, number, body.
    ByteBuffer answer() throws IOException {
        var in = Channels.newInputStream(channel);
        int length = ByteBuffer.wrap(in.readNBytes(4)).getInt();
        return ByteBuffer.wrap(in.readNBytes(length));
    }

    /// Status of the next answer.
    int status() throws IOException {
        return answer().get(5);
    }

    boolean isEnded() throws IOException {
        return channel.read(ByteBuffer.allocate(1)) < 0;
    }

    /// Whether the server ends the connection in place of an answer to a good hello.
    boolean isTurnedAway() {
        try {
            send(frame(KernelProtocol.HELLO, 1, hello(KernelProtocol.VERSION)));
            return isEnded();
        } catch (IOException gone) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
