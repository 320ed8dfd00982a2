package io.hnvgateway.lab.gateway;

/// What a proof proves. Each can be switched off in the desired state (or in how it is applied), to
/// show that its proof then fails.
public enum Feature {
    /// Off: no outbound NAT rule.
    OUTBOUND_NAT,
    /// Off: no inbound NAT rule.
    PORT_FORWARD,
    /// Off: no directly routed prefix.
    DIRECT_ROUTING,
    /// Off: the VM in the second subnet has no lookup record.
    SUBNET_ROUTING,
    /// Off: the provider network of the gateway seems to take longer frames than it does, so
    /// nothing is ever too big.
    PATH_MTU,
    /// Off: the lookup record keeps the old PA after the move.
    LIVE_MIGRATION,
    /// Off: the source guard lets everything pass.
    ISOLATION,
    /// Off: removing Contoso takes Woodgrove with it.
    SEPARATE_REMOVAL,
    /// Off: no outside prefix stands for the IPv6 tenant's own.
    PREFIX_TRANSLATION,
    /// Off: the lookup record of the VM by IP rewrite says that it is behind NVGRE.
    IP_REWRITE,
    /// Off: the gateway knows one router only.
    EQUAL_COST,
    /// Off: Contoso's network takes no redirects.
    REDIRECTS,
    /// Off: a gateway that starts again finds nothing of the one before it but its desired state.
    CONTINUATION,
    /// Off: no tenant has a connection to its office.
    SITE_TO_SITE,
    /// Off: no tenant's network has a BGP router.
    LEARNED_ROUTES,
    /// Off: the controller's connection string has another gateway's fingerprint.
    GATEWAY_IDENTITY,
    /// Off: no host is told that another gateway serves a tenant.
    HOST_POINTING
}
