package io.hnvgateway.app.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.hnvgateway.provider.FaultsException;
import io.hnvgateway.provider.json.JsonText;
import io.hnvgateway.provider.json.SecretSeal;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The history in the journals. Where each change stands is looked for when somebody asks the first
/// time, and kept from then on: a start reads none of it. For any threads.
final class FileHistory implements History {
    static final int MOST_VERSIONS = 10_000;

    /// Where a line stands, without its end.
    private record Place(long journal, long offset, int length) {}

    private final StateDirectory directory;
    private final Journals journals;
    private final StateFile state;
    private final SecretSeal seal;
    private @Nullable NavigableMap<Long, Place> places;

    /// @param state says which journals are in effect
    /// @param seal opens what it sealed
    FileHistory(StateDirectory directory, Journals journals, StateFile state, SecretSeal seal) {
        this.directory = directory;
        this.journals = journals;
        this.state = state;
        this.seal = seal;
    }

    @Override
    public List<Version> page(long before, int most) throws IOException {
        List<Version> page = new ArrayList<>();
        for (Place place : newest(before, most)) {
            try {
                page.add(ChangeJson.version(read(place)));
            } catch (NoSuchFileException _) {
                break; // it, and those before it, are just forgotten
            }
        }
        return page;
    }

    private synchronized List<Place> newest(long before, int most) throws IOException {
        return places().headMap(before, false).descendingMap().values().stream()
                .limit(most)
                .toList();
    }

    @Override
    public void inverses(long after, long through, Consumer<StateEdit> each) throws IOException {
        Map<Long, Place> wanted;
        synchronized (this) {
            wanted = new TreeMap<>(places().subMap(after, false, through, true));
        }
        for (long number = after + 1; number <= through; number++) {
            Place place = wanted.get(number);
            StateEdit inverse = place == null ? null : inverse(number, place);
            if (inverse == null) {
                throw new ForgottenVersionException(number);
            }
            each.accept(inverse);
        }
    }

    private @Nullable StateEdit inverse(long number, Place place) throws IOException {
        try {
            return ChangeJson.inverse(read(place), seal);
        } catch (NoSuchFileException _) {
            throw new ForgottenVersionException(number);
        }
    }

    private JsonNode read(Place place) throws IOException {
        byte[] line = directory.read(Journals.name(place.journal), place.offset, place.length);
        try {
            return JsonText.parse(
                    Arrays.copyOfRange(line, Journal.DIGEST_CHARACTERS + 1, line.length));
        } catch (FaultsException e) {
            throw new IOException(directory.path(Journals.name(place.journal)) + " is damaged", e);
        }
    }

    /// A change was accepted.
    synchronized void add(long number, long journal, long offset, int length) {
        if (places != null) {
            put(places, number, new Place(journal, offset, length));
        }
    }

    /// A change was not accepted after all.
    synchronized void remove(long number) {
        if (places != null) {
            places.remove(number);
        }
    }

    private static void put(NavigableMap<Long, Place> places, long number, Place place) {
        places.put(number, place);
        if (places.size() > MOST_VERSIONS) {
            places.pollFirstEntry();
        }
    }

    private NavigableMap<Long, Place> places() throws IOException {
        NavigableMap<Long, Place> known = places;
        if (known == null) {
            known = find();
            places = known;
        }
        return known;
    }

    private NavigableMap<Long, Place> find() throws IOException {
        NavigableMap<Long, Place> found = new TreeMap<>();
        Mark mark = state.mark();
        for (var file : journals.files().entrySet()) {
            long journal = file.getKey();
            try {
                journals.read(
                        journal,
                        file.getValue(),
                        (offset, length, line) -> {
                            long number = ChangeJson.number(line);
                            boolean inEffect =
                                    journal <= mark.journal()
                                            ? number <= mark.version()
                                            : !ChangeJson.isWhole(line);
                            if (number > 0 && inEffect) {
                                put(found, number, new Place(journal, offset, length));
                            }
                        });
            } catch (NoSuchFileException _) {
                // Forgotten meanwhile.
            }
        }
        return found;
    }
}
