package io.hnvgateway.lab.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.hnvgateway.lab.capture.CaptureWriter;
import io.hnvgateway.lab.capture.CapturedFrame;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What should leave is sound by the judgement of tshark: nothing malformed, no wrong checksum.
@Tag("net") // needs tshark, which `./hnv test` installs
class CapturesAreSoundTest {
    private static final String BAD =
            "_ws.malformed || ip.checksum.status==0 || tcp.checksum.status==0"
                    + " || udp.checksum.status==0 || icmp.checksum.status==0";

    @TempDir Path folder;

    @Test
    void nothingThatShouldLeaveIsMalformedOrWronglySummed() throws Exception {
        List<CapturedFrame> frames = new ArrayList<>();
        List<String> origins = new ArrayList<>();
        for (GoldenCase golden : GoldenCase.all()) {
            for (CapturedFrame frame : golden.out()) {
                frames.add(frame);
                origins.add(golden.name());
            }
        }
        assertThat(complaints(frames, origins)).isEmpty();
    }

    @Test
    void tsharkFindsAWrongChecksumInsideTheTunnel() throws Exception {
        List<CapturedFrame> frames = GoldenCase.named("between-subnets").out();
        byte[] wrong = frames.getFirst().bytes().clone();
        wrong[wrong.length - 1] ^= 1;
        CapturedFrame frame = new CapturedFrame(1, "back", wrong);
        assertThat(complaints(List.of(frame), List.of("wrong"))).containsExactly("wrong");
    }

    private List<String> complaints(List<CapturedFrame> frames, List<String> origins)
            throws IOException, InterruptedException {
        Path file = folder.resolve("all.pcapng");
        List<String> ports = frames.stream().map(CapturedFrame::port).distinct().toList();
        CaptureWriter.write(file, ports, frames);
        List<String> command = new ArrayList<>(List.of("tshark", "-r", file.toString()));
        for (String protocol : new String[] {"ip", "tcp", "udp"}) {
            command.addAll(List.of("-o", protocol + ".check_checksum:TRUE"));
        }
        command.addAll(List.of("-o", "ip.defragment:FALSE"));
        for (String transport : new String[] {"udp", "tcp"}) {
            command.addAll(List.of("-d", transport + ".port==1-65535,data"));
        }
        command.addAll(List.of("-Y", BAD, "-T", "fields", "-e", "frame.number"));
        Process tshark =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        List<String> numbers = tshark.inputReader().readAllLines();
        assertThat(tshark.waitFor()).isZero();
        return numbers.stream().map(n -> origins.get(Integer.parseInt(n) - 1)).distinct().toList();
    }
}
