package io.hnvgateway.lab.bgp;

import io.hnvgateway.lab.traffic.Station;

/// Where a tenant's router stands, and how it meets the gateway.
///
/// @param tenant whose it is
/// @param peer the name of the gateway's peer, the same in all tenants
/// @param station its namespace; its server tells `tenant-peer`
/// @param address its own address in the tenant's network, the same in all tenants
/// @param gateway the gateway's
/// @param isLink the gateway's address is on its link; else routers lie between
public record RouterSite(
        String tenant,
        String peer,
        Station station,
        String address,
        String gateway,
        boolean isLink) {

    /// What its programs and files are called.
    public String name() {
        return tenant + "-" + peer;
    }

    /// Nothing comes or goes any more, until [#mend]; no interface is down, so no kernel tells
    /// anybody.
    public void cut() {
        station.namespace()
                .must(
                        "nft",
                        "add table inet cut; "
                                + "add chain inet cut in { type filter hook input priority -300; policy drop; }; "
                                + "add chain inet cut out { type filter hook output priority -300; policy drop; }");
    }

    public void mend() {
        station.namespace().must("nft", "delete table inet cut");
    }
}
