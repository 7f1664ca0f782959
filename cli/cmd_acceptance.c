/* cmd_acceptance.c - `report acceptance`: the rows of a village drawn for inspection. */
#include "cli/cmd_weekly.h"

#include <stdlib.h>
#include <string.h>

#include "cli/typed.h"
#include "model/i18n.h"
#include "model/people.h"
#include "model/permit.h"
#include "report/acceptance.h"
#include "report/outfile.h"

#define WIDTH 80

static bool may_go(void *ctx, const struct row *r)
{
    const struct app *a = ctx;

    return permit_may(a->st->db, a->defs, a->me, VERB_EXPORT, r->it.list, r->it.id);
}

static enum xh_rc check_options(const struct args *args, struct xh_err *err)
{
    static const char *const others[] = { "by", "list", "unit", "lead", "owner", "parent", "all",
                                          "from", "to", "next-week", "final", "no", "corrects",
                                          "reason" };

    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (args_has(args, others[i]))
            return xh_fail(err, XH_USAGE, _("--%s does not go with `report acceptance`"),
                           others[i]);
    return args_word(args, 1) ? XH_OK
                              : xh_fail(err, XH_USAGE,
                                        _("name the item: report acceptance PROJECT "
                                          "[--place VILLAGE]"));
}

enum xh_rc run_acceptance(struct app *a, struct args *args, enum format format,
                          struct xh_err *err)
{
    const char *path = args_get(args, "output");
    struct acceptance x = {0};
    struct filter look;
    struct buf b = {0};
    int64_t item = 0, place = 0, width = path ? WIDTH : a->columns ? a->columns : WIDTH;
    enum xh_rc rc = check_options(args, err);

    look_filter(a, &look);
    if (rc == XH_OK && args_get(args, "width"))
        rc = typed_number(args_get(args, "width"), "--width", &width, err);
    if (rc == XH_OK && (width < 40 || width > 400))
        rc = xh_fail(err, XH_USAGE, _("--width: between %d and %d columns; 80 and 132 are usual"),
                     40, 400);
    if (rc == XH_OK)
        rc = typed_item(a, args_word(args, 1), &item, err);
    if (rc == XH_OK && args_get(args, "place"))
        rc = place_find(a->st->db, args_get(args, "place"), &place, err);
    if (rc == XH_OK && (path || format != FORMAT_TABLE))
        rc = look_may_export(a, NULL, &(unsigned){ 0 }, err);
    if (rc == XH_OK)
        rc = acceptance_load(&x, a->st, &look, item, place, err);
    if (rc == XH_OK)
        rc = format == FORMAT_TABLE
                 ? acceptance_print(&b, &x, (int)width, path ? may_go : NULL, a, err)
                 : acceptance_export(&b, &x, format == FORMAT_CSV ? EXPORT_CSV : EXPORT_JSON,
                                     may_go, a, err);
    if (rc == XH_OK)
        look_note(a);
    if (rc == XH_OK && path)
        rc = outfile_write(path, &b, err);
    else if (rc == XH_OK)
        out_raw(buf_str(&b));
    buf_fini(&b);
    acceptance_fini(&x);
    return rc;
}
