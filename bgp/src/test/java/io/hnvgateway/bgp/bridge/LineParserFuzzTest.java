package io.hnvgateway.bgp.bridge;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// No line makes the parser throw anything but its own fault. Most inputs are captured lines with a
/// part exchanged.
class LineParserFuzzTest {
    private static final List<String> CAPTURED = LineParserTest.captured();

    @FuzzTest
    void anyLine(FuzzedDataProvider data) {
        String base = CAPTURED.get(data.consumeInt(0, CAPTURED.size() - 1));
        int from = data.consumeInt(0, base.length());
        int to = data.consumeInt(from, base.length());
        parse(base.substring(0, from) + data.consumeRemainingAsString() + base.substring(to));
    }

    @Test
    void partsExchangedBetweenCapturedLines() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            String one = CAPTURED.get(random.nextInt(CAPTURED.size()));
            String other = CAPTURED.get(random.nextInt(CAPTURED.size()));
            int from = random.nextInt(one.length() + 1);
            parse(one.substring(0, from) + other.substring(random.nextInt(other.length() + 1)));
        }
    }

    @SuppressWarnings("EmptyCatch") // its own fault is the right answer
    private static void parse(String line) {
        try {
            LineParser.parse(line);
        } catch (MalformedLineException expected) {
        }
    }
}
