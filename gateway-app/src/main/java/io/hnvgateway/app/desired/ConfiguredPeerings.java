package io.hnvgateway.app.desired;

import io.hnvgateway.provider.resource.VirtualNetwork;
import java.util.List;

/// Which routers speak BGP with a gateway of a network without a BGP router of its own: none. A
/// test of the data path alone puts another class in the place of this one.
final class ConfiguredPeerings {
    private ConfiguredPeerings() {}

    @SuppressWarnings("unused") // for the class of that test
    static List<BgpPeering> of(VirtualNetwork network) {
        return List.of();
    }
}
