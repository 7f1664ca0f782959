/* onscreen.h - a program on a pseudo-terminal of our own: keys in, bytes out, timed. What it
 * sends is counted, not drawn. */
#ifndef TESTS_BENCH_ONSCREEN_H
#define TESTS_BENCH_ONSCREEN_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct onscreen {
    int fd;                     /* our end */
    pid_t pid;
    double last_ms;             /* when the last byte came (pair_now_ms()) */
    size_t bytes;               /* come since the last onscreen_key() or the start */
};

/* Start argv on a terminal of so many rows and columns (TERM=xterm-256color). Dies with a
 * message when there are no pseudo-terminals. */
void onscreen_start(struct onscreen *s, char *const *argv, int rows, int cols);
/* Keys as a terminal sends them; counting begins anew. */
void onscreen_key(struct onscreen *s, const char *bytes);
/* Read until `text` has come; false when the program ended, or 30 s were not enough. */
bool onscreen_until(struct onscreen *s, const char *text);
/* Read until nothing has come for `quiet_ms`. */
void onscreen_settle(struct onscreen *s, int quiet_ms);
/* From a key to the last byte it brings, ms; what comes after `quiet_ms` of nothing is not
 * counted, so it must be longer than what the program does between two frames. */
double onscreen_press(struct onscreen *s, const char *bytes, int quiet_ms);
/* The most memory it has had so far (VmHWM), kB; 0: unknown. */
long onscreen_memory(const struct onscreen *s);
/* End it (SIGTERM to the process started here) and wait for it. */
void onscreen_end(struct onscreen *s);

#endif
