package io.hnvgateway.dataplane.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.dataplane.net.VethPeer;
import io.hnvgateway.dataplane.sys.NetDevice;
import io.hnvgateway.dataplane.sys.PollSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("net")
class XdpFeaturesNetTest {
    private static final int PATIENCE_MS = 10_000;

    private final XdpFeatures features = XdpFeatures.open().orElseThrow();

    @AfterEach
    void close() {
        features.close();
    }

    private boolean tellsOfChange() {
        PollSet descriptors = new PollSet(features.descriptor());
        descriptors.await(PATIENCE_MS);
        return descriptors.anyReadable();
    }

    @Test
    void aVethTakesRedirectedFramesWhileItsPeerPolls() {
        try (VethPeer peer = new VethPeer()) {
            int device = NetDevice.of(peer.device()).index();
            for (boolean polls : new boolean[] {false, true, false}) {
                features.takeChanges();
                peer.inPeer("ethtool -K " + VethPeer.PEER + " gro " + (polls ? "on" : "off"));
                assertThat(features.takesRedirectedFrames(device)).isEqualTo(polls);
            }
            assertThat(tellsOfChange()).isTrue();
        }
    }

    @Test
    void whatIsNoDeviceTakesNone() {
        assertThat(features.takesRedirectedFrames(Integer.MAX_VALUE)).isFalse();
    }
}
