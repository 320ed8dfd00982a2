package io.hnvgateway.benchmarks.report;

import io.hnvgateway.benchmarks.ResultsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The part of `docs/benchmarks.md` that a run writes; what stands around it is by hand.
public final class BenchmarksPage {
    static final String BEGIN = "<!-- figures: written by ./hnv bench docs -->";
    static final String END = "<!-- end of the figures -->";

    private BenchmarksPage() {}

    /// Replaces what stands between the two marks.
    public static void update(Path page, ResultsFile run) throws IOException {
        Files.writeString(page, updated(Files.readString(page), run));
    }

    static String updated(String page, ResultsFile run) throws IOException {
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IOException("the page has no place for figures: " + BEGIN);
        }
        return page.substring(0, begin)
                + BEGIN
                + "\n"
                + new FigureTables(run).text()
                + page.substring(end);
    }
}
