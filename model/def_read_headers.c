/* def_read_headers.c - what a list says about the headers of the office's own ledgers. See
 * def_read.h. */
#include "model/def_read.h"

#include "model/i18n.h"
#include "model/tree.h"

#define HEADERS_MAX 50

void read_headers(struct bind *b, const struct node *n, void *member)
{
    struct list_def *l = member;
    size_t most;

    l->headers = NULL;
    l->n_headers = 0;
    if (!n || !read_wants_map(b, n, "headers: {unit: [责任部门, 主责单位]}"))
        return;
    most = n->n < HEADERS_MAX ? n->n : HEADERS_MAX;
    l->headers = arena_alloc(bind_arena(b), (most + 1) * sizeof *l->headers);
    for (size_t i = 0; i < most; i++) {
        struct header_def *h = &l->headers[l->n_headers++];
        bind_enter(b, n->keys[i]->text);
        h->column = arena_strdup(bind_arena(b), n->keys[i]->text);
        h->words = bind_texts(b, n->kids[i], HEADERS_MAX, &h->n_words);
        bind_leave(b);
    }
}
