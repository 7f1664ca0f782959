#include "model/permit.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"

/* ---- roles ---- */

static bool listed(const char *const *v, size_t n, const char *id)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(v[i], id) == 0 || strcmp(v[i], "*") == 0)
            return true;
    return false;
}

unsigned permit_role(const struct role_def *r, enum verb verb, const char *list)
{
    unsigned on = 0;

    verb = verb_info(verb)->by ? verb_info(verb)->by : verb;
    for (size_t i = 0; i < r->n_may; i++) {
        const struct grant_def *g = &r->may[i];
        if (!listed((const char *const *)g->verbs, g->n_verbs, verb_info(verb)->id))
            continue;
        if (list && g->n_lists &&
            !listed((const char *const *)g->lists, g->n_lists, list))
            continue;
        on |= g->on;
    }
    return on;
}

unsigned permit_relations(struct db *db, const struct defs *defs, int64_t person,
                          enum verb verb, const char *list)
{
    struct xh_err err;
    unsigned on = 0;

    if (!person)
        return 0;
    struct stmt *s = db_query(db, &err, "SELECT r.role FROM person_role r JOIN person p "
                              "ON p.id = r.person WHERE r.person = ? AND p.to_day IS NULL", "i",
                              person);
    while (s && stmt_step(s, &err) > 0) {
        const struct role_def *r = defs_role(defs, stmt_text(s, 0));
        if (r)
            on |= permit_role(r, verb, list);
    }
    stmt_done(s);
    return on;
}

bool permit_anybody(struct db *db, const struct defs *defs, enum verb verb)
{
    struct xh_err err;
    bool found = false;

    struct stmt *s = db_query(db, &err, "SELECT id FROM person WHERE to_day IS NULL", "");
    while (s && !found && stmt_step(s, &err) > 0)
        found = permit_relations(db, defs, stmt_int(s, 0), verb, NULL) != 0;
    stmt_done(s);
    return found;
}

/* ---- relations ---- */

static const char sql_relation[] =
    "SELECT i.owner = ?1 OR i.handler = ?1, "
    "EXISTS (SELECT 1 FROM item_co c WHERE c.item = i.id AND (c.person = ?1 OR c.unit = p.unit)), "
    "i.leader = ?1 OR i.lead = ?1, "
    "p.unit IS NOT NULL AND p.unit IN (WITH RECURSIVE up(id) AS (SELECT i.unit UNION "
    "  SELECT u.parent FROM unit u JOIN up ON u.id = up.id) SELECT id FROM up WHERE "
    "id IS NOT NULL), "
    "p.place IS NOT NULL AND p.place IN (WITH RECURSIVE up(id) AS (SELECT i.place UNION "
    "  SELECT l.parent FROM place l JOIN up ON l.id = up.id) SELECT id FROM up WHERE "
    "id IS NOT NULL) "
    "FROM item i JOIN person p ON p.id = ?1 WHERE i.id = ?2";

unsigned permit_relation_to(struct db *db, int64_t person, int64_t item)
{
    static const unsigned bits[] = { REL_OWN, REL_CO, REL_LEADS, REL_UNIT, REL_PLACE };
    struct xh_err err;
    unsigned rel = REL_ALL;

    if (!item || !person)
        return rel;
    struct stmt *s = db_query(db, &err, sql_relation, "ii", person, item);
    if (s && stmt_step(s, &err) > 0)
        for (int i = 0; i < 5; i++)
            if (stmt_int(s, i))
                rel |= bits[i];
    stmt_done(s);
    return rel;
}

/* Most acts are those of whoever has the item: that is asked first, alone. */
static bool is_own(struct db *db, int64_t person, int64_t item)
{
    struct xh_err err;
    int64_t own = 0;

    return person && item &&
           db_get_int(db, &err, &own,
                      "SELECT owner = ?1 OR handler = ?1 FROM item WHERE id = ?2", "ii",
                      person, item) == XH_OK &&
           own;
}

bool permit_is_responsible(struct db *db, int64_t person, int64_t item)
{
    return is_own(db, person, item) || (permit_relation_to(db, person, item) &
                                        (REL_OWN | REL_CO | REL_UNIT | REL_PLACE)) != 0;
}

bool permit_sees(unsigned show, unsigned relation)
{
    return (show & SHOW_TOWNSHIP) || ((show & SHOW_HANDLER) && (relation & REL_OWN))
        || ((show & SHOW_VILLAGE) && (relation & (REL_PLACE | REL_UNIT)));
}

