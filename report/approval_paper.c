#include "report/approval_paper.h"

#include <stdlib.h>
#include <string.h>

#include "model/detail.h"
#include "model/i18n.h"
#include "model/names.h"
#include "model/permit.h"
#include "report/paper_frame.h"

struct form {
    struct store *st;
    struct rows rows;
    struct names names;
};

/* ---- reading ---- */

static bool is_there(const struct form *f, int64_t item)
{
    for (size_t i = 0; i < f->rows.n; i++)
        if (f->rows.v[i].it.id == item)
            return true;
    return false;
}

static enum xh_rc add_row(struct form *f, const struct filter *look, int64_t item, bool away,
                          struct xh_err *err)
{
    struct filter one = { .item = item, .today = look->today, .as_of = DAY_NONE,
                          .without = ROW_LATEST | ROW_FIELDS, .reader = look->reader };
    size_t before = f->rows.n;
    enum xh_rc rc = query_rows(f->st, &one, &f->rows, err);

    if (rc == XH_OK && f->rows.n == before)
        rc = xh_fail(err, XH_NOT_FOUND, "%s", _("There is no such item, or not for you."));
    if (rc == XH_OK && away)
        rc = permit_check(f->st->db, f->st->defs, look->reader, VERB_EXPORT,
                          f->rows.v[before].it.list, item, err);
    return rc;
}

/* Only what was applied for can be approved. */
static enum xh_rc all_in_review(const struct form *f, struct xh_err *err)
{
    struct buf others = { 0 };
    enum xh_rc rc = XH_OK;

    for (size_t i = 0; i < f->rows.n; i++) {
        const struct item *it = &f->rows.v[i].it;
        const struct state_def *s = defs_state(f->st->defs, it->state);
        if (it->phase == PHASE_REVIEW)
            continue;
        buf_puts(&others, others.len ? _(", ") : "");
        buf_printf(&others, _("%s (%s)"), it->code, s ? s->name : it->state);
    }
    if (others.len)
        rc = xh_fail(err, XH_REFUSED,
                     _("Only items that wait for review stand on this form; not in review: %s"),
                     buf_str(&others));
    buf_fini(&others);
    return rc;
}

/* ---- describing ---- */

static struct doc_table *add_table(struct document *d)
{
    static const struct doc_head columns[] = {
        { "n", N_("No."), 10, DOC_FIXED | DOC_HEAD },
        { "code", N_("Code"), 20, DOC_FIXED | DOC_HEAD },
        { "title", N_("Item"), 50, DOC_HEAD },
        { "unit", N_("Lead unit"), 26, 0 },
        { "owner", N_("Owner"), 18, 0 },
        { "due", N_("Deadline"), 22, DOC_FIXED },
        { "done", N_("How complete"), 24, DOC_LONG },
        { "applied", N_("Applied for by, on"), 25, 0 },
        { "review", N_("Opinion of the reviewer"), 35, DOC_WRITE },
        { "approval", N_("Opinion of the leader"), 35, DOC_WRITE },
        { 0 },
    };
    struct doc_table *t = doc_table(d, "approval", "");

    t->ruled = t->as_blocks = true;
    doc_columns(t, columns);
    t->columns[0].align = TEXT_CENTRE;
    return t;
}

static void put(struct doc_table *t, struct doc_row *r, const char *id, char *text)
{
    doc_put(t, r, id, text);
    free(text);
}

static void put_row(struct form *f, struct doc_table *t, size_t i)
{
    const struct row *x = &f->rows.v[i];
    const struct item *it = &x->it;
    struct doc_row *r = doc_row(t, DOC_ROW);
    struct buf due = { 0 };
    char day[DAY_TEXT];

    put(t, r, "n", xasprintf("%zu", i + 1));
    doc_put(t, r, "code", it->code);
    doc_put(t, r, "title", it->title);
    put(t, r, "unit", *x->co ? xasprintf("%s\n(%s)", x->unit, x->co) : xstrdup(x->unit));
    doc_put(t, r, "owner", x->owner);
    buf_puts(&due, day_format(it->due, day));
    if (it->first_due != DAY_NONE && it->first_due != it->due)
        buf_printf(&due, _("\nfirst %s"), day_format(it->first_due, day));
    doc_put(t, r, "due", buf_str(&due));
    put(t, r, "done", xasprintf(_("steps %lld/%lld\nevidence: %lld"), (long long)it->steps_done,
                                (long long)it->steps_total,
                                (long long)detail_count_evidence(f->st, it->id)));
    put(t, r, "applied", xasprintf("%s\n%s", names_get(&f->names, NAMES_PERSON, it->applied_by),
                                   day_format(it->applied_on, day)));
    buf_fini(&due);
}

static void add_signatures(struct document *d)
{
    const char *const lines[] = { _("Reviewed by (signature): ____________  Date: ____________"),
                                  _("Approved by (signature): ____________  Date: ____________") };

    doc_add(d, DOC_GAP, NULL, NULL, NULL);
    struct doc_block *b = doc_add(d, DOC_PHRASES, NULL, NULL, NULL);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        doc_phrase(b, lines[i], COLOUR_NONE);
    doc_add(d, DOC_LINE,
            _("What is decided here is recorded from the signed form; the form is kept."), NULL,
            NULL);
}

static enum xh_rc describe(struct form *f, struct document *d, int32_t today, struct xh_err *err)
{
    char *on = paper_date(today);
    enum xh_rc rc = paper_begin(d, f->st, DOC_LEDGER, _("Form of approval for crossing off"), err);

    if (rc == XH_OK) {
        paper_part(d, f->st, "", today, on);
        if (f->rows.n == 0)
            doc_add(d, DOC_PARAGRAPH, _("none"), NULL, NULL);
        struct doc_table *t = f->rows.n ? add_table(d) : NULL;
        for (size_t i = 0; i < f->rows.n; i++)
            put_row(f, t, i);
        add_signatures(d);
        rc = names_failed(&f->names, err);
    }
    if (rc == XH_OK)
        rc = paper_anchor(d, f->st, err);
    free(on);
    return rc;
}

enum xh_rc approval_paper(struct document *d, struct store *st, const struct filter *look,
                          const int64_t *items, size_t n, bool away, struct xh_err *err)
{
    struct form f = { .st = st, .names = { .db = st->db } };
    enum xh_rc rc = XH_OK;

    for (size_t i = 0; rc == XH_OK && i < n; i++)
        if (!is_there(&f, items[i]))
            rc = add_row(&f, look, items[i], away, err);
    if (rc == XH_OK)
        rc = all_in_review(&f, err);
    if (rc == XH_OK)
        rc = describe(&f, d, look->today, err);
    names_fini(&f.names);
    rows_fini(&f.rows);
    return rc;
}
