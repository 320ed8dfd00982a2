package io.hnvgateway.ipsec.cipher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.hnvgateway.ipsec.sa.EspTransform;
import io.hnvgateway.packet.Memory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StartTestCbcTest {
    /// What a provider may get wrong.
    private enum Fault {
        NONE,
        ENCRYPTION,
        DECRYPTION,
        HMAC,
        HMAC_IN_PARTS
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void onlyAProviderThatIsRightInAllPasses(Fault fault) {
        assertThat(StartTestCbc.passes(new Faulty(fault))).isEqualTo(fault == Fault.NONE);
    }

    @Test
    void aContextThatCannotBeMadeCostsNoOther() {
        assumeThat(EspCiphers.obstacle(CipherProvider.OPENSSL)).isNull();
        int before = Openssl.Evp.live();
        CipherKeys keys = new CipherKeys(TestKeys.random(EspTransform.AES_CBC_128_SHA256, 9));
        assertThatThrownBy(() -> new OpensslCbcHmac(keys, "NO-SUCH-HASH", new Scratch()))
                .isInstanceOf(IllegalStateException.class);
        assertThat(Openssl.Evp.live()).isEqualTo(before);

        new OpensslCbcHmac(keys, new Scratch()).close();
        new Openssl()
                .gcm(new CipherKeys(TestKeys.random(EspTransform.AES_GCM_128, 9)), new Scratch())
                .close();
        assertThat(Openssl.Evp.live()).isEqualTo(before);
    }

    /// The JDK's ciphers with one fault.
    private record Faulty(Fault fault) implements CipherSource {
        @Override
        public AesGcm gcm(CipherKeys keys, Scratch scratch) {
            throw new UnsupportedOperationException();
        }

        @Override
        public AesCbcHmac cbc(CipherKeys keys, Scratch scratch) {
            AesCbcHmac right = new JceSource().cbc(keys, scratch);
            return new AesCbcHmac() {
                @Override
                public void encrypt(long blocks, int bytes) {
                    right.encrypt(blocks, bytes);
                    spoilIf(Fault.ENCRYPTION, blocks + bytes - 1);
                }

                @Override
                public void decrypt(long iv, long text, int bytes) {
                    right.decrypt(iv, text, bytes);
                    spoilIf(Fault.DECRYPTION, text);
                }

                @Override
                public void authenticate(long from, int bytes, long more, long mac) {
                    right.authenticate(from, bytes, more, mac);
                    spoilIf(more == 0 ? Fault.HMAC : Fault.HMAC_IN_PARTS, mac + 19);
                }

                @Override
                public void close() {
                    right.close();
                }
            };
        }

        private void spoilIf(Fault which, long at) {
            if (fault == which) {
                Memory.put8(at, Memory.u8(at) ^ 1);
            }
        }
    }
}
