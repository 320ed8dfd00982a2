package io.hnvgateway.app.rest;

import io.hnvgateway.app.access.Caller;
import io.hnvgateway.app.access.Role;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What callers that are known may have under way: requests, and bytes of answers that their
/// clients have not taken yet. One caller has a part of it, and those who only read cannot have
/// all: whoever asks much, or takes nothing, keeps nobody else from changing something. For any
/// threads.
final class CallerPlaces {
    private static final int CALLERS_AT_A_TIME = 4;

    private final RestLimits limits;
    private final Map<String, Place> byCaller = new HashMap<>();
    private int tenants;
    private long answerBytes;

    CallerPlaces(RestLimits limits) {
        this.limits = limits;
    }

    /// Of a request, until its answer was taken.
    static final class Place {
        private final Caller caller;
        private int requests;
        private long bytes;

        private Place(Caller caller) {
            this.caller = caller;
        }
    }

    /// Null: the caller has as many as it may have.
    synchronized @Nullable Place enter(Caller caller) {
        boolean tenant = isTenant(caller);
        Place place = byCaller.getOrDefault(caller.name(), new Place(caller));
        if (place.requests >= limits.requestsOf(caller.role())
                || (tenant && tenants >= limits.requests() / 2)) {
            return null;
        }
        byCaller.put(caller.name(), place);
        place.requests++;
        tenants += tenant ? 1 : 0;
        return place;
    }

    private static boolean isTenant(Caller caller) {
        return caller.role() == Role.TENANT_READER;
    }

    /// Whether there is room for an answer; one of each caller always has it.
    synchronized boolean hold(Place place, long bytes) {
        boolean room =
                place.bytes + bytes <= limits.answerBytes() / CALLERS_AT_A_TIME
                        && answerBytes + bytes <= limits.answerBytes();
        if (!room && place.bytes > 0) {
            return false;
        }
        place.bytes += bytes;
        answerBytes += bytes;
        return true;
    }

    /// @param bytes that were held
    synchronized void leave(Place place, long bytes) {
        place.requests--;
        place.bytes -= bytes;
        answerBytes -= bytes;
        tenants -= isTenant(place.caller) ? 1 : 0;
        if (place.requests == 0) {
            byCaller.remove(place.caller.name(), place);
        }
    }
}
