package io.hnvgateway.app.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The first line of a state file.
///
/// @param format 1, which knew no journals, or 2
/// @param journal number of the last journal whose changes are in the file; 0 in format 1
/// @param digest checksum of that number, if the format has one, and of all that follows the header
record StateHeader(int format, long journal, String digest) {
    private static final Pattern LINE =
            Pattern.compile(
                    "hnv-gateway desired state, format (?:1|2, journal (\\d{1,18})), sha256 ([0-9a-f]{64})");
    private static final int LIMIT = 200;

    /// One to be written, of as many characters as with the checksum.
    static StateHeader blank(long journal) {
        return new StateHeader(2, journal, "0".repeat(64));
    }

    StateHeader with(String otherDigest) {
        return new StateHeader(format, journal, otherDigest);
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
        String journal = header.group(1);
        return journal == null
                ? new StateHeader(1, 0, header.group(2))
                : new StateHeader(2, Long.parseLong(journal), header.group(2));
    }

    /// A digest that what follows the header is to be fed to.
    MessageDigest begin() {
        MessageDigest begun = Digests.sha256();
        if (format == 2) {
            begun.update(Long.toString(journal).getBytes(US_ASCII));
        }
        return begun;
    }

    /// As it stands in the file, with its end.
    String text() {
        return "hnv-gateway desired state, format %d, journal %d, sha256 %s\n"
                .formatted(format, journal, digest);
    }
}
