package io.hnvgateway.provider.spi;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/// What a subscription tells.
public sealed interface Occurrence {

    /// Something happened.
    ///
    /// @param number counts at the gateway
    /// @param topic as `connections`
    /// @param fields all that the gateway says of it
    record Event(long number, Instant time, String topic, JsonNode fields) implements Occurrence {}

    /// Events are gone for good: look at the gateway's state instead.
    ///
    /// @param count how many; -1: not known, as after a restart of the gateway
    record Lost(long count, String reason) implements Occurrence {}

    /// The gateway is not heard any more; it is tried again and again.
    record Disconnected(String reason) implements Occurrence {}

    /// It is heard again; what happened meanwhile follows, or is [Lost].
    record Reconnected() implements Occurrence {}
}
