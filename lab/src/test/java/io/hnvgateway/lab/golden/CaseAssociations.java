package io.hnvgateway.lab.golden;

import io.hnvgateway.app.compile.IpSecTunnel;
import io.hnvgateway.app.compile.IpSecTunnels;
import io.hnvgateway.app.pipeline.HostDelivery;
import io.hnvgateway.app.pipeline.PipelineSurroundings;
import io.hnvgateway.compartments.tunnel.TunnelEvents;
import io.hnvgateway.compartments.tunnel.TunnelTable;
import io.hnvgateway.ipsec.cipher.EspCiphers;
import io.hnvgateway.ipsec.sa.EspTransform;
import io.hnvgateway.ipsec.sa.SaDatabase;
import io.hnvgateway.ipsec.sa.SaEvents;
import io.hnvgateway.ipsec.sa.SaParameters;
import io.hnvgateway.ipsec.sa.SpiSpace;
import io.hnvgateway.ipsec.sa.TrafficSelector;
import io.hnvgateway.ipsec.sa.Tunnel;
import io.hnvgateway.ipsec.sa.WorkerCommands;
import io.hnvgateway.ipsec.stage.SecurityAssociations;
import io.hnvgateway.packet.IpAddress;
import io.hnvgateway.packet.IpPrefix;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/// Stands for IKE: each IPSec connection of a case is up from the moment that it is configured,
/// with the keys of the case.
final class CaseAssociations implements IpSecTunnels, AutoCloseable {
    private static final int REPLAY_WINDOW = 4096;

    private final List<CaseConfig.Association> associations;
    private final TunnelTable table = new TunnelTable();
    private final SaDatabase database;

    CaseAssociations(List<CaseConfig.Association> associations, int workers) {
        this.associations = associations;
        database =
                new SaDatabase(
                        new SpiSpace(workers, SpiSpace.MAX_SLOTS, () -> 0),
                        workers,
                        EspCiphers.best(workers),
                        WorkerCommands.AT_ONCE,
                        SaEvents.NONE);
    }

    PipelineSurroundings.Tunnels surroundings() {
        return new PipelineSurroundings.Tunnels(
                table, SecurityAssociations.of(database), TunnelEvents.NONE, HostDelivery.NONE);
    }

    @Override
    public void update(Set<String> ended, List<IpSecTunnel> present) {
        ended.forEach(database::closeTunnel);
        for (IpSecTunnel each : present) {
            if (database.tunnel(each.name()) == null) {
                bringUp(each, database.openTunnel(each.name(), each.index()));
            }
        }
    }

    private void bringUp(IpSecTunnel configured, Tunnel tunnel) {
        String name = configured.network() + "/" + configured.connection().name();
        for (CaseConfig.Association each : associations) {
            if (each.connection().equals(name)) {
                if (each.inbound()) {
                    reserve(tunnel, (int) each.spi());
                }
                database.add(parameters(each, configured.name()));
            }
        }
        configured.state().up(true);
    }

    /// SPIs come in the order of their slots; those before it are nobody's.
    private void reserve(Tunnel tunnel, int spi) {
        int given;
        do {
            given = database.allocateSpi(tunnel);
        } while (SpiSpace.slot(given) < SpiSpace.slot(spi));
        if (given != spi) {
            throw new IllegalStateException("%08x is not %08x".formatted(given, spi));
        }
    }

    private static SaParameters parameters(CaseConfig.Association each, String connection) {
        byte[] key = HexFormat.of().parseHex(each.key());
        boolean isLong = key.length == EspTransform.AES_GCM_256.encryptionKeyBytes();
        return new SaParameters(
                each.inbound(),
                (int) each.spi(),
                1,
                connection,
                1,
                new SaParameters.Endpoints(
                        IpAddress.parse(each.local()),
                        each.udpPort(),
                        IpAddress.parse(each.remote()),
                        each.udpPort(),
                        each.udpPort() != 0),
                new SaParameters.Features(false, REPLAY_WINDOW, 0, true, true),
                new SaParameters.Keys(
                        isLong ? EspTransform.AES_GCM_256 : EspTransform.AES_GCM_128,
                        key,
                        new byte[0]),
                new SaParameters.Selectors(
                        List.of(selector(each.localSelector())),
                        List.of(selector(each.remoteSelector()))),
                new SaParameters.Lifetime(0, 0, 0, 0));
    }

    private static TrafficSelector selector(String text) {
        IpPrefix prefix = IpPrefix.parse(text);
        return new TrafficSelector(prefix.first(), prefix.last(), 0, 0, 65_535);
    }

    @Override
    public void close() {
        database.close();
    }
}
