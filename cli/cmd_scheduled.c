/* cmd_scheduled.c - `report weekly --scheduled`: what a timer runs every hour. It says nothing
 * unless the draft was made just now, or could not be. */
#include "cli/cmd_weekly.h"

#include <stdlib.h>

#include "model/i18n.h"
#include "report/scheduled.h"

static enum xh_rc check(const struct app *a, const struct args *args, struct xh_err *err)
{
    if (args->n > 1)
        return xh_fail(err, XH_USAGE, _("--scheduled goes with no other option"));
    if (a->today && !a->st->practice)
        return xh_fail(err, XH_USAGE, _("--scheduled goes by the clock; --today goes with it in a "
                                        "practice township only"));
    return XH_OK;
}

enum xh_rc run_scheduled(struct app *a, struct args *args, struct xh_err *err)
{
    struct scheduled s = { 0 };
    struct buf notes = { 0 };
    bool made = false;
    enum xh_rc rc = check(a, args, err);
    struct scheduled_now now = scheduled_now(a->defs, &a->env, a->today != NULL);

    if (rc == XH_OK)
        rc = scheduled_look(a->st, &now, &s, err);
    if (rc == XH_OK && s.is_due) {
        app_close(a); /* it was opened for reading */
        rc = app_open(a, true, err);
        if (rc == XH_OK)
            rc = scheduled_make(a->st, &a->env, &now, a->me, &made, &s, &notes, err);
    }
    if (made) {
        outf(_("papers/%s: the draft is made; turning red before the meeting: %lld\n"),
             s.last.text, (long long)s.last.red);
        if (notes.len)
            outf("%s", buf_str(&notes));
    }
    buf_fini(&notes);
    scheduled_fini(&s);
    return rc;
}
