#include "report/stats_text.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/text.h"
#include "report/table.h"

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

/* ---- columns ---- */

/* What stands together in a table, and under which key it is exported. */
static const struct figure {
    const char *key, *title;
    int block;
    int figure;                 /* STATS_...; -1: in work; below: a rate */
} figures[] = {
    { "assigned", N_("Given out"), 0, STATS_ASSIGNED },
    { "crossed_off", N_("Crossed off"), 0, STATS_CLOSED },
    { "in_work", N_("In work"), 0, -1 },
    { "normal", N_("Normal"), 0, STATS_NORMAL },
    { "due_soon", N_("Due soon"), 0, STATS_SOON },
    { "overdue", N_("Overdue"), 0, STATS_OVERDUE },
    { "held", N_("On hold"), 0, STATS_HELD },
    { "cancelled", N_("Cancelled"), 0, STATS_CANCELLED },
    { "extensions", N_("Extensions"), 1, STATS_EXTENDED },
    { "limits_missed", N_("Limits missed"), 1, STATS_LIMITS_MISSED },
    { "returns", N_("Returns"), 1, STATS_RETURNED },
    { "crossed_off_percent", N_("Crossed off, rate"), 2, -2 },
    { "in_time_first_due_percent", N_("In time (first deadline)"), 2, -3 },
    { "in_time_due_percent", N_("In time (deadline in force)"), 2, -4 },
};
enum { FIGURES = sizeof figures / sizeof *figures, BLOCKS = 3, RATE_BLOCK = 2 };

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

struct view {
    const struct defs *defs;
    const struct stats_by *by;
    int width;
    bool colours;
    const struct stats_group *v; size_t n;      /* those of one side */
    const struct stats_group *sum; size_t n_sum;/* their totals, one a word; may be NULL */
    bool rates;
};

static const char *row_text(const struct stats_group *g)
{
    return *g->row ? g->row : _("items");
}

static const char *key_text(const struct view *w, const struct stats_group *g, int by)
{
    const struct list_def *l = by == BY_LIST ? defs_list(w->defs, g->list) : NULL;
    const char *text = l ? l->name : group_text(g, by);

    return *text ? text : "-";
}

static void add_keys(const struct view *w, struct table *t)
{
    for (size_t i = 0; i < w->by->n; i++)
        table_column(t, _(by_titles[w->by->at[i]]), TEXT_LEFT, 32, true);
    table_column(t, _("Of what"), TEXT_LEFT, 0, false);
}

static void add_line(const struct view *w, struct table *t, const bool blocks[BLOCKS],
                     const struct stats_group *g, const char *instead)
{
    char text[40];

    for (size_t i = 0; i < w->by->n; i++)
        table_add(t, !instead ? key_text(w, g, w->by->at[i]) : i == 0 ? instead : "");
    table_add(t, row_text(g));
    for (size_t i = 0; i < FIGURES; i++) {
        if (!blocks[figures[i].block])
            continue;
        if (figures[i].figure < -1)
            table_add(t, percent(g, figures[i].figure, text));
        else
            table_add_int(t, number_of(g, figures[i].figure));
    }
}

static void print_blocks(const struct view *w, struct buf *b, const bool blocks[BLOCKS])
{
    struct table t = {0};

    add_keys(w, &t);
    for (size_t i = 0; i < FIGURES; i++)
        if (blocks[figures[i].block])
            table_column(&t, _(figures[i].title), TEXT_RIGHT, 0, false);
    for (size_t i = 0; i < w->n; i++)
        add_line(w, &t, blocks, &w->v[i], NULL);
    for (size_t i = 0; i < w->n_sum; i++)
        add_line(w, &t, blocks, &w->sum[i], _("Total"));
    table_print(b, &t, w->width, w->colours);
    table_fini(&t);
}

/* Columns a block of figures takes. */
static int block_width(int block)
{
    int width = 0;

    for (size_t i = 0; i < FIGURES; i++)
        if (figures[i].block == block) {
            int title = text_width(_(figures[i].title));
            width += 2 + (title < 6 ? 6 : title);
        }
    return width;
}

