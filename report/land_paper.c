#include "report/land_paper.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "model/decimal.h"
#include "model/i18n.h"
#include "report/countdown_text.h"
#include "report/paper_frame.h"
#include "report/unsigned_paper.h"

#define LEFT_MOST 12            /* lines of those not signed: the sheet is one page */

/* A line with what is said of it. */
struct shown {
    const struct rollup_line *line;
    const struct rollup_figures *n;
    struct rollup_pace pace;
    bool agreed, paid, area, area_signed;       /* the sums may be told */
};

struct landing {
    struct document *d;
    const struct land_page *p;
    const struct rollup_lines *l;
    struct land_fields fields;
    struct shown *v;
    struct rollup_figures all;  /* of all lines together */
    struct shown sum;
    bool one;                   /* all of one parent: said once, above */
    bool sections;
};

/* What all lines come to. */
static void sum_up(struct landing *x)
{
    x->all = (struct rollup_figures){ .first_signed = DAY_NONE, .last_signed = DAY_NONE,
                                      .start = DAY_NONE,
                                      .due = x->l->n ? x->l->v[0].n.due : DAY_NONE };
    for (size_t i = 0; i < x->l->n; i++)
        rollup_add(&x->all, &x->l->v[i].n);
    x->sum = (struct shown){ .n = &x->all, .agreed = x->l->total_agreed,
                             .paid = x->l->total_paid, .area = x->l->total_area,
                             .area_signed = x->l->total_area_signed };
    rollup_pace(&x->all, x->p->today, &x->sum.pace);
}

static void landing_init(struct landing *x, struct document *d, const struct land_page *p,
                         const struct rollup_lines *l)
{
    *x = (struct landing){ .d = d, .p = p, .l = l, .fields = land_fields(p->list),
                           .one = p->by != ROLLUP_PROJECT };
    x->v = xcalloc(l->n + 1, sizeof *x->v);
    for (size_t i = 0; i < l->n; i++) {
        struct shown *s = &x->v[i];
        *s = (struct shown){ .line = &l->v[i], .n = &l->v[i].n, .agreed = l->v[i].tells_agreed,
                             .paid = l->v[i].tells_paid, .area = l->v[i].tells_area,
                             .area_signed = l->v[i].tells_area_signed };
        rollup_pace(s->n, p->today, &s->pace);
        x->one &= s->line->parent == l->v[0].parent;
        x->sections |= *s->line->section != '\0';
    }
    sum_up(x);
}

static const char *unit_of(const struct field_def *f)
{
    return *f->unit ? f->unit : f->name;
}

static const char *or_else(const char *s, const char *words)
{
    return *s ? s : words;
}

/* ---- the table ---- */

static bool has_sections(const struct landing *x)
{
    enum rollup_by by = x->p->by;

    return by == ROLLUP_SECTION || (x->sections && (by == ROLLUP_VILLAGE || by == ROLLUP_GROUP));
}

static void add_name(struct doc_table *t, const char *id, const char *title, int columns)
{
    doc_column(t, id, title, 0, TEXT_LEFT, (columns ? DOC_CUT_SHORT : DOC_FIXED) | DOC_HEAD);
    t->columns[t->n_columns - 1].columns = columns;
}

/* `title` is freed. `leaves`: struct doc_column. */
static void add_figure(struct doc_table *t, const char *id, char *title, enum text_align align,
                       int leaves)
{
    doc_column(t, id, title, 0, align, DOC_FIXED);
    t->columns[t->n_columns - 1].leaves = leaves;
    free(title);
}

static void add_columns(const struct landing *x, struct doc_table *t)
{
    enum rollup_by by = x->p->by;
    const struct list_def *l = x->p->list;
    const struct list_def *up = defs_list(x->p->st->defs, l->parent);

    if (!x->one)
        add_name(t, "project", _("Code"), 0);
    if (by == ROLLUP_PROJECT)
        add_name(t, "title", up ? up->name : "", 28);
    if (has_sections(x))
        add_name(t, "section", _("Section"), 16);
    if (by == ROLLUP_VILLAGE || by == ROLLUP_GROUP)
        add_name(t, "village", _("Village"), 16);
    if (by == ROLLUP_GROUP)
        add_name(t, "group", _("Group"), 16);
    if (by == ROLLUP_OWNER)
        add_name(t, "owner", _("Owner"), 16);
    add_figure(t, "signed", xasprintf(_("%s signed"), l->row), TEXT_RIGHT, 0);
    add_figure(t, "rate", xstrdup(_("Rate")), TEXT_RIGHT, 0);
    if (x->fields.area)
        add_figure(t, "area", xasprintf(_("%s signed"), unit_of(x->fields.area)), TEXT_RIGHT, 0);
    add_figure(t, "days", xstrdup(_("Days")), TEXT_RIGHT, 0);
    add_figure(t, "plan", xstrdup(_("Against plan")), TEXT_LEFT, 0);
    if (x->fields.money)
        add_figure(t, "money", xasprintf(_("%s agreed/paid"), unit_of(x->fields.money)),
                   TEXT_RIGHT, 4);
    add_figure(t, "week", xstrdup(_("7 days")), TEXT_RIGHT, 1);
    add_figure(t, "needed", xstrdup(_("Needed a day")), TEXT_RIGHT, 3);
    add_figure(t, "forecast", xstrdup(_("Done by")), TEXT_LEFT, 2);
}

