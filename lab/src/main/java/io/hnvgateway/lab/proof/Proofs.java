package io.hnvgateway.lab.proof;

import java.util.List;

/// The proofs in the order in which the demo runs them: the later ones move and remove what the
/// earlier ones need.
public final class Proofs {
    private Proofs() {}

    public static List<Proof> all() {
        return List.of(
                new TestStepProof(),
                new PingProof(),
                new BothTenantsProof(),
                new HttpProof(),
                new UdpProof(),
                new PortForwardProof(),
                // Before the data centre's host was ever spoken to: the error comes all the same.
                new PathMtuProof(),
                new DirectRoutingProof(),
                new SubnetsProof(),
                new TracerouteProof(),
                new SegmentSizeProof(),
                new Ipv6Proof(),
                new OuterIpv6Proof(),
                new IpRewriteProof(),
                new EqualCostProof(),
                new MoveProof(),
                new OfficesProof(),
                new LearnedRoutesProof(),
                new OfficesApartProof(),
                new PrivateAddressProof(),
                new ForgeryProof(),
                new LiveMigrationProof(),
                new RedirectProof(),
                new RemovalProof(),
                new RestartProof(),
                new CrashProof(),
                new SilentKernelProof());
    }
}
