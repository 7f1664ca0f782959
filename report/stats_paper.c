#include "report/stats_paper.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/decimal.h"
#include "model/i18n.h"
#include "model/text.h"
#include "report/paper_frame.h"

enum { BY_LIST, BY_UNIT, BY_OWNER, BY_LEAD, BY_PLACE };
const char *const stats_by_ids[] = { "list", "unit", "owner", "lead", "place", NULL };
static const char *const by_titles[STATS_BY_ALL] = {
    N_("List"), N_("Lead unit"), N_("Owner"), N_("Responsible leader"), N_("Village"),
};

const char *stats_by_title(int by)
{
    return _(by_titles[by]);
}

bool stats_by_add(struct stats_by *by, int what)
{
    for (size_t i = 0; i < by->n; i++)
        if (by->at[i] == what)
            return false;
    by->id[by->n] = stats_by_ids[what];
    by->at[by->n++] = what;
    return true;
}

static const char *group_text(const struct stats_group *g, int by)
{
    const char *const texts[STATS_BY_ALL] = { g->list, g->unit, g->owner, g->lead, g->place };

    return texts[by];
}

/* Whose group it is, to programs: by enum stats_side. */
static const char *const sides[] = { "town", "superior", "outside" };

/* ---- columns ---- */

/* What stands in a table, and under which key it is exported. */
static const struct figure {
    const char *key, *title;
    int figure;                 /* STATS_...; -1: in work; below: a rate */
} figures[] = {
    { "assigned", N_("Given out"), STATS_ASSIGNED },
    { "crossed_off", N_("Crossed off"), STATS_CLOSED },
    { "in_work", N_("In work"), -1 },
    { "normal", N_("Normal"), STATS_NORMAL },
    { "due_soon", N_("Due soon"), STATS_SOON },
    { "overdue", N_("Overdue"), STATS_OVERDUE },
    { "held", N_("On hold"), STATS_HELD },
    { "cancelled", N_("Cancelled"), STATS_CANCELLED },
    { "extensions", N_("Extensions"), STATS_EXTENDED },
    { "limits_missed", N_("Limits missed"), STATS_LIMITS_MISSED },
    { "returns", N_("Returns"), STATS_RETURNED },
    { "crossed_off_percent", N_("Crossed off, rate"), -2 },
    { "in_time_first_due_percent", N_("In time (first deadline)"), -3 },
    { "in_time_due_percent", N_("In time (deadline in force)"), -4 },
};
enum { FIGURES = sizeof figures / sizeof *figures };

static const char *rate_text(const struct stats_group *g, int figure, char out[static 32])
{
    return figure == -2   ? stats_closed_rate(g, out)
           : figure == -3 ? stats_first_rate(g, out)
                          : stats_due_rate(g, out);
}

static int64_t number_of(const struct stats_group *g, int figure)
{
    return figure == -1 ? stats_in_work(g) : g->n[figure];
}

/* "97.3%", or "-" as it is. */
static const char *percent(const struct stats_group *g, int figure, char out[static 40])
{
    char text[32];

    rate_text(g, figure, text);
    snprintf(out, 40, "%s%s", text, strcmp(text, "-") == 0 ? "" : "%");
    return out;
}

/* ---- tables ---- */

#define TITLE_MOST 10           /* columns of a title that is not wrapped */

/* Those of one side, and their totals, one a word. */
struct view {
    const struct stats_group *v; size_t n;
    const struct stats_group *sum; size_t n_sum;
    bool rates;
};

static const char *row_text(const struct stats_group *g)
{
    return *g->row ? g->row : _("items");
}

static const char *key_text(const struct stats_page *p, const struct stats_group *g, int by)
{
    const struct list_def *l = by == BY_LIST ? defs_list(p->st->defs, g->list) : NULL;
    const char *text = l ? l->name : group_text(g, by);

    return *text ? text : "-";
}

/* A rate as a spreadsheet counts with it; none when there was nothing to divide by. */
static void put_rate(struct doc_table *t, struct doc_row *r, const char *id,
                     const struct stats_group *g, int figure)
{
    char text[40];
    int64_t n = 0;

    rate_text(g, figure, text);
    bool is_number = decimal_parse(text, &n);
    doc_put_number(t, r, id, n);
    doc_put(t, r, id, percent(g, figure, text));
    if (!is_number)
        doc_cell(t, r, id)->value = DOC_WORDS;
}

