package io.hnvgateway.app.setup;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.FaultsException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Lines of an `authorized_keys` file (sshd(8)): a key without options, one a line. A private key,
/// pasted by mistake, is refused and never shown.
final class SshKeys {
    private static final int MAX_KEYS = 64;
    private static final Pattern LINE =
            Pattern.compile(
                    "((?:ssh|ecdsa|sk-ssh|sk-ecdsa)-[a-z0-9@.-]{1,60}) ([A-Za-z0-9+/]{16,8192}={0,2})(?: [^\\p{Cntrl}]{0,200})?");

    private SshKeys() {}

    /// The lines to keep.
    ///
    /// @throws FaultsException naming lines by number only
    static String parse(String text) throws FaultsException {
        List<Fault> faults = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().map(String::strip).limit(MAX_KEYS * 4L).toList()) {
            number++;
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            if (isKey(line)) {
                keys.add(line);
            } else {
                faults.add(
                        new Fault(
                                "SSH keys, line " + number,
                                "",
                                "must be a public key without options",
                                "as in the file id_ed25519.pub: ssh-ed25519 AAAA... name"));
            }
        }
        if (faults.isEmpty() && (keys.isEmpty() || keys.size() > MAX_KEYS)) {
            faults.add(new Fault("SSH keys", "", "must be 1..64 public keys, one a line", ""));
        }
        if (!faults.isEmpty()) {
            throw new FaultsException(faults);
        }
        return String.join("\n", keys) + "\n";
    }

    /// The blob begins with the length and the name of its type (RFC 4253 §6.6), which must be the
    /// one before it.
    private static boolean isKey(String line) {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            return false;
        }
        String type = parts.group(1);
        try {
            byte[] blob = Base64.getDecoder().decode(parts.group(2));
            return new String(blob, 0, Math.min(blob.length, 4 + type.length()), ISO_8859_1)
                    .equals("\0\0\0" + (char) type.length() + type);
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
