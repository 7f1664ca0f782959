/* err.h - how every function that can fail says so.
 *
 * The code is for the program to branch on; the message is for the person: translated,
 * naming the thing and the way out. Whoever detects the problem writes the message,
 * everyone between passes it up, only the edge shows it. A message may have several
 * lines: a refusal lists everything that is missing, not the first thing. */
#ifndef MODEL_ERR_H
#define MODEL_ERR_H

#include <stdarg.h>
#include <stdbool.h>

enum xh_rc {
    XH_OK = 0,
    XH_REFUSED,     /* a rule says no: not ready, already done, bad value */
    XH_NOT_FOUND,   /* no such item, person, list ... */
    XH_USAGE,       /* the command line or an argument cannot be understood */
    XH_CONFIG,      /* the configuration is wrong */
    XH_DB,          /* the database or a file let us down */
    XH_CONFLICT,    /* somebody else changed it first */
    XH_DENIED,      /* not permitted: role, relation, two people, unmapped login */
};

struct xh_err {
    enum xh_rc rc;
    char msg[16384];    /* UTF-8, translated, no trailing newline; room for a village's rows */
};

/* Write a message and return `rc`. `err` may be NULL: then only the code travels. */
enum xh_rc xh_fail(struct xh_err *err, enum xh_rc rc, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* The same with a va_list. */
enum xh_rc xh_vfail(struct xh_err *err, enum xh_rc rc, const char *fmt, va_list ap)
    __attribute__((format(printf, 3, 0)));

/* Append a further line to a message already written (a list of what is missing).
 * The first call behaves like xh_fail(). Returns `rc`. */
enum xh_rc xh_fail_more(struct xh_err *err, enum xh_rc rc, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* A refusal names the way out that is at hand: an option where a command was typed, a key or
 * a field where the screen is looked at. `cli` and `screen` are translated and take the
 * same arguments; which of them is right, the edge has said once: the application when it
 * begins and ends. */
const char *err_way(const char *cli, const char *screen)
    __attribute__((format_arg(1), format_arg(2)));
void err_on_screen(bool yes);

/* Exit code of the command line for `rc`: 0, 1 refused or not found, 2 usage, 3
 * configuration, 4 database, 5 conflict, 6 not permitted (DESIGN 8). */
int xh_exit_code(enum xh_rc rc);

#endif
