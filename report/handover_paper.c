#include "report/handover_paper.h"

#include <stdlib.h>
#include <string.h>

#include "model/detail.h"
#include "model/i18n.h"
#include "model/people.h"
#include "model/ready.h"
#include "model/verbs.h"
#include "model/visit.h"
#include "report/order_page.h"
#include "report/paper_frame.h"
#include "report/row_cells.h"

#define NAMED_MOST 12           /* without a new owner, where all of them are */

struct sheet {
    struct document *d;
    const struct handover_page *p;
    const struct handover *h;
    char *from, *to;            /* names; to "": not settled */
    struct doc_table *promises, *evidence, *requests, *orders;  /* while rows are added */
    size_t n_promises, n_broken, n_evidence, n_requests, n_orders;
    size_t n_orders_kept_back;  /* of those of the rows told */
    int64_t *orders_told; size_t n_told, cap_told;
};

/* ---- tables ---- */

static struct doc_table *begin_table(struct document *d, const char *id, const char *title,
                                     const struct doc_head *columns)
{
    struct doc_table *t = doc_table(d, id, title);

    t->ruled = t->as_blocks = true;
    doc_columns(t, columns);
    return t;
}

/* ---- rows ---- */

static void items_table(const struct sheet *s)
{
    static const struct doc_head columns[] = {
        { "n", N_("No."), 10, DOC_FIXED | DOC_HEAD },
        { "colour", N_("Colour"), 14, DOC_FIXED | DOC_HEAD | DOC_BOXED },
        { "code", N_("Code"), 26, DOC_FIXED | DOC_HEAD },
        { "title", N_("Item"), 74, DOC_HEAD },
        { "part", N_("Responsible as"), 26, 0 },
        { "due", N_("Deadline"), 19, DOC_FIXED },
        { "state", N_("State"), 16, 0 },
        { "steps", N_("Steps"), 14, 0 },
        { "successor", N_("Taken over by"), 28, DOC_WRITE },
        { "note", N_("Explanation"), 38, DOC_WRITE },
        { 0 },
    };
    struct row_look look = { s->p->st->defs, NULL, s->p->env->today };
    struct doc_table *t = begin_table(s->d, "items", _("Open items"), columns);

    t->high = 10;               /* a name */
    for (size_t i = 0; *s->to && i < t->n_columns; i++) /* nothing is left to be settled */
        t->columns[i].is &= ~(unsigned)DOC_WRITE;
    for (size_t i = 0; i < s->h->rows.n; i++) {
        static const char *const cells[] = { "colour", "code", "title", "due", "state", "steps" };
        const struct row *r = &s->h->rows.v[i];
        struct doc_row *row = doc_row(t, DOC_ROW);
        struct buf part = { 0 };
        doc_put_number(t, row, "n", (int64_t)(i + 1) * 1000000);
        for (size_t k = 0; k < sizeof cells / sizeof *cells; k++)
            row_put(t, row, &look, cells[k], r);
        handover_parts(&part, s->h->parts[i]);
        doc_put(t, row, "part", buf_str(&part));
        if (s->h->parts[i] & HANDOVER_GIVEN)
            doc_put(t, row, "successor", s->to);
        buf_fini(&part);
    }
}

/* ---- what hangs on each of them ---- */

static enum xh_rc add_promises(struct sheet *s, const struct row *r, struct xh_err *err)
{
    struct visits v = { 0 };
    char day[DAY_TEXT];
    int32_t today = s->p->env->today;
    enum xh_rc rc = visits_load(s->p->st, r->it.id, s->p->reader, today, &v, err);

    for (size_t i = v.n; rc == XH_OK && i-- > 0;) {
        const struct visit *x = &v.v[i];
        if (x->promise_due == DAY_NONE || x->kept_on != DAY_NONE)
            continue;
        struct doc_row *row = doc_row(s->promises, DOC_ROW);
        row_put(s->promises, row, &(struct row_look){ s->p->st->defs, NULL, today }, "code", r);
        doc_put(s->promises, row, "promise", x->promise);
        doc_put(s->promises, row, "who", x->who);
        doc_put_day(s->promises, row, "day", x->day, day_format_short(x->day, today, day));
        doc_put_day(s->promises, row, "due", x->promise_due,
                    day_format_short(x->promise_due, today, day));
        doc_put(s->promises, row, "state", x->is_broken ? _("not kept in time") : _("open"));
        s->n_promises++;
        s->n_broken += x->is_broken;
    }
    visits_fini(&v);
    return rc;
}

