/* query_balance.c - balance=off, balance=ID: the rows of which `balance` says that something
 * does not fit, for --where like any other condition. */
#include "model/query_build.h"

#include <string.h>

#include "model/balance_sql.h"
#include "model/i18n.h"

/* One check more of those that `l` takes part in, on either side. */
static enum xh_rc add_check(struct query *q, struct buf *out, const struct list_def *owner,
                            const struct balance_def *d, const struct list_def *l,
                            struct xh_err *err)
{
    struct balance_sql b;
    enum xh_rc rc = XH_OK;

    if (balance_sql_init(&b, q->st, owner, d, q->f->reader) && (l == owner || l == b.other)) {
        rc = balance_sql_keep(&b, err);
        buf_puts(out, out->len ? " OR i.id IN (" : "i.id IN (");
        balance_sql_items(out, &b, l);
        buf_putc(out, ')');
    }
    balance_sql_fini(&b);
    return rc;
}

enum xh_rc query_balance(struct query *q, const char *value, bool is_equal, struct xh_err *err)
{
    const struct defs *defs = q->st->defs;
    bool any = strcmp(value, "off") == 0, known = any;
    struct buf all = { 0 };
    enum xh_rc rc = XH_OK;

    for (size_t i = 0; i < defs->n_lists; i++)
        for (size_t k = 0; k < defs->lists[i].n_balance; k++) {
            const struct balance_def *d = &defs->lists[i].balance[k];
            if (!any && strcmp(d->id, value) != 0)
                continue;
            known = true;
            for (size_t n = 0; rc == XH_OK && n < defs->n_lists; n++)
                if (!q->list || q->list == &defs->lists[n])
                    rc = add_check(q, &all, &defs->lists[i], d, &defs->lists[n], err);
        }
    if (rc == XH_OK && !known)
        rc = balance_no_check(defs, value, err);
    if (rc != XH_OK) {
        buf_fini(&all);
        return rc;
    }
    sql_add(&q->cond, "", is_equal ? " AND (" : " AND NOT (");
    sql_add(&q->cond, "", all.len ? buf_str(&all) : "0");
    sql_add(&q->cond, "", ")");
    buf_fini(&all);
    return XH_OK;
}
