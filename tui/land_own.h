/* land_own.h - what the files of 征地 share: the nodes of the tree and what is said of them.
 * Private to tui/land*.c. */
#ifndef TUI_LAND_OWN_H
#define TUI_LAND_OWN_H

#include "model/rollup.h"
#include "tui/land.h"
#include "tui/table_view.h"

enum land_kind { LAND_PROJECT, LAND_SECTION, LAND_VILLAGE, LAND_GROUP };

struct land_node {
    enum land_kind kind;
    int depth;
    struct rollup_line line;    /* owned */
    bool open, leaf;
};
struct land_nodes { struct land_node *v; size_t n, cap; };

#define LAND_UNSIGNED 60        /* so many are read of what the cursor stands on */

struct land_state {
    const struct list_def *list;
    struct land_nodes tree;
    int64_t *opened; size_t n_opened, cap_opened;       /* ids of nodes that are open */
    struct table_view view;
    /* of the node under the cursor */
    int64_t about;              /* its id; 0: nothing read yet */
    struct rows left;           /* who has not signed */
    bool left_known;
    struct table_view people;
    bool in_people;             /* the cursor is there */
    bool wide;                  /* the pane stands beside the tree, as drawn last */
    struct area pane;           /* where they stood */
    char *find;
    const struct tui *t;        /* for cells while they are drawn */
};

/* ---- land_tree.c ---- */

int64_t land_id(const struct land_node *d);     /* the same from one reading to the next */
void land_nodes_fini(struct land_nodes *n);
/* Read anew: projects and below those that are open what lies there. */
enum xh_rc land_read(struct tui *t, struct land_state *s, struct xh_err *err);
/* What lies below node `at` is shown, or no longer. */
enum xh_rc land_open(struct tui *t, struct land_state *s, size_t at, struct xh_err *err);
void land_shut(struct land_state *s, size_t at);
/* The node above; `at` itself for a project. */
size_t land_above(const struct land_state *s, size_t at);
/* What it is called in its line; translated where it has no name. Borrowed. */
const char *land_name(const struct land_node *d);
/* Where its rows are, as filters take it: "林家村/一组"; NULL: anywhere. Caller frees. */
char *land_place(const struct land_node *d);
/* Households of the village itself, beside its groups: 未分组. */
bool land_is_alone(const struct land_node *d);
const struct land_node *land_here(const struct land_state *s);     /* NULL: none */

/* ---- land_draw.c ---- */

void land_draw(struct tui *t, void *state, struct area body);
/* The cells of the two tables. */
void land_cell(void *ctx, size_t row, size_t column, struct buf *out, enum style *style);
void land_person_cell(void *ctx, size_t row, size_t column, struct buf *out, enum style *style);

#endif
