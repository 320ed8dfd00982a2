package io.hnvgateway.lab.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptureFilesTest {
    @TempDir Path folder;

    @Test
    void readsWhatItWrites() throws IOException {
        List<CapturedFrame> frames =
                List.of(
                        new CapturedFrame(1, "back", new byte[] {1, 2, 3}),
                        new CapturedFrame(5_000_000_001L, "front-end", new byte[64]),
                        new CapturedFrame(5_000_000_002L, "back", new byte[0]));
        Path file = folder.resolve("a.pcapng");
        CaptureWriter.write(file, List.of("back", "front-end"), frames);
        assertThat(CaptureReader.read(file))
                .usingRecursiveFieldByFieldElementComparator()
                .isEqualTo(frames);
    }

    @Test
    void readsClassicPcap() throws IOException {
        List<CapturedFrame> frames =
                CaptureReader.read(Path.of("src/test/resources/captures/nvgre-ovs-flowid.pcap"));
        assertThat(frames).isNotEmpty().allMatch(frame -> frame.bytes().length >= 42);
        assertThat(frames).extracting(CapturedFrame::atNs).isSorted();
    }
}
