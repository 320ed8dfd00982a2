package io.hnvgateway.provider.json;

import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.resource.AuthenticationMethod;
import io.hnvgateway.provider.resource.ConnectionCredential;
import io.hnvgateway.provider.resource.DiffieHellmanGroup;
import io.hnvgateway.provider.resource.EncryptionAlgorithm;
import io.hnvgateway.provider.resource.ForwardSecrecy;
import io.hnvgateway.provider.resource.Initiation;
import io.hnvgateway.provider.resource.IntegrityAlgorithm;
import io.hnvgateway.provider.resource.IpSecBehavior;
import io.hnvgateway.provider.resource.IpSecConnection;
import io.hnvgateway.provider.resource.MainMode;
import io.hnvgateway.provider.resource.QuickMode;
import io.hnvgateway.provider.resource.TunnelEndpoints;
import io.hnvgateway.provider.resource.VpnTrafficSelector;
import io.hnvgateway.provider.value.IkeIdentity;
import io.hnvgateway.provider.value.InvalidValueException;
import io.hnvgateway.provider.value.IpAddress;
import io.hnvgateway.provider.value.IpRange;
import io.hnvgateway.provider.value.SecretText;
import io.hnvgateway.provider.value.Values;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reads `ipSecConfiguration`.
final class IpSecReader {
    private static final int DAY_SECONDS = 86_400;

    private IpSecReader() {}

    static IpSecConnection connection(TunnelEndpoints endpoints, PropertyReader ipSec) {
        MainMode main = ipSec.object("mainMode", IpSecReader::mainMode);
        QuickMode quick = ipSec.object("quickMode", IpSecReader::quickMode);
        return new IpSecConnection(
                endpoints,
                new IpSecConnection.Identities(
                        ipSec.optional("localIdentity", IkeIdentity::parse),
                        ipSec.optional("peerIdentity", IkeIdentity::parse)),
                credential(ipSec),
                Objects.requireNonNullElse(main, MainMode.DEFAULT),
                Objects.requireNonNullElse(quick, QuickMode.DEFAULT),
                ipSec.objects("localVpnTrafficSelector", IpSecReader::selector),
                ipSec.objects("remoteVpnTrafficSelector", IpSecReader::selector),
                behavior(ipSec));
    }

    private static ConnectionCredential credential(PropertyReader ipSec) {
        AuthenticationMethod method =
                ipSec.optional(
                        "authenticationMethod",
                        Values.oneOf(AuthenticationMethod.class),
                        AuthenticationMethod.PSK);
        return switch (method) {
            case PSK -> new ConnectionCredential.SharedSecret(ipSec.secret("sharedSecret"));
            case CERTIFICATE -> {
                String chain = ipSec.optional("certificateChain", text -> text, "");
                SecretText key = ipSec.secret("privateKey");
                String authorities = ipSec.optional("trustedCertificates", text -> text, "");
                yield new ConnectionCredential.Certificate(chain, key, authorities);
            }
        };
    }

    private static IpSecBehavior behavior(PropertyReader ipSec) {
        IpSecBehavior ifAbsent = IpSecBehavior.DEFAULT;
        return new IpSecBehavior(
                ipSec.optional("initiation", Values.oneOf(Initiation.class), ifAbsent.initiation()),
                ipSec.optional("initiateOnly", Values::bool, ifAbsent.initiateOnly()),
                ipSec.optional(
                        "deadPeerDetectionSeconds",
                        Values.integer(0, 3600),
                        ifAbsent.deadPeerSeconds()),
                ipSec.optional(
                        "forceUdpEncapsulation", Values::bool, ifAbsent.alwaysEncapsulated()),
                ipSec.optional("allowWeakCryptography", Values::bool, ifAbsent.weakPermitted()));
    }

    /// An IKE_SA carries next to nothing: its limit in kilobytes is read and never reached.
    private static MainMode mainMode(PropertyReader main) {
        main.skip("saLifeTimeKiloBytes");
        return new MainMode(
                main.optional("diffieHellmanGroup", IpSecReader::group),
                main.optional("integrityAlgorithm", IntegrityAlgorithm::parse),
                main.optional("encryptionAlgorithm", EncryptionAlgorithm::parse),
                main.optional(
                        "saLifeTimeSeconds",
                        Values.integer(300, 7 * DAY_SECONDS),
                        MainMode.DEFAULT.lifetimeSeconds()));
    }

