package io.hnvgateway.app.bgp;

import io.hnvgateway.app.compile.LearnedRoutes;
import io.hnvgateway.app.compile.LearnedRoutes.Way;
import io.hnvgateway.bgp.rib.RibSnapshot;
import io.hnvgateway.bgp.route.Aggregator;
import io.hnvgateway.bgp.route.Announcement;
import io.hnvgateway.bgp.route.AsPath;
import io.hnvgateway.bgp.route.Asn;
import io.hnvgateway.bgp.route.Community;
import io.hnvgateway.bgp.route.LargeCommunity;
import io.hnvgateway.bgp.route.Origin;
import io.hnvgateway.bgp.route.PathAttributes;
import io.hnvgateway.bgp.route.RouterId;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// Reads routes that [RouteWriter] wrote. Counts are held against what is left.
final class RouteReader {
    static final int CONNECTION = 0;
    static final int VM = 1;
    static final int SUBNET = 2;

    private final DataInputStream in;

    /// @param in knows how much of it is left
    RouteReader(DataInputStream in) {
        this.in = in;
    }

    /// Reads one item.
    @FunctionalInterface
    private interface Item<T> {
        T read() throws IOException;
    }

    /// Each item has a byte at least.
    private <T> List<T> list(Item<T> item) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > in.available()) {
            throw new IOException("a count of " + count + " is more than there is");
        }
        List<T> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            items.add(item.read());
        }
        return items;
    }

    RibSnapshot snapshot() throws IOException {
        Map<String, List<Announcement>> peers = new HashMap<>();
        list(() -> peers.put(in.readUTF(), list(this::announcement)) == null);
        return new RibSnapshot(peers);
    }

    private Announcement announcement() throws IOException {
        PathAttributes attributes = attributes();
        return new Announcement(attributes, list(this::prefix));
    }

    LearnedRoutes learned() throws IOException {
        Map<IpPrefix, List<Way>> routes = new HashMap<>();
        list(() -> routes.put(prefix(), list(this::way)) == null);
        Map<IpAddress, Way> peers = new HashMap<>();
        list(() -> peers.put(address(), way()) == null);
        return LearnedRoutes.NONE.with(routes).withPeers(peers);
    }

    private Way way() throws IOException {
        int kind = in.readByte();
        return switch (kind) {
            case CONNECTION -> new Way.Connection(in.readUTF());
            case VM -> new Way.Vm(address());
            case SUBNET -> new Way.Subnet(in.readInt());
            default -> throw new IOException("a way of kind " + kind);
        };
    }

    private IpPrefix prefix() throws IOException {
        IpAddress address = address();
        return new IpPrefix(address, in.readUnsignedByte());
    }

    private IpAddress address() throws IOException {
        return new IpAddress(in.readLong(), in.readLong());
    }

    private PathAttributes attributes() throws IOException {
        Origin origin = Origin.valueOf(in.readUTF());
        AsPath path = AsPath.of(list(this::segment));
        PathAttributes.Builder attributes =
                PathAttributes.builder(address())
                        .origin(origin)
                        .asPath(path)
                        .med(optional())
                        .localPreference(optional())
                        .communities(list(() -> new Community(in.readInt())))
                        .largeCommunities(
                                list(() ->
                                        new LargeCommunity(
                                                in.readInt(), in.readInt(), in.readInt())))
                        .atomicAggregate(in.readBoolean());
        int asn = in.readInt();
        int router = in.readInt();
        if (asn != 0) {
            attributes.aggregator(new Aggregator(Asn.ofBits(asn), new RouterId(router)));
        }
        int originator = in.readInt();
        if (originator != 0) {
            attributes.originator(new RouterId(originator));
        }
        return attributes.clusters(list(() -> new RouterId(in.readInt()))).build();
    }

    private AsPath.Segment segment() throws IOException {
        AsPath.Kind kind = AsPath.Kind.valueOf(in.readUTF());
        return new AsPath.Segment(kind, list(() -> Asn.ofBits(in.readInt())));
    }

    private OptionalLong optional() throws IOException {
        long value = in.readLong();
        return value < 0 ? OptionalLong.empty() : OptionalLong.of(value);
    }
}
