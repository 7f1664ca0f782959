/* map_mark.h - the characters of 作战图: which one stands for a household (UX 2.6; DOMAIN 3.3).
 *
 * The mark is that of the list's `map:` for the furthest step done; nothing done: 未, or 谈
 * once somebody has been there; the last stance noted is refusing and it is not signed: 拒. */
#ifndef MODEL_MAP_MARK_H
#define MODEL_MAP_MARK_H

#include <stdbool.h>
#include <stdint.h>

#include "model/def.h"

/* What stands for a household: one of these, or MAP_STEPS + the place in list->map. */
enum { MAP_UNTOUCHED, MAP_TALKING, MAP_REFUSES, MAP_STEPS };

#define MAP_STEPS_MOST 62       /* steps of a list that fit into one number */

/* The list asked for, by id; NULL: the first that has a map and hangs under something. */
const struct list_def *map_list(const struct defs *defs, const char *id);
/* How many marks there are: MAP_STEPS and those of the list. */
int map_marks(const struct list_def *l);
/* One character, two columns wide in Chinese: 签; of what is no step translated (未 谈 拒). */
const char *map_mark(const struct list_def *l, int mark);
/* What it means: the step's name, or 未入户 在谈 不愿签 translated. */
const char *map_meaning(const struct list_def *l, int mark);
/* For a wall or paper, where nobody is shown to refuse (OFFICE 22). */
int map_mark_public(int mark);
/* The step that counts as signed: of `rollup:`, else of the sheet. "": none. */
const char *map_signed_step(const struct list_def *l);
/* The mark of a household: `done` has a bit for each step done, by its place in the list. */
int map_mark_of(const struct list_def *l, uint64_t done, bool visited, bool refuses);

#endif
