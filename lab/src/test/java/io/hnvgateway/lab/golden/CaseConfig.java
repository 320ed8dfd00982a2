package io.hnvgateway.lab.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `config.json` of a golden case.
///
/// @param what one sentence: what the case shows
/// @param runOnMs how long the clock runs on behind the last frame
/// @param overVeth whether it can be played over real interfaces
/// @param associations of IPSec connections, from the beginning; null: none
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
        JsonNode desiredState,
        @Nullable List<Association> associations) {

    /// Of a case without IPSec.
    public CaseConfig(
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
        this(
                what,
                seed,
                runOnMs,
                overVeth,
                connectionString,
                links,
                addresses,
                routes,
                neighbors,
                changes,
                desiredState,
                null);
    }

    public record Link(String name, String macAddress, int mtuBytes) {}

    /// @param address with prefix length, as `192.0.2.1/24`
    public record PortAddress(String port, String address) {}

    public record KernelRoute(String port, String destination, String gateway) {}

    public record Neighbor(String port, String address, String macAddress) {}

    /// What IKE would have agreed on, by AES-GCM.
    ///
    /// @param connection as `contoso/office`
    /// @param spi of an inbound one: the slot is the tunnel's index, the rest 1
    /// @param udpPort of both sides; 0: without UDP
    /// @param key hexadecimal, with the salt
    /// @param localSelector, remoteSelector IPv4 prefixes
    public record Association(
            String connection,
            boolean inbound,
            long spi,
            String local,
            String remote,
            int udpPort,
            String key,
            String localSelector,
            String remoteSelector) {}

    /// What becomes different at a time; null: stays.
    public record Change(
            long atNs, @Nullable JsonNode desiredState, @Nullable List<Neighbor> neighbors) {}

    public List<String> portNames() {
        return links.stream().map(Link::name).toList();
    }
}
