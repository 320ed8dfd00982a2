package io.hnvgateway.compartments;

import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.MacAddress;
import org.jspecify.annotations.Nullable;

/// Where one VM interface is: customer address → virtual subnet, MAC and provider address
/// (MS-HNVRMD "CustomerAddress lookup record").
///
/// @param customerAddress null while an L2_ONLY record has not learned it; of no meaning in a
///   GATEWAY_WILDCARD one
public record LookupRecord(
        String name,
        @Nullable IpAddress customerAddress,
        VirtualSubnetId vsid,
        MacAddress mac,
        IpAddress providerAddress,
        Kind kind,
        Rule rule) {

    /// What the record stands for.
    public enum Kind {
        /// One customer address, as configured.
        STATIC,
        /// One customer address that may change, by DHCP.
        DYNAMIC,
        /// A MAC address whose customer address is to be learned.
        L2_ONLY,
        /// Every customer address of its virtual subnet that no other record names.
        GATEWAY_WILDCARD
    }

    /// How packets get there.
    public enum Rule {
        /// NVGRE to the host's provider address.
        ENCAPSULATION,
        /// IP rewrite: the provider address is the VM's own and takes the place of its customer
        /// address.
        NAT
    }

    /// A configured record of a VM behind NVGRE.
    public LookupRecord(
            String name,
            IpAddress customerAddress,
            VirtualSubnetId vsid,
            MacAddress mac,
            IpAddress providerAddress) {
        this(name, customerAddress, vsid, mac, providerAddress, Kind.STATIC, Rule.ENCAPSULATION);
    }

    /// Whether it says where one known customer address is.
    public boolean namesCustomerAddress() {
        return customerAddress != null && kind != Kind.GATEWAY_WILDCARD;
    }

    /// The same VM behind another provider address.
    public LookupRecord at(IpAddress otherProviderAddress) {
        return new LookupRecord(name, customerAddress, vsid, mac, otherProviderAddress, kind, rule);
    }
}
