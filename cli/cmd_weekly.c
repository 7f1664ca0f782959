/* cmd_weekly.c - the weekly sheet, and what turns red before the next meeting. */
#include "cli/cmd_weekly.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/typed.h"
#include "model/explain.h"
#include "model/i18n.h"
#include "model/permit.h"
#include "report/forecast.h"
#include "report/outfile.h"
#include "report/table.h"
#include "report/weekly_csv.h"
#include "report/weekly_text.h"

/* ---- the sheet ---- */

/* "46", "46/2026". */
static enum xh_rc read_no(const char *s, int64_t *no, int64_t *year, struct xh_err *err)
{
    char *text = xstrdup(s ? s : ""), *slash = strchr(text, '/');
    enum xh_rc rc = XH_OK;

    *no = *year = 0;
    if (slash)
        *slash = '\0';
    if (s)
        rc = typed_number(text, "--no", no, err);
    if (rc == XH_OK && slash)
        rc = typed_number(slash + 1, "--no", year, err);
    if (rc == XH_OK && s && *no == 0)
        rc = xh_fail(err, XH_USAGE, _("--no: issues are numbered from 1"));
    free(text);
    return rc;
}

static enum xh_rc check_options(const struct app *a, const struct args *args,
                                struct xh_err *err)
{
    static const char *const others[] = { "list", "unit", "lead",     "place",
                                          "from", "to",   "next-week" };

    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (args_has(args, others[i]))
            return xh_fail(
                err, XH_USAGE,
                _("--%s does not go with the weekly sheet, which has all rows; "
                  "--by unit or --by lead splits it"),
                others[i]);
    if (a->as_of)
        return xh_fail(
            err, XH_USAGE,
            _("--as-of does not go with the weekly sheet; --no N prints an earlier "
              "one as it was"));
    if (args_has(args, "no") && args_has(args, "final"))
        return xh_fail(err, XH_USAGE,
                       _("--no prints a sheet there is, --final makes one: "
                         "choose one of them"));
    if (args_has(args, "corrects") && !args_has(args, "final"))
        return xh_fail(err, XH_USAGE, _("--corrects goes with --final"));
    if (args_has(args, "reason") && !args_has(args, "corrects"))
        return xh_fail(err, XH_USAGE, _("--reason goes with --corrects"));
    return XH_OK;
}

static enum xh_rc read_by(const struct args *args, enum format format, enum weekly_by *by,
                          struct xh_err *err)
{
    const char *s = args_get(args, "by");

    *by = !s ? WEEKLY_WHOLE : strcmp(s, "unit") == 0 ? WEEKLY_BY_UNIT : WEEKLY_BY_LEAD;
    if (s && format != FORMAT_TABLE)
        return xh_fail(
            err, XH_USAGE,
            _("--by splits the sheet on paper; a table for programs has the unit and "
              "the leader in every row"));
    return XH_OK;
}

/* Columns of the page: as asked, as wide as the terminal, else wide. */
static enum xh_rc read_width(const struct app *a, const struct args *args, bool to_file,
                             int *width, struct xh_err *err)
{
    int64_t n = 0;

    *width = !to_file && a->out_tty && a->columns ? a->columns : 132;
    if (!args_get(args, "width"))
        return XH_OK;
    enum xh_rc rc = typed_number(args_get(args, "width"), "--width", &n, err);
    if (rc == XH_OK && (n < WEEKLY_LEAST || n > WEEKLY_MOST))
        rc = xh_fail(err, XH_USAGE,
                     _("--width: between %d and %d columns; 80 and 132 are usual"),
                     WEEKLY_LEAST, WEEKLY_MOST);
    *width = (int)n;
    return rc;
}

/* Sheets hold rows of every unit: reading all is needed to see an old one, exporting all to
 * take one away. */
static enum xh_rc may_all(const struct app *a, enum verb verb, struct xh_err *err)
{
    for (size_t i = 0; i < a->defs->n_lists; i++)
        if (!(permit_relations(a->st->db, a->defs, a->me, verb, a->defs->lists[i].id) &
              REL_ALL)) {
            struct buf who = { 0 };
            permit_who_can(&who, a->st->db, a->defs, VERB_SHEET, NULL, 0, a->me);
            xh_fail(
                err, XH_DENIED,
                verb == VERB_READ
                    ? _("a final sheet has everybody's rows, and you may not read them "
                        "all. Who can: %s")
                    : _("the sheet has everybody's rows, and you may not export them all. "
                        "Who can: %s"),
                buf_str(&who));
            buf_fini(&who);
            return XH_DENIED;
        }
    return XH_OK;
}

static enum xh_rc load(struct app *a, const struct args *args, struct weekly *w,
                       int64_t *no, struct xh_err *err)
{
    int64_t corrects = 0, year = 0;
    enum xh_rc rc = read_no(args_get(args, "no"), no, &year, err);

    if (rc == XH_OK && args_get(args, "corrects"))
        rc = typed_number(args_get(args, "corrects"), "--corrects", &corrects, err);
    if (rc != XH_OK)
        return rc;
    if (args_has(args, "final")) {
        struct who who = { .actor = a->me };
        app_close(a); /* it was opened for reading */
        rc = app_open(a, true, err);
        return rc == XH_OK ? weekly_final(a->st, &a->env, &who, corrects,
                                          args_get(args, "reason"), w, no, err)
                           : rc;
    }
    if (*no) {
        rc = may_all(a, VERB_READ, err);
        return rc == XH_OK ? weekly_again(a->st, year, *no, w, err) : rc;
    }
    return weekly_draft(a->st, a->env.today, a->me, w, err);
}

