package io.hnvgateway.app.access;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/// Where a request comes from, as far as limits tell sources apart: an IPv4 address, or the /64 of
/// an IPv6 one, all of which one host may have.
public record Source(String text) {
    private static final int PREFIX_BYTES = 8;
    private static final int ADDRESS_BYTES = 16;

    public static Source of(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return new Source(address.getHostAddress());
        }
        byte[] prefix =
                Arrays.copyOf(Arrays.copyOf(address.getAddress(), PREFIX_BYTES), ADDRESS_BYTES);
        try {
            return new Source(InetAddress.getByAddress(prefix).getHostAddress() + "/64");
        } catch (UnknownHostException e) {
            throw new IllegalStateException("16 bytes are an address", e);
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
