/* cmd_report.c - the sections of the sheet as rows: overdue, due, new, closed. */
#include "cli/look.h"
#include "cli/cmd_weekly.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/paper_out.h"
#include "cli/typed.h"
#include "model/i18n.h"
#include "model/text.h"
#include "report/section_paper.h"

const struct option report_options[] = {
    { "by", 0, OPT_CODE, "unit|lead", N_("one part for each unit or responsible leader"),
      NO_PLACE },
    { "list", 0, OPT_CODE, "LIST", N_("of one list only"), NO_PLACE },
    { "unit", 'u', OPT_TEXT, "UNIT", N_("of this unit and those below it"), NO_PLACE },
    { "lead", 0, OPT_TEXT, "PERSON", N_("the responsible leader"), NO_PLACE },
    { "place", 0, OPT_TEXT, "PLACE", N_("in this place or below"), NO_PLACE },
    { "owner", 0, OPT_TEXT, "PERSON", N_("visits: the sheet of this person"), NO_PLACE },
    { "parent", 0, OPT_CODE, "CODE", N_("visits: rows under this item"), NO_PLACE },
    { "all", 0, OPT_FLAG, NULL, N_("visits: also rows that are signed"), NO_PLACE },
    { "from", 0, OPT_PAST, "DATE", N_("new, closed: first day (default: since the last cut-off)"),
      NO_PLACE },
    { "to", 0, OPT_PAST, "DATE|PERSON",
      N_("new, closed: last day (default: today); handover: who takes over"), NO_PLACE },
    { "next-week", 0, OPT_FLAG, NULL,
      N_("due: what turns red before the next meeting and the one after"), NO_PLACE },
    { "final", 0, OPT_FLAG, NULL, N_("weekly: make the final sheet, with a number"), NO_PLACE },
    { "no", 0, OPT_CODE, "N[/YEAR]|DAY-N",
      N_("weekly, pack: of an earlier final sheet; minutes: of an earlier meeting"), NO_PLACE },
    { "corrects", 0, OPT_NUMBER, "N",
      N_("weekly --final: a corrected edition of the last issue"), NO_PLACE },
    { "reason", 0, OPT_TEXT, "TEXT", N_("with --corrects: what was wrong"), NO_PLACE },
    { "scheduled", 0, OPT_FLAG, NULL,
      N_("weekly: for a timer: the draft into papers/ once its time has come"), NO_PLACE },
    PAPER_OPTIONS,
    { 0 },
};

struct report {
    struct app *a;
    struct section_page page;
    struct section_rows rows;
    struct paper_out to;
};

static enum xh_rc read_period(struct report *r, const struct args *args,
                              struct xh_err *err)
{
    enum xh_rc rc = XH_OK;
    bool dated = section_has_period(r->page.info);

    section_period(r->a->defs->calendar, look_day(r->a), &r->page.from, &r->page.to);
    if (!dated && (args_get(args, "from") || args_get(args, "to")))
        return xh_fail(err, XH_USAGE,
                       _("--from and --to go with the reports new and closed"));
    if (args_get(args, "from"))
        rc = typed_date(r->a, args_get(args, "from"), true, "--from", &r->page.from, err);
    if (rc == XH_OK && args_get(args, "to"))
        rc = typed_date(r->a, args_get(args, "to"), true, "--to", &r->page.to, err);
    if (rc == XH_OK && r->page.from > r->page.to)
        rc = xh_fail(err, XH_USAGE, _("--from lies after --to"));
    return rc;
}

static enum xh_rc unknown_report(const char *name, struct xh_err *err)
{
    const char *names[13];
    size_t n = 0;

    for (const struct section_info *s = sections; s->id; s++)
        names[n++] = s->id;
    names[n++] = "weekly";
    names[n++] = "pack";
    names[n++] = "minutes";
    names[n++] = "acceptance";
    names[n++] = "approval";
    names[n++] = "certificate";
    names[n++] = "visits";
    names[n++] = "handover";
    names[n] = NULL;
    return not_among("report", name, names, err);
}

/* Options of one report make no sense with another: say so rather than leave them. */
static enum xh_rc misplaced(const struct args *args, const char *report, struct xh_err *err)
{
    static const char *const weekly[] = { "final", "no", "corrects", "reason",
                                          "scheduled" };
    static const char *const visits[] = { "owner", "parent", "all" };

    for (size_t i = 0; i < sizeof weekly / sizeof *weekly; i++)
        if (args_has(args, weekly[i]))
            return xh_fail(err, XH_USAGE, _("--%s goes with `report weekly`"), weekly[i]);
    for (size_t i = 0; i < sizeof visits / sizeof *visits; i++)
        if (args_has(args, visits[i]))
            return xh_fail(err, XH_USAGE, _("--%s goes with `report visits`"), visits[i]);
    if (args_has(args, "next-week") && strcmp(report, "due") != 0)
        return xh_fail(err, XH_USAGE, _("--next-week goes with `report due`"));
    if (args_has(args, "next-week") && args_has(args, "by"))
        return xh_fail(err, XH_USAGE, _("--next-week and --by do not go together"));
    return XH_OK;
}

