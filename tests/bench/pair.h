/* pair.h - two ways of doing the same thing, timed in turns in one run: what counts is the
 * median of the ratios, which a busy machine moves far less than the times themselves. */
#ifndef TESTS_BENCH_PAIR_H
#define TESTS_BENCH_PAIR_H

#include <stdbool.h>

#define PAIR_MAX 31

typedef void pair_side(void *ctx);

struct pair_result {
    double a_ms, b_ms;          /* medians */
    double ratio;               /* median of a/b, pair by pair */
};

double pair_now_ms(void);       /* a monotonic clock */
double pair_median(double *v, int n);           /* sorts `v` */
/* `pairs` times a then b, the first pair only to warm up. */
struct pair_result pair_run(int pairs, pair_side *a, void *actx, pair_side *b, void *bctx);

/* A program as one side: run to its end, output thrown away. */
struct program {
    char *const *argv;          /* argv[0] is looked up in PATH */
    const char *input;          /* file for its stdin; NULL: /dev/null */
    long rss_kb;                /* most memory any run took */
    bool failed;                /* a run ended with another code than 0 */
};
void program_run(void *program);
bool program_exists(const char *name);

#endif
