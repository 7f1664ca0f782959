/* look.h - what commands that show rows share. */
#ifndef CLI_LOOK_H
#define CLI_LOOK_H

#include "cli/command.h"
#include "model/query.h"
#include "report/export.h"

/* Everything the caller may read, on the day asked for. */
void look_filter(const struct app *a, struct filter *f);
int32_t look_day(const struct app *a);          /* the day asked for: as-of or today */
void look_note(const struct app *a);            /* to stderr, when it is not simply today */
/* Printed: counts by list. */
enum xh_rc look_counts(struct app *a, struct xh_err *err);

/* ---- options ---- */

#define FILTERS \
    { "colour", 'c', OPT_TEXT, "red,yellow", N_("of these colours"), NO_PLACE }, \
    { "unit", 'u', OPT_TEXT, "UNIT", N_("of this unit and those below it"), NO_PLACE }, \
    { "owner", 0, OPT_TEXT, "PERSON", N_("whose responsibility it is"), NO_PLACE }, \
    { "handler", 0, OPT_TEXT, "PERSON", N_("who works on it"), NO_PLACE }, \
    { "lead", 0, OPT_TEXT, "PERSON", N_("the responsible leader"), NO_PLACE }, \
    { "leader", 0, OPT_TEXT, "PERSON", N_("the leader heading it"), NO_PLACE }, \
    { "place", 0, OPT_TEXT, "PLACE", N_("in this place or below"), NO_PLACE }, \
    { "parent", 0, OPT_CODE, "CODE", N_("rows under this item"), NO_PLACE }, \
    { "state", 0, OPT_CODE, "STATE", \
      N_("a state, or: open review held closed cancelled"), NO_PLACE }, \
    { "where", 'w', OPT_MANY, "'area>=3'", N_("a condition on a field; several all hold"), \
      NO_PLACE }, \
    { "text", 't', OPT_TEXT, "WORDS", N_("in title, code or latest progress"), NO_PLACE }

enum format { FORMAT_TABLE, FORMAT_CSV, FORMAT_JSON, FORMAT_PDF, FORMAT_XLSX };
/* --format; "text" is a table. */
enum xh_rc look_format(const struct args *args, enum format *out, struct xh_err *err);
/* Which of the two kinds of records. */
enum export_format look_records(enum format format);
/* The filter the options describe. The caller frees *where. */
enum xh_rc look_filter_options(const struct app *a, const struct args *args, const char ***where,
                               struct filter *f, struct xh_err *err);
/* Reading and taking away are two permissions (ENGINE 28): rows for programs and files
 * need `export`. Which relations allow it; none fails. */
enum xh_rc look_may_export(const struct app *a, const struct list_def *l, unsigned *relations,
                           struct xh_err *err);
/* A warning: so many of what was asked for are left out for want of it; none for 0. */
void look_kept_back(size_t n);
void look_orders_kept_back(size_t n);

/* Rows in CSV or JSON, as far as the caller may export them. `to` NULL: printed. `rows`
 * (may be NULL) says how many. */
struct buf;
enum xh_rc look_export(struct app *a, const struct filter *f, const struct list_def *l,
                       enum format format, struct buf *to, size_t *rows, struct xh_err *err);

/* ---- commands in files of their own ---- */

extern const struct option count_options[], stats_options[], report_options[], map_options[],
    land_options[], unsigned_options[];
enum xh_rc run_count(struct app *a, const struct command *c, struct args *args,
                     struct xh_err *err);
enum xh_rc run_stats(struct app *a, const struct command *c, struct args *args,
                     struct xh_err *err);
enum xh_rc run_report(struct app *a, const struct command *c, struct args *args,
                      struct xh_err *err);
enum xh_rc run_map(struct app *a, const struct command *c, struct args *args,
                   struct xh_err *err);
enum xh_rc run_land(struct app *a, const struct command *c, struct args *args,
                    struct xh_err *err);
enum xh_rc run_unsigned(struct app *a, const struct command *c, struct args *args,
                        struct xh_err *err);

#endif
