package io.hnvgateway.dataplane.xdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The verifier makes an addition of a look-up in an array only where one map can be meant
/// (decision 008). The compiler joins look-ups in two maps behind two branches into one call.
class MapLookupsTest {
    private static final String LOOKUP = "call 1";
    private static final Pattern JOIN = Pattern.compile("LBB.*:");
    private static final Pattern MAP = Pattern.compile("r1 = \\w+ ll");
    private static final Pattern FIRST_ARGUMENT = Pattern.compile("[rw]1 .*");

    @Test
    void nameOneMapEach() throws IOException {
        List<String> program = StructLayouts.assembly("#include \"hnv_xdp.bpf.c\"\n", "-O2");
        assertThat(program).contains(LOOKUP);
        assertThat(ofSeveralMaps(program)).isEmpty();
    }

    @Test
    void areSeenToBeJoined() throws IOException {
        String joined =
                """
                #include "flow.h"
                void *either(__u32 *slot, int ipv6)
                {
                	if (ipv6)
                		return bpf_map_lookup_elem(&flow_table6, slot);
                	return bpf_map_lookup_elem(&flow_table, slot);
                }
                """;
        assertThat(ofSeveralMaps(StructLayouts.assembly(joined, "-O2"))).hasSize(1);
    }

    /// What the first argument is at each look-up where it is not a map named in the same block.
    private static List<String> ofSeveralMaps(List<String> assembly) {
        List<String> found = new ArrayList<>();
        String argument = "";
        for (String line : assembly) {
            if (line.equals(LOOKUP) && !MAP.matcher(argument).matches()) {
                found.add(argument);
            }
            if (JOIN.matcher(line).matches() || line.startsWith("call ")) {
                argument = "another block's";
            } else if (FIRST_ARGUMENT.matcher(line).matches()) {
                argument = line;
            }
        }
        return found;
    }
}
