package io.hnvgateway.compartments;

import io.hnvgateway.packet.Ipv4Address;
import io.hnvgateway.packet.MacAddress;

/// Where one VM interface is: customer address → virtual subnet, MAC and provider address.
public record LookupRecord(
        String name,
        Ipv4Address customerAddress,
        VirtualSubnetId vsid,
        MacAddress mac,
        Ipv4Address providerAddress) {}
