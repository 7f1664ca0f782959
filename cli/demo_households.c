/* demo_households.c - the households: entered village by village, ticked as many at a time as
 * an office would, and a village crossed off when all of it is done. */
#include "cli/demo_play.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/code.h"
#include "model/decimal.h"

#define LIST "households"
#define AT_ONCE 200 /* rows in one act at most */
#define ROW_ROOM 8  /* workdays among which some follow one another */

struct household {
    const struct demo_village *village;
    char title[24], place[64];
    int64_t area; /* hundredths of a mu */
    int people;
    char *code;
};

struct demo_households {
    struct household *v;
    size_t n;
    size_t *first; /* per village: its first household */
};

/* ---- who they are ---- */

/* Land drawn by lot, and so that the whole is what it must be: everybody gets a share of
 * it rounded down, and the first ones what is left over. */
static void share_out(struct demo *d, struct demo_households *r,
                      const struct demo_land *land)
{
    int64_t weights = 0, given = 0;

    for (size_t i = 0; i < r->n; i++)
        if (r->v[i].village->project == land->project) {
            r->v[i].area = 20 + (int64_t)play_pick(d, 100);
            weights += r->v[i].area;
        }
    for (size_t i = 0; i < r->n; i++)
        if (r->v[i].village->project == land->project) {
            r->v[i].area = land->area * r->v[i].area / weights;
            given += r->v[i].area;
        }
    for (size_t i = 0; given < land->area; i++)
        if (r->v[i].village->project == land->project) {
            r->v[i].area++;
            given++;
        }
}

/* What it gets, in 万元. */
static int64_t amount_of(const struct household *h)
{
    return h->area * (DECIMAL_ONE / 100) / 100 * 638;
}

static size_t share_of(const struct demo_village *v, const struct demo_pace *pace)
{
    return pace->days ? ((size_t)(v->households * pace->percent) + 99) / 100 : 0;
}

/* How many of the village have the step after so many of its days. */
static size_t done_after(const struct demo_village *v, const struct demo_pace *pace,
                         int days)
{
    size_t all = share_of(v, pace);

    if (days <= 0)
        return 0;
    return days >= pace->days ? all : all * (size_t)days / (size_t)pace->days;
}

/* ---- acts ---- */

static enum xh_rc add_rows(struct demo *d, const struct play *p, struct xh_err *err)
{
    const struct demo_village *v = &demo_villages[p->what];
    struct household *h = &d->households->v[d->households->first[p->what]];
    const struct demo_life *project = &d->lives[v->project];
    const struct list_def *l = defs_list(d->defs, LIST);
    enum { FIELDS = 10 };
    struct row {
        struct pair f[FIELDS];
        char area[DECIMAL_TEXT], people[8], phone[16], amount[DECIMAL_TEXT];
    };
    size_t n = (size_t)v->households, number = (size_t)(h - d->households->v);
    struct row *rows = xcalloc(n, sizeof *rows);
    struct call *calls = xcalloc(n, sizeof *calls);
    struct result r;

    for (size_t i = 0; i < n; i++) {
        struct row *x = &rows[i];
        decimal_format(h[i].area * (DECIMAL_ONE / 100), x->area);
        decimal_format(amount_of(&h[i]), x->amount);
        snprintf(x->people, sizeof x->people, "%d", h[i].people);
        snprintf(x->phone, sizeof x->phone, "00000000%03zu", number + i + 1);
        const struct pair f[FIELDS] = {
            { "title", h[i].title },
            { "parent", project->code },
            { "place", h[i].place },
            { "owner", demo_persons[v->cadre].name },
            { "lead", demo_persons[play_lead(project->it.owner)].name },
            { "area", x->area },
            { "people", x->people },
            { "phone", x->phone },
            { "amount", x->amount },
            { "section", v->section }, /* the last: not everywhere */
        };
        memcpy(x->f, f, sizeof f);
        calls[i] = play_call(VERB_ADD, NULL);
        calls[i].list = LIST;
        calls[i].fields = x->f;
        calls[i].n_fields = v->section ? FIELDS : FIELDS - 1;
    }
    enum xh_rc rc = play_act(d, CLERK_A, calls, n, &r, err);
    /* Numbers run on; the last one is known. */
    const char *dash = rc == XH_OK ? strrchr(r.code, '-') : NULL;
    int64_t last = dash ? atoll(dash + 1) : 0;
    for (size_t i = 0; rc == XH_OK && i < n; i++)
        h[i].code = code_format(l, d->env.today, last - (int64_t)(n - 1 - i));
    free(rows);
    free(calls);
    return rc;
}

