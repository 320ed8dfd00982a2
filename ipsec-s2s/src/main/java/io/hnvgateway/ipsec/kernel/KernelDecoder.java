package io.hnvgateway.ipsec.kernel;

import io.hnvgateway.ipsec.kernel.KernelMessage.AddSa;
import io.hnvgateway.ipsec.kernel.KernelMessage.AddTrap;
import io.hnvgateway.ipsec.kernel.KernelMessage.Authorize;
import io.hnvgateway.ipsec.kernel.KernelMessage.DeleteSa;
import io.hnvgateway.ipsec.kernel.KernelMessage.DeleteTrap;
import io.hnvgateway.ipsec.kernel.KernelMessage.Event;
import io.hnvgateway.ipsec.kernel.KernelMessage.GetPsk;
import io.hnvgateway.ipsec.kernel.KernelMessage.GetSpi;
import io.hnvgateway.ipsec.kernel.KernelMessage.Hello;
import io.hnvgateway.ipsec.kernel.KernelMessage.QuerySa;
import io.hnvgateway.ipsec.kernel.KernelMessage.UnsupportedSa;
import io.hnvgateway.ipsec.kernel.KernelMessage.UpdateSa;
import io.hnvgateway.ipsec.sa.EspTransform;
import io.hnvgateway.ipsec.sa.SaParameters;
import io.hnvgateway.ipsec.sa.SaParameters.Endpoints;
import io.hnvgateway.ipsec.sa.SaParameters.Features;
import io.hnvgateway.ipsec.sa.SaParameters.Keys;
import io.hnvgateway.ipsec.sa.SaParameters.Lifetime;
import io.hnvgateway.ipsec.sa.SaParameters.Selectors;
import io.hnvgateway.ipsec.sa.TrafficSelector;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Turns bodies into messages. Any bytes give a message or a [MalformedMessageException].
final class KernelDecoder {
    private static final int MAX_WINDOW_PACKETS = 4096;

    /// IKEv2 transform IDs (RFC 7296 §3.3.2, RFC 4106, RFC 4868).
    private static final int ENCR_AES_CBC = 12;

    private static final int ENCR_AES_GCM_16 = 20;
    private static final int AUTH_HMAC_SHA1_96 = 2;
    private static final int AUTH_HMAC_SHA256_128 = 12;
    private static final int AUTH_HMAC_SHA384_192 = 13;

    private KernelDecoder() {}

    /// @param body big-endian, from its position to its limit
    static KernelMessage decode(int type, ByteBuffer body) throws MalformedMessageException {
        MessageReader in = new MessageReader(body);
        KernelMessage message =
                switch (type) {
                    case KernelProtocol.HELLO -> hello(in);
                    case KernelProtocol.GET_SPI -> getSpi(in);
                    case KernelProtocol.ADD_SA -> addSa(in);
                    case KernelProtocol.UPDATE_SA -> new UpdateSa(in.u32(), in.endpoints());
                    case KernelProtocol.QUERY_SA -> new QuerySa(in.u32());
                    case KernelProtocol.GET_PSK -> new GetPsk(in.text(), in.parties());
                    case KernelProtocol.AUTHORIZE -> new Authorize(in.text(), in.parties());
                    case KernelProtocol.DELETE_SA -> new DeleteSa(in.u32());
                    case KernelProtocol.ADD_TRAP ->
                            new AddTrap(new TrapPolicy(in.u32(), in.u32(), selectors(in)));
                    case KernelProtocol.DELETE_TRAP -> new DeleteTrap(in.u32(), in.u32());
                    case KernelProtocol.EVENT -> event(in);
                    default -> throw new MalformedMessageException("unknown type " + type);
                };
        in.end();
        return message;
    }

    private static KernelMessage hello(MessageReader in) throws MalformedMessageException {
        if (in.u32() != KernelProtocol.MAGIC) {
            throw new MalformedMessageException("no hello of kernel-hnv");
        }
        return new Hello(in.u16(), in.text(), in.text());
    }

    private static KernelMessage getSpi(MessageReader in) throws MalformedMessageException {
        int handle = in.u32();
        String connection = in.text();
        var local = in.address();
        in.u16();
        var remote = in.address();
        in.u16();
        return new GetSpi(handle, connection, local, remote);
    }

