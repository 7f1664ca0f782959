#include "report/unsigned_paper.h"

#include <stdlib.h>
#include <string.h>

#include "model/decimal.h"
#include "model/i18n.h"
#include "report/paper_frame.h"
#include "report/row_cells.h"

/* Calendar days after `due`, once a workday lies between (ENGINE 4). */
static int32_t overdue(const struct unsigned_page *p, const struct row *r, int32_t due)
{
    bool late = r->it.phase == PHASE_OPEN &&
                calendar_is_late(p->st->defs->calendar, due, p->today);

    return late ? p->today - due : 0;
}

static const char *step_name(const struct list_def *l, const struct row *r)
{
    int at = r->it.next_step ? list_step(l, r->it.next_step) : -1;

    return at >= 0 ? l->steps[at].name : "";
}

/* For every row; the caller frees. NULL with `err` written. */
static int32_t *load_dues(const struct unsigned_page *p, const struct rows *rows,
                          struct xh_err *err)
{
    int32_t *due = xcalloc(rows->n + 1, sizeof *due);

    if (rollup_step_dues(p->st, rows, due, err) == XH_OK)
        return due;
    free(due);
    return NULL;
}

/* ---- a line for each ---- */

/* Columns of every list under the names they have there. */
static void add_columns(struct doc_table *t, const struct unsigned_page *p)
{
    static const char *const ids[] = { "colour", "code", "title", "place", "owner" };
    const struct row_look look = { p->st->defs, p->list, p->today };

    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        struct row_column c = { 0 };
        if (row_column(&look, ids[i], &c)) {
            doc_column(t, ids[i], c.title, 0, TEXT_LEFT,
                       i == 0  ? DOC_FIXED | DOC_HEAD | DOC_BOXED
                       : i < 2 ? DOC_FIXED | DOC_HEAD
                               : DOC_CUT_SHORT);
            t->columns[t->n_columns - 1].columns = i < 2 ? 0 : 24;
        }
        free(c.title);
    }
    doc_column(t, "step", _("Stands at"), 0, TEXT_LEFT, DOC_CUT_SHORT);
    t->columns[t->n_columns - 1].columns = 16;
    doc_column(t, "step_due", _("Step due"), 0, TEXT_LEFT, DOC_FIXED);
    doc_column(t, "late", _("Overdue"), 0, TEXT_LEFT, DOC_FIXED);
}

static const char *owner_of(const struct row *r)
{
    return *r->owner ? r->owner : _("nobody yet");
}

static int32_t days_late(const struct unsigned_page *p, const struct row *r, int32_t due)
{
    int32_t late = overdue(p, r, due);

    return late > r->days_overdue ? late : r->days_overdue;
}

static void put_late(struct doc_table *t, struct doc_row *row, int32_t late)
{
    char *text = late ? xasprintf(_("%d days late"), late) : NULL;

    doc_put(t, row, "late", text);
    free(text);
}

static void add_row(struct doc_table *t, const struct unsigned_page *p, const struct row *r,
                    int32_t due)
{
    struct doc_row *row = doc_row(t, DOC_ROW);
    char day[DAY_TEXT];
    struct buf b = { 0 };

    row_colour(&b, p->st->defs, r, p->today);
    doc_put(t, row, "colour", buf_str(&b));
    doc_cell(t, row, "colour")->colour = r->colour;
    doc_put(t, row, "code", r->it.code);
    doc_put(t, row, "title", r->it.title);
    doc_put(t, row, "place", r->place);
    doc_put(t, row, "owner", owner_of(r));
    doc_put(t, row, "step", step_name(p->list, r));
    if (due != DAY_NONE)
        doc_put_day(t, row, "step_due", due, day_format_short(due, p->today, day));
    put_late(t, row, days_late(p, r, due));
    buf_fini(&b);
}

static void say_how_many(struct document *d, const struct unsigned_page *p, size_t n)
{
    size_t asked = n + p->kept_back;
    char *text = xasprintf((int64_t)asked < p->all
                               ? _("%lld %s are not signed; the %zu most urgent:")
                               : _("%lld %s are not signed."),
                           (long long)p->all, p->list->row, asked);

    if (!p->everything)
        doc_add(d, DOC_LINE, _("Only what you may read is counted."), NULL, NULL);
    doc_add(d, DOC_LINE, text, NULL, NULL);
    free(text);
    paper_kept_back(d, p->kept_back);
}

enum xh_rc unsigned_paper(struct document *d, const struct unsigned_page *p,
                          const struct rows *rows, struct xh_err *err)
{
    char day[DAY_TEXT], *title = xasprintf("%s  %s", p->list->name, _("Not signed yet"));
    int32_t *due = load_dues(p, rows, err);
    enum xh_rc rc = due ? paper_begin(d, p->st, DOC_LEDGER, title, err) : XH_DB;

    free(title);
    if (rc == XH_OK) {
        paper_part(d, p->st, "", p->today, day_format(p->today, day));
        say_how_many(d, p, rows->n);
    }
    if (rc == XH_OK && rows->n > 0) {
        struct doc_table *t = doc_table(d, "unsigned", _("Not signed yet"));
        add_columns(t, p);
        for (size_t i = 0; i < rows->n; i++)
            add_row(t, p, &rows->v[i], due[i]);
    }
    free(due);
    return rc;
}

