package io.hnvgateway.provider.validation;

import io.hnvgateway.provider.resource.GreConnection;
import io.hnvgateway.provider.resource.IpSecConnection;
import io.hnvgateway.provider.resource.L3Connection;
import io.hnvgateway.provider.resource.NetworkConnection;
import io.hnvgateway.provider.resource.VirtualGateway;
import io.hnvgateway.provider.value.IpAddress;
import org.jspecify.annotations.Nullable;

/// What comes in from outside belongs to one connection, among those of all tenants.
///
/// Of an IKE request the gateway knows its own address or the identity that the peer asks for, the
/// peer's address and the peer's identity, each as charon compares it. Connections may share any
/// two of them; a responder cannot tell those apart that share all, so that these may only
/// initiate. GRE has both addresses and the key, an L3 connection its VLAN.
final class ConnectionTieRule implements Rule {

    @Override
    public void check(Context context) {
        Once<Object> unique = new Once<>();
        Responders responders = new Responders(context);
        for (VirtualGateway gateway : context.state().virtualGateways()) {
            for (NetworkConnection connection : gateway.networkConnections()) {
                String path = NetworkConnectionRule.path(gateway, connection);
                switch (connection.transport()) {
                    case IpSecConnection ipSec -> checkIpSec(context, responders, path, ipSec);
                    case GreConnection gre -> checkGre(context, unique, path, gre);
                    case L3Connection l3 -> checkVlan(context, unique, path, l3);
                }
            }
        }
    }

    private static void checkIpSec(
            Context context, Responders responders, String path, IpSecConnection ipSec) {
        String other = responders.add(path, ipSec);
        if (!other.isEmpty()) {
            context.fault(
                    path,
                    "",
                    "cannot be told from "
                            + other
                            + ": own address, own identity, peer's address and peer's identity"
                            + " are the same",
                    "give one another localIdentity or peerIdentity, or set initiateOnly in"
                            + " both");
        }
    }

    private static void checkGre(
            Context context, Once<Object> unique, String path, GreConnection gre) {
        for (IpAddress peer : gre.endpoints().peers()) {
            GreSides sides = new GreSides(context.source(gre.endpoints(), peer), peer, gre.key());
            String first = unique.firstUse(sides, path);
            if (first != null) {
                context.fault(
                        path + ".greConfiguration.greKey",
                        gre.key(),
                        "is that of " + first + " between the same addresses",
                        "give each tenant a key of its own");
            }
        }
    }

    private static void checkVlan(
            Context context, Once<Object> unique, String path, L3Connection l3) {
        String owner = context.ownerOfVlan(l3.vlanId());
        if (!owner.isEmpty()) {
            context.fault(
                    path + ".l3Configuration.vlanSubnet.vlanId",
                    l3.vlanId(),
                    "is " + owner,
                    "take a VLAN of the front end that nobody else has");
        }
        String first = unique.firstUse(l3.vlanId(), path);
        if (first != null) {
            context.fault(
                    path + ".l3Configuration.vlanSubnet.vlanId",
                    l3.vlanId(),
                    "is that of " + first,
                    "give each tenant a VLAN of its own");
        }
    }

    private record GreSides(@Nullable IpAddress source, IpAddress peer, long key) {}
}
