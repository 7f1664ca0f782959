#include "report/land_text.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/decimal.h"
#include "model/i18n.h"
#include "model/text.h"
#include "report/table.h"

#define MASKED "***"

/* ---- one line ---- */

/* A line with what is said of it. */
struct shown {
    const struct rollup_line *line;
    const struct rollup_figures *n;
    struct rollup_pace pace;
    bool agreed, paid;          /* the sums may be told */
};

static const struct field_def *field_of(const struct list_def *l, const char *id)
{
    int at = *id ? list_field(l, id) : -1;

    return at >= 0 ? &l->fields[at] : NULL;
}

static const char *unit_of(const struct field_def *f)
{
    return *f->unit ? f->unit : f->name;
}

const char *land_rate_text(const struct rollup_figures *n, char out[static 32])
{
    int64_t rate = rollup_rate(n);

    snprintf(out, 32, "%" PRId64 ".%" PRId64 "%%", rate / 10, rate % 10);
    return out;
}

static bool has_plan(const struct rollup_pace *p)
{
    return p->days_all > 0;
}

void land_say_plan(struct buf *out, const struct list_def *l, const struct rollup_figures *n,
                   const struct rollup_pace *p)
{
    int64_t ahead = n->signed_rows - p->planned;

    if (p->done && n->due != DAY_NONE)
        buf_printf(out,
                   p->early > 0    ? _("early by %d days")
                   : p->early == 0 ? _("done in time")
                                   : _("late by %d days"),
                   p->early < 0 ? -p->early : p->early);
    else if (p->done)
        buf_puts(out, _("all signed"));
    else if (has_plan(p) && n->rows > 0 && ahead != 0)
        buf_printf(out, ahead > 0 ? _("%lld %s ahead") : _("%lld %s behind"),
                   (long long)(ahead < 0 ? -ahead : ahead), l->row);
    else if (has_plan(p) && n->rows > 0)
        buf_puts(out, p->days_used ? _("on plan") : _("not begun"));
}

/* Tenths as text: "4.4". */
static const char *tenths(int64_t n, char out[static 32])
{
    snprintf(out, 32, "%" PRId64 ".%" PRId64, n / 10, n % 10);
    return out;
}

/* ---- the table ---- */

struct landing {
    const struct land_page *p;
    const struct rollup_lines *l;
    struct shown *v;
    const struct field_def *area, *money;
    bool one;                   /* all of one parent: said once, above */
    bool sections;
};

static void landing_init(struct landing *x, const struct land_page *p,
                         const struct rollup_lines *l)
{
    const struct rollup_def *r = &p->list->rollup;

    *x = (struct landing){ .p = p, .l = l, .area = field_of(p->list, r->area),
                           .money = field_of(p->list, r->money), .one = p->by != ROLLUP_PROJECT };
    x->v = xcalloc(l->n + 1, sizeof *x->v);
    for (size_t i = 0; i < l->n; i++) {
        struct shown *s = &x->v[i];
        s->line = &l->v[i];
        s->n = &l->v[i].n;
        s->agreed = l->v[i].tells_agreed;
        s->paid = l->v[i].tells_paid;
        rollup_pace(s->n, p->today, &s->pace);
        x->one &= s->line->parent == l->v[0].parent;
        x->sections |= *s->line->section != '\0';
    }
}