/* ---- a line for those who stand alike ---- */

/* Rows of one project and village, at the same step, with the same person. */
struct group {
    const struct row *first;
    size_t village;             /* bytes of first->place */
    int64_t rows, late;
    int32_t most;               /* days late */
};

static bool is_of(const struct group *g, const struct row *r, size_t village)
{
    return g->first->it.parent == r->it.parent && g->first->it.owner == r->it.owner &&
           g->village == village && strncmp(g->first->place, r->place, village) == 0 &&
           strcmp(g->first->it.next_step ? g->first->it.next_step : "",
                  r->it.next_step ? r->it.next_step : "") == 0;
}

/* Those most late first, then the largest; as they were met where that is the same. */
static int in_order(const void *pa, const void *pb)
{
    const struct group *a = pa, *b = pb;

    if (a->most != b->most)
        return a->most > b->most ? -1 : 1;
    if (a->rows != b->rows)
        return a->rows > b->rows ? -1 : 1;
    return a->first < b->first ? -1 : a->first > b->first;
}

static struct group *gather(const struct unsigned_page *p, const struct rows *rows,
                            const int32_t *due, size_t *n)
{
    struct group *v = NULL;
    size_t cap = 0;

    *n = 0;
    for (size_t i = 0; i < rows->n; i++) {
        const struct row *r = &rows->v[i];
        size_t village = strcspn(r->place, "/"), k = 0;
        int32_t late = days_late(p, r, due[i]);
        while (k < *n && !is_of(&v[k], r, village))
            k++;
        if (k == *n) {
            GROW(v, *n, cap);
            v[(*n)++] = (struct group){ .first = r, .village = village };
        }
        v[k].rows++;
        v[k].late += late > 0;
        v[k].most = late > v[k].most ? late : v[k].most;
    }
    if (*n > 1)
        qsort(v, *n, sizeof *v, in_order);
    return v;
}

/* `title` is freed. */
static void add_count(struct doc_table *t, const char *id, char *title)
{
    doc_column(t, id, title, 0, TEXT_CENTRE, DOC_FIXED);
    free(title);
}

static void add_group(struct doc_table *t, const struct unsigned_page *p, const struct group *g)
{
    struct doc_row *row = doc_row(t, DOC_ROW);
    char *village = xstrndup(g->first->place, g->village);

    doc_put(t, row, "project", g->first->parent);
    doc_put(t, row, "village", *village ? village : _("no place written down"));
    doc_put(t, row, "step", step_name(p->list, g->first));
    doc_put_number(t, row, "unsigned", g->rows * DECIMAL_ONE);
    doc_put_number(t, row, "overdue", g->late * DECIMAL_ONE);
    put_late(t, row, g->most);
    doc_put(t, row, "owner", owner_of(g->first));
    free(village);
}

enum xh_rc unsigned_groups(struct document *d, const struct unsigned_page *p,
                           const struct rows *rows, size_t most, struct xh_err *err)
{
    int32_t *due = load_dues(p, rows, err);
    size_t n;

    if (!due)
        return XH_DB;
    struct group *v = gather(p, rows, due, &n);
    if (n) {
        struct doc_table *t = doc_table(d, "unsigned", _("Not signed yet"));
        doc_column(t, "project", _("Code"), 0, TEXT_LEFT, DOC_FIXED);
        doc_column(t, "village", _("Village"), 0, TEXT_LEFT, DOC_CUT_SHORT);
        doc_column(t, "step", _("Stands at"), 0, TEXT_LEFT, DOC_CUT_SHORT);
        add_count(t, "unsigned", xasprintf(_("%s left"), p->list->row));
        add_count(t, "overdue", xasprintf(_("%s late"), p->list->row));
        doc_column(t, "late", _("Latest by"), 0, TEXT_LEFT, DOC_FIXED);
        doc_column(t, "owner", _("Owner"), 0, TEXT_LEFT, DOC_CUT_SHORT);
        for (size_t i = 0; i < n && i < most; i++)
            add_group(t, p, &v[i]);
    }
    free(v);
    free(due);
    return XH_OK;
}

/* ---- for programs ---- */

enum xh_rc unsigned_export(struct buf *out, const struct unsigned_page *p, const struct rows *rows,
                           enum export_format format, struct xh_err *err)
{
    static const char *const keys[] = { "code", "parent", "title", "place", "owner", "step",
                                        "step_due", "step_overdue", "due", "days_overdue",
                                        "colour" };
    int32_t *due = load_dues(p, rows, err);
    struct export e;

    if (!due)
        return XH_DB;
    export_begin(&e, out, format);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        export_key(&e, keys[i]);
    for (size_t i = 0; i < rows->n; i++) {
        const struct row *r = &rows->v[i];
        export_text(&e, r->it.code);
        export_text(&e, r->parent);
        export_text(&e, r->it.title);
        export_text(&e, r->place);
        export_text(&e, r->owner);
        export_text(&e, r->it.next_step);
        export_day(&e, due[i]);
        export_int(&e, overdue(p, r, due[i]));
        export_day(&e, r->it.due);
        export_int(&e, r->days_overdue);
        export_text(&e, colour_id(r->colour));
    }
    export_end(&e);
    free(due);
    return XH_OK;
}
