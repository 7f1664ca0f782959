/* cmd_acceptance.c - `report acceptance`: the rows of a village drawn for inspection. */
#include "cli/cmd_weekly.h"

#include "cli/typed.h"
#include "model/i18n.h"
#include "model/people.h"
#include "report/acceptance.h"

#define WIDTH 80                /* columns, where no terminal says */

static enum xh_rc check_item(const struct args *args, struct xh_err *err)
{
    return args_word(args, 1) ? XH_OK
                              : xh_fail(err, XH_USAGE,
                                        _("name the item: report acceptance PROJECT "
                                          "[--place VILLAGE]"));
}

/* Names of rows that may be taken away; codes and places stand there anyhow. */
static enum xh_rc give(struct app *a, const struct acceptance *x, const struct paper_out *to,
                       struct exporter *away, struct xh_err *err)
{
    struct document d = {0};
    struct buf records = {0};
    enum xh_rc rc;

    if (paper_out_records(to)) {
        rc = acceptance_export(&records, x, look_records(to->format),
                               exporter_takes, away, err);
        look_kept_back(away->kept_back);
    } else {
        rc = acceptance_paper(&d, x, paper_out_takes(to) ? exporter_takes : NULL, away, err);
    }
    if (rc == XH_OK) {
        look_note(a);
        rc = paper_put(a, &d, paper_out_records(to) ? &records : NULL, to, err);
    }
    document_fini(&d);
    buf_fini(&records);
    return rc;
}

enum xh_rc run_acceptance(struct app *a, struct args *args, struct paper_out *to,
                          struct xh_err *err)
{
    struct acceptance x = {0};
    struct exporter away = {0};
    struct filter look;
    int64_t item = 0, place = 0;
    enum xh_rc rc = check_item(args, err);

    look_filter(a, &look);
    if (to->width == 0)
        to->width = WIDTH;
    if (rc == XH_OK)
        rc = typed_item(a, args_word(args, 1), &item, err);
    if (rc == XH_OK && args_get(args, "place"))
        rc = place_find(a->st->db, args_get(args, "place"), &place, err);
    if (rc == XH_OK && paper_out_takes(to))
        rc = exporter_begin(&away, a->st, a->me, NULL, err);
    if (rc == XH_OK)
        rc = acceptance_load(&x, a->st, &look, item, place, err);
    if (rc == XH_OK)
        rc = give(a, &x, to, &away, err);
    acceptance_fini(&x);
    return rc;
}
