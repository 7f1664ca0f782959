/* names.h - names and ranks by row id, each looked up once: for answers with many
 * rows. */
#ifndef MODEL_NAMES_H
#define MODEL_NAMES_H

#include "model/db.h"

enum names_kind { NAMES_UNIT, NAMES_PERSON, NAMES_PLACE, NAMES_ITEM, NAMES_KINDS };

struct name_slot { int64_t id, rank; char *name; };     /* id 0: free */
struct name_table { struct name_slot *v; size_t n, cap; };
struct names {
    struct db *db;
    struct name_table kinds[NAMES_KINDS];
    enum xh_rc rc;              /* the first failure sticks: ask once at the end */
    struct xh_err err;
};

/* `n` = { .db = db } before the first call. */
void names_fini(struct names *n);
/* "" for 0 and what is not there; of an item its code, of a place "林家村/一组". Borrowed
 * until names_fini(). */
const char *names_get(struct names *n, enum names_kind kind, int64_t id);
/* Its place in the leaders' order; what is not there comes last. */
int64_t names_rank(struct names *n, enum names_kind kind, int64_t id);
/* The order of those the leaders' order leaves equal: pinyin; of items 0. */
int names_compare(enum names_kind kind, const char *a, const char *b);
/* XH_OK, or why some of the names given were "". */
enum xh_rc names_failed(const struct names *n, struct xh_err *err);

#endif
