/* weekly_head.c - what stands around the lists: heading, summary, the table by responsible
 * leader, runs of red, villages, the last page. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/decimal.h"
#include "model/i18n.h"
#include "model/mem.h"
#include "model/people.h"
#include "model/permit.h"
#include "model/rollup.h"
#include "model/suppress.h"
#include "report/paper_frame.h"
#include "report/weekly_work.h"

/* ---- words ---- */

/* HH:MM of a moment in the township. */
static char *minute_of(const struct weekly_work *w, int64_t ms)
{
    int64_t day_ms = 86400000;
    int64_t t = (ms + (int64_t)w->defs->township.utc_offset * 60000) % day_ms;

    t = (t + day_ms) % day_ms / 60000;
    return xasprintf("%02d:%02d", (int)(t / 60), (int)(t % 60));
}

static bool reads_list(const struct weekly_work *w, const char *list)
{
    return w->reader == READER_TOWNSHIP ||
           (permit_relations(w->st->db, w->defs, w->reader, VERB_READ, list) & REL_ALL);
}

static bool reads_all(const struct weekly_work *w)
{
    bool all = true;

    for (size_t i = 0; i < w->defs->n_lists; i++)
        all &= reads_list(w, w->defs->lists[i].id);
    return all;
}

static void set_issue(struct weekly_work *w, bool is_final, struct weekly *out)
{
    const struct sheet *s = w->plan;
    struct buf notice = { 0 };

    if (is_final && s->edition > 1)
        weekly_set(out, "issue",
                   xasprintf(_("%lld no. %lld, corrected (%lld in all)"),
                             (long long)s->year, (long long)s->no, (long long)s->total));
    else if (is_final)
        weekly_set(out, "issue",
                   xasprintf(_("%lld no. %lld (%lld in all)"), (long long)s->year,
                             (long long)s->no, (long long)s->total));
    else
        buf_printf(&notice, _("Draft for checking; please answer by %s today"),
                   w->defs->township.sheet.feedback);
    if (*s->reason)
        buf_printf(&notice, _("Correction: %s"), s->reason);
    if (!reads_all(w))
        buf_printf(&notice, "%s%s", notice.len ? "\n" : "",
                   _("Only the items you may read"));
    weekly_set(out, "notice", buf_take(&notice));
}

static void set_dates(struct weekly_work *w, struct weekly *out)
{
    char *from = weekly_date(w->plan->from), *to = weekly_date(w->plan->to);
    char *day = weekly_date(w->plan->cutoff_day), *minute = minute_of(w, w->plan->cutoff);

    weekly_set(out, "period", xasprintf(_("Period: %s to %s"), from, to));
    weekly_set(out, "cutoff", xasprintf(_("Data up to %s %s"), day, minute));
    free(from);
    free(to);
    free(day);
    free(minute);
}

static void set_last_page(struct weekly_work *w, bool is_final, struct weekly *out)
{
    const struct township_def *t = &w->defs->township;
    char *maker = is_final ? person_name(w->st->db, w->plan->made_by) : xstrdup("____");

    weekly_set(out, "signers",
               xasprintf(_("Filled in: %s\nChecked: ____ (%s)\nApproved: ____ (%s)\n"
                           "Remarks by the %s: ________________"),
                         maker, t->sheet.checked_by, t->sheet.approved_by,
                         t->sheet.read_by));
    weekly_set(
        out, "marks",
        xstrdup(_("Decisions may be written so: off / limit (date) / extend (date) / "
                  "back / order / wait")));
    weekly_set(out, "copies",
               *t->sheet.copies ? xasprintf(_("Copies: %s"), t->sheet.copies)
                                : xstrdup(""));
    weekly_set(out, "secret", xstrdup(paper_secret()));
    weekly_set(out, "made", paper_compiled(w->defs, is_final ? w->plan->made_on : w->day));
    weekly_set(out, "code", paper_code(w->plan->code, w->plan->seq));
    if (t->print.qr)            /* kept with the sheet: a reprint has it or not, as then */
        weekly_set(out, "scan", paper_scan(w->defs, w->plan->code, w->plan->seq));
    free(maker);
}

