package io.hnvgateway.app.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hnvgateway.app.desired.Examples;
import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.FaultsException;
import io.hnvgateway.provider.json.DesiredStateDocument;
import io.hnvgateway.provider.json.DesiredStateReader;
import io.hnvgateway.provider.json.JsonText;
import io.hnvgateway.provider.resource.DesiredState;
import io.hnvgateway.provider.value.InvalidValueException;
import io.hnvgateway.provider.value.SecretText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretBoxTest {
    private static final SecretText SECRET = SecretText.of("open sesame");

    @TempDir private Path directory;

    @Test
    void opensWhatItSealedAlsoAfterARestart() {
        String sealed = new SecretBox(directory).seal(SECRET, "here");
        assertThat(sealed).doesNotContain("sesame");
        assertThat(new SecretBox(directory).open(sealed, "here")).isEqualTo(SECRET);
        assertThat(new SecretBox(directory).seal(SECRET, "here"))
                .as("a nonce never serves twice")
                .isNotEqualTo(sealed);
    }

    @Test
    void derivedKeysAreTheSameAfterARestartAndNoOthersForAnotherPurpose() throws IOException {
        byte[] derived = new SecretBox(directory).derivedKey("one");
        assertThat(new SecretBox(directory).derivedKey("one")).isEqualTo(derived).hasSize(32);
        assertThat(new SecretBox(directory).derivedKey("another"))
                .isNotEqualTo(derived)
                .isNotEqualTo(Files.readAllBytes(directory.resolve(SecretBox.FILE)));
    }

    @Test
    void theKeyIsItsOwnersAlone() throws IOException {
        new SecretBox(directory).seal(SECRET, "here");
        Path key = directory.resolve(SecretBox.FILE);
        assertThat(Files.size(key)).isEqualTo(32);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
    }

    @Test
    void opensNothingAtAnotherPlaceAndNothingThatWasChanged() {
        SecretBox box = new SecretBox(directory);
        String sealed = box.seal(SECRET, "here");
        assertThatThrownBy(() -> box.open(sealed, "there"))
                .isInstanceOf(InvalidValueException.class);
        int middle = sealed.length() / 2;
        char other = sealed.charAt(middle) == 'A' ? 'B' : 'A';
        String changed = sealed.substring(0, middle) + other + sealed.substring(middle + 1);
        assertThatThrownBy(() -> box.open(changed, "here"))
                .isInstanceOf(InvalidValueException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1:", "1:AAAA", "1:?", "2:AAAA", "1:AAAAAAAAAAAAAAAA"})
    void refusesWhatNobodySealed(String text) {
        SecretBox box = new SecretBox(directory);
        box.seal(SECRET, "here");
        assertThatThrownBy(() -> box.open(text, "here")).isInstanceOf(InvalidValueException.class);
    }

    @Test
    void noFileOfTheStoreShowsASecretAndTheNextGatewayHasIt() throws IOException {
        DesiredState state = withConnection("open sesame").state();
        FileStateStore store = new FileStateStore(directory);
        TestChanges.save(store, state);
        StateEdit put = new StateEdit(withConnection("barley sugar").state(), List.of());
        store.append(TestChanges.change(2, put, new StateEdit(state, List.of())));
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.toList())
                    .hasSizeGreaterThanOrEqualTo(3)
                    .allSatisfy(file ->
                            assertThat(Files.readString(file, ISO_8859_1))
                                    .doesNotContain("sesame")
                                    .doesNotContain("barley"));
        }
        LoadedState loaded = new FileStateStore(directory).load();
        assertThat(loaded.document().faults()).isEmpty();
        assertThat(loaded.document().state().virtualGateways())
                .containsExactlyInAnyOrderElementsOf(
                        withConnection("barley sugar").state().virtualGateways());
    }

    @Test
    void aLostKeyIsAFaultWithTheRemedy() throws IOException {
        TestChanges.save(new FileStateStore(directory), withConnection("open sesame").state());
        Files.delete(directory.resolve(SecretBox.FILE));
        assertThat(new FileStateStore(directory).load().document().faults())
                .extracting(Fault::toString)
                .singleElement()
                .asString()
                .contains(".sharedSecret: cannot be opened: there is no ")
                .contains("restore that file, or write the secret again");
    }

    private static DesiredStateDocument withConnection(String secret) {
        ObjectNode json = Examples.twoTenants();
        ObjectNode gateway = (ObjectNode) json.at("/virtualGateways/0/properties");
        gateway.set("networkConnections", connection(secret));
        DesiredStateDocument document = DesiredStateReader.read(json);
        assertThat(document.faults()).isEmpty();
        return document;
    }

    private static JsonNode connection(String secret) {
        String text =
                """
                [{"resourceId": "office", "properties": {"connectionType": "IPSec",
                  "destinationIPAddress": "198.51.100.77",
                  "ipSecConfiguration": {"sharedSecret": "%s"}}}]
                """
                        .formatted(secret);
        try {
            return JsonText.parse(text.getBytes(UTF_8));
        } catch (FaultsException e) {
            throw new IllegalStateException(e);
        }
    }
}
