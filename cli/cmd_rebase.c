/* cmd_rebase.c - rebase: one item, or 期限核定 of everything past due after a ledger came in
 * (OFFICE 6, ENGINE 37), by one date or from a file. */
#include "cli/cmd_rebase.h"

#include <stdlib.h>
#include <string.h>

#include "cli/look.h"
#include "report/row_table.h"
#include "cli/typed.h"
#include "model/cell_value.h"
#include "model/i18n.h"
#include "model/people.h"
#include "model/text.h"
#include "report/csv_read.h"

#define HEADER_WITHIN 20
#define SHOWN 40

/* ---- what is to be done ---- */

struct batch {
    struct app *a;
    struct call *calls; size_t n, cap;
    char **kept; size_t n_kept, cap_kept;       /* texts the calls borrow */
    size_t skipped;             /* rows of the file without a date: not settled yet */
    size_t done, asked, refused;
    bool from_file;
};

static const char *keep(struct batch *b, char *s)
{
    GROW(b->kept, b->n_kept, b->cap_kept);
    return b->kept[b->n_kept++] = s;
}

static void batch_fini(struct batch *b)
{
    for (size_t i = 0; i < b->n_kept; i++)
        free(b->kept[i]);
    free(b->kept);
    free(b->calls);
}

static struct call *add_call(struct batch *b, const char *code, const char *reason)
{
    GROW(b->calls, b->n, b->cap);
    struct call *c = &b->calls[b->n++];
    *c = (struct call){ .verb = VERB_REBASE,
                        .code = code,
                        .reason = reason,
                        .on = DAY_NONE,
                        .to = DAY_NONE,
                        .next_due = DAY_NONE,
                        .settles = true };
    return c;
}

/* ---- from a file ---- */

enum { COL_CODE, COL_TO, COL_REASON, COLS };
static const char *const headers[COLS][8] = {
    { "code", "编号", "事项编号", "督办编号", NULL },
    { "to", "核定时限", "核定期限", "新时限", "新期限", "new_due", NULL },
    { "reason", "依据", "核定依据", "理由", NULL },
};

static bool is_header(const char *cell, const char *const *words)
{
    char *folded = cell_fold(cell);
    bool found = false;

    for (; *words && !found; words++)
        found = strcmp(folded, *words) == 0;
    free(folded);
    return found;
}

static bool find_columns(const struct grid *g, size_t *row, size_t at[static COLS])
{
    for (*row = 0; *row < g->n && *row < HEADER_WITHIN; ++*row) {
        for (size_t k = 0; k < COLS; k++)
            at[k] = SIZE_MAX;
        for (size_t i = 0; i < g->rows[*row].n; i++)
            for (size_t k = 0; k < COLS; k++)
                if (at[k] == SIZE_MAX && is_header(g->rows[*row].cells[i], headers[k]))
                    at[k] = i;
        if (at[COL_CODE] != SIZE_MAX && at[COL_TO] != SIZE_MAX)
            return true;
    }
    return false;
}

static char *cell(const struct grid_row *row, size_t at)
{
    char *text = NULL;

    if (at == SIZE_MAX || cell_text(grid_cell(row, at), false, &text, NULL) != XH_OK)
        return xstrdup("");
    return text;
}

/* A date, or 保留 for one that stays. */
static void read_row(struct batch *b, const struct grid *g, const struct grid_row *row,
                     const size_t at[static COLS], const char *reason, struct xh_err *err)
{
    struct xh_err why = {0};
    char *code = cell(row, at[COL_CODE]), *to = cell(row, at[COL_TO]),
         *own = cell(row, at[COL_REASON]);

    if (!*to || !*code) {
        b->skipped += *code != '\0';
        free(code);
        free(to);
        free(own);
        return;
    }
    const char *slash = strrchr(g->source, '/');
    struct call *c = add_call(b, keep(b, code), *own ? keep(b, own) : reason);
    if (!*own)
        free(own);
    c->file = slash ? slash + 1 : g->source;
    c->line = row->line;
    c->keep = strcmp(to, "保留") == 0 || strcmp(to, "不变") == 0 || strcmp(to, "keep") == 0;
    if (!c->keep && cell_day(to, &c->to, &why) != XH_OK)
        xh_fail_more(err, XH_REFUSED, _("line %lld, %s: %s"), (long long)row->line, code,
                     why.msg);
    else if (!c->reason || !*c->reason)
        xh_fail_more(
            err, XH_REFUSED,
            _("line %lld, %s: on what basis? Fill in the column reason, or say --reason"),
            (long long)row->line, code);
    free(to);
}

static enum xh_rc read_file(struct batch *b, const struct grid *g, const char *reason,
                            struct xh_err *err)
{
    size_t row, at[COLS];
    struct xh_err more = {0};

    if (!find_columns(g, &row, at))
        return xh_fail(err, XH_REFUSED,
                       _("%s: the file needs the columns code and to (and reason, or "
                         "--reason)"),
                       g->source);
    for (row++; row < g->n; row++)
        read_row(b, g, &g->rows[row], at, reason, &more);
    if (more.rc != XH_OK)
        *err = more;
    else if (b->n == 0)
        xh_fail(&more, XH_REFUSED, _("no row of the file has a date in the column to")),
            *err = more;
    return more.rc;
}

/* ---- everything past due ---- */

static enum xh_rc read_past_due(struct batch *b, const struct args *args,
                                struct xh_err *err)
{
    struct app *a = b->a;
    const struct list_def *l = NULL;
    const char **where = NULL;
    struct filter f;
    struct rows rows = {0};
    char day[DAY_TEXT];
    int32_t to = DAY_NONE;
    enum xh_rc rc = XH_OK;

