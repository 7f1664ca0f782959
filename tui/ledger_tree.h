/* ledger_tree.h - the tree at the left of wide ledgers: the township, its lists, under a
 * list what its rows belong to (projects), under that villages and their groups, each with
 * what is red and yellow (UX 1).
 *
 * A node's children are counted when it is opened, one node at a time and only while no
 * key waits: what is not seen is never counted. Shown from 100 columns up; narrower, the
 * path line says the same. */
#ifndef TUI_LEDGER_TREE_H
#define TUI_LEDGER_TREE_H

#include "tui/tui.h"

enum tree_kind { TREE_TOWN, TREE_LIST, TREE_PARENT, TREE_VILLAGE, TREE_GROUP };
struct tree_node {
    enum tree_kind kind;
    char *name;
    char *list, *parent, *place;        /* the rows it stands for; NULL: any */
    struct counts n;
    bool open;                  /* what lies below is shown */
    bool counted;               /* and is as it is now */
    bool leaf;                  /* nothing lies below */
};
struct tree {
    struct tree_node *v; size_t n, cap;
    size_t cursor, top;
    bool known;                 /* township and lists are as they are now */
};
void tree_fini(struct tree *r);
/* Something was written: everything shown is counted anew, in its turn. */
void tree_stale(struct tree *r);
/* Is there something still to be counted? */
bool tree_waits(const struct tree *r);
/* Count the next part. The cursor stays with what it stands on. */
enum xh_rc tree_count(struct tui *t, struct tree *r, struct xh_err *err);
void tree_draw(struct tree *r, struct tui *t, struct area a, bool here);
/* Up and down; Right opens a node and Left closes it, or goes to the one above it. True
 * when the cursor has moved or something was opened or closed; *moved: onto another node. */
bool tree_move(struct tree *r, enum cmd cmd, bool *moved);
/* To the node of these rows, or the nearest above it. */
void tree_to(struct tree *r, const char *list, const char *parent, const char *place);

#endif
