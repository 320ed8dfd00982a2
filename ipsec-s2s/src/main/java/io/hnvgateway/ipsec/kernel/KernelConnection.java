package io.hnvgateway.ipsec.kernel;

import io.hnvgateway.ipsec.kernel.KernelMessage.AddSa;
import io.hnvgateway.ipsec.kernel.KernelMessage.AddTrap;
import io.hnvgateway.ipsec.kernel.KernelMessage.Authorize;
import io.hnvgateway.ipsec.kernel.KernelMessage.DeleteSa;
import io.hnvgateway.ipsec.kernel.KernelMessage.DeleteTrap;
import io.hnvgateway.ipsec.kernel.KernelMessage.Event;
import io.hnvgateway.ipsec.kernel.KernelMessage.GetPsk;
import io.hnvgateway.ipsec.kernel.KernelMessage.GetSpi;
import io.hnvgateway.ipsec.kernel.KernelMessage.Hello;
import io.hnvgateway.ipsec.kernel.KernelMessage.QuerySa;
import io.hnvgateway.ipsec.kernel.KernelMessage.UnsupportedSa;
import io.hnvgateway.ipsec.kernel.KernelMessage.UpdateSa;
import io.hnvgateway.ipsec.sa.SaUsage;
import io.hnvgateway.packet.IpAddress;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection of a plugin: greets, hands messages to the backend, sends its answers. Owned by
/// the server's event loop; what [KernelSession] offers may be called by anybody.
final class KernelConnection extends ChannelInboundHandlerAdapter
        implements KernelSession, FrameAssembly.Receiver {
    private static final Logger LOG = LoggerFactory.getLogger(KernelConnection.class);
    private static final long HELLO_LIMIT_SECONDS = 5;

    private final KernelBackend backend;
    private final Channel channel;
    private final FrameAssembly assembly = new FrameAssembly();
    private final UnsupportedLog unsupported = new UnsupportedLog(System::nanoTime);
    private @Nullable Hello hello;

    KernelConnection(KernelBackend backend, Channel channel) {
        this.backend = backend;
        this.channel = channel;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        var _ =
                context.executor()
                        .schedule(this::endUnlessGreeted, HELLO_LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            while (in.isReadable() && channel.isOpen()) {
                int count = Math.min(in.readableBytes(), assembly.room());
                in.readBytes(assembly.array(), assembly.offset(), count);
                assembly.take(count, this);
            }
        } catch (MalformedMessageException e) {
            end("malformed message of charon's plugin: " + e.getMessage());
        } finally {
            in.setZero(0, in.writerIndex());
            in.release();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        assembly.clear();
        if (hello != null) {
            LOG.warn("charon {} has gone", hello.charonVersion());
            backend.disconnected(this);
        }
        context.fireChannelInactive();
    }

    /// Answers pile up: charon reads nothing any more.
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (!channel.isWritable()) {
            end("charon's plugin does not read its answers");
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        end("connection of charon's plugin: " + cause);
    }

    @Override
    public void frame(int type, int number, ByteBuffer body) throws MalformedMessageException {
        if (!channel.isOpen()) {
            return;
        }
        KernelMessage message = KernelDecoder.decode(type, body);
        if ((message instanceof Hello) == (hello != null)) {
            throw new MalformedMessageException("type " + type + " is out of its order");
        }
        FrameWriter answer;
        try {
            answer = answer(type, number, message);
        } catch (RuntimeException | OutOfMemoryError e) { // this one question has no answer
            LOG.error("charon's message of type {} could not be served", type, e);
            answer = number == 0 ? null : refused(type, number);
        }
        if (answer != null) {
            send(answer);
        }
    }

    @Override
    public String charonVersion() {
        return hello == null ? "" : hello.charonVersion();
    }

    @Override
    public void acquire(int reqid) {
        send(FrameWriter.notice(KernelProtocol.ACQUIRE).u32(reqid));
    }

    @Override
    public void expire(int handle, boolean hard) {
        send(FrameWriter.notice(KernelProtocol.EXPIRE).u32(handle).u8(hard ? 1 : 0));
    }

    @Override
    public void mapping(int handle, IpAddress remote, int remotePort) {
        send(FrameWriter.notice(KernelProtocol.MAPPING).u32(handle).host(remote, remotePort));
    }

    @Override
    public void close() {
        var _ = channel.close();
    }

    /// Null after a notice.
    private @Nullable FrameWriter answer(int type, int number, KernelMessage message) {
        return switch (message) {
            case Hello it -> greet(it, number);
            case GetSpi it -> spi(it, number);
            case AddSa it -> done(add(it), type, number);
            case UnsupportedSa it -> {
                unsupported.refused(it.connection(), it.reason());
                yield refused(type, number);
            }
            case UpdateSa it -> done(backend.updateSa(it.handle(), it.endpoints()), type, number);
            case QuerySa it -> usage(it, number);
            case GetPsk it -> psk(it, number);
            case Authorize it ->
                    done(backend.authorize(it.connection(), it.parties()), type, number);
            case DeleteSa it -> {
                backend.deleteSa(it.handle());
                yield null;
            }
            case AddTrap it -> {
                backend.trapAdded(it.policy());
                yield null;
            }
            case DeleteTrap it -> {
                backend.trapDeleted(it.reqid(), it.ifId());
                yield null;
            }
            case Event it -> {
                backend.event(it.event());
                yield null;
            }
        };
    }

    private FrameWriter greet(Hello it, int number) {
        boolean known = it.protocol() == KernelProtocol.VERSION;
        if (known) {
            hello = it;
            LOG.info("charon {} with kernel-hnv {}", it.charonVersion(), it.pluginVersion());
            backend.connected(this);
        } else {
            LOG.error(
                    "kernel-hnv {} speaks protocol {}, not {}: use the plugin of this release",
                    it.pluginVersion(),
                    it.protocol(),
                    KernelProtocol.VERSION);
        }
        return FrameWriter.answer(
                        KernelProtocol.HELLO,
                        number,
                        known ? KernelProtocol.DONE : KernelProtocol.REFUSED)
                .u16(KernelProtocol.VERSION)
                .text(known ? "" : "another version");
    }

    private boolean add(AddSa it) {
        try {
            return backend.addSa(it.handle(), it.ifId(), it.parameters());
        } catch (RuntimeException | OutOfMemoryError e) {
            it.parameters().close();
            throw e;
        }
    }

    private FrameWriter spi(GetSpi it, int number) {
        int spi = backend.allocateSpi(it.handle(), it.connection());
        return done(spi != 0, KernelProtocol.GET_SPI, number).u32(spi);
    }

    private FrameWriter usage(QuerySa it, int number) {
        SaUsage usage = backend.usage(it.handle());
        if (usage == null) {
            return refused(KernelProtocol.QUERY_SA, number);
        }
        return done(true, KernelProtocol.QUERY_SA, number)
                .u64(usage.bytes())
                .u64(usage.packets())
                .u64(usage.lastUseSeconds());
    }

    private FrameWriter psk(GetPsk it, int number) {
        byte[] psk = backend.psk(it.connection(), it.parties());
        if (psk == null) {
            return refused(KernelProtocol.GET_PSK, number);
        }
        try {
            return done(true, KernelProtocol.GET_PSK, number).bytes(psk);
        } finally {
            Arrays.fill(psk, (byte) 0);
        }
    }

    private static FrameWriter done(boolean done, int type, int number) {
        return FrameWriter.answer(
                type, number, done ? KernelProtocol.DONE : KernelProtocol.REFUSED);
    }

    private static FrameWriter refused(int type, int number) {
        return done(false, type, number);
    }

    private void send(FrameWriter writer) {
        ByteBuf frame = writer.frame().retain();
        var _ =
                channel.writeAndFlush(frame)
                        .addListener(sent -> {
                            frame.setZero(0, frame.capacity());
                            frame.release();
                        });
    }

    private void endUnlessGreeted() {
        if (hello == null && channel.isOpen()) {
            end("no hello of charon's plugin in " + HELLO_LIMIT_SECONDS + " s");
        }
    }

    private void end(String reason) {
        LOG.error("{}; the connection is closed", reason);
        var _ = channel.close();
    }
}