static void add_line(const struct stats_page *p, const struct view *w, struct doc_table *t,
                     const struct stats_group *g, bool is_sum)
{
    struct doc_row *r = doc_row(t, is_sum ? DOC_SUM : DOC_ROW);

    for (size_t i = 0; i < p->by->n; i++)
        doc_put(t, r, p->by->id[i], !is_sum ? key_text(p, g, p->by->at[i])
                                    : i == 0 ? _("Total") : "");
    doc_put(t, r, "row", row_text(g));
    for (size_t i = 0; i < FIGURES; i++) {
        if (figures[i].figure >= -1)
            doc_put_number(t, r, figures[i].key,
                           number_of(g, figures[i].figure) * DECIMAL_ONE);
        else if (w->rates)
            put_rate(t, r, figures[i].key, g, figures[i].figure);
    }
}

static void add_view(const struct stats_page *p, struct document *d, const struct view *w,
                     const char *id, const char *title)
{
    struct doc_table *t = doc_table(d, id, title);

    t->as_blocks = true;
    for (size_t i = 0; i < p->by->n; i++)
        doc_column(t, p->by->id[i], _(by_titles[p->by->at[i]]), 0, TEXT_LEFT,
                   DOC_HEAD | DOC_CUT_SHORT);
    doc_column(t, "row", _("Of what"), 0, TEXT_LEFT, DOC_HEAD | DOC_FIXED);
    for (size_t i = 0; i < FIGURES; i++)
        if (figures[i].figure >= -1 || w->rates) {
            const char *name = _(figures[i].title);
            doc_column(t, figures[i].key, name, 0, TEXT_RIGHT,
                       text_width(name) <= TITLE_MOST ? DOC_FIXED : 0);
        }
    for (size_t i = 0; i < w->n; i++)
        add_line(p, w, t, &w->v[i], false);
    for (size_t i = 0; i < w->n_sum; i++)
        add_line(p, w, t, &w->sum[i], true);
}

/* The sums of some groups, one for each word that has several of them. */
static size_t sum_up(const struct stats *s, const struct stats_group *v, size_t n,
                     struct stats_group *sum)
{
    size_t n_sum = 0;

    for (size_t w = 0; w < s->n_totals; w++) {
        struct stats_group t = { .row = s->totals[w].row };
        size_t members = 0;
        for (size_t i = 0; i < n; i++) {
            if (strcmp(v[i].row, t.row) != 0)
                continue;
            members++;
            for (int k = 0; k < STATS_FIGURES; k++)
                t.n[k] += v[i].n[k];
        }
        if (members > 1)
            sum[n_sum++] = t;
    }
    return n_sum;
}

static void add_tables(const struct stats_page *p, struct document *d, const struct stats *s)
{
    /* People above and beside us are not ranked (ENGINE 38). */
    static const char *const titles[] = { N_("Figures"), N_("To be settled with superiors"),
                                          N_("With outside units") };
    struct stats_group *sum = xcalloc(s->n_totals + 1, sizeof *sum);

    for (size_t from = 0, to; from < s->n; from = to) {
        enum stats_side side = s->v[from].side;
        for (to = from; to < s->n && s->v[to].side == side;)
            to++;
        struct view w = { .v = &s->v[from], .n = to - from, .sum = sum,
                          .rates = side == STATS_OURS };
        w.n_sum = side == STATS_OURS ? sum_up(s, w.v, w.n, sum) : 0;
        doc_add(d, DOC_GAP, NULL, NULL, NULL);
        if (side != STATS_OURS)
            doc_add(d, DOC_HEADING, _(titles[side]), NULL, NULL);
        add_view(p, d, &w, sides[side], _(titles[side]));
    }
    free(sum);
}

/* ---- words around them ---- */

/* "11月20日"; with the year where the other end of the period lies in another. */
static const char *day_words(int32_t day, bool year, char out[static 64])
{
    int y, m, d;

    day_to_civil(day, &y, &m, &d);
    if (year)
        /* TRANSLATORS: year, month, day within a sentence */
        snprintf(out, 64, _("%d-%02d-%02d"), y, m, d);
    else
        /* TRANSLATORS: month, day within a sentence */
        snprintf(out, 64, _("%02d-%02d"), m, d);
    return out;
}

