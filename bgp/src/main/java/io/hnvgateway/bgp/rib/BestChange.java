package io.hnvgateway.bgp.rib;

import io.hnvgateway.packet.IpPrefix;
import java.util.List;

/// A learned prefix's ways are others now.
///
/// @param paths the best first; empty: no learned route is in force
public record BestChange(IpPrefix prefix, List<ForwardingPath> paths) {}
