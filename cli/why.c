/* why.c - why this colour, why this date; and what stood on a day gone by. */
#include "cli/show.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/look.h"
#include "model/i18n.h"
#include "model/text.h"
#include "report/item_text.h"

static enum xh_rc why_step(struct page *p, const char *typed, struct xh_err *err)
{
    char *id = text_trim(text_halfwidth(typed));
    int at = list_step(p->x.list, id);

    for (size_t i = 0; at < 0 && i < p->x.list->n_steps; i++) {
        char number[24];            /* as numbered in the list, from 1 */
        snprintf(number, sizeof number, "%zu", i + 1);
        if (strcmp(p->x.list->steps[i].name, id) == 0 || strcmp(number, id) == 0)
            at = (int)i;
    }
    free(id);
    if (at < 0) {
        struct buf all = {0};
        for (size_t i = 0; i < p->x.list->n_steps; i++)
            buf_printf(&all, "%s%s (%s)", i ? _(", ") : "", p->x.list->steps[i].id,
                       p->x.list->steps[i].name);
        xh_fail(err, XH_NOT_FOUND, _("%s has no step '%s'. There are: %s"), p->x.list->name,
                typed, all.len ? buf_str(&all) : "-");
        buf_fini(&all);
        return XH_NOT_FOUND;
    }
    item_text_why_step(&p->b, &p->x, (size_t)at);
    return XH_OK;
}

enum xh_rc run_why(struct app *a, const struct command *c, struct args *args, struct xh_err *err)
{
    struct page p;
    enum xh_rc rc = page_load(&p, a, args_word(args, 0), err);

    (void)c;
    if (rc == XH_OK && !p.x.has_facts)
        rc = xh_fail(err, XH_CONFIG,
                     _("list '%s' is no longer configured: its dates cannot be "
                       "explained"),
                     p.x.r->it.list);
    if (rc == XH_OK) {
        look_note(a);
        item_text_head(&p.b, &p.x);
        buf_putc(&p.b, '\n');
        if (args_word(args, 1))
            rc = why_step(&p, args_word(args, 1), err);
        else
            item_text_why(&p.b, &p.x);
    }
    if (rc == XH_OK)
        out(buf_str(&p.b));
    page_fini(&p);
    return rc;
}
