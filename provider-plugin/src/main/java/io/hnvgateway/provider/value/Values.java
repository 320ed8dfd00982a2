package io.hnvgateway.provider.value;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Parsers of the values that have no type of their own.
public final class Values {
    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]{1,19}");
    private static final Pattern GUID =
            Pattern.compile(
                    "\\{?[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}}?");

    private Values() {}

    public static ValueParser<Integer> integer(int min, int max) {
        ValueParser<Integer> parser = text -> (int) number(text, min, max);
        return parser.as(new ValueForm.WholeNumber(min, max));
    }

    public static ValueParser<Long> longInteger(long min, long max) {
        ValueParser<Long> parser = text -> number(text, min, max);
        return parser.as(new ValueForm.WholeNumber(min, max));
    }

    /// Any whole number: its range is a rule of the validation, so that it is named with the others
    /// there.
    public static Integer anyInteger(String text) {
        return (int) number(text, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    private static long number(String text, long min, long max) {
        String rule = "must be %d..%d".formatted(min, max);
        if (!NUMBER.matcher(text).matches()) {
            throw new InvalidValueException(rule, "a whole number");
        }
        long value;
        try {
            value = Long.parseLong(text);
        } catch (NumberFormatException tooLong) {
            throw new InvalidValueException(rule);
        }
        if (value < min || value > max) {
            throw new InvalidValueException(rule);
        }
        return value;
    }

    public static Boolean bool(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new InvalidValueException("must be True or False");
        };
    }

    /// A constant of an enum by its label, in any case.
    public static <E extends Enum<E> & Labelled> ValueParser<E> oneOf(Class<E> type) {
        ValueParser<E> parser =
                text -> {
                    for (E candidate : type.getEnumConstants()) {
                        if (candidate.label().equalsIgnoreCase(text)) {
                            return candidate;
                        }
                    }
                    String labels =
                            Arrays.stream(type.getEnumConstants())
                                    .map(Labelled::label)
                                    .collect(Collectors.joining(", "));
                    throw new InvalidValueException("must be one of " + labels);
                };
        return parser.as(
                new ValueForm.Choice(
                        Arrays.stream(type.getEnumConstants()).map(Labelled::label).toList()));
    }

    /// A word that means yes or one that means no, in any case.
    public static ValueParser<Boolean> either(String yes, String no) {
        ValueParser<Boolean> parser =
                text -> {
                    if (!text.equalsIgnoreCase(yes) && !text.equalsIgnoreCase(no)) {
                        throw new InvalidValueException("must be " + yes + " or " + no);
                    }
                    return text.equalsIgnoreCase(yes);
                };
        return parser.as(new ValueForm.Choice(List.of(yes, no)));
    }

    public static UUID guid(String text) {
        boolean braces = text.startsWith("{");
        if (!GUID.matcher(text).matches() || braces != text.endsWith("}")) {
            throw new InvalidValueException(
                    "must be a GUID", "as in {c0c0c0c0-0000-4000-8000-000000000001}");
        }
        return UUID.fromString(braces ? text.substring(1, text.length() - 1) : text);
    }

    /// Comma list without empty items.
    public static <T> ValueParser<List<T>> list(ValueParser<T> item) {
        return text -> {
            List<T> values = new ArrayList<>();
            for (String part : text.split(",", -1)) {
                values.add(listItem(part.strip(), item));
            }
            if (values.stream().distinct().count() < values.size()) {
                throw new InvalidValueException("names a value twice");
            }
            return List.copyOf(values);
        };
    }

    private static <T> T listItem(String part, ValueParser<T> item) {
        if (part.isEmpty()) {
            throw new InvalidValueException("has an empty item", "one comma between two values");
        }
        try {
            return item.parse(part);
        } catch (InvalidValueException e) {
            throw new InvalidValueException("'" + part + "' " + e.rule(), e.hint());
        }
    }
}
