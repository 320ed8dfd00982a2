package io.hnvgateway.app.setup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Text of a file, read up to a limit whatever its size claims to be.
final class BoundedText {
    /// Of a setting, in bytes.
    static final int SETTING_BYTES = 65_536;

    private BoundedText() {}

    /// @throws IOException also if it is longer or no UTF-8; says nothing of what is in it
    static String read(Path file, int limitBytes) throws IOException {
        return text(bytes(file, limitBytes), file.toString());
    }

    static byte[] bytes(Path file, int limitBytes) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] read = in.readNBytes(limitBytes + 1);
            if (read.length > limitBytes) {
                throw new IOException(file + " is longer than " + limitBytes + " bytes");
            }
            return read;
        }
    }

    /// @param where for the message
    static String text(byte[] bytes, String where) throws IOException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException _) {
            throw new IOException(where + " is no text in UTF-8");
        }
    }
}
