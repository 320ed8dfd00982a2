package io.hnvgateway.app.tunnels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InterfaceIdsTest {
    private static final List<String> NAMES =
            IntStream.range(0, 10_000).mapToObj(i -> "network/office" + i).toList();

    @Test
    void eachConnectionHasItsOwnWhateverOthersThereAre() {
        InterfaceIds all = new InterfaceIds();
        List<Integer> ids = NAMES.stream().map(all::of).toList();
        assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id > 0);
        InterfaceIds next = new InterfaceIds();
        assertThat(NAMES.reversed().stream().map(next::of).toList()).isEqualTo(ids.reversed());
        assertThat(new InterfaceIds().of(NAMES.getLast())).isEqualTo(ids.getLast());
    }

    /// Found by trial: both have 250,075,722 at first.
    @Test
    void twoThatMeetHaveTwo() {
        InterfaceIds ids = new InterfaceIds();
        int first = ids.of("network/office26414");
        assertThat(ids.of("network/office26414")).isEqualTo(first);
        assertThat(ids.of("network/office120385")).isNotEqualTo(first);
        ids.release("network/office26414");
        ids.release("network/office120385");
        assertThat(ids.of("network/office120385")).as("what is free again").isEqualTo(first);
    }
}
