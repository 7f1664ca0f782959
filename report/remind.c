#include "report/remind.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/mem.h"
#include "model/names.h"
#include "model/people.h"
#include "model/rhythm.h"
#include "model/text.h"

/* ---- words ---- */

/* What rows of a group have in common, how many, of what: see gather.h. */
static const char *const patterns[REMIND_KINDS] = {
    [REMIND_REPORT] = N_("%s: %zu %s not reported"),
    [REMIND_DUE] = N_("%s: %zu %s due"),
    [REMIND_OVERDUE] = N_("%s: %zu %s overdue"),
    [REMIND_ACCEPT] = N_("%s: %zu %s to accept"),
};

static void put_date(struct buf *out, int32_t day)
{
    int y, m, d;

    day_to_civil(day, &y, &m, &d);
    /* TRANSLATORS: month and day */
    buf_printf(out, _("%d/%d"), m, d);
}

static const char *weekday_of(int32_t day)
{
    static const char *const names[] = { N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"),
                                         N_("Sat"), N_("Sun") };

    return _(names[day_weekday(day) - 1]);
}

/* The day and, where the township has named one, the hour until which this row's progress
 * is to be reported. */
static int32_t fill_day(const struct reminds *r, const struct item *it)
{
    int32_t before;

    return rhythm_asked_day(r->defs, rhythm_cadence(it->report_every), it->due, r->today,
                            &before);
}

static bool is_weekly(const struct item *it)
{
    return rhythm_cadence(it->report_every) == CADENCE_WEEK;
}

/* The fill day all rows share; DAY_NEVER: they have several. */
static int32_t shared_fill_day(const struct reminds *r, const struct remind_to *to)
{
    int32_t day = to->rows.n ? fill_day(r, &to->rows.v[0].row.it) : DAY_NEVER;

    for (size_t i = 1; i < to->rows.n; i++)
        if (fill_day(r, &to->rows.v[i].row.it) != day)
            return DAY_NEVER;
    return day;
}

static void say_by(struct buf *out, const struct reminds *r, const struct remind_to *to,
                   int32_t day)
{
    bool weekly = true;

    for (size_t i = 0; i < to->rows.n; i++)
        weekly &= is_weekly(&to->rows.v[i].row.it);
    put_date(out, day);
    if (weekly && r->defs->township.weekly.fill_time)
        buf_puts(out, r->defs->township.weekly.fill_time);
}

static void say_head(struct buf *out, const struct reminds *r, const struct remind_to *to)
{
    int32_t next = calendar_add_workdays(r->defs->calendar, r->today, 1), fill;
    struct buf day = {0};

    if (*to->name)
        buf_printf(out, _("%s:\n"), to->name);
    switch (r->kind) {
    case REMIND_REPORT:
        fill = shared_fill_day(r, to);
        if (fill != DAY_NEVER)
            say_by(&day, r, to, fill);
        if (day.len && fill < r->today)
            buf_printf(out, _("The progress of these items was to be reported by %s and has not "
                              "been. Please report it today.\n"), buf_str(&day));
        else if (day.len)
            buf_printf(out, _("The progress of these items has not been reported yet in this "
                              "period. Please report it by %s.\n"), buf_str(&day));
        else
            buf_puts(out, _("The progress of these items has not been reported yet in this "
                            "period. Please report it in time.\n"));
        break;
    case REMIND_DUE:
        put_date(&day, next);
        buf_printf(out, next == r->today + 1
                   ? _("These items are due tomorrow (%s %s). Please finish them and apply for "
                       "cross-off; if that cannot be, ask for an extension before the "
                       "deadline.\n")
                   : _("These items are due by the next workday (%s %s). Please finish them and "
                       "apply for cross-off; if that cannot be, ask for an extension before the "
                       "deadline.\n"), buf_str(&day), weekday_of(next));
        break;
    case REMIND_OVERDUE:
        buf_puts(out, _("These items are overdue. Please get them done, and answer today how "
                        "they stand and when they will be finished.\n"));
        break;
    case REMIND_ACCEPT:
        buf_puts(out, _("These items have been given to you and not been accepted yet. Please "
                        "accept them today, or send them back with the reason.\n"));
        break;
    case REMIND_KINDS:
        break;
    }
    buf_fini(&day);
}

/* ---- one line ---- */

static bool is_group(const struct gather_row *g)
{
    return g->n_members > 0;
}

