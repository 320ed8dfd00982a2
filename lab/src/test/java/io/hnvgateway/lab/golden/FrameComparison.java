package io.hnvgateway.lab.golden;

import io.hnvgateway.lab.capture.CapturedFrame;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// Compares the frames that left with those that should have, port by port and in order.
///
/// An IPv4 header with DF clear carries an identification of the gateway's choice (RFC 6864): it
/// and the header checksum are left out of the comparison, but the checksum must be right and all
/// fragments of a datagram must carry one identification.
final class FrameComparison {
    private final List<String> differences = new ArrayList<>();

    /// Sentences about what differs; none when all is right.
    static List<String> differences(
            List<String> ports, List<CapturedFrame> expected, List<CapturedFrame> actual) {
        var comparison = new FrameComparison();
        for (String port : ports) {
            comparison.port(port, ofPort(port, expected), ofPort(port, actual));
        }
        return comparison.differences;
    }

    private static List<byte[]> ofPort(String port, List<CapturedFrame> frames) {
        return frames.stream()
                .filter(frame -> frame.port().equals(port))
                .map(CapturedFrame::bytes)
                .toList();
    }

    private void port(String port, List<byte[]> expected, List<byte[]> actual) {
        var names = new FragmentNames();
        for (int i = 0; i < Math.max(expected.size(), actual.size()); i++) {
            String where = port + ", frame " + (i + 1);
            if (i >= actual.size()) {
                differences.add(where + " is missing:\n" + hex(expected.get(i)));
            } else if (i >= expected.size()) {
                differences.add(where + " is one too many:\n" + hex(actual.get(i)));
            } else {
                frame(where, expected.get(i), actual.get(i), names);
            }
        }
    }

    private void frame(String where, byte[] expected, byte[] actual, FragmentNames names) {
        FrameForm right = FrameForm.of(expected);
        FrameForm found = FrameForm.of(actual);
        if (!found.checksumsValid()) {
            differences.add(where + " has a wrong IPv4 checksum:\n" + hex(actual));
        } else if (!right.text().equals(found.text())) {
            differences.add(where + "\n expected " + right.text() + "\n found    " + found.text());
        } else if (!names.agree(right, found)) {
            differences.add(where + " has another identification than its datagram's fragments");
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
