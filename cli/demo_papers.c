/* demo_papers.c - orders and letters of the practice township are written, signed,
 * delivered and answered; its weekly sheets of the weeks before are final. */
#include "cli/demo_play.h"

#include <stdio.h>

#include "model/order.h"
#include "model/rhythm.h"
#include "report/weekly.h"

/* p->what: order; p->n: which of its acts. */
static enum xh_rc act_on_order(struct demo *d, const struct play *p, struct xh_err *err)
{
    const struct demo_order *o = &demo_orders[p->what];
    const struct demo_order_act *a = &o->acts[p->n];
    struct who who = { .actor = d->person[a->who] };
    struct order_call c = { .verb = a->verb, .due = DAY_NONE, .on = DAY_NONE };
    struct order_result r;
    const char *code = d->lives[o->item].code;
    char name[32];

    if (a->verb == VERB_SUPERVISE) {
        c.codes = &code;
        c.n_codes = 1;
        c.place = o->place;
    }
    snprintf(name, sizeof name, "#%lld", (long long)d->orders[p->what]);
    c.order = name;
    c.text = a->verb == VERB_ANSWER ? a->text : NULL;
    c.reason = a->verb == VERB_ANSWER ? NULL : a->text;
    enum xh_rc rc = order_run(d->st, &d->env, &who, &c, &r, err);
    if (rc == XH_OK && a->verb == VERB_SUPERVISE)
        d->orders[p->what] = r.order;
    return rc;
}

/* Only what is late gets one: at the beginning of a year a project may not be yet. */
static bool has_cause(const struct demo *d, const struct demo_order *o)
{
    const struct demo_life *l = &d->lives[o->item];
    int32_t day = play_at(d, o->acts[0].day);

    return l->add < day && (o->place || l->it.fate == HELD || l->due < day);
}

/* ---- weekly sheets ---- */

#define SHEETS 3
#define SIXTEEN 28800000 /* 16:00 in the township, as UTC milliseconds of the day */

static enum xh_rc issue_sheet(struct demo *d, const struct play *p, struct xh_err *err)
{
    struct who who = { .actor = d->person[CLERK_A] };
    struct weekly w = { 0 };
    int64_t at = (int64_t)p->day * 86400000 + SIXTEEN;

    if (d->env.now_ms < at)
        d->env.now_ms = at;
    enum xh_rc rc = weekly_final(d->st, &d->env, &who, 0, NULL, &w, NULL, err);
    weekly_fini(&w);
    return rc;
}

/* The last ones before the day asked for, whose own sheet is still to be made. */
static void plan_sheets(struct demo *d)
{
    int32_t days[16], meeting, day = play_at(d, -30);
    size_t n = 0;

    while (n < 16 && (day = rhythm_sheet_day(d->defs, day, &meeting)) < d->base)
        days[n++] = day++;
    for (size_t i = n > SHEETS ? n - SHEETS : 0; i < n; i++)
        play_plan(d, days[i], (struct play){ .run = issue_sheet });
}

void papers_prepare(struct demo *d)
{
    d->orders = xcalloc(demo_orders_n, sizeof *d->orders);
    for (size_t i = 0; i < demo_orders_n; i++)
        for (size_t k = 0;
             has_cause(d, &demo_orders[i]) && demo_orders[i].acts[k].verb != VERB_NONE;
             k++)
            play_plan(d, play_at(d, demo_orders[i].acts[k].day),
                      (struct play){ .run = act_on_order, .what = i, .n = k });
    plan_sheets(d); /* last: a sheet has seen its whole day */
}
