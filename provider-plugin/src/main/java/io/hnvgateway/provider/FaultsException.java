package io.hnvgateway.provider;

import java.util.List;
import java.util.stream.Collectors;

/// Carries every fault of one input to a caller that cannot go on without a valid one.
public final class FaultsException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Fault> faults;

    public FaultsException(List<Fault> faults) {
        super(
                faults.stream()
                        .map(Fault::toString)
                        .collect(Collectors.joining(System.lineSeparator())));
        this.faults = List.copyOf(faults);
    }

    public List<Fault> faults() {
        return faults;
    }
}
