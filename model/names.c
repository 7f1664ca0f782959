#include "model/names.h"

#include <stdlib.h>
#include <string.h>

#include "model/mem.h"
#include "model/pinyin.h"

static const char *const sql_name[NAMES_KINDS] = {
    [NAMES_UNIT]   = "SELECT name, rank FROM unit WHERE id = ?",
    [NAMES_PERSON] = "SELECT name, rank FROM person WHERE id = ?",
    [NAMES_PLACE]  = "SELECT coalesce((SELECT a.name || '/' FROM place a "
                     "WHERE a.id = p.parent), '') || p.name, p.rank "
                     "FROM place p WHERE p.id = ?",
    [NAMES_ITEM]   = "SELECT code, 0 FROM item WHERE id = ?",
};

static struct name_slot *slot_of(struct name_table *t, int64_t id)
{
    size_t at = (size_t)((uint64_t)id * 0x9e3779b97f4a7c15u >> 32) & (t->cap - 1);

    while (t->v[at].id != 0 && t->v[at].id != id)
        at = (at + 1) & (t->cap - 1);
    return &t->v[at];
}

static void grow(struct name_table *t)
{
    struct name_table bigger = { NULL, t->n, t->cap ? t->cap * 2 : 64 };

    bigger.v = xcalloc(bigger.cap, sizeof *bigger.v);
    for (size_t i = 0; i < t->cap; i++)
        if (t->v[i].id != 0)
            *slot_of(&bigger, t->v[i].id) = t->v[i];
    free(t->v);
    *t = bigger;
}

static const struct name_slot *look_up(struct names *n, enum names_kind kind, int64_t id)
{
    static const struct name_slot nobody = { 0, INT64_MAX, "" };
    struct name_table *t = &n->kinds[kind];

    if (t->n * 2 >= t->cap)
        grow(t);
    struct name_slot *slot = slot_of(t, id);
    if (slot->id == id)
        return slot;
    if (n->rc != XH_OK)
        return &nobody;

    struct stmt *s = db_query(n->db, &n->err, sql_name[kind], "i", id);
    int step = s ? stmt_step(s, &n->err) : -1;
    if (step < 0) {
        n->rc = XH_DB;
    } else {
        *slot = (struct name_slot){ id, step > 0 ? stmt_int(s, 1) : INT64_MAX,
                                    xstrdup(step > 0 ? stmt_text(s, 0) : "") };
        t->n++;
    }
    stmt_done(s);
    return step < 0 ? &nobody : slot;
}

const char *names_get(struct names *n, enum names_kind kind, int64_t id)
{
    return id == 0 ? "" : look_up(n, kind, id)->name;
}

int64_t names_rank(struct names *n, enum names_kind kind, int64_t id)
{
    return id == 0 ? INT64_MAX : look_up(n, kind, id)->rank;
}

int names_compare(enum names_kind kind, const char *a, const char *b)
{
    return kind == NAMES_ITEM ? 0 : kind == NAMES_PERSON ? pinyin_compare_people(a, b)
                                                         : pinyin_compare(a, b);
}

enum xh_rc names_failed(const struct names *n, struct xh_err *err)
{
    if (n->rc != XH_OK && err)
        *err = n->err;
    return n->rc;
}

void names_fini(struct names *n)
{
    for (int k = 0; k < NAMES_KINDS; k++) {
        for (size_t i = 0; i < n->kinds[k].cap; i++)
            free(n->kinds[k].v[i].name);
        free(n->kinds[k].v);
        n->kinds[k] = (struct name_table){0};
    }
}
