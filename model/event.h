/* event.h - one act as it is kept for ever: who, when, and every value that changed
 * (ENGINE 32).
 *
 * The body is canonical: the same changes in the same order are the same bytes. The hash
 * chains: SHA-256(tag, previous hash, length-prefixed fields), so that no event can be
 * altered, removed or slipped in without every later hash changing (invariant 3). Private
 * values enter the body only as a salted hash (ENGINE 35). Replay folds values; it runs
 * no guard and reads no YAML. */
#ifndef MODEL_EVENT_H
#define MODEL_EVENT_H

#include "model/db.h"
#include "model/hash.h"
#include "model/index.h"
#include "model/mem.h"

#define EVENT_FORMAT 1
#define EVENT_ACTION 33         /* 32 hex digits and NUL */
#define EVENT_SALT 16

enum change_op {
    CHANGE_INSERT = 'I', CHANGE_UPDATE = 'U', CHANGE_DELETE = 'D',
    CHANGE_ERASE = 'E',         /* an update that also removes private values, for good */
};

/* One column's value. Owned copies. In a private cell `new_hash` stands for the value in
 * the body; the value itself is only present in memory, while the act is being made. */
struct cell {
    char *column;
    bool is_private;            /* `new` stays out of the body */
    bool old_private;           /* so does what was there; it stands in an earlier private row */
    struct value old, new;      /* text and blobs owned by the cell */
    uint8_t new_hash[HASH_SIZE];
    uint8_t salt[EVENT_SALT];
};
struct change {
    enum change_op op;
    char *table;
    int64_t id;
    struct cell *cells; size_t n, cap;
};
struct note { char *key, *value; };     /* reason, paper, step ...: what a reader wants to know */

struct event {
    int64_t id;                 /* number in the chain */
    char action[EVENT_ACTION];
    char *verb;
    int64_t actor, behalf, decided;     /* persons; 0 = none */
    int32_t day;
    int64_t at;
    char config[HASH_HEX];
    int64_t format;
    struct change *changes; size_t n_changes, cap_changes;
    struct note *notes; size_t n_notes, cap_notes;
    int64_t *items; size_t n_items, cap_items;  /* items it touches, the subject first */
    uint8_t hash[HASH_SIZE];
    struct index rows, named;   /* private: the last change of a row, the place of an item */
};

void event_fini(struct event *e);
void change_fini(struct change *c);         /* one outside an event; zeroed is fine */
/* The change for (table, id), appended when the last op on that row differs. Borrowed. */
struct change *event_change(struct event *e, enum change_op op, const char *table,
                            int64_t id);
struct cell *change_cell(struct change *c, const char *column);     /* NULL; borrowed */
struct cell *change_add_cell(struct change *c, const char *column); /* empty; borrowed */
void cell_set_old(struct cell *c, struct value v);      /* copies */
void cell_set_new(struct cell *c, struct value v);      /* copies */
void event_note(struct event *e, const char *key, const char *value);   /* NULL value: nothing */
const char *event_get_note(const struct event *e, const char *key);     /* NULL; borrowed */
void event_add_item(struct event *e, int64_t item);     /* once each */

/* SHA-256(salt, typed value): what a private cell puts into the body. */
void event_private_hash(const uint8_t salt[static EVENT_SALT], struct value v,
                        uint8_t out[static HASH_SIZE]);
/* Encode changes, notes and items into `out`; decode them back into an empty `e`. False:
 * not a body we wrote (what decodes, encodes to the same bytes); `e` then holds a part of
 * it. */
void event_encode(const struct event *e, struct buf *out);
bool event_decode(struct event *e, const void *body, size_t n);
/* The chained hash over the header fields and `body`. */
void event_hash(const struct event *e, const uint8_t prev[static HASH_SIZE],
                const void *body, size_t n, uint8_t out[static HASH_SIZE]);

/* Read event `id` (header and body) into an empty `out`; event_fini() it in any case.
 * XH_NOT_FOUND without a message when there is none. */
enum xh_rc event_load(struct db *db, int64_t id, struct event *out, struct xh_err *err);
/* Append `e` with e->id, e->hash set by the caller's chain; also event_item and private
 * rows. */
enum xh_rc event_append(struct db *db, struct event *e, struct xh_err *err);

/* Before an event that brings fields along is followed: tables that are not there yet are made
 * with all their columns at once. Only quicker: event_fold() sees to every column by itself. */
enum xh_rc event_fold_tables(struct db *db, const struct event *e, struct xh_err *err);
/* Apply one change to the tables of `db`. For private cells read from a body, `resolve`
 * gives the value (NULL value when it was erased); live acts pass NULL and use the cell's
 * own. */
typedef struct value event_resolve(void *ctx, int64_t event, const struct change *c,
                                   const struct cell *cell);
enum xh_rc event_fold(struct db *db, int64_t event, const struct change *c,
                      event_resolve *resolve, void *ctx, struct xh_err *err);

#endif
