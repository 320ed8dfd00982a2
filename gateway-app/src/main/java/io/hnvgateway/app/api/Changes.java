package io.hnvgateway.app.api;

import io.hnvgateway.app.desired.ChangeOrigin;
import io.hnvgateway.app.desired.ChangeWitness;
import io.hnvgateway.app.desired.DesiredStateApplier;
import io.hnvgateway.app.desired.Outcome;
import io.hnvgateway.app.desired.PhaseTimes;
import io.hnvgateway.provider.Fault;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;

/// Makes the changes that requests ask for: one at a time, so that an answer shows what its own
/// request has made, and each once, however often it is asked for with one id. Any thread.
final class Changes {
    /// The client's id of a request.
    static final String CLIENT_ID = "x-ms-client-request-id";

    /// Own header: the change is taken back by itself unless it is confirmed so soon.
    static final String CONFIRM = "x-hnv-confirm-within-seconds";

    /// Own header of answers: the number of the change that was made or confirmed.
    static final String VERSION = "x-hnv-version";

    static final int MAX_CONFIRM_SECONDS = 86_400;

    private final DesiredStateApplier applier;
    private final Representations representations;
    private final KeptWrites kept;
    private final InstantSource clock;
    private final ReentrantLock turn = new ReentrantLock();

    Changes(
            DesiredStateApplier applier,
            Representations representations,
            KeptWrites kept,
            InstantSource clock) {
        this.applier = applier;
        this.representations = representations;
        this.kept = kept;
        this.clock = clock;
    }

    /// Makes a change and its answer.
    @FunctionalInterface
    interface Work {
        ApiAnswer answer(ChangeOrigin origin);
    }

    /// @throws ApiError never one that `work` throws: it becomes the answer
    ApiAnswer make(ApiRequest request, String reference, Work work) {
        String clientId = clientId(request);
        String digest = clientId.isEmpty() ? "" : digest(request);
        ChangeOrigin origin =
                new ChangeOrigin(
                        request.caller().name(), RequestIds.current(), confirmSeconds(request));
        turn.lock();
        try {
            KeptWrites.Write before =
                    clientId.isEmpty() ? null : kept.byClientId(request.caller(), clientId);
            if (before != null) {
                return again(before, digest);
            }
            Instant started = clock.instant();
            AtomicLong version = new AtomicLong();
            ApiAnswer made =
                    ChangeWitness.hearing(
                            outcome -> version.set(outcome.version()), () -> answer(work, origin));
            ApiAnswer answer = operation(of(version.get(), made), origin.requestId());
            if (answer.status() < 500) {
                kept.keep(
                        new KeptWrites.Write(
                                origin.requestId(),
                                origin.who(),
                                clientId,
                                digest,
                                request.method(),
                                reference,
                                started,
                                clock.instant(),
                                answer));
            }
            return answer;
        } finally {
            turn.unlock();
        }
    }

    private static ApiAnswer answer(Work work, ChangeOrigin origin) {
        try {
            return work.answer(origin);
        } catch (ApiError e) {
            return e.answer();
        }
    }

    private static ApiAnswer of(long version, ApiAnswer answer) {
        return version == 0
                ? answer
                : Answers.with(answer, Map.of(VERSION, String.valueOf(version)));
    }

    private static ApiAnswer operation(ApiAnswer answer, String id) {
        return Answers.with(answer, Map.of("x-ms-operation", "/networking/v1/operations/" + id));
    }

    private static ApiAnswer again(KeptWrites.Write before, String digest) {
        if (!before.digest().equals(digest)) {
            throw ApiError.of(
                    409,
                    "RequestIdReused",
                    CLIENT_ID + " was used for another request: give each one its own");
        }
        return Answers.with(before.answer(), Map.of("x-hnv-repeated", "true"));
    }

    /// Runs one change under the applier's lock.
    ///
    /// @param only the one resource that is put or deleted
    /// @throws ApiError if it is refused
    Outcome edit(ChangeOrigin origin, ResourcePath only, boolean deletion, Consumer<Edits> wanted) {
        return edit(origin, wanted, faults -> Refusals.of(faults, only, deletion));
    }

    /// @param refusal what is answered to faults
    /// @throws ApiError if it is refused
    Outcome edit(
            ChangeOrigin origin, Consumer<Edits> wanted, Function<List<Fault>, ApiError> refusal) {
        Outcome outcome =
                applier.edit(
                        current -> {
                            Edits edits = new Edits(current, representations);
                            wanted.accept(edits);
                            return edits.change();
                        },
                        origin,
                        PhaseTimes.start());
        if (outcome.isRefused()) {
            throw refusal.apply(outcome.faults());
        }
        return outcome;
    }

    static String clientId(ApiRequest request) {
        String id = request.header(CLIENT_ID);
        if (id == null || id.isBlank()) {
            return "";
        }
        if (id.length() > 128 || !id.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
            throw ApiError.badRequest(
                    "InvalidValue", CLIENT_ID + " must be 1..128 visible characters", CLIENT_ID);
        }
        return id;
    }

    private static int confirmSeconds(ApiRequest request) {
        String text = request.header(CONFIRM);
        if (text == null) {
            return 0;
        }
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > MAX_CONFIRM_SECONDS) {
            throw ApiError.badRequest(
                    "InvalidValue", CONFIRM + " must be 0.." + MAX_CONFIRM_SECONDS, CONFIRM);
        }
        return Integer.parseInt(text);
    }

    private static String digest(ApiRequest request) {
        MessageDigest sha = Etags.sha256();
        sha.update(
                (request.method() + request.path() + new TreeMap<>(request.query()))
                        .getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(sha.digest(request.body()));
    }
}
