/* def_value.h - what def_bind.c and def_value.c share: the binder's state and reading
 * scalars. */
#ifndef MODEL_DEF_VALUE_H
#define MODEL_DEF_VALUE_H

#include "model/def_bind.h"
#include "model/mem.h"

#define PATH_DEPTH 80
#define ENTRIES_MAX 200             /* of lists and maps, unless the row says otherwise */

struct bind {
    struct arena *arena;
    const char *document;
    def_sink *sink;
    void *ctx;
    size_t complaints;
    struct buf path;
    size_t marks[PATH_DEPTH];
    size_t depth;
};

/* Enough to complain about? Past the limit nothing is worked out any more, only
 * counted. */
bool bind_is_heard(const struct bind *b);
/* A text as complaints quote it: the first line's beginning. */
const char *bind_shown(struct bind *b, const char *s);

/* One scalar by its row's kind into `member`; a value that does not fit leaves it alone.
 * Not for rows with entries, objects and CUSTOM. */
void value_read(struct bind *b, const struct schema_row *row, const struct node *n,
                void *member);
/* Also for the entries of TEXTS; "" when it does not fit. */
const char *value_read_text(struct bind *b, const struct node *n,
                            const struct schema_row *row, bool prose);
void value_id(struct bind *b, const struct node *n, const char **out);

#endif
