package io.hnvgateway.ipsec.sa;

/// A tunnel does not get an association; [SaEvents#refused] was told.
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RefusedException(Refusal why) {
        super(why.text());
    }
}