/* p->what: village; p->n: which pace, and which of its days. */
static enum xh_rc tick_rows(struct demo *d, const struct play *p, struct xh_err *err)
{
    const struct demo_village *v = &demo_villages[p->what];
    const struct household *h = &d->households->v[d->households->first[p->what]];
    size_t k = p->n % DEMO_PACES;
    int on_day = (int)(p->n / DEMO_PACES);
    size_t from = done_after(v, &v->pace[k], on_day),
           to = done_after(v, &v->pace[k], on_day + 1);
    struct call calls[AT_ONCE];
    enum xh_rc rc = XH_OK;
    struct result r;

    while (rc == XH_OK && from < to) {
        size_t n = 0;
        for (; from < to && n < AT_ONCE; from++, n++) {
            calls[n] = play_call(demo_land_steps[k].begins ? VERB_BEGIN : VERB_CHECK,
                                 h[from].code);
            calls[n].step = demo_land_steps[k].step;
            calls[n].paper_kept = demo_land_steps[k].kept;
        }
        rc = play_act(d, v->cadre, calls, n, &r, err);
    }
    return rc;
}

/* What is left of the first group must be handed over earlier. */
static enum xh_rc advance_rows(struct demo *d, const struct play *p, struct xh_err *err)
{
    const struct demo_village *v = &demo_villages[p->what];
    const struct household *h = &d->households->v[d->households->first[p->what]];
    struct call calls[AT_ONCE];
    size_t n = 0;
    struct result r;

    for (size_t i = share_of(v, &v->pace[PACE_HAND]); i < (size_t)v->households; i++)
        if (i % (size_t)v->groups == 0 && n < AT_ONCE) {
            calls[n] = play_call(VERB_REBASE, h[i].code);
            calls[n].to = play_at(d, v->advanced_to);
            calls[n++].reason = "控制性工程先行用地,例会议定";
        }
    return play_act(d, LEADER_B, calls, n, &r, err);
}

static enum xh_rc village_done(struct demo *d, const struct play *p, struct xh_err *err)
{
    const struct demo_village *v = &demo_villages[p->what];
    const struct demo_life *project = &d->lives[v->project];
    struct call c = play_call(p->n ? VERB_APPROVE : VERB_APPLY, project->code);
    struct result r;

    c.place = v->place;
    return play_act(d, p->n ? play_lead(project->it.owner) : v->cadre, &c, 1, &r, err);
}

/* ---- preparing ---- */

static void plan_village(struct demo *d, size_t i)
{
    const struct demo_village *v = &demo_villages[i];

    play_plan(d, play_at(d, v->start), (struct play){ .run = add_rows, .what = i });
    for (size_t k = 0; k < DEMO_PACES; k++)
        for (int day = 0; day < v->pace[k].days; day++)
            play_plan(d, households_day(d, i, (int)k, day),
                      (struct play){ .run = tick_rows,
                                     .what = i,
                                     .n = k + DEMO_PACES * (size_t)day });
    if (v->advanced)
        play_plan(d, play_at(d, v->advanced),
                  (struct play){ .run = advance_rows, .what = i });
    if (v->applied != NO_DAY)
        for (size_t n = 0; n < 2; n++)
            play_plan(d, play_at(d, v->applied + (int)n),
                      (struct play){ .run = village_done, .what = i, .n = n });
}

