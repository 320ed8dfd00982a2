package io.hnvgateway.app.desired;

import io.hnvgateway.provider.resource.VirtualNetwork;
import java.util.List;

/// Which routers of a network speak BGP with the gateway. No resource names any yet; a test of the
/// data path puts another class in the place of this one.
final class ConfiguredPeerings {
    private ConfiguredPeerings() {}

    @SuppressWarnings("unused") // for whoever reads resources here
    static List<BgpPeering> of(VirtualNetwork network) {
        return List.of();
    }
}
