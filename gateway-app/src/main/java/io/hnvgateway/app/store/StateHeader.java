package io.hnvgateway.app.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The first line of a state file.
///
/// @param format 1, which knew no journals; 2, which knew no versions; or 3
/// @param mark of format 1 [Mark#NONE], of format 2 the journal only
/// @param digest checksum of what the format has of the mark, and of all that follows the header
record StateHeader(int format, Mark mark, String digest) {
    private static final Pattern LINE =
            Pattern.compile(
                    "hnv-gateway desired state, format (?:1|2, journal (\\d{1,18})|3, journal"
                            + " (\\d{1,18}), version (\\d{1,18}), open (\\d{1,18})), sha256"
                            + " ([0-9a-f]{64})");
    private static final int LIMIT = 250;

    /// One to be written, of as many characters as with the checksum.
    static StateHeader blank(Mark mark) {
        return new StateHeader(3, mark, "0".repeat(64));
    }

    StateHeader with(String otherDigest) {
        return new StateHeader(format, mark, otherDigest);
    }

    /// Reads it and its line end.
    static StateHeader read(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            if (line.length() == LIMIT) {
                break;
            }
            line.append((char) next);
        }
        Matcher header = LINE.matcher(line);
        if (!header.matches()) {
            throw new DamagedStateException("has no header of a known format");
        }
        String digest = header.group(5);
        if (header.group(2) != null) {
            Mark mark =
                    new Mark(
                            Long.parseLong(header.group(2)),
                            Long.parseLong(header.group(3)),
                            Long.parseLong(header.group(4)));
            return new StateHeader(3, mark, digest);
        }
        String journal = header.group(1);
        return journal == null
                ? new StateHeader(1, Mark.NONE, digest)
                : new StateHeader(2, new Mark(Long.parseLong(journal), 0, 0), digest);
    }

    /// A digest that what follows the header is to be fed to.
    MessageDigest begin() {
        MessageDigest begun = Digests.sha256();
        if (format == 2) {
            begun.update(Long.toString(mark.journal()).getBytes(US_ASCII));
        } else if (format == 3) {
            begun.update(numbers().getBytes(US_ASCII));
        }
        return begun;
    }

    private String numbers() {
        return "journal %d, version %d, open %d"
                .formatted(mark.journal(), mark.version(), mark.open());
    }

    /// As it stands in the file, with its end.
    String text() {
        return "hnv-gateway desired state, format 3, %s, sha256 %s\n".formatted(numbers(), digest);
    }
}
