/* demo_visits.c - visits to those who have not signed yet: three rounds in every village still
 * signing, what was asked for and promised, most promises kept, some broken. All words are
 * examples. Nothing is drawn by lot: who is visited follows from the number alone. */
#include "cli/demo_play.h"

#include <stdlib.h>

#define AT_ONCE 200
#define ROUNDS 3

static const char *const demands[] = {
    "坡地少算, 要求复核丈量", "附着物单价偏低, 要求重新评估", "希望就近安置",
    "家里意见不一, 要再商量",
    "要求先付款再腾房", "果树移栽费没有算进去", "老人看病, 希望缓几天",
};
static const char *const promises[] = {
    "请测绘公司到场复量", "把附着物清单再核一遍", "安置方案送上门讲清楚", "请评估公司当面解释",
};
static const char *const objections[] = { "不同意附着物评估结果", "认为面积与承包证不符" };
#define PICK(v, i) ((v)[(i) % (sizeof (v) / sizeof *(v))])

/* The rounds' days before the day asked for; late villages begin later. */
static int round_day(const struct demo_village *v, size_t round)
{
    static const int days[ROUNDS] = { -15, -7, -2 };
    int first = v->start + 1 + (int)round;

    return days[round] > first ? days[round] : first;
}

/* Which of the `i`th not signed is visited in which round. */
static bool is_visited(const struct demo_village *v, size_t i, size_t round)
{
    bool many = v->pace[PACE_SIGN].days == 0;       /* nobody has signed: every fourth */

    return (!many || i % 4 == 0) && (round == 0 || i % (round + 1) == 0);
}

/* A promise of the first round: made to two of three, a few of them broken. */
static bool is_promised(size_t i, size_t round)
{
    return round == 2 ? i % 2 == 0 : i % 3 != 2;
}

static bool is_broken(size_t i)
{
    return i % 11 == 4;
}

/* p->what: village; p->n: round. */
static enum xh_rc visit_round(struct demo *d, const struct play *p, struct xh_err *err)
{
    static const char *const stances[] = { "talking", "talking", "willing", "talking", "refuses",
                                           "talking", "willing", "talking", "talking" };
    const struct demo_village *v = &demo_villages[p->what];
    struct call calls[AT_ONCE];
    struct visit_call visits[AT_ONCE];
    size_t n = 0, all = households_unsigned(p->what);
    struct result r;

    for (size_t i = 0; i < all && n < AT_ONCE; i++) {
        if (!is_visited(v, i, p->n))
            continue;
        struct visit_call *x = &visits[n];
        *x = (struct visit_call){ .stance = PICK(stances, i + p->n), .due = DAY_NONE,
                                  .next = DAY_NONE };
        x->demand = p->n < 2 || i % 2 ? PICK(demands, i + p->n) : NULL;
        x->objection = i % 5 == 1 && p->n == 0 ? PICK(objections, i) : NULL;
        x->with = p->n == 1 ? "村民代表" : NULL;
        if (is_promised(i, p->n)) {
            x->promise = PICK(promises, i + p->n);
            x->due = play_at(d, round_day(v, p->n) + (p->n == 2 ? 3 + (int)(i % 3) : 4));
        }
        if (p->n == 2)
            x->next = play_at(d, (int)(i % 4));
        calls[n] = play_call(VERB_VISIT, households_unsigned_code(d, p->what, i));
        calls[n].visit = x;
        n++;
    }
    return n ? play_act(d, v->cadre, calls, n, &r, err) : XH_OK;
}

/* What was promised in the first two rounds is kept in time, but for a few. */
static enum xh_rc keep_promises(struct demo *d, const struct play *p, struct xh_err *err)
{
    /* each round has gone to all of the next one's */
    const struct visit_call kept = { .kept = true, .which = (int64_t)p->n + 1, .due = DAY_NONE,
                                     .next = DAY_NONE };
    const struct demo_village *v = &demo_villages[p->what];
    struct call calls[AT_ONCE];
    size_t n = 0, all = households_unsigned(p->what);
    struct result r;

    for (size_t i = 0; i < all && n < AT_ONCE; i++)
        if (is_visited(v, i, p->n) && is_promised(i, p->n) && !is_broken(i)) {
            calls[n] = play_call(VERB_VISIT, households_unsigned_code(d, p->what, i));
            calls[n++].visit = &kept;
        }
    return n ? play_act(d, v->cadre, calls, n, &r, err) : XH_OK;
}

void visits_prepare(struct demo *d)
{
    for (size_t i = 0; i < demo_villages_n; i++) {
        const struct demo_village *v = &demo_villages[i];
        if (v->pace[PACE_SIGN].percent == 100)
            continue;           /* all of them have signed */
        for (size_t round = 0; round < ROUNDS; round++) {
            int day = round_day(v, round);
            play_plan(d, play_at(d, day), (struct play){ .run = visit_round, .what = i,
                                                         .n = round });
            if (round < 2)
                play_plan(d, play_at(d, day + 3 < -1 ? day + 3 : -1),
                          (struct play){ .run = keep_promises, .what = i, .n = round });
        }
    }
}
