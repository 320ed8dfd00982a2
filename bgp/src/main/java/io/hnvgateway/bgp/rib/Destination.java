package io.hnvgateway.bgp.rib;

import io.hnvgateway.bgp.route.AddressFamily;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A prefix and all that is known of it.
final class Destination {
    /// An [IpPrefix] and its address without their objects; [#prefix] makes them when asked.
    final long high;

    final long low;
    final byte bits;

    /// Waits for a decision.
    boolean dirty;

    /// Next in the table's chain.
    @Nullable Destination chained;

    @Nullable Path paths;
    @Nullable LocalRoute local;

    /// As of the last decision; null when a local route serves or none.
    @Nullable Path best;

    /// What was handed over last; empty when nothing is.
    List<ForwardingPath> ways = List.of();

    @Nullable Advertised advertised;

    Destination(IpPrefix prefix) {
        high = prefix.address().high();
        low = prefix.address().low();
        bits = (byte) prefix.bits();
    }

    IpPrefix prefix() {
        return new IpPrefix(new IpAddress(high, low), bits());
    }

    int bits() {
        return bits & 0xff;
    }

    boolean is(long otherHigh, long otherLow, int otherBits) {
        return low == otherLow && high == otherHigh && bits() == otherBits;
    }

    boolean isIpv4() {
        return bits() >= 96 && IpAddress.isIpv4(high, low);
    }

    AddressFamily family() {
        return isIpv4() ? AddressFamily.IPV4_UNICAST : AddressFamily.IPV6_UNICAST;
    }

    boolean isUnused() {
        return paths == null && local == null && advertised == null && ways.isEmpty() && !dirty;
    }

    @Nullable Path path(Peer peer) {
        for (Path path = paths; path != null; path = path.next) {
            if (path.peer == peer) {
                return path;
            }
        }
        return null;
    }

    void add(Path path) {
        path.next = paths;
        paths = path;
    }

    void remove(Path gone) {
        if (paths == gone) {
            paths = gone.next;
            return;
        }
        for (Path path = paths; path != null; path = path.next) {
            if (path.next == gone) {
                path.next = gone.next;
                return;
            }
        }
    }

    @Nullable Advertised advertised(Peer peer) {
        for (Advertised told = advertised; told != null; told = told.next) {
            if (told.peer == peer) {
                return told;
            }
        }
        return null;
    }

    void remove(Advertised gone) {
        if (advertised == gone) {
            advertised = gone.next;
            return;
        }
        for (Advertised told = advertised; told != null; told = told.next) {
            if (told.next == gone) {
                told.next = gone.next;
                return;
            }
        }
    }
}
