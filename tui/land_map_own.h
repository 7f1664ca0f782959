/* land_map_own.h - what the files of 作战图 share: the map, where the cursor stands, how it is
 * laid into lines. Private to tui/land_map*.c. */
#ifndef TUI_LAND_MAP_OWN_H
#define TUI_LAND_MAP_OWN_H

#include "model/query_map.h"
#include "tui/land_map.h"
#include "tui/marks.h"

/* A line of the map: the head of a village, or households from `first` on. */
struct map_line { bool head; size_t village, group; int64_t first, n; };

struct land_map_state {
    struct map_ask ask;         /* its texts are owned here: */
    char *list, *parent, *place, *section;
    struct land_map m;
    bool fresh;                 /* it has just been opened */
    /* laid out */
    int rows, cols;             /* for a window of this size */
    int64_t *line;              /* of each group its first line; and one more: how many there are */
    int label, name;            /* columns of what stands before the marks; of a group's name */
    int64_t per;                /* households in a line */
    /* where we are */
    size_t g; int64_t i;        /* the household under the cursor */
    int64_t here;               /* its item; 0: none */
    int64_t top;                /* the first line shown */
    int over;                   /* lines of the totals above them */
    int page;                   /* lines shown */
    struct marks marks;
    int64_t anchor;             /* where a range begins; 0: nowhere */
    unsigned only_colours;      /* 1 << enum colour; 0: any */
    int only_mark;              /* -1: any */
    char *find;
    /* counts of the cells that are there */
    int64_t *n_marks;           /* map_marks() of them */
    struct counts colours;
    bool all;                   /* every group is loaded */
    /* the household under the cursor */
    int64_t about_item;
    char *about;                /* lines */
};

/* ---- land_map.c ---- */

/* The rows of a group, where they are not there yet; false after saying why not. Where it has
 * another size than it was counted with everything is laid anew. land_map_count() after. */
bool land_map_read(struct tui *t, struct land_map_state *s, size_t g);
void land_map_count(struct land_map_state *s);
/* The household under the cursor; NULL: none. */
const struct map_cell *land_map_here(const struct land_map_state *s);
/* The cursor to the household; false where it is not on the map. */
bool land_map_go_to(struct tui *t, struct land_map_state *s, int64_t item);
/* After the cursor moved or rows were read: what is in view is there, what is said is said. */
void land_map_arrive(struct tui *t, struct land_map_state *s);

/* ---- land_map_pick.c ---- */

void land_map_say_marked(struct tui *t, const struct land_map_state *s);
void land_map_mark_range(struct tui *t, struct land_map_state *s);
void land_map_mark_all(struct tui *t, struct land_map_state *s);
bool land_map_clear(struct land_map_state *s);  /* the range, marks, the filter; false: nothing */
void land_map_ask_only(struct tui *t, struct land_map_state *s);
bool land_map_is_only(const struct land_map_state *s);  /* not all are asked for */
/* The cursor to the next household that is among those asked for, or the one before; groups on
 * the way are read, which Esc stops. It stays where there is none. */
void land_map_next_only(struct tui *t, struct land_map_state *s, bool forward);
void land_map_find(struct tui *t, struct land_map_state *s);
void land_map_find_next(struct tui *t, struct land_map_state *s, bool backward);

/* ---- land_map_lay.c ---- */

/* As wide and high as the window is now; the cursor comes into view. */
void land_map_lay(const struct tui *t, struct land_map_state *s);
/* The line at `at`; false beyond the end. */
bool land_map_line(const struct land_map_state *s, int64_t at, struct map_line *out);
/* On which line the cursor stands. */
int64_t land_map_at(const struct land_map_state *s);
/* The cursor by a command; true when it was one of moving. Groups it comes to may not be loaded
 * yet. */
bool land_map_move(struct land_map_state *s, enum cmd cmd);
/* One household on or back, from group to group; false at the end. */
bool land_map_step(struct land_map_state *s, bool forward);
/* Is it among those asked for (f)? */
bool land_map_fits(const struct land_map_state *s, const struct map_cell *c);
/* NULL: there are none, or they are not loaded. */
const struct map_cell *land_map_cell(const struct land_map_state *s, size_t g, int64_t i);
void land_map_draw(struct tui *t, void *state, struct area body);

#endif
