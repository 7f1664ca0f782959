/* cmd_map.c - 作战图: a mark for each household of a project. */
#include "cli/look.h"

#include "cli/paper_out.h"
#include "cli/typed.h"
#include "model/i18n.h"
#include "report/map_paper.h"

#define WIDTH 80                /* columns, where no terminal says */

const struct option map_options[] = {
    { "place", 0, OPT_TEXT, "PLACE", N_("in this place or below"), NO_PLACE },
    { "list", 0, OPT_CODE, "LIST", N_("whose rows (default: the first list with a map)"),
      NO_PLACE },
    PAPER_OPTIONS,
    { 0 },
};

enum xh_rc run_map(struct app *a, const struct command *c, struct args *args,
                   struct xh_err *err)
{
    const struct list_def *l = NULL;
    struct map_ask ask = { .parent = args_word(args, 0), .place = args_get(args, "place"),
                           .today = a->env.today, .reader = a->me };
    struct paper_out to = { 0 };
    struct document d = { 0 };
    enum xh_rc rc = paper_out_options(a, args, WIDTH, &to, err);

    (void)c;
    if (rc == XH_OK && args_get(args, "list"))
        rc = typed_list_or_all(a, args_get(args, "list"), &l, err);
    ask.list = l ? l->id : NULL;
    if (rc == XH_OK && paper_out_takes(&to))
        rc = look_may_export(a, map_list(a->defs, ask.list), &(unsigned){ 0 }, err);
    look_note(a);
    if (rc == XH_OK)
        rc = map_paper(&d, a->st, &ask, err);
    if (rc == XH_OK)
        rc = paper_put(a, &d, NULL, &to, err);
    document_fini(&d);
    return rc;
}
