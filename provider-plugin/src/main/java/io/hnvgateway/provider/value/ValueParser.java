package io.hnvgateway.provider.value;

import org.jspecify.annotations.Nullable;

/// Turns a trimmed text into a value or throws [InvalidValueException] with the rule that it
/// breaks.
@FunctionalInterface
public interface ValueParser<T> {

    T parse(String text);

    /// What it takes; null: that follows from the type of what it makes.
    default @Nullable ValueForm form() {
        return null;
    }

    /// The same, which says what it takes.
    default ValueParser<T> as(ValueForm form) {
        ValueParser<T> parser = this;
        return new ValueParser<>() {
            @Override
            public T parse(String text) {
                return parser.parse(text);
            }

            @Override
            public ValueForm form() {
                return form;
            }
        };
    }
}
