/* args.h - a command line taken apart by the table of its command.
 *
 * Options (--opt value, --opt=value, -o value) may stand anywhere after the command; `--`
 * ends them. What looks like `key=value` goes to the pairs where a command takes them. A
 * full-width character or a long Chinese dash in an option is read as the half-width one:
 * the input method was still on. */
#ifndef CLI_ARGS_H
#define CLI_ARGS_H

#include <stdbool.h>
#include <stddef.h>

#include "model/err.h"
#include "model/verbs.h"

enum option_kind {
    OPT_FLAG,           /* no value */
    OPT_TEXT,           /* words: taken as they are */
    OPT_CODE,           /* an id, number or name: half-width */
    OPT_DATE,           /* a day to come */
    OPT_PAST,           /* a day gone by */
    OPT_DECIMAL,
    OPT_NUMBER,         /* a whole number, 0 or more */
    OPT_MANY,           /* words; may be given several times */
    OPT_MAYBE,          /* half-width; may stand alone: the next argument belongs to it unless
                         * it is an option (args_get() is "" then) */
};

struct option {
    const char *name;           /* "reason" */
    char letter;                /* 'o' for -o, else 0 */
    enum option_kind kind;
    const char *value;          /* "TEXT" in help; NULL for flags */
    const char *help;           /* msgid */
    size_t at;                  /* verbs: where in struct call it goes; NO_PLACE elsewhere */
};
#define NO_PLACE ((size_t)-1)

struct arg { const struct option *opt; char *text; };

struct args {
    struct arg *v; size_t n, cap;                   /* options, in the order given */
    char **words; size_t n_words, cap_words;
    struct pair *pairs; size_t n_pairs, cap_pairs;  /* owned texts */
    bool last_counts;                               /* an option given twice is no mistake */
};
void args_fini(struct args *a);

/* The value of an option, NULL when it was not given (the last one counts). */
const char *args_get(const struct args *a, const char *name);
bool args_has(const struct args *a, const char *name);
/* The nth word after the command, NULL when there are fewer. */
const char *args_word(const struct args *a, size_t n);

/* Take `argv` apart. `tables`: NULL-terminated array of option tables (each ended by a
 * NULL name), the first match counts. XH_USAGE names the option and near ones. */
enum xh_rc args_parse(int argc, char **argv, const struct option *const *tables, bool pairs,
                      struct args *out, struct xh_err *err);
/* The options at the front of `argv` only, up to the first word; *used tells how many. */
enum xh_rc args_parse_front(int argc, char **argv, const struct option *table, int *used,
                            struct args *out, struct xh_err *err);

/* The names in `names` (NULL-terminated) near `typed`, at most three, as "did you mean
 * 'x' or 'y'?"; nothing added when none is near. */
struct buf;
void near_names(struct buf *b, const char *typed, const char *const *names);
/* "there is no report 'overdu'; did you mean 'overdue'?" or, when none is near, what
 * there is. `what`: a translated word for the kind of thing. XH_USAGE. */
enum xh_rc not_among(const char *what, const char *typed, const char *const *names,
                     struct xh_err *err);

#endif
