/* land_map.h - 作战图: a character for each household of a project or of a part of it, to be
 * walked over, marked and worked on; a digit says that a step is done (UX 1, UX 2.6).
 *
 * The rows of a group are read when they come into view, so that a key is answered at once no
 * more than LAND_MAP_AT_ONCE of them; the others while no key waits. Of more than LAND_MAP_ALL
 * households only those that were seen are read. */
#ifndef TUI_LAND_MAP_H
#define TUI_LAND_MAP_H

#include "tui/tui.h"

#define LAND_MAP_AT_ONCE 500
#define LAND_MAP_ALL 20000

struct land_map_arg {
    const char *list;           /* id; NULL: the first list with a map */
    const char *parent;         /* code of the project */
    const char *place;          /* only this place and those below it; NULL: all */
    bool alone;                 /* of the place itself only: 未分组 */
    const char *section;        /* only of this 标段; NULL: all */
    int64_t item;               /* the cursor stands on this household; 0: on the first */
};
extern const struct screen_ops land_map_screen;     /* arg: struct land_map_arg; copied */

/* Of the project this household belongs to, the cursor on it; or of this project. Says so where
 * the item has none. */
void land_map_of(struct tui *t, int64_t item);

/* From the menu: the project whose map is wanted is asked for, where there are several. */
void land_map_choose(struct tui *t);

#endif
