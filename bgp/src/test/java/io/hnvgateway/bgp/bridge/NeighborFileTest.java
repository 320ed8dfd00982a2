package io.hnvgateway.bgp.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.hnvgateway.bgp.contract.Family;
import io.hnvgateway.bgp.contract.PutPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NeighborFileTest {
    @TempDir Path directory;

    static PutPeer.Builder peer(int number) {
        return PutPeer.newBuilder()
                .setId("t/" + number)
                .setPeerAddress(ByteString.copyFrom(new byte[] {10, (byte) 128, 0, (byte) number}))
                .setLocalAddress(ByteString.copyFrom(new byte[] {10, 0, 0, 1}))
                .setLocalAs(65000)
                .setPeerAs((int) 4200000000L)
                .setRouterId(1)
                .setHoldSeconds(90)
                .setTtl(1)
                .addFamilies(Family.IPV4_UNICAST);
    }

    private NeighborFile file() {
        return new NeighborFile(directory.resolve("shard-0.conf"), "/usr/bin/java @/x.args");
    }

    private static Map<String, String> blocks(int... numbers) {
        Map<String, String> blocks = new LinkedHashMap<>();
        for (int number : numbers) {
            blocks.put("10.128.0." + number, NeighborFile.block(peer(number).build()));
        }
        return blocks;
    }

    @Test
    void readsTheBlocksThatItWroteWithoutTheirGeneration() throws IOException {
        file().replace(file().text(blocks(1, 2), 7));

        assertThat(file().read()).isEqualTo(blocks(1, 2));
        assertThat(Files.readString(directory.resolve("shard-0.conf")))
                .startsWith("process bridge { run /usr/bin/java @/x.args; encoder json; }\n")
                .contains("peer-as 4200000000;", "router-id 0.0.0.1;", "\"generation 7\"");
    }

    @Test
    void isWrittenAsAWholeAndForItsOwnerOnly() throws IOException {
        file().replace(file().text(blocks(1), 1));
        file().replace(file().text(blocks(2), 2));

        Path path = directory.resolve("shard-0.conf");
        assertThat(Files.getPosixFilePermissions(path))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(directory).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void aFaultyPeerIsFoundAndTheOthersAreTaken() throws Exception {
        Map<String, String> blocks = blocks(1, 2, 3, 4, 5, 6, 7);
        List<String> asked = new ArrayList<>();
        Validator.Judge judge =
                text -> {
                    asked.add(text);
                    return text.contains("neighbor 10.128.0.5 ") ? "it is the fifth" : null;
                };

        Map<String, String> faults =
                Validator.faults(
                        judge,
                        file(),
                        blocks(1),
                        List.copyOf(blocks.keySet()).subList(1, 7),
                        blocks);

        assertThat(faults).containsExactly(Map.entry("10.128.0.5", "it is the fifth"));
        assertThat(asked).hasSizeLessThan(8);
    }

    @Test
    void aPeerThatCannotBeIsRefusedWithItsReason() {
        assertThat(new BridgePeer(peer(1).build()).selector)
                .isEqualTo("neighbor 10.128.0.1 local-ip 10.0.0.1");
        assertRefused(peer(1).setHoldSeconds(2), "hold time must be 0 or 3..65535");
        assertRefused(peer(1).setTtl(256), "TTL must be 1..255");
        assertRefused(peer(1).setRouterId(0), "router id must not be 0");
        assertRefused(peer(1).setPeerAs(0), "AS 0 is nobody's");
        assertRefused(peer(1).clearFamilies(), "at least one address family");
        assertRefused(peer(1).setFamiliesValue(0, 9), "no such address family");
        assertRefused(
                peer(1).setLocalAddress(ByteString.copyFrom(new byte[16])), "two of one family");
        assertRefused(
                peer(1).setPeerAddress(ByteString.copyFrom(new byte[3]))
                        .setLocalAddress(ByteString.copyFrom(new byte[] {1, 2, 3})),
                "4 or 16 bytes");
    }

    private static void assertRefused(PutPeer.Builder peer, String reason) {
        assertThatThrownBy(() -> new BridgePeer(peer.build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }
}
