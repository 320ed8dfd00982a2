package io.hnvgateway.dataplane.steering;

import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import java.util.Map;

/// Where [SteeringState] writes what changes, element by element.
public interface SteeringTables {
    /// @param flags of [AddressFlags]; 0: the address is of no interest any more
    void address(IpAddress address, int flags);

    /// @param present false: the prefix is public no more
    void publicPrefix(IpPrefix prefix, boolean present);

    /// @param compartment index, 0: none
    void compartment(int vsid, int compartment);

    /// All ports, by device name.
    void ports(Map<String, PortPolicy> policies);
}
