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

    section_period(r->a->defs->calendar, look_day(r->a), &r->page.from, &r->page.to);
    if (args_get(args, "from"))
        rc = typed_date(r->a, args_get(args, "from"), true, "--from", &r->page.from, err);
    if (rc == XH_OK && args_get(args, "to"))
        rc = typed_date(r->a, args_get(args, "to"), true, "--to", &r->page.to, err);
    if (rc == XH_OK && r->page.from > r->page.to)
        rc = xh_fail(err, XH_USAGE, _("--from lies after --to"));
    return rc;
}

/* `away`: NULL when it is looked at. */
static enum xh_rc load_and_put(struct report *r, const struct filter *f, struct exporter *away,
                               struct xh_err *err)
{
    struct document d = { 0 };
    struct buf records = { 0 };
    bool for_programs = paper_out_records(&r->to);
    enum xh_rc rc = section_load(r->a->st, r->page.info->section, f, r->page.from, r->page.to,
                                 away ? exporter_takes : NULL, away, &r->rows, err);

    if (rc == XH_OK && for_programs) {
        section_export(&records, &r->rows, look_records(r->to.format));
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

/* The rows of a section: overdue, due, new, closed. */
static enum xh_rc run_section(struct app *a, struct args *args, struct paper_out *to,
                              struct xh_err *err)
{
    struct report r = { .a = a, .to = *to,
                        .page = { .info = section_find(args_word(args, 0)),
                                  .by = args_get(args, "by"), .day = look_day(a) } };
    struct filter f;
    enum xh_rc rc = XH_OK;

    if (args_has(args, "next-week") && args_has(args, "by"))
        return xh_fail(err, XH_USAGE, _("--next-week and --by do not go together"));
    if (args_get(args, "list"))
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
    if (!paper_out_records(&r.to))
        f.without = ROW_CO | ROW_FIELDS;
    struct exporter taking = { 0 }, *away = paper_out_takes(&r.to) ? &taking : NULL;
    if (away)
        rc = exporter_begin(away, a->st, a->me, f.list, err);
    if (rc == XH_OK && args_has(args, "next-week"))
        return run_forecast(a, &r.to, &f, away, err);
    return rc == XH_OK ? load_and_put(&r, &f, away, err) : rc;
}

/* ---- which report takes what ---- */

/* Every report with the options that say something about it, besides where it goes
 * (PAPER_OPTIONS). Whatever else is given is refused, never left alone. */
static const struct report_kind {
    const char *id;
    const char *takes;          /* blanks between them */
    size_t words;               /* at most so many behind its name */
    enum xh_rc (*run)(struct app *a, struct args *args, struct paper_out *to,
                      struct xh_err *err);
    const char *instead;        /* msgid: what it has instead; NULL: nothing to say */
} kinds[] = {
    { "overdue", "as-of by list unit lead place", 0, run_section, NULL },
    { "due", "as-of by list unit lead place next-week", 0, run_section, NULL },
    { "new", "as-of by list unit lead place from to", 0, run_section, NULL },
    { "closed", "as-of by list unit lead place from to", 0, run_section, NULL },
    { "weekly", "by final no corrects reason scheduled", 0, run_weekly,
      N_("it has all rows: --by unit or --by lead splits it; --no N prints an earlier one as it "
         "was") },
    { "pack", "no", 0, run_pack, NULL },
    { "minutes", "no", 0, run_minutes, NULL },
    { "acceptance", "as-of place", 1, run_acceptance, NULL },
    { "approval", "", SIZE_MAX, run_approval, NULL },
    { "certificate", "", 1, run_certificate, NULL },
    { "visits", "as-of list place owner parent all", 0, run_field_sheet, NULL },
    { "handover", "to", 1, run_handover, NULL },
};
#define KINDS (sizeof kinds / sizeof *kinds)

static const struct report_kind *find_kind(const char *name, struct xh_err *err)
{
    const char *names[KINDS + 1] = { NULL };

    for (size_t i = 0; i < KINDS; i++) {
        if (strcmp(kinds[i].id, name) == 0)
            return &kinds[i];
        names[i] = kinds[i].id;
    }
    not_among("report", name, names, err);
    return NULL;
}

static bool is_taken(const char *takes, const char *option)
{
    size_t n = strlen(option);

    for (const char *s = takes; *s; s += strspn(s, " ")) {
        size_t len = strcspn(s, " ");
        if (len == n && memcmp(s, option, n) == 0)
            return true;
        s += len;
    }
    return false;
}

/* The refusal, and what there is instead: of the report, else whose option it is. */
static enum xh_rc refuse(const struct report_kind *k, const char *option, struct xh_err *err)
{
    struct buf others = { 0 };

    xh_fail(err, XH_USAGE, _("--%s does not go with `report %s`"), option, k->id);
    for (size_t i = 0; i < KINDS; i++)
        if (is_taken(kinds[i].takes, option))
            buf_printf(&others, "%s%s", others.len ? ", " : "", kinds[i].id);
    if (k->instead)
        xh_fail_more(err, XH_USAGE, "%s", _(k->instead));
    else
        xh_fail_more(err, XH_USAGE, _("it goes with: %s"), buf_str(&others));
    buf_fini(&others);
    return XH_USAGE;
}

static enum xh_rc check_options(const struct app *a, const struct args *args,
                                const struct report_kind *k, struct xh_err *err)
{
    static const struct option paper[] = { PAPER_OPTIONS, { 0 } };

    for (const struct option *o = report_options; o->name; o++) {
        bool is_paper = false;
        for (const struct option *p = paper; p->name; p++)
            is_paper |= strcmp(p->name, o->name) == 0;
        if (!is_paper && args_has(args, o->name) && !is_taken(k->takes, o->name))
            return refuse(k, o->name, err);
    }
    return a->as_of && !is_taken(k->takes, "as-of") ? refuse(k, "as-of", err) : XH_OK;
}

static enum xh_rc refuse_word(const struct report_kind *k, struct xh_err *err)
{
    struct buf others = { 0 };

    for (size_t i = 0; i < KINDS; i++)
        if (kinds[i].words)
            buf_printf(&others, "%s%s", others.len ? ", " : "", kinds[i].id);
    xh_fail(err, XH_USAGE, _("`report %s` names no item or person; these do: %s"),
            k->id, buf_str(&others));
    buf_fini(&others);
    return XH_USAGE;
}

static enum xh_rc check_words(const struct args *args, const struct report_kind *k,
                              struct xh_err *err)
{
    if (args->n_words <= 1 || args->n_words - 1 <= k->words)
        return XH_OK;
    if (k->words == 0)
        return refuse_word(k, err);
    return xh_fail(err, XH_USAGE,
                   _("'%s' is one word too many (put quotes around a text with blanks)"),
                   args->words[1 + k->words]);
}

enum xh_rc run_report(struct app *a, const struct command *c, struct args *args,
                      struct xh_err *err)
{
    const struct report_kind *k = find_kind(args_word(args, 0), err);
    const char *by = args_get(args, "by");
    struct paper_out to = { 0 };
    enum xh_rc rc = k ? paper_out_options(a, args, 0, &to, err) : XH_USAGE;

    (void)c;
    if (rc == XH_OK)
        rc = check_words(args, k, err);
    if (rc == XH_OK)
        rc = check_options(a, args, k, err);
    if (rc == XH_OK && by && strcmp(by, "unit") != 0 && strcmp(by, "lead") != 0)
        rc = not_among("--by", by, (const char *const[]){ "unit", "lead", NULL }, err);
    return rc == XH_OK ? k->run(a, args, &to, err) : rc;
}
