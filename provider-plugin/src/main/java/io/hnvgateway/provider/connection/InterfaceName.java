package io.hnvgateway.provider.connection;

import io.hnvgateway.provider.value.InvalidValueException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Names of interfaces in a connection string: a device of the host, or `device.VLAN`. The host
/// decides which one is meant, since a device of its own may have a name with a dot.
public final class InterfaceName {
    /// IFNAMSIZ less the final zero, and what the kernel's `dev_valid_name` and our lists exclude.
    private static final String DEVICE = "[^\\s/:;,\\p{Cntrl}]{1,15}";

    private static final Pattern NAME = Pattern.compile(DEVICE);
    private static final Pattern TAGGED = Pattern.compile("(" + DEVICE + ")\\.([1-9][0-9]{0,3})");

    private InterfaceName() {}

    static String parse(String text) {
        if (!isDevice(text) && tagged(text).isEmpty()) {
            throw new InvalidValueException(
                    "must be a network interface",
                    "1..15 characters without / : or spaces, or such a device and a VLAN as in eth1.100");
        }
        return text;
    }

    private static boolean isDevice(String text) {
        return NAME.matcher(text).matches() && !text.equals(".") && !text.equals("..");
    }

    /// The device and the VLAN, if the name can be read as both.
    public static Optional<TaggedInterface> tagged(String name) {
        Matcher parts = TAGGED.matcher(name);
        if (!parts.matches() || !isDevice(parts.group(1))) {
            return Optional.empty();
        }
        int vlan = Integer.parseInt(parts.group(2));
        return vlan > TaggedInterface.MAX_VLAN
                ? Optional.empty()
                : Optional.of(new TaggedInterface(parts.group(1), vlan));
    }
}
