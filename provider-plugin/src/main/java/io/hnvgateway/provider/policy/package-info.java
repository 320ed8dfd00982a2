/// What Hyper-V hosts must know so that their VMs reach this gateway, and the way back from what
/// administrators have in scripts.
///
/// ```
///   DesiredState ── HostPolicies ──► HostPolicy ◄──► PolicyScript (New-NetVirtualization… cmdlets)
///                                        │  └──────► PolicyJson
///                                        └─ PolicyImport ──► VirtualNetwork
/// ```
///
/// Everything is immutable and any thread may use it.
@NullMarked
package io.hnvgateway.provider.policy;

import org.jspecify.annotations.NullMarked;
