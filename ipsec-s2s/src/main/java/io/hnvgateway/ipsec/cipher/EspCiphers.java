package io.hnvgateway.ipsec.cipher;

import io.hnvgateway.ipsec.sa.EspTransform;
import io.hnvgateway.ipsec.sa.SaParameters;
import java.util.EnumMap;
import java.util.Map;

/// The ciphers of this machine: for each transform the best provider that works here.
public final class EspCiphers {
    private final Map<EspTransform, CipherSource> sources = new EnumMap<>(EspTransform.class);
    private final Map<EspTransform, CipherProvider> providers = new EnumMap<>(EspTransform.class);

    private EspCiphers() {}

    /// Tries the providers, best first. Logs which and why once.
    ///
    /// @param workers that will use ciphers, numbered from 0
    public static EspCiphers best(int workers) {
        EspCiphers ciphers = new EspCiphers();
        ciphers.offer(CipherProvider.JCE, new JceSource());
        return ciphers;
    }

    private void offer(CipherProvider provider, CipherSource source) {
        for (EspTransform transform : EspTransform.values()) {
            if (source.supports(transform) && sources.putIfAbsent(transform, source) == null) {
                providers.put(transform, provider);
            }
        }
    }

    /// A cipher for the SA, with a copy of its keys.
    ///
    /// @param worker the only one that will use it
    /// @throws IllegalArgumentException when the keys' lengths are not the transform's
    public EspCipher create(SaParameters parameters, int worker) {
        CipherKeys keys = new CipherKeys(parameters.keys());
        CipherSource source = sources.get(keys.transform());
        if (source == null) {
            throw new IllegalArgumentException(keys + ": no provider has it");
        }
        return source.create(keys, parameters.features().extendedSequenceNumbers(), worker);
    }

    /// Who does a transform.
    public CipherProvider provider(EspTransform transform) {
        CipherProvider provider = providers.get(transform);
        if (provider == null) {
            throw new IllegalArgumentException(transform + ": no provider has it");
        }
        return provider;
    }
}
