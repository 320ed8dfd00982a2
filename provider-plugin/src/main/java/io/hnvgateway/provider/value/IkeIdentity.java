package io.hnvgateway.provider.value;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The text of an identity (RFC 7296 §3.5), as charon takes it: with `=` a distinguished name, with
/// `@` a mail address, else an IP address or, if it is none, a name.
///
/// charon has other spellings of the same, and such as fit many peers. They are refused, so that
/// two identities that are one are seen to be.
public final class IkeIdentity {
    /// `%`, quotes and `#` would mean something else to charon, which takes printable ASCII only.
    private static final Pattern TEXT = Pattern.compile("[ -~&&[^%\"{}#]]{1,255}");

    private static final Pattern TYPED =
            Pattern.compile(
                    "(?i)(ipv[46](net|range)?|rfc822|email|userfqdn|fqdn|dns|asn1dn|asn1gn"
                            + "|xmppaddr|keyid):.*");
    private static final String FORMS =
            "an address, a name, user@name or a distinguished name, without a type before it";

    private IkeIdentity() {}

    /// The text itself.
    ///
    /// @throws InvalidValueException if it is none, or not of one peer alone
    public static String parse(String text) {
        if (!TEXT.matcher(text).matches() || !text.equals(text.strip())) {
            throw new InvalidValueException("must be an identity", FORMS);
        }
        if (text.startsWith("@")) {
            throw new InvalidValueException(
                    "must not begin with @", "a name is written as it is: " + FORMS);
        }
        if (TYPED.matcher(text).matches()) {
            throw new InvalidValueException("must not begin with a type", FORMS);
        }
        if (isDistinguishedName(text)) {
            return distinguished(text);
        }
        if (text.startsWith("*")) {
            throw new InvalidValueException("must be the identity of one peer", FORMS);
        }
        return text.indexOf('@') >= 0 ? text : addressOrName(text);
    }

    private static String distinguished(String text) {
        for (String part : parts(text)) {
            if (key(part).isEmpty() || key(part).equals(part)) {
                throw new InvalidValueException(
                        "must be a distinguished name", "as C=DE, O=Contoso, CN=office");
            }
            if (value(part).equals("*")) {
                throw new InvalidValueException("must be the identity of one peer", FORMS);
            }
        }
        return text;
    }

    private static String addressOrName(String text) {
        int dash = text.indexOf('-');
        boolean many =
                text.indexOf('/') >= 0
                        || (dash > 0
                                && isAddress(text.substring(0, dash))
                                && isAddress(text.substring(dash + 1)));
        if (many || (isAddress(text) && IpAddress.parse(text).isUnspecified())) {
            throw new InvalidValueException("must be the identity of one peer", FORMS);
        }
        if (text.indexOf(':') >= 0 && !isAddress(text)) {
            throw new InvalidValueException("must be an IPv6 address, or a name without :", FORMS);
        }
        return text;
    }

    /// Of each [#parse] takes: the same for what charon takes for the same. Case is of no account,
    /// nor are the spaces and separators of a distinguished name (RFC 5280 §7.1).
    ///
    /// It is the same for some that charon tells apart: names with several spaces in a row, and
    /// those that differ in case where a value has other characters than a PrintableString, such as
    /// `_`. So more is refused than need be, and no two peers are ever mixed up.
    public static String canonical(String text) {
        if (isDistinguishedName(text)) {
            return Arrays.stream(parts(text))
                    .map(part -> canonicalKey(key(part)) + "=" + value(part).replaceAll(" +", " "))
                    .collect(Collectors.joining(","))
                    .toLowerCase(Locale.ROOT);
        }
        return isAddress(text) ? IpAddress.parse(text).toString() : text.toLowerCase(Locale.ROOT);
    }

    public static boolean isDistinguishedName(String text) {
        return text.indexOf('=') >= 0;
    }

    public static boolean isAddress(String text) {
        try {
            IpAddress.parse(text);
            return true;
        } catch (InvalidValueException none) {
            return false;
        }
    }

    /// A name that begins with `/` has it between its parts, others `,`.
    private static String[] parts(String name) {
        return Arrays.stream(name.split(name.startsWith("/") ? "/" : ","))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toArray(String[]::new);
    }

    private static String key(String part) {
        return part.split("[ =]", 2)[0];
    }

    private static String value(String part) {
        return part.substring(key(part).length()).replaceFirst("^[ =]+", "");
    }

    /// What has several names in charon.
    private static String canonicalKey(String key) {
        return switch (key.toLowerCase(Locale.ROOT)) {
            case "email", "emailaddress" -> "e";
            case "serialnumber" -> "sn";
            case "employeenumber" -> "en";
            case "unstructuredname" -> "un";
            case "unstructuredaddress" -> "ua";
            case "userid" -> "uid";
            default -> key;
        };
    }
}
