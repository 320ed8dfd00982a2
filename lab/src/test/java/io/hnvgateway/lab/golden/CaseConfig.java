package io.hnvgateway.lab.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `config.json` of a golden case.
///
/// @param what one sentence: what the case shows
/// @param runOnMs how long the clock runs on behind the last frame
/// @param overVeth whether it can be played over real interfaces
public record CaseConfig(
        String what,
        long seed,
        int runOnMs,
        boolean overVeth,
        String connectionString,
        List<Link> links,
        List<PortAddress> addresses,
        List<KernelRoute> routes,
        List<Neighbor> neighbors,
        List<Change> changes,
        JsonNode desiredState) {

    public record Link(String name, String macAddress, int mtuBytes) {}

    /// @param address with prefix length, as `192.0.2.1/24`
    public record PortAddress(String port, String address) {}

    public record KernelRoute(String port, String destination, String gateway) {}

    public record Neighbor(String port, String address, String macAddress) {}

    /// What becomes different at a time; null: stays.
    public record Change(
            long atNs, @Nullable JsonNode desiredState, @Nullable List<Neighbor> neighbors) {}

    public List<String> portNames() {
        return links.stream().map(Link::name).toList();
    }
}
