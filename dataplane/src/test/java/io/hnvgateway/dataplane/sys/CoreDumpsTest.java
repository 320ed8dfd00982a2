package io.hnvgateway.dataplane.sys;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CoreDumpsTest {
    private static final int PR_GET_DUMPABLE = 3;
    private static final int PR_SET_DUMPABLE = 4;

    @AfterEach
    void asBefore() {
        Libc.prctl(PR_SET_DUMPABLE, 1);
    }

    @Test
    void noneIsWrittenOfAProcessThatForbidsIt() {
        Libc.prctl(PR_SET_DUMPABLE, 1);
        CoreDumps.forbid();
        assertThat(Libc.prctl(PR_GET_DUMPABLE, 0)).isZero();
    }
}
