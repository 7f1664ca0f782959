#include "cli/demo_play.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/hash.h"
#include "model/i18n.h"

/* ---- circumstances: all of them follow from day and seed ---- */

void play_draw(void *ctx, void *out, size_t n)
{
    struct demo *d = ctx;
    uint8_t hash[HASH_SIZE];
    char text[96];

    for (uint8_t *p = out; n > 0;) {
        size_t part = n < sizeof hash ? n : sizeof hash;
        snprintf(text, sizeof text, "xiaohao demo %d %" PRId64 " %" PRIu64, (int)d->today,
                 d->seed, d->drawn++);
        hash_bytes(text, strlen(text), hash);
        memcpy(p, hash, part);
        p += part;
        n -= part;
    }
}

size_t play_pick(struct demo *d, size_t n)
{
    uint8_t r[2];

    play_draw(d, r, sizeof r);
    return (size_t)(r[0] * 256 + r[1]) % n; /* the same on every kind of machine */
}

#define CLOSE 4 /* so many workdays ahead decide a colour: never moved */
#define FAR 200 /* the farthest deadline of the story, in workdays */

/* Workdays left up to the end of the last year the calendar knows. */
static int room_left(const struct demo *d)
{
    int year, month, mday;

    day_to_civil(d->base, &year, &month, &mday);
    while (calendar_covers(d->defs->calendar, day_from_civil(year + 1, 1, 1)))
        year++;
    return calendar_workdays(d->defs->calendar, d->base, day_from_civil(year, 12, 31));
}

int32_t play_at(const struct demo *d, int workdays)
{
    const struct calendar *cal = d->defs->calendar;

    if (workdays == 0)
        return d->base;
    int room = room_left(d);
    if (workdays <= CLOSE || room >= FAR || !calendar_covers(cal, d->base))
        return calendar_add_workdays(cal, d->base, workdays);
    /* Nobody knows the holidays of next year yet: the deadlines of the story move
     * together. */
    int most = room > CLOSE + 2 ? room : CLOSE + 2;
    int knee = most * 6 / 10 > CLOSE ? most * 6 / 10 : CLOSE;
    if (workdays > knee)
        workdays =
            knee + 1 + (workdays - knee - 1) * (most - knee - 1) / (FAR - knee - 1);
    return calendar_add_workdays(cal, d->base, workdays);
}

int32_t play_within_year(const struct demo *d, int workdays, int least)
{
    int room = room_left(d);

    if (calendar_covers(d->defs->calendar, d->base) && workdays > room)
        workdays = room > least ? room : least;
    return calendar_add_workdays(d->defs->calendar, d->base, workdays);
}

void play_set_day(struct demo *d, int32_t day)
{
    d->in_day = day == d->last_day ? d->in_day + 1 : 0;
    d->last_day = day;
    d->env.today = day;
    /* From half past eight in the morning, eight hours ahead of UTC. */
    d->env.now_ms = (int64_t)day * 86400000 + 30 * 60000 + d->in_day * 40000;
}

/* ---- planning and playing ---- */

void play_plan(struct demo *d, int32_t day, struct play p)
{
    if (day > d->base)
        return;
    p.day = day;
    p.seq = d->n;
    GROW(d->plays, d->n, d->cap);
    d->plays[d->n++] = p;
}

static int compare(const void *x, const void *y)
{
    const struct play *a = x, *b = y;

    if (a->day != b->day)
        return a->day < b->day ? -1 : 1;
    return a->seq < b->seq ? -1 : a->seq > b->seq;
}

enum xh_rc play_all(struct demo *d, struct xh_err *err)
{
    enum xh_rc rc = XH_OK;

    qsort(d->plays, d->n, sizeof *d->plays, compare);
    for (size_t i = 0; rc == XH_OK && i < d->n; i++) {
        if (d->told)
            d->told(d->told_ctx, i, d->n);
        play_set_day(d, d->plays[i].day);
        rc = d->plays[i].run(d, &d->plays[i], err);
    }
    if (d->told)
        d->told(d->told_ctx, d->n, d->n);
    return rc;
}

/* ---- one act ---- */

struct call play_call(enum verb verb, const char *code)
{
    return (struct call){
        .verb = verb, .code = code, .on = DAY_NONE, .to = DAY_NONE, .next_due = DAY_NONE
    };
}

enum xh_rc play_act(struct demo *d, enum demo_who actor, struct call *calls, size_t n,
                    struct result *r, struct xh_err *err)
{
    struct who who = { .actor = d->person[actor] };
    size_t failed;

    return verb_run_all(d->st, &d->env, &who, calls, n, r, &failed, err);
}

enum xh_rc play_on_paper(struct demo *d, enum demo_who actor, enum demo_who decided,
                         struct call *call, struct result *r, struct xh_err *err)
{
    struct who who = { .actor = d->person[actor],
                       .decided = d->person[decided],
                       .paper = d->form };

    return verb_run(d->st, &d->env, &who, call, r, err);
}

enum demo_who play_lead(enum demo_who person)
{
    for (size_t i = 0; i < demo_units_n; i++)
        if (strcmp(demo_units[i].name, demo_persons[person].unit) == 0)
            return demo_units[i].lead;
    return LEADER_A;
}
