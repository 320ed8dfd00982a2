package io.hnvgateway.benchmarks.device;

import io.hnvgateway.benchmarks.traffic.Direction;
import io.hnvgateway.benchmarks.traffic.Encapsulation;
import io.hnvgateway.benchmarks.traffic.Scenario;
import io.hnvgateway.benchmarks.traffic.Subject;
import java.io.IOException;
import java.util.OptionalLong;

/// A gateway, or what stands in its place.
public interface DeviceUnderTest extends Subject {
    /// The tunnel that it ends.
    Encapsulation tunnel();

    /// Whether it can do this; the matrix may still leave it out.
    boolean takes(Scenario scenario);

    /// The tunnel around what is sent into it.
    default Encapsulation sent(Scenario scenario) {
        return scenario.direction() == Direction.UP ? tunnel() : Encapsulation.NONE;
    }

    /// Packets that the executor in the variant's name has carried so far as hits of its flow
    /// table, by the device's own counters; empty for what claims no such thing. A gateway that
    /// forwards by another way than the row says would be measured under a wrong name.
    default OptionalLong hits() throws IOException {
        return OptionalLong.empty();
    }

    /// Waits until what it does besides forwarding, to become faster, is done. Between warming up
    /// and measuring.
    default void settle() throws IOException, InterruptedException {}
}
