package io.hnvgateway.provider.resource;

import io.hnvgateway.provider.value.IpAddress;
import io.hnvgateway.provider.value.IpPrefix;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A virtual subnet with one prefix of each address family at most. `virtualSubnetId` null: the
/// gateway assigns one. `routeTable` is for its hosts; null: none.
public record Subnet(
        String resourceId,
        List<IpPrefix> addressPrefixes,
        @Nullable Integer virtualSubnetId,
        @Nullable ResourceReference routeTable)
        implements Resource {
    /// RFC 7637 §3.2: 0..0xFFF and 0xFFFFFF are reserved.
    public static final int MIN_VIRTUAL_SUBNET_ID = 0x001000;

    public static final int MAX_VIRTUAL_SUBNET_ID = 0xFFFFFE;

    public Subnet {
        addressPrefixes = List.copyOf(addressPrefixes);
    }

    /// Without a route table.
    public Subnet(
            String resourceId, List<IpPrefix> addressPrefixes, @Nullable Integer virtualSubnetId) {
        this(resourceId, addressPrefixes, virtualSubnetId, null);
    }

    public Subnet withVirtualSubnetId(int id) {
        return new Subnet(resourceId, addressPrefixes, id, routeTable);
    }

    /// A host of this subnet can have the address.
    public boolean isHostAddress(IpAddress address) {
        return addressPrefixes.stream().anyMatch(prefix -> prefix.isHostAddress(address));
    }

    public boolean contains(IpPrefix inner) {
        return addressPrefixes.stream().anyMatch(prefix -> prefix.contains(inner));
    }

    /// Its prefixes in words.
    public String prefixText() {
        return addressPrefixes.stream()
                .map(IpPrefix::toString)
                .collect(Collectors.joining(" and "));
    }
}
