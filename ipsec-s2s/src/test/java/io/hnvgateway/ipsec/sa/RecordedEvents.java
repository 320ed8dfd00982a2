package io.hnvgateway.ipsec.sa;

import io.hnvgateway.packet.IpAddress;
import java.util.ArrayList;
import java.util.List;

/// Writes down what workers report.
public final class RecordedEvents implements SaEvents {
    public final List<String> all = new ArrayList<>();

    @Override
    public void softLimit(SecurityAssociation sa) {
        all.add("soft %08x".formatted(sa.spi));
    }

    @Override
    public void hardLimit(SecurityAssociation sa) {
        all.add("hard %08x".formatted(sa.spi));
    }

    @Override
    public void mappingChanged(InboundSa sa, IpAddress remote, int remotePort) {
        all.add("moved %08x %s %d".formatted(sa.spi, remote, remotePort));
    }

    @Override
    public void refused(Tunnel tunnel, Refusal why) {
        all.add("refused %s %s".formatted(tunnel.connection(), why));
    }
}
