#include "report/field_sheet.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/people.h"
#include "report/paper_frame.h"

#define ROOM 10                 /* mm of a row: ten of them on a page, and the promises below */

struct sheet {
    struct document *d;
    struct store *st;
    const struct sheet_look *look;
};

/* ---- words ---- */

/* Is it the page of a cadre, who may know how his own households stand (field_sheet.h)? */
static bool is_anybodys(const struct round_line *l)
{
    return l->row.it.owner != 0;
}

/* "11-04 talking": the last visit, and what was last known of the stance. */
static void say_last(const struct sheet *s, const struct round_line *l, struct buf *out)
{
    const struct visit *last = round_last(l, s->look->day);
    enum stance stance = STANCE_NONE;
    char day[DAY_TEXT];

    if (!last)
        return;
    for (size_t i = 0; is_anybodys(l) && i < l->visits.n && stance == STANCE_NONE; i++)
        if (l->visits.v[i].day <= s->look->day)
            stance = l->visits.v[i].stance;
    buf_printf(out, "%s %s", day_format_short(last->day, s->look->day, day), stance_name(stance));
}

/* "Promise broken, until 11-06: .."; nothing on a page of nobody. */
static void say_promise(const struct sheet *s, const struct round_line *l, struct buf *out)
{
    size_t others;
    const struct visit *v = round_promise(l, s->look->day, &others);
    char day[DAY_TEXT];

    if (!v || !is_anybodys(l))
        return;
    day_format_short(v->promise_due, s->look->day, day);
    buf_printf(out, visit_is_broken(s->st->defs->calendar, v->promise_due, v->kept_on,
                                    s->look->day)
                        ? _("Promise broken, until %s: ") : _("Open promise, until %s: "), day);
    buf_puts(out, v->promise);
    if (others)
        buf_printf(out, _("  (and %zu more)"), others);
}

/* The list, and what they hang under: the code for everybody who may read them, the title for
 * who may read it. */
static void say_above(const struct sheet *s, const struct round_line *l, struct buf *out)
{
    const struct filter f = { .item = l->row.it.parent, .today = s->look->day, .as_of = DAY_NONE,
                              .without = ROW_CO | ROW_LATEST | ROW_FIELDS,
                              .reader = s->look->reader };
    struct item above = {0};
    struct rows rows = {0};
    struct xh_err err = {0};

    buf_puts(out, l->list->name);
    if (f.item && item_load(s->st->db, f.item, &above, &err) == XH_OK) {
        buf_printf(out, "  %s", above.code);
        if (query_rows(s->st, &f, &rows, &err) == XH_OK && rows.n)
            buf_printf(out, " %s", rows.v[0].it.title);
    }
    rows_fini(&rows);
    item_fini(&above);
}

/* "Zhang San  Construction office"; caller frees. */
static char *say_owner(const struct sheet *s, const struct round_line *l)
{
    char *unit = person_unit(s->st->db, l->row.it.owner);
    char *text = xasprintf("%s%s%s", *l->row.owner ? l->row.owner : _("nobody yet"),
                           *unit ? "  " : "", unit);

    free(unit);
    return text;
}

/* ---- ten rows ---- */

static void add_columns(struct doc_table *t)
{
    static const struct doc_head columns[] = {
        { "no", N_("No."), 9, DOC_HEAD | DOC_FIXED },
        { "code", N_("Code"), 20, DOC_HEAD | DOC_FIXED },
        { "title", N_("Householder"), 22, DOC_HEAD },
        { "place", N_("Place"), 25, 0 },
        { "step", N_("Step now"), 17, 0 },
        { "visit", N_("Last visit"), 19, 0 },
        { "day", N_("Day"), 15, DOC_WRITE },
        { "demand", N_("Asked for"), 42, DOC_WRITE },
        { "promise", N_("Promised"), 42, DOC_WRITE },
        { "due", N_("By when"), 16, DOC_WRITE },
        { "next", N_("Next visit"), 17, DOC_WRITE },
        { "sign", N_("Signature"), 21, DOC_WRITE },
        { 0 },
    };

    doc_columns(t, columns);
    t->columns[0].align = TEXT_CENTRE;
}