bool permit_may(struct db *db, const struct defs *defs, int64_t person, enum verb verb,
                const char *list, int64_t item)
{
    unsigned on = permit_relations(db, defs, person, verb, list);
    if (on == 0)
        return false;
    /* Without an item (adding one, looking at a list) any relation will do. */
    return item == 0 || (on & REL_ALL) || ((on & REL_OWN) && is_own(db, person, item)) ||
           (on & permit_relation_to(db, person, item)) != 0;
}

/* ---- refusals say who can ---- */

void permit_who_can(struct buf *out, struct db *db, const struct defs *defs,
                    enum verb verb, const char *list, int64_t item, int64_t except)
{
    struct xh_err err;
    int64_t *ids = NULL;
    char **names = NULL;
    size_t n = 0, cap = 0, cap2 = 0, m = 0, said = 0;

    struct stmt *s = db_query(db, &err,
                              "SELECT id, name FROM person WHERE to_day IS NULL "
                              "ORDER BY rank, id",
                              "");
    while (s && stmt_step(s, &err) > 0) {
        GROW(ids, n, cap);
        ids[n++] = stmt_int(s, 0);
        GROW(names, m, cap2);
        names[m++] = xstrdup(stmt_text(s, 1));
    }
    stmt_done(s);
    for (size_t i = 0; i < n && said <= 3; i++) {
        if (ids[i] == except || !permit_may(db, defs, ids[i], verb, list, item))
            continue;
        if (item && (verb_info(verb)->flags & VERB_DECIDES) &&
            permit_doer(db, item, ids[i]))
            continue;
        if (said == 3)
            buf_puts(out, _(" and others"));
        else
            buf_printf(out, "%s%s", said ? _(", ") : "", names[i]);
        said++;
    }
    if (said == 0)
        buf_puts(out, _("nobody yet: ask the administrator to give somebody the role"));
    for (size_t i = 0; i < n; i++)
        free(names[i]);
    free(names);
    free(ids);
}

enum xh_rc permit_check(struct db *db, const struct defs *defs, int64_t person, enum verb verb,
                        const char *list, int64_t item, struct xh_err *err)
{
    if (permit_may(db, defs, person, verb, list, item))
        return XH_OK;
    if (!err)
        return XH_DENIED;       /* nobody reads who could: that is looked up in everybody */
    struct buf who = {0};
    if (person)
        permit_who_can(&who, db, defs, verb, list, item, person);
    else        /* only those who keep the people can help */
        permit_who_can(&who, db, defs, VERB_PEOPLE, NULL, 0, 0);
    const char *name = _(verb_info(verb)->name);
    enum xh_rc rc;
    if (!person)
        rc = xh_fail(err, XH_DENIED,
                     _("your login is not assigned to a person here. Ask the "
                       "administrator: %s"),
                     buf_str(&who));
    else if (permit_relations(db, defs, person, verb, list) == 0)
        rc = xh_fail(err, XH_DENIED, _("none of your roles may %s here. Who can: %s"),
                     name, buf_str(&who));
    else
        rc = xh_fail(err, XH_DENIED,
                     _("you may %s only for your own items, and this is not one "
                       "of them. Who can: %s"),
                     name, buf_str(&who));
    buf_fini(&who);
    return rc;
}

bool permit_require(struct act *a, int64_t person, enum verb verb, const char *list,
                    int64_t item)
{
    struct xh_err err = {0};
    if (!act_ok(a))
        return false;
    enum xh_rc rc = permit_check(a->db, a->defs, person, verb, list, item, &err);
    if (rc != XH_OK)
        act_fail(a, rc, "%s", err.msg);
    return rc == XH_OK;
}

/* ---- two people (invariant 4) ---- */

static const char sql_doer[] =
    "SELECT i.owner = ?1, i.handler = ?1, "
    "EXISTS (SELECT 1 FROM item_co c WHERE c.item = i.id AND c.person = ?1), "
    "i.applied_by = ?1, "
    "EXISTS (SELECT 1 FROM doer d WHERE d.item = i.id AND d.person = ?1 AND d.seq >= i.opened_seq) "
    "FROM item i WHERE i.id = ?2";

const char *permit_doer(struct db *db, int64_t item, int64_t person)
{
    static const char *const why[] = {
        N_("responsible for it"), N_("handling it"), N_("responsible together with others"),
        N_("the one who applied"), N_("one of those who worked on it"),
    };
    struct xh_err err;
    const char *out = NULL;

    struct stmt *s = db_query(db, &err, sql_doer, "ii", person, item);
    if (!s || stmt_step(s, &err) <= 0)
        out = _(why[4]);        /* when in doubt, nobody decides */
    for (int i = 0; !out && i < 5; i++)
        if (stmt_int(s, i))
            out = _(why[i]);
    stmt_done(s);
    return out;
}

