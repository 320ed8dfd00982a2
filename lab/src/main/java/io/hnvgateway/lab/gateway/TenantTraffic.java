package io.hnvgateway.lab.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;

/// A reading of the gateway's counters of forwarded frames.
///
/// @param byTenant routing domain → frames
public record TenantTraffic(Map<String, Carried> byTenant) {
    static final TenantTraffic NONE = new TenantTraffic(Map.of());

    public TenantTraffic {
        byTenant = Map.copyOf(byTenant);
    }

    /// Reads the rows of `hnvctl show compartments`.
    static TenantTraffic of(JsonNode compartments) {
        Map<String, Carried> byTenant = new HashMap<>();
        for (JsonNode row : compartments) {
            long executed = row.path("executed").asLong();
            byTenant.put(
                    row.path("rdid").asText(),
                    new Carried(executed, row.path("forwarded").asLong() - executed));
        }
        return new TenantTraffic(byTenant);
    }

    /// What all tenants of this reading forwarded since an earlier one; the counters of a tenant
    /// that was removed in between went with it.
    public Carried since(TenantTraffic before) {
        Carried sum = Carried.NOTHING;
        for (Map.Entry<String, Carried> tenant : byTenant.entrySet()) {
            Carried then = before.byTenant.getOrDefault(tenant.getKey(), Carried.NOTHING);
            sum = sum.plus(tenant.getValue().since(then));
        }
        return sum;
    }
}