static void add_columns(const struct landing *x, struct table *t)
{
    enum rollup_by by = x->p->by;
    const struct list_def *l = x->p->list;
    const struct list_def *up = defs_list(x->p->st->defs, l->parent);
    char *title;

    if (!x->one)
        table_column(t, _("Code"), TEXT_LEFT, 0, false);
    if (by == ROLLUP_PROJECT)
        table_column(t, up ? up->name : "", TEXT_LEFT, 28, true);
    if (by == ROLLUP_SECTION || (x->sections && (by == ROLLUP_VILLAGE || by == ROLLUP_GROUP)))
        table_column(t, _("Section"), TEXT_LEFT, 16, true);
    if (by == ROLLUP_VILLAGE || by == ROLLUP_GROUP)
        table_column(t, _("Village"), TEXT_LEFT, 16, true);
    if (by == ROLLUP_GROUP)
        table_column(t, _("Group"), TEXT_LEFT, 16, true);
    if (by == ROLLUP_OWNER)
        table_column(t, _("Owner"), TEXT_LEFT, 16, true);
    title = xasprintf(_("%s signed"), l->row);
    table_column(t, title, TEXT_RIGHT, 0, false);
    free(title);
    table_column(t, _("Rate"), TEXT_RIGHT, 0, false);
    if (x->area) {
        title = xasprintf(_("%s signed"), unit_of(x->area));
        table_column(t, title, TEXT_RIGHT, 0, false);
        free(title);
    }
    table_column(t, _("Days"), TEXT_RIGHT, 0, false);
    table_column(t, _("Against plan"), TEXT_LEFT, 0, false);
    if (x->money) {
        title = xasprintf(_("%s agreed/paid"), unit_of(x->money));
        table_column(t, title, TEXT_RIGHT, 0, false);
        table_may_leave(t, 4);
        free(title);
    }
    table_column(t, _("7 days"), TEXT_RIGHT, 0, false);
    table_may_leave(t, 1);
    table_column(t, _("Needed a day"), TEXT_RIGHT, 0, false);
    table_may_leave(t, 3);
    table_column(t, _("Done by"), TEXT_LEFT, 0, false);
    table_may_leave(t, 2);
}

static const char *or_else(const char *s, const char *words)
{
    return *s ? s : words;
}

/* `instead`: of a total; the other key columns are empty. */
static void add_names(const struct landing *x, struct table *t, const struct rollup_line *l,
                      const char *instead)
{
    enum rollup_by by = x->p->by;
    const char *keys[5];
    size_t n = 0;

    if (!x->one)
        keys[n++] = or_else(l->code, "-");
    if (by == ROLLUP_PROJECT)
        keys[n++] = l->title;
    if (by == ROLLUP_SECTION || (x->sections && (by == ROLLUP_VILLAGE || by == ROLLUP_GROUP)))
        keys[n++] = or_else(l->section, _("no section"));
    if (by == ROLLUP_VILLAGE || by == ROLLUP_GROUP)
        keys[n++] = or_else(l->village_name, _("no place written down"));
    if (by == ROLLUP_GROUP)
        keys[n++] = or_else(l->group_name, l->village ? _("no group") : "");
    if (by == ROLLUP_OWNER)
        keys[n++] = or_else(l->owner_name, _("nobody yet"));
    for (size_t i = 0; i < n; i++) {
        struct buf b = { 0 };
        text_show(&b, !instead ? keys[i] : i == 0 ? instead : "", false);
        table_add(t, buf_str(&b));
        buf_fini(&b);
    }
}

static void add_decimal(struct buf *b, int64_t n, bool shown)
{
    char text[DECIMAL_TEXT];

    buf_puts(b, shown ? decimal_format(n, text) : MASKED);
}

/* `paced`: the dates are those of these rows. */
static void add_figures(const struct landing *x, struct table *t, const struct shown *s,
                        bool paced)
{
    char text[64], day[DAY_TEXT];
    struct buf b = { 0 };

    snprintf(text, sizeof text, "%" PRId64 "/%" PRId64, s->n->signed_rows, s->n->rows);
    table_add(t, text);
    table_add(t, land_rate_text(s->n, text));
    if (x->area) {
        add_decimal(&b, s->n->area_signed, true);
        buf_putc(&b, '/');
        add_decimal(&b, s->n->area, true);
        table_add(t, buf_str(&b));
        buf_clear(&b);
    }
    snprintf(text, sizeof text, "%d", s->pace.days_used);
    table_add(t, paced && s->pace.days_used ? text : "");
    if (paced)
        land_say_plan(&b, x->p->list, s->n, &s->pace);
    table_add(t, buf_str(&b));
    buf_clear(&b);
    if (x->money) {
        add_decimal(&b, s->n->agreed, s->agreed);
        buf_putc(&b, '/');
        add_decimal(&b, s->n->paid, s->paid);
        table_add(t, buf_str(&b));
    }
    table_add_int(t, s->n->week);
    table_add(t, paced && s->pace.needed ? tenths(s->pace.needed, text) : "");
    table_add(t, paced ? day_format(s->pace.forecast, day) : "");
    buf_fini(&b);
}

