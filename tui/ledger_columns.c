#include "tui/ledger_columns.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "tui/ledger_wish.h"

/* First to leave first; what is not named here leaves after the steps, fields likewise;
 * what leaves after the code never does. */
static const char *const leaving[] = {
    "co", "latest", "source", "leader", "assigned_on", "start", "first_due", "parent",
    "progress", "steps", "*", "lead", "place", "handler", "list", "unit", "upper_due", "limit",
    "days_overdue", "closed_on", "code", NULL
};
static const char *const staying[] = { "colour", "title", "owner", "due", "left", "standing",
                                       NULL };
static const struct { const char *id; int limit; } limits[] = {
    { "colour", 6 }, { "code", 14 }, { "unit", 16 }, { "owner", 10 }, { "handler", 10 },
    { "left", 17 }, { "standing", 13 }, { "place", 14 }, { "latest", 30 }, { "co", 16 },
};
#define LIMIT 14

static bool is_in(const char *id, const char *const *words)
{
    for (size_t i = 0; words[i]; i++)
        if (strcmp(words[i], id) == 0)
            return true;
    return false;
}

static int leaves(const char *id)
{
    size_t at = 0, rest = 0;

    if (is_in(id, staying))
        return 0;
    for (; leaving[at]; at++) {
        if (strcmp(leaving[at], id) == 0)
            return (int)at + 1;
        if (strcmp(leaving[at], "*") == 0)
            rest = at;
    }
    return (int)rest + 1;
}

static int limit_of(const char *id)
{
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
        if (strcmp(limits[i].id, id) == 0)
            return limits[i].limit;
    return LIMIT;
}

/* Of those somebody has put in an order of his own, the last leaves first. */
static void add(struct ledger_columns *c, const struct column_wish *wish, int leaves_own)
{
    struct row_column about = {0};
    const char *id = wish->id;

    if (strcmp(id, "state") == 0) {     /* it says who is to act as well */
        id = "standing";
        about = (struct row_column){ .title = xstrdup(_("State / with")) };
    } else if (!row_column(&c->look, id, &about)) {
        return;
    }
    if (strcmp(id, "due") == 0) {
        free(about.title);
        about.title = xstrdup(_("Due"));        /* the column is no wider than a date */
    }
    bool title = strcmp(id, "title") == 0, stays = title || strcmp(id, "colour") == 0;
    int wide = text_width(about.title), limit = wish->width ? wish->width : limit_of(id);
    c->ids[c->n] = id;
    c->limits[c->n] = limit;
    c->v[c->n++] = (struct view_column){
        about.title, title ? 0 : wish->width ? wish->width : wide < limit ? wide : limit,
        about.align, leaves_own < 0 ? leaves(id) : stays ? 0 : leaves_own };
}

void ledger_columns_init(struct ledger_columns *c, const struct defs *defs,
                         const struct list_def *list, int32_t day, const char *wishes)
{
    struct column_wishes w = {0};
    int shown = 0;

    *c = (struct ledger_columns){ .look = { defs, list, day } };
    column_wishes_read(&w, &c->look, wishes);
    c->v = xcalloc(w.n + 1, sizeof *c->v);
    c->ids = xcalloc(w.n + 1, sizeof *c->ids);
    c->limits = xcalloc(w.n + 1, sizeof *c->limits);
    for (size_t i = 0; i < w.n; i++)
        shown += w.v[i].shown;
    for (size_t i = 0; i < w.n; i++)
        if (w.v[i].shown)
            add(c, &w.v[i], w.own ? shown-- : -1);
    c->unknown = xstrdup(w.unknown);
    column_wishes_fini(&w);
}

void ledger_columns_fini(struct ledger_columns *c)
{
    for (size_t i = 0; i < c->n; i++)
        free((char *)c->v[i].title);
    free(c->v);
    free(c->ids);
    free(c->limits);
    free(c->unknown);
    *c = (struct ledger_columns){0};
}

void ledger_columns_measure(struct ledger_columns *c, const struct row *rows, size_t n)
{
    struct buf b = {0};
    enum style style;

    for (size_t i = 0; i < c->n; i++)
        for (size_t r = 0; c->v[i].width && c->v[i].width < c->limits[i] && r < n; r++) {
            buf_clear(&b);
            ledger_columns_cell(c, &rows[r], i, &b, &style);
            int wide = text_width(buf_str(&b));
            if (wide > c->v[i].width)
                c->v[i].width = wide < c->limits[i] ? wide : c->limits[i];
        }
    buf_fini(&b);
}

void ledger_columns_cell(const struct ledger_columns *c, const struct row *r, size_t column,
                         struct buf *out, enum style *style)
{
    const char *id = c->ids[column];

    if (strcmp(id, "colour") == 0)
        *style = theme_colour(r->colour);
    if (strcmp(id, "standing") == 0)
        ledger_standing(out, &c->look, r);
    else
        row_cell(out, &c->look, id, r);
}

unsigned ledger_columns_without(const struct ledger_columns *c)
{
    unsigned without = ROW_CO | ROW_LATEST | ROW_FIELDS;

    for (size_t i = 0; i < c->n; i++) {
        if (strcmp(c->ids[i], "co") == 0)
            without &= ~(unsigned)ROW_CO;
        if (strcmp(c->ids[i], "latest") == 0)
            without &= ~(unsigned)ROW_LATEST;
        if (c->look.list && list_field(c->look.list, c->ids[i]) >= 0)
            without &= ~(unsigned)ROW_FIELDS;
    }
    return without;
}

void ledger_standing(struct buf *out, const struct row_look *look, const struct row *r)
{
    const struct calendar *cal = look->defs->calendar;

    row_cell(out, look, "state", r);
    if (r->it.phase == PHASE_REVIEW && r->it.review_due != DAY_NONE &&
        r->it.applied_on != DAY_NONE)
        buf_printf(out, _(" %d/%d days"), calendar_workdays(cal, r->it.applied_on, look->day),
                   calendar_workdays(cal, r->it.applied_on, r->it.review_due));
    else if (strcmp(r->it.state, "rework") == 0 && r->it.returns > 0)
        buf_printf(out, _(" %lld times"), (long long)r->it.returns);
    else if (r->it.phase <= PHASE_HELD && *r->waiting && strcmp(r->waiting, r->owner) != 0 &&
             r->it.phase != PHASE_REVIEW)
        buf_printf(out, " %s", r->waiting);
}
