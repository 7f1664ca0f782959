/* cmd_land.c - how far the signing of the households has come, and who is left. */
#include "cli/look.h"

#include <stdlib.h>
#include <string.h>

#include "cli/typed.h"
#include "model/i18n.h"
#include "model/permit.h"
#include "report/land_text.h"
#include "report/outfile.h"
#include "report/unsigned_text.h"

#define LIST_OPTION \
    { "list", 0, OPT_CODE, "LIST", \
      N_("whose rows (default: the first list that says what is summed up)"), NO_PLACE }
#define OUTPUT_OPTIONS \
    { "format", 'f', OPT_CODE, "table|csv|json", N_("for people or for programs"), NO_PLACE }, \
    { "output", 'o', OPT_TEXT, "FILE.txt|FILE.csv", N_("into a file (with a byte order mark)"), \
      NO_PLACE }

const struct option land_options[] = {
    { "by", 0, OPT_CODE, "section|village|group|owner", N_("a line for each of these"),
      NO_PLACE },
    LIST_OPTION,
    OUTPUT_OPTIONS,
    { 0 },
};
const struct option unsigned_options[] = {
    { "place", 0, OPT_TEXT, "PLACE", N_("in this place or below"), NO_PLACE },
    { "owner", 0, OPT_TEXT, "PERSON", N_("whose responsibility it is"), NO_PLACE },
    { "limit", 'n', OPT_NUMBER, "N", N_("at most so many rows"), NO_PLACE },
    LIST_OPTION,
    OUTPUT_OPTIONS,
    { 0 },
};

/* What both commands ask. */
struct land {
    struct app *a;
    const struct list_def *list;
    struct rollup_ask ask;
    enum format format;
    const char *path;
};

static enum xh_rc read_by(const char *typed, enum rollup_by *by, struct xh_err *err)
{
    static const char *const words[] = {
        [ROLLUP_PROJECT] = "project", [ROLLUP_SECTION] = "section",
        [ROLLUP_VILLAGE] = "village", [ROLLUP_GROUP] = "group", [ROLLUP_OWNER] = "owner", NULL
    };

    for (int i = 0; words[i]; i++)
        if (strcmp(words[i], typed) == 0) {
            *by = (enum rollup_by)i;
            return XH_OK;
        }
    return not_among("--by", typed, words, err);
}

static enum xh_rc read_land(struct land *x, struct app *a, const struct args *args,
                            struct xh_err *err)
{
    const struct list_def *l = NULL;
    enum xh_rc rc = look_format(args, &x->format, err);

    x->a = a;
    x->path = args_get(args, "output");
    x->ask = (struct rollup_ask){ .parent = args_word(args, 0), .today = look_day(a),
                                  .reader = a->me, .place = args_get(args, "place"),
                                  .owner = args_get(args, "owner") };
    if (rc == XH_OK)
        rc = look_output_format(args, &x->format, err);
    if (rc == XH_OK && args_get(args, "by"))
        rc = read_by(args_get(args, "by"), &x->ask.by, err);
    if (rc == XH_OK && args_get(args, "list"))
        rc = typed_list_or_all(a, args_get(args, "list"), &l, err);
    x->ask.list = l ? l->id : NULL;
    x->list = rollup_list(a->st->defs, x->ask.list);
    return rc;
}

/* Printed, or written to the file named. */
static enum xh_rc give(const struct land *x, const struct buf *b, struct xh_err *err)
{
    look_note(x->a);
    if (x->path)
        return outfile_write(x->path, b, err);
    out_raw(buf_str(b));
    return XH_OK;
}

static enum export_format export_format(enum format f)
{
    return f == FORMAT_CSV ? EXPORT_CSV : EXPORT_JSON;
}

enum xh_rc run_land(struct app *a, const struct command *c, struct args *args,
                    struct xh_err *err)
{
    struct land x = { 0 };
    struct rollup_lines lines = { 0 };
    struct buf b = { 0 };
    enum xh_rc rc = read_land(&x, a, args, err);

