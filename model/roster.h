/* roster.h - all persons, units and places in leaders' order, then by pinyin, to look
 * through (ENGINE 38). A village's groups stand below it. */
#ifndef MODEL_ROSTER_H
#define MODEL_ROSTER_H

#include "model/store.h"

struct roster_row {
    int64_t id;
    char *name;
    char *of;           /* person: unit; unit: the unit above; place: the place it lies in */
    char *place;        /* person: village in charge of */
    char *title, *phone, *login, *roles;    /* person; roles as ids, comma separated */
    char *level, *contact;                  /* unit */
    int64_t contact_id;                     /* 0: none */
    int64_t rank;
    int64_t village, village_rank;          /* place: that it lies in, or is; for the order */
    int32_t from, to;   /* person; DAY_NONE */
    bool active;        /* unit: may be given work; person: still here */
};
struct roster { struct roster_row *v; size_t n, cap; };

/* table: "person", "unit" or "place". `out` zeroed before. Texts are "" where there is
 * nothing. */
enum xh_rc roster_load(struct store *st, const char *table, struct roster *out,
                       struct xh_err *err);
void roster_fini(struct roster *r);

/* "in the town", "superior": translated; `level` itself when it is none of them. */
const char *roster_level_word(const char *level);
/* Role names as the township calls them, for role ids separated by commas. Caller frees. */
char *roster_role_names(const struct defs *defs, const char *ids);

#endif
