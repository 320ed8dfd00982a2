/// A reference controller: how a program manages several gateways through the provider plugin.
///
/// ```
///   inventory file (tenants, machines, hosts, gateways) ──► Controller ──► a GatewaySession each
///                                                             test · sync · drift · repair
///                                                             move TENANT --to GATEWAY
///                                                             migrate MACHINE --to HOST
/// ```
///
/// The inventory is what is wanted; gateways are made like it. It is replaced whole and synced, and
/// before a gateway is told: after a crash the same command, or `sync`, goes on where it ended.
@NullMarked
package io.hnvgateway.lab.controller;

import org.jspecify.annotations.NullMarked;