/* What all lines come to. */
static void sum_up(const struct landing *x, struct rollup_figures *n, struct shown *out)
{
    *n = (struct rollup_figures){ .first_signed = DAY_NONE, .last_signed = DAY_NONE,
                                  .start = DAY_NONE, .due = x->l->v[0].n.due };
    for (size_t i = 0; i < x->l->n; i++)
        rollup_add(n, x->v[i].n);
    *out = (struct shown){ .n = n, .agreed = x->l->total_agreed, .paid = x->l->total_paid };
    rollup_pace(n, x->p->today, &out->pace);
}

static void print_table(const struct landing *x, struct buf *out)
{
    struct rollup_figures all;
    struct shown sum;
    struct table t = { 0 };

    add_columns(x, &t);
    for (size_t i = 0; i < x->l->n; i++) {
        add_names(x, &t, x->v[i].line, NULL);
        add_figures(x, &t, &x->v[i], true);
    }
    if (x->l->n > 1) {
        sum_up(x, &all, &sum);
        add_names(x, &t, x->v[0].line, _("Total"));
        add_figures(x, &t, &sum, x->one);
    }
    table_print(out, &t, x->p->width, false);
    table_fini(&t);
}

static void print_heading(const struct landing *x, struct buf *out)
{
    const struct land_page *p = x->p;
    char day[DAY_TEXT];

    text_show(out, p->st->defs->township.name, false);
    buf_printf(out, "  %s  %s  %s\n", p->list->name, _("Progress of signing"),
               day_format(p->today, day));
    if (p->st->practice)
        buf_printf(out, "%s\n", _("PRACTICE: not real data"));
    if (!x->l->everything)
        buf_printf(out, "%s\n", _("Only what you may read is counted."));
    if (x->one && x->l->n > 0) {
        const struct rollup_line *l = x->v[0].line;
        buf_puts(out, or_else(l->code, "-"));
        buf_puts(out, *l->title ? " " : "");
        text_show(out, l->title, false);
        buf_putc(out, '\n');
    }
    buf_putc(out, '\n');
}

/* ---- to be copied ---- */

/* "93 户、53 亩" of those signed. */
static void say_amount(const struct landing *x, struct buf *b, int64_t rows, int64_t area)
{
    char text[DECIMAL_TEXT];

    buf_printf(b, "%" PRId64 " %s", rows, x->p->list->row);
    if (x->area)
        buf_printf(b, " %s %s", decimal_format(area, text), unit_of(x->area));
}

static void print_sentence(const struct landing *x, const struct shown *s, struct buf *out)
{
    struct buf have = { 0 }, all = { 0 }, plan = { 0 };
    char rate[32], needed[32];

    say_amount(x, &have, s->n->signed_rows, s->n->area_signed);
    say_amount(x, &all, s->n->rows, s->n->area);
    land_say_plan(&plan, x->p->list, s->n, &s->pace);
    text_show(out, or_else(s->line->title, s->line->code), false);
    land_rate_text(s->n, rate);
    if (s->pace.done)
        /* TRANSLATORS: colon, days, "93 households 53 mu", rate */
        buf_printf(out, _(": in %d days all %s signed, %s"), s->pace.days_used, buf_str(&all),
                   rate);
    else
        /* TRANSLATORS: "31 households 17 mu" of "93 households 53 mu", rate, days */
        buf_printf(out, _(": signed %s of %s, %s, day %d"), buf_str(&have), buf_str(&all), rate,
                   s->pace.days_used);
    if (plan.len && !(s->pace.done && s->n->due == DAY_NONE))
        buf_printf(out, _(", %s"), buf_str(&plan));
    if (s->pace.needed)
        buf_printf(out, _("; %s %s a day are needed to finish in time"),
                   tenths(s->pace.needed, needed), x->p->list->row);
    buf_puts(out, _(".\n"));
    buf_fini(&have);
    buf_fini(&all);
    buf_fini(&plan);
}

