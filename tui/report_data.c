#include "tui/report_data.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/permit.h"
#include "report/export.h"
#include "tui/patience.h"

static const struct {
    const char *name;           /* msgid */
    const char *section;        /* id of a section; NULL */
    unsigned takes;
} kinds[REPORT_KINDS] = {
    [REPORT_WEEKLY] = { N_("weekly sheet, draft"), NULL, REPORT_TAKES_BY },
    [REPORT_AGAIN] = { N_("weekly sheet, final"), NULL, REPORT_TAKES_BY },
    [REPORT_OVERDUE] = { N_("overdue items"), "overdue", REPORT_TAKES_BY | REPORT_TAKES_LIST },
    [REPORT_NEXT] = { N_("turning red before the meetings"), NULL, REPORT_TAKES_LIST },
    [REPORT_DUE] = { N_("due soon"), "due", REPORT_TAKES_BY | REPORT_TAKES_LIST },
    [REPORT_NEW] = { N_("new items"), "new",
                     REPORT_TAKES_BY | REPORT_TAKES_LIST | REPORT_TAKES_PERIOD },
    [REPORT_CLOSED] = { N_("items crossed off"), "closed",
                        REPORT_TAKES_BY | REPORT_TAKES_LIST | REPORT_TAKES_PERIOD },
    [REPORT_STATS] = { N_("figures for superiors"), NULL,
                       REPORT_TAKES_LIST | REPORT_TAKES_PERIOD | REPORT_TAKES_COUNT },
    [REPORT_PACK] = { N_("papers for the meeting"), NULL, 0 },
};

const char *report_name(enum report_kind kind)
{
    return _(kinds[kind].name);
}

unsigned report_takes(enum report_kind kind)
{
    return kinds[kind].takes;
}

void report_data_init(struct report_data *d, const struct tui *t)
{
    if (!d->width)
        d->width = t->canvas.cols >= TEXT_TABLE ? 132 : 80;
    d->from = d->to = DAY_NONE;
    if (d->kind == REPORT_STATS)
        stats_by_add(&d->count_by, 0);
}

static void unload(struct report_data *d)
{
    weekly_fini(&d->weekly);
    section_fini(&d->rows);
    forecast_fini(&d->forecast);
    stats_fini(&d->stats);
    meeting_fini(&d->pack);
    d->weekly = (struct weekly){0};
    d->rows = (struct section_rows){0};
    d->forecast = (struct forecast){0};
    d->stats = (struct stats){0};
    d->pack = (struct meeting){0};
}

void report_data_fini(struct report_data *d)
{
    unload(d);
    free(d->list);
    d->list = NULL;
}

/* ---- reading ---- */

/* What is read goes into `to`, everything else of it being asked already. */
static enum xh_rc read_all(struct tui *t, struct report_data *to, bool away, struct xh_err *err)
{
    const char *section = kinds[to->kind].section;
    bool sheet = to->kind == REPORT_WEEKLY || to->kind == REPORT_AGAIN;
    struct filter f = tui_filter(t);
    struct exporter taking = {0};
    enum xh_rc rc = XH_OK;

    f.list = to->list;
    f.without = away ? 0 : ROW_CO | ROW_FIELDS;
    if (away && sheet)
        rc = weekly_may(t->st, t->me, VERB_EXPORT, err);
    else if (away && to->kind != REPORT_PACK)
        rc = exporter_begin(&taking, t->st, t->me, to->list, err);
    if (rc == XH_OK && to->kind == REPORT_AGAIN)
        rc = weekly_may(t->st, t->me, VERB_READ, err);
    if (rc != XH_OK)
        return rc;
    section_keep *keep = away ? exporter_takes : NULL;
    if (section) {
        const struct section_info *info = section_find(section);
        int32_t from, to_day;
        section_period(t->defs->calendar, t->env.today, &from, &to_day);
        to->from = to->from == DAY_NONE ? from : to->from;
        to->to = to->to == DAY_NONE ? to_day : to->to;
        rc = section_load(t->st, info->section, &f, to->from, to->to, keep, &taking, &to->rows,
                          err);
        to->kept_back = taking.kept_back;
        return rc;
    }
    switch (to->kind) {
    case REPORT_WEEKLY:
        return weekly_draft(t->st, t->env.today, t->me, &to->weekly, err);
    case REPORT_AGAIN:
        return weekly_again(t->st, to->year, to->no, &to->weekly, err);
    case REPORT_NEXT:
        rc = forecast_load(t->st, &f, keep, &taking, &to->forecast, err);
        to->kept_back = taking.kept_back;
        return rc;
    case REPORT_PACK:
        return pack_load(t->st, t->env.today, t->me, away ? VERB_EXPORT : VERB_READ, 0, 0,
                         &to->pack, err);
    default:
        to->to = to->to == DAY_NONE ? t->env.today : to->to;
        if (to->from == DAY_NONE)
            rc = stats_since(t->st, to->to, &to->from, err);
        return rc == XH_OK ? stats_load(t->st, &f, to->from, to->to, to->count_by.id,
                                        to->count_by.n, &to->stats, err) : rc;
    }
}

