package io.hnvgateway.provider.validation;

/// One concern of the validation; reports every breach in the context.
@FunctionalInterface
interface Rule {

    void check(Context context);
}
