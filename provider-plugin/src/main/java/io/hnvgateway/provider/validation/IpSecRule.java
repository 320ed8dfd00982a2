package io.hnvgateway.provider.validation;

import io.hnvgateway.provider.resource.ConnectionCredential;
import io.hnvgateway.provider.resource.DiffieHellmanGroup;
import io.hnvgateway.provider.resource.EncryptionAlgorithm;
import io.hnvgateway.provider.resource.Initiation;
import io.hnvgateway.provider.resource.IntegrityAlgorithm;
import io.hnvgateway.provider.resource.IpSecConnection;
import io.hnvgateway.provider.resource.NetworkConnection;
import io.hnvgateway.provider.resource.VirtualGateway;
import io.hnvgateway.provider.value.SecretText;

/// An IPsec connection proves who its peer is, can be set up by one side at least, and uses weak
/// algorithms only where the operator insists.
final class IpSecRule implements Rule {
    private static final int MAX_SECRET_CHARACTERS = 512;

    @Override
    public void check(Context context) {
        for (VirtualGateway gateway : context.state().virtualGateways()) {
            for (NetworkConnection connection : gateway.networkConnections()) {
                if (connection.transport() instanceof IpSecConnection ipSec) {
                    String path = NetworkConnectionRule.path(gateway, connection);
                    check(context, path + ".ipSecConfiguration", ipSec);
                }
            }
        }
    }

    private static void check(Context context, String path, IpSecConnection ipSec) {
        checkCredential(context, path, ipSec);
        checkInitiation(context, path, ipSec);
        if (!ipSec.behavior().weakPermitted()) {
            checkStrength(context, path, ipSec);
        }
    }

    private static void checkCredential(Context context, String path, IpSecConnection ipSec) {
        switch (ipSec.credential()) {
            case ConnectionCredential.SharedSecret(SecretText secret) -> {
                if (secret == null) {
                    context.missing(path + ".sharedSecret", "it is never shown again");
                } else if (secret.length() > MAX_SECRET_CHARACTERS) {
                    context.fault(
                            path + ".sharedSecret",
                            "",
                            "must have at most " + MAX_SECRET_CHARACTERS + " characters");
                }
            }
            case ConnectionCredential.Certificate certificate ->
                    checkCertificate(context, path, ipSec, certificate);
        }
    }

    private static void checkCertificate(
            Context context,
            String path,
            IpSecConnection ipSec,
            ConnectionCredential.Certificate certificate) {
        if (certificate.chain().isEmpty()) {
            context.missing(path + ".certificateChain", "the gateway's, in PEM");
        }
        if (certificate.secret() == null) {
            context.missing(path + ".privateKey", "PKCS#8 in PEM");
        }
        if (certificate.authorities().isEmpty()) {
            context.missing(
                    path + ".trustedCertificates",
                    "the peer's certificate must come from one of them");
        }
        if (ipSec.identities().peer() == null) {
            context.missing(
                    path + ".peerIdentity",
                    "an authority alone would let in everybody that it certified");
        }
    }

    private static void checkInitiation(Context context, String path, IpSecConnection ipSec) {
        Initiation initiation = ipSec.behavior().initiation();
        boolean initiates = initiation != Initiation.RESPONDER_ONLY;
        if (initiates && ipSec.endpoints().peers().isEmpty()) {
            context.fault(
                    path + ".initiation",
                    initiation.label(),
                    "needs an address of the peer",
                    "write destinationIPAddress, or ResponderOnly");
        }
        boolean certified = ipSec.credential() instanceof ConnectionCredential.Certificate;
        if (ipSec.peerIdentity() == null && !certified) {
            context.missing(
                    path + ".peerIdentity",
                    "a peer of any address is known by it alone, or of several");
        }
        if (!initiates && ipSec.behavior().initiateOnly()) {
            context.fault(
                    path + ".initiateOnly",
                    "True",
                    "leaves nobody who sets the tunnel up",
                    "initiation is ResponderOnly");
        }
    }

    private static void checkStrength(Context context, String path, IpSecConnection ipSec) {
        DiffieHellmanGroup group = ipSec.mainMode().group();
        if (group != null && group.isWeak()) {
            weak(context, path + ".mainMode.diffieHellmanGroup", group.label());
        }
        IntegrityAlgorithm integrity = ipSec.mainMode().integrity();
        if (integrity != null && integrity.isWeak()) {
            weak(context, path + ".mainMode.integrityAlgorithm", integrity.label());
        }
        EncryptionAlgorithm encryption = ipSec.mainMode().encryption();
        if (encryption != null && encryption.isWeak()) {
            weak(context, path + ".mainMode.encryptionAlgorithm", encryption.label());
        }
        var secrecy = ipSec.quickMode().forwardSecrecy();
        DiffieHellmanGroup exchanged = secrecy == null ? null : secrecy.group();
        if (secrecy != null && exchanged != null && exchanged.isWeak()) {
            weak(context, path + ".quickMode.perfectForwardSecrecy", secrecy.label());
        }
        IntegrityAlgorithm packets = ipSec.quickMode().integrity();
        if (packets != null && packets.isWeak()) {
            weak(
                    context,
                    path + ".quickMode.authenticationTransformationConstant",
                    packets.label());
        }
    }

    private static void weak(Context context, String path, String algorithm) {
        context.fault(
                path,
                algorithm,
                "is weak and not permitted",
                "use AES-GCM, SHA256 and ECP256 or Group14; or set allowWeakCryptography");
    }
}
