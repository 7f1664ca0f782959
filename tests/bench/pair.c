#include "tests/bench/pair.h"

#include <fcntl.h>
#include <malloc.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

double pair_now_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return x < y ? -1 : x > y;
}

double pair_median(double *v, int n)
{
    qsort(v, (size_t)n, sizeof *v, by_size);
    return n % 2 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2;
}

struct pair_result pair_run(int pairs, pair_side *a, void *actx, pair_side *b, void *bctx)
{
    double as[PAIR_MAX], bs[PAIR_MAX], ratios[PAIR_MAX];

    if (pairs > PAIR_MAX)
        pairs = PAIR_MAX;
    for (int i = -1; i < pairs; i++) {
        /* What one side freed is tidied up before the other begins, not in its first
         * allocations. */
        malloc_trim(0);
        double t0 = pair_now_ms();
        a(actx);
        double t1 = pair_now_ms();
        malloc_trim(0);
        double t2 = pair_now_ms();
        b(bctx);
        double t3 = pair_now_ms();
        if (i < 0)
            continue;
        as[i] = t1 - t0;
        bs[i] = t3 - t2;
        ratios[i] = as[i] / bs[i];
    }
    return (struct pair_result){ pair_median(as, pairs), pair_median(bs, pairs),
                                 pair_median(ratios, pairs) };
}

void program_run(void *p)
{
    struct program *program = p;
    posix_spawn_file_actions_t files;
    struct rusage used;
    pid_t pid;
    int status = -1;

    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO,
                                     program->input ? program->input : "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    if (!getenv("XH_BENCH_STDERR"))
        posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    if (posix_spawnp(&pid, program->argv[0], &files, NULL, program->argv, environ) == 0 &&
        wait4(pid, &status, 0, &used) == pid && used.ru_maxrss > program->rss_kb)
        program->rss_kb = used.ru_maxrss;
    posix_spawn_file_actions_destroy(&files);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        program->failed = true;
}

bool program_exists(const char *name)
{
    char *path = strdup(getenv("PATH") ? getenv("PATH") : "/usr/bin:/bin"), *save = NULL;
    bool found = false;

    for (char *dir = strtok_r(path, ":", &save); dir && !found;
         dir = strtok_r(NULL, ":", &save)) {
        char file[4096];
        snprintf(file, sizeof file, "%s/%s", dir, name);
        found = access(file, X_OK) == 0;
    }
    free(path);
    return found;
}