/* The code and what it is, as far as others may read it. */
static void say_what(struct buf *out, const struct reminds *r, const struct gather_row *g)
{
    const struct list_def *l = defs_list(r->defs, g->row.it.list);

    buf_printf(out, "%s ", g->row.it.code);
    if (is_group(g))
        buf_puts(out, g->said);
    else if (!l || l->person)
        buf_puts(out, l ? l->name : "");
    else
        text_show(out, g->row.it.title, false);
}

static void say_overdue(struct buf *out, const struct reminds *r, const struct gather_row *g)
{
    if (is_group(g)) {
        buf_printf(out, _("up to %d days overdue"), (int)g->row.days_overdue);
        return;
    }
    buf_puts(out, _("deadline "));
    put_date(out, g->row.it.due);
    buf_printf(out, _(", %d days overdue"), (int)g->row.days_overdue);
    if (gather_past_upper(&g->row, r->defs->calendar, r->today))
        buf_puts(out, _(", past the superior's deadline"));
    if (g->row.it.limit_due != DAY_NONE) {
        buf_puts(out, _(", limit "));
        put_date(out, g->row.it.limit_due);
    }
}

/* What stands in brackets behind it. */
static void say_facts(struct buf *out, const struct reminds *r, const struct remind_to *to,
                      const struct gather_row *g)
{
    const struct item *it = &g->row.it;

    switch (r->kind) {
    case REMIND_REPORT:
        if (!is_group(g) && it->last_report_on != DAY_NONE) {
            buf_puts(out, _("last report "));
            put_date(out, it->last_report_on);
        } else if (!is_group(g)) {
            buf_puts(out, _("no report yet"));
        }
        if (shared_fill_day(r, to) == DAY_NEVER && fill_day(r, it) != DAY_NEVER) {
            buf_puts(out, out->len ? _(", report by ") : _("report by "));
            put_date(out, fill_day(r, it));
        }
        break;
    case REMIND_DUE:
        buf_puts(out, _("deadline "));
        put_date(out, it->due);
        if (!is_group(g) && it->steps_total)
            buf_printf(out, _(", steps %lld/%lld"), (long long)it->steps_done,
                       (long long)it->steps_total);
        break;
    case REMIND_OVERDUE:
        say_overdue(out, r, g);
        break;
    case REMIND_ACCEPT:
        if (is_group(g))
            break;
        buf_puts(out, _("given on "));
        put_date(out, it->acted_on != DAY_NONE ? it->acted_on : it->assigned_on);
        break;
    case REMIND_KINDS:
        break;
    }
}

static void say_line(struct buf *out, const struct reminds *r, const struct remind_to *to,
                     size_t i)
{
    struct buf facts = {0};

    if (to->rows.n > 1)
        buf_printf(out, "%zu. ", i + 1);
    say_what(out, r, &to->rows.v[i]);
    say_facts(&facts, r, to, &to->rows.v[i]);
    if (facts.len)      /* TRANSLATORS: behind an item: （完成时限11月18日,逾期2天） */
        buf_printf(out, _(" (%s)"), buf_str(&facts));
    buf_putc(out, '\n');
    buf_fini(&facts);
}

static char *compose(const struct reminds *r, const struct remind_to *to)
{
    struct buf b = {0};

    if (r->practice)
        buf_printf(&b, "%s\n", _("PRACTICE: not real data"));
    say_head(&b, r, to);
    for (size_t i = 0; i < to->rows.n; i++)
        say_line(&b, r, to, i);
    buf_printf(&b, "%s%s", r->from, *r->from ? "  " : "");
    put_date(&b, r->today);
    buf_putc(&b, '\n');
    return buf_take(&b);
}

/* ---- together ---- */

static struct remind_to *find_to(struct reminds *r, int64_t person, const char *name, int64_t rank)
{
    for (size_t i = 0; i < r->n; i++)
        if (person ? r->v[i].person == person
                   : !r->v[i].person && strcmp(r->v[i].name, name) == 0)
            return &r->v[i];
    GROW(r->v, r->n, r->cap);
    r->v[r->n] = (struct remind_to){
        .person = person, .name = xstrdup(name), .rank = rank, .last = DAY_NONE,
        .rows = { .defs = r->defs, .day = r->today, .pattern = patterns[r->kind] },
    };
    return &r->v[r->n++];
}

