package io.hnvgateway.bgp.bridge;

import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;

/// What a bridge is made of.
///
/// @param current blocks that ExaBGP has read already
record BridgeParts(
        CommandWindow window,
        NeighborFile file,
        Validator.Judge judge,
        ErrorLog log,
        Inbox inbox,
        ScheduledExecutorService executor,
        LongSupplier nanoTime,
        Map<String, String> current) {
    Configurator configurator(Configurator.Result result) {
        return new Configurator(file, judge, window, executor, current, result);
    }
}
