/* detail_print.c - F8 in 详情: the item as a page of the ledger (item_paper.h), the same as
 * `show -o` makes; of one that waits for review the form to sign, of one crossed off the
 * certificate. */
#include <stdlib.h>

#include "model/i18n.h"
#include "report/item_paper.h"
#include "tui/ask.h"
#include "tui/detail_own.h"
#include "tui/item_papers.h"
#include "tui/preview.h"

#define PAGE 132                /* columns: a sheet of paper across */

/* Read anew, as this person may see it: what is uncovered on the screen for a while stays
 * there. */
static enum xh_rc compose(struct tui *t, void *ctx, bool away, struct document *out,
                          struct xh_err *err)
{
    struct filter look = tui_filter(t);

    return item_paper(out, t->st, &look, *(int64_t *)ctx, away, err);
}

static void print_item(struct tui *t, const struct detail_state *d)
{
    int64_t *item = xcalloc(1, sizeof *item);
    const struct list_def *l = d->x.list;
    char *file = xasprintf("%s%s", l ? l->name : "", d->x.r->it.code);

    *item = d->item;
    tui_push(t, &preview_screen, &(struct preview_arg){
        .title = d->x.r->it.code, .file = file, .paper = compose, .width = PAGE, .ctx = item,
        .free_ctx = free });
    free(file);
}

void detail_print(struct tui *t, const struct detail_state *d)
{
    enum phase phase = (enum phase)d->x.r->it.phase;
    bool closed = phase == PHASE_CLOSED;
    const char *const choices[] = {
        closed ? _("the certificate of crossing off, with its evidence")
               : _("the form of approval, to be signed"),
        _("the item as a page of the ledger"),
    };

    int at = closed || phase == PHASE_REVIEW ? ask_choice(t, _("Print"), "", choices, 2, 0) : 1;
    if (at == 0 && closed)
        certificate_print(t, d->item);
    else if (at == 0)
        approval_print(t, &d->item, 1);
    else if (at == 1)
        print_item(t, d);
}
