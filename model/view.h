/* view.h - filters people keep under a name: their own, those the office shares, those a
 * list's YAML names (`views:`).
 *
 * What somebody likes to look at is no fact about an item: saved views stand in the
 * database, so that backups have them, but outside of the record (like meta) - no event,
 * no chain, no undo. One's own are for oneself alone; to share one takes the permission
 * `config`, and only who shared it, or has that permission, takes it back. */
#ifndef MODEL_VIEW_H
#define MODEL_VIEW_H

#include "model/query.h"

/* A filter that owns its texts; the names are those of struct filter. */
struct view_filter {
    char *list, *unit, *owner, *handler, *lead, *leader, *place, *parent, *state, *text,
        *sort;                  /* a column instead of `order`, "-title"; NULL */
    char **where; size_t n_where;
    unsigned colours;           /* 0: whatever `everything` allows */
    bool overdue, due_soon;
    bool everything;            /* closed and cancelled rows too; else only open ones */
    enum order order;
};
void view_filter_fini(struct view_filter *f);
void view_filter_copy(struct view_filter *to, const struct view_filter *from);
/* The question it asks, for `base` (day, reader). Texts borrowed. */
struct filter view_question(const struct view_filter *f, struct filter base);
/* As text and back: one "key=value" a line, keys as on the command line, anything else a
 * condition on a field. Unknown lines become conditions; nothing is refused here. */
char *view_text(const struct view_filter *f);           /* caller frees */
void view_read_line(struct view_filter *f, const char *line);
void view_read(struct view_filter *f, const char *text);

struct saved_view {
    int64_t id;                 /* 0: of the YAML */
    char *name, *text;
    char *list;                 /* the YAML's list; "" */
    char *by;                   /* name of the person who keeps it; "" of the YAML */
    bool shared, mine;
};
struct saved_views { struct saved_view *v; size_t n, cap; };
/* The person's own and the shared ones, in the order the person has put them in, then those
 * of `list` (NULL: of every list). `out` zeroed before. */
enum xh_rc views_load(struct store *st, int64_t person, const char *list,
                      struct saved_views *out, struct xh_err *err);
void views_fini(struct saved_views *v);
/* Keep one under a name; another of the same name and kind gives way. */
enum xh_rc view_save(struct store *st, int64_t person, const char *name, const char *text,
                     bool shared, struct xh_err *err);
enum xh_rc view_remove(struct store *st, int64_t person, int64_t id, struct xh_err *err);
/* Another name; XH_CONFLICT where one of its kind has it already. Of a shared one only by
 * those who may take it back. */
enum xh_rc view_rename(struct store *st, int64_t person, int64_t id, const char *name,
                       struct xh_err *err);
/* From now on everybody's, or its keeper's alone again. */
enum xh_rc view_share(struct store *st, int64_t person, int64_t id, bool shared,
                      struct xh_err *err);
/* The order in which this person sees them (a preference); those not named come after. */
enum xh_rc views_order(struct store *st, int64_t person, const int64_t *ids, size_t n,
                       struct xh_err *err);
/* May the person rename, share, take back this one? */
bool view_may(struct store *st, int64_t person, const struct saved_view *v, struct xh_err *why);

#endif
