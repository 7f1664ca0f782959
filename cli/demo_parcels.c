/* demo_parcels.c - the parcels of the land projects, step by step as the law has them, and the
 * batches in which compensation was paid out. The lists gate each other: nothing is measured
 * before the prenotice, nobody signs before the notice is over, nothing is filed before all
 * have signed or it is said why not. */
#include "cli/demo_play.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/decimal.h"

#define PARCELS "parcels"
#define PAYMENTS "payments"
#define OFFICER CADRE_N /* of the land office */
#define CASHIER CADRE_E

struct demo_parcels {
    char **code;  /* of each parcel, once it is entered */
    char **batch; /* of each payment */
};

/* ---- what the law asks for ---- */

enum how { BEGINS, DONE, LASTED, NEEDLESS };

/* So many workdays after one of the parcel's days; LASTED: as soon as the law allows. */
static const struct legal_act {
    const char *step;
    enum how how;
    size_t day;
    int after;
    const char *kept;
} acts[] = {
    { "ground", DONE, PARCEL_ADDED, 1, NULL },
    { "prenotice", BEGINS, PARCEL_PRENOTICE, 0, NULL },
    { "survey", DONE, PARCEL_PRENOTICE, 4, "现状调查成果,自然资源所档案柜" },
    { "risk", DONE, PARCEL_PRENOTICE, 6, "风险评估报告,自然资源所档案柜" },
    { "draft", DONE, PARCEL_PRENOTICE, 9, NULL },
    { "prenotice", LASTED, PARCEL_PRENOTICE, 0, "预公告和张贴照片,自然资源所档案柜" },
    { "notice", BEGINS, PARCEL_NOTICE, 0, NULL },
    { "funds", DONE, PARCEL_NOTICE, 12, "资金到账凭证,财政所档案柜" },
    { "register", DONE, PARCEL_NOTICE, 15, NULL },
    { "notice", LASTED, PARCEL_NOTICE, 0, "补偿安置公告和张贴照片,自然资源所档案柜" },
    { "hearing", NEEDLESS, PARCEL_NOTICE, 25, NULL },
    { "sign", DONE, PARCEL_SIGNED, 0, NULL },
    { "approval", BEGINS, PARCEL_FILED, 0, NULL },
    { "approval", DONE, PARCEL_APPROVED, 0, "征地批文,自然资源所档案柜" },
    { "announce", DONE, PARCEL_APPROVED, 1, "征收土地公告和照片,自然资源所档案柜" },
    { "posting", BEGINS, PARCEL_APPROVED, 1, NULL },
    { "insure", DONE, PARCEL_APPROVED, 5, NULL },
    { "posting", LASTED, PARCEL_APPROVED, 1, NULL },
    { "pay", DONE, PARCEL_PAID, 0, "银行回单,财政所档案柜" },
    { "publish", DONE, PARCEL_PAID, 3, NULL },
    { "vacate", DONE, PARCEL_VACATED, 0, NULL },
    { "hand", DONE, PARCEL_HANDED, 0, "交地确认单,自然资源所档案柜" },
};
#define ACTS (sizeof acts / sizeof *acts)

/* Entered by a clerk; the code is the caller's to free. */
static enum xh_rc enter(struct demo *d, const char *list, const struct pair *f, size_t n,
                        char **code, struct xh_err *err)
{
    struct call c = play_call(VERB_ADD, NULL);
    struct result r;

    c.list = list;
    c.fields = f;
    c.n_fields = n;
    enum xh_rc rc = play_act(d, CLERK_B, &c, 1, &r, err);
    if (rc == XH_OK)
        *code = xstrdup(r.code);
    return rc;
}

static enum xh_rc add_parcel(struct demo *d, const struct play *p, struct xh_err *err)
{
    const struct demo_parcel *x = &demo_parcels[p->what];
    const struct demo_village *v = &demo_villages[x->village];
    char *title = xasprintf("%s地块", v->place), area[DECIMAL_TEXT], houses[8];
    size_t n = 8;