/* "在办事项51件:红灯3 …": items, then each list shown in groups by itself: never added. */
static void add_counts(const struct weekly_work *w, struct buf *b, const int64_t *n)
{
    buf_printf(b, _("%s %lld, %s %lld, %s %lld, on hold %lld"),
               colour_word(w->defs, COLOUR_RED), (long long)n[FIG_RED],
               colour_word(w->defs, COLOUR_YELLOW), (long long)n[FIG_YELLOW],
               colour_word(w->defs, COLOUR_GREEN), (long long)n[FIG_GREEN],
               (long long)n[FIG_HELD]);
}

static char *summary(const struct weekly_work *w)
{
    struct buf b = { 0 };
    const int64_t *n = w->total;
    char *to = weekly_date(w->day);

    buf_printf(&b, _("On %s %lld items were in work: "), to, (long long)n[FIG_IN_WORK]);
    add_counts(w, &b, n);
    buf_printf(
        &b,
        _(". In the period: %lld new, %lld crossed off, %lld newly red, %lld from red to "
          "green. "),
        (long long)n[FIG_NEW], (long long)n[FIG_CLOSED], (long long)n[FIG_NEWLY_RED],
        (long long)n[FIG_RED_TO_GREEN]);
    buf_printf(
        &b,
        _("Overdue %lld (past the superior's deadline %lld), steps behind %lld, in "
          "review %lld, not reported %lld."),
        (long long)n[FIG_OVERDUE], (long long)n[FIG_PAST_UPPER],
        (long long)n[FIG_LAGGING], (long long)n[FIG_REVIEW],
        (long long)n[FIG_UNREPORTED]);
    for (size_t i = 0; i < w->n_groups; i++) {
        const struct list_def *l = w->groups[i].list;
        n = w->groups[i].n;
        buf_printf(&b, _(" Besides, %s: %lld %s in work: "), l->name,
                   (long long)n[FIG_IN_WORK], l->row);
        add_counts(w, &b, n);
        buf_printf(&b, _("; %lld crossed off in the period, %lld overdue."),
                   (long long)n[FIG_CLOSED], (long long)n[FIG_OVERDUE]);
    }
    free(to);
    return buf_take(&b);
}

void weekly_words(struct weekly_work *w, bool is_final, struct weekly *out)
{
    const struct township_def *t = &w->defs->township;

    /* The heading may be written with the name before it or without. */
    weekly_set(out, "title",
               xasprintf("%s%s", strstr(t->header, t->name) ? "" : t->name,
                         *t->header ? t->header : _("Weekly sheet of supervised work")));
    set_issue(w, is_final, out);
    set_dates(w, out);
    weekly_set(out, "author", xstrdup(t->name));
    weekly_set(out, "at", xasprintf("%" PRId64, w->plan->cutoff));
    weekly_set(out, "utc_offset", xasprintf("%d", t->utc_offset));
    weekly_set(out, "practice",
               xstrdup(w->st->practice ? _("PRACTICE: not real data") : ""));
    weekly_set(out, "summary", summary(w));
    weekly_set(out, "none", xstrdup(_("none")));
    weekly_set(out, "unit", xstrdup(_("Lead unit")));
    weekly_set(out, "lead", xstrdup(_("Responsible leader")));
    weekly_set(out, "nobody", xstrdup(_("not settled")));
    weekly_set(out, "receipt",
               xstrdup(_("Received by: ____________  Date: ____________")));
    set_last_page(w, is_final, out);
}

/* ---- the table by responsible leader ---- */

static const struct {
    const char *id, *title;
    enum figure figure;
} lead_columns[] = {
    { "in_work", N_("In work"), FIG_IN_WORK },
    { "red", NULL, FIG_RED }, /* the township's word */
    { "yellow", NULL, FIG_YELLOW },
    { "green", NULL, FIG_GREEN },
    { "held", N_("On hold"), FIG_HELD },
    { "closed", N_("Crossed off in the period"), FIG_CLOSED },
    { "unreported", N_("Not reported"), FIG_UNREPORTED },
    { "red_run", N_("Red running"), FIG_RED_RUN },
};
#define LEAD_COLUMNS (sizeof lead_columns / sizeof *lead_columns)

