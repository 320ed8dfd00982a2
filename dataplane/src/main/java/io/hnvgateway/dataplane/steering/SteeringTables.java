package io.hnvgateway.dataplane.steering;

import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import java.util.Map;

/// Where [SteeringState] writes what changes, element by element.
public interface SteeringTables {
    /// @param flags of [AddressFlags]; 0: the address is of no interest any more
    void address(IpAddress address, int flags);

    /// @param compartment index of the one that has it, 0: not known
    void publicPrefix(IpPrefix prefix, int compartment);

    void removePublicPrefix(IpPrefix prefix);

    /// @param compartment index, 0: none
    void compartment(int vsid, int compartment);

    /// All ports, by device name.
    void ports(Map<String, PortPolicy> policies);
}