static enum xh_rc add_evidence(struct sheet *s, const struct row *r, struct xh_err *err)
{
    struct ready x = { 0 };
    struct buf b = { 0 };
    enum xh_rc rc = ready_load(s->p->st, s->p->env, r->it.id, &x, err);
    size_t n = 0;

    for (size_t i = 0; rc == XH_OK && i < x.n; i++)
        if (x.v[i].kind == MISSING_EVIDENCE)
            buf_printf(&b, "%s%s", n++ ? _("; ") : "", x.v[i].text);
    if (n) {
        struct doc_row *row = doc_row(s->evidence, DOC_ROW);
        doc_put(s->evidence, row, "code", r->it.code);
        doc_put(s->evidence, row, "missing", buf_str(&b));
        s->n_evidence += n;
    }
    buf_fini(&b);
    ready_fini(&x);
    if (rc == XH_CONFIG)        /* its list is no longer configured: nothing is asked of it */
        rc = XH_OK;
    return rc;
}

static enum xh_rc add_requests(struct sheet *s, const struct row *r, struct xh_err *err)
{
    struct detail d = { 0 };
    char day[DAY_TEXT];
    int32_t today = s->p->env->today;
    enum xh_rc rc = detail_load(s->p->st, r->it.id, &d, err);

    for (size_t i = 0; rc == XH_OK && i < d.n_requests; i++) {
        const struct detail_request *q = &d.requests[i];
        enum verb v = verb_find(q->verb);
        if (*q->answer)
            continue;
        struct doc_row *row = doc_row(s->requests, DOC_ROW);
        doc_put(s->requests, row, "code", r->it.code);
        doc_put(s->requests, row, "what", v == VERB_NONE ? q->verb : _(verb_info(v)->name));
        doc_put(s->requests, row, "who", q->person);
        doc_put_day(s->requests, row, "day", q->day, day_format_short(q->day, today, day));
        doc_put(s->requests, row, "reason", q->reason);
        s->n_requests++;
    }
    detail_fini(&d);
    return rc;
}

/* An order about several of his items stands once. */
static bool is_told(struct sheet *s, int64_t order)
{
    for (size_t i = 0; i < s->n_told; i++)
        if (s->orders_told[i] == order)
            return true;
    GROW(s->orders_told, s->n_told, s->cap_told);
    s->orders_told[s->n_told++] = order;
    return false;
}

/* Those told already go out of `all`. */
static void leave_new(struct sheet *s, struct orders *all)
{
    size_t n = 0;

    for (size_t i = 0; i < all->n; i++) {
        if (is_told(s, all->v[i].id))
            order_fini(&all->v[i]);
        else
            all->v[n++] = all->v[i];
    }
    all->n = n;
}

static enum xh_rc add_orders(struct sheet *s, const struct row *r, struct xh_err *err)
{
    const struct defs *defs = s->p->st->defs;
    int32_t today = s->p->env->today;
    struct order_filter f = { .item = r->it.id, .open = true, .today = today,
                              .reader = s->p->reader };
    struct orders all = { 0 };
    char day[DAY_TEXT];
    enum xh_rc rc = order_list(s->p->st, &f, &all, err);

    if (rc == XH_OK)
        leave_new(s, &all);
    if (rc == XH_OK && s->p->away)
        s->n_orders_kept_back += order_list_keep(s->p->st, s->p->away->person,
                                                 s->p->away->relations, &all);
    for (size_t i = 0; rc == XH_OK && i < all.n; i++) {
        const struct duban_order *o = &all.v[i];
        struct doc_row *row = doc_row(s->orders, DOC_ROW);
        char *name = order_name(o), *next = order_next_text(defs, o);
        int32_t due = order_reply_due(defs, o);
        doc_put(s->orders, row, "number", name);
        doc_put(s->orders, row, "code", r->it.code);
        doc_put(s->orders, row, "title", o->title);
        doc_put(s->orders, row, "to", o->to);
        doc_put(s->orders, row, "state", order_state_name(o->state));
        if (due != DAY_NONE)
            doc_put_day(s->orders, row, "due", due, day_format_short(due, today, day));
        doc_put(s->orders, row, "next", next);
        s->n_orders++;
        free(name);
        free(next);
    }
    orders_fini(&all);
    return rc;
}

