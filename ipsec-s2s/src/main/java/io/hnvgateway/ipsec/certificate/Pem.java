package io.hnvgateway.ipsec.certificate;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.bouncycastle.util.io.pem.PemWriter;

/// Texts of RFC 7468.
final class Pem {
    /// More would be no chain.
    private static final int MAX_OBJECTS = 32;

    private Pem() {}

    /// The objects of a text in their order.
    static List<PemObject> read(String text) throws CertificateFaultException {
        List<PemObject> objects = new ArrayList<>();
        try (PemReader reader = new PemReader(new StringReader(text))) {
            for (PemObject next = reader.readPemObject();
                    next != null;
                    next = reader.readPemObject()) {
                if (objects.size() == MAX_OBJECTS) {
                    throw new CertificateFaultException(
                            "more than " + MAX_OBJECTS + " in one text");
                }
                objects.add(next);
            }
        } catch (IOException | RuntimeException e) {
            throw new CertificateFaultException("the text is no PEM");
        }
        return objects;
    }

    static String write(String type, byte[] der) throws IOException {
        StringWriter text = new StringWriter();
        try (PemWriter writer = new PemWriter(text)) {
            writer.writeObject(new PemObject(type, der));
        }
        return text.toString();
    }
}
