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
#define PLOT 18     /* hundredths of a mu a house stands on at most: 120 square metres */
#define SIGN_ROOM 8 /* workdays earlier the signing may begin, for its days to fit */

struct household {
    const struct demo_village *village;
    char title[24], place[64];
    int64_t area; /* hundredths of a mu */
    int people;
    bool house, other; /* besides farmland it loses */
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

/* What it gets, in yuan. */
static int64_t yuan_of(const struct household *h)
{
    return h->area * 638;
}

/* The same in 万元. */
static int64_t amount_of(const struct household *h)
{
    return yuan_of(h) * (DECIMAL_ONE / 10000);
}

/* ---- what is in its file ---- */

enum { FIELDS = 20 };
struct row {
    struct pair f[FIELDS];
    char text[FIELDS][DECIMAL_TEXT];
    size_t n;
};

static void put_text(struct row *x, const char *key, const char *value)
{
    x->f[x->n++] = (struct pair){ key, value };
}

/* Nothing is put for nothing. */
static void put_number(struct row *x, const char *key, int64_t millionths)
{
    if (millionths)
        put_text(x, key, decimal_format(millionths, x->text[x->n]));
}

/* Its land by kind: hundredths of a mu that make up its area exactly; and the house. */
static int64_t put_land(struct row *x, const struct household *h)
{
    int64_t house = h->house ? h->area / 4 : 0, other = h->other ? h->area / 8 : 0;

    if (house > PLOT)
        house = PLOT;
    put_number(x, "area", h->area * (DECIMAL_ONE / 100));
    put_number(x, "area_farm", (h->area - house - other) * (DECIMAL_ONE / 100));
    put_number(x, "area_house", house * (DECIMAL_ONE / 100));
    put_number(x, "area_other", other * (DECIMAL_ONE / 100));
    put_number(x, "rooms", house ? (2 + house / 3) * DECIMAL_ONE : 0);
    put_number(x, "floor", house * 12 * DECIMAL_ONE);   /* square metres, of two storeys */
    return house;
}

/* What was agreed, item by item, to the yuan; the land is what the others leave. */
static void put_pay(struct row *x, const struct household *h, bool house)
{
    int64_t all = yuan_of(h), rooms = house ? all * 30 / 100 : 0, move = house ? all * 12 / 100 : 0,
            crops = all * (8 + h->people) / 100, bonus = all * 5 / 100;

    put_number(x, "amount", amount_of(h));
    put_number(x, "pay_land", (all - rooms - crops - move - bonus) * (DECIMAL_ONE / 10000));
    put_number(x, "pay_house", rooms * (DECIMAL_ONE / 10000));
    put_number(x, "pay_crops", crops * (DECIMAL_ONE / 10000));
    put_number(x, "pay_move", move * (DECIMAL_ONE / 10000));
    put_number(x, "pay_bonus", bonus * (DECIMAL_ONE / 10000));
}

/* ---- how far they are ---- */

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
    size_t n = (size_t)v->households, number = (size_t)(h - d->households->v);
    struct row *rows = xcalloc(n, sizeof *rows);
    struct call *calls = xcalloc(n, sizeof *calls);
    struct result r;

    for (size_t i = 0; i < n; i++) {
        struct row *x = &rows[i];
        char *phone = x->text[FIELDS - 1];  /* a row with a section has one field less */
        snprintf(phone, sizeof x->text[0], "00000000%03zu", number + i + 1);
        put_text(x, "title", h[i].title);
        put_text(x, "parent", project->code);
        put_text(x, "place", h[i].place);
        put_text(x, "owner", demo_persons[v->cadre].name);
        put_text(x, "lead", demo_persons[play_lead(project->it.owner)].name);
        put_text(x, "phone", phone);
        if (v->section)
            put_text(x, "section", v->section);
        put_number(x, "people", h[i].people * DECIMAL_ONE);
        put_pay(x, &h[i], put_land(x, &h[i]) > 0);
        calls[i] = play_call(VERB_ADD, NULL);
        calls[i].list = LIST;
        calls[i].fields = x->f;
        calls[i].n_fields = x->n;
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
            h->house = at % 3 == 1;
            h->other = at % 5 == 2;
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

/* The `day`th day of signing that begins on `first` and takes just so many calendar days. */
static int32_t sign_day(const struct demo *d, const struct demo_village *v, int32_t first, int day)
{
    int days = v->pace[PACE_SIGN].days;

    return calendar_roll_back(d->defs->calendar, first + (v->within - 1) * day / (days - 1));
}

/* Do its days lie one after the other, and the last one where it must? */
static bool sign_days_fit(const struct demo *d, const struct demo_village *v, int32_t first)
{
    int days = v->pace[PACE_SIGN].days;
    bool fit = sign_day(d, v, first, days - 1) == first + v->within - 1;

    for (int i = 1; i < days; i++)
        fit = fit && sign_day(d, v, first, i) > sign_day(d, v, first, i - 1);
    return fit;
}

int32_t households_day(const struct demo *d, size_t village, int pace, int day)
{
    const struct demo_village *v = &demo_villages[village];
    const struct demo_pace *p = &v->pace[pace];
    int begin = p->begin;

    if (!v->within || pace != PACE_SIGN)
        return play_at(d, begin + day);
    /* No week has a day off between any two workdays of it for long. */
    while (begin > p->begin - SIGN_ROOM && !sign_days_fit(d, v, play_at(d, begin)))
        begin--;
    return sign_day(d, v, play_at(d, begin), day);
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