enum xh_rc run_weekly(struct app *a, struct args *args, enum format format,
                      struct xh_err *err)
{
    const char *path = args_get(args, "output");
    struct weekly w = { 0 };
    enum weekly_by by = WEEKLY_WHOLE;
    int width = 0;
    int64_t no = 0;
    enum xh_rc rc = check_options(a, args, err);

    if (rc == XH_OK)
        rc = read_by(args, format, &by, err);
    if (rc == XH_OK)
        rc = read_width(a, args, path != NULL, &width, err);
    if (rc == XH_OK && (path || format != FORMAT_TABLE) && !args_has(args, "final"))
        rc = may_all(a, VERB_EXPORT, err);
    if (rc == XH_OK)
        rc = load(a, args, &w, &no, err);
    if (rc == XH_OK) {
        struct buf b = { 0 };
        if (format == FORMAT_TABLE)
            weekly_text(&b, &w, width, by, a->colours && !path);
        else
            weekly_export(&b, &w, format == FORMAT_CSV ? EXPORT_CSV : EXPORT_JSON);
        if (path)
            rc = outfile_write(path, &b, err);
        else
            out_raw(buf_str(&b));
        if (rc != XH_OK && args_has(args, "final")) /* the number is given all the same */
            xh_fail_more(err, rc,
                         _("The sheet was made: report weekly --no %lld prints it."),
                         (long long)no);
        else if (path && no)
            outf(_("%s: weekly sheet no. %lld\n"), path, (long long)no);
        else if (path)
            outf(_("%s: draft of the weekly sheet\n"), path);
        buf_fini(&b);
    }
    weekly_fini(&w);
    return rc;
}

/* ---- what turns red ---- */

static char *why_red(const struct row *r)
{
    struct buf b = { 0 };

    explain_rule(&b, r->it.red_rule);
    return buf_take(&b);
}

static void forecast_table(const struct app *a, struct buf *b, const struct forecast *f)
{
    static const char *const titles[] = { N_("Turns red"), N_("Code"),
                                          N_("Item"),      N_("Responsible leader"),
                                          N_("Lead unit"), N_("Owner"),
                                          N_("Deadline"),  N_("Why") };
    static const int shares[] = { 0, 0, 40, 10, 18, 10, 0, 20 };
    char day[DAY_TEXT];

    for (int i = 0; i < FORECAST_PARTS; i++) {
        const struct gather *g = &f->parts[i].g;
        struct table t = { 0 };
        if (i)
            buf_putc(b, '\n');
        buf_printf(b,
                   i ? _("Turning red by the meeting after, %s")
                     : _("Turning red by the next meeting, %s"),
                   day_format(f->parts[i].meeting, day));
        buf_printf(b, ": %zu\n", g->n);
        if (g->n == 0)
            buf_printf(b, "%s\n", _("none"));
        for (size_t k = 0; k < sizeof titles / sizeof *titles; k++) {
            table_column(&t, _(titles[k]), TEXT_LEFT, 0, false);
            if (shares[k])
                table_wraps(&t, shares[k]);
        }
        for (size_t k = 0; k < g->n; k++) {
            const struct row *r = &g->v[k].row;
            char *why = why_red(r);
            table_add(&t, day_format_short(r->it.red_on, a->env.today, day));
            table_add(&t, r->it.code);
            table_add(&t, g->v[k].said);
            table_add(&t, r->lead);
            table_add(&t, r->unit);
            table_add(&t, r->owner);
            table_add(&t, day_format_short(r->it.due, a->env.today, day));
            table_add(&t, why);
            free(why);
        }
        if (g->n)
            table_print(b, &t, a->columns, a->colours);
        table_fini(&t);
    }
}

static void forecast_export(struct buf *b, const struct forecast *f,
                            enum export_format format)
{
    static const char *const keys[] = { "meeting", "red_on", "code",  "title",
                                        "lead",    "unit",   "owner", "due",
                                        "rule",    "why",    "rows" };
    struct export e;

    export_begin(&e, b, format);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        export_key(&e, keys[i]);
    for (int i = 0; i < FORECAST_PARTS; i++)
        for (size_t k = 0; k < f->parts[i].g.n; k++) {
            const struct gather_row *g = &f->parts[i].g.v[k];
            char *why = why_red(&g->row);
            export_day(&e, f->parts[i].meeting);
            export_day(&e, g->row.it.red_on);
            export_text(&e, g->row.it.code);
            export_text(&e, g->row.it.title);
            export_text(&e, g->row.lead);
            export_text(&e, g->row.unit);
            export_text(&e, g->row.owner);
            export_day(&e, g->row.it.due);
            export_text(&e, g->row.it.red_rule);
            export_text(&e, why);
            export_int(&e, (int64_t)(g->n_members ? g->n_members : 1));
            free(why);
        }
    export_end(&e);
}

enum xh_rc run_forecast(struct app *a, const char *path, const struct filter *f,
                        enum format format, forecast_keep *keep, void *ctx,
                        struct xh_err *err)
{
    struct forecast x = { 0 };
    struct buf b = { 0 };
    enum xh_rc rc = forecast_load(a->st, f, keep, ctx, &x, err);

    if (rc == XH_OK && format == FORMAT_TABLE) {
        if (a->st->practice)
            buf_printf(&b, "%s\n", _("PRACTICE: not real data"));
        forecast_table(a, &b, &x);
    } else if (rc == XH_OK) {
        forecast_export(&b, &x, format == FORMAT_CSV ? EXPORT_CSV : EXPORT_JSON);
    }
    if (rc == XH_OK && path)
        rc = outfile_write(path, &b, err);
    else if (rc == XH_OK)
        out_raw(buf_str(&b));
    if (rc == XH_OK && path)
        outf(_("%s: rows: %zu\n"), path, x.parts[0].g.n + x.parts[1].g.n);
    buf_fini(&b);
    forecast_fini(&x);
    return rc;
}
