package io.hnvgateway.app.store;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/// The changes that a store keeps: the newest ones, within its bounds. For any threads, while
/// changes go on.
public interface History {

    /// Newest first.
    ///
    /// @param before only versions of lower numbers
    /// @param most how many at most
    List<Version> page(long before, int most) throws IOException;

    /// What takes the changes `after < number ≤ through` back, the oldest first.
    ///
    /// @throws ForgottenVersionException if one of them, or its inverse, is not kept
    void inverses(long after, long through, Consumer<StateEdit> each) throws IOException;
}