    (void)c;
    x.ask.money = true;
    if (rc == XH_OK && (x.format != FORMAT_TABLE || x.path))
        rc = look_may_export(a, x.list, &(unsigned){ 0 }, err);
    if (rc == XH_OK)
        rc = rollup_load(a->st, &x.ask, &lines, err);
    struct land_page page = { a->st, x.list, x.ask.by, x.ask.today, x.path ? 0 : a->columns };
    if (rc == XH_OK && x.format == FORMAT_TABLE)
        land_print(&b, &page, &lines);
    else if (rc == XH_OK)
        land_export(&b, &page, &lines, export_format(x.format));
    if (rc == XH_OK)
        rc = give(&x, &b, err);
    buf_fini(&b);
    rollup_lines_fini(&lines);
    return rc;
}

/* Reading and taking away are two permissions (ENGINE 28). `*kept_back`: rows left out. */
static enum xh_rc keep_exportable(const struct land *x, struct rows *rows, size_t *kept_back,
                                  struct xh_err *err)
{
    const struct app *a = x->a;
    unsigned relations;
    size_t kept = 0;
    enum xh_rc rc = look_may_export(a, x->list, &relations, err);

    for (size_t i = 0; rc == XH_OK && i < rows->n; i++) {
        struct row *r = &rows->v[i];
        if (permit_may(a->st->db, a->defs, a->me, VERB_EXPORT, r->it.list, r->it.id)) {
            struct row keep = *r;
            *r = rows->v[kept];
            rows->v[kept++] = keep;
        }
    }
    *kept_back = rc == XH_OK ? rows->n - kept : 0;
    while (rc == XH_OK && rows->n > kept)
        row_fini(&rows->v[--rows->n]);
    if (x->format != FORMAT_TABLE)
        look_kept_back(*kept_back);
    return rc;
}

static int64_t count_unsigned(const struct rollup_lines *l)
{
    int64_t n = 0;

    for (size_t i = 0; i < l->n; i++)
        n += l->v[i].n.rows - l->v[i].n.signed_rows;
    return n;
}

enum xh_rc run_unsigned(struct app *a, const struct command *c, struct args *args,
                        struct xh_err *err)
{
    struct land x = { 0 };
    struct rollup_lines lines = { 0 };
    struct rows rows = { 0 };
    struct buf b = { 0 };
    int64_t limit = 0;
    size_t kept_back = 0;
    enum xh_rc rc = read_land(&x, a, args, err);

    (void)c;
    if (rc == XH_OK && args_get(args, "limit"))
        rc = typed_number(args_get(args, "limit"), "--limit", &limit, err);
    if (rc == XH_OK && args_get(args, "limit") && limit == 0)
        rc = xh_fail(err, XH_USAGE, _("--limit: at least 1"));
    if (rc == XH_OK)
        rc = rollup_load(a->st, &x.ask, &lines, err);
    if (rc == XH_OK)
        rc = rollup_unsigned(a->st, &x.ask, limit, &rows, err);
    if (rc == XH_OK && (x.format != FORMAT_TABLE || x.path))
        rc = keep_exportable(&x, &rows, &kept_back, err);
    struct unsigned_page page = { a->st, x.list, x.ask.today, count_unsigned(&lines),
                                  lines.everything, kept_back, x.path ? 0 : a->columns,
                                  x.path ? false : a->colours };
    if (rc == XH_OK)
        rc = x.format == FORMAT_TABLE
                 ? unsigned_print(&b, &page, &rows, err)
                 : unsigned_export(&b, &page, &rows, export_format(x.format), err);
    if (rc == XH_OK)
        rc = give(&x, &b, err);
    buf_fini(&b);
    rows_fini(&rows);
    rollup_lines_fini(&lines);
    return rc;
}
