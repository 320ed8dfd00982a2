package io.hnvgateway.ipsec.vici;

/// charon understood a command and refused it, or it failed; the message is charon's own. Or the
/// command is too large for VICI, and charon never saw it. The connection goes on.
public final class ViciRefusedException extends ViciException {
    private static final long serialVersionUID = 1L;

    ViciRefusedException(String message) {
        super(message);
    }

    /// What was to be changed does not exist.
    boolean isNothingFound() {
        return String.valueOf(getMessage()).startsWith("no matching");
    }
}
