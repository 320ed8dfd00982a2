package io.hnvgateway.provider.value;

import io.hnvgateway.provider.Fault;

/// A text that is no value of the wanted type. Knows the rule and a hint, not the path: the caller
/// adds that.
public final class InvalidValueException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String rule;
    private final String hint;

    public InvalidValueException(String rule) {
        this(rule, "");
    }

    public InvalidValueException(String rule, String hint) {
        super(hint.isEmpty() ? rule : rule + "; " + hint, null, false, false);
        this.rule = rule;
        this.hint = hint;
    }

    public String rule() {
        return rule;
    }

    public String hint() {
        return hint;
    }

    public Fault at(String path, String value) {
        return new Fault(path, value, rule, hint);
    }
}
