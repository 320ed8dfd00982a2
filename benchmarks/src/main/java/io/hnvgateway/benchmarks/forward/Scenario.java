package io.hnvgateway.benchmarks.forward;

import io.hnvgateway.benchmarks.Result;

/// What is sent: Ethernet frames of `frameBytes` inside the tunnel (without the FCS), UDP. Flows
/// and compartments are powers of two.
record Scenario(int frameBytes, int flows, int compartments) {

    Scenario {
        if (Integer.bitCount(flows) != 1 || Integer.bitCount(compartments) != 1) {
            throw new IllegalArgumentException("powers of two expected: " + flows);
        }
    }

    Result.Load load() {
        return new Result.Load("up", frameBytes, flows, compartments);
    }
}
