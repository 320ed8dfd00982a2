package io.hnvgateway.provider.resource;

/// Which of a network's own routes peers are told.
///
/// @param subnets prefixes of its virtual subnets
/// @param customerRoutes those by VMs
/// @param connectionRoutes those by its connections to other sites
public record BgpRedistribution(boolean subnets, boolean customerRoutes, boolean connectionRoutes) {
    public static final BgpRedistribution DEFAULT = new BgpRedistribution(true, true, true);
}
