package io.hnvgateway.nat;

import static io.hnvgateway.nat.NatLab.*;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.hnvgateway.packet.Checksum;
import io.hnvgateway.packet.IpProtocol;
import io.hnvgateway.packet.Ipv4Header;
import io.hnvgateway.packet.Ipv4Parser;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.Packet;
import io.hnvgateway.packet.TransportParser;
import io.hnvgateway.packet.Verdict;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Any bytes as an ICMP error, in memory of exactly their length: nothing is read or written beside
/// them, and what was translated has a right checksum.
class IcmpErrorFuzzTest {
    /// One for all runs: its memory is never given back.
    private static final NatLab LAB = new NatLab();

    private static final int UDP_PORT = LAB.out(LAB.frames.udp(X, 5, E1, 53)).port();
    private static final int TCP_PORT = LAB.out(LAB.frames.tcp(X, 5, E1, 80, Frames.SYN)).port();
    private static final int IDENTIFIER = LAB.out(LAB.frames.icmpQuery(8, X, E1, 5)).port();

    @FuzzTest
    void errorsAreTranslatedWithinTheirFrame(byte[] data) {
        run(data, true);
        run(data, false);
    }

    @Test
    void mutatedErrorsAreTranslatedWithinTheirFrame() {
        var random = new Random(4711);
        int translated = 0;
        for (int i = 0; i < 20_000; i++) {
            boolean inbound = random.nextBoolean();
            byte[] data = mutate(valid(random, inbound), random);
            translated += run(data, inbound) ? 1 : 0;
        }
        if (translated < 500) {
            throw new AssertionError("only " + translated + " came through to the rewrite");
        }
    }

    private static byte[] valid(Random random, boolean inbound) {
        int embeddedBytes = 20 + random.nextInt(30);
        Packet p = inbound ? sent(random.nextInt(3)) : received(random.nextInt(3));
        byte[] about = Frames.copy(p, embeddedBytes);
        Packet error =
                inbound
                        ? LAB.frames.error(3, 3, E1, P, about)
                        : LAB.frames.error(11, 0, X, E1, about);
        return Frames.copy(error, 200);
    }

    private static Packet sent(int kind) {
        return switch (kind) {
            case 0 -> LAB.frames.udp(P, UDP_PORT, E1, 53);
            case 1 -> LAB.frames.tcp(P, TCP_PORT, E1, 80, Frames.ACK);
            default -> LAB.frames.icmpQuery(8, P, E1, IDENTIFIER);
        };
    }

    private static Packet received(int kind) {
        return switch (kind) {
            case 0 -> LAB.frames.udp(E1, 53, X, 5);
            case 1 -> LAB.frames.tcp(E1, 80, X, 5, Frames.ACK);
            default -> LAB.frames.icmpQuery(0, E1, X, 5);
        };
    }

    private static byte[] mutate(byte[] data, Random random) {
        int changes = random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            data[random.nextInt(data.length)] = (byte) random.nextInt(256);
        }
        return data;
    }

    /// Repairs the checksums, so that the run gets past them, and translates.
    private static boolean run(byte[] data, boolean inbound) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(data.length, 1);
            MemorySegment.copy(data, 0, memory, ValueLayout.JAVA_BYTE, 0, data.length);
            Memory.register(memory);
            try {
                repair(memory.address(), data.length);
                return translate(memory.address(), data.length, inbound);
            } finally {
                Memory.unregister(memory);
            }
        }
    }

    private static boolean translate(long address, int bytes, boolean inbound) {
        var p = new Packet();
        p.reset(0, address, bytes, 0);
        if (Ipv4Parser.parse(p, address, address + bytes) != Verdict.CONTINUE
                || TransportParser.parse(p) != Verdict.CONTINUE
                || p.protocol != IpProtocol.ICMP) {
            return false;
        }
        return (inbound ? LAB.inError(p) : LAB.outError(CONTOSO, p)).passed();
    }

    private static void repair(long ip, int bytes) {
        if (bytes < 48) {
            return;
        }
        int headerBytes = Ipv4Header.headerBytes(ip);
        if (headerBytes < 20 || headerBytes + 28 > bytes) {
            return;
        }
        Ipv4Header.updateChecksum(ip, headerBytes);
        long embedded = ip + headerBytes + 8;
        int embeddedHeaderBytes = Ipv4Header.headerBytes(embedded);
        if (embeddedHeaderBytes >= 20 && headerBytes + 8 + embeddedHeaderBytes <= bytes) {
            Ipv4Header.updateChecksum(embedded, embeddedHeaderBytes);
        }
        int icmpBytes = Math.min(bytes, Ipv4Header.totalBytes(ip)) - headerBytes;
        if (icmpBytes >= 8) {
            long icmp = ip + headerBytes;
            Memory.put16(icmp + 2, 0);
            Memory.put16(icmp + 2, Checksum.finish(Checksum.sum(icmp, icmpBytes)));
        }
    }
}
