package io.hnvgateway.provider.resource;

import io.hnvgateway.provider.value.IpPrefix;

/// Sources in `insidePrefix` appear outside in `outsidePrefix`, 1:1 and checksum-neutral (RFC
/// 6296). Both IPv6 and of one length.
public record PrefixTranslation(IpPrefix insidePrefix, IpPrefix outsidePrefix) {
    /// RFC 6296 §3.4, §3.5: up to /48 the adjustment falls on the subnet, of longer ones on the
    /// interface identifier.
    public static final int MIN_LENGTH = 1;

    public static final int MAX_LENGTH = 64;
}
