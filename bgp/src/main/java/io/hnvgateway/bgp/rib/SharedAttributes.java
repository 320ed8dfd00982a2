package io.hnvgateway.bgp.rib;

import io.hnvgateway.bgp.route.Origin;
import io.hnvgateway.bgp.route.PathAttributes;

/// Attributes that many paths share, with what the decision compares read out once.
final class SharedAttributes {
    static final long DEFAULT_LOCAL_PREFERENCE = 100;

    final PathAttributes value;
    final long localPreference;
    final long med;
    final long neighborAs;
    final int hops;
    final Origin origin;
    int users;

    SharedAttributes(PathAttributes value) {
        this.value = value;
        localPreference = value.localPreference().orElse(DEFAULT_LOCAL_PREFERENCE);
        med = value.med().orElse(0);
        neighborAs = value.neighborAsOrZero();
        hops = value.asPath().hops();
        origin = value.origin();
    }
}