    decimal_format((households_area(d, x->village) + x->more) * (DECIMAL_ONE / 100), area);
    snprintf(houses, sizeof houses, "%d", v->households);
    struct pair f[9] = {
        { "title", title },
        { "parent", d->lives[v->project].code },
        { "place", v->place },
        { "owner", demo_persons[OFFICER].name },
        { "lead", demo_persons[play_lead(OFFICER)].name },
        { "area", area },
        { "houses", houses },
        { "purpose", "基础设施" },
    };
    if (v->section)
        f[n++] = (struct pair){ "section", v->section };
    enum xh_rc rc = enter(d, PARCELS, f, n, &d->parcels->code[p->what], err);
    free(title);
    return rc;
}

/* One field of a row, filled in before a step that asks for it. */
static enum xh_rc fill_field(struct demo *d, enum demo_who actor, const char *code,
                             struct pair f, struct xh_err *err)
{
    struct call c = play_call(VERB_SET, code);
    struct result r;

    c.fields = &f;
    c.n_fields = 1;
    enum xh_rc rc = play_act(d, actor, &c, 1, &r, err);
    play_set_day(d, d->env.today);
    return rc;
}

/* p->what: parcel; p->n: which act. */
static enum xh_rc do_act(struct demo *d, const struct play *p, struct xh_err *err)
{
    const struct legal_act *a = &acts[p->n];
    const char *code = d->parcels->code[p->what];
    bool is_approval = strcmp(a->step, "approval") == 0;
    struct call c = play_call(a->how == BEGINS     ? VERB_BEGIN
                              : a->how == NEEDLESS ? VERB_SKIP
                                                   : VERB_CHECK,
                              code);
    enum xh_rc rc = XH_OK;
    char number[32];
    struct result r;

    c.step = a->step;
    c.paper_kept = a->kept;
    c.reason = a->how == NEEDLESS ? "公告期内没有人要求听证"
               : is_approval      ? demo_parcels[p->what].reason
                                  : NULL;
    snprintf(number, sizeof number, "示例批文第%zu号", p->what + 1);
    if (is_approval && a->how == DONE)
        rc = fill_field(d, OFFICER, code, (struct pair){ "approval_no", number }, err);
    return rc == XH_OK ? play_act(d, a->how == NEEDLESS ? CLERK_B : OFFICER, &c, 1, &r, err)
                       : rc;
}

/* p->n: 0 applied for, 1 crossed off. */
static enum xh_rc close_parcel(struct demo *d, const struct play *p, struct xh_err *err)
{
    struct call c = play_call(p->n ? VERB_APPROVE : VERB_APPLY, d->parcels->code[p->what]);
    struct result r;

    return play_act(d, p->n ? play_lead(OFFICER) : OFFICER, &c, 1, &r, err);
}

static void plan_parcel(struct demo *d, size_t i)
{
    const struct demo_parcel *x = &demo_parcels[i];
    const struct list_def *list = defs_list(d->defs, PARCELS);
    const struct calendar *cal = d->defs->calendar;

    play_plan(d, play_at(d, x->days[PARCEL_ADDED]),
              (struct play){ .run = add_parcel, .what = i });
    for (size_t k = 0; k < ACTS; k++) {
        const struct legal_act *a = &acts[k];
        int step = list_step(list, a->step);
        if (x->days[a->day] == NO_DAY || step < 0)
            continue;
        int32_t day = play_at(d, x->days[a->day] + a->after);
        if (a->how == LASTED)
            day = calendar_roll_forward(
                cal, calendar_add(cal, day, list->steps[step].lasts, true));
        play_plan(d, day, (struct play){ .run = do_act, .what = i, .n = k });
    }
    for (size_t n = 0; n < 2 && x->days[PARCEL_APPLIED] != NO_DAY; n++)
        play_plan(d, play_at(d, x->days[PARCEL_APPLIED] + (int)n),
                  (struct play){ .run = close_parcel, .what = i, .n = n });
}

/* ---- what was paid out ---- */

static enum xh_rc add_batch(struct demo *d, const struct play *p, struct xh_err *err)
{
    const struct demo_payment *x = &demo_payments[p->what];
    const struct demo_village *v = &demo_villages[x->village];
    char *title = xasprintf("%s第一批", v->place), money[DECIMAL_TEXT], houses[8],
         due[DAY_TEXT];
    int64_t sum;

