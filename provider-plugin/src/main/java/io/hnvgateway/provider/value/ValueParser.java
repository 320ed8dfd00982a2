package io.hnvgateway.provider.value;

/// Turns a trimmed text into a value or throws [InvalidValueException] with the rule that it
/// breaks.
@FunctionalInterface
public interface ValueParser<T> {

    T parse(String text);
}