/* A section begins with its heading, which gets its number when the rows are known: the place
 * of its block. */
static size_t begin_section(struct sheet *s)
{
    doc_add(s->d, DOC_GAP, NULL, NULL, NULL);
    doc_add(s->d, DOC_HEADING, NULL, NULL, NULL);
    return s->d->parts[s->d->n_parts - 1].n_blocks - 1;
}

static void end_section(struct sheet *s, size_t at, const char *title, size_t n,
                        size_t orders_kept_back)
{
    struct doc_part *p = &s->d->parts[s->d->n_parts - 1];
    char *heading = xasprintf(_("%s (%zu)"), title, n);

    doc_set(&p->blocks[at].text, heading);
    free(heading);
    if (n + orders_kept_back == 0)
        doc_add(s->d, DOC_PARAGRAPH, _("none"), NULL, NULL);
    paper_orders_kept_back(s->d, orders_kept_back);
}

typedef enum xh_rc adding(struct sheet *s, const struct row *r, struct xh_err *err);

static enum xh_rc each_row(struct sheet *s, adding *add, struct xh_err *err)
{
    enum xh_rc rc = XH_OK;

    for (size_t i = 0; rc == XH_OK && i < s->h->rows.n; i++)
        rc = add(s, &s->h->rows.v[i], err);
    return rc;
}

static enum xh_rc add_section(struct sheet *s, struct doc_table **table, const char *id,
                              const char *title, const struct doc_head *columns, adding *add,
                              const size_t *count, struct xh_err *err)
{
    size_t at = begin_section(s);

    *table = begin_table(s->d, id, title, columns);
    enum xh_rc rc = each_row(s, add, err);
    if (*count == 0) /* an empty table is not printed */
        for (size_t i = 0; i < (*table)->n_columns; i++)
            (*table)->columns[i].is |= DOC_HIDDEN;
    end_section(s, at, title, *count, *table == s->orders ? s->n_orders_kept_back : 0);
    return rc;
}

static enum xh_rc add_what_hangs_on_them(struct sheet *s, struct xh_err *err)
{
    static const struct doc_head promises[] = {
        { "code", N_("Code"), 28, DOC_FIXED | DOC_HEAD },
        { "promise", N_("What was promised"), 110, DOC_HEAD },
        { "who", N_("Promised by"), 28, 0 },
        { "day", N_("Day"), 22, DOC_FIXED },
        { "due", N_("Deadline"), 22, DOC_FIXED },
        { "state", N_("State"), 55, 0 },
        { 0 },
    };
    static const struct doc_head evidence[] = {
        { "code", N_("Code"), 28, DOC_FIXED | DOC_HEAD },
        { "missing", N_("What is missing"), 237, 0 },
        { 0 },
    };
    static const struct doc_head orders[] = {
        { "number", N_("Order"), 40, DOC_HEAD }, { "code", N_("Code"), 28, DOC_FIXED },
        { "title", N_("Item"), 72, 0 },          { "to", N_("Addressed to"), 40, 0 },
        { "state", N_("State"), 20, 0 },         { "due", N_("Reply due"), 22, DOC_FIXED },
        { "next", N_("What comes next"), 43, 0 },
        { 0 },
    };
    static const struct doc_head requests[] = {
        { "code", N_("Code"), 28, DOC_FIXED | DOC_HEAD }, { "what", N_("Request"), 30, DOC_HEAD },
        { "who", N_("Asked by"), 28, 0 },                 { "day", N_("Day"), 22, DOC_FIXED },
        { "reason", N_("Reason"), 157, 0 },
        { 0 },
    };
    enum xh_rc rc = add_section(s, &s->promises, "promises", _("Promises not kept yet"),
                                promises, add_promises, &s->n_promises, err);

    if (rc == XH_OK)
        rc = add_section(s, &s->evidence, "evidence", _("Evidence missing"), evidence,
                         add_evidence, &s->n_evidence, err);
    if (rc == XH_OK)
        rc = add_section(s, &s->orders, "orders", _("Orders not closed"), orders,
                         add_orders, &s->n_orders, err);
    if (rc == XH_OK)
        rc = add_section(s, &s->requests, "requests", _("Requests not answered"),
                         requests, add_requests, &s->n_requests, err);
    return rc;
}

/* ---- head and foot ---- */

