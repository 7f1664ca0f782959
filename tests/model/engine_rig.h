/* engine_rig.h - one item on a bench: a list, its rules and its facts, built in a few
 * lines.
 *
 * An open item of a list without steps, rules or plan, given to somebody on Monday
 * 2026-11-02, starting that day, due Friday 2026-11-20; the shipped week (meeting Monday,
 * sheet Friday, fill day Thursday). A test changes what it is about and calls
 * rig_derive(). */
#ifndef TESTS_ENGINE_RIG_H
#define TESTS_ENGINE_RIG_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "model/colour.h"
#include "model/due.h"
#include "model/facts.h"

#define RIG_MAX 12
#define COUNT(v) (sizeof (v) / sizeof *(v))

struct rig {
    struct defs defs;
    struct list_def list;
    struct step_def steps[RIG_MAX];
    struct field_def fields[RIG_MAX];
    struct colour_rule yellow[RIG_MAX], red[RIG_MAX];
    struct facts f;
    struct step_facts step[RIG_MAX];
    int32_t dates[RIG_MAX];
    int64_t numbers[RIG_MAX];
    bool has_number[RIG_MAX];
    struct clock_stop stops[RIG_MAX];
    struct promise_facts promises[RIG_MAX];
    struct derived d;
};

/* The rig keeps pointers into itself: init where it will stay. */
void rig_init(struct rig *r);
void rig_fini(struct rig *r);
void rig_derive(struct rig *r);

/* Append; each returns the index. Steps are named like their id. */
int rig_step(struct rig *r, const char *id, struct deadline due);
int rig_field(struct rig *r, const char *id, enum field_type type);
void rig_stop(struct rig *r, enum stop_kind kind, const char *from, const char *to,
              bool moves);
void rig_yellow(struct rig *r, struct colour_rule rule);
void rig_red(struct rig *r, struct colour_rule rule);

/* "2026-11-20", or "11-20" in 2026; "" is DAY_NONE, "never" DAY_NEVER; anything else
 * fails the test. */
int32_t rig_day(const char *s);
void assert_day(int32_t got, const char *expected);
void assert_row(const char *name, int32_t got, const char *expected);   /* of a table */

/* Deadlines: rule_on(ANCHOR_STEP, "sign", 30, UNIT_DAY); n days of UNIT_NONE: the anchor
 * itself. */
struct deadline rig_due(enum anchor anchor, const char *id, int32_t n,
                        enum day_unit unit);
extern const struct deadline rig_no_due;
/* Rules: amount of points and percent in whole ones. The text is the canonical one. */
struct colour_rule rig_rule(enum rule_kind kind, int64_t n, enum day_unit unit);
struct colour_rule rig_over(struct colour_rule rule);

#endif
