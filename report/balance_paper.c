#include "report/balance_paper.h"

#include "model/i18n.h"
#include "report/paper_frame.h"

static const char *or_dash(const char *s)
{
    return *s ? s : "-";
}

static void add_line(struct doc_table *t, const struct balance_report *r,
                     const struct balance_line *v)
{
    struct doc_row *row = doc_row(t, DOC_ROW);
    struct buf off = { 0 }, how = { 0 };

    balance_difference(&off, r, v);
    balance_explain(&how, r, v);
    doc_put(t, row, "check", r->checks[v->check].def->name);
    doc_put(t, row, "project", or_dash(v->parent_code));
    doc_put(t, row, "village", or_dash(balance_place(r, v)));
    doc_put(t, row, "code", or_dash(v->code));
    doc_put(t, row, "difference", off.len ? buf_str(&off) : "-");
    doc_put(t, row, "how", buf_str(&how));
    buf_fini(&off);
    buf_fini(&how);
}

static void add_table(struct document *d, const struct balance_report *r)
{
    struct doc_table *t = doc_table(d, "balance", _("Books that balance"));

    doc_column(t, "check", _("Compared"), 0, TEXT_LEFT, DOC_FIXED | DOC_HEAD);
    t->columns[t->n_columns - 1].columns = 24;
    doc_column(t, "project", _("Project"), 0, TEXT_LEFT, DOC_FIXED);
    doc_column(t, "village", _("Village"), 0, TEXT_LEFT, DOC_CUT_SHORT);
    t->columns[t->n_columns - 1].columns = 12;
    doc_column(t, "code", _("Code"), 0, TEXT_LEFT, DOC_FIXED);
    doc_column(t, "difference", _("Difference"), 0, TEXT_RIGHT, DOC_FIXED);
    doc_column(t, "how", _("How"), 0, TEXT_LEFT, 0);
    for (size_t i = 0; i < r->n; i++)
        add_line(t, r, &r->v[i]);
}

enum xh_rc balance_paper(struct document *d, struct store *st, const struct balance_report *r,
                         int32_t today, struct xh_err *err)
{
    char day[DAY_TEXT];
    enum xh_rc rc = paper_begin(d, st, DOC_LEDGER, _("Books that balance"), err);

    if (rc != XH_OK)
        return rc;
    paper_part(d, st, "", today, day_format(today, day));
    if (r->n)
        add_table(d, r);
    paper_kept_back(d, r->kept_back);
    for (size_t i = 0; i < r->n_checks; i++) {
        struct buf b = { 0 };
        balance_summary(&b, &r->checks[i]);
        doc_add(d, DOC_LINE, buf_str(&b), NULL, NULL);
        buf_fini(&b);
    }
    return XH_OK;
}
