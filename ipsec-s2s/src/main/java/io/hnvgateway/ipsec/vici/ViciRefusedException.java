package io.hnvgateway.ipsec.vici;

/// charon understood a command and refused it, or it failed; the message is charon's own. Or the
/// command is too large for VICI, and charon never saw it. The connection goes on.
public final class ViciRefusedException extends ViciException {
    private static final long serialVersionUID = 1L;

    private final int matches;

    ViciRefusedException(String message) {
        this(message, 0);
    }

    /// @param matches of how many SAs the command was about, where charon says so
    ViciRefusedException(String message, int matches) {
        super(message);
        this.matches = matches;
    }

    /// Of how many SAs the command was about: it was done for some of them.
    int matches() {
        return matches;
    }

    /// What was to be changed does not exist.
    boolean isNothingFound() {
        return String.valueOf(getMessage()).startsWith("no matching");
    }
}