    private static DiffieHellmanGroup group(String text) {
        if (text.equalsIgnoreCase("Group1")) {
            throw new InvalidValueException("is broken and never offered", "use ECP256 or Group14");
        }
        return Values.oneOf(DiffieHellmanGroup.class).parse(text);
    }

    private static QuickMode quickMode(PropertyReader quick) {
        EncryptionAlgorithm encryption =
                quick.optional("cipherTransformationConstant", IpSecReader::packetCipher);
        return new QuickMode(
                quick.optional("perfectForwardSecrecy", IpSecReader::forwardSecrecy),
                encryption,
                packetIntegrity(quick, encryption),
                quick.optional(
                        "saLifeTimeSeconds",
                        Values.integer(60, 7 * DAY_SECONDS),
                        QuickMode.DEFAULT.lifetimeSeconds()),
                quick.optional("saLifeTimeKiloBytes", Values.longInteger(0, Integer.MAX_VALUE), 0L),
                quick.optional("idleDisconnectSeconds", Values.integer(0, DAY_SECONDS), 0));
    }

    private static EncryptionAlgorithm packetCipher(String text) {
        EncryptionAlgorithm cipher = EncryptionAlgorithm.parse(text);
        return switch (cipher) {
            case AES128, AES256, GCM_AES128, GCM_AES256 -> cipher;
            case DES3, AES192 ->
                    throw new InvalidValueException(
                            "is no cipher of the data path", "use GCMAES256, or AES256");
        };
    }

    private static ForwardSecrecy forwardSecrecy(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "pfs1" ->
                    throw new InvalidValueException("is broken and never offered", "use ECP256");
            case "pfs14" -> ForwardSecrecy.PFS2048;
            default -> Values.oneOf(ForwardSecrecy.class).parse(text);
        };
    }

    /// MS-NCNBI names AES-GCM as its own integrity algorithm.
    private static @Nullable IntegrityAlgorithm packetIntegrity(
            PropertyReader quick, @Nullable EncryptionAlgorithm cipher) {
        String name = "authenticationTransformationConstant";
        String text = quick.optional(name, value -> value);
        if (text == null) {
            return null;
        }
        if (cipher != null && cipher.isGcm()) {
            if (!text.equalsIgnoreCase(cipher.label())) {
                quick.context()
                        .add(
                                Fault.of(
                                        quick.pathOf(name),
                                        text,
                                        "must be " + cipher.label() + " beside that cipher",
                                        "AES-GCM authenticates by itself; or leave it out"));
            }
            return null;
        }
        IntegrityAlgorithm integrity = quick.optional(name, IntegrityAlgorithm::parse);
        if (integrity == IntegrityAlgorithm.MD5) {
            quick.context()
                    .add(
                            Fault.of(
                                    quick.pathOf(name),
                                    text,
                                    "is no algorithm of the data path",
                                    "use SHA256, or a cipher with GCM"));
        }
        return integrity;
    }

    private static @Nullable VpnTrafficSelector selector(PropertyReader selector) {
        selector.skip("tsPayloadId", "type");
        IpAddress first = selector.required("ipAddressStart", IpAddress::parse);
        IpAddress last = selector.required("ipAddressEnd", IpAddress::parse);
        int protocol = selector.optional("protocolId", Values.integer(0, 255), 0);
        int firstPort =
                selector.optional("portStart", Values.integer(0, VpnTrafficSelector.LAST_PORT), 0);
        int lastPort =
                selector.optional(
                        "portEnd",
                        Values.integer(0, VpnTrafficSelector.LAST_PORT),
                        VpnTrafficSelector.LAST_PORT);
        if (first == null || last == null) {
            return null;
        }
        if (first.isIpv4() != last.isIpv4() || first.compareTo(last) > 0 || firstPort > lastPort) {
            selector.context()
                    .add(
                            Fault.of(
                                    selector.path(),
                                    first + "-" + last,
                                    "must begin before it ends",
                                    "addresses of one family, and ports, in ascending order"));
            return null;
        }
        return new VpnTrafficSelector(new IpRange(first, last), protocol, firstPort, lastPort);
    }
}
