/* cmd_minutes.c - `report minutes`: what a meeting decided, as the screen keeps it. */
#include "cli/cmd_weekly.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/meeting_acts.h"
#include "report/minutes.h"

#define WIDTH 76

/* The meeting named, or the last one. */
static enum xh_rc load(struct app *a, const char *name, struct meeting *m, struct xh_err *err)
{
    size_t n;
    char **names = meeting_names(a->st, &n);
    enum xh_rc rc;

    if (name)
        rc = meeting_load(a->st, name, m, err);
    else if (n)
        rc = meeting_load(a->st, names[0], m, err);
    else
        rc = xh_fail(err, XH_NOT_FOUND,
                     _("no meeting is kept here; it is recorded on the screen (F9)"));
    for (size_t i = 0; i < n; i++)
        free(names[i]);
    free(names);
    return rc;
}

enum xh_rc run_minutes(struct app *a, struct args *args, struct paper_out *to,
                       struct xh_err *err)
{
    struct meeting m = { 0 };
    struct document d = { 0 };
    struct exporter away = { 0 };
    enum xh_rc rc = XH_OK;

    to->width = to->width ? to->width : WIDTH;
    if (!meeting_may(a->st, a->me, err))
        rc = err->rc;
    if (rc == XH_OK && paper_out_takes(to))
        rc = exporter_begin(&away, a->st, a->me, NULL, err);
    if (rc == XH_OK)
        rc = load(a, args_get(args, "no"), &m, err);
    if (rc == XH_OK) {
        meeting_look_back(a->st, &m);
        rc = minutes_paper(&d, a->st, &m, paper_out_takes(to) ? &away : NULL, err);
    }
    if (rc == XH_OK)
        rc = paper_put(a, &d, NULL, to, err);
    if (rc == XH_OK && to->path) {
        char *name = minutes_name(&m);
        outf("%s: %s\n", to->path, name);
        free(name);
    }
    document_fini(&d);
    meeting_fini(&m);
    return rc;
}
