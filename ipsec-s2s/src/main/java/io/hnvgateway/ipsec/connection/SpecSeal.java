package io.hnvgateway.ipsec.connection;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hnvgateway.ipsec.certificate.ConnectionCertificate;
import io.hnvgateway.ipsec.sa.TrafficSelector;
import io.hnvgateway.packet.IpAddress;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Names the CHILD_SA configuration of a connection after all that its [ConnectionSpec] says, its
/// secrets included: `net-` and 64 bits of an HMAC. charon writes that name on every CHILD_SA and
/// keeps it through all rekeys, so that a gateway finds out which of charon's SAs come of a spec as
/// it is now, also where another process has set them up. Who does not have the key learns nothing
/// of a secret from a name.
///
/// Equal specs have equal names over all restarts: what is sealed is an encoding of lengths and
/// values in the order of the records' components.
public final class SpecSeal {
    private static final String PREFIX = "net-";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int SEAL_BYTES = 8;

    /// Of the encoding: another one seals otherwise.
    private static final int FORMAT = 1;

    private final Supplier<byte[]> key;

    /// @param key the same over all restarts, and nobody else's; asked for when there is a spec
    public SpecSeal(Supplier<byte[]> key) {
        this.key = key;
    }

    /// Of the CHILD_SA configuration.
    String childName(ConnectionSpec spec) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key.get(), ALGORITHM));
            byte[] whole = mac.doFinal(Encoding.of(spec));
            return PREFIX + HexFormat.of().formatHex(whole, 0, SEAL_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK lacks " + ALGORITHM, e);
        }
    }

    private static final class Encoding {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final DataOutputStream out = new DataOutputStream(bytes);

        @FunctionalInterface
        private interface Writer<T> {
            void write(T value) throws IOException;
        }

        static byte[] of(ConnectionSpec spec) {
            Encoding encoding = new Encoding();
            try {
                encoding.spec(spec);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return encoding.bytes.toByteArray();
        }

        private void spec(ConnectionSpec spec) throws IOException {
            out.writeInt(FORMAT);
            text(spec.name());
            out.writeInt(spec.interfaceId());
            sides(spec.sides());
            switch (spec.credential()) {
                case ConnectionSpec.Psk(var secret) -> {
                    out.writeByte(1);
                    text(secret);
                }
                case ConnectionSpec.Certified(var certificate) -> {
                    out.writeByte(2);
                    certificate(certificate);
                }
            }
            ike(spec.ike());
            child(spec.child());
            text(spec.start().name());
        }

        private void sides(ConnectionSpec.Sides sides) throws IOException {
            optional(sides.local(), this::address);
            list(sides.remotes(), this::address);
            optional(sides.localId(), this::text);
            optional(sides.remoteId(), this::text);
            out.writeBoolean(sides.initiateOnly());
        }

        private void certificate(ConnectionCertificate certificate) throws IOException {
            bytes(certificate.privateKeyDer());
            list(certificate.chainDer(), this::bytes);
            list(certificate.authoritiesDer(), this::bytes);
        }

        private void ike(ConnectionSpec.Ike ike) throws IOException {
            list(ike.proposals(), this::text);
            out.writeInt(ike.rekeySeconds());
            out.writeInt(ike.deadPeerSeconds());
            out.writeBoolean(ike.forcesEncapsulation());
        }

        private void child(ConnectionSpec.Child child) throws IOException {
            list(child.proposals(), this::text);
            out.writeInt(child.rekeySeconds());
            out.writeLong(child.rekeyBytes());
            out.writeInt(child.idleSeconds());
            list(child.local(), this::selector);
            list(child.remote(), this::selector);
        }

        private void selector(TrafficSelector selector) throws IOException {
            address(selector.from());
            address(selector.to());
            out.writeInt(selector.protocol());
            out.writeInt(selector.fromPort());
            out.writeInt(selector.toPort());
        }

        private void address(IpAddress address) throws IOException {
            out.writeLong(address.high());
            out.writeLong(address.low());
        }

        private void text(String text) throws IOException {
            bytes(text.getBytes(UTF_8));
        }

        private void bytes(byte[] value) throws IOException {
            out.writeInt(value.length);
            out.write(value);
        }

        private <T> void list(List<T> values, Writer<T> each) throws IOException {
            out.writeInt(values.size());
            for (T value : values) {
                each.write(value);
            }
        }

        private <T> void optional(@Nullable T value, Writer<T> writer) throws IOException {
            out.writeBoolean(value != null);
            if (value != null) {
                writer.write(value);
            }
        }
    }
}
