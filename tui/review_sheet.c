/* review_sheet.c - the sheet taken along when a village is inspected (整村验收抽查表), from the row
 * of 待我审核 that asks for it. See review_own.h. */
#include "tui/review_own.h"

#include <stdlib.h>

#include "model/i18n.h"
#include "model/people.h"
#include "model/permit.h"
#include "report/acceptance.h"
#include "report/export.h"
#include "tui/preview.h"

#define PAPER 78                /* columns */

struct sheet { char *list, *parent, *place; };

static void free_sheet(void *ctx)
{
    struct sheet *s = ctx;

    free(s->list);
    free(s->parent);
    free(s->place);
    free(s);
}

/* Names of rows that may be taken away; codes and places stand there anyhow. */
static bool may_go(void *ctx, const struct row *r)
{
    const struct tui *t = ctx;

    return permit_may(t->st->db, t->defs, t->me, VERB_EXPORT, r->it.list, r->it.id);
}

static enum xh_rc read_drawn(struct tui *t, const struct sheet *s, bool away,
                             struct acceptance *out, struct xh_err *err)
{
    const struct filter look = tui_filter(t);
    int64_t item = 0, place = 0;
    unsigned relations;
    enum xh_rc rc = away ? export_may(t->st, t->me, s->list, &relations, err) : XH_OK;

    if (rc == XH_OK)
        rc = item_find(t->st->db, t->defs, s->parent, t->env.today, &item, err);
    if (rc == XH_OK)
        rc = place_find(t->st->db, s->place, &place, err);
    return rc == XH_OK ? acceptance_load(out, t->st, &look, item, place, err) : rc;
}

static enum xh_rc compose(struct tui *t, void *ctx, enum preview_for what, struct buf *out,
                          struct xh_err *err)
{
    struct acceptance a = {0};
    enum xh_rc rc = read_drawn(t, ctx, true, &a, err);

    (void)what;
    if (rc == XH_OK)
        rc = acceptance_export(out, &a, EXPORT_CSV, may_go, t, err);
    acceptance_fini(&a);
    return rc;
}

static enum xh_rc compose_paper(struct tui *t, void *ctx, bool away, struct document *out,
                                struct xh_err *err)
{
    struct acceptance a = {0};
    enum xh_rc rc = read_drawn(t, ctx, away, &a, err);

    if (rc == XH_OK)
        rc = acceptance_paper(out, &a, away ? may_go : NULL, t, err);
    acceptance_fini(&a);
    return rc;
}

void review_sheet(struct tui *t, const struct review_row *r)
{
    struct sheet *s = xcalloc(1, sizeof *s);
    char *file = xasprintf("%s%s", _("Inspection before a village is crossed off"), r->place);

    *s = (struct sheet){ xstrdup(r->list), xstrdup(r->code), xstrdup(r->place) };
    tui_push(t, &preview_screen, &(struct preview_arg){
        .title = _("Inspection before a village is crossed off"), .file = file,
        .paper = compose_paper, .width = PAPER, .compose = compose, .ctx = s,
        .free_ctx = free_sheet });
    free(file);
}
