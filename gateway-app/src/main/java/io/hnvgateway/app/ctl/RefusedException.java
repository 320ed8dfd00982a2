package io.hnvgateway.app.ctl;

import java.util.List;

/// The gateway refused; its faults say why.
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<String> faults;

    RefusedException(List<String> faults) {
        super(String.join(System.lineSeparator(), faults));
        this.faults = List.copyOf(faults);
    }

    List<String> faults() {
        return faults;
    }
}
