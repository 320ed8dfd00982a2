package io.hnvgateway.app.desired;

import io.hnvgateway.provider.resource.GreConnection;
import io.hnvgateway.provider.resource.IpSecConnection;
import io.hnvgateway.provider.resource.L3Connection;
import io.hnvgateway.provider.resource.VirtualGateway;
import io.hnvgateway.provider.value.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What connections to other sites claim, so that those of several tenants can be told apart. It is
/// less than the validation compares, for own addresses are left out: two that claim the same are
/// only looked at together.
final class ConnectionClaims {
    private ConnectionClaims() {}

    /// A peer of any address, too, can be met only by one of its identity.
    private record Ike(String peerId) {}

    private record Gre(IpAddress peer, long key) {}

    private record Vlan(int id) {}

    static List<Object> of(VirtualGateway gateway) {
        List<Object> claims = new ArrayList<>();
        gateway.networkConnections()
                .forEach(connection -> {
                    switch (connection.transport()) {
                        case IpSecConnection ipSec -> ike(ipSec).forEach(claims::add);
                        case GreConnection gre ->
                                gre.endpoints()
                                        .peers()
                                        .forEach(peer -> claims.add(new Gre(peer, gre.key())));
                        case L3Connection l3 -> claims.add(new Vlan(l3.vlanId()));
                    }
                });
        return claims;
    }

    private static Stream<Object> ike(IpSecConnection ipSec) {
        return Stream.ofNullable(ipSec.peerIdentity()).map(Ike::new);
    }
}