static void add_row(const struct sheet *s, struct doc_table *t, const struct round_line *l)
{
    struct doc_row *r = doc_row(t, DOC_ROW);
    int step = l->row.it.next_step ? list_step(l->list, l->row.it.next_step) : -1;
    char *no = xasprintf("%lld", (long long)l->no);
    struct buf seen = {0};

    say_last(s, l, &seen);
    doc_put(t, r, "no", no);
    doc_put(t, r, "code", l->row.it.code);
    doc_put(t, r, "title", l->row.it.title);
    doc_put(t, r, "place", l->row.place);
    doc_put(t, r, "step", step >= 0 ? l->list->steps[step].name : _("all steps done"));
    doc_put(t, r, "visit", buf_str(&seen));
    buf_fini(&seen);
    free(no);
}

/* What was promised to those of this page, by their numbers. */
static void add_promises(const struct sheet *s, struct round_line *const *v, size_t n)
{
    bool is_first = true;

    for (size_t i = 0; i < n; i++) {
        struct buf b = {0};
        char *no = xasprintf("%lld. ", (long long)v[i]->no);
        say_promise(s, v[i], &b);
        if (b.len && is_first)
            doc_add(s->d, DOC_HEADING, _("Promises that are open"), NULL, NULL);
        if (b.len)
            doc_add(s->d, DOC_ITEM, buf_str(&b), no, NULL);
        is_first &= b.len == 0;
        buf_fini(&b);
        free(no);
    }
}

static void add_page(const struct sheet *s, struct round_line *const *v, size_t n)
{
    struct buf above = {0};

    say_above(s, v[0], &above);
    doc_add(s->d, DOC_LINE, buf_str(&above), NULL, NULL);
    struct doc_table *t = doc_table(s->d, "visits", s->d->parts[s->d->n_parts - 1].name);
    t->as_blocks = true;
    t->ruled = true;
    t->high = ROOM;
    add_columns(t);
    for (size_t i = 0; i < n; i++)
        add_row(s, t, v[i]);
    add_promises(s, v, n);
    buf_fini(&above);
}

/* ---- a sheet ---- */

static bool is_told(const struct sheet *s, const struct round_line *l)
{
    return !s->look->keep || s->look->keep(s->look->ctx, &l->row);
}

/* Do they stand under the same item? */
static bool goes_on(const struct round_line *a, const struct round_line *b)
{
    return a->list == b->list && a->row.it.parent == b->row.it.parent;
}

/* The lines v[0..n), all of one owner. */
static void add_owner(const struct sheet *s, struct round_line *const *v, size_t n)
{
    char *owner = say_owner(s, v[0]), day[DAY_TEXT];
    char *printed = xasprintf(_("printed %s"), day_format(s->look->day, day));

    paper_part(s->d, s->st, owner, s->look->day, printed);
    for (size_t i = 0, from = 0; i < n; i++) {
        if (i + 1 < n && i + 1 - from < SHEET_ROWS && goes_on(v[i], v[i + 1]))
            continue;
        if (from)
            doc_add(s->d, DOC_PAGE, NULL, NULL, NULL);
        add_page(s, v + from, i + 1 - from);
        from = i + 1;
    }
    free(printed);
    free(owner);
}

enum xh_rc field_sheet_paper(struct document *d, struct store *st, const struct round *r,
                             const struct sheet_look *look, size_t *told, struct xh_err *err)
{
    const struct sheet s = { d, st, look };
    struct round_line **v = xcalloc(r->n + 1, sizeof(struct round_line *));
    size_t n = 0, from = 0;
    enum xh_rc rc = paper_begin(d, st, DOC_LEDGER, _("Visits to households"), err);

    for (size_t i = 0; rc == XH_OK && i < r->n; i++)
        if (is_told(&s, &r->v[i]))
            v[n++] = &r->v[i];
    for (size_t i = 1; i <= n; i++)
        if (i == n || v[i]->row.it.owner != v[from]->row.it.owner) {
            add_owner(&s, v + from, i - from);
            from = i;
        }
    if (rc == XH_OK && n == 0) {
        paper_part(d, st, "", look->day, "");
        doc_add(d, DOC_PARAGRAPH, _("Nobody to go to: no rows that are not signed, no open "
                                    "promises."), NULL, NULL);
    }
    if (rc == XH_OK)
        paper_kept_back(d, r->n - n);
    *told = n;
    free(v);
    return rc;
}