/* `away`: NULL when it is looked at. */
static enum xh_rc load_and_put(struct report *r, const struct filter *f, struct exporter *away,
                               struct xh_err *err)
{
    struct document d = { 0 };
    struct buf records = { 0 };
    bool for_programs = r->to.format == FORMAT_CSV || r->to.format == FORMAT_JSON;
    enum xh_rc rc = section_load(r->a->st, r->page.info->section, f, r->page.from, r->page.to,
                                 away ? exporter_takes : NULL, away, &r->rows, err);

    if (rc == XH_OK && for_programs) {
        section_export(&records, &r->rows,
                       r->to.format == FORMAT_CSV ? EXPORT_CSV : EXPORT_JSON);
    } else if (rc == XH_OK) {
        r->page.kept_back = away ? away->kept_back : 0;
        rc = section_paper(&d, r->a->st, &r->page, &r->rows, err);
    }
    if (rc == XH_OK && for_programs)
        look_kept_back(away->kept_back);
    if (rc == XH_OK)
        rc = paper_put(r->a, &d, paper_out_records(&r->to) ? &records : NULL, &r->to, err);
    if (rc == XH_OK && r->to.path)
        outf(_("%s: rows: %zu\n"), r->to.path, r->rows.rows.n);
    buf_fini(&records);
    document_fini(&d);
    section_fini(&r->rows);
    return rc;
}

enum xh_rc run_report(struct app *a, const struct command *c, struct args *args,
                             struct xh_err *err)
{
    struct report r = { .a = a, .page = { .by = args_get(args, "by"), .day = look_day(a) } };
    const char *name = args_word(args, 0);
    bool is_weekly = strcmp(name, "weekly") == 0, is_minutes = strcmp(name, "minutes") == 0;
    bool is_acceptance = strcmp(name, "acceptance") == 0;
    bool is_visits = strcmp(name, "visits") == 0, is_pack = strcmp(name, "pack") == 0;
    bool is_approval = strcmp(name, "approval") == 0;
    bool is_certificate = strcmp(name, "certificate") == 0;
    bool is_handover = strcmp(name, "handover") == 0;
    struct filter f;
    enum xh_rc rc = paper_out_options(a, args, 0, &r.to, err);

    (void)c;
    r.page.info = section_find(name);
    if (!r.page.info && !is_weekly && !is_minutes && !is_acceptance && !is_visits &&
        !is_pack && !is_approval && !is_certificate && !is_handover)
        return unknown_report(name, err);
    if (rc == XH_OK && args_word(args, 1) && !is_acceptance && !is_approval && !is_certificate &&
        !is_handover)
        return xh_fail(err, XH_USAGE,
                       _("an item is named with `report acceptance`, `approval` and "
                         "`certificate` only"));
    if (rc == XH_OK && args_word(args, 2) && !is_approval)
        return xh_fail(err, XH_USAGE,
                       _("'%s' is one word too many (put quotes around a text with blanks)"),
                       args->words[2]);
    if (r.page.by && strcmp(r.page.by, "unit") != 0 && strcmp(r.page.by, "lead") != 0)
        return not_among("--by", r.page.by, (const char *const[]){ "unit", "lead", NULL },
                         err);
    if (rc == XH_OK && is_weekly && args_has(args, "scheduled"))
        return run_scheduled(a, args, err);
    if (rc == XH_OK && is_weekly)
        return run_weekly(a, args, &r.to, err);
    if (rc == XH_OK && is_minutes)
        return run_minutes(a, args, &r.to, err);
    if (rc == XH_OK && is_pack)
        return run_pack(a, args, &r.to, err);
    if (rc == XH_OK && is_handover)
        return run_handover(a, args, &r.to, err);
    if (rc == XH_OK && is_acceptance)
        return run_acceptance(a, args, &r.to, err);
    if (rc == XH_OK && is_approval)
        return run_approval(a, args, &r.to, err);
    if (rc == XH_OK && is_certificate)
        return run_certificate(a, args, &r.to, err);
    if (rc == XH_OK && is_visits)
        return run_field_sheet(a, args, &r.to, err);
    if (rc == XH_OK)
        rc = misplaced(args, name, err);
    if (rc == XH_OK && args_get(args, "list"))
        rc = typed_list_or_all(a, args_get(args, "list"), &r.page.list, err);
    if (rc == XH_OK)
        rc = read_period(&r, args, err);
    if (rc != XH_OK)
        return rc;
    look_filter(a, &f);
    f.list = r.page.list ? r.page.list->id : NULL;
    f.unit = args_get(args, "unit");
    f.lead = args_get(args, "lead");
    f.place = args_get(args, "place");
    look_note(a);
    if (r.to.format != FORMAT_CSV && r.to.format != FORMAT_JSON)
        f.without = ROW_CO | ROW_FIELDS;
    struct exporter taking, *away = paper_out_takes(&r.to) ? &taking : NULL;
    if (away)
        rc = exporter_begin(away, a->st, a->me, f.list, err);
    if (rc == XH_OK && args_has(args, "next-week"))
        return run_forecast(a, &r.to, &f, away, err);
    return rc == XH_OK ? load_and_put(&r, &f, away, err) : rc;
}
