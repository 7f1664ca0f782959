/* demo_story.h - who and what there is in the practice township, and what happens to it.
 * Data only: demo_play.c and what goes with it play it.
 *
 * Days are workdays before (negative) or after the day asked for, so that every item has
 * the colour meant for it on any day of any year. Named projects are those of the seeds,
 * with the figures printed there and no other; everybody and everything else says by its
 * name that it is invented, and so do their households, 户001 and on. */
#ifndef CLI_DEMO_STORY_H
#define CLI_DEMO_STORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/verb.h"
#include "model/verbs.h"

#define DEMO_BEFORE 88          /* workdays before the day asked for on which it was founded */
#define NO_DAY 9999

/* ---- people (demo_people.c) ---- */

enum demo_who {
    NOBODY, ADMIN, CLERK_A, CLERK_B, LEADER_A, LEADER_B, LEADER_C, LEADER_D, LEADER_E, LEADER_F,
    CADRE_A, CADRE_B, CADRE_C, CADRE_D, CADRE_E, CADRE_F, CADRE_G, CADRE_H, CADRE_I, CADRE_J,
    CADRE_K, CADRE_L, CADRE_M, CADRE_N,
    VILLAGE_A, VILLAGE_B, VILLAGE_C, VILLAGE_D, VILLAGE_E, VILLAGE_F, VILLAGE_G, VILLAGE_H,
    VILLAGE_I, VILLAGE_J, VILLAGE_K, VILLAGE_L,
    DEMO_PERSONS
};

struct demo_unit { const char *name, *level, *rank; enum demo_who lead, contact; };
struct demo_place { const char *name, *rank; int groups; };
struct demo_person {
    const char *name, *login, *role, *unit, *place, *title, *rank;
};
extern const struct demo_unit demo_units[];
extern const struct demo_place demo_places[];
extern const struct demo_person demo_persons[DEMO_PERSONS];     /* from 1 */
extern const size_t demo_units_n, demo_places_n;
/* Work goes from the first to the second on that day. */
struct demo_handover { enum demo_who from, to; int day; };
extern const struct demo_handover demo_handover;

/* ---- items ---- */

/* Those something happens to by name; all others follow from their fate alone. */
enum demo_key {
    LAMP, DRAIN, FUND, FARM, FIRE, CAR, WASTE, VILLAGE_ROAD, BOARD, SURVEY, LEASE, CERT, LOAN,
    POWER, WATER, BRIDGE, BUDGET, PROPOSAL, STALL, DUST, SCHOOL, FLOOD, NOISE, RIVER, CLINIC,
    SIGNING, RAIL, DEMO_TASKS,
    HIGHWAY = DEMO_TASKS, RAILWAY, SERVICE, DEMO_PROJECT_LAST = HIGHWAY + 30
};

/* How often it is reported on, and how its percent stands to the plan. */
enum demo_reports {
    SILENT,                     /* never */
    STEADY,                     /* as planned */
    LAGGING,                    /* a little behind */
    FAR_BEHIND,
    PATCHY,                     /* as planned, but not in the last period */
    THE_SAME,                   /* in the same words every time */
};

enum demo_fate {
    GOES_ON,
    UNREAD,                     /* nobody has accepted it */
    APPLIED,                    /* everything done and applied for on day `end` */
    RETURNED,                   /* the same, and returned two days later */
    CROSSED_OFF,                /* the same, and approved the day after */
    HELD,                       /* by its leader since day `end`, for a superior office */
    CANCELLED,                  /* by a clerk on day `end` */
};

struct demo_item {
    const char *list, *title;
    enum demo_who owner;
    const char *place, *source, *source_ref, *co;
    int add, due, upper;        /* upper: NO_DAY for none */
    enum demo_fate fate;
    int end;                    /* NO_DAY when it goes on */
    enum demo_reports reports;
    const struct pair *fields;  /* further ones; ends with a NULL key; may be NULL */
    enum demo_key parent;       /* a project; 0: none */
    int lasts;                  /* not 0: added so many calendar days before it was crossed off */
    int steps;                  /* done so far; 0: as its progress says */
};

struct demo_move {
    enum demo_key item;
    int day;
    enum demo_who actor;
    enum verb verb;
    const char *step, *text, *reason, *office, *colour;
    int to;                     /* 0: none */
    enum demo_who decided;      /* with a signed form */
    const char *units;          /* split: "a,b" */
    const char *evidence;       /* check: where the paper is kept */
    const struct pair *fields;  /* set, assign: ends with a NULL key */
    int part;                   /* of a split item: its how-manieth; 0 the whole */
};

extern const struct demo_item demo_tasks[DEMO_TASKS];           /* demo_tasks.c */
extern const struct demo_move demo_task_moves[];
extern const size_t demo_task_moves_n;

/* Two levels, 市 and 镇; what the year's plan asks for, in 万元, and how the work stands to
 * it, in percent of the plan (demo_projects.c). Named ones have only what the seeds
 * print. */
