package io.hnvgateway.app.desired;

import io.hnvgateway.ipsec.certificate.CertificateFaultException;
import io.hnvgateway.ipsec.certificate.CertificateImport;
import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.resource.ConnectionCredential;
import io.hnvgateway.provider.resource.IpSecConnection;
import io.hnvgateway.provider.resource.NetworkConnection;
import io.hnvgateway.provider.resource.VirtualGateway;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Certificates and keys of connections that cannot serve. Those that are in effect already are let
/// be: a certificate that ended meanwhile must not stand in the way of other changes.
final class CertificateFaults {
    private CertificateFaults() {}

    /// @param inEffect credentials of the state before
    static List<Fault> of(List<VirtualGateway> gateways, Set<ConnectionCredential> inEffect) {
        Instant now = Instant.now();
        List<Fault> faults = new ArrayList<>();
        for (VirtualGateway gateway : gateways) {
            for (NetworkConnection connection : gateway.networkConnections()) {
                if (connection.transport() instanceof IpSecConnection ipSec
                        && ipSec.credential() instanceof ConnectionCredential.Certificate it
                        && !inEffect.contains(it)) {
                    check(gateway, connection, it, now, faults);
                }
            }
        }
        return faults;
    }

    static Set<ConnectionCredential> credentials(Stream<VirtualGateway> gateways) {
        return gateways.flatMap(gateway -> gateway.networkConnections().stream())
                .map(NetworkConnection::transport)
                .flatMap(transport ->
                        transport instanceof IpSecConnection ipSec
                                ? Stream.of(ipSec.credential())
                                : Stream.empty())
                .collect(Collectors.toSet());
    }

    static Set<ConnectionCredential> credentialsOf(Stream<TenantNetwork> networks) {
        return networks.flatMap(network -> network.connections().stream())
                .map(TenantConnection::transport)
                .flatMap(transport ->
                        transport instanceof IpSecConnection ipSec
                                ? Stream.of(ipSec.credential())
                                : Stream.empty())
                .collect(Collectors.toSet());
    }

    private static void check(
            VirtualGateway gateway,
            NetworkConnection connection,
            ConnectionCredential.Certificate certificate,
            Instant now,
            List<Fault> faults) {
        try {
            CertificateImport.pem(
                    Objects.requireNonNull(certificate.secret()).reveal(),
                    certificate.chain(),
                    certificate.authorities(),
                    now);
        } catch (CertificateFaultException fault) {
            faults.add(
                    new Fault(
                            "virtualGateways[%s].networkConnections[%s].ipSecConfiguration"
                                    .formatted(gateway.resourceId(), connection.resourceId()),
                            "",
                            Objects.requireNonNullElse(fault.getMessage(), ""),
                            "certificateChain, privateKey and trustedCertificates are PEM; the"
                                    + " chain begins with the gateway's own certificate"));
        }
    }
}
