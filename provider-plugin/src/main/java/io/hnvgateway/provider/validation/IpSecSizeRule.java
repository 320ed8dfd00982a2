package io.hnvgateway.provider.validation;

import io.hnvgateway.provider.resource.ConnectionCredential;
import io.hnvgateway.provider.resource.IpSecConnection;
import io.hnvgateway.provider.resource.NetworkConnection;
import io.hnvgateway.provider.resource.VirtualGateway;
import io.hnvgateway.provider.resource.VpnTrafficSelector;
import java.util.List;

/// An IPsec connection is small enough for one VICI message, of 512 KiB at most, and for a packet
/// to be compared with all of its traffic selectors. That each text has 64 KiB at most is seen to
/// where JSON is read ([io.hnvgateway.provider.json.JsonText]).
final class IpSecSizeRule implements Rule {
    private static final int MAX_SELECTORS = 64;
    private static final int MAX_PEERS = 64;
    private static final int MAX_CERTIFICATES = 16;
    private static final String BEGIN = "-----BEGIN ";

    @Override
    public void check(Context context) {
        for (VirtualGateway gateway : context.state().virtualGateways()) {
            for (NetworkConnection connection : gateway.networkConnections()) {
                if (connection.transport() instanceof IpSecConnection ipSec) {
                    check(context, NetworkConnectionRule.path(gateway, connection), ipSec);
                }
            }
        }
    }

    private static void check(Context context, String connection, IpSecConnection ipSec) {
        int peers = ipSec.endpoints().peers().size();
        if (peers > MAX_PEERS) {
            context.fault(
                    connection + ".peerIPAddresses",
                    peers,
                    "must be at most " + MAX_PEERS + " addresses, destinationIPAddress included");
        }
        String path = connection + ".ipSecConfiguration";
        selectors(context, path + ".localVpnTrafficSelector", ipSec.localSelectors());
        selectors(context, path + ".remoteVpnTrafficSelector", ipSec.remoteSelectors());
        if (ipSec.credential() instanceof ConnectionCredential.Certificate certificate) {
            certificates(context, path + ".certificateChain", certificate.chain());
            certificates(context, path + ".trustedCertificates", certificate.authorities());
        }
    }

    private static void selectors(
            Context context, String path, List<VpnTrafficSelector> selectors) {
        if (selectors.size() > MAX_SELECTORS) {
            context.fault(
                    path,
                    selectors.size(),
                    "must be at most " + MAX_SELECTORS + " selectors",
                    "join them to ranges: each packet is compared with all of them");
        }
    }

    private static void certificates(Context context, String path, String pem) {
        int count = 0;
        for (int at = pem.indexOf(BEGIN); at >= 0; at = pem.indexOf(BEGIN, at + BEGIN.length())) {
            count++;
        }
        if (count > MAX_CERTIFICATES) {
            context.fault(
                    path,
                    count,
                    "must be at most " + MAX_CERTIFICATES + " certificates",
                    "leave out those that no peer needs");
        }
    }
}
