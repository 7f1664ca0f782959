/* tree.h - a configuration document as read: scalars, lists and maps that know where they
 * stood.
 *
 * YAML files become trees in config/; the definitions in force are stored as rows and
 * become the same trees again without any YAML (ENGINE 33). What binds a tree to types is
 * def_bind.h. */
#ifndef MODEL_TREE_H
#define MODEL_TREE_H

#include <stdbool.h>
#include <stddef.h>

enum node_kind { NODE_SCALAR, NODE_LIST, NODE_MAP };

struct node {
    enum node_kind kind;
    int line, col;              /* 1-based, in characters; 0 when it came from the database */
    bool quoted;                /* a scalar written in quotes */
    char *text;                 /* scalar: the value, UTF-8; else NULL */
    struct node **keys;         /* map: scalar nodes, in the order written */
    struct node **kids;         /* list or map: values */
    size_t n, cap;
};

struct node *node_new(enum node_kind kind, int line, int col);      /* caller owns */
struct node *node_scalar(const char *text, int line, int col);      /* copies */
void node_append(struct node *list, struct node *kid);              /* takes over */
void node_put(struct node *map, struct node *key, struct node *kid);/* takes over both */
struct node *node_get(const struct node *map, const char *key);     /* NULL; borrowed */
void node_free(struct node *n);                                     /* NULL is fine */
/* Same kinds, texts and order, wherever they stood. NULL equals NULL. */
bool node_equal(const struct node *a, const struct node *b);

/* The whole tree as (path, kind, text) rows in document order and back. A path is keys
 * and 0-based positions joined by '/', with '/' in a key written "~1" and '~' "~0" (RFC
 * 6901). */
struct tree_row { char *path; char kind; char *text; };     /* kind: 's', 'q', 'l', 'm' */
struct tree_row *tree_to_rows(const struct node *root, size_t *n);  /* caller: tree_rows_free */
void tree_rows_free(struct tree_row *rows, size_t n);
struct node *tree_from_rows(const struct tree_row *rows, size_t n); /* NULL if they do not fit */

#endif
