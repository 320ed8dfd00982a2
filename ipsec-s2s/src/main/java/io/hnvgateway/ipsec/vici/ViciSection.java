package io.hnvgateway.ipsec.vici;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// A section of a VICI message, and the body of one: elements by name, in their order. Where charon
/// repeats a name, the last one counts. Immutable; its text shows no values, for they may be keys.
public record ViciSection(Map<String, ViciElement> elements) implements ViciElement {
    public static final ViciSection EMPTY = new ViciSection(Map.of());

    public ViciSection {
        elements = Collections.unmodifiableMap(new LinkedHashMap<>(elements));
    }

    public static Builder builder() {
        return new Builder();
    }

    /// Empty if there is no value of that name.
    public String text(String name) {
        return elements.get(name) instanceof ViciValue value ? value.text() : "";
    }

    /// Empty if there is no list of that name.
    public List<String> texts(String name) {
        return elements.get(name) instanceof ViciList list ? list.texts() : List.of();
    }

    /// Empty if there is no section of that name.
    public ViciSection section(String name) {
        return elements.get(name) instanceof ViciSection section ? section : EMPTY;
    }

    /// The sections in it, in their order.
    public Map<String, ViciSection> sections() {
        Map<String, ViciSection> sections = new LinkedHashMap<>();
        elements.forEach((name, element) -> {
            if (element instanceof ViciSection section) {
                sections.put(name, section);
            }
        });
        return sections;
    }

    /// charon leaves out what is "no".
    public boolean isYes(String name) {
        return text(name).equals("yes");
    }

    /// A decimal number.
    ///
    /// @return `ifAbsent` also for what is no number
    public long number(String name, long ifAbsent) {
        return parse(text(name), 10).orElse(ifAbsent);
    }

    /// A number in hexadecimal digits, as charon writes SPIs and interface ids in answers.
    public long hexadecimal(String name, long ifAbsent) {
        return parse(text(name), 16).orElse(ifAbsent);
    }

    private static OptionalLong parse(String text, int radix) {
        try {
            return OptionalLong.of(Long.parseLong(text, radix));
        } catch (NumberFormatException none) {
            return OptionalLong.empty();
        }
    }

    @Override
    public String toString() {
        return elements.keySet().toString();
    }

    /// Puts a section together.
    public static final class Builder {
        private final Map<String, ViciElement> elements = new LinkedHashMap<>();

        private Builder() {}

        public Builder put(String name, String value) {
            elements.put(name, ViciValue.of(value));
            return this;
        }

        public Builder put(String name, long value) {
            return put(name, Long.toString(value));
        }

        /// "yes" or "no".
        public Builder put(String name, boolean value) {
            return put(name, value ? "yes" : "no");
        }

        public Builder put(String name, ViciElement element) {
            elements.put(name, element);
            return this;
        }

        public Builder put(String name, List<String> values) {
            return put(name, ViciList.of(values));
        }

        public ViciSection build() {
            return new ViciSection(elements);
        }
    }
}
