/* gather.h - rows of one section of the sheet: those of lists with `sheet: {as: grouped}`
 * come together, one row a group, and all are put in order (OFFICE 7, ENGINE 4).
 *
 * A group's code is the parent's; its title says what the rows have in common and how many
 * there are, never a household's name. */
#ifndef REPORT_GATHER_H
#define REPORT_GATHER_H

#include "model/desk.h"
#include "model/query.h"

struct gather_row {
    struct row row;             /* a group's: what its rows share, the worst of them */
    int64_t *members; size_t n_members, cap_members;    /* of a group; none: a row of its own */
    char *said;                 /* the title in the reader's words (row.it.title of a group is
                                 * the same in every language) */
    char *key;                  /* private */
};
struct gather {
    const struct defs *defs;
    int32_t day;                /* the day asked for */
    const char *pattern;        /* msgid of a group's title: "%s: %zu %s overdue" - what it has
                                 * in common, how many, of what */
    struct gather_row *v; size_t n, cap;
};
void gather_add(struct gather *g, struct row *r);   /* takes over what is in `r` */
/* Name the groups and sort: past the superior's deadline first, then by days overdue, then
 * by due. */
void gather_finish(struct gather *g);
void gather_fini(struct gather *g);

/* The rows that came together in a group of `list`: what they share, added to `q`. */
void gather_question(const struct gather_row *g, const struct list_def *list,
                     struct question *q);

/* Past the superior's deadline on the day asked for (超上级时限). */
bool gather_past_upper(const struct row *r, const struct calendar *cal, int32_t day);

#endif
