package io.hnvgateway.dataplane.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.dataplane.net.VethPeer;
import io.hnvgateway.dataplane.sys.NetDevice;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("net")
class XdpFeaturesNetTest {
    @Test
    void aVethTakesRedirectsWhileItsPeerPolls() {
        try (VethPeer peer = new VethPeer()) {
            int device = NetDevice.of(peer.device()).index();
            peer.inPeer("ethtool -K " + VethPeer.PEER + " gro off");
            assertThat(XdpFeatures.takesRedirects(device)).isFalse();

            peer.inPeer("ethtool -K " + VethPeer.PEER + " gro on");
            assertThat(XdpFeatures.takesRedirects(device)).isTrue();
        }
    }

    @Test
    void whatIsNoDeviceTakesNone() {
        assertThat(XdpFeatures.takesRedirects(Integer.MAX_VALUE)).isFalse();
    }
}
