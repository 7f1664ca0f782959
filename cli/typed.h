/* typed.h - values as people type them, for every command alike. */
#ifndef CLI_TYPED_H
#define CLI_TYPED_H

#include "cli/app.h"
#include "cli/args.h"

/* XH_USAGE names `what` (an option or a word) and says how to write it. */
enum xh_rc typed_date(const struct app *a, const char *s, bool past, const char *what,
                      int32_t *out, struct xh_err *err);
enum xh_rc typed_decimal(const char *s, const char *what, int64_t *out, struct xh_err *err);
enum xh_rc typed_number(const char *s, const char *what, int64_t *out, struct xh_err *err);
/* A list by id, alias or name; NULL when there is none. */
const struct list_def *typed_list(const struct app *a, const char *s);
/* The same, "all" giving NULL in *out; XH_NOT_FOUND lists what there is. */
enum xh_rc typed_list_or_all(const struct app *a, const char *s, const struct list_def **out,
                             struct xh_err *err);
/* The value of key=value as the model wants it: dates ISO, numbers half-width; other
 * texts as they are. `l` may be NULL. Caller frees *value. */
enum xh_rc typed_value(const struct app *a, const struct list_def *l, const struct pair *p,
                       char **value, struct xh_err *err);
/* "red,yellow" or "红、黄" as bits of enum colour. */
enum xh_rc typed_colours(const char *s, unsigned *out, struct xh_err *err);
/* An action id or its beginning. */
enum xh_rc typed_action(const struct app *a, const char *s, char out[static EVENT_ACTION],
                        struct xh_err *err);
/* Who acts, for whom, and who decided (ENGINE 26): --for, --decided-by, --paper. The paths
 * are borrowed from `args`. */
enum xh_rc typed_who(const struct app *a, const struct args *args, struct who *who,
                     struct xh_err *err);
/* An item the person may read; the code half-width. XH_DENIED, XH_NOT_FOUND. */
enum xh_rc typed_item(const struct app *a, const char *s, int64_t *item, struct xh_err *err);

#endif
