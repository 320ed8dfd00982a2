/* CPU time of this thread and of others. */
#ifndef HNV_CLOCKS_H
#define HNV_CLOCKS_H

#include <time.h>
#include "arguments.h"

static double seconds_of(clockid_t clock)
{
    struct timespec time;
    if (clock_gettime(clock, &time))
        return 0;
    return time.tv_sec + time.tv_nsec / 1e9;
}

/* CPU time so far of whole processes, kernel threads included, to the nanosecond. */
static double accounted(const struct arguments *arguments)
{
    double sum = 0;
    for (int i = 0; i < arguments->account_count; i++) {
        clockid_t clock;
        if (clock_getcpuclockid(arguments->account[i], &clock) == 0)
            sum += seconds_of(clock);
    }
    return sum;
}

#endif
