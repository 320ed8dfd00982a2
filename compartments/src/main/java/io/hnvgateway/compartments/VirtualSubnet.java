package io.hnvgateway.compartments;

import io.hnvgateway.packet.IpPrefix;
import java.util.List;

/// A broadcast domain of a customer network.
///
/// @param prefixes of one family or of both
public record VirtualSubnet(String name, VirtualSubnetId vsid, List<IpPrefix> prefixes) {
    public VirtualSubnet {
        prefixes = List.copyOf(prefixes);
    }
}