    if (args_get(args, "list"))
        rc = typed_list_or_all(a, args_get(args, "list"), &l, err);
    if (rc == XH_OK && args_get(args, "to"))
        rc = typed_date(a, args_get(args, "to"), false, "--to", &to, err);
    if (rc == XH_OK && (to == DAY_NONE) == !args_has(args, "keep"))
        rc = xh_fail(err, XH_USAGE, _("--to DATE or --keep, one of them"));
    if (rc == XH_OK && !args_get(args, "reason"))
        rc = xh_fail(err, XH_USAGE, _("on what basis? --reason TEXT is missing"));
    if (rc == XH_OK)
        rc = look_filter_options(a, args, &where, &f, err);
    if (rc != XH_OK)
        goto done;
    char *past = xasprintf("due<%s", day_format(a->env.today, day));
    where = xrealloc(where, (f.n_where + 1) * sizeof *where);
    where[f.n_where++] = keep(b, past);
    f.where = where;
    f.list = l ? l->id : NULL;
    f.state = "open";
    rc = query_rows(a->st, &f, &rows, err);
    for (size_t i = 0; rc == XH_OK && i < rows.n; i++) {
        struct call *c = add_call(b, keep(b, xstrdup(rows.v[i].it.code)),
                                  args_get(args, "reason"));
        c->to = to;
        c->keep = args_has(args, "keep");
    }
    if (rc == XH_OK && args_has(args, "dry-run") && rows.n) {
        static const char *const columns[] = { "colour", "code", "title", "unit", "owner",
                                               "first_due", "due", "left", NULL };
        struct row_view view = { .look = { a->defs, l, a->env.today },
                                 .colours = a->colours, .width = a->columns };
        struct buf out = {0};
        row_table_print(&out, &view, columns, rows.v, NULL, rows.n);
        out_raw(buf_str(&out));
        buf_fini(&out);
    }
done:
    rows_fini(&rows);
    free(where);
    return rc;
}

/* ---- doing it ---- */

static void tell_refused(void *ctx, size_t i, const struct xh_err *why)
{
    struct batch *b = ctx;
    struct buf shown = {0};

    b->refused++;
    if (b->refused > SHOWN)
        return;
    text_show(&shown, why->msg, true);
    if (b->from_file)
        warn(_("line %lld, %s: %s"), (long long)b->calls[i].line, b->calls[i].code,
             buf_str(&shown));
    else
        warn("%s: %s", b->calls[i].code, buf_str(&shown));
    buf_fini(&shown);
}

static void count_done(void *ctx, size_t i, const struct result *r)
{
    struct batch *b = ctx;

    (void)i;
    b->done += !r->requested;
    b->asked += r->requested;
}

static enum xh_rc run_batch(struct batch *b, const struct args *args, struct xh_err *err)
{
    struct app *a = b->a;
    struct who who = { .actor = a->me, .paper = args_get(args, "paper") };
    struct verb_each each = { .refused = tell_refused, .done = count_done, .ctx = b,
                              .trial = args_has(args, "dry-run") };
    enum xh_rc rc = XH_OK;

    if (args_get(args, "for"))
        rc = person_find(a->st->db, args_get(args, "for"), &who.behalf, err);
    if (rc == XH_OK && args_get(args, "decided-by"))
        rc = person_find(a->st->db, args_get(args, "decided-by"), &who.decided, err);
    if (rc == XH_OK && who.paper && !who.decided)
        rc = xh_fail(err, XH_USAGE,
                     _("--paper goes with --decided-by PERSON: who signed it?"));
    if (rc == XH_OK)
        rc = verb_run_each(a->st, &a->env, &who, b->calls, b->n, &each, err);
    if (rc == XH_REFUSED && b->refused)
        return xh_fail(err, rc, _("%zu of %zu deadlines cannot be settled. Nothing was "
                                  "changed."), b->refused, b->n);
    if (rc != XH_OK)
        return rc;
    outf(_("deadlines settled: %zu\n"), b->done);
    if (b->asked)
        outf(_("asked for, to be granted by somebody else: %zu\n"), b->asked);
    if (b->skipped)
        outf(_("without a new date, left as they are: %zu\n"), b->skipped);
    if (each.trial)
        outf("%s\n", _("This was a trial: nothing was written."));
    return rc;
}

enum xh_rc rebase_many(struct app *a, const struct args *args, struct xh_err *err)
{
    struct batch b = { .a = a };
    struct grid grid = {0};
    const char *path = args_get(args, "file");
    enum xh_rc rc;

    if (args->n_words)
        return xh_fail(err, XH_USAGE, _("either CODE, or --all, or --file FILE.csv"));
    if (path && (args_has(args, "all") || args_get(args, "to") || args_has(args, "keep")))
        return xh_fail(err, XH_USAGE, _("the dates stand in the file: no --all, --to or "
                                        "--keep beside --file"));
    b.from_file = path != NULL;
    rc = path ? csv_read(path, &grid, err) : read_past_due(&b, args, err);
    if (rc == XH_OK && path)
        rc = read_file(&b, &grid, args_get(args, "reason"), err);
    if (rc == XH_OK && b.n == 0)
        outf("%s\n", _("nothing is past due"));
    else if (rc == XH_OK)
        rc = run_batch(&b, args, err);
    batch_fini(&b);
    grid_fini(&grid);
    return rc;
}