/* "事项 14 | 户 23": what is shown in groups is counted apart, never added (OFFICE 7). */
static void count_rows(const struct sheet *s, struct buf *out)
{
    const struct defs *defs = s->p->st->defs;
    size_t items = 0;

    for (size_t i = 0; i < s->h->rows.n; i++) {
        const struct list_def *l = defs_list(defs, s->h->rows.v[i].it.list);
        items += !l || !l->sheet.grouped || !*l->row;
    }
    buf_printf(out, "%s %zu", _("items"), items);
    for (size_t k = 0; k < defs->n_lists; k++) {
        size_t n = 0;
        const struct list_def *l = &defs->lists[k];
        for (size_t i = 0; l->sheet.grouped && *l->row && i < s->h->rows.n; i++)
            n += strcmp(s->h->rows.v[i].it.list, l->id) == 0;
        if (n)
            buf_printf(out, " | %s %zu", l->row, n);
    }
}

/* Rows he is responsible for cannot be left without somebody (ENGINE 38): named one by one. */
static void add_unsettled(const struct sheet *s)
{
    struct buf b = { 0 };
    size_t n = 0;

    for (size_t i = 0; !*s->to && i < s->h->rows.n; i++)
        if (s->h->parts[i] & HANDOVER_OWNER)
            buf_printf(&b, "%s%s", n++ ? _(", ") : "", s->h->rows.v[i].it.code);
    if (n) {
        char *text = n > NAMED_MOST && n == s->h->rows.n
                         ? xasprintf(_("Without a new owner: all %zu, as the rows below say"), n)
                         : xasprintf(_("Without a new owner (%zu): %s"), n, buf_str(&b));
        doc_add(s->d, DOC_LINE, text, NULL, NULL);
        free(text);
    }
    buf_fini(&b);
}

static void add_head(const struct sheet *s)
{
    char *day = paper_date(s->p->env->today);
    struct buf b = { 0 };

    paper_part(s->d, s->p->st, "", s->p->env->today, day);
    buf_printf(&b, _("Handed over by: %s   To: %s"), s->from,
               *s->to ? s->to : "________________");
    doc_add(s->d, DOC_LINE, buf_str(&b), NULL, NULL);
    buf_clear(&b);
    buf_puts(&b, _("Open: "));
    count_rows(s, &b);
    buf_printf(&b, _("; responsible for %zu of them"), s->h->owned);
    doc_add(s->d, DOC_LINE, buf_str(&b), NULL, NULL);
    paper_kept_back(s->d, s->h->n_kept_back);
    add_unsettled(s);
    buf_fini(&b);
    free(day);
}

static void add_foot(const struct sheet *s)
{
    static const char *const signers[] = { N_("Handed over, signed: ____________________"),
                                           N_("Taken over, signed: ____________________") };
    struct buf b = { 0 };

    doc_add(s->d, DOC_GAP, NULL, NULL, NULL);
    buf_puts(&b, _("In all: "));
    count_rows(s, &b);
    buf_printf(&b, _("; promises %zu (not kept in time %zu), evidence missing %zu, orders %zu, "
                     "requests %zu."), s->n_promises, s->n_broken,
               s->n_evidence, s->n_orders, s->n_requests);
    doc_add(s->d, DOC_LINE, buf_str(&b), NULL, NULL);
    buf_fini(&b);
    for (size_t i = 0; i < 2; i++) {
        doc_add(s->d, DOC_GAP, NULL, NULL, NULL);
        struct doc_block *x = doc_add(s->d, DOC_PHRASES, NULL, NULL, NULL);
        doc_phrase(x, _(signers[i]), COLOUR_NONE);
        doc_phrase(x, _("Date: ____________"), COLOUR_NONE);
    }
}

enum xh_rc handover_paper(struct document *d, const struct handover_page *p,
                          const struct handover *h, struct xh_err *err)
{
    struct sheet s = { .d = d, .p = p, .h = h };
    enum xh_rc rc = paper_begin(d, p->st, DOC_LEDGER, _("Hand-over sheet"), err);

    s.from = person_name(p->st->db, h->person);
    s.to = person_name(p->st->db, p->to);
    if (rc == XH_OK) {
        add_head(&s);
        size_t at = begin_section(&s);
        if (h->rows.n)
            items_table(&s);
        end_section(&s, at, _("Open items"), h->rows.n, 0);
        rc = add_what_hangs_on_them(&s, err);
    }
    if (rc == XH_OK)
        add_foot(&s);
    free(s.orders_told);
    free(s.from);
    free(s.to);
    return rc;
}
