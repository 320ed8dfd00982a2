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
import io.hnvgateway.bgp.route.PathAttributes;
import io.hnvgateway.bgp.route.RouterId;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// Writes what [RouteReader] reads.
final class RouteWriter {
    private final DataOutputStream out;

    RouteWriter(DataOutputStream out) {
        this.out = out;
    }

    void snapshot(RibSnapshot snapshot) throws IOException {
        out.writeInt(snapshot.peers().size());
        for (Map.Entry<String, List<Announcement>> peer : snapshot.peers().entrySet()) {
            out.writeUTF(peer.getKey());
            out.writeInt(peer.getValue().size());
            for (Announcement announcement : peer.getValue()) {
                attributes(announcement.attributes());
                out.writeInt(announcement.prefixes().size());
                for (IpPrefix prefix : announcement.prefixes()) {
                    prefix(prefix);
                }
            }
        }
    }

    void learned(LearnedRoutes learned) throws IOException {
        out.writeInt(learned.routes().size());
        for (Map.Entry<IpPrefix, List<Way>> route : learned.routes().entrySet()) {
            prefix(route.getKey());
            out.writeInt(route.getValue().size());
            for (Way way : route.getValue()) {
                way(way);
            }
        }
        out.writeInt(learned.peers().size());
        for (Map.Entry<IpAddress, Way> peer : learned.peers().entrySet()) {
            address(peer.getKey());
            way(peer.getValue());
        }
    }

    private void way(Way way) throws IOException {
        switch (way) {
            case Way.Connection(var name) -> {
                out.writeByte(RouteReader.CONNECTION);
                out.writeUTF(name);
            }
            case Way.Vm(var at) -> {
                out.writeByte(RouteReader.VM);
                address(at);
            }
            case Way.Subnet(var vsid) -> {
                out.writeByte(RouteReader.SUBNET);
                out.writeInt(vsid);
            }
        }
    }

    private void prefix(IpPrefix prefix) throws IOException {
        address(prefix.address());
        out.writeByte(prefix.bits());
    }

    private void address(IpAddress address) throws IOException {
        out.writeLong(address.high());
        out.writeLong(address.low());
    }

    private void attributes(PathAttributes attributes) throws IOException {
        out.writeUTF(attributes.origin().name());
        List<AsPath.Segment> segments = attributes.asPath().segments();
        out.writeInt(segments.size());
        for (AsPath.Segment segment : segments) {
            out.writeUTF(segment.kind().name());
            out.writeInt(segment.numbers().size());
            for (Asn number : segment.numbers()) {
                out.writeInt(number.bits());
            }
        }
        address(attributes.nextHop());
        optional(attributes.med());
        optional(attributes.localPreference());
        out.writeInt(attributes.communities().size());
        for (Community community : attributes.communities()) {
            out.writeInt(community.bits());
        }
        out.writeInt(attributes.largeCommunities().size());
        for (LargeCommunity community : attributes.largeCommunities()) {
            out.writeInt(community.global());
            out.writeInt(community.first());
            out.writeInt(community.second());
        }
        out.writeBoolean(attributes.atomicAggregate());
        Aggregator aggregator = attributes.aggregator();
        out.writeInt(aggregator == null ? 0 : aggregator.asn().bits());
        out.writeInt(aggregator == null ? 0 : aggregator.router().bits());
        RouterId originator = attributes.originator();
        out.writeInt(originator == null ? 0 : originator.bits());
        out.writeInt(attributes.clusters().size());
        for (RouterId cluster : attributes.clusters()) {
            out.writeInt(cluster.bits());
        }
    }

    private void optional(OptionalLong value) throws IOException {
        out.writeLong(value.orElse(-1));
    }
}
