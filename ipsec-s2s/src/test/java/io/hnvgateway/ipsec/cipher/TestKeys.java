package io.hnvgateway.ipsec.cipher;

import io.hnvgateway.ipsec.sa.EspTransform;
import io.hnvgateway.ipsec.sa.SaParameters;
import io.hnvgateway.ipsec.sa.SaParameters.Endpoints;
import io.hnvgateway.ipsec.sa.SaParameters.Features;
import io.hnvgateway.ipsec.sa.SaParameters.Keys;
import io.hnvgateway.ipsec.sa.SaParameters.Lifetime;
import io.hnvgateway.ipsec.sa.SaParameters.Selectors;
import io.hnvgateway.packet.IpAddress;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

final class TestKeys {
    private TestKeys() {}

    static Keys random(EspTransform transform, long seed) {
        Random random = new Random(seed);
        byte[] encryption = new byte[transform.encryptionKeyBytes()];
        byte[] integrity = new byte[transform.integrityKeyBytes()];
        random.nextBytes(encryption);
        random.nextBytes(integrity);
        return new Keys(transform, encryption, integrity);
    }

    static SaParameters parameters(Keys keys, boolean extended) {
        IpAddress address = IpAddress.parse("192.0.2.1");
        return new SaParameters(
                true,
                0x10000,
                1,
                "test",
                1,
                new Endpoints(address, 0, address, 0, false),
                new Features(extended, 64, 0, true, true),
                keys,
                new Selectors(List.of(), List.of()),
                new Lifetime(0, 0, 0, 0));
    }

    /// Those that this machine has.
    static Stream<CipherProvider> providers() {
        return Stream.of(CipherProvider.values()).filter(each -> EspCiphers.obstacle(each) == null);
    }
}