void remind_add(struct reminds *r, struct row *row, int64_t person, const char *name, int64_t rank)
{
    struct remind_to *to = find_to(r, person, name, rank);

    GROW(to->items, to->n_items, to->cap_items);
    to->items[to->n_items++] = row->it.id;
    row->owner[0] = '\0';       /* whom it goes to is said once, at the top */
    gather_add(&to->rows, row);
}

static int by_rank(const void *a, const void *b)
{
    const struct remind_to *x = a, *y = b;

    if ((x->person == 0) != (y->person == 0))
        return x->person == 0 ? 1 : -1;
    if (x->rank != y->rank)
        return x->rank < y->rank ? -1 : 1;
    if (x->person != y->person)
        return x->person < y->person ? -1 : 1;
    return strcmp(x->name, y->name);
}

void remind_finish(struct reminds *r)
{
    for (size_t i = 0; i < r->n; i++) {
        gather_finish(&r->v[i].rows);
        r->v[i].text = compose(r, &r->v[i]);
    }
    if (r->n > 1)
        qsort(r->v, r->n, sizeof *r->v, by_rank);
}

void reminds_fini(struct reminds *r)
{
    for (size_t i = 0; i < r->n; i++) {
        free(r->v[i].name);
        free(r->v[i].items);
        free(r->v[i].text);
        gather_fini(&r->v[i].rows);
    }
    free(r->v);
    r->v = NULL;
    r->n = r->cap = 0;
}

void reminds_print(struct buf *out, const struct reminds *r)
{
    for (size_t i = 0; i < r->n; i++)
        buf_printf(out, "%s%s", i ? "\n" : "", r->v[i].text);
}

void remind_said(struct buf *out, int64_t times, int32_t last, int32_t today)
{
    char day[DAY_TEXT];

    if (times)
        buf_printf(out, _("reminded %lld times (%s)"), (long long)times,
                   day_format_short(last, today, day));
}

/* ---- from the store ---- */

struct loading {
    struct store *st;
    struct reminds *out;
    struct names names;
    bool (*keep)(void *ctx, const struct row *r);
    void *ctx;
};

static enum xh_rc take(void *ctx, struct row *row, struct xh_err *err)
{
    struct loading *l = ctx;
    int64_t person = remind_addressee(l->st->db, &row->it), item = row->it.id, times = 0;
    int32_t last = DAY_NONE;

    if (l->keep && !l->keep(l->ctx, row))
        return XH_OK;
    enum xh_rc rc = remind_times(l->st->db, item, &times, &last, err);
    if (rc != XH_OK)
        return rc;
    const char *name = person ? names_get(&l->names, NAMES_PERSON, person) : row->unit;
    int64_t rank = names_rank(&l->names, person ? NAMES_PERSON : NAMES_UNIT,
                              person ? person : row->it.unit);
    struct remind_to *to = find_to(l->out, person, name, rank);
    if (person && to->n_items == 0) {
        free(to->name);
        to->name = person_told_apart(l->st->db, person);
    }
    if (times > to->times)
        to->times = times;
    if (last != DAY_NONE && (to->last == DAY_NONE || last > to->last))
        to->last = last;
    remind_add(l->out, row, person, to->name, rank);
    return XH_OK;
}

enum xh_rc remind_load(struct store *st, const struct filter *f, const int64_t *items, size_t n,
                       bool (*keep)(void *ctx, const struct row *r), void *ctx,
                       struct reminds *out, struct xh_err *err)
{
    struct loading l = { .st = st, .out = out, .names = { .db = st->db }, .keep = keep,
                         .ctx = ctx };
    struct filter q = *f;
    const char **where = xcalloc(f->n_where + 1, sizeof *where);
    char *kind = xasprintf("remind=%s", remind_id(out->kind));
    enum xh_rc rc = XH_OK;

    memcpy(where, f->where ? f->where : where, f->n_where * sizeof *where);
    where[f->n_where] = kind;
    q.where = where;
    q.n_where = f->n_where + 1;
    q.without |= ROW_CO | ROW_LATEST | ROW_FIELDS;
    for (size_t i = 0; items && rc == XH_OK && i < n; i++) {
        q.item = items[i];
        rc = query_each(st, &q, take, &l, err);
    }
    if (!items)
        rc = query_each(st, &q, take, &l, err);
    if (rc == XH_OK)
        rc = names_failed(&l.names, err);
    if (rc == XH_OK)
        remind_finish(out);
    names_fini(&l.names);
    free(kind);
    free(where);
    return rc;
}
