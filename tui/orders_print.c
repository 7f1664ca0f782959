/* orders_print.c - F8 on orders: the text of one as it goes out, or the list. */
#include <stdlib.h>

#include "model/i18n.h"
#include "model/order.h"
#include "report/export.h"
#include "report/order_page.h"
#include "report/order_paper.h"
#include "tui/ask.h"
#include "tui/orders.h"
#include "tui/preview.h"

#define PAPER 80                /* columns of the text of an order */
#define LIST_PAGE 132           /* and of the list */

/* ---- one order ---- */

static enum xh_rc compose_order(struct tui *t, void *ctx, bool away, struct document *out,
                                struct xh_err *err)
{
    struct duban_order o = {0};
    enum xh_rc rc = order_load(t->st->db, *(int64_t *)ctx, &o, err);

    if (rc == XH_OK && away)
        rc = order_may_take(t->st, t->me, &o, err);
    if (rc == XH_OK)
        rc = order_paper(out, t->st, &o, err);
    order_fini(&o);
    return rc;
}

void order_preview(struct tui *t, int64_t order)
{
    struct duban_order o = {0};
    struct xh_err err = {0};
    int64_t *id = xcalloc(1, sizeof *id);

    *id = order;
    if (order_load(t->st->db, order, &o, &err) != XH_OK) {
        tui_refuse(t, &err);
        free(id);
    } else {
        char *name = order_name(&o), *file = xasprintf("%s%s", order_kind_name(o.kind), name);
        tui_push(t, &preview_screen, &(struct preview_arg){
            .title = name, .file = file, .paper = compose_order, .width = PAPER, .ctx = id,
            .free_ctx = free });
        free(name);
        free(file);
    }
    order_fini(&o);
}

/* ---- the list ---- */

static void keep_group(struct tui *t, struct orders *list, enum orders_group group)
{
    size_t kept = 0;

    for (size_t i = 0; i < list->n; i++)
        if (orders_is_in(t, &list->v[i], group))
            list->v[kept++] = list->v[i];
        else
            order_fini(&list->v[i]);
    list->n = kept;
}

static enum xh_rc compose_list(struct tui *t, void *ctx, enum preview_for what,
                               struct preview_text *out, struct xh_err *err)
{
    struct order_filter f = { .today = t->env.today, .reader = t->me };
    struct orders list = {0};
    unsigned relations = 0;
    enum xh_rc rc = what == PREVIEW_SCREEN ? XH_OK
                                           : export_may(t->st, t->me, NULL, &relations, err);

    if (rc == XH_OK)
        rc = order_list(t->st, &f, &list, err);
    if (rc == XH_OK)
        keep_group(t, &list, *(enum orders_group *)ctx);
    if (rc == XH_OK && what != PREVIEW_SCREEN)
        export_say_orders_kept_back(&out->notes,
                                    order_list_keep(t->st, t->me, relations, &list));
    if (rc == XH_OK && what == PREVIEW_CSV) {
        order_list_export(&out->text, t->defs, &list, t->env.today, EXPORT_CSV);
    } else if (rc == XH_OK) {
        buf_printf(&out->text, "%s  %s\n", t->defs->township.name, _("orders and letters"));
        if (t->st->practice)
            buf_printf(&out->text, "%s\n", _("PRACTICE: not real data"));
        order_list_print(&out->text, t->defs, &list, t->env.today, LIST_PAGE, false);
    }
    orders_fini(&list);
    return rc;
}

void orders_print(struct tui *t, enum orders_group group, int64_t order)
{
    const char *const choices[] = { _("the text of this order"), _("the list as it is shown") };
    int at = order ? ask_choice(t, _("As text"), "", choices, 2, 0) : 1;

    if (at == 0) {
        order_preview(t, order);
    } else if (at == 1) {
        enum orders_group *ctx = xcalloc(1, sizeof *ctx);
        *ctx = group;
        tui_push(t, &preview_screen, &(struct preview_arg){
            .title = _("orders and letters"), .file = _("orders and letters"),
            .compose = compose_list, .ctx = ctx, .free_ctx = free, .has_csv = true });
    }
}