    private static KernelMessage addSa(MessageReader in) throws MalformedMessageException {
        int handle = in.u32();
        boolean inbound = in.flag();
        int spi = in.u32();
        int reqid = in.u32();
        int childId = in.u32();
        int ifId = in.u32();
        String connection = in.text();
        Endpoints endpoints = in.endpoints();
        Features features = features(in);
        Lifetime lifetime = new Lifetime(in.u64(), in.u64(), in.u64(), in.u64());
        Selectors selectors = selectors(in);
        int encryption = in.u16();
        int integrity = in.u16();
        byte[] encryptionKey = in.bytes();
        byte[] integrityKey = in.bytes();
        EspTransform transform = transform(encryption, integrity, encryptionKey.length);
        String fault = fault(transform, integrityKey.length, selectors);
        if (transform == null || !fault.isEmpty()) {
            Arrays.fill(encryptionKey, (byte) 0);
            Arrays.fill(integrityKey, (byte) 0);
            return new UnsupportedSa(
                    handle,
                    connection,
                    "%s (transforms %d, %d)".formatted(fault, encryption, integrity));
        }
        Keys keys = new Keys(transform, encryptionKey, integrityKey);
        return new AddSa(
                handle,
                ifId,
                new SaParameters(
                        inbound,
                        spi,
                        reqid,
                        connection,
                        childId,
                        endpoints,
                        features,
                        keys,
                        selectors,
                        lifetime));
    }

    private static Features features(MessageReader in) throws MalformedMessageException {
        boolean esn = in.flag();
        int window = in.u32();
        int packets =
                Integer.compareUnsigned(window, MAX_WINDOW_PACKETS) > 0
                        ? MAX_WINDOW_PACKETS
                        : window;
        int tfcBytes = Math.max(in.u32(), 0);
        return new Features(esn, packets, tfcBytes, in.flag(), in.flag());
    }

    private static Selectors selectors(MessageReader in) throws MalformedMessageException {
        return new Selectors(in.selectors(), in.selectors());
    }

    private static @Nullable EspTransform transform(
            int encryption, int integrity, int encryptionKeyBytes) {
        for (EspTransform candidate : EspTransform.values()) {
            if (encryption == (candidate.isGcm() ? ENCR_AES_GCM_16 : ENCR_AES_CBC)
                    && candidate.encryptionKeyBytes() == encryptionKeyBytes
                    && (candidate.isGcm() || integrityOf(candidate) == integrity)) {
                return candidate;
            }
        }
        return null;
    }

    private static int integrityOf(EspTransform transform) {
        return switch (transform) {
            case AES_GCM_128, AES_GCM_256 -> 0;
            case AES_CBC_128_SHA1, AES_CBC_256_SHA1 -> AUTH_HMAC_SHA1_96;
            case AES_CBC_128_SHA256, AES_CBC_256_SHA256 -> AUTH_HMAC_SHA256_128;
            case AES_CBC_128_SHA384, AES_CBC_256_SHA384 -> AUTH_HMAC_SHA384_192;
        };
    }

    /// Empty if there is none.
    private static String fault(
            @Nullable EspTransform transform, int integrityKeyBytes, Selectors selectors) {
        if (transform == null || transform.integrityKeyBytes() != integrityKeyBytes) {
            return "algorithms are not supported";
        }
        if (!areRanges(selectors.local()) || !areRanges(selectors.remote())) {
            return "traffic selectors are not supported";
        }
        return "";
    }

    /// Not so are those with opaque ports (RFC 4301 §4.4.1.1).
    private static boolean areRanges(List<TrafficSelector> selectors) {
        return selectors.stream()
                .allMatch(selector ->
                        selector.from().isIpv4() == selector.to().isIpv4()
                                && selector.from().compareTo(selector.to()) <= 0
                                && selector.fromPort() <= selector.toPort());
    }

    private static KernelMessage event(MessageReader in) throws MalformedMessageException {
        int number = in.u8();
        KernelEvent.Kind[] kinds = KernelEvent.Kind.values();
        if (number < 1 || number > kinds.length) {
            throw new MalformedMessageException("unknown kind of event " + number);
        }
        return new Event(new KernelEvent(kinds[number - 1], in.text(), in.parties(), in.text()));
    }
}
