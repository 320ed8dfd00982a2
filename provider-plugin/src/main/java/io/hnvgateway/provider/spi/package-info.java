/// What a controller loads to manage a gateway.
///
/// ```
///   controller ──► GatewayProvider.load() ──open(connection string, credentials)──► GatewaySession
///                                                                                      │
///        put · read · list · delete · apply        one change, or many: all or nothing ┤
///        drift · repair                            desired against actual              ┤
///        events                                    what happens there                  ┤
///        test · capabilities                       can it be reached, does it fit      ┘
/// ```
///
/// A session may be used by any thread, several at once; its calls block, on virtual threads as
/// well, and an interrupt ends them ([GatewayException.Cancelled]). A gateway's refusal is a
/// [GatewayException] with its code, target and sentence. No credential and no secret of a resource
/// is ever in a text that this package makes.
@NullMarked
package io.hnvgateway.provider.spi;

import org.jspecify.annotations.NullMarked;
