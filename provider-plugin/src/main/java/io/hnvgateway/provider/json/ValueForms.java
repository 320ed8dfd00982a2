package io.hnvgateway.provider.json;

import io.hnvgateway.provider.resource.ResourceReference;
import io.hnvgateway.provider.value.AsNumber;
import io.hnvgateway.provider.value.AsNumberRange;
import io.hnvgateway.provider.value.InvalidValueException;
import io.hnvgateway.provider.value.IpAddress;
import io.hnvgateway.provider.value.IpPrefix;
import io.hnvgateway.provider.value.Labelled;
import io.hnvgateway.provider.value.Mac;
import io.hnvgateway.provider.value.PrefixRange;
import io.hnvgateway.provider.value.RouteCommunity;
import io.hnvgateway.provider.value.ValueForm;
import io.hnvgateway.provider.value.ValueParser;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a parser takes: it says so itself, or the type of what it makes of a text says it.
final class ValueForms {
    private static final String IPV4 = "192.0.2.1";
    private static final String IPV6 = "2001:db8::1";

    /// One text of each type, so that every parser takes one of them.
    private static final List<String> SAMPLES =
            List.of(
                    "7",
                    IPV4,
                    IPV6,
                    "192.0.2.0/24",
                    "2001:db8::/32",
                    "02-00-5E-00-50-02",
                    "c0c0c0c0-0000-4000-8000-000000000001",
                    "True",
                    "65000:1",
                    "/a/b",
                    "AES256",
                    "SHA256",
                    "ECP256",
                    "Permit");

    private ValueForms() {}

    static ValueForm of(ValueParser<?> parser) {
        ValueForm said = parser.form();
        if (said != null) {
            return said;
        }
        Object sample = sample(parser);
        return sample == null ? new ValueForm.Text("") : form(parser, sample);
    }

    /// A value that the parser makes; null: no sample fits it.
    static @Nullable Object sample(ValueParser<?> parser) {
        ValueForm said = parser.form();
        Stream<String> texts =
                switch (said) {
                    case ValueForm.WholeNumber number -> Stream.of(Long.toString(number.min()));
                    case ValueForm.Choice choice -> choice.words().stream();
                    case null, default -> SAMPLES.stream();
                };
        return texts.map(text -> parsed(parser, text))
                .filter(value -> value != null)
                .findFirst()
                .orElse(null);
    }

    static @Nullable Object parsed(ValueParser<?> parser, String text) {
        try {
            return parser.parse(text);
        } catch (InvalidValueException _) {
            return null;
        }
    }

    private static ValueForm form(ValueParser<?> parser, Object sample) {
        return switch (sample) {
            case Boolean _ -> new ValueForm.Truth();
            case Integer _ -> new ValueForm.WholeNumber(Integer.MIN_VALUE, Integer.MAX_VALUE);
            case Long _ -> new ValueForm.WholeNumber(Long.MIN_VALUE, Long.MAX_VALUE);
            case Labelled constant -> new ValueForm.Choice(labels(parser, constant));
            case IpAddress _ ->
                    new ValueForm.Text(family(parser, IPV4, IPV6, "ipv4", "ipv6", "ip"));
            case IpPrefix _ ->
                    new ValueForm.Text(
                            family(
                                    parser,
                                    "192.0.2.0/24",
                                    "2001:db8::/32",
                                    "ipv4-prefix",
                                    "ipv6-prefix",
                                    "prefix"));
            case Mac _ -> new ValueForm.Text("mac");
            case UUID _ -> new ValueForm.Text("uuid");
            case AsNumber _ -> new ValueForm.Text("as-number");
            case AsNumberRange _ -> new ValueForm.Text("as-number-range");
            case PrefixRange _ -> new ValueForm.Text("prefix-range");
            case RouteCommunity _ -> new ValueForm.Text("community");
            case ResourceReference _ -> new ValueForm.Text("reference");
            default -> new ValueForm.Text("");
        };
    }

    private static String family(
            ValueParser<?> parser, String four, String six, String ipv4, String ipv6, String both) {
        if (parsed(parser, four) == null) {
            return ipv6;
        }
        return parsed(parser, six) == null ? ipv4 : both;
    }

    /// Those of the constants of its type that the parser takes.
    private static List<String> labels(ValueParser<?> parser, Labelled constant) {
        return Stream.of(constant.getClass().getEnumConstants())
                .map(each -> ((Labelled) each).label())
                .filter(label -> parsed(parser, label) != null)
                .toList();
    }
}
