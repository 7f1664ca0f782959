/* cmd_weekly.c - the weekly sheet, and what turns red before the next meeting. */
#include "cli/cmd_weekly.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/typed.h"
#include "model/i18n.h"
#include "report/forecast_paper.h"
#include "report/pack_paper.h"
#include "report/weekly_paper.h"

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

static enum xh_rc check_options(const struct args *args, struct xh_err *err)
{
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

static enum xh_rc read_by(const struct args *args, bool for_programs, enum weekly_by *by,
                          struct xh_err *err)
{
    const char *s = args_get(args, "by");

    *by = !s ? WEEKLY_WHOLE : strcmp(s, "unit") == 0 ? WEEKLY_BY_UNIT : WEEKLY_BY_LEAD;
    if (s && for_programs)
        return xh_fail(
            err, XH_USAGE,
            _("--by splits the sheet on paper; a table for programs has the unit and "
              "the leader in every row"));
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
        rc = weekly_may(a->st, a->me, VERB_READ, err);
        return rc == XH_OK ? weekly_again(a->st, year, *no, w, err) : rc;
    }
    return weekly_draft(a->st, a->env.today, a->me, w, err);
}

enum xh_rc run_weekly(struct app *a, struct args *args, struct paper_out *to,
                      struct xh_err *err)
{
    struct weekly w = { 0 };
    enum weekly_by by = WEEKLY_WHOLE;
    int64_t no = 0;
    enum xh_rc rc = XH_OK;

    if (args_has(args, "scheduled"))
        return run_scheduled(a, args, err);
    rc = check_options(args, err);
    if (rc == XH_OK)
        rc = read_by(args, paper_out_records(to), &by, err);
    if (rc == XH_OK && args_get(args, "width") &&
        (to->width < WEEKLY_LEAST || to->width > WEEKLY_MOST))
        rc = xh_fail(err, XH_USAGE,
                     _("--width: between %d and %d columns; 80 and 132 are usual"),
                     WEEKLY_LEAST, WEEKLY_MOST);
    to->width = to->width == 0              ? WEEKLY_USUAL
                : to->width < WEEKLY_LEAST ? WEEKLY_LEAST
                : to->width > WEEKLY_MOST  ? WEEKLY_MOST
                                           : to->width;
    if (rc == XH_OK && paper_out_takes(to))
        rc = weekly_may(a->st, a->me, VERB_EXPORT, err);
    if (rc == XH_OK)
        rc = load(a, args, &w, &no, err);
    if (rc == XH_OK) {
        struct document paper = { 0 };
        weekly_paper(&paper, &w, by);
        rc = paper_put(a, &paper, NULL, to, err);
        document_fini(&paper);
        if (rc != XH_OK && args_has(args, "final")) /* the number is given all the same */
            xh_fail_more(err, rc,
                         _("The sheet was made: report weekly --no %lld prints it."),
                         (long long)no);
        else if (rc == XH_OK && to->path && no)
            outf(_("%s: weekly sheet no. %lld\n"), to->path, (long long)no);
        else if (rc == XH_OK && to->path)
            outf(_("%s: draft of the weekly sheet\n"), to->path);
    }
    weekly_fini(&w);
    return rc;
}

/* ---- for the meeting ---- */

enum xh_rc run_pack(struct app *a, struct args *args, struct paper_out *to, struct xh_err *err)
{
    struct meeting m = { 0 };
    struct document d = { 0 };
    int64_t year = 0, no = 0;
    enum xh_rc rc = read_no(args_get(args, "no"), &no, &year, err);

    to->width = to->width ? to->width : WEEKLY_USUAL;
    if (rc == XH_OK)
        rc = pack_load(a->st, a->env.today, a->me, paper_out_takes(to) ? VERB_EXPORT : VERB_READ,
                       year, no, &m, err);
    if (rc == XH_OK)
        rc = pack_paper(&d, a->st, a->env.today, a->me, &m, err);
    if (rc == XH_OK)
        rc = paper_put(a, &d, NULL, to, err);
    if (rc == XH_OK && to->path)
        outf(_("%s: red items: %zu\n"), to->path, pack_pages(&m));
    document_fini(&d);
    meeting_fini(&m);
    return rc;
}

/* ---- what turns red ---- */

enum xh_rc run_forecast(struct app *a, struct paper_out *to, const struct filter *f,
                        struct exporter *away, struct xh_err *err)
{
    struct forecast x = { 0 };
    struct document d = { 0 };
    struct buf records = { 0 };
    enum xh_rc rc = forecast_load(a->st, f, away ? exporter_takes : NULL, away, &x, err);

    if (rc == XH_OK && paper_out_records(to)) {
        forecast_export(&records, &x, look_records(to->format));
        look_kept_back(away->kept_back);
    } else if (rc == XH_OK) {
        rc = forecast_paper(&d, a->st, &x, a->env.today, away ? away->kept_back : 0, err);
    }
    if (rc == XH_OK)
        rc = paper_put(a, &d, paper_out_records(to) ? &records : NULL, to, err);
    if (rc == XH_OK && to->path)
        outf(_("%s: rows: %zu\n"), to->path, x.parts[0].g.n + x.parts[1].g.n);
    buf_fini(&records);
    document_fini(&d);
    forecast_fini(&x);
    return rc;
}
