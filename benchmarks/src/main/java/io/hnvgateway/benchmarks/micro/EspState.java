package io.hnvgateway.benchmarks.micro;

import io.hnvgateway.ipsec.cipher.CipherProvider;
import io.hnvgateway.ipsec.cipher.EspCiphers;
import io.hnvgateway.ipsec.esp.EspDecapsulator;
import io.hnvgateway.ipsec.esp.EspEncapsulator;
import io.hnvgateway.ipsec.esp.EspPackets;
import io.hnvgateway.ipsec.sa.EspTransform;
import io.hnvgateway.ipsec.sa.InboundSa;
import io.hnvgateway.ipsec.sa.OutboundSa;
import io.hnvgateway.ipsec.sa.SaDatabase;
import io.hnvgateway.ipsec.sa.SaEvents;
import io.hnvgateway.ipsec.sa.SaParameters;
import io.hnvgateway.ipsec.sa.TrafficSelector;
import io.hnvgateway.ipsec.sa.Tunnel;
import io.hnvgateway.ipsec.sa.WorkerCommands;
import io.hnvgateway.packet.EspHeader;
import io.hnvgateway.packet.FramePool;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Ipv4Header;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.Verdict;
import io.hnvgateway.packet.flow.IpIdentifications;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// Tunnels that lead to themselves, and a batch of frames that go in at one end and come out at the
/// other.
@State(Scope.Thread)
public abstract class EspState {
    static final int BATCH = 64;

    private static final int INNER_AT = FramePool.HEADROOM_BYTES + 56;
    private static final int SOURCE = 0x0a00_0005;
    private static final int DESTINATION = 0x0a01_0009;
    private static final int LOCAL = 0xc000_0201;

    @Param("AES_GCM_128")
    public EspTransform transform = EspTransform.AES_GCM_128;

    @Param({"IPSEC_MB", "OPENSSL"})
    public CipherProvider provider = CipherProvider.IPSEC_MB;

    /// Of the inner packet.
    @Param({"64", "1400"})
    public int bytes;

    @Param({"1", "1000"})
    public int tunnels;

    private final Packet p = new Packet();
    private final Random random = new Random(1);
    private final EspEncapsulator encapsulator =
            new EspEncapsulator(new IpIdentifications(0, IpIdentifications.OF_WORKERS));
    private final EspDecapsulator decapsulator = new EspDecapsulator();
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment frames =
            arena.allocate((long) BATCH * FramePool.FRAME_BYTES, 1 << 21);
    private final int[] by = new int[BATCH];
    private final long[] outer = new long[BATCH];
    private final int[] outerBytes = new int[BATCH];
    private Tunnel[] all = {};
    private SaDatabase database = database();

    private SaDatabase database() {
        return new SaDatabase(1, EspCiphers.of(provider, 1), WorkerCommands.AT_ONCE, SaEvents.NONE);
    }

    /// Makes tunnels and inner packets.
    @Setup
    public void open() {
        Memory.register(frames);
        database = database();
        all = new Tunnel[tunnels];
        for (int i = 0; i < tunnels; i++) {
            all[i] = database.openTunnel("tunnel-" + i);
            int spi = database.allocateSpi(all[i]);
            database.add(parameters(true, spi, all[i]));
            database.add(parameters(false, spi, all[i]));
        }
        for (int i = 0; i < BATCH; i++) {
            write(inner(i));
        }
        p.reset(0, inner(0), bytes, 1);
    }

    @TearDown
    public void close() {
        database.close();
        Memory.unregister(frames);
        arena.close();
    }

