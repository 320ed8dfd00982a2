package io.hnvgateway.dataplane.sys;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.dataplane.net.Shell;
import io.hnvgateway.dataplane.net.VethPeer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("net")
class ReceiveOffloadsNetTest {
    @Test
    void switchesGenericReceiveOffloadOff() {
        try (VethPeer peer = new VethPeer()) {
            String device = peer.device();
            Shell.run("ethtool -K " + device + " gro on");
            assertThat(offloads(device)).contains("generic-receive-offload: on");

            assertThat(ReceiveOffloads.mergeNothing(device)).isTrue();
            assertThat(offloads(device)).contains("generic-receive-offload: off");
        }
    }

    @Test
    void keepsVlanTagsInTheFrames() {
        try (VethPeer peer = new VethPeer()) {
            String device = peer.device();
            Shell.run("ethtool -K " + device + " rxvlan on");
            assertThat(offloads(device)).contains("rx-vlan-offload: on");

            assertThat(ReceiveOffloads.keepVlanTags(device)).isTrue();
            assertThat(offloads(device)).contains("rx-vlan-offload: off");
        }
    }

    private static String offloads(String device) {
        return Shell.run("ethtool -k " + device);
    }
}
