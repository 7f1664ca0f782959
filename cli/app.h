/* app.h - one run of the program: where it is, who calls, which day it is, what is open.
 *
 * main() fills in what only the machine knows (clock, environment, terminal); app_open()
 * opens the township and settles who and when. Commands read it and change nothing in
 * it. */
#ifndef CLI_APP_H
#define CLI_APP_H

#include <stdbool.h>
#include <stdint.h>

#include "model/act.h"
#include "model/store.h"

#define CHINA_MINUTES 480   /* east of UTC, until a configuration says otherwise */

struct app {
    /* from the machine */
    const char *program;            /* how to type it again: as called, or "xiaohao" */
    const char *exe_dir;            /* folder of the program; NULL when unknown */
    const char *user_home;          /* ~ of the caller; NULL when unknown */
    const char *login, *full_name;  /* of the kernel's uid; "" when it has no account */
    int64_t uid;
    bool in_tty, out_tty, err_tty, colours;  /* colours: the terminal may show them */
    int64_t (*clock_ms)(void);      /* UTC milliseconds */
    int columns;                    /* of the terminal; 0 when there is none */
    /* typed before the command */
    char *home;                     /* the township's folder; NULL: not known */
    bool home_named;                /* it was: not the usual one */
    const char *user, *today, *as_of, *lang;
    /* settled by app_open() */
    struct env env;                 /* env.today is the day asked for */
    int32_t real_today;
    int32_t as_of_day;              /* DAY_NONE: now */
    struct store *st;
    const struct defs *defs;
    int64_t me;                     /* the person acting */
};

/* The township's folder as it was typed; taken over. */
void app_name_home(struct app *a, char *home);
/* Open the township in a->home, work out the day and who is calling. XH_DENIED for an
 * account nobody knows, and for --user where it is not allowed (ENGINE 29). */
enum xh_rc app_open(struct app *a, bool write, struct xh_err *err);
void app_close(struct app *a);
/* May the caller act as somebody else: in a practice township, or where township.yaml
 * names the login (ENGINE 29)? The township is open. */
bool app_may_switch(const struct app *a);
/* Open the township in `home`, of this program's version afterwards; says on stderr what
 * it does to an older one. */
enum xh_rc app_open_store(const struct app *a, const char *home, bool write, struct store **out,
                          struct xh_err *err);

/* The township's day of now, `minutes` east of UTC (ENGINE 1). */
int32_t app_day(int64_t now_ms, int32_t minutes);
/* --today and --as-of as days; calendar NULL before anything is open. */
enum xh_rc app_settle_day(struct app *a, const struct calendar *cal, int32_t minutes,
                          struct xh_err *err);

/* A question with the answer y or n. Without a terminal nobody can be asked: false. */
bool app_ask(const struct app *a, const char *question);

/* Print to stdout; what does not fit on the disk is reported by main() at the end.
 * Nothing stored can drive a terminal (invariant 8): control characters become marks.
 * Only tables and exports, which have seen to it themselves, go out raw. */
void out(const char *text);
void out_raw(const char *text);
void outf(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* A line to stderr. */
void warn(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

#endif