enum xh_rc report_load(struct tui *t, struct report_data *d, bool away, struct xh_err *err)
{
    struct report_data fresh = *d;
    struct patience p;

    memset(&fresh.weekly, 0, sizeof fresh.weekly);
    memset(&fresh.rows, 0, sizeof fresh.rows);
    memset(&fresh.forecast, 0, sizeof fresh.forecast);
    memset(&fresh.stats, 0, sizeof fresh.stats);
    memset(&fresh.pack, 0, sizeof fresh.pack);
    patience_begin(&p, t, _("composing the report"));
    enum xh_rc rc = read_all(t, &fresh, away, err);
    if (patience_end(&p))
        rc = xh_fail(err, XH_REFUSED, "%s", _("Stopped."));
    if (rc != XH_OK) {
        unload(&fresh);
        return rc;
    }
    unload(d);
    *d = fresh;
    return XH_OK;
}

/* ---- laying out ---- */

static const char *by_id(enum weekly_by by)
{
    return by == WEEKLY_BY_UNIT ? "unit" : by == WEEKLY_BY_LEAD ? "lead" : NULL;
}

enum xh_rc report_paper(struct tui *t, const struct report_data *d, struct document *out,
                        struct xh_err *err)
{
    if (d->kind == REPORT_WEEKLY || d->kind == REPORT_AGAIN) {
        weekly_paper(out, &d->weekly, d->by);
        return XH_OK;
    }
    if (d->kind == REPORT_NEXT)
        return forecast_paper(out, t->st, &d->forecast, t->env.today, d->kept_back, err);
    if (d->kind == REPORT_PACK)
        return pack_paper(out, t->st, t->env.today, t->me, &d->pack, err);
    if (d->kind == REPORT_STATS) {
        struct stats_page page = { t->st, &d->count_by, t->env.today };
        return stats_paper(out, &page, &d->stats, err);
    }
    struct section_page page = {
        .info = section_find(kinds[d->kind].section), .by = by_id(d->by),
        .list = d->list ? defs_list(t->defs, d->list) : NULL, .day = t->env.today,
        .from = d->from, .to = d->to, .kept_back = d->kept_back,
    };
    return section_paper(out, t->st, &page, &d->rows, err);
}

/* The whole of a sheet: its rows say whose they are. */
static void sheet_csv(const struct report_data *d, struct buf *out)
{
    struct document paper = {0};

    weekly_paper(&paper, &d->weekly, WEEKLY_WHOLE);
    document_export(out, &paper, EXPORT_CSV);
    document_fini(&paper);
}

bool report_has_records(enum report_kind kind)
{
    return kind != REPORT_PACK;
}

void report_csv(const struct report_data *d, struct buf *out)
{
    switch (d->kind) {
    case REPORT_WEEKLY:
    case REPORT_AGAIN: sheet_csv(d, out); break;
    case REPORT_NEXT:  forecast_export(out, &d->forecast, EXPORT_CSV); break;
    case REPORT_STATS: stats_export(out, &d->stats, &d->count_by, EXPORT_CSV); break;
    default:           section_export(out, &d->rows, EXPORT_CSV); break;
    }
}

char *report_file(const struct tui *t, const struct report_data *d)
{
    char day[DAY_TEXT];

    if (d->kind == REPORT_AGAIN)
        return xasprintf("%s %lld-%lld", report_name(d->kind), (long long)d->year,
                         (long long)d->no);
    return xasprintf("%s %s", report_name(d->kind), day_format(t->env.today, day));
}
