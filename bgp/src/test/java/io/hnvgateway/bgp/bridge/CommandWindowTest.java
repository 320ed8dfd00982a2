package io.hnvgateway.bgp.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandWindowTest {
    private final List<String> out = new ArrayList<>();
    private final List<String> answers = new ArrayList<>();
    private long nanoTime;
    private final CommandWindow window = new CommandWindow(out::add, () -> nanoTime);

    private void submit(String line) {
        window.submit(line, answer -> answers.add(line + (answer.done() ? "" : " refused")));
    }

    @Test
    void noMoreThanTheWindowIsUnderWay() {
        for (int i = 0; i < 250; i++) {
            submit("c" + i);
        }
        assertThat(out).hasSize(CommandWindow.OUTSTANDING);
        assertThat(window.waiting()).isEqualTo(150);

        window.answered(true);
        assertThat(out).hasSize(CommandWindow.OUTSTANDING + 1);
    }

    @Test
    void answersBelongToCommandsInOrder() {
        submit("one");
        submit("two");
        window.answered(false);
        window.answered(true);

        assertThat(answers).containsExactly("one refused", "two");
        assertThat(window.refused()).isEqualTo(1);
        assertThat(window.answered(true)).as("an answer to nothing").isFalse();
    }

    @Test
    void aCommandWhoseAnswerMayOvertakeIsSentAlone() {
        submit("one");
        window.submitAlone("reload", answer -> answers.addAll(answer.text()));
        submit("two");
        assertThat(out).containsExactly("one");
        window.answered(true);
        assertThat(out).containsExactly("one", "reload");
        window.text("in progress");
        window.answered(true);

        assertThat(out).containsExactly("one", "reload", "two");
        assertThat(answers).containsExactly("one", "in progress");
    }

    /// A bridge that begins beside an ExaBGP with a full table asks for all of it.
    @Test
    void aLongAnswerIsTakenLineByLineAndWhole() {
        window.submitAlone("show adj-rib out", answers::add, answer -> out.addAll(answer.text()));
        for (int i = 0; i < 100_000; i++) {
            window.text("route");
        }
        window.answered(true);

        assertThat(answers).hasSize(100_000);
        assertThat(out).containsExactly("show adj-rib out");
    }

    @Test
    void silenceIsCountedFromTheLastWord() {
        assertThat(window.silentNs()).isZero();
        nanoTime = 5;
        submit("one");
        submit("two");
        nanoTime = 15;
        assertThat(window.silentNs()).isEqualTo(10);
        window.answered(true);
        assertThat(window.silentNs()).isZero();
    }
}
