/* colour.h - a colour is a date comparison (DESIGN 4.1, ENGINE 6-13). Pure. */
#ifndef MODEL_COLOUR_H
#define MODEL_COLOUR_H

#include "model/facts.h"

/* Invariant 1: the first day each level is true if nothing changes. Fills d->yellow_on,
 * red_on and their rules from `f` (with due_compute() and plan already in `d`), reading
 * f->streak_since for yellow_for and yellow_weeks. While the clock stands (ENGINE 13)
 * levels reached by the day it stopped stay, others become never; `waiting` may add one
 * on hold. A split item has its children's levels, and no rules of its own but `waiting`.
 * Closed and cancelled: never. Always yellow_on <= red_on. */
void colour_compute(const struct defs *defs, const struct facts *f, struct derived *d);
/* yellow_on without the streak rules: what streak_since is settled from. */
int32_t colour_base_yellow(const struct defs *defs, const struct facts *f,
                           const struct derived *d);
/* First day one rule is true, facts frozen, the clock running; DAY_NEVER. */
int32_t colour_rule_on(const struct defs *defs, const struct facts *f,
                       const struct derived *d, const struct colour_rule *rule);

/* ENGINE 9. `was_yellow_on` before the change (DAY_NEVER when the item had no colour),
 * `base_yellow` after it, both on `day`; `restart` for a granted extension, reopening,
 * resuming, a configuration change. */
int32_t colour_streak(int32_t streak_since, int32_t was_yellow_on, int32_t base_yellow,
                      int32_t day, bool restart);

/* Everything at once: due, progress, counts, colour. */
void derive(const struct defs *defs, struct facts *f, struct derived *d);

/* The computed colour on `day`: red, yellow or green by the two dates; grey when held;
 * none when closed or cancelled. */
enum colour colour_on(enum phase phase, int32_t yellow_on, int32_t red_on, int32_t day);
/* A pin (ENGINE 10): shown from `from` to `until` inclusive; COLOUR_NONE: no pin. */
struct pin { enum colour colour; int32_t from, until; };
enum colour colour_shown(enum phase phase, int32_t yellow_on, int32_t red_on, struct pin pin,
                         int32_t day);

#endif
