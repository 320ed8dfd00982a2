package io.hnvgateway.app.pipeline;

import io.hnvgateway.packet.IcmpHeader;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.Memory;
import io.hnvgateway.packet.Packet;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// The gateway's questions to VMs that wait for an answer, of all workers: the answer may come to
/// another one than asked. Bounded. Any thread opens and closes; workers look up, without a lock.
public final class Echoes {
    /// At once; the low bits of an identifier name the place.
    private static final int MOST = 64;

    private final AtomicReferenceArray<@Nullable Echo> open = new AtomicReferenceArray<>(MOST);
    private final SecureRandom random = new SecureRandom();

    /// Begins to expect an answer.
    ///
    /// @param own the gateway's address in that compartment
    /// @return null when too many wait
    public @Nullable Echo open(int compartment, IpAddress own, IpAddress vm) {
        int high = random.nextInt(1 << 16 >> 6) << 6;
        for (int place = 0; place < MOST; place++) {
            Echo echo = new Echo(compartment, own, vm, high | place, random.nextLong());
            if (open.compareAndSet(place, null, echo)) {
                return echo;
            }
        }
        return null;
    }

    /// Expects it no more.
    public void close(Echo echo) {
        open.compareAndSet(echo.identifier() % MOST, echo, null);
    }

    /// Takes an echo reply for one of the gateway's addresses.
    ///
    /// @param p an unfragmented one, whole, in its compartment
    /// @return false when nobody asked for it: too late, or forged
    boolean take(Packet p, long nowNs) {
        Echo echo = open.get(IcmpHeader.identifier(p.transport) % MOST);
        if (echo == null || !isAnswer(p, echo)) {
            return false;
        }
        if (echo.answeredNs() == 0) {
            echo.answered(nowNs);
        }
        return true;
    }

    private static boolean isAnswer(Packet p, Echo echo) {
        return p.ipPayloadBytes() == IcmpHeader.BYTES + Echo.TOKEN_BYTES
                && IcmpHeader.identifier(p.transport) == echo.identifier()
                && Memory.u64(p.transport + IcmpHeader.BYTES) == echo.token()
                && p.compartment == echo.compartment()
                && isAt(echo.vm(), p.sourceHigh(), p.sourceLow())
                && isAt(echo.own(), p.destinationHigh(), p.destinationLow());
    }

    private static boolean isAt(IpAddress address, long high, long low) {
        return address.high() == high && address.low() == low;
    }
}
