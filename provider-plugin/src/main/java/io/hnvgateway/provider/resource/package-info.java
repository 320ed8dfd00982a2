/// The desired state: what the operator or a controller wants the gateway to do, as immutable
/// records.
///
/// The shapes and names are those of the Network Controller's northbound API (MS-NCNBI). Own
/// additions, since that API has nothing for them: `lookupRecords` and `customerRoutes` under a
/// virtual network, `addressPrefixes` of a subnet, the top-level `providerAddresses`, and under a
/// virtual gateway `gatewayAddresses`, `directRouting`, `prefixTranslations`, `nat` and `backEnd`;
/// in `networkConnections` what [NetworkConnection] and [IpSecConnection] have beyond that API;
/// `backendAddress` and port ranges of an inbound NAT rule. A record holds only what this version
/// enforces; everything else is refused when it is read.
///
/// A null where a property is optional means that the gateway assigns it (routing domain, virtual
/// subnet, dynamic public address, MAC) or uses its default (MTU, quota).
@NullMarked
package io.hnvgateway.provider.resource;

import org.jspecify.annotations.NullMarked;