    snprintf(houses, sizeof houses, "%zu", households_paid(d, x->village, &sum));
    decimal_format(sum + x->slip, money);
    const struct pair f[] = {
        { "title", title },
        { "parent", d->lives[v->project].code },
        { "place", v->place },
        { "owner", demo_persons[CASHIER].name },
        { "lead", demo_persons[play_lead(CASHIER)].name },
        { "due", day_format(play_at(d, x->due), due) },
        { "batch", "第一批" },
        { "money", money },
        { "houses", houses },
    };
    enum xh_rc rc =
        enter(d, PAYMENTS, f, sizeof f / sizeof *f, &d->parcels->batch[p->what], err);
    free(title);
    return rc;
}

/* p->what: payment; p->n: which of its steps. */
static enum xh_rc do_batch(struct demo *d, const struct play *p, struct xh_err *err)
{
    const struct step_def *s = &defs_list(d->defs, PAYMENTS)->steps[p->n];
    struct call c = play_call(VERB_CHECK, d->parcels->batch[p->what]);
    enum xh_rc rc = XH_OK;
    char day[DAY_TEXT];
    struct result r;

    c.step = s->id;
    c.paper_kept = s->evidence.required ? "银行回单,财政所档案柜" : NULL;
    if (strcmp(s->id, "pay") == 0)
        rc = fill_field(d, CASHIER, c.code,
                        (struct pair){ "paid_on", day_format(d->env.today, day) }, err);
    return rc == XH_OK ? play_act(d, CASHIER, &c, 1, &r, err) : rc;
}

static enum xh_rc close_batch(struct demo *d, const struct play *p, struct xh_err *err)
{
    struct call c = play_call(p->n ? VERB_APPROVE : VERB_APPLY, d->parcels->batch[p->what]);
    struct result r;

    return play_act(d, p->n ? play_lead(CASHIER) : CASHIER, &c, 1, &r, err);
}

static void plan_batch(struct demo *d, size_t i)
{
    const struct demo_payment *x = &demo_payments[i];
    const struct demo_pace *pay = &demo_villages[x->village].pace[PACE_PAY];
    const struct list_def *list = defs_list(d->defs, PAYMENTS);
    static const struct {
        const char *step;
        int after; /* workdays after the last household has it */
    } steps[] = { { "roster", -4 }, { "review", -2 }, { "pay", 0 }, { "settle", 3 } };
    int last = pay->begin + pay->days - 1;

    play_plan(d, play_at(d, last - 5), (struct play){ .run = add_batch, .what = i });
    for (size_t k = 0; k < sizeof steps / sizeof *steps; k++) {
        int step = list_step(list, steps[k].step);
        if (step >= 0 && (x->settled || steps[k].after <= 0))
            play_plan(
                d, play_at(d, last + steps[k].after),
                (struct play){ .run = do_batch, .what = i, .n = (size_t)step });
    }
    for (size_t n = 0; n < 2 && x->settled; n++)
        play_plan(d, play_at(d, last + 4 + (int)n),
                  (struct play){ .run = close_batch, .what = i, .n = n });
}

/* ---- preparing ---- */

void parcels_prepare(struct demo *d)
{
    struct demo_parcels *r = d->parcels = xcalloc(1, sizeof *r);

    r->code = xcalloc(demo_parcels_n, sizeof *r->code);
    r->batch = xcalloc(demo_payments_n, sizeof *r->batch);
    for (size_t i = 0; i < demo_parcels_n; i++)
        plan_parcel(d, i);
    for (size_t i = 0; i < demo_payments_n; i++)
        plan_batch(d, i);
}

void parcels_fini(struct demo *d)
{
    struct demo_parcels *r = d->parcels;

    for (size_t i = 0; r && i < demo_parcels_n; i++)
        free(r->code[i]);
    for (size_t i = 0; r && i < demo_payments_n; i++)
        free(r->batch[i]);
    if (r) {
        free(r->code);
        free(r->batch);
    }
    free(r);
    d->parcels = NULL;
}
