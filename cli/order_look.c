#include "cli/order_look.h"

#include <stdlib.h>
#include <string.h>

#include "cli/look.h"
#include "cli/paper_out.h"
#include "model/i18n.h"
#include "model/order.h"
#include "model/permit.h"
#include "model/text.h"
#include "report/order_page.h"
#include "report/order_paper.h"

#define PAGE 80                 /* columns of the printed text */

/* ---- lists ---- */

enum xh_rc order_run_list(struct app *a, const struct args *args, struct xh_err *err)
{
    struct orders list = {0};
    struct buf b = {0};
    enum format format;
    unsigned relations = 0;
    struct order_filter f = {
        .state = args_get(args, "state"), .unit = args_get(args, "unit"),
        .open = args_has(args, "open"), .overdue = args_has(args, "overdue"),
        .unsigned_ = args_has(args, "unsigned"), .today = a->env.today, .reader = a->me,
    };
    enum xh_rc rc = look_format(args, &format, err);

    if (rc == XH_OK && format != FORMAT_TABLE)
        rc = look_may_export(a, NULL, &relations, err);
    if (rc == XH_OK)
        rc = order_list(a->st, &f, &list, err);
    if (rc == XH_OK && format != FORMAT_TABLE) {
        look_orders_kept_back(order_list_keep(a->st, a->me, relations, &list));
        order_list_export(&b, a->defs, &list, a->env.today, look_records(format));
    } else if (rc == XH_OK) {
        order_list_print(&b, a->defs, &list, a->env.today, a->columns, a->colours);
    }
    out_raw(buf_str(&b));
    buf_fini(&b);
    orders_fini(&list);
    return rc;
}

/* ---- one order ---- */

static enum xh_rc find(struct app *a, const struct args *args, struct duban_order *o,
                       struct xh_err *err)
{
    int64_t id = 0;

    if (!args_word(args, 1))
        return xh_fail(err, XH_USAGE, _("which order? its number is missing"));
    enum xh_rc rc = order_find(a->st->db, args_word(args, 1), a->env.today, &id, err);
    if (rc == XH_OK && !order_may_read(a->st, a->me, id))
        rc = xh_fail(err, XH_DENIED, _("this order is not yours to read"));
    return rc == XH_OK ? order_load(a->st->db, id, o, err) : rc;
}

enum xh_rc order_run_show(struct app *a, const struct args *args,
                                 struct xh_err *err)
{
    struct duban_order o = {0};
    struct buf b = {0};
    struct paper_out to = {0};
    enum xh_rc rc = paper_out_options(a, args, PAGE, &to, err);

    if (rc == XH_OK && paper_out_takes(&to))
        return order_run_print(a, args, err);
    if (rc == XH_OK)
        rc = find(a, args, &o, err);
    if (rc == XH_OK)
        order_page_print(&b, a->defs, &o, a->env.today, a->columns > 40 ? a->columns : PAGE);
    out(buf_str(&b));
    buf_fini(&b);
    order_fini(&o);
    return rc;
}

enum xh_rc order_run_print(struct app *a, const struct args *args, struct xh_err *err)
{
    struct duban_order o = {0};
    struct document d = {0};
    struct paper_out to = {0};
    enum xh_rc rc = paper_out_options(a, args, PAGE, &to, err);

    to.width = PAGE;            /* an official paper is as wide on every screen */
    if (rc == XH_OK)
        rc = find(a, args, &o, err);
    if (rc == XH_OK && paper_out_takes(&to))
        rc = order_may_take(a->st, a->me, &o, err);
    if (rc == XH_OK)
        rc = order_paper(&d, a->st, &o, err);
    if (rc == XH_OK)
        rc = paper_put(a, &d, NULL, &to, err);
    if (rc == XH_OK && to.path)
        outf(_("written to %s\n"), to.path);
    document_fini(&d);
    order_fini(&o);
    return rc;
}