/* What stood at the cut-off before, when there was no issue: colours by leader (spans). */
static enum xh_rc counts_before(struct weekly_work *w, struct group_count **v, size_t *n,
                                struct xh_err *err)
{
    static const char *const by[] = { "list", "lead" };
    struct filter f = { .today = w->day,
                        .as_of = w->plan->from - 1,
                        .reader = w->reader };

    return query_counts(w->st, &f, by, 2, v, n, err);
}

/* The figure of before: from the last issue's table, else from the cut-off. False: there
 * is none to compare with. */
static bool figure_before(const struct weekly_work *w, const struct group_count *v,
                          size_t n, const struct lead *lead, enum figure f,
                          int64_t *figure)
{
    const struct weekly_section *s = weekly_section(&w->was, "leads");

    *figure = 0;
    if (s && !reads_all(w))
        return false; /* everybody's figures are no comparison with one's own */
    for (size_t i = 0; s && i < s->n_rows; i++) {
        const struct weekly_row *r = &s->rows[i];
        bool is_total = i + 1 == s->n_rows; /* people may be renamed: by their number */
        if (r->n_figures > FIG_COUNT && is_total == !lead &&
            (!lead || r->figures[FIG_COUNT] == lead->id)) {
            *figure = r->figures[f];
            return true;
        }
    }
    if (s)
        return true; /* new on the sheet: nothing before */
    if (f > FIG_HELD)
        return false;
    bool any = false;
    for (size_t i = 0; i < n; i++) {
        const struct list_def *l = defs_list(w->defs, v[i].list);
        any |= v[i].n.total > 0;
        if ((l && l->sheet.grouped) || (lead && v[i].lead_id != lead->id))
            continue;
        *figure += f == FIG_IN_WORK  ? v[i].n.total
                   : f == FIG_RED    ? v[i].n.colour[COLOUR_RED]
                   : f == FIG_YELLOW ? v[i].n.colour[COLOUR_YELLOW]
                   : f == FIG_GREEN  ? v[i].n.colour[COLOUR_GREEN]
                                     : v[i].n.colour[COLOUR_GREY];
    }
    return any;
}

/* `lead` NULL: all of them. */
static void add_lead(struct weekly_work *w, struct weekly_section *s,
                     const struct lead *lead, const int64_t *n,
                     const struct group_count *v, size_t n_v)
{
    struct weekly_row *r = weekly_add_row(s);

    weekly_put(s, r, "lead",
               xstrdup(!lead         ? _("in all")
                       : *lead->name ? lead->name
                                     : _("not settled")));
    free(r->lead);
    r->lead = xstrdup(lead ? lead->name : "");
    for (size_t i = 0; i < LEAD_COLUMNS; i++) {
        int64_t was;
        int64_t now = n[lead_columns[i].figure];
        char *text;
        if (!figure_before(w, v, n_v, lead, lead_columns[i].figure, &was))
            text = xasprintf("%" PRId64, now);
        else if (now == was)
            text = xasprintf(_("%lld (=)"), (long long)now);
        else
            text = xasprintf("%" PRId64 "(%+" PRId64 ")", now, now - was);
        weekly_put(s, r, lead_columns[i].id, text);
    }
    memcpy(r->figures, n, FIG_COUNT * sizeof *n);
    r->figures[FIG_COUNT] = lead ? lead->id : 0;
    r->n_figures = FIG_COUNT + 1;
}

enum xh_rc weekly_leads_section(struct weekly_work *w, struct weekly *out,
                                struct xh_err *err)
{
    struct weekly_section *s =
        weekly_add_section(out, "leads", _("By responsible leader"));
    struct group_count *v = NULL;
    size_t n = 0;
    enum xh_rc rc = w->before.id ? XH_OK : counts_before(w, &v, &n, err);

