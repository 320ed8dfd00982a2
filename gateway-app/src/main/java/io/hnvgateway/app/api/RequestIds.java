package io.hnvgateway.app.api;

import java.util.UUID;

/// The gateway's own id of the request that the thread answers.
final class RequestIds {
    private static final ScopedValue<String> CURRENT = ScopedValue.newInstance();

    private RequestIds() {}

    static ApiAnswer within(ScopedValue.CallableOp<ApiAnswer, RuntimeException> work) {
        return ScopedValue.where(CURRENT, UUID.randomUUID().toString()).call(work);
    }

    static String current() {
        return CURRENT.get();
    }
}
