package io.hnvgateway.app.desired;

import io.hnvgateway.provider.resource.GreConnection;
import io.hnvgateway.provider.resource.IpSecConnection;
import io.hnvgateway.provider.resource.L3Connection;
import io.hnvgateway.provider.resource.VirtualGateway;
import io.hnvgateway.provider.value.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What connections to other sites claim, so that those of several tenants can be told apart. It is
/// less than the validation compares, for own addresses are left out: two that claim the same are
/// only looked at together.
final class ConnectionClaims {
    private ConnectionClaims() {}

    /// @param peer null: any
    private record Ike(@Nullable String local, @Nullable String peerId, @Nullable IpAddress peer) {}

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

    /// A peer of any address has an identity, so that only those with one can meet it.
    private static Stream<Object> ike(IpSecConnection ipSec) {
        String local = lower(ipSec.identities().local());
        String peerId = lower(ipSec.identities().peer());
        Stream<Object> any = peerId == null ? Stream.of() : Stream.of(new Ike(local, peerId, null));
        return Stream.concat(
                any, ipSec.endpoints().peers().stream().map(peer -> new Ike(local, peerId, peer)));
    }

    private static @Nullable String lower(@Nullable String identity) {
        return identity == null ? null : identity.toLowerCase(Locale.ROOT);
    }
}