    private SaParameters parameters(boolean inbound, int spi, Tunnel tunnel) {
        Random keys = new Random(tunnel.index());
        byte[] encryption = new byte[transform.encryptionKeyBytes()];
        byte[] integrity = new byte[transform.integrityKeyBytes()];
        keys.nextBytes(encryption);
        keys.nextBytes(integrity);
        IpAddress gateway = IpAddress.ofIpv4(LOCAL);
        TrafficSelector any =
                new TrafficSelector(
                        IpAddress.parse("10.0.0.0"),
                        IpAddress.parse("10.255.255.255"),
                        0,
                        0,
                        65535);
        return new SaParameters(
                inbound,
                spi,
                tunnel.index(),
                tunnel.connection(),
                1,
                new SaParameters.Endpoints(
                        gateway, 0, IpAddress.ofIpv4(LOCAL + 1 + tunnel.index()), 0, false),
                new SaParameters.Features(false, 1024, 0, true, true),
                new SaParameters.Keys(transform, encryption, integrity),
                new SaParameters.Selectors(List.of(any), List.of(any)),
                new SaParameters.Lifetime(0, 0, 0, 0));
    }

    private long inner(int frame) {
        return frames.address() + (long) frame * FramePool.FRAME_BYTES + INNER_AT;
    }

    private void write(long ip) {
        Ipv4Header.write(
                ip,
                bytes,
                Ipv4Header.DONT_FRAGMENT,
                64 << 8 | IpProtocol.UDP,
                Ipv4Header.addresses(SOURCE, DESTINATION));
        long udp = ip + Ipv4Header.BYTES;
        Memory.put32(udp, 40000 << 16 | 443);
        Memory.put32(udp + 4, (bytes - Ipv4Header.BYTES) << 16);
    }

    /// The tunnel of each frame of the next batch.
    final void choose() {
        for (int i = 0; i < BATCH; i++) {
            by[i] = tunnels == 1 ? 0 : random.nextInt(tunnels);
        }
    }

    final int encrypt() {
        int done = 0;
        for (int i = 0; i < BATCH; i++) {
            done += encrypt(i) == Verdict.CONTINUE ? 1 : 0;
        }
        return all(done);
    }

    private Verdict encrypt(int frame) {
        long ip = inner(frame);
        p.ipv6 = false;
        p.ip = ip;
        p.ipHeaderBytes = Ipv4Header.BYTES;
        p.ipTotalBytes = bytes;
        p.source = SOURCE;
        p.destination = DESTINATION;
        p.protocol = IpProtocol.UDP;
        p.fragmentOffset = 0;
        p.dontFragment = true;
        p.sourcePort = 40000;
        p.destinationPort = 443;
        OutboundSa sa = Objects.requireNonNull(all[by[frame]].select(p));
        return encapsulator.encapsulate(p, sa);
    }

    /// Encrypts the batch for [#decrypt].
    final void seal() {
        for (int i = 0; i < BATCH; i++) {
            encrypt(i);
            outer[i] = p.ip;
            outerBytes[i] = p.ipTotalBytes;
        }
    }

    final int decrypt() {
        int done = 0;
        for (int i = 0; i < BATCH; i++) {
            long ip = outer[i];
            p.ipv6 = false;
            p.ip = ip;
            p.ipHeaderBytes = Ipv4Header.BYTES;
            p.ipTotalBytes = outerBytes[i];
            p.protocol = IpProtocol.ESP;
            p.fragmentOffset = 0;
            p.moreFragments = false;
            long esp = EspPackets.locate(p);
            InboundSa sa = Objects.requireNonNull(database.find(EspHeader.spi(esp)));
            done += decapsulator.decapsulate(p, sa, esp) == Verdict.CONTINUE ? 1 : 0;
        }
        return all(done);
    }

    private int all(int done) {
        if (done != BATCH) {
            throw new IllegalStateException("only %d passed: %s".formatted(done, p.dropReason));
        }
        return done;
    }

    /// Inner packets.
    public static class Clear extends EspState {
        /// Before each batch.
        @Setup(Level.Invocation)
        public void prepare() {
            choose();
        }
    }

    /// Outer packets.
    public static class Sealed extends EspState {
        /// Before each batch.
        @Setup(Level.Invocation)
        public void prepare() {
            choose();
            seal();
        }
    }
}
