package io.hnvgateway.compartments;

/// How often a compartment's VMs and hosts may have something to say about its lookup records. Each
/// event costs a compilation of the compartment, which all share. Any thread.
public final class RecordBudgets {
    private static final int LEARNED_PER_SECOND = 20;
    private static final int LEARNED_BURST = 100;
    private static final int CONFIRMED_PER_SECOND = 100;
    private static final int CONFIRMED_BURST = 200;
    private static final int CONFLICTS_PER_SECOND = 1;
    private static final int CONFLICT_BURST = 10;
    private static final int CONTROL_MESSAGES_PER_SECOND = 50;
    private static final int CONTROL_MESSAGE_BURST = 100;

    private final TokenBucket learned = new TokenBucket(LEARNED_PER_SECOND, LEARNED_BURST);
    private final TokenBucket confirmed = new TokenBucket(CONFIRMED_PER_SECOND, CONFIRMED_BURST);
    private final TokenBucket conflicts = new TokenBucket(CONFLICTS_PER_SECOND, CONFLICT_BURST);
    private final TokenBucket controlMessages =
            new TokenBucket(CONTROL_MESSAGES_PER_SECOND, CONTROL_MESSAGE_BURST);

    /// Customer addresses that are new, or new on a host.
    public TokenBucket learned() {
        return learned;
    }

    /// Customer addresses that are announced again.
    public TokenBucket confirmed() {
        return confirmed;
    }

    /// Reports of two VMs that claim one address.
    public TokenBucket conflicts() {
        return conflicts;
    }

    /// REDIRECT and UNREACHABLE of hosts that are honoured.
    public TokenBucket controlMessages() {
        return controlMessages;
    }
}
