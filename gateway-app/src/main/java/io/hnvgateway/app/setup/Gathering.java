package io.hnvgateway.app.setup;

import io.hnvgateway.provider.Fault;
import io.hnvgateway.provider.FaultsException;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Asks the sources of a setting and replaces its file by what is new. Sources come in the order of
/// their precedence: what one has is never replaced by what another behind it says, but for the
/// file as somebody edited it. Says by name where a setting comes from, and never the value.
final class Gathering {
    private final SettingFiles files;
    private final SettingSource file;
    private final List<SettingSource> sources;
    private final Seen seen;
    private final PrintStream out;

    Gathering(SetupPaths paths, SettingFiles files, PrintStream out) {
        this.files = files;
        this.file = new FileSource(files);
        this.sources =
                List.of(
                        new CredentialSource(paths.credentials()),
                        file,
                        new CloudInitSource(paths.cloudInit()),
                        new KvpSource(paths.kvpPool()));
        this.seen = Seen.open(paths.memory());
        this.out = out;
    }

    /// What one source says.
    private record Said(SettingSource source, String text) {}

    /// Gathers one setting.
    ///
    /// @return false when something was refused: then the file is as it was
    boolean gather(Setting setting) throws IOException {
        try {
            Optional<Said> news = first(setting, true);
            boolean kept = news.isEmpty() && files.read(setting).isPresent();
            if (!kept && news.isEmpty()) {
                news = first(setting, false);
            }
            return kept
                    ? keep(setting)
                    : news.isEmpty() ? none(setting) : take(setting, news.get());
        } catch (RefusedException refused) {
            refuse(setting, refused.source, List.of(refused.reason));
            return false;
        }
    }

    /// The first source that has it.
    ///
    /// @param unknownOnly what was seen before does not count
    private Optional<Said> first(Setting setting, boolean unknownOnly) throws RefusedException {
        boolean decided = false;
        for (SettingSource source : sources) {
            Optional<String> text = ask(source, setting);
            if (text.isEmpty() || (decided && source != file)) {
                continue;
            }
            if (!unknownOnly || !seen.knows(setting, source.name(), text.get())) {
                return Optional.of(new Said(source, text.get()));
            }
            decided |= source != file;
        }
        return Optional.empty();
    }

    /// Whether any source has it, be it good or not.
    boolean isGiven(Setting setting) {
        for (SettingSource source : sources) {
            try {
                if (ask(source, setting).isPresent()) {
                    return true;
                }
            } catch (RefusedException _) {
                return true;
            }
        }
        return false;
    }

    private static Optional<String> ask(SettingSource source, Setting setting)
            throws RefusedException {
        try {
            return source.find(setting).filter(text -> !text.isBlank());
        } catch (IOException e) {
            throw new RefusedException(source.name(), String.valueOf(e.getMessage()));
        }
    }

    private boolean none(Setting setting) {
        out.println("hnv-setup: %s: no source has one".formatted(setting.label()));
        return true;
    }

    private boolean take(Setting setting, Said said) throws IOException {
        String text;
        try {
            text = files.accepted(setting, said.text);
        } catch (FaultsException faults) {
            refuse(setting, said.source.name(), lines(faults));
            return false;
        }
        WholeFile to = files.file(setting);
        to.update(text);
        to.settle();
        remember(setting, text);
        out.println("hnv-setup: %s: taken from %s".formatted(setting.label(), said.source.name()));
        return true;
    }

    /// Nothing is new. A file whose NICs are gone is made anew of what the sources say.
    private boolean keep(Setting setting) throws IOException, RefusedException {
        try {
            files.accepted(setting, files.read(setting).orElse(""));
            files.file(setting).settle();
            out.println("hnv-setup: %s: as before".formatted(setting.label()));
            return true;
        } catch (FaultsException faults) {
            Optional<Said> given = setting == Setting.NETWORK ? given(setting) : Optional.empty();
            if (given.isPresent()) {
                return take(setting, given.get());
            }
            refuse(setting, file.name(), lines(faults));
            return false;
        }
    }

    private Optional<Said> given(Setting setting) throws RefusedException {
        for (SettingSource source : sources) {
            Optional<String> text = source == file ? Optional.empty() : ask(source, setting);
            if (text.isPresent()) {
                return Optional.of(new Said(source, text.get()));
            }
        }
        return Optional.empty();
    }

    /// A source that cannot be read now, and was not needed, is news when it can.
    private void remember(Setting setting, String written) throws IOException {
        for (SettingSource source : sources) {
            try {
                seen.remember(setting, source.name(), source.find(setting));
            } catch (IOException _) {
                seen.remember(setting, source.name(), Optional.empty());
            }
        }
        seen.remember(setting, file.name(), Optional.of(written));
        seen.write();
    }

    private void refuse(Setting setting, String source, List<String> reasons) {
        out.println(
                "hnv-setup: %s: that of %s is refused; no other source is asked"
                        .formatted(setting.label(), source));
        reasons.forEach(reason -> out.println("hnv-setup:   " + reason));
    }

    private static List<String> lines(FaultsException faults) {
        return new ArrayList<>(faults.faults().stream().map(Fault::toString).toList());
    }

    /// A source has something that cannot be read.
    private static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;
        private final String source;
        private final String reason;

        RefusedException(String source, String reason) {
            super(reason);
            this.source = source;
            this.reason = reason;
        }
    }
}
