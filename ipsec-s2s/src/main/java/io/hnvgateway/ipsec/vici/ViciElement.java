package io.hnvgateway.ipsec.vici;

/// What stands under a name in a VICI message.
public sealed interface ViciElement permits ViciValue, ViciList, ViciSection {}
