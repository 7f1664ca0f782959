/* cmd_handover.c - `report handover`: what somebody who leaves hands over. */
#include "cli/cmd_weekly.h"

#include <stdlib.h>

#include "model/i18n.h"
#include "model/people.h"
#include "report/handover_paper.h"

#define WIDTH 132

static enum xh_rc check_person(const struct args *args, struct xh_err *err)
{
    return args_word(args, 1) ? XH_OK
                              : xh_fail(err, XH_USAGE,
                                        _("name the person: report handover PERSON "
                                          "[--to PERSON]"));
}

static enum xh_rc find_people(struct app *a, const struct args *args, int64_t *from,
                              int64_t *to, struct xh_err *err)
{
    enum xh_rc rc = person_find(a->st->db, args_word(args, 1), from, err);

    if (rc == XH_OK && args_get(args, "to"))
        rc = person_find(a->st->db, args_get(args, "to"), to, err);
    if (rc == XH_OK && *from == *to)
        rc = xh_fail(err, XH_USAGE, "%s", _("--to: nobody hands over to himself"));
    return rc;
}

enum xh_rc run_handover(struct app *a, struct args *args, struct paper_out *to,
                        struct xh_err *err)
{
    struct handover_page page = { .st = a->st, .env = &a->env, .reader = a->me };
    struct handover h = { 0 };
    struct document d = { 0 };
    struct filter look;
    struct exporter away = { 0 };
    int64_t person = 0;
    enum xh_rc rc = check_person(args, err);

    to->width = to->width ? to->width : WIDTH;
    look_filter(a, &look);
    if (rc == XH_OK)
        rc = find_people(a, args, &person, &page.to, err);
    if (rc == XH_OK && paper_out_takes(to))
        rc = exporter_begin(&away, a->st, a->me, NULL, err);
    page.away = paper_out_takes(to) ? &away : NULL;
    if (rc == XH_OK)
        rc = handover_load(a->st, &look, person, HANDOVER_GIVEN | HANDOVER_CO,
                           paper_out_takes(to) ? exporter_takes : NULL, &away, &h, err);
    if (rc == XH_OK)
        rc = handover_paper(&d, &page, &h, err);
    if (rc == XH_OK)
        rc = paper_put(a, &d, NULL, to, err);
    if (rc == XH_OK && to->path)
        outf(_("%s: rows: %zu\n"), to->path, h.rows.n);
    document_fini(&d);
    handover_fini(&h);
    return rc;
}