void households_prepare(struct demo *d)
{
    struct demo_households *r = d->households = xcalloc(1, sizeof *r);
    size_t at = 0;

    r->first = xcalloc(demo_villages_n, sizeof *r->first);
    for (size_t i = 0; i < demo_villages_n; i++)
        r->n += (size_t)demo_villages[i].households;
    r->v = xcalloc(r->n, sizeof *r->v);
    for (size_t i = 0; i < demo_villages_n; i++) {
        const struct demo_village *v = &demo_villages[i];
        r->first[i] = at;
        for (int k = 0; k < v->households; k++, at++) {
            struct household *h = &r->v[at];
            static const char *const groups[] = { "一组", "二组", "三组" };
            h->village = v;
            h->people = 1 + (int)play_pick(d, 6);
            snprintf(h->title, sizeof h->title, "户%03zu", at + 1);
            snprintf(h->place, sizeof h->place, "%s/%s", v->place, groups[k % v->groups]);
        }
    }
    for (size_t i = 0; i < demo_lands_n; i++)
        share_out(d, r, &demo_lands[i]);
    for (size_t i = 0; i < demo_villages_n; i++)
        plan_village(d, i);
}

size_t households_unsigned(size_t village)
{
    const struct demo_village *v = &demo_villages[village];

    return (size_t)v->households - share_of(v, &v->pace[PACE_SIGN]);
}

const char *households_unsigned_code(const struct demo *d, size_t village, size_t i)
{
    const struct demo_village *v = &demo_villages[village];

    return d->households->v[d->households->first[village] + share_of(v, &v->pace[PACE_SIGN]) + i]
        .code;
}

void households_fini(struct demo *d)
{
    for (size_t i = 0; d->households && i < d->households->n; i++)
        free(d->households->v[i].code);
    if (d->households) {
        free(d->households->v);
        free(d->households->first);
    }
    free(d->households);
    d->households = NULL;
}

void households_count(const struct demo *d, size_t project, int pace, int32_t day,
                      size_t *all, size_t *done)
{
    *all = *done = 0;
    for (size_t i = 0; i < demo_villages_n; i++) {
        const struct demo_village *v = &demo_villages[i];
        if (v->project != project || play_at(d, v->start) > day)
            continue;
        *all += (size_t)v->households;
        for (int k = 0; k < v->pace[pace].days; k++)
            if (households_day(d, i, pace, k) <= day)
                *done += done_after(v, &v->pace[pace], k + 1) -
                         done_after(v, &v->pace[pace], k);
    }
}

int64_t households_area(const struct demo *d, size_t village)
{
    const struct household *h = &d->households->v[d->households->first[village]];
    int64_t area = 0;

    for (int i = 0; i < demo_villages[village].households; i++)
        area += h[i].area;
    return area;
}

size_t households_paid(const struct demo *d, size_t village, int64_t *money)
{
    const struct household *h = &d->households->v[d->households->first[village]];
    const struct demo_village *v = &demo_villages[village];
    size_t n = share_of(v, &v->pace[PACE_PAY]);

    *money = 0;
    for (size_t i = 0; i < n; i++)
        *money += amount_of(&h[i]);
    return n;
}

int32_t households_day(const struct demo *d, size_t village, int pace, int day)
{
    const struct demo_village *v = &demo_villages[village];
    const struct demo_pace *p = &v->pace[pace];
    int begin = p->begin;

    /* No week has a day off between any two workdays of it for long. */
    if (v->in_a_row && pace == PACE_SIGN)
        while (begin > p->begin - ROW_ROOM &&
               play_at(d, begin + p->days - 1) - play_at(d, begin) != p->days - 1)
            begin--;
    return play_at(d, begin + day);
}

void households_signing(const struct demo *d, size_t project, int32_t *first, int32_t *last)
{
    *first = *last = DAY_NONE;
    for (size_t i = 0; i < demo_villages_n; i++) {
        const struct demo_pace *p = &demo_villages[i].pace[PACE_SIGN];
        if (demo_villages[i].project != project || !p->days)
            continue;
        int32_t begin = households_day(d, i, PACE_SIGN, 0),
                end = households_day(d, i, PACE_SIGN, p->days - 1);
        *first = *first == DAY_NONE || begin < *first ? begin : *first;
        *last = *last == DAY_NONE || end > *last ? end : *last;
    }
}
