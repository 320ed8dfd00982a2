package io.hnvgateway.app.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hnvgateway.provider.resource.AllocationMethod;
import io.hnvgateway.provider.resource.DesiredState;
import io.hnvgateway.provider.resource.PublicIpAddress;
import io.hnvgateway.provider.value.IpAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The store on a file system of 256 KiB.
class FullDiskTest {
    private static final StateEdit NOTHING = new StateEdit(DesiredState.EMPTY, List.of());

    @TempDir private Path disk;

    private boolean mounted;
    private FileStateStore store;
    private long accepted;

    @BeforeEach
    void mount() throws Exception {
        mounted = run("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", disk.toString()) == 0;
        assumeTrue(mounted, "needs the right to mount");
        store = new FileStateStore(disk.resolve("state"));
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            assertThat(run("umount", "--lazy", disk.toString())).isZero();
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    @Test
    void changesAreRefusedWhileItIsFullAndNoneIsLost() throws IOException {
        append();
        Path filler = disk.resolve("filler");
        assertThatThrownBy(() -> Files.write(filler, new byte[512 << 10]))
                .hasMessageContaining("No space left");
        assertThatThrownBy(
                        () -> {
                            for (int i = 0; i < 100; i++) {
                                append();
                            }
                        })
                .isInstanceOf(IOException.class)
                .hasMessageContaining("No space left");
        assertThatThrownBy(() ->
                        store.save(
                                DesiredState.EMPTY,
                                TestChanges.change(accepted + 1, NOTHING, NOTHING)))
                .isInstanceOf(IOException.class);
        assertThat(loaded()).isEqualTo(accepted);

        Files.delete(filler);
        append();
        assertThat(loaded()).isEqualTo(accepted);
    }

    private void append() throws IOException {
        String id = "a" + accepted;
        PublicIpAddress address =
                new PublicIpAddress(
                        id, AllocationMethod.STATIC, IpAddress.parse("203.0.113." + accepted));
        StateEdit put =
                new StateEdit(
                        DesiredState.EMPTY.withPublicIPAddresses(List.of(address)), List.of());
        store.append(TestChanges.change(accepted + 1, put, NOTHING));
        accepted++;
    }

    private long loaded() throws IOException {
        LoadedState loaded = new FileStateStore(disk.resolve("state")).load();
        assertThat(loaded.problem()).isEmpty();
        assertThat(loaded.version()).isEqualTo(accepted);
        return loaded.document().state().publicIPAddresses().size();
    }
}