bool permit_two_people(struct act *a, enum verb verb, const char *list, int64_t item,
                       int64_t person)
{
    if (!act_ok(a))
        return false;
    const char *why = permit_doer(a->db, item, person);
    if (!why)
        return true;
    struct buf who = {0};
    permit_who_can(&who, a->db, a->defs, verb, list, item, person);
    act_fail(a, XH_DENIED,
             _("two people: the person deciding may not be %s. Who can: %s"), why,
             buf_str(&who));
    buf_fini(&who);
    return false;
}

/* ---- reading, in SQL ---- */

static void add_ids(struct buf *sql, struct db *db, const char *query, int64_t person)
{
    struct xh_err err;
    bool first = true;
    struct stmt *s = db_query(db, &err, query, "i", person);
    while (s && stmt_step(s, &err) > 0) {
        if (stmt_is_null(s, 0))
            continue;
        buf_printf(sql, "%s%lld", first ? "" : ",", (long long)stmt_int(s, 0));
        first = false;
    }
    stmt_done(s);
}

static void add_relations(struct buf *sql, struct db *db, int64_t person, unsigned on)
{
    long long p = (long long)person;
    const char *sep = "";

    if (on & REL_ALL) {
        buf_puts(sql, "1");
        return;
    }
    buf_putc(sql, '(');
    if (on & REL_OWN) {
        buf_printf(sql, "i.owner = %lld OR i.handler = %lld", p, p);
        sep = " OR ";
    }
    if (on & REL_CO) {
        buf_printf(
            sql,
            "%sEXISTS (SELECT 1 FROM item_co c WHERE c.item = i.id AND (c.person = %lld "
            "OR c.unit = (SELECT unit FROM person WHERE id = %lld)))",
            sep, p, p);
        sep = " OR ";
    }
    if (on & REL_LEADS) {
        buf_printf(sql, "%si.leader = %lld OR i.lead = %lld", sep, p, p);
        sep = " OR ";
    }
    if (on & REL_UNIT) {
        buf_printf(sql, "%si.unit IN (", sep);
        add_ids(
            sql, db,
            "WITH RECURSIVE down(id) AS (SELECT unit FROM person WHERE id = ? UNION "
            "SELECT u.id FROM unit u JOIN down ON u.parent = down.id) SELECT id FROM down",
            person);
        buf_putc(sql, ')');
        sep = " OR ";
    }
    if (on & REL_PLACE) {
        buf_printf(sql, "%si.place IN (", sep);
        add_ids(
            sql, db,
            "WITH RECURSIVE down(id) AS (SELECT place FROM person WHERE id = ? UNION "
            "SELECT l.id FROM place l JOIN down ON l.parent = down.id) SELECT id FROM down",
            person);
        buf_putc(sql, ')');
        sep = " OR ";
    }
    if (!*sep)
        buf_puts(sql, "0");
    buf_putc(sql, ')');
}

void permit_filter(struct buf *sql, struct db *db, const struct defs *defs, int64_t person,
                   enum verb verb, const char *list)
{
    add_relations(sql, db, person, permit_relations(db, defs, person, verb, list));
}

void permit_read_filter(struct buf *sql, struct db *db, const struct defs *defs,
                        int64_t person, const char *list)
{
    if (list) {
        add_relations(sql, db, person,
                      permit_relations(db, defs, person, VERB_READ, list));
        return;
    }
    unsigned first = 0;
    bool alike = true;
    for (size_t i = 0; i < defs->n_lists; i++) {
        unsigned on = permit_relations(db, defs, person, VERB_READ, defs->lists[i].id);
        if (i == 0)
            first = on;
        alike &= on == first;
    }
    if (alike) {
        add_relations(sql, db, person, first);
        return;
    }
    buf_putc(sql, '(');
    for (size_t i = 0; i < defs->n_lists; i++) {
        unsigned on = permit_relations(db, defs, person, VERB_READ, defs->lists[i].id);
        buf_printf(sql, "%si.list = '%s' AND ", i ? " OR " : "", defs->lists[i].id);
        add_relations(sql, db, person, on);
    }
    buf_putc(sql, ')');
}

void permit_see_filter(struct buf *sql, struct db *db, int64_t person, unsigned show)
{
    add_relations(sql, db, person,
                  show & SHOW_TOWNSHIP ? (unsigned)REL_ALL
                                       : (show & SHOW_HANDLER ? (unsigned)REL_OWN : 0) |
                                             (show & SHOW_VILLAGE ? REL_PLACE | REL_UNIT : 0));
}