/* Somebody is told nothing of as many households as would be enough elsewhere. */
static void print_note(const struct landing *x, struct buf *out)
{
    bool hidden = false;

    for (size_t i = 0; i < x->l->n; i++)
        hidden |= !x->v[i].agreed || !x->v[i].paid;
    if (x->money && x->p->by == ROLLUP_OWNER && hidden)
        buf_printf(out, _("%s: money is told by village, of persons only to those who may see it "
                          "of each household.\n"), MASKED);
}

void land_print(struct buf *out, const struct land_page *p, const struct rollup_lines *l)
{
    struct landing x;

    landing_init(&x, p, l);
    print_heading(&x, out);
    if (l->n == 0)
        buf_printf(out, _("There are no rows of %s here.\n"), p->list->name);
    else
        print_table(&x, out);
    print_note(&x, out);
    if (p->by == ROLLUP_PROJECT && l->n > 0)
        buf_putc(out, '\n');
    for (size_t i = 0; p->by == ROLLUP_PROJECT && i < l->n; i++)
        print_sentence(&x, &x.v[i], out);
    if (l->n > 0)
        buf_printf(out, "%s\n", _("Internal; keep safe"));
    free(x.v);
}

/* ---- for programs ---- */

static void put_money(struct export *e, const struct field_def *f, int64_t n, bool shown)
{
    char text[DECIMAL_TEXT];

    if (!f)
        export_none(e);
    else if (!shown)
        export_text(e, MASKED);
    else
        export_number(e, decimal_format(n, text));
}

static void put_line(struct export *e, const struct landing *x, const struct shown *s)
{
    const struct rollup_line *l = s->line;
    const struct rollup_figures *n = s->n;
    char text[DECIMAL_TEXT];

    export_text(e, l->code);
    export_text(e, l->village_name);
    export_text(e, l->group_name);
    export_int(e, n->rows);
    export_int(e, n->signed_rows);
    put_money(e, x->area, n->area, true);
    put_money(e, x->area, n->area_signed, true);
    put_money(e, x->money, n->agreed, s->agreed);
    put_money(e, x->money, n->paid, s->paid);
    export_number(e, tenths(rollup_rate(n), text));
    export_int(e, s->pace.days_used);
    export_text(e, l->section);
    export_text(e, l->owner_name);
    export_text(e, l->title);
    if (has_plan(&s->pace)) {
        export_int(e, s->pace.planned);
        export_int(e, n->signed_rows - s->pace.planned);
    } else {
        export_none(e);
        export_none(e);
    }
    export_day(e, n->due);
    if (s->pace.done && n->due != DAY_NONE)
        export_int(e, s->pace.early);
    else
        export_none(e);
    export_int(e, n->week);
    if (s->pace.needed)
        export_number(e, tenths(s->pace.needed, text));
    else
        export_none(e);
}

void land_export(struct buf *out, const struct land_page *p, const struct rollup_lines *l,
                 enum export_format format)
{
    static const char *const keys[] = {
        "project", "village", "group", "households", "signed", "area", "area_signed", "agreed",
        "paid", "rate", "days", "section", "owner", "title", "planned", "ahead", "due", "early",
        "week", "needed",
    };
    struct landing x;
    struct export e;

    landing_init(&x, p, l);
    export_begin(&e, out, format);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        export_key(&e, keys[i]);
    for (size_t i = 0; i < l->n; i++)
        put_line(&e, &x, &x.v[i]);
    export_end(&e);
    free(x.v);
}
