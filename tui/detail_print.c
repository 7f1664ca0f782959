/* detail_print.c - F8 in 详情: the item as a text, the same as `show` and `why` print; of one
 * that waits for review the form to sign, of one crossed off the certificate. */
#include <stdlib.h>

#include "model/i18n.h"
#include "model/permit.h"
#include "report/item_text.h"
#include "tui/ask.h"
#include "tui/detail_own.h"
#include "tui/item_papers.h"
#include "tui/preview.h"

static void put_head(const struct tui *t, struct buf *out)
{
    char day[DAY_TEXT];

    buf_printf(out, "%s  %s\n", t->defs->township.name, day_format(t->env.today, day));
    if (t->st->practice)
        buf_printf(out, "%s\n", _("PRACTICE: not real data"));
    buf_putc(out, '\n');
}

/* Read anew, as this person may see it: what is uncovered on the screen for a while stays
 * there. */
static enum xh_rc compose(struct tui *t, void *ctx, enum preview_for what, struct buf *out,
                          struct xh_err *err)
{
    struct filter look = tui_filter(t);
    struct item_page x = {0};
    enum xh_rc rc = item_page_load(&x, t->st, &look, *(int64_t *)ctx, err);

    if (rc == XH_OK && what != PREVIEW_SCREEN)
        rc = permit_check(t->st->db, t->defs, t->me, VERB_EXPORT, x.r->it.list, x.id, err);
    if (rc == XH_OK) {
        put_head(t, out);
        rc = item_text_page(out, &x, err);
    }
    if (rc == XH_OK && x.has_facts) {
        buf_printf(out, "\n%s\n", _("Why this colour and these dates"));
        item_text_why(out, &x);
    }
    item_page_fini(&x);
    return rc;
}

static void print_text(struct tui *t, const struct detail_state *d)
{
    int64_t *item = xcalloc(1, sizeof *item);
    const struct list_def *l = d->x.list;
    char *file = xasprintf("%s%s", l ? l->name : "", d->x.r->it.code);
    char *title = xasprintf("%s  %s", d->x.r->it.code, _("as a text"));

    *item = d->item;
    tui_push(t, &preview_screen, &(struct preview_arg){
        .title = title, .file = file, .compose = compose, .ctx = item, .free_ctx = free });
    free(title);
    free(file);
}

void detail_print(struct tui *t, const struct detail_state *d)
{
    enum phase phase = (enum phase)d->x.r->it.phase;
    bool closed = phase == PHASE_CLOSED;
    const char *const choices[] = {
        closed ? _("the certificate of crossing off, with its evidence")
               : _("the form of approval, to be signed"),
        _("the item as a text"),
    };

    int at = closed || phase == PHASE_REVIEW ? ask_choice(t, _("Print"), "", choices, 2, 0) : 1;
    if (at == 0 && closed)
        certificate_print(t, d->item);
    else if (at == 0)
        approval_print(t, &d->item, 1);
    else if (at == 1)
        print_text(t, d);
}
