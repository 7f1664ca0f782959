/* cmd_land.c - how far the signing of the households has come, and who is left. */
#include "cli/look.h"

#include <string.h>

#include "cli/paper_out.h"
#include "cli/typed.h"
#include "model/i18n.h"
#include "report/land_paper.h"
#include "report/unsigned_paper.h"

#define LIST_OPTION \
    { "list", 0, OPT_CODE, "LIST", \
      N_("whose rows (default: the first list that says what is summed up)"), NO_PLACE }
const struct option land_options[] = {
    { "by", 0, OPT_CODE, "section|village|group|owner", N_("a line for each of these"),
      NO_PLACE },
    LIST_OPTION,
    PAPER_OPTIONS,
    { 0 },
};
const struct option unsigned_options[] = {
    { "place", 0, OPT_TEXT, "PLACE", N_("in this place or below"), NO_PLACE },
    { "owner", 0, OPT_TEXT, "PERSON", N_("whose responsibility it is"), NO_PLACE },
    { "limit", 'n', OPT_NUMBER, "N", N_("at most so many rows"), NO_PLACE },
    LIST_OPTION,
    PAPER_OPTIONS,
    { 0 },
};

/* What both commands ask. */
struct land {
    struct app *a;
    const struct list_def *list;
    struct rollup_ask ask;
    struct paper_out to;
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
    enum xh_rc rc = paper_out_options(a, args, 0, &x->to, err);

    x->a = a;
    x->ask = (struct rollup_ask){ .parent = args_word(args, 0), .today = look_day(a),
                                  .reader = a->me, .place = args_get(args, "place"),
                                  .owner = args_get(args, "owner") };
    if (rc == XH_OK && args_get(args, "by"))
        rc = read_by(args_get(args, "by"), &x->ask.by, err);
    if (rc == XH_OK && args_get(args, "list"))
        rc = typed_list_or_all(a, args_get(args, "list"), &l, err);
    x->ask.list = l ? l->id : NULL;
    x->list = rollup_list(a->st->defs, x->ask.list);
    return rc;
}

/* The rows that are left: of those to be taken away only what the caller may. */
static enum xh_rc load_left(const struct land *x, int64_t limit, struct rows *rows,
                            size_t *kept_back, struct xh_err *err)
{
    enum xh_rc rc = rollup_unsigned(x->a->st, &x->ask, limit, rows, err);

    if (rc == XH_OK && paper_out_takes(&x->to))
        *kept_back = export_keep(x->a->st, x->a->me, rows);
    return rc;
}

static enum xh_rc may_take(const struct land *x, struct xh_err *err)
{
    return paper_out_takes(&x->to) ? look_may_export(x->a, x->list, &(unsigned){ 0 }, err)
                                   : XH_OK;
}

static enum xh_rc give_land(struct land *x, const struct rollup_lines *lines, struct xh_err *err)
{
    const struct land_page page = { x->a->st, x->list, x->ask.by, x->ask.today };
    struct document d = { 0 };
    struct rows rows = { 0 };
    struct land_left left = { .rows = &rows };
    struct buf records = { 0 };
    enum xh_rc rc = XH_OK;

    if (paper_out_records(&x->to)) {
        land_export(&records, &page, lines, look_records(x->to.format));
    } else {
        rc = load_left(x, 0, &rows, &left.kept_back, err);
        if (rc == XH_OK)
            rc = land_paper(&d, &page, lines, &left, err);
    }
    look_note(x->a);
    if (rc == XH_OK)
        rc = paper_put(x->a, &d, paper_out_records(&x->to) ? &records : NULL, &x->to, err);
    document_fini(&d);
    rows_fini(&rows);
    buf_fini(&records);
    return rc;
}

enum xh_rc run_land(struct app *a, const struct command *c, struct args *args,
                    struct xh_err *err)
{
    struct land x = { 0 };
    struct rollup_lines lines = { 0 };
    enum xh_rc rc = read_land(&x, a, args, err);

    (void)c;
    x.ask.money = x.ask.area = true;
    if (rc == XH_OK)
        rc = may_take(&x, err);
    if (rc == XH_OK)
        rc = rollup_load(a->st, &x.ask, &lines, err);
    if (rc == XH_OK)
        rc = give_land(&x, &lines, err);
    rollup_lines_fini(&lines);
    return rc;
}

static int64_t count_unsigned(const struct rollup_lines *l)
{
    int64_t n = 0;

    for (size_t i = 0; i < l->n; i++)
        n += l->v[i].n.rows - l->v[i].n.signed_rows;
    return n;
}

static enum xh_rc give_unsigned(struct land *x, const struct unsigned_page *page,
                                const struct rows *rows, struct xh_err *err)
{
    struct document d = { 0 };
    struct buf records = { 0 };
    enum xh_rc rc;

    if (paper_out_records(&x->to)) {
        look_kept_back(page->kept_back);
        rc = unsigned_export(&records, page, rows, look_records(x->to.format), err);
    } else {
        rc = unsigned_paper(&d, page, rows, err);
    }
    look_note(x->a);
    if (rc == XH_OK)
        rc = paper_put(x->a, &d, paper_out_records(&x->to) ? &records : NULL, &x->to, err);
    document_fini(&d);
    buf_fini(&records);
    return rc;
}

enum xh_rc run_unsigned(struct app *a, const struct command *c, struct args *args,
                        struct xh_err *err)
{
    struct land x = { 0 };
    struct rollup_lines lines = { 0 };
    struct rows rows = { 0 };
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
        rc = may_take(&x, err);
    if (rc == XH_OK)
        rc = load_left(&x, limit, &rows, &kept_back, err);
    const struct unsigned_page page = { a->st, x.list, x.ask.today, count_unsigned(&lines),
                                        lines.everything, kept_back };
    if (rc == XH_OK)
        rc = give_unsigned(&x, &page, &rows, err);
    rows_fini(&rows);
    rollup_lines_fini(&lines);
    return rc;
}