struct demo_project {
    struct demo_item item;
    int64_t planned;            /* 0: not given */
    int pace;
    const char *text;           /* reported of it; NULL: as of any other */
};
#define DEMO_PROJECTS 31
extern const struct demo_project demo_projects[DEMO_PROJECTS];  /* from HIGHWAY on by key */
extern const struct demo_move demo_project_moves[];
extern const size_t demo_project_moves_n;

/* The `i`-th of the items of one kind that are told by number; their texts are
 * written to `text`. False when there are no more (demo_problems.c, demo_meetings.c). */
struct demo_text { char title[160]; char more[64]; struct pair fields[8]; };
bool demo_problem(size_t i, struct demo_item *out, struct demo_text *text);
/* The sixty days as YAML for township.yaml, on their 43rd day; to be freed. */
char *demo_campaign(int32_t today);
bool demo_other(size_t i, struct demo_item *out, struct demo_text *text);

/* ---- orders and letters, from the draft to the last word (demo_orders.c) ---- */

struct demo_order_act { enum verb verb; int day; enum demo_who who; const char *text; };
struct demo_order {
    size_t item;                /* key, or HARD_PROBLEM + its number */
    const char *place;          /* a village's late rows under it; NULL: itself */
    struct demo_order_act acts[7];      /* the first drafts it; ends with VERB_NONE */
};
#define HARD_PROBLEM (DEMO_TASKS + DEMO_PROJECTS - 1)
extern const struct demo_order demo_orders[];
extern const size_t demo_orders_n;

/* ---- households (demo_land.c) ---- */

/* A step of a village's rows, row after row from `begin` on for `days` workdays, until
 * `percent` of them have it. */
struct demo_pace { int begin, days, percent; };
enum { PACE_VISIT, PACE_MEASURE, PACE_NOTICE, PACE_NOTICE_DONE, PACE_SIGN, PACE_PAY, PACE_VACATE,
       PACE_HAND, DEMO_PACES };
struct demo_village {
    enum demo_key project;
    const char *place;
    enum demo_who cadre;
    int households, groups, start;
    struct demo_pace pace[DEMO_PACES];          /* days 0: not yet */
    int applied;                /* the village as a whole; NO_DAY */
    int advanced, advanced_to;  /* day and new date for what is left of its first group; 0 */
    const char *section;        /* 标段; NULL: the project has none */
    int within;                 /* calendar days from the first signature to the last; 0: as it
                                 * comes */
};
extern const struct demo_village demo_villages[];
extern const size_t demo_villages_n;
/* What a project's land is: hundredths of a mu in all, exactly. It was to be signed by
 * `sign_due`; NO_DAY: 30 days after it was. */
struct demo_land { enum demo_key project; int64_t area; int handover, sign_due; };
extern const struct demo_land demo_lands[];
extern const size_t demo_lands_n;
struct demo_step { const char *step; bool begins; const char *kept; };
extern const struct demo_step demo_land_steps[DEMO_PACES];

/* The land of a village as one parcel, and the days of what the law asks for; what lies between
 * follows (demo_parcels.c). Each day leaves room for the shortest time the law gives. */
enum { PARCEL_ADDED, PARCEL_PRENOTICE, PARCEL_NOTICE, PARCEL_SIGNED, PARCEL_FILED, PARCEL_APPROVED,
       PARCEL_PAID, PARCEL_VACATED, PARCEL_HANDED, PARCEL_APPLIED, DEMO_PARCEL_DAYS };
struct demo_parcel {
    size_t village;             /* in demo_villages */
    int days[DEMO_PARCEL_DAYS]; /* NO_DAY: not yet */
    const char *reason;         /* filed although some have not signed */
    int more;                   /* hundredths of a mu it has more than its households */
};
extern const struct demo_parcel demo_parcels[];
extern const size_t demo_parcels_n;
/* A village's compensation as it was paid out, the day its last household has it; `due`:
 * when it is to be settled. */
struct demo_payment {
    size_t village;
    int due;
    bool settled;
    int64_t slip;               /* millionths of 万元 entered too much */
};
extern const struct demo_payment demo_payments[];
extern const size_t demo_payments_n;

/* ---- words (demo_words.c) ---- */

/* What is reported when so much of the work (percent) is done, the n-th time; what is in
 * the way, "" mostly; never NULL. */
const char *demo_report_text(const char *list, int percent, size_t n);
const char *demo_problem_text(size_t n);
/* Where a step's proof is kept on paper. */
const char *demo_kept(const char *list, const char *step);
/* An optional step that is done all the same. */
bool demo_does(const char *list, const char *step);
/* The field for the day an item came up; NULL where there is none. */
const char *demo_came(const char *list);
/* Fields filled in before applying; ends with a NULL key. */
const struct pair *demo_results(const char *list);

#endif
