package io.hnvgateway.ipsec.cipher;

import io.hnvgateway.ipsec.sa.SaParameters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The ciphers of this machine: the best providers that it has and that prove themselves here.
public final class EspCiphers {
    private static final Logger LOG = LoggerFactory.getLogger(EspCiphers.class);

    private final Chosen gcm;
    private final Chosen cbc;
    private final Scratch[] scratches;

    private record Chosen(CipherProvider provider, CipherSource source) {}

    private EspCiphers(Chosen gcm, Chosen cbc, int workers) {
        this.gcm = gcm;
        this.cbc = cbc;
        scratches = new Scratch[workers];
        for (int i = 0; i < workers; i++) {
            scratches[i] = new Scratch();
        }
    }

    /// Tries the providers, best first, and logs which it took and why.
    ///
    /// @param workers that will use ciphers, numbered from 0
    public static EspCiphers best(int workers) {
        StringBuilder reasons = new StringBuilder();
        Chosen gcm = null;
        Chosen cbc = null;
        for (CipherProvider provider : CipherProvider.values()) {
            String obstacle = obstacle(provider);
            if (obstacle != null) {
                reasons.append(reasons.isEmpty() ? ": " : "; ").append(obstacle);
            } else {
                Chosen chosen = new Chosen(provider, source(provider));
                gcm = gcm == null ? chosen : gcm;
                cbc = cbc == null && provider != CipherProvider.IPSEC_MB ? chosen : cbc;
            }
        }
        if (gcm == null || cbc == null) {
            throw new IllegalStateException("no provider of ciphers works" + reasons);
        }
        LOG.info(
                "ESP: AES-GCM by {}, AES-CBC with HMAC by {}{}",
                gcm.provider,
                cbc.provider,
                reasons);
        return new EspCiphers(gcm, cbc, workers);
    }

    /// One provider, and for what it does not have the next that does.
    ///
    /// @throws IllegalStateException when it does not work here
    public static EspCiphers of(CipherProvider provider, int workers) {
        String obstacle = obstacle(provider);
        if (obstacle != null) {
            throw new IllegalStateException(obstacle);
        }
        Chosen chosen = new Chosen(provider, source(provider));
        return provider == CipherProvider.IPSEC_MB
                ? new EspCiphers(chosen, best(1).cbc, workers)
                : new EspCiphers(chosen, chosen, workers);
    }

    /// Why a provider cannot be used on this machine; null when it can.
    public static @Nullable String obstacle(CipherProvider provider) {
        String obstacle =
                switch (provider) {
                    case IPSEC_MB -> IpsecMb.obstacle();
                    case OPENSSL -> Openssl.obstacle();
                    case JCE -> null;
                };
        if (obstacle != null) {
            return obstacle;
        }
        try {
            CipherSource source = source(provider);
            boolean right =
                    StartTest.passes(source)
                            && (provider == CipherProvider.IPSEC_MB || StartTestCbc.passes(source));
            return right ? null : provider + " computes wrong results on this machine";
        } catch (RuntimeException | LinkageError e) {
            return "%s does not work on this machine (%s)".formatted(provider, e);
        }
    }

    static CipherSource source(CipherProvider provider) {
        return switch (provider) {
            case IPSEC_MB -> IpsecMb.instance();
            case OPENSSL -> new Openssl();
            case JCE -> new JceSource();
        };
    }

    /// A cipher for the SA, with a copy of its keys.
    ///
    /// @param worker the only one that will use it
    /// @throws IllegalArgumentException when the keys' lengths are not the transform's
    public EspCipher create(SaParameters parameters, int worker) {
        CipherKeys keys = new CipherKeys(parameters.keys());
        boolean extended = parameters.features().extendedSequenceNumbers();
        Scratch scratch = scratches[worker];
        return keys.transform().isGcm()
                ? new EspGcm(gcm.source.gcm(keys, scratch), keys.salt(), extended, scratch)
                : new EspCbc(
                        cbc.source.cbc(keys, scratch),
                        keys.transform().icvBytes(),
                        extended,
                        scratch);
    }

    /// Who does AES-GCM.
    public CipherProvider gcmProvider() {
        return gcm.provider;
    }

    /// Who does AES-CBC with HMAC.
    public CipherProvider cbcProvider() {
        return cbc.provider;
    }
}
