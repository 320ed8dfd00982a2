/// One IPsec tunnel under load, with charon at both ends: the gateway beside strongSwan's own ESP
/// in user space.
///
/// ```
///  hnv        [load] ─ NVGRE ─▶ [ be  gateway + charon with kernel-hnv  fe ] ─ ESP ─▶ [ office ]
///  libipsec   [load] ─ plain ─▶ [ fe  charon with kernel-libipsec      wan ] ─ ESP ─▶ [ office ]
/// ```
///
/// The office is a charon with kernel-libipsec. Its namespace counts ESP as it comes in and throws
/// it away, so that nothing there decrypts; IKE passes.
@NullMarked
package io.hnvgateway.benchmarks.ipsec;

import org.jspecify.annotations.NullMarked;
