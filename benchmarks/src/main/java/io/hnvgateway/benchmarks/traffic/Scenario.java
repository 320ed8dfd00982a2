package io.hnvgateway.benchmarks.traffic;

import io.hnvgateway.benchmarks.Result;
import java.util.Locale;

/// What is sent: UDP in Ethernet frames of `frameBytes` (without the FCS; up: inside the tunnel),
/// in as many flows, evenly from as many compartments.
public record Scenario(Direction direction, int frameBytes, int flows, int compartments) {
    /// Inside ports of one VM at most; further flows go to other ports of the server. So they all
    /// find an external port.
    static final int MOST_ENDPOINTS = 20_000;

    public Scenario {
        if (compartments < 1 || flows < compartments) {
            throw new IllegalArgumentException(flows + " flows of " + compartments);
        }
    }

    /// Of `up,64,10000,1`: direction, bytes of a frame, flows, compartments.
    public static Scenario parse(String text) {
        String[] parts = text.split(",", -1);
        if (parts.length != 4) {
            throw new IllegalArgumentException(
                    text + ": not direction, bytes, flows and compartments, as up,64,10000,1");
        }
        return new Scenario(
                Direction.valueOf(parts[0].toUpperCase(Locale.ROOT)),
                Integer.parseInt(parts[1]),
                Integer.parseInt(parts[2]),
                Integer.parseInt(parts[3]));
    }

    /// The same flows the other way, or this.
    public Scenario towards(Direction way) {
        return new Scenario(way, frameBytes, flows, compartments);
    }

    /// Whether the same flows are used.
    public boolean sharesFlowsWith(Scenario other) {
        return flows == other.flows && compartments == other.compartments;
    }

    /// Inside ports that each compartment's VM uses.
    int endpoints() {
        return Math.clamp(flows / compartments, 1, MOST_ENDPOINTS);
    }

    public Result.Load load() {
        return new Result.Load(direction.label(), frameBytes, flows, compartments);
    }
}
