package io.hnvgateway.app.compile;

import io.hnvgateway.app.desired.Convert;
import io.hnvgateway.ipsec.certificate.CertificateFaultException;
import io.hnvgateway.ipsec.certificate.CertificateImport;
import io.hnvgateway.ipsec.connection.ConnectionSpec;
import io.hnvgateway.ipsec.connection.Proposals;
import io.hnvgateway.ipsec.sa.TrafficSelector;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.provider.resource.ConnectionCredential;
import io.hnvgateway.provider.resource.DiffieHellmanGroup;
import io.hnvgateway.provider.resource.EncryptionAlgorithm;
import io.hnvgateway.provider.resource.IntegrityAlgorithm;
import io.hnvgateway.provider.resource.IpSecBehavior;
import io.hnvgateway.provider.resource.IpSecConnection;
import io.hnvgateway.provider.resource.MainMode;
import io.hnvgateway.provider.resource.QuickMode;
import io.hnvgateway.provider.resource.VpnTrafficSelector;
import io.hnvgateway.provider.value.SecretText;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// An IPSec connection of the configuration → what charon is asked for.
public final class IpSecCompiler {
    private static final long KILOBYTE = 1024;

    private IpSecCompiler() {}

    /// @param interfaceId of this connection alone, over all restarts
    /// @throws CertificateFaultException if its certificates cannot serve now
    public static ConnectionSpec compile(IpSecTunnel tunnel, int interfaceId, Instant now)
            throws CertificateFaultException {
        IpSecConnection ipSec = tunnel.ipSec();
        IpSecBehavior behavior = ipSec.behavior();
        return new ConnectionSpec(
                tunnel.name(),
                interfaceId,
                sides(tunnel),
                credential(ipSec.credential(), now),
                new ConnectionSpec.Ike(
                        ike(ipSec.mainMode()),
                        ipSec.mainMode().lifetimeSeconds(),
                        behavior.deadPeerSeconds(),
                        behavior.alwaysEncapsulated()),
                child(ipSec),
                start(tunnel));
    }

    /// Who dials in from anywhere may dial any address of the gateway's.
    private static ConnectionSpec.Sides sides(IpSecTunnel tunnel) {
        IpSecConnection ipSec = tunnel.ipSec();
        List<IpAddress> peers = ipSec.endpoints().peers().stream().map(Convert::address).toList();
        boolean anywhere = peers.isEmpty() && ipSec.endpoints().source() == null;
        return new ConnectionSpec.Sides(
                anywhere ? null : tunnel.local(),
                peers,
                ipSec.identities().local(),
                peerId(ipSec, peers),
                ipSec.behavior().initiateOnly());
    }

    /// charon would take any identity where none is named.
    private static @Nullable String peerId(IpSecConnection ipSec, List<IpAddress> peers) {
        String written = ipSec.identities().peer();
        return written == null && peers.size() == 1 ? peers.getFirst().toString() : written;
    }

    private static ConnectionSpec.Credential credential(
            ConnectionCredential credential, Instant now) throws CertificateFaultException {
        return switch (credential) {
            case ConnectionCredential.SharedSecret(var secret) ->
                    new ConnectionSpec.Psk(revealed(secret));
            case ConnectionCredential.Certificate(var chain, var key, var authorities) ->
                    new ConnectionSpec.Certified(
                            CertificateImport.pem(revealed(key), chain, authorities, now));
        };
    }

    private static String revealed(@Nullable SecretText secret) {
        return Objects.requireNonNull(secret, "validated: a secret is there").reveal();
    }

    /// A connection whose routes are not there while it is down cannot wait for a packet.
    private static ConnectionSpec.Start start(IpSecTunnel tunnel) {
        return switch (tunnel.ipSec().behavior().initiation()) {
            case ON_DEMAND ->
                    tunnel.connection().withdrawsRoutesWhileDown()
                            ? ConnectionSpec.Start.ALWAYS
                            : ConnectionSpec.Start.ON_DEMAND;
            case AT_START -> ConnectionSpec.Start.ALWAYS;
            case RESPONDER_ONLY -> ConnectionSpec.Start.BY_PEER;
        };
    }

    private static List<String> ike(MainMode mode) {
        return Proposals.ike(
                name(mode.encryption()),
                name(mode.integrity()),
                mode.group() == null ? null : name(mode.group()));
    }

    private static ConnectionSpec.Child child(IpSecConnection ipSec) {
        QuickMode mode = ipSec.quickMode();
        return new ConnectionSpec.Child(
                Proposals.esp(name(mode.encryption()), name(mode.integrity()), groups(ipSec)),
                mode.lifetimeSeconds(),
                mode.lifetimeKilobytes() * KILOBYTE,
                mode.idleSeconds(),
                selectors(ipSec.localSelectors()),
                selectors(ipSec.remoteSelectors()));
    }

    private static List<String> groups(IpSecConnection ipSec) {
        return switch (ipSec.quickMode().forwardSecrecy()) {
            case null -> Proposals.groupsIfPeerHas();
            case NONE -> List.of();
            case MAIN_MODE -> groups(ipSec.mainMode().group());
            case PFS2, PFS2048, ECP256, ECP384, PFS24 ->
                    groups(ipSec.quickMode().forwardSecrecy().group());
        };
    }

    private static List<String> groups(@Nullable DiffieHellmanGroup group) {
        return group == null ? Proposals.groups() : List.of(name(group));
    }

    private static List<TrafficSelector> selectors(List<VpnTrafficSelector> selectors) {
        return selectors.stream()
                .map(each ->
                        new TrafficSelector(
                                Convert.address(each.addresses().first()),
                                Convert.address(each.addresses().last()),
                                each.protocol(),
                                each.firstPort(),
                                each.lastPort()))
                .toList();
    }

    private static @Nullable String name(@Nullable EncryptionAlgorithm algorithm) {
        return switch (algorithm) {
            case null -> null;
            case DES3 -> "3des";
            case AES128 -> "aes128";
            case AES192 -> "aes192";
            case AES256 -> "aes256";
            case GCM_AES128 -> "aes128gcm16";
            case GCM_AES256 -> "aes256gcm16";
        };
    }

    private static @Nullable String name(@Nullable IntegrityAlgorithm algorithm) {
        return switch (algorithm) {
            case null -> null;
            case MD5 -> "md5";
            case SHA1 -> "sha1";
            case SHA256 -> "sha256";
            case SHA384 -> "sha384";
        };
    }

    private static String name(DiffieHellmanGroup group) {
        return switch (group) {
            case GROUP2 -> "modp1024";
            case GROUP14 -> "modp2048";
            case GROUP15 -> "modp3072";
            case GROUP16 -> "modp4096";
            case GROUP24 -> "modp2048s256";
            case ECP256 -> "ecp256";
            case ECP384 -> "ecp384";
        };
    }
}