static void add_heading(const struct stats_page *p, struct document *d, const struct stats *s)
{
    char *period = paper_period(s->from, s->to);
    struct buf b = { 0 };
    int64_t split = 0;

    paper_part(d, p->st, "", p->day, period);
    if (!s->everything)
        doc_add(d, DOC_LINE, _("Only what you may read is counted."), NULL, NULL);
    buf_puts(&b, _("In work: "));
    for (size_t i = 0; i < s->n_totals; i++) {
        buf_printf(&b, "%s%s %" PRId64, i ? " | " : "", row_text(&s->totals[i]),
                   stats_in_work(&s->totals[i]));
        split += s->totals[i].n[STATS_SPLIT];
    }
    doc_add(d, DOC_LINE, buf_str(&b), NULL, NULL);
    buf_clear(&b);
    buf_printf(&b, _("Split items among them: %lld; their parts are counted besides."),
               (long long)split);
    if (split)
        doc_add(d, DOC_LINE, buf_str(&b), NULL, NULL);
    buf_fini(&b);
    free(period);
}

/* What is copied into an answer to superiors (OFFICE 24). */
static void add_sentence(struct document *d, const struct stats *s)
{
    int y1, y2, m, day;
    char from[64], to[64], rate[40], first[40], due[40];

    day_to_civil(s->from, &y1, &m, &day);
    day_to_civil(s->to, &y2, &m, &day);
    doc_add(d, DOC_GAP, NULL, NULL, NULL);
    for (size_t i = 0; i < s->n_totals; i++) {
        const struct stats_group *t = &s->totals[i];
        struct buf b = { 0 };
        /* of what is counted apart nothing is to be reported when nothing happened */
        if (*t->row && t->n[STATS_ASSIGNED] == 0 && t->n[STATS_CLOSED] == 0)
            continue;
        percent(t, -2, rate);
        percent(t, -3, first);
        percent(t, -4, due);
        day_words(s->from, y1 != y2, from);
        day_words(s->to, y1 != y2, to);
        if (!s->everything)
            buf_puts(&b, _("Of what the asker may read: "));
        /* TRANSLATORS: last day; first and last day of the period; figures follow */
        buf_printf(&b, _("By %s (period %s to %s), "), to, from, to);
        if (!*t->row)
            buf_printf(&b,
                       _("items assigned: %lld, crossed off: %lld, rate %s, in time %s (first "
                         "deadline) / %s (deadline in force)."),
                       (long long)t->n[STATS_ASSIGNED], (long long)t->n[STATS_CLOSED], rate,
                       first, due);
        else
            /* TRANSLATORS: first what is counted apart, such as households */
            buf_printf(&b,
                       _("%s assigned: %lld, crossed off: %lld, rate %s, in time %s (first "
                         "deadline) / %s (deadline in force)."),
                       t->row, (long long)t->n[STATS_ASSIGNED],
                       (long long)t->n[STATS_CLOSED], rate, first, due);
        doc_add(d, DOC_PARAGRAPH, buf_str(&b), NULL, NULL);
        buf_fini(&b);
    }
}

/* ---- for programs ---- */

void stats_export(struct buf *b, const struct stats *s, const struct stats_by *by,
                  enum export_format format)
{
    const struct stats_group *v = by->n ? s->v : s->totals;
    size_t n = by->n ? s->n : s->n_totals;
    struct export e;

    export_begin(&e, b, format);
    export_key(&e, "from");
    export_key(&e, "to");
    for (size_t i = 0; i < by->n; i++)
        export_key(&e, by->id[i]);
    export_key(&e, "row");
    export_key(&e, "level");
    for (size_t k = 0; k < FIGURES; k++)
        export_key(&e, figures[k].key);
    for (size_t i = 0; i < n; i++) {
        export_day(&e, s->from);
        export_day(&e, s->to);
        for (size_t k = 0; k < by->n; k++)
            export_text(&e, group_text(&v[i], by->at[k]));
        export_text(&e, *v[i].row ? v[i].row : "item");
        export_text(&e, sides[v[i].side]);
        for (size_t k = 0; k < FIGURES; k++) {
            char text[32];
            if (figures[k].figure >= -1)
                export_int(&e, number_of(&v[i], figures[k].figure));
            else if (v[i].side != STATS_OURS ||
                     strcmp(rate_text(&v[i], figures[k].figure, text), "-") == 0)
                export_none(&e);
            else
                export_number(&e, text);
        }
    }
    export_end(&e);
}

enum xh_rc stats_paper(struct document *d, const struct stats_page *p, const struct stats *s,
                       struct xh_err *err)
{
    enum xh_rc rc = paper_begin(d, p->st, DOC_LEDGER, _("Figures"), err);

    if (rc != XH_OK)
        return rc;
    add_heading(p, d, s);
    add_tables(p, d, s);
    add_sentence(d, s);
    return XH_OK;
}
