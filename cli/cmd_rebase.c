/* cmd_rebase.c - rebase: one item, or 期限核定 of everything past due after a ledger came in
 * (OFFICE 6, ENGINE 37), by one date or from a file. */
#include "cli/cmd_rebase.h"

#include <stdlib.h>
#include <string.h>

#include "cli/look.h"
#include "report/row_table.h"
#include "cli/typed.h"
#include "model/i18n.h"
#include "model/people.h"
#include "model/settle.h"
#include "model/text.h"
#include "report/csv_read.h"

#define SHOWN 40

/* ---- everything past due ---- */

static enum xh_rc read_past_due(struct app *a, struct settle *s, const struct args *args,
                                struct xh_err *err)
{
    const struct list_def *l = NULL;
    const char **where = NULL;
    struct filter f;
    struct rows rows = {0};
    char past[32];
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
    where = xrealloc(where, (f.n_where + 1) * sizeof *where);
    settle_past_due(&f, where, past);
    f.list = l ? l->id : NULL;
    rc = query_rows(a->st, &f, &rows, err);
    for (size_t i = 0; rc == XH_OK && i < rows.n; i++)
        settle_add(s, rows.v[i].it.code, to, args_get(args, "reason"));
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

static void tell_refused(const struct settle *s)
{
    size_t told = 0;

    for (size_t i = 0; i < s->n_why && told < SHOWN; i++) {
        struct buf shown = {0};
        if (!s->why[i])
            continue;
        text_show(&shown, s->why[i], true);
        if (s->calls[i].file)
            warn(_("line %lld, %s: %s"), (long long)s->calls[i].line, s->calls[i].code,
                 buf_str(&shown));
        else
            warn("%s: %s", s->calls[i].code, buf_str(&shown));
        buf_fini(&shown);
        told++;
    }
}

static enum xh_rc run_settle(struct app *a, struct settle *s, const struct args *args,
                             struct xh_err *err)
{
    struct who who = { .actor = a->me, .paper = args_get(args, "paper") };
    bool trial = args_has(args, "dry-run");
    enum xh_rc rc = XH_OK;

    if (args_get(args, "for"))
        rc = person_find(a->st->db, args_get(args, "for"), &who.behalf, err);
    if (rc == XH_OK && args_get(args, "decided-by"))
        rc = person_find(a->st->db, args_get(args, "decided-by"), &who.decided, err);
    if (rc == XH_OK && who.paper && !who.decided)
        rc = xh_fail(err, XH_USAGE,
                     _("--paper goes with --decided-by PERSON: who signed it?"));
    if (rc == XH_OK)
        rc = settle_run(s, a->st, &a->env, &who, trial, err);
    tell_refused(s);
    if (rc != XH_OK)
        return rc;
    outf(_("deadlines settled: %zu\n"), s->done);
    if (s->asked)
        outf(_("asked for, to be granted by somebody else: %zu\n"), s->asked);
    if (s->skipped)
        outf(_("without a new date, left as they are: %zu\n"), s->skipped);
    if (trial)
        outf("%s\n", _("This was a trial: nothing was written."));
    return rc;
}

enum xh_rc rebase_many(struct app *a, const struct args *args, struct xh_err *err)
{
    struct settle s = {0};
    struct grid grid = {0};
    const char *path = args_get(args, "file");
    enum xh_rc rc;

    if (args->n_words)
        return xh_fail(err, XH_USAGE, _("either CODE, or --all, or --file FILE.csv"));
    if (path && (args_has(args, "all") || args_get(args, "to") || args_has(args, "keep")))
        return xh_fail(err, XH_USAGE, _("the dates stand in the file: no --all, --to or "
                                        "--keep beside --file"));
    rc = path ? csv_read(path, &grid, err) : read_past_due(a, &s, args, err);
    if (rc == XH_OK && path)
        rc = settle_read(&s, &grid, args_get(args, "reason"), err);
    if (rc == XH_OK && s.n == 0)
        outf("%s\n", _("nothing is past due"));
    else if (rc == XH_OK)
        rc = run_settle(a, &s, args, err);
    settle_fini(&s);
    grid_fini(&grid);
    return rc;
}
