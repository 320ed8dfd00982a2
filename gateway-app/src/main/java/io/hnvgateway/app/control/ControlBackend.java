package io.hnvgateway.app.control;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the control socket reads from the running gateway. Implemented by the composition root;
/// called on virtual threads, several at once. A failure is a [ControlException] with a sentence
/// for the operator.
public interface ControlBackend {

    /// The rows of one topic: records of [Rows] (or others: each component becomes a column).
    /// `tenant` filters by name or RDID; null: all.
    List<? extends Record> show(Topic topic, @Nullable String tenant) throws ControlException;

    /// Each decision that the gateway would make for a packet, without sending one.
    Explanation explain(ExplainQuery query) throws ControlException;

    Status status() throws ControlException;

    /// The provider's routers are told of nothing behind the gateway any more, or of everything
    /// again.
    ///
    /// @return whether it was otherwise before
    boolean drain(boolean drained) throws ControlException;
}