static void put_names(struct doc_table *t, struct doc_row *r, const struct rollup_line *l)
{
    doc_put(t, r, "project", or_else(l->code, "-"));
    doc_put(t, r, "title", l->title);
    doc_put(t, r, "section", or_else(l->section, _("no section")));
    doc_put(t, r, "village", or_else(l->village_name, _("no place written down")));
    doc_put(t, r, "group", or_else(l->group_name, l->village ? _("no group") : ""));
    doc_put(t, r, "owner", or_else(l->owner_name, _("nobody yet")));
}

/* "261.78/371.76", what may not be told masked. */
static void put_pair(struct doc_table *t, struct doc_row *r, const char *id, int64_t a,
                     bool tells_a, int64_t b, bool tells_b)
{
    char first[DECIMAL_TEXT], second[DECIMAL_TEXT];
    char *text = xasprintf("%s/%s", tells_a ? decimal_format(a, first) : LAND_MASKED,
                           tells_b ? decimal_format(b, second) : LAND_MASKED);

    doc_put(t, r, id, text);
    free(text);
}

/* `paced`: the dates are those of these rows. */
static void put_figures(const struct landing *x, struct doc_table *t, struct doc_row *r,
                        const struct shown *s, bool paced)
{
    char text[64], day[DAY_TEXT];
    struct buf plan = { 0 };

    snprintf(text, sizeof text, "%" PRId64 "/%" PRId64, s->n->signed_rows, s->n->rows);
    doc_put(t, r, "signed", text);
    doc_put(t, r, "rate", land_rate_text(s->n, text));
    put_pair(t, r, "area", s->n->area_signed, s->area_signed, s->n->area, s->area);
    put_pair(t, r, "money", s->n->agreed, s->agreed, s->n->paid, s->paid);
    doc_put_number(t, r, "week", s->n->week * DECIMAL_ONE);
    if (!paced)
        return;
    if (s->pace.days_used)
        doc_put_number(t, r, "days", s->pace.days_used * (int64_t)DECIMAL_ONE);
    land_say_plan(&plan, x->p->list, s->n, &s->pace);
    doc_put(t, r, "plan", buf_str(&plan));
    doc_put(t, r, "needed", s->pace.needed ? land_tenths(s->pace.needed, text) : "");
    if (s->pace.forecast != DAY_NONE)
        doc_put_day(t, r, "forecast", s->pace.forecast, day_format(s->pace.forecast, day));
    buf_fini(&plan);
}

static void add_table(const struct landing *x)
{
    struct doc_table *t = doc_table(x->d, "land", _("Progress of signing"));

    add_columns(x, t);
    for (size_t i = 0; i < x->l->n; i++) {
        struct doc_row *r = doc_row(t, DOC_ROW);
        put_names(t, r, x->v[i].line);
        put_figures(x, t, r, &x->v[i], true);
    }
    if (x->l->n > 1) {
        struct doc_row *r = doc_row(t, DOC_SUM);
        doc_set(&r->cells[0].text, _("Total"));
        put_figures(x, t, r, &x->sum, x->one);
    }
}

/* ---- in time ---- */

static void add_countdown(const struct landing *x, const struct rollup_line *l,
                          const struct rollup_figures *n)
{
    struct buf b = { 0 };
    char *label = xasprintf(_("%s: "), or_else(l->title, or_else(l->code, "-")));

    countdown_say(&b, x->p->list, n, x->p->today);
    if (b.len)
        doc_add(x->d, DOC_FIELD, label, buf_str(&b), NULL);
    buf_fini(&b);
    free(label);
}

static void add_countdowns(const struct landing *x)
{
    if (x->one && x->l->n)
        add_countdown(x, x->v[0].line, &x->all);
    for (size_t i = 0; x->p->by == ROLLUP_PROJECT && i < x->l->n; i++)
        add_countdown(x, x->v[i].line, x->v[i].n);
}

/* ---- to be copied ---- */

/* "93 户、53 亩" of those signed; only the households where the area may not be told. */
static void say_amount(const struct landing *x, struct buf *b, int64_t rows, int64_t area,
                       bool tells)
{
    char text[DECIMAL_TEXT];

    buf_printf(b, "%" PRId64 " %s", rows, x->p->list->row);
    if (x->fields.area && tells)
        buf_printf(b, " %s %s", decimal_format(area, text), unit_of(x->fields.area));
}

