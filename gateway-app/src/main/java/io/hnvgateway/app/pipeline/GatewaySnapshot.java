package io.hnvgateway.app.pipeline;

import io.hnvgateway.compartments.ForwardingSnapshot;
import io.hnvgateway.nat.NatSnapshot;

/// What workers go by: both halves change together.
public record GatewaySnapshot(ForwardingSnapshot forwarding, NatSnapshot nat) {}
