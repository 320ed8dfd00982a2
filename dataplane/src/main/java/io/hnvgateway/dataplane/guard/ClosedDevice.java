package io.hnvgateway.dataplane.guard;

/// A device whose frames are all for packet sockets: the host's stack neither answers nor forwards
/// one of them. Its table stands as the [Guard]'s of other devices do, and goes by [Guard#detach].
public final class ClosedDevice {
    private ClosedDevice() {}

    /// Closes it, whatever stood there before, in one transaction.
    ///
    /// @throws GuardException if it cannot; what was guarded before is
    public static void close(String device) {
        GuardScript script = new GuardScript(device);
        Nft.run(
                script.removal()
                        + """
                        table %s {
                            chain ingress {
                                type filter hook ingress device "%s" priority -500; policy drop;
                            }
                        }
                        """
                                .formatted(script.table(), device));
    }
}
