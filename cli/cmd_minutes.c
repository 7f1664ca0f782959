/* cmd_minutes.c - `report minutes`: what a meeting decided, as the screen keeps it. */
#include "cli/cmd_weekly.h"

#include <stdlib.h>
#include <string.h>

#include "cli/typed.h"
#include "model/i18n.h"
#include "model/meeting_acts.h"
#include "model/permit.h"
#include "report/minutes.h"
#include "report/outfile.h"

#define WIDTH 76

static enum xh_rc check_options(const struct args *args, enum format format,
                                struct xh_err *err)
{
    static const char *const others[] = { "by", "list", "unit", "lead", "place", "from", "to",
                                          "next-week", "final", "corrects", "reason" };

    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (args_has(args, others[i]))
            return xh_fail(err, XH_USAGE, _("--%s does not go with the minutes of a meeting"),
                           others[i]);
    return format == FORMAT_TABLE
               ? XH_OK
               : xh_fail(err, XH_USAGE, _("minutes are text; their decisions are rows of the "
                                          "lists"));
}

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

enum xh_rc run_minutes(struct app *a, struct args *args, enum format format,
                       struct xh_err *err)
{
    const char *path = args_get(args, "output");
    struct meeting m = { 0 };
    struct buf b = { 0 };
    int64_t width = WIDTH;
    enum xh_rc rc = check_options(args, format, err);

    if (rc == XH_OK && !meeting_may(a->st, a->me, err))
        rc = err->rc;
    if (rc == XH_OK && args_get(args, "width"))
        rc = typed_number(args_get(args, "width"), "--width", &width, err);
    if (rc == XH_OK && (width < 40 || width > 400))
        rc = xh_fail(err, XH_USAGE, _("--width: between %d and %d columns; 80 and 132 are usual"),
                     40, 400);
    if (rc == XH_OK && path)
        rc = look_may_export(a, NULL, &(unsigned){ 0 }, err);
    if (rc == XH_OK)
        rc = load(a, args_get(args, "no"), &m, err);
    if (rc == XH_OK) {
        meeting_look_back(a->st, &m);
        minutes_print(&b, a->st, &m, (int)width, path ? a->me : 0);
        if (path)
            rc = outfile_write(path, &b, err);
        else
            out_raw(buf_str(&b));
    }
    buf_fini(&b);
    meeting_fini(&m);
    return rc;
}