/* Side by side what fits, the rest below with the same rows: no figure is left out. */
static void print_view(const struct view *w, struct buf *b)
{
    int keys = text_width(_("Of what")) + 14 * (int)w->by->n, used = keys;
    bool now[BLOCKS] = { false }, any = false;

    for (int i = 0; i < (w->rates ? BLOCKS : RATE_BLOCK); i++) {
        if (any && w->width > 0 && used + block_width(i) > w->width) {
            print_blocks(w, b, now);
            buf_putc(b, '\n');
            memset(now, 0, sizeof now);
            used = keys;
        }
        now[i] = any = true;
        used += block_width(i);
    }
    print_blocks(w, b, now);
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

static void print_tables(const struct stats_page *p, struct buf *b, const struct stats *s)
{
    /* People above and beside us are not ranked (ENGINE 38). */
    static const char *const titles[] = {
        NULL, N_("To be settled with superiors"), N_("With outside units")
    };
    struct stats_group *sum = xcalloc(s->n_totals + 1, sizeof *sum);

    for (size_t from = 0, to; from < s->n; from = to) {
        enum stats_side side = s->v[from].side;
        for (to = from; to < s->n && s->v[to].side == side;)
            to++;
        struct view w = { .defs = p->st->defs, .by = p->by, .width = p->width,
                          .colours = p->colours, .v = &s->v[from], .n = to - from, .sum = sum,
                          .rates = side == STATS_OURS };
        w.n_sum = side == STATS_OURS ? sum_up(s, w.v, w.n, sum) : 0;
        if (titles[side])
            buf_printf(b, "\n%s\n", _(titles[side]));
        print_view(&w, b);
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

static void print_heading(const struct stats_page *p, struct buf *b, const struct stats *s)
{
    char from[DAY_TEXT], to[DAY_TEXT];
    int64_t split = 0;

    text_show(b, p->st->defs->township.name, false);
    buf_printf(b, "  %s  %s .. %s\n", _("Figures"), day_format(s->from, from),
               day_format(s->to, to));
    if (p->st->practice)
        buf_printf(b, "%s\n", _("PRACTICE: not real data"));
    if (!s->everything)
        buf_printf(b, "%s\n", _("Only what you may read is counted."));
    buf_printf(b, "%s", _("In work: "));
    for (size_t i = 0; i < s->n_totals; i++) {
        buf_printf(b, "%s%s %" PRId64, i ? " | " : "", row_text(&s->totals[i]),
                   stats_in_work(&s->totals[i]));
        split += s->totals[i].n[STATS_SPLIT];
    }
    buf_putc(b, '\n');
    if (split)
        buf_printf(b, _("Split items among them: %lld; their parts are counted besides.\n"),
                   (long long)split);
    buf_putc(b, '\n');
}

/* What is copied into an answer to superiors (OFFICE 24). */
static void print_sentence(struct buf *b, const struct stats *s)
{
    int y1, y2, m, d;
    char from[64], to[64], rate[40], first[40], due[40];

    day_to_civil(s->from, &y1, &m, &d);
    day_to_civil(s->to, &y2, &m, &d);
    buf_putc(b, '\n');
    for (size_t i = 0; i < s->n_totals; i++) {
        const struct stats_group *t = &s->totals[i];
        percent(t, -2, rate);
        percent(t, -3, first);
        percent(t, -4, due);
        day_words(s->from, y1 != y2, from);
        day_words(s->to, y1 != y2, to);
        if (!s->everything)
            buf_puts(b, _("Of what the asker may read: "));
        /* TRANSLATORS: last day; first and last day of the period; figures follow */
        buf_printf(b, _("By %s (period %s to %s), "), to, from, to);
        if (!*t->row)
            buf_printf(b,
                       _("items assigned: %lld, crossed off: %lld, rate %s, in time %s (first "
                         "deadline) / %s (deadline in force).\n"),
                       (long long)t->n[STATS_ASSIGNED], (long long)t->n[STATS_CLOSED], rate,
                       first, due);
        else
            /* TRANSLATORS: first what is counted apart, such as households */
            buf_printf(b,
                       _("%s assigned: %lld, crossed off: %lld, rate %s, in time %s (first "
                         "deadline) / %s (deadline in force).\n"),
                       t->row, (long long)t->n[STATS_ASSIGNED],
                       (long long)t->n[STATS_CLOSED], rate, first, due);
    }
}

/* ---- for programs ---- */

void stats_export(struct buf *b, const struct stats *s, const struct stats_by *by,
                  enum export_format format)
{
    static const char *const sides[] = { "town", "superior", "outside" };
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


void stats_print(struct buf *out, const struct stats_page *p, const struct stats *s)
{
    print_heading(p, out, s);
    print_tables(p, out, s);
    print_sentence(out, s);
}
