/* def_check.h - what the parts of defs_check() share: where they are, and complaining by
 * path.
 *
 * Checks read the finished definitions, not the tree; the tree only says where a thing
 * stands. */
#ifndef MODEL_DEF_CHECK_H
#define MODEL_DEF_CHECK_H

#include "model/def_bind.h"

struct check {
    const struct defs *d;
    const struct def_document *docs;
    size_t n_docs;
    def_sink *sink;
    void *ctx;
    size_t found;
    const struct def_document *doc;     /* the one being checked; NULL: not among them */
    const char *document;               /* its name */
};

/* From here on complaints are about this document. */
void check_document(struct check *c, const char *name);
void check_list_document(struct check *c, const struct list_def *l);

/* Complain about the node at a path such as "steps.sign.due" or "columns[2]", or about
 * the nearest one above it there is. `instead` may be NULL. */
void check_complain(struct check *c, const char *path, const char *instead,
                    const char *fmt, ...) __attribute__((format(printf, 4, 5)));
/* The same text from parts, in the arena: for `path` and `instead`. */
const char *check_say(struct check *c, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* What to write instead of `id`: the input method's fault, the nearest word, or
 * `otherwise`. */
const char *check_advice(struct check *c, const char *id, const struct guess *g,
                         const char *otherwise);
/* Is this a list whose file could not be read? Nobody knows what is in it. */
bool check_is_unread(const struct check *c, const struct list_def *l);

/* A reference to a list, step or field that is not there: says which are near. */
void check_no_list(struct check *c, const char *path, const char *id);
void check_no_step(struct check *c, const char *path, const char *id,
                   const struct list_def *l);
void check_no_field(struct check *c, const char *path, const char *id,
                    const struct list_def *l);

/* Conditions as in `views`, of the list `l`; `path` of them all, such as "views.late.where". */
void check_conditions(struct check *c, const char *path, const struct list_def *l,
                      const char *const *where, size_t n_where);

void check_colour_sets(struct check *c);                            /* def_check_colour.c */
void check_colours(struct check *c, const struct list_def *l);      /* def_check_colour.c */
void check_list(struct check *c, const struct list_def *l);         /* def_check_list.c */
void check_fields(struct check *c, const struct list_def *l);       /* def_check_list.c */
void check_deadlines(struct check *c, const struct list_def *l);    /* def_check_due.c */
void check_rollup(struct check *c, const struct list_def *l);       /* def_check_sums.c */
void check_needs(struct check *c, const struct list_def *l);        /* def_check_rows.c */
void check_waiting(struct check *c);                                /* of all lists, same file */
void check_balance(struct check *c, const struct list_def *l);      /* def_check_sums.c */
void check_workflow(struct check *c);                               /* def_check_flow.c */
void check_actions(struct check *c, const struct list_def *l);      /* of a list, same file */
void check_roles(struct check *c);                                  /* def_check_flow.c */

#endif