    weekly_add_column(s, "lead", _("Responsible leader"), 41, TEXT_LEFT);
    for (size_t i = 0; i < LEAD_COLUMNS; i++) {
        enum colour c = i >= 1 && i <= 3 ? (enum colour[]){ COLOUR_RED, COLOUR_YELLOW,
                                                            COLOUR_GREEN }[i - 1]
                                         : COLOUR_NONE;
        weekly_add_column(s, lead_columns[i].id,
                          c == COLOUR_NONE ? _(lead_columns[i].title)
                                           : colour_word(w->defs, c),
                          28, TEXT_CENTRE);
    }
    for (size_t i = 0; rc == XH_OK && i < w->n_leads; i++)
        add_lead(w, s, &w->leads[i], w->leads[i].n, v, n);
    if (rc == XH_OK)
        add_lead(w, s, NULL, w->total, v, n);
    group_counts_free(v, n);
    return rc;
}

/* ---- runs of red ---- */

/* Items by themselves, rows of a grouped list under their parent's number. */
static void add_run(struct weekly_section *s, const struct known *k, size_t n, int run)
{
    struct weekly_row *r = weekly_add_row(s);

    free(r->unit);
    free(r->lead);
    r->unit = xstrdup(k->unit);
    r->lead = xstrdup(k->lead);
    r->unit_rank = k->unit_rank;
    r->lead_rank = k->lead_rank;
    weekly_put(s, r, "code",
               k->is_grouped ? xasprintf(_("%s %s (%zu)"), k->code, k->list_name, n)
                             : xstrdup(k->code));
    weekly_put(s, r, "run", xasprintf(_("run %d"), run));
}

static int longest_first(const void *pa, const void *pb)
{
    const struct known *const *a = pa, *const *b = pb;

    if ((*a)->red_run != (*b)->red_run)
        return (*a)->red_run > (*b)->red_run ? -1 : 1;
    return strcmp((*a)->code, (*b)->code);
}

void weekly_runs_section(struct weekly_work *w, struct weekly *out)
{
    struct weekly_section *s = weekly_add_section(out, "red_run", _("3. Red running"));
    const struct known **v = xcalloc(w->n_known + 1, sizeof *v);
    size_t n = 0;

    weekly_add_column(s, "code", _("Code"), 60, TEXT_LEFT);
    weekly_add_column(s, "run", _("Issues running"), 30, TEXT_CENTRE);
    for (size_t i = 0; i < w->n_known; i++)
        if (w->known[i].red_run >= 2)
            v[n++] = &w->known[i];
    if (n > 1)
        qsort(v, n, sizeof *v, longest_first);
    for (size_t i = 0; i < n; i++) {
        size_t members = 1;
        if (!v[i])
            continue;
        for (size_t k = i + 1; v[i]->is_grouped && k < n; k++)
            if (v[k] && v[k]->is_grouped && strcmp(v[k]->code, v[i]->code) == 0 &&
                strcmp(v[k]->list_name, v[i]->list_name) == 0) {
                members++;
                v[k] = NULL;
            }
        add_run(s, v[i], members, (int)v[i]->red_run);
    }
    free(v);
}

void weekly_red_section(struct weekly_work *w, struct weekly *out)
{
    struct weekly_section *s = weekly_add_section(out, "red", "");

    for (size_t i = 0; i < w->n_known; i++) {
        const struct known *k = &w->known[i];
        if (!k->is_red || (k->n && !k->is_grouped))
            continue;
        struct weekly_row *r = weekly_add_row(s);
        r->item = k->item;
        r->computed = COLOUR_RED;
    }
}

/* ---- villages ---- */

static void put_sum(struct weekly_section *s, struct weekly_row *r, const char *id,
                    int64_t sum)
{
    char text[DECIMAL_TEXT];

    weekly_put(s, r, id, xstrdup(decimal_format(sum, text)));
}

/* One decimal, never rounded up to 100. */
static char *rate(int64_t n, int64_t of)
{
    int64_t tenths = of ? n * 1000 / of : 0;

    return xasprintf("%" PRId64 ".%" PRId64 "%%", tenths / 10, tenths % 10);
}

