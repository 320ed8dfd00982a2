package io.hnvgateway.app.store;

import java.util.List;
import java.util.function.Consumer;

/// Of a store that keeps the last state only.
final class NoHistory implements History {
    @Override
    public List<Version> page(long before, int most) {
        return List.of();
    }

    @Override
    public void inverses(long after, long through, Consumer<StateEdit> each)
            throws ForgottenVersionException {
        if (after < through) {
            throw new ForgottenVersionException(through);
        }
    }
}
