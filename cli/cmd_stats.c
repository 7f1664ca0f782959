/* cmd_stats.c - the figures superiors ask for: tables, one sentence to copy, and the same
 * for programs. */
#include "cli/look.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/typed.h"
#include "model/i18n.h"
#include "model/stats.h"
#include "model/text.h"
#include "report/export.h"
#include "report/table.h"

const struct option stats_options[] = {
    { "by", 0, OPT_CODE, "list,unit,owner,lead,place", N_("what to count by"), NO_PLACE },
    { "from", 0, OPT_PAST, "DATE",
      N_("first day (default: since the last final sheet, else the last cut-off)"), NO_PLACE },
    { "to", 0, OPT_PAST, "DATE", N_("last day (default: today)"), NO_PLACE },
    { "unit", 'u', OPT_TEXT, "UNIT", N_("of this unit and those below it"), NO_PLACE },
    { "lead", 0, OPT_TEXT, "PERSON", N_("the responsible leader"), NO_PLACE },
    { "place", 0, OPT_TEXT, "PLACE", N_("in this place or below"), NO_PLACE },
    { "format", 'f', OPT_CODE, "table|csv|json", N_("for people or for programs"), NO_PLACE },
    { 0 },
};

enum { BY_LIST, BY_UNIT, BY_OWNER, BY_LEAD, BY_PLACE, BY_ALL };
static const char *const by_names[] = { "list", "unit", "owner", "lead", "place", NULL };
static const char *const by_titles[BY_ALL] = {
    N_("List"), N_("Lead unit"), N_("Owner"), N_("Responsible leader"), N_("Village"),
};

struct asked { const char *by[BY_ALL]; int at[BY_ALL]; size_t n; char *copy; };

static enum xh_rc read_by(const char *typed, struct asked *out, struct xh_err *err)
{
    char *save = NULL;

    out->copy = xstrdup(typed ? typed : "list");
    for (char *w = strtok_r(out->copy, ", ", &save); w; w = strtok_r(NULL, ", ", &save)) {
        int hit = -1;
        for (int i = 0; i < BY_ALL; i++)
            if (strcmp(by_names[i], w) == 0)
                hit = i;
        if (hit < 0)
            return not_among("--by", w, by_names, err);
        for (size_t i = 0; i < out->n; i++)
            if (out->at[i] == hit)
                return xh_fail(err, XH_USAGE, _("'%s' is named twice"), w);
        out->by[out->n] = by_names[hit];
        out->at[out->n++] = hit;
    }
    return XH_OK;
}

static const char *group_text(const struct stats_group *g, int by)
{
    const char *const texts[BY_ALL] = { g->list, g->unit, g->owner, g->lead, g->place };

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
    const struct app *a;
    const struct asked *by;
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
    const struct list_def *l = by == BY_LIST ? defs_list(w->a->defs, g->list) : NULL;
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
    table_print(b, &t, w->a->columns, w->a->colours);
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
        if (any && w->a->columns > 0 && used + block_width(i) > w->a->columns) {
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

static void print_tables(const struct app *a, struct buf *b, const struct asked *by,
                         const struct stats *s)
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
        struct view w = { .a = a, .by = by, .v = &s->v[from], .n = to - from, .sum = sum,
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

static void print_heading(const struct app *a, struct buf *b, const struct stats *s)
{
    char from[DAY_TEXT], to[DAY_TEXT];
    int64_t split = 0;

    text_show(b, a->defs->township.name, false);
    buf_printf(b, "  %s  %s .. %s\n", _("Figures"), day_format(s->from, from),
               day_format(s->to, to));
    if (a->st->practice)
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

static void export_stats(struct buf *b, enum format format, const struct asked *by,
                         const struct stats *s)
{
    static const char *const sides[] = { "town", "superior", "outside" };
    const struct stats_group *v = by->n ? s->v : s->totals;
    size_t n = by->n ? s->n : s->n_totals;
    struct export e;

    export_begin(&e, b, format == FORMAT_CSV ? EXPORT_CSV : EXPORT_JSON);
    export_key(&e, "from");
    export_key(&e, "to");
    for (size_t i = 0; i < by->n; i++)
        export_key(&e, by->by[i]);
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

/* ---- the command ---- */

static enum xh_rc read_period(struct app *a, const struct args *args, int32_t *from,
                              int32_t *to, struct xh_err *err)
{
    enum xh_rc rc = XH_OK;

    *to = a->env.today;
    if (args_get(args, "to"))
        rc = typed_date(a, args_get(args, "to"), true, "--to", to, err);
    if (rc == XH_OK && args_get(args, "from"))
        rc = typed_date(a, args_get(args, "from"), true, "--from", from, err);
    else if (rc == XH_OK)
        rc = stats_since(a->st, *to, from, err);
    if (rc == XH_OK && *to > a->env.today)
        return xh_fail(err, XH_USAGE, _("--to: figures end today at the latest"));
    if (rc == XH_OK && *from > *to)
        rc = xh_fail(err, XH_USAGE, _("--from lies after --to"));
    return rc;
}

enum xh_rc run_stats(struct app *a, const struct command *c, struct args *args,
                     struct xh_err *err)
{
    const struct list_def *l = NULL;
    struct asked by = {0};
    struct stats s = {0};
    struct filter f;
    enum format format;
    int32_t from = DAY_NONE, to = DAY_NONE;
    enum xh_rc rc = look_format(args, &format, err);

    (void)c;
    if (rc == XH_OK)
        rc = read_by(args_get(args, "by"), &by, err);
    if (rc == XH_OK && args_word(args, 0))
        rc = typed_list_or_all(a, args_word(args, 0), &l, err);
    if (rc == XH_OK)
        rc = read_period(a, args, &from, &to, err);
    look_filter(a, &f);
    f.list = l ? l->id : NULL;
    f.unit = args_get(args, "unit");
    f.lead = args_get(args, "lead");
    f.place = args_get(args, "place");
    if (rc == XH_OK)
        rc = stats_load(a->st, &f, from, to, by.by, by.n, &s, err);
    if (rc == XH_OK) {
        struct buf b = {0};
        look_note(a);
        if (to < a->env.today)
            warn(_("Units, people and places are those of today."));
        if (format != FORMAT_TABLE) {
            export_stats(&b, format, &by, &s);
        } else {
            print_heading(a, &b, &s);
            print_tables(a, &b, &by, &s);
            print_sentence(&b, &s);
        }
        out_raw(buf_str(&b));
        buf_fini(&b);
    }
    stats_fini(&s);
    free(by.copy);
    return rc;
}
