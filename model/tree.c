/* tree.c - configuration documents as trees, and as the rows the database keeps. */
#include "model/tree.h"

#include <stdlib.h>
#include <string.h>

#include "model/mem.h"

#define DEPTH_MAX 64                /* of rows read back; YAML allows less */

struct node *node_new(enum node_kind kind, int line, int col)
{
    struct node *n = xcalloc(1, sizeof *n);

    n->kind = kind;
    n->line = line;
    n->col = col;
    return n;
}

struct node *node_scalar(const char *text, int line, int col)
{
    struct node *n = node_new(NODE_SCALAR, line, col);

    n->text = xstrdup(text ? text : "");
    return n;
}

static void grow(struct node *n)
{
    if (n->n < n->cap)
        return;
    n->cap = n->cap ? n->cap * 2 : 4;
    n->kids = xrealloc(n->kids, n->cap * sizeof *n->kids);
    if (n->kind == NODE_MAP)
        n->keys = xrealloc(n->keys, n->cap * sizeof *n->keys);
}

void node_append(struct node *list, struct node *kid)
{
    grow(list);
    list->kids[list->n++] = kid;
}

void node_put(struct node *map, struct node *key, struct node *kid)
{
    grow(map);
    map->keys[map->n] = key;
    map->kids[map->n++] = kid;
}

struct node *node_get(const struct node *map, const char *key)
{
    if (!map || map->kind != NODE_MAP)
        return NULL;
    for (size_t i = 0; i < map->n; i++)
        if (map->keys[i]->text && strcmp(map->keys[i]->text, key) == 0)
            return map->kids[i];
    return NULL;
}

void node_free(struct node *n)
{
    if (!n)
        return;
    for (size_t i = 0; i < n->n; i++) {
        if (n->keys)
            node_free(n->keys[i]);
        node_free(n->kids[i]);
    }
    free(n->keys);
    free(n->kids);
    free(n->text);
    free(n);
}

bool node_equal(const struct node *a, const struct node *b)
{
    if (!a || !b)
        return a == b;
    if (a->kind != b->kind || a->n != b->n)
        return false;
    if (a->kind == NODE_SCALAR)
        return a->quoted == b->quoted && strcmp(a->text, b->text) == 0;
    for (size_t i = 0; i < a->n; i++) {
        if (a->kind == NODE_MAP && strcmp(a->keys[i]->text, b->keys[i]->text) != 0)
            return false;
        if (!node_equal(a->kids[i], b->kids[i]))
            return false;
    }
    return true;
}

/* ---- rows ---- */

struct rows {
    struct tree_row *v;
    size_t n, cap;
};

static void add_key(struct buf *path, const char *key)
{
    buf_putc(path, '/');
    for (; *key; key++) {
        if (*key == '~')
            buf_puts(path, "~0");
        else if (*key == '/')
            buf_puts(path, "~1");
        else
            buf_putc(path, *key);
    }
}

static void cut(struct buf *path, size_t len)
{
    path->len = len;
    if (path->s)
        path->s[len] = '\0';
}

static void collect(struct rows *rows, const struct node *n, struct buf *path)
{
    static const char kinds[] = {
        [NODE_SCALAR] = 's', [NODE_LIST] = 'l', [NODE_MAP] = 'm'
    };
    size_t len = path->len;
    struct tree_row *row;

    GROW(rows->v, rows->n, rows->cap);
    row = &rows->v[rows->n++];
    row->path = xstrdup(buf_str(path));
    row->kind = n->quoted ? 'q' : kinds[n->kind];
    row->text = xstrdup(n->kind == NODE_SCALAR ? n->text : "");
    for (size_t i = 0; i < n->n; i++) {
        if (n->kind == NODE_MAP)
            add_key(path, n->keys[i]->text);
        else
            buf_printf(path, "/%zu", i);
        collect(rows, n->kids[i], path);
        cut(path, len);
    }
}

struct tree_row *tree_to_rows(const struct node *root, size_t *n)
{
    struct rows rows = {0};
    struct buf path = {0};

    if (root)
        collect(&rows, root, &path);
    buf_fini(&path);
    *n = rows.n;
    return rows.v;
}

void tree_rows_free(struct tree_row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        free(rows[i].path);
        free(rows[i].text);
    }
    free(rows);
}

static struct node *node_of_row(const struct tree_row *row)
{
    struct node *n;

    switch (row->kind) {
    case 's':
    case 'q':
        n = node_scalar(row->text, 0, 0);
        n->quoted = row->kind == 'q';
        return n;
    case 'l':
        return node_new(NODE_LIST, 0, 0);
    case 'm':
        return node_new(NODE_MAP, 0, 0);
    default:
        return NULL;
    }
}

/* Undo add_key() for one segment; NULL when it is not the last one or badly escaped. */
static char *read_key(const char *s)
{
    struct buf key = {0};

    for (; *s; s++) {
        if (*s == '/' || (*s == '~' && s[1] != '0' && s[1] != '1')) {
            buf_fini(&key);
            return NULL;
        }
        if (*s == '~')
            buf_putc(&key, *++s == '0' ? '~' : '/');
        else
            buf_putc(&key, *s);
    }
    return key.s ? buf_take(&key) : xstrdup("");
}

/* Hang `kid` under `parent` as the last segment of its path says; false if that does not
 * fit. */
static bool attach(struct node *parent, const char *segment, struct node *kid)
{
    char *key = read_key(segment), *index;
    bool fits = false;

    if (key && parent->kind == NODE_MAP) {
        fits = true;
        node_put(parent, node_scalar(key, 0, 0), kid);
    } else if (key && parent->kind == NODE_LIST) {
        index = xasprintf("%zu", parent->n);
        fits = strcmp(index, key) == 0;
        free(index);
        if (fits)
            node_append(parent, kid);
    }
    free(key);
    return fits;
}

struct node *tree_from_rows(const struct tree_row *rows, size_t n)
{
    struct { struct node *node; size_t row; } up[DEPTH_MAX];
    size_t depth = 0;
    struct node *root = NULL;

    for (size_t i = 0; i < n; i++) {
        const char *path = rows[i].path;
        struct node *kid = path && rows[i].text ? node_of_row(&rows[i]) : NULL;
        size_t len = 0;

        if (!kid || (i == 0) != (*path == '\0'))
            goto misfit;
        /* Rows stand in document order, so the parent is the nearest one above whose path
         * is a prefix of this one. */
        while (depth > 0) {
            const char *parent = rows[up[depth - 1].row].path;

            len = strlen(parent);
            if (strncmp(parent, path, len) == 0 && path[len] == '/')
                break;
            depth--;
        }
        if (i == 0)
            root = kid;
        else if (depth == 0 || depth == DEPTH_MAX
                 || !attach(up[depth - 1].node, path + len + 1, kid))
            goto misfit;
        if (depth < DEPTH_MAX) {
            up[depth].node = kid;
            up[depth++].row = i;
        }
        continue;
misfit:
        node_free(kid);
        node_free(root);
        return NULL;
    }
    return root;
}
