/* cmd_map.c - 作战图 as text: a mark for each household of a project. */
#include "cli/look.h"

#include "cli/typed.h"
#include "model/i18n.h"
#include "report/map_text.h"

const struct option map_options[] = {
    { "place", 0, OPT_TEXT, "PLACE", N_("in this place or below"), NO_PLACE },
    { "list", 0, OPT_CODE, "LIST", N_("whose rows (default: the first list with a map)"),
      NO_PLACE },
    { "width", 0, OPT_NUMBER, "COLUMNS", N_("columns of the page (default: of the terminal, "
                                            "else 80)"), NO_PLACE },
    { 0 },
};

enum xh_rc run_map(struct app *a, const struct command *c, struct args *args,
                   struct xh_err *err)
{
    const struct list_def *l = NULL;
    struct map_ask ask = { .parent = args_word(args, 0), .place = args_get(args, "place"),
                           .today = a->env.today, .reader = a->me };
    int64_t width = a->columns;
    struct buf b = {0};
    enum xh_rc rc = XH_OK;

    (void)c;
    if (args_get(args, "list"))
        rc = typed_list_or_all(a, args_get(args, "list"), &l, err);
    if (rc == XH_OK && args_get(args, "width"))
        rc = typed_number(args_get(args, "width"), "--width", &width, err);
    if (rc == XH_OK && args_get(args, "width") && (width < 40 || width > 400))
        rc = xh_fail(err, XH_USAGE, _("--width: between %d and %d columns; 80 and 132 are usual"),
                     40, 400);
    ask.list = l ? l->id : NULL;
    look_note(a);
    if (rc == XH_OK)
        rc = map_print(&b, a->st, &ask, (int)width, err);
    if (rc == XH_OK)
        out_raw(buf_str(&b));
    buf_fini(&b);
    return rc;
}
