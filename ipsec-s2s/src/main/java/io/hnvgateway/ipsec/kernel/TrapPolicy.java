package io.hnvgateway.ipsec.kernel;

import io.hnvgateway.ipsec.sa.SaParameters.Selectors;

/// Packets that are to bring a tunnel up (`start_action = trap`).
///
/// @param reqid charon's number of the CHILD_SA to be
/// @param ifId interface ID of its connection, which charon gives back as it was configured
public record TrapPolicy(int reqid, int ifId, Selectors selectors) {}
