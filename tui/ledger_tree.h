/* ledger_tree.h - the tree at the left of wide ledgers: the township, its lists, under a
 * list its villages and groups, each with what is red and yellow (UX 1).
 *
 * Shown from 100 columns up; narrower, the path line says the same. */
#ifndef TUI_LEDGER_TREE_H
#define TUI_LEDGER_TREE_H

#include "tui/tui.h"

struct tree_node {
    char *name;
    char *list, *place;         /* what it stands for; NULL: all of them */
    int depth;
    struct counts n;
};
struct tree {
    struct tree_node *v; size_t n, cap;
    size_t cursor, top;
    char *open;                 /* list whose places are shown; NULL */
    bool known;                 /* false: to be counted when no key waits */
};
void tree_fini(struct tree *r);
/* Count again; `list` is opened. The cursor stays with what it stood on. */
enum xh_rc tree_load(struct tui *t, struct tree *r, const char *list, struct xh_err *err);
void tree_draw(struct tree *r, struct tui *t, struct area a, bool here);
bool tree_move(struct tree *r, enum cmd cmd);
/* The node of a list and place, or the list's. */
void tree_to(struct tree *r, const char *list, const char *place);

#endif
