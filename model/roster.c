#include "model/roster.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/mem.h"
#include "model/names.h"

/* Columns: id name of place title phone login level contact rank from to active contact's id,
 * rank and id of the village a place lies in. Put in order afterwards: pinyin is ours. */
static const char sql_person[] =
    "SELECT p.id, p.name, u.name, pl.name, p.title, p.phone, p.login, '', '', p.rank, "
    "p.from_day, p.to_day, p.to_day IS NULL, NULL, 0, 0 FROM person p "
    "LEFT JOIN unit u ON u.id = p.unit LEFT JOIN place pl ON pl.id = p.place";
static const char sql_unit[] =
    "SELECT u.id, u.name, a.name, '', '', '', '', u.level, c.name, u.rank, NULL, NULL, u.active, "
    "u.contact, 0, 0 "
    "FROM unit u LEFT JOIN unit a ON a.id = u.parent LEFT JOIN person c ON c.id = u.contact";
static const char sql_place[] =
    "SELECT p.id, p.name, a.name, '', '', '', '', '', '', p.rank, NULL, NULL, 1, NULL, "
    "coalesce(a.rank, p.rank), coalesce(a.id, p.id) FROM place p "
    "LEFT JOIN place a ON a.id = p.parent";

static const struct { const char *table, *sql; } tables[] = {
    { "person", sql_person }, { "unit", sql_unit }, { "place", sql_place },
};

static const char *village_name(const struct roster_row *r)
{
    return r->village == r->id ? r->name : r->of;
}

static int in_order(const struct roster_row *a, const struct roster_row *b,
                    enum names_kind kind)
{
    int order = 0;

    if (a->village != b->village) {
        if (a->village_rank != b->village_rank)
            return a->village_rank < b->village_rank ? -1 : 1;
        order = names_compare(kind, village_name(a), village_name(b));
        return order ? order : a->village < b->village ? -1 : 1;
    }
    if (a->village && (a->id == a->village) != (b->id == b->village))
        return a->id == a->village ? -1 : 1;
    if (a->rank != b->rank)
        return a->rank < b->rank ? -1 : 1;
    order = names_compare(kind, a->name, b->name);
    return order ? order : a->id < b->id ? -1 : a->id > b->id;
}

static int people_in_order(const void *a, const void *b)
{
    return in_order(a, b, NAMES_PERSON);
}

static int others_in_order(const void *a, const void *b)
{
    return in_order(a, b, NAMES_UNIT);
}

static char *text(struct stmt *s, int col)
{
    return xstrdup(stmt_text(s, col));
}

static enum xh_rc add_roles(struct store *st, struct roster_row *r, struct xh_err *err)
{
    struct buf roles = {0};
    struct stmt *s = db_query(st->db, err,
                              "SELECT role FROM person_role WHERE person = ? "
                              "ORDER BY id",
                              "i", r->id);
    int got = s ? 0 : -1;

    while (s && (got = stmt_step(s, err)) > 0)
        buf_printf(&roles, "%s%s", roles.len ? "," : "", stmt_text(s, 0));
    stmt_done(s);
    free(r->roles);
    r->roles = xstrdup(buf_str(&roles));
    buf_fini(&roles);
    return got < 0 ? XH_DB : XH_OK;
}

enum xh_rc roster_load(struct store *st, const char *table, struct roster *out,
                       struct xh_err *err)
{
    const char *sql = NULL;

    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        if (strcmp(tables[i].table, table) == 0)
            sql = tables[i].sql;
    struct stmt *s = db_query(st->db, err, sql, "");
    int got = s ? 0 : -1;
    while (s && (got = stmt_step(s, err)) > 0) {
        GROW(out->v, out->n, out->cap);
        out->v[out->n++] = (struct roster_row){
            .id = stmt_int(s, 0), .name = text(s, 1), .of = text(s, 2), .place = text(s, 3),
            .title = text(s, 4), .phone = text(s, 5), .login = text(s, 6), .level = text(s, 7),
            .contact = text(s, 8), .rank = stmt_int(s, 9), .from = stmt_day(s, 10),
            .to = stmt_day(s, 11), .active = stmt_int(s, 12) != 0, .roles = xstrdup(""),
            .contact_id = stmt_int(s, 13), .village_rank = stmt_int(s, 14),
            .village = stmt_int(s, 15),
        };
    }
    stmt_done(s);
    enum xh_rc rc = got < 0 ? XH_DB : XH_OK;
    bool people = strcmp(table, "person") == 0;
    if (out->n)
        qsort(out->v, out->n, sizeof *out->v, people ? people_in_order : others_in_order);
    if (people)
        for (size_t i = 0; rc == XH_OK && i < out->n; i++)
            rc = add_roles(st, &out->v[i], err);
    return rc;
}

const char *roster_level_word(const char *level)
{
    static const struct { const char *id, *word; } words[] = {
        { "town", N_("in the town") }, { "village", N_("village") },
        { "superior", N_("superior") }, { "outside", N_("outside") },
    };

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i].id, level) == 0)
            return _(words[i].word);
    return level;
}

char *roster_role_names(const struct defs *defs, const char *ids)
{
    struct buf b = {0};
    char *copy = xstrdup(ids), *save = NULL;

    for (char *id = strtok_r(copy, ",", &save); id; id = strtok_r(NULL, ",", &save)) {
        const struct role_def *role = defs_role(defs, id);
        buf_printf(&b, "%s%s", b.len ? _(", ") : "", role ? role->name : id);
    }
    free(copy);
    return b.s ? buf_take(&b) : xstrdup("");
}

void roster_fini(struct roster *r)
{
    for (size_t i = 0; i < r->n; i++) {
        struct roster_row *p = &r->v[i];
        free(p->name);
        free(p->of);
        free(p->place);
        free(p->title);
        free(p->phone);
        free(p->login);
        free(p->roles);
        free(p->level);
        free(p->contact);
    }
    free(r->v);
    memset(r, 0, sizeof *r);
}
