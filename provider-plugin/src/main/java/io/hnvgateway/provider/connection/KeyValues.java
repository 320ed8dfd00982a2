package io.hnvgateway.provider.connection;

import io.hnvgateway.provider.value.InvalidValueException;
import io.hnvgateway.provider.value.IpAddress;
import io.hnvgateway.provider.value.IpRange;
import io.hnvgateway.provider.value.ValueParser;
import io.hnvgateway.provider.value.Values;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The values that only connection strings have.
final class KeyValues {
    /// `sockaddr_un.sun_path` holds 108 bytes with the final zero.
    private static final int SOCKET_PATH_BYTES = 107;

    /// A pool of more is a mistyped prefix, and every address of it costs port bitmaps.
    private static final long NAT_POOL_ADDRESSES = 65_536;

    private static final int MAX_NEXT_HOPS = 16;
    private static final int MAX_WORKERS = 16;

    private KeyValues() {}

    static String label(String text) {
        if (text.length() > 255 || text.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidValueException("must be 1..255 printable characters");
        }
        return text;
    }

    static IpAddress unicast(String text) {
        IpAddress address = IpAddress.parse(text);
        if (address.isLinkLocal()) {
            throw new InvalidValueException(
                    "must be a unicast address",
                    "not a link-local one: routes through such next hops are the host's to have");
        }
        if (!address.isUnicast()) {
            throw new InvalidValueException("must be a unicast address");
        }
        return address;
    }

    /// Also one of the loopback, which only the host itself reaches.
    static IpAddress listening(String text) {
        IpAddress address = IpAddress.parse(text);
        return address.isLoopback() ? address : unicast(text);
    }

    /// The host of an endpoint where it is an address.
    static Optional<IpAddress> literal(URI endpoint) {
        String host = endpoint.getHost().replace("[", "").replace("]", "");
        boolean address = host.indexOf(':') >= 0 || host.matches("[0-9.]+");
        return address ? Optional.of(IpAddress.parse(host)) : Optional.empty();
    }

    static List<IpAddress> nextHops(String text) {
        List<IpAddress> nextHops = Values.list(KeyValues::unicast).parse(text);
        if (nextHops.size() > MAX_NEXT_HOPS) {
            throw new InvalidValueException("must be at most " + MAX_NEXT_HOPS + " addresses");
        }
        return nextHops;
    }

    static List<InterfaceAddress> addresses(String text) {
        List<InterfaceAddress> addresses = Values.list(InterfaceAddress::parse).parse(text);
        if (addresses.stream().map(InterfaceAddress::address).distinct().count()
                < addresses.size()) {
            throw new InvalidValueException("names an address twice");
        }
        return addresses;
    }

    static List<IpRange> natPool(String text) {
        List<IpRange> ranges = Values.list(IpRange::parse).parse(text);
        for (int i = 0; i < ranges.size(); i++) {
            IpRange range = ranges.get(i);
            if (!range.isIpv4()) {
                throw new InvalidValueException(
                        "'" + range + "' must be IPv4", "ports are translated for IPv4 only");
            }
            if (!range.first().isUnicast() || !range.last().isUnicast()) {
                throw new InvalidValueException("'" + range + "' must hold unicast addresses only");
            }
            for (IpRange earlier : ranges.subList(0, i)) {
                if (earlier.overlaps(range)) {
                    throw new InvalidValueException(
                            "'" + earlier + "' and '" + range + "' overlap");
                }
            }
        }
        if (ranges.stream().mapToLong(IpRange::size).sum() > NAT_POOL_ADDRESSES) {
            throw new InvalidValueException("holds more than " + NAT_POOL_ADDRESSES + " addresses");
        }
        return ranges;
    }

    static Integer workers(String text) {
        return Values.integer(1, MAX_WORKERS).parse(text);
    }

    static URI endpoint(String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw new InvalidValueException(
                    "must be an https URI", "as in https://gateway1.example:8443");
        }
        boolean rootPath =
                uri.getPath() == null || uri.getPath().isEmpty() || uri.getPath().equals("/");
        if (!"https".equalsIgnoreCase(uri.getScheme()) || uri.getHost() == null || !rootPath) {
            throw new InvalidValueException(
                    "must be an https URI of host and port", "as in https://gateway1.example:8443");
        }
        if (uri.getUserInfo() != null || uri.getQuery() != null || uri.getFragment() != null) {
            throw new InvalidValueException("must hold neither credentials nor a query");
        }
        var _ = literal(uri);
        return uri;
    }

    private static final int SYSLOG_PORT = 514;

    /// With a port, if it was left out.
    static URI syslog(String text) {
        String hint = "as in udp://192.0.2.9:514 or tcp://[2001:db8::9]:601";
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw new InvalidValueException("must be a udp or tcp URI of host and port", hint);
        }
        boolean scheme = "udp".equals(uri.getScheme()) || "tcp".equals(uri.getScheme());
        boolean more =
                !(uri.getPath() == null || uri.getPath().isEmpty())
                        || uri.getUserInfo() != null
                        || uri.getQuery() != null
                        || uri.getFragment() != null;
        if (!scheme || uri.getHost() == null || more || uri.getPort() > 65_535) {
            throw new InvalidValueException("must be a udp or tcp URI of host and port", hint);
        }
        int port = uri.getPort() < 0 ? SYSLOG_PORT : uri.getPort();
        return URI.create(uri.getScheme() + "://" + uri.getHost() + ":" + port);
    }

    static String hostName(String text) {
        if (!text.matches("[A-Za-z0-9.:_-]{1,253}")) {
            throw new InvalidValueException(
                    "must be host names or addresses", "as in ntp1.example");
        }
        return text;
    }

    static String fingerprint(String text) {
        String hex = text.replace(":", "").toLowerCase(Locale.ROOT);
        if (!hex.matches("[0-9a-f]{64}")) {
            throw new InvalidValueException(
                    "must be a SHA-256 fingerprint", "64 hexadecimal digits, colons allowed");
        }
        return hex;
    }

    static Path absolutePath(String text) {
        if (!text.startsWith("/") || text.indexOf('\0') >= 0) {
            throw new InvalidValueException("must be an absolute path");
        }
        return Path.of(text).normalize();
    }

    /// Empty: `none`.
    static Optional<Path> pathOrNone(String text) {
        return text.equalsIgnoreCase("none") ? Optional.empty() : Optional.of(absolutePath(text));
    }

    static Path socketPath(String text) {
        if (text.getBytes(StandardCharsets.UTF_8).length > SOCKET_PATH_BYTES) {
            throw new InvalidValueException(
                    "must be at most " + SOCKET_PATH_BYTES + " bytes, the limit of the kernel");
        }
        return absolutePath(text);
    }

    static ValueParser<Integer> powerOfTwo(int min, int max) {
        return text -> {
            int value = Values.integer(min, max).parse(text);
            if (Integer.bitCount(value) != 1) {
                int next = Integer.highestOneBit(value) << 1;
                throw new InvalidValueException(
                        "must be a power of two", "the next one is " + next);
            }
            return value;
        };
    }
}
