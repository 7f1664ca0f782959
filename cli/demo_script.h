/* demo_script.h - who and what there is in the small practice township, and what happens
 * to it. Data only: demo.c plays it.
 *
 * Days are workdays before (negative) or after the day asked for, so that every item has
 * the colour meant for it on any day of any year. */
#ifndef CLI_DEMO_SCRIPT_H
#define CLI_DEMO_SCRIPT_H

#include <stddef.h>
#include <stdint.h>

#include "model/verb.h"
#include "model/verbs.h"

struct demo_unit { const char *name, *level, *rank; };
struct demo_place { const char *name, *parent, *rank; };
struct demo_person {
    const char *name, *login, *role, *unit, *place, *title, *rank;
};

enum demo_who {
    NOBODY, ADMIN, CLERK_A, CLERK_B, LEADER_A, LEADER_B, LEADER_C, CADRE_A, CADRE_B, CADRE_C,
    CADRE_D, CADRE_E, CADRE_F, VILLAGE_A, VILLAGE_B
};

/* How often it is reported on, and how its percent stands to the plan. */
enum demo_reports { SILENT, AHEAD, LAGGING };

enum demo_key {
    LAMP, DRAIN, FUND, FARM, FIRE, CAR, WASTE, VILLAGE_ROAD, BOARD, SURVEY, LEASE, CERT, LOAN,
    POWER, WATER, BRIDGE, BUDGET, PROPOSAL, STALL, DUST, SCHOOL, FLOOD, NOISE, HIGHWAY, SERVICE,
    DEMO_ITEMS
};

#define NO_DAY 9999

struct demo_item {
    const char *list, *title, *unit, *place, *source, *source_ref;
    enum demo_who owner, lead;
    const char *co;
    int add, due, upper;        /* workdays from the day asked for; NO_DAY: none */
    enum demo_reports reports;
    int until;                  /* reports end there; NO_DAY: up to the day asked for */
    int applied;                /* all steps done and applied for; NO_DAY: not */
    const struct pair *fields;  /* further ones; ends with a NULL key; may be NULL */
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
};

struct demo_household {
    enum demo_key parent;
    const char *place;
    enum demo_who owner;
    int start;                  /* the work on it began */
    int steps;                  /* how many of its seven are done */
    int64_t area;               /* hundredths of a mu */
    const char *people;
};

extern const struct demo_unit demo_units[];
extern const struct demo_place demo_places[];
extern const struct demo_person demo_persons[];         /* by enum demo_who, from 1 */
extern const struct demo_item demo_items[];             /* by enum demo_key */
extern const struct demo_move demo_moves[];
extern const struct demo_household demo_households[];
extern const size_t demo_units_n, demo_places_n, demo_persons_n, demo_moves_n,
    demo_households_n;

/* The n-th progress text, and what is in the way; never NULL. */
const char *demo_report_text(size_t n);
const char *demo_problem_text(size_t n);

#endif
