/* demo_play.h - the days of the practice township: what is to be done when, and doing it
 * through the verbs, as somebody would.
 *
 * Those who plan (demo_items.c, demo_households.c) say what happens on which day; play_all()
 * does it in order of days. Everything is a function of day and seed. */
#ifndef CLI_DEMO_PLAY_H
#define CLI_DEMO_PLAY_H

#include "cli/demo_story.h"
#include "model/mem.h"
#include "model/store.h"

struct demo;

/* One thing to be done on its day. */
struct play {
    int32_t day;
    size_t seq; /* order within a day: as planned */
    enum xh_rc (*run)(struct demo *d, const struct play *p, struct xh_err *err);
    size_t what, n; /* for `run` */
};

/* An item as it is played. */
struct demo_life {
    struct demo_item it;
    struct demo_text text;
    const char *said; /* reported of it; NULL: as of any other */
    int64_t planned;  /* projects: the year's investment, and how it goes */
    int pace;
    int32_t add, due, end; /* days; DAY_NONE: none */
    int32_t handover, sign_start, sign_due; /* land projects */
    char *code;            /* once it is entered */
};

struct demo {
    const char *home;
    int32_t today; /* the day asked for */
    int32_t base;  /* it, or the last workday before it: nobody works on a day off */
    int64_t seed;
    struct store *st;
    const struct defs *defs;
    struct env env;
    uint64_t drawn; /* random bytes given out so far */
    int32_t last_day;
    int64_t in_day; /* acts so far on it */
    int64_t person[DEMO_PERSONS];
    struct demo_life *lives;
    size_t n_lives, cap_lives;          /* the first ones by enum demo_key */
    struct demo_households *households; /* private to demo_households.c */
    struct demo_parcels *parcels;       /* private to demo_parcels.c */
    struct play *plays;
    size_t n, cap;
    int64_t *orders;            /* rows, by demo_orders */
    char *form; /* a signed form to record */
    void (*told)(void *ctx, size_t done, size_t all);
    void *told_ctx; /* may be NULL */
};

/* ---- circumstances ---- */

void play_draw(void *ctx, void *out, size_t n); /* struct demo; for env.random */
size_t play_pick(struct demo *d, size_t n);     /* 0 .. n-1 */
/* The day so many workdays from the day asked for. Days ahead stay within the years the
 * calendar knows, in their order, while that leaves a few workdays. */
int32_t play_at(const struct demo *d, int workdays);
/* The same without moving others with it: at the end of the year if it would be later,
 * but no less than `least` ahead. */
int32_t play_within_year(const struct demo *d, int workdays, int least);
/* The township's clock stands on that day, a minute after the last act on it. */
void play_set_day(struct demo *d, int32_t day);

/* ---- planning and playing ---- */

/* What would be after the day asked for does not happen. */
void play_plan(struct demo *d, int32_t day, struct play p);
enum xh_rc play_all(struct demo *d, struct xh_err *err);

/* ---- one act, on the day set ---- */

struct call play_call(enum verb verb, const char *code);
enum xh_rc play_act(struct demo *d, enum demo_who actor, struct call *calls, size_t n,
                    struct result *r, struct xh_err *err);
/* The same, decided by a leader on a signed form. */
enum xh_rc play_on_paper(struct demo *d, enum demo_who actor, enum demo_who decided,
                         struct call *call, struct result *r, struct xh_err *err);
/* Who leads the unit the person works in. */
enum demo_who play_lead(enum demo_who person);

/* ---- the parts (demo_items.c, demo_households.c) ---- */

void items_prepare(struct demo *d); /* lives, and what is planned for them */
void items_fini(struct demo *d);
void households_prepare(struct demo *d);
/* The village's households that do not sign while the story lasts: how many, and the code
 * of the `i`th. */
size_t households_unsigned(size_t village);
const char *households_unsigned_code(const struct demo *d, size_t village, size_t i);
void visits_prepare(struct demo *d);    /* demo_visits.c; after households_prepare() */
void parcels_prepare(struct demo *d);   /* demo_parcels.c; after households_prepare() */
void parcels_fini(struct demo *d);
/* The village's land in hundredths of a mu. */
int64_t households_area(const struct demo *d, size_t village);
/* How many of the village are paid in the end, and how much: millionths of 万元. */
size_t households_paid(const struct demo *d, size_t village, int64_t *money);
/* The `day`th day (from 0) on which the village's households have the step done. */
int32_t households_day(const struct demo *d, size_t village, int pace, int day);
/* From the first signature of the project to the last one. */
void households_signing(const struct demo *d, size_t project, int32_t *first, int32_t *last);
void papers_prepare(struct demo *d);    /* demo_papers.c; d->orders is the caller's to free */
void households_fini(struct demo *d);
/* Of a land project's households: all, and how many have the step by the day. */
void households_count(const struct demo *d, size_t project, int pace, int32_t day,
                      size_t *all, size_t *done);
/* Reports on the fill days (demo_reports.c). */
void life_plan_reports(struct demo *d, size_t key);
const struct list_def *life_list(const struct demo *d, const struct demo_life *l);
int32_t life_later(const struct demo *d, int32_t day, int workdays);
/* Whose it is on a day: work is handed over. */
enum demo_who life_owner(const struct demo *d, const struct demo_life *l, int32_t day);

#endif