/* Which areas of a row may stand on the sheet (rollup.h). */
struct told { bool area, area_signed; };

/* `is_sum`: of the villages above, which its third figure says. */
static void add_village(struct weekly_section *s, const char *parent, const char *name,
                        const struct rollup_figures *n, struct told told, bool is_sum)
{
    struct weekly_row *r = weekly_add_row(s);

    weekly_put(s, r, "parent", xstrdup(parent));
    weekly_put(s, r, "place", xstrdup(name));
    weekly_put(s, r, "rows", xasprintf("%" PRId64, n->rows));
    weekly_put(s, r, "done", xasprintf("%" PRId64, n->signed_rows));
    weekly_put(s, r, "rate", rate(n->signed_rows, n->rows));
    weekly_put(s, r, "since", xasprintf("%" PRId64, n->week));
    if (told.area)
        put_sum(s, r, "sum", n->area);
    if (told.area_signed)
        put_sum(s, r, "sum_done", n->area_signed);
    r->n_figures = is_sum ? 3 : 2;
    r->figures[0] = n->rows;
    r->figures[1] = n->signed_rows;
    r->figures[2] = is_sum;
}

/* The villages of one parent; one with too few rows stands together with the next: how many of
 * them are signed tells who is not. */
static void add_parent(struct weekly_section *s, const struct rollup_line *v, size_t n,
                       bool has_sum)
{
    const struct told whole = { has_sum && v[0].all_area, has_sum && v[0].all_area_signed };
    const struct told open = { has_sum, has_sum };
    struct rollup_figures all = { 0 }, part = { 0 };
    struct told told = open;
    struct buf names = { 0 };
    size_t rows = 0;

    for (size_t i = 0; i < n; i++) {
        int64_t left = 0;
        for (size_t k = i + 1; k < n; k++)
            left += v[k].n.rows;
        rollup_add(&all, &v[i].n);
        rollup_add(&part, &v[i].n);
        told.area &= v[i].tells_area;
        told.area_signed &= v[i].tells_area_signed;
        buf_printf(&names, "%s%s", names.len ? "、" : "",
                   *v[i].village_name ? v[i].village_name : _("no village"));
        if (left && (part.rows < SUPPRESS_LEAST || left < SUPPRESS_LEAST))
            continue;
        add_village(s, v[0].code, buf_str(&names), &part, rows || left ? told : whole, false);
        part = (struct rollup_figures){ 0 };
        told = open;
        buf_clear(&names);
        rows++;
    }
    if (rows > 1)
        add_village(s, v[0].code, _("together"), &all, whole, true);
    buf_fini(&names);
}

static int sum_field(const struct list_def *l)
{
    for (size_t i = 0; i < l->n_fields; i++)
        if (l->fields[i].sum && !l->fields[i].is_private &&
            (l->fields[i].type == FIELD_DECIMAL || l->fields[i].type == FIELD_INTEGER))
            return (int)i;
    return -1;
}

static void village_columns(struct weekly_section *s, const struct list_def *l, int field)
{
    const char *step = l->steps[list_step(l, l->sheet.count)].name;
    char *done = xasprintf(_("%s done"), step);
    char *since = xasprintf(_("%s in the period"), step);

    weekly_add_column(s, "parent", _("Parent"), 30, TEXT_LEFT);
    weekly_add_column(s, "place", _("Village"), 55, TEXT_LEFT);
    weekly_add_column(s, "rows", l->row, 25, TEXT_RIGHT);
    weekly_add_column(s, "done", done, 30, TEXT_RIGHT);
    weekly_add_column(s, "rate", _("Rate"), 25, TEXT_RIGHT);
    weekly_add_column(s, "since", since, 30, TEXT_RIGHT);
    if (field >= 0) {
        const struct field_def *f = &l->fields[field];
        char *sum = xasprintf(*f->unit ? "%s(%s)" : "%s%s", f->name, f->unit);
        /* TRANSLATORS: a step and the field summed over the rows that have done it */
        char *sum_done = xasprintf(_("%s done, %s"), step, sum);
        weekly_add_column(s, "sum", sum, 35, TEXT_RIGHT);
        weekly_add_column(s, "sum_done", sum_done, 35, TEXT_RIGHT);
        free(sum);
        free(sum_done);
    }
    free(done);
    free(since);
}

