/* cmd_field_sheet.c - `report visits`: 包户走访单, a sheet to take along for each cadre. */
#include "cli/cmd_weekly.h"

#include <string.h>

#include "cli/typed.h"
#include "model/i18n.h"
#include "report/field_sheet.h"

enum xh_rc run_field_sheet(struct app *a, struct args *args, struct paper_out *to,
                           struct xh_err *err)
{
    const struct list_def *list = NULL;
    struct round_ask ask = { .owner = args_get(args, "owner"), .parent = args_get(args, "parent"),
                             .place = args_get(args, "place"), .all = args_has(args, "all"),
                             .day = look_day(a), .today = a->env.today, .reader = a->me };
    struct sheet_look look = { .day = ask.day, .reader = a->me };
    struct round r = {0};
    struct document d = {0};
    struct exporter away = {0};
    size_t told = 0;
    enum xh_rc rc = XH_OK;

    if (to->width == 0)
        to->width = SHEET_WIDTH;
    if (rc == XH_OK && args_get(args, "list"))
        rc = typed_list_or_all(a, args_get(args, "list"), &list, err);
    if (rc == XH_OK && paper_out_takes(to))
        rc = exporter_begin(&away, a->st, a->me, list ? list->id : NULL, err);
    ask.list = list ? list->id : NULL;
    if (paper_out_takes(to)) {
        look.keep = exporter_takes;
        look.ctx = &away;
    }
    if (rc == XH_OK)
        rc = round_load(a->st, &ask, &r, err);
    if (rc == XH_OK)
        rc = field_sheet_paper(&d, a->st, &r, &look, &told, err);
    if (rc == XH_OK) {
        look_note(a);
        rc = paper_put(a, &d, NULL, to, err);
    }
    if (rc == XH_OK && to->path)
        outf(_("%s: rows: %zu\n"), to->path, told);
    document_fini(&d);
    round_fini(&r);
    return rc;
}
