#include "cli/screen.h"

#include "tui/term.h"
#include "tui/today.h"
#include "tui/tui.h"

bool screen_fits(const struct app *a)
{
    return a->in_tty && a->out_tty;
}

/* The township's day moves on at its midnight, unless --today holds it. */
static void look_at_clock(void *ctx, struct env *env)
{
    const struct app *a = ctx;

    env->now_ms = a->clock_ms();
    if (!a->today)
        env->today = app_day(env->now_ms, a->st->defs->township.utc_offset);
}

enum xh_rc screen_run(struct app *a, struct xh_err *err)
{
    struct tui t = {0};
    enum xh_rc rc = a->st ? XH_OK : app_open(a, true, err);

    if (rc == XH_OK)
        rc = term_open(&t.term, err);
    if (rc != XH_OK)
        return rc;
    t.st = a->st;
    t.env = a->env;
    t.me = a->me;
    t.account = store_person_by_uid(a->st, a->uid, a->login);
    t.may_switch = app_may_switch(a);
    t.clock = look_at_clock;
    t.clock_ctx = a;
    t.fixed_day = a->today != NULL;
    t.home = a->home;
    t.user_home = a->user_home;
    rc = tui_run(&t, &today_screen, NULL, err);
    term_close();
    return rc;
}
