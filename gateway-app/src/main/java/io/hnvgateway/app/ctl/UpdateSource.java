package io.hnvgateway.app.ctl;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Where newer versions of an appliance come from: the line `Source=URL` of `update.conf`.
///
/// @param location of the folder with `SHA256SUMS`; ends with a slash
record UpdateSource(URI location) {
    private static final int BYTES_AT_MOST = 64 << 10;
    private static final Set<String> SCHEMES = Set.of("http", "https");

    /// What systemd would take for more than a letter of the address stands in no address.
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9:/._~\\[\\]-]+");

    static UpdateSource read(Path file) throws IOException, RefusedException {
        String text;
        try {
            if (Files.size(file) > BYTES_AT_MOST) {
                throw fault(file + ": has more than " + BYTES_AT_MOST + " bytes");
            }
            text = Files.readString(file);
        } catch (NoSuchFileException e) {
            throw fault(
                    "there is no "
                            + file
                            + ": write one with the line Source=https://HOST/FOLDER/, where the files of a release lie");
        }
        return of(file, text.lines().toList());
    }

    private static UpdateSource of(Path file, List<String> lines) throws RefusedException {
        List<String> faults = new ArrayList<>();
        UpdateSource source = null;
        for (int number = 1; number <= lines.size(); number++) {
            String line = lines.get(number - 1).strip();
            String where = "update: " + file + ": line " + number + ": ";
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            if (!line.startsWith("Source=")) {
                faults.add(where + "must be Source=URL; lines with # are comments");
            } else if (source != null) {
                faults.add(where + "Source stands twice; keep one of them");
            } else {
                String value = line.substring("Source=".length()).strip();
                try {
                    source = parse(value);
                } catch (URISyntaxException e) {
                    faults.add(where + e.getInput() + ": " + e.getReason());
                }
            }
        }
        if (faults.isEmpty() && source == null) {
            throw fault(file + ": has no line Source=URL");
        }
        if (source == null || !faults.isEmpty()) {
            throw new RefusedException(faults);
        }
        return source;
    }

    private static UpdateSource parse(String value) throws URISyntaxException {
        if (!PLAIN.matcher(value).matches()) {
            throw new URISyntaxException(
                    printable(value),
                    "must be an http or https address without user, query, percent sign and white space");
        }
        URI uri = new URI(value.endsWith("/") ? value : value + "/");
        String scheme = uri.getScheme();
        if (scheme == null
                || !SCHEMES.contains(scheme.toLowerCase(Locale.ROOT))
                || uri.getHost() == null) {
            throw new URISyntaxException(value, "must begin with http://HOST or https://HOST");
        }
        return new UpdateSource(uri);
    }

    /// A password in an address is not for the screen.
    private static String printable(String value) {
        return value.contains("@") ? "(an address with a user)" : value.replaceAll("\\p{C}", "?");
    }

    private static RefusedException fault(String text) {
        return new RefusedException(List.of("update: " + text));
    }
}
