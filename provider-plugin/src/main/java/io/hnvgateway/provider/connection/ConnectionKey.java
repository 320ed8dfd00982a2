package io.hnvgateway.provider.connection;

import io.hnvgateway.provider.value.ValueParser;

/// A key of the connection string with the type of its value. Keys are compared by identity.
public final class ConnectionKey<T> {
    private final String label;
    private final String purpose;
    private final ValueParser<T> parser;

    ConnectionKey(String label, String purpose, ValueParser<T> parser) {
        this.label = label;
        this.purpose = purpose;
        this.parser = parser;
    }

    /// As it is written in documentation and faults; it is read in any case.
    public String label() {
        return label;
    }

    /// One sentence for the operator.
    public String purpose() {
        return purpose;
    }

    T parse(String text) {
        return parser.parse(text);
    }

    @Override
    public String toString() {
        return label;
    }
}
