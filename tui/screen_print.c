#include "tui/screen_print.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "report/export.h"
#include "tui/preview.h"

static enum xh_rc compose(struct tui *t, void *ctx, enum preview_for what,
                          struct preview_text *out, struct xh_err *err)
{
    unsigned relations = REL_ALL;
    enum xh_rc rc = XH_OK;

    if (what != PREVIEW_SCREEN)
        rc = export_may(t->st, t->me, NULL, &relations, err);
    if (rc == XH_OK && !(relations & REL_ALL))
        rc = xh_fail(err, XH_DENIED, "%s", _("You may look at all of this, but not take all of "
                                             "it away."));
    if (rc == XH_OK)
        buf_puts(&out->text, ctx);
    return rc;
}

void screen_print(struct tui *t, const struct screen_ops *ops)
{
    char day[DAY_TEXT];
    struct buf text = {0};
    int y = 0;

    tui_show(t);                /* without a question asked before */
    char *all = canvas_text(&t->canvas);
    buf_printf(&text, "%s  %s  %s\n", t->defs->township.name, _(ops->title),
               day_format(t->env.today, day));
    if (t->st->practice)
        buf_printf(&text, "%s\n", _("PRACTICE: not real data"));
    for (const char *s = all; *s; y++) {
        size_t n = strcspn(s, "\n");
        if (y >= 2 && y < t->canvas.rows - 2) {
            buf_add(&text, s, n);
            buf_putc(&text, '\n');
        }
        s += n + (s[n] == '\n');
    }
    free(all);
    tui_push(t, &preview_screen, &(struct preview_arg){
        .title = _(ops->title), .file = _(ops->title), .compose = compose,
        .ctx = buf_take(&text), .free_ctx = free });
}