/* The issue before tells what was done by then: a signing recorded late is not lost. */
static void since_last_issue(const struct weekly_work *w, struct rollup_lines *v)
{
    const struct weekly_section *s = weekly_section(&w->was, "villages");

    for (size_t i = 0; s && i < v->n; i++)
        for (size_t k = 0; k < s->n_rows; k++)
            if (s->rows[k].n_figures >= 2 &&
                strcmp(weekly_cell(s, &s->rows[k], "parent"), v->v[i].code) == 0 &&
                strcmp(weekly_cell(s, &s->rows[k], "place"), v->v[i].village_name) == 0)
                v->v[i].n.week = v->v[i].n.signed_rows - s->rows[k].figures[1];
}

enum xh_rc weekly_villages_section(struct weekly_work *w, struct weekly *out,
                                   struct xh_err *err)
{
    struct weekly_section *s =
        weekly_add_section(out, "villages", _("10. Signing by village"));
    enum xh_rc rc = XH_OK;

    for (size_t i = 0; rc == XH_OK && i < w->defs->n_lists; i++) {
        const struct list_def *l = &w->defs->lists[i];
        struct rollup_lines v = { 0 };
        if (!*l->sheet.count || list_step(l, l->sheet.count) < 0 || !reads_list(w, l->id))
            continue;
        int field = sum_field(l);
        rc = rollup_upto(w->st, l, l->sheet.count, field, w->plan->from, w->day, &v, err);
        since_last_issue(w, &v);
        if (v.n && !s->n_columns)
            village_columns(s, l, field);
        for (size_t at = 0, n; at < v.n; at += n) {
            for (n = 1; at + n < v.n && v.v[at + n].parent == v.v[at].parent;)
                n++;
            add_parent(s, &v.v[at], n, field >= 0);
        }
        rollup_lines_fini(&v);
    }
    return rc;
}

/* ---- receipts ---- */

struct receiver {
    int64_t rank;
    const char *name;
};

static int receivers_order(const void *pa, const void *pb)
{
    const struct receiver *a = pa, *b = pb;

    return a->rank != b->rank ? (a->rank < b->rank ? -1 : 1) : strcmp(a->name, b->name);
}

/* Every lead unit with a row on the sheet, in the units' order. */
void weekly_receipts_section(struct weekly_work *w, struct weekly *out)
{
    struct receiver *v = NULL;
    size_t n = 0, cap = 0;

    (void)w;
    for (size_t i = 0; i < out->n_sections; i++)
        for (size_t k = 0; k < out->sections[i].n_rows; k++) {
            const struct weekly_row *r = &out->sections[i].rows[k];
            if (!r->n || !*r->unit)
                continue;
            GROW(v, n, cap);
            v[n++] = (struct receiver){ r->unit_rank, r->unit };
        }
    if (n > 1)
        qsort(v, n, sizeof *v, receivers_order);
    struct weekly_section *s = weekly_add_section(out, "receipts", _("Receipts"));
    weekly_add_column(s, "unit", _("Unit"), 38, TEXT_LEFT);
    weekly_add_column(s, "received_by", _("Received by"), 26, TEXT_LEFT);
    weekly_add_column(s, "received_on", _("Date"), 24, TEXT_LEFT);
    for (size_t i = 0; i < n; i++) {
        if (i && strcmp(v[i].name, v[i - 1].name) == 0)
            continue;
        struct weekly_row *r = weekly_add_row(s);
        weekly_put(s, r, "unit", xstrdup(v[i].name));
        free(r->unit);
        r->unit = xstrdup(v[i].name);
        r->unit_rank = v[i].rank;
    }
    free(v);
}
