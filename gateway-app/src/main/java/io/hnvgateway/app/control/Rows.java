package io.hnvgateway.app.control;

/// The rows of each topic. Component names are the columns and the JSON keys; their order is that
/// of the table.
public final class Rows {
    private Rows() {}

    /// @param forwarded frames, by whatever executor
    /// @param executed those of them that the XDP program carried, unseen by any worker
    /// @param decided frames for which no flow entry stood and the slow path decided, forwarded
    ///   ones and others
    /// @param publicAddresses comma list, as are `gatewayAddresses` and `directPrefixes`; empty for
    ///   none
    /// @param routes in force, learned ones included
    public record Compartment(
            String tenant,
            String rdid,
            String gatewayAddresses,
            String publicAddresses,
            String directPrefixes,
            int records,
            int routes,
            int sessions,
            int flows,
            long forwarded,
            long executed,
            long decided,
            long generation) {}

    /// @param via where it leads, as `subnet 5001`, `10.0.0.5`, `front end`, `tunnel office`
    public record Route(String tenant, String destination, String via, int metric, String origin) {}

    /// @param context tenant, `front end` or `provider network`
    /// @param state as the kernel names it: reachable, stale, failed, …
    public record Neighbor(String context, String address, String mac, String state, String port) {}

    public record LookupRecord(
            String tenant,
            String name,
            String customerAddress,
            int vsid,
            String mac,
            String providerAddress) {}

    /// @param inside VM's endpoint as `10.0.0.10:5000`
    /// @param outside public endpoint
    /// @param packetsOut from the VM since the session has a flow entry, whoever carried them
    /// @param bytesOut their IP total lengths
    public record Session(
            String tenant,
            String protocol,
            String inside,
            String outside,
            String remote,
            String state,
            long idleSeconds,
            long packetsOut,
            long bytesOut,
            long packetsIn,
            long bytesIn) {}

    /// A connection to another site.
    ///
    /// @param type `IPSec`, `GRE` or `L3`
    /// @param state `up`, `down`, `disabled`, `refused` (by the gateway); of IPSec also `waiting`
    ///   (for the first packet, or for the peer), `connecting`, `backing-off`, `no-charon`, and
    ///   `rekeying` (after a restart, which no key outlives)
    /// @param peer addresses, or while an IPsec one is up the one in use with its identity
    /// @param uptimeSeconds 0 while it is down
    /// @param failure why it is not up, or why the last attempt failed; empty: nothing is known
    /// @param packetsOut inner ones, as are bytes (IP total lengths) and drops
    /// @param bitsPerSecondOut of inner packets, over some seconds until a moment ago
    /// @param spisIn of its security associations, hexadecimal, comma list, as `spisOut`
    public record Tunnel(
            String tenant,
            String connection,
            String type,
            String state,
            String peer,
            long uptimeSeconds,
            String failure,
            long packetsOut,
            long bytesOut,
            long bitsPerSecondOut,
            long dropsOut,
            long packetsIn,
            long bytesIn,
            long bitsPerSecondIn,
            long dropsIn,
            String spisIn,
            String spisOut) {}

    /// A BGP peer.
    ///
    /// @param state `up`, `down`, `unknown` (the speaker is away), `held-back` (it told too many
    ///   prefixes)
    /// @param seconds since its state is that
    /// @param reason why it is not up; empty: nothing is known
    /// @param received prefixes at present, refused ones included, as are stale ones
    /// @param malformed UPDATEs whose routes count as withdrawn (RFC 7606)
    /// @param discarded UPDATEs of which attributes were left out (RFC 7606)
    /// @param errors sessions that ended because of what it said
    /// @param unsaid what the speaker refused to say to it
    /// @param refused by reason, as `own-as 3, policy 10`
    /// @param link that leads to it; empty: none does
    /// @param bfd `up`, `init`, `down`, `admin-down`, and why it is not up; empty: not watched
    /// @param bfdIntervalMs between packets of the gateway
    /// @param bfdDetectionMs silence that means that the peer is dead; 0: it was not heard
    public record BgpPeer(
            String tenant,
            String peer,
            String address,
            String as,
            String state,
            long seconds,
            String reason,
            int received,
            int accepted,
            int stale,
            int advertised,
            long updates,
            long malformed,
            long discarded,
            long errors,
            long unsaid,
            String refused,
            String link,
            String bfd,
            long bfdIntervalMs,
            long bfdDetectionMs) {}

    /// A route that a peer told.
    ///
    /// @param state `best`, `multipath`, `valid`, `unreachable`, `refused`
    /// @param refusal why; empty: it is not refused
    public record BgpRoute(
            String tenant,
            String prefix,
            String peer,
            String state,
            String refusal,
            boolean stale,
            String nextHop,
            String link,
            String asPath,
            String localPreference,
            String med,
            String communities) {}

    /// A route that a peer was told.
    public record BgpAdvertised(
            String tenant,
            String peer,
            String prefix,
            String nextHop,
            String asPath,
            String med,
            String communities) {}

    /// @param tenant empty: before a compartment was known
    public record Drop(String tenant, String reason, long frames, String explanation) {}

    /// What a tenant used, durable, since it is known.
    ///
    /// @param tenant empty: it is gone
    /// @param kind `nat`, `direct`, `network`, `bgp`, `ipsec`, `gre`, `l3`
    /// @param direction `in` is towards its VMs
    /// @param bytes of IP packets inside
    public record Usage(
            String tenant, String rdid, String kind, String direction, long packets, long bytes) {}

    /// Something that happened.
    ///
    /// @param number from 0, of all events since the start
    /// @param event key=value pairs
    public record Event(long number, String time, String tenant, String topic, String event) {}

    /// A text of the support bundle.
    ///
    /// @param name as `metrics.txt`
    public record SupportPart(String name, String text) {}

    /// One worker's view of a port.
    ///
    /// @param executor who executes the flows of packets that leave by it: `xdp` or `java`
    /// @param redirectLost frames that the XDP program sent out of it and its device refused; in
    ///   the first worker's row
    public record Port(
            String port,
            int worker,
            String role,
            String dataPath,
            String executor,
            String mac,
            int mtuBytes,
            long framesIn,
            long framesOut,
            long lost,
            long redirectLost) {}
}