static void add_sentence(const struct landing *x, const struct shown *s)
{
    struct buf have = { 0 }, all = { 0 }, plan = { 0 }, out = { 0 };
    char rate[32], needed[32];

    say_amount(x, &have, s->n->signed_rows, s->n->area_signed, s->area_signed);
    say_amount(x, &all, s->n->rows, s->n->area, s->area);
    land_say_plan(&plan, x->p->list, s->n, &s->pace);
    buf_puts(&out, or_else(s->line->title, s->line->code));
    land_rate_text(s->n, rate);
    if (s->pace.done)
        /* TRANSLATORS: colon, days, "93 households 53 mu", rate */
        buf_printf(&out, _(": in %d days all %s signed, %s"), s->pace.days_used, buf_str(&all),
                   rate);
    else
        /* TRANSLATORS: "31 households 17 mu" of "93 households 53 mu", rate, days */
        buf_printf(&out, _(": signed %s of %s, %s, day %d"), buf_str(&have), buf_str(&all), rate,
                   s->pace.days_used);
    if (plan.len && !(s->pace.done && s->n->due == DAY_NONE))
        buf_printf(&out, _(", %s"), buf_str(&plan));
    if (s->pace.needed)
        buf_printf(&out, _("; %s %s a day are needed to finish in time"),
                   land_tenths(s->pace.needed, needed), x->p->list->row);
    buf_puts(&out, _("."));
    doc_add(x->d, DOC_LINE, buf_str(&out), NULL, NULL);
    buf_fini(&have);
    buf_fini(&all);
    buf_fini(&plan);
    buf_fini(&out);
}

/* Somebody is told nothing of as many households as would be enough elsewhere. */
static void add_note(const struct landing *x)
{
    bool hidden = false, area = !x->sum.area || !x->sum.area_signed;

    for (size_t i = 0; i < x->l->n; i++) {
        hidden |= !x->v[i].agreed || !x->v[i].paid;
        area |= !x->v[i].area || !x->v[i].area_signed;
    }
    if (x->fields.area && area)
        land_note_area(x->d);
    if (!x->fields.money || x->p->by != ROLLUP_OWNER || !hidden)
        return;
    char *text = xasprintf(_("%s: money is told by village, of persons only to those who may see "
                             "it of each household."), LAND_MASKED);
    doc_add(x->d, DOC_LINE, text, NULL, NULL);
    free(text);
}

/* ---- the sheet ---- */

static enum xh_rc add_left(const struct landing *x, const struct land_left *left,
                           struct xh_err *err)
{
    const struct unsigned_page page = { .st = x->p->st, .list = x->p->list,
                                        .today = x->p->today };

    if (left->rows->n + left->kept_back == 0)
        return XH_OK;
    doc_add(x->d, DOC_GAP, NULL, NULL, NULL);
    doc_add(x->d, DOC_HEADING, _("Not signed yet, the most urgent first"), NULL, NULL);
    enum xh_rc rc = unsigned_groups(x->d, &page, left->rows, LEFT_MOST, err);
    paper_kept_back(x->d, left->kept_back);
    return rc;
}

static void begin(const struct landing *x)
{
    const struct land_page *p = x->p;
    char day[DAY_TEXT];
    char *said = xasprintf("%s  %s", p->list->name, day_format(p->today, day));

    paper_part(x->d, p->st, "", p->today, said);
    free(said);
    if (!x->l->everything)
        doc_add(x->d, DOC_LINE, _("Only what you may read is counted."), NULL, NULL);
    if (x->one && x->l->n > 0) {
        const struct rollup_line *l = x->v[0].line;
        char *name = xasprintf("%s%s%s", or_else(l->code, "-"), *l->title ? " " : "", l->title);
        doc_add(x->d, DOC_HEADING, name, NULL, NULL);
        free(name);
    }
    add_countdowns(x);
}

static enum xh_rc describe(const struct landing *x, const struct land_left *left,
                           struct xh_err *err)
{
    begin(x);
    if (x->l->n == 0) {
        char *text = xasprintf(_("There are no rows of %s here."), x->p->list->name);
        doc_add(x->d, DOC_LINE, text, NULL, NULL);
        free(text);
        return XH_OK;
    }
    doc_add(x->d, DOC_GAP, NULL, NULL, NULL);
    add_table(x);
    add_note(x);
    if (x->p->by == ROLLUP_PROJECT)
        doc_add(x->d, DOC_GAP, NULL, NULL, NULL);
    for (size_t i = 0; x->p->by == ROLLUP_PROJECT && i < x->l->n; i++)
        add_sentence(x, &x->v[i]);
    return add_left(x, left, err);
}

enum xh_rc land_paper(struct document *d, const struct land_page *p,
                      const struct rollup_lines *l, const struct land_left *left,
                      struct xh_err *err)
{
    struct landing x;
    enum xh_rc rc = paper_begin(d, p->st, DOC_LEDGER, _("Daily sheet of the signing"), err);

    landing_init(&x, d, p, l);
    if (rc == XH_OK)
        rc = describe(&x, left, err);
    free(x.v);
    return rc;
}
