/* query_map.h - 作战图: one character for each household of a project, village by village,
 * group by group (UX 1 the sketch, UX 2.6; DOMAIN 3.3).
 *
 * Which rows there are is read first, group by group and without looking at any of them; the
 * marks of a group when it is wanted. Rows that are cancelled or void are not on the map;
 * those crossed off stay. A reader gets the rows he may read, and no others are counted. */
#ifndef MODEL_QUERY_MAP_H
#define MODEL_QUERY_MAP_H

#include "model/map_mark.h"
#include "model/query.h"

struct map_cell {
    int64_t item;
    int64_t area;               /* millionths of the field's unit; 0: unknown */
    uint8_t mark;
    uint8_t colour;             /* enum colour, shown (a pin wins) */
    bool is_signed;
};
/* The rows of one place. */
struct map_group {
    int64_t place;              /* 0: none is written down */
    char *name;                 /* below its village: "一组"; "" for the village itself */
    int64_t n, n_signed, area, area_signed;
    bool loaded;                /* cells, n of them, in the order of their codes */
    struct map_cell *cells;
};
struct map_village {
    int64_t place;              /* 0: none */
    char *name;                 /* "" */
    size_t first, n_groups;     /* in land_map.groups */
    int64_t n, n_signed, area, area_signed;
};
struct land_map {
    const struct list_def *list;        /* of the definitions it was read with */
    int64_t parent;
    char *code, *title;         /* of the project; its title "" where the reader may not read it */
    struct map_village *villages; size_t n_villages, cap_villages;
    struct map_group *groups; size_t n_groups, cap_groups;
    int64_t n, n_signed, area, area_signed;
    const char *unit;           /* of the area: 亩; "" when none is shown */
};

struct map_ask {
    const char *list;           /* id; NULL: the first list with `map:` whose rows hang under
                                 * something */
    const char *parent;         /* code of the project as typed */
    const char *place;          /* only this place and those below it; NULL: all */
    bool alone;                 /* of the place itself only, none below it */
    const char *section;        /* only of this 标段; NULL: all; "": those without one */
    int32_t today;
    int64_t reader;             /* person, or READER_TOWNSHIP */
    bool kept;                  /* groups from the sums that are kept (rollup.h) where the reader
                                 * reads every row; else each row is counted */
};

/* Which groups there are, in the places' order, and how many rows each has. XH_CONFIG: no list
 * has a map; XH_USAGE: this list has none; XH_DENIED: the reader may read none of its rows,
 * saying who may; XH_NOT_FOUND: no such project or place. `out` zeroed before; map_fini()
 * after either way. */
enum xh_rc map_open(struct store *st, const struct map_ask *ask, struct land_map *out,
                    struct xh_err *err);
/* The cells of group `g`, its counts with them (somebody may have written since); nothing to do
 * when they are there. */
enum xh_rc map_load(struct store *st, const struct map_ask *ask, struct land_map *m, size_t g,
                    struct xh_err *err);
void map_fini(struct land_map *m);
/* Where the row is: its group is read; *g is n_groups where it is not on the map. */
enum xh_rc map_seek(struct store *st, const struct map_ask *ask, struct land_map *m,
                    int64_t item, size_t *g, int64_t *i, struct xh_err *err);

/* The next row after `from` (0: the first there is) whose title or code has `words`, by pinyin
 * too; `backward`: the one before it. Goes on at the other end. *item 0: there is none. */
enum xh_rc map_find(struct store *st, const struct map_ask *ask, const struct land_map *m,
                    const char *words, int64_t from, bool backward, int64_t *item,
                    struct xh_err *err);

/* Counts of the cells that are loaded, by mark (room for map_marks()); added to. */
void map_count(const struct land_map *m, size_t from, size_t to, int64_t *n);

#endif
