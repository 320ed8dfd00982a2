package io.hnvgateway.app.setup;

import io.hnvgateway.provider.value.InvalidValueException;
import io.hnvgateway.provider.value.IpAddress;
import io.hnvgateway.provider.value.IpPrefix;

/// An address of the host on a link, as `192.0.2.9/24`.
record LinkAddress(IpAddress address, int length) {

    /// @throws InvalidValueException naming the rule
    static LinkAddress parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new InvalidValueException(
                    "must be an address and the length of its subnet's prefix",
                    "as 192.0.2.9/24 or 2001:db8::9/64");
        }
        IpAddress address = IpAddress.parse(text.substring(0, slash));
        LinkAddress result =
                new LinkAddress(
                        address, IpPrefix.length(text.substring(slash + 1), address.bits()));
        if (!address.isUnicast() || !result.prefix().isHostAddress(address)) {
            throw new InvalidValueException("must be a host address of its subnet");
        }
        return result;
    }

    IpPrefix prefix() {
        return IpPrefix.of(address, length);
    }

    @Override
    public String toString() {
        return address + "/" + length;
    }
}
