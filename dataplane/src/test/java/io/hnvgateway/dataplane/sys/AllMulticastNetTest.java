package io.hnvgateway.dataplane.sys;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.dataplane.DataPath;
import io.hnvgateway.dataplane.DataPathConfig;
import io.hnvgateway.dataplane.DataPathMode;
import io.hnvgateway.dataplane.DataPathOpener;
import io.hnvgateway.dataplane.TestPolicies;
import io.hnvgateway.dataplane.guard.Guard;
import io.hnvgateway.dataplane.net.Shell;
import io.hnvgateway.dataplane.net.VethPeer;
import io.hnvgateway.dataplane.steering.PortRole;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("net")
class AllMulticastNetTest {
    private final VethPeer peer = new VethPeer();

    @AfterEach
    void close() {
        Guard.detach(List.of(peer.device()));
        peer.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"PACKET", "XDP"})
    void opensTheDevicesMulticastFilterWhileTheDataPathIsOpen(DataPathMode mode) {
        DataPathConfig config =
                new DataPathConfig(mode, List.of(peer.device()), 1, DataPathConfig.Sizes.SMALL);
        try (DataPath path =
                DataPathOpener.open(
                        config, TestPolicies.everything(peer.device(), PortRole.FRONT_END))) {
            assertThat(path.ports()).hasSize(1);
            assertThat(link()).contains(" allmulti 1 ");
        }
        assertThat(link()).contains(" allmulti 0 ");
    }

    private String link() {
        return Shell.run("ip -d link show dev " + peer.device());
    }
}
