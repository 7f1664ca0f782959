/* review_sheet.c - the sheet taken along when a village is inspected (整村验收抽查表), from the row
 * of 待我审核 that asks for it. See review_own.h. */
#include "tui/review_own.h"

#include <stdlib.h>

#include "model/i18n.h"
#include "model/people.h"
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

static enum xh_rc read_drawn(struct tui *t, const struct sheet *s, struct exporter *away,
                             struct acceptance *out, struct xh_err *err)
{
    const struct filter look = tui_filter(t);
    int64_t item = 0, place = 0;
    enum xh_rc rc = away ? exporter_begin(away, t->st, t->me, s->list, err) : XH_OK;

    if (rc == XH_OK)
        rc = item_find(t->st->db, t->defs, s->parent, t->env.today, &item, err);
    if (rc == XH_OK)
        rc = place_find(t->st->db, s->place, &place, err);
    return rc == XH_OK ? acceptance_load(out, t->st, &look, item, place, err) : rc;
}

static enum xh_rc compose(struct tui *t, void *ctx, enum preview_for what,
                          struct preview_text *out, struct xh_err *err)
{
    struct acceptance a = {0};
    struct exporter away;
    enum xh_rc rc = read_drawn(t, ctx, &away, &a, err);

    (void)what;
    if (rc == XH_OK)
        rc = acceptance_export(&out->text, &a, EXPORT_CSV, exporter_takes, &away, err);
    export_say_kept_back(&out->notes, away.kept_back);
    acceptance_fini(&a);
    return rc;
}

/* Names of rows that may be taken away; codes and places stand there anyhow. */
static enum xh_rc compose_paper(struct tui *t, void *ctx, bool is_away, struct document *out,
                                struct xh_err *err)
{
    struct acceptance a = {0};
    struct exporter taking = {0}, *away = is_away ? &taking : NULL;
    enum xh_rc rc = read_drawn(t, ctx, away, &a, err);

    if (rc == XH_OK)
        rc = acceptance_paper(out, &a, away ? exporter_takes : NULL, away, err);
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
