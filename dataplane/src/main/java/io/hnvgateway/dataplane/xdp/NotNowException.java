package io.hnvgateway.dataplane.xdp;

import java.io.Serial;

/// What an earlier process left fits, and cannot be gone on with at this moment. It stays, and the
/// next try may succeed.
public final class NotNowException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    /// @param fault of the host, or of the program
    public NotNowException(RuntimeException fault) {
        super(
                "the XDP program of the gateway before, which goes on, cannot be taken over: "
                        + fault.getMessage()
                        + ". Its flows are kept: start again. To give them up: hnvctl detach",
                fault);
    }
}
