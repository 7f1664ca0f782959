#include "tui/item_papers.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "report/approval_paper.h"
#include "report/certificate_paper.h"
#include "tui/preview.h"

#define FORM_PAGE 132           /* columns as text: across, upright */
#define CERTIFICATE_PAGE 80

struct items { size_t n; int64_t v[]; };

static struct items *items_new(const int64_t *items, size_t n)
{
    struct items *x = xcalloc(1, sizeof *x + (n + 1) * sizeof *x->v);

    x->n = n;
    if (n)
        memcpy(x->v, items, n * sizeof *x->v);
    return x;
}

static enum xh_rc compose_approval(struct tui *t, void *ctx, bool away, struct document *out,
                                   struct xh_err *err)
{
    const struct items *x = ctx;
    struct filter look = tui_filter(t);

    return approval_paper(out, t->st, &look, x->v, x->n, away, err);
}

void approval_print(struct tui *t, const int64_t *items, size_t n)
{
    tui_push(t, &preview_screen, &(struct preview_arg){
        .title = _("Form of approval for crossing off"),
        .file = _("Form of approval for crossing off"), .paper = compose_approval,
        .width = FORM_PAGE, .ctx = items_new(items, n), .free_ctx = free });
}

static enum xh_rc compose_certificate(struct tui *t, void *ctx, bool away, struct document *out,
                                      struct xh_err *err)
{
    const struct items *x = ctx;
    struct filter look = tui_filter(t);

    return certificate_paper(out, t->st, &look, x->v[0], away, err);
}

void certificate_print(struct tui *t, int64_t item)
{
    struct item it = {0};
    struct xh_err err = {0};

    if (item_load(t->st->db, item, &it, &err) != XH_OK) {
        tui_refuse(t, &err);
    } else {
        char *name = xasprintf("%s%s", _("Certificate of crossing off"), it.code);
        tui_push(t, &preview_screen, &(struct preview_arg){
            .title = name, .file = name, .paper = compose_certificate,
            .width = CERTIFICATE_PAGE, .ctx = items_new(&item, 1), .free_ctx = free });
        free(name);
    }
    item_fini(&it);
}
