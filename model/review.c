#include "model/review.h"

#include <stdlib.h>
#include <string.h>

#include "model/history.h"
#include "model/names.h"

#define MOST 1000               /* rows of one kind that are read */
#define LAST_EVENTS 50000       /* how far back review_last() looks */

struct loading {
    struct store *st;
    const struct env *env;
    int64_t reader;
    struct names names;
    struct reviews *out;
    enum review_kind kind;
    bool mine;
};

/* ---- rows ---- */

static struct review_row *add(struct loading *l, enum review_kind kind)
{
    struct reviews *out = l->out;

    GROW(out->v, out->n, out->cap);
    out->v[out->n] = (struct review_row){
        .kind = kind, .mine = l->mine, .on = DAY_NONE, .due = DAY_NONE, .to = DAY_NONE,
    };
    return &out->v[out->n++];
}

static void fill(struct review_row *x, const struct row *r)
{
    x->item = r->it.id;
    x->version = r->it.version;
    x->code = xstrdup(r->it.code);
    x->title = xstrdup(r->it.title);
    x->list = xstrdup(r->it.list);
    x->colour = r->colour;
    x->state = xstrdup(r->it.state);
    x->returns = r->it.returns;
    x->again = r->it.applied_again && r->it.returns;
}

static enum xh_rc add_evidence(struct loading *l, struct review_row *x, int64_t item,
                               struct xh_err *err)
{
    int64_t n = 0;
    enum xh_rc rc = db_get_int(l->st->db, err, &n, "SELECT count(*) FROM evidence WHERE item = ?",
                               "i", item);

    x->evidence += n;
    return rc;
}

/* ---- villages ---- */

static bool is_by_place(const struct loading *l, const struct row *r)
{
    const struct list_def *list = defs_list(l->st->defs, r->it.list);

    return list && list->close == CLOSE_BY_PLACE && r->it.parent && *r->place;
}

/* "林家村" of "林家村/一组". */
static struct review_row *village_of(struct loading *l, const struct row *r)
{
    size_t n = strcspn(r->place, "/");
    const char *parent = names_get(&l->names, NAMES_ITEM, r->it.parent);

    for (size_t i = 0; i < l->out->n; i++) {
        struct review_row *x = &l->out->v[i];
        if (x->kind == REVIEW_VILLAGE && x->item == r->it.parent && x->mine == l->mine &&
            strcmp(x->list, r->it.list) == 0 && strlen(x->place) == n &&
            strncmp(x->place, r->place, n) == 0)
            return x;
    }
    struct review_row *x = add(l, REVIEW_VILLAGE);
    x->item = r->it.parent;
    x->code = xstrdup(parent);
    x->list = xstrdup(r->it.list);
    x->state = xstrdup(r->it.state);
    x->place = xstrndup(r->place, n);
    x->colour = r->colour;
    return x;
}

static void join(char **names, const char *name)
{
    if (!*name || (*names && strstr(*names, name)))
        return;
    char *more = *names && **names ? xasprintf("%s %s", *names, name) : xstrdup(name);
    free(*names);
    *names = more;
}

static enum xh_rc add_to_village(struct loading *l, const struct row *r, struct xh_err *err)
{
    struct review_row *x = village_of(l, r);

    GROW(x->members, x->n_members, x->cap_members);
    x->members[x->n_members++] = r->it.id;
    if (r->colour > x->colour && r->colour <= COLOUR_RED)
        x->colour = r->colour;
    if (x->on == DAY_NONE || r->it.applied_on < x->on)
        x->on = r->it.applied_on;
    if (r->it.review_due != DAY_NONE && (x->due == DAY_NONE || r->it.review_due < x->due))
        x->due = r->it.review_due;
    join(&x->by, names_get(&l->names, NAMES_PERSON, r->it.applied_by));
    return add_evidence(l, x, r->it.id, err);
}

/* Open rows of the village that nobody has applied for; its title. */
static const char sql_rest[] =
    "WITH RECURSIVE down(id) AS (SELECT id FROM place WHERE parent IS NULL AND name = ?3 UNION "
    "SELECT p.id FROM place p JOIN down ON p.parent = down.id) SELECT count(*) FROM item i "
    "WHERE i.parent = ?1 AND i.list = ?2 AND i.phase <= 2 AND i.phase <> 1 AND i.place IN "
    "(SELECT id FROM down)";

static enum xh_rc finish_village(struct loading *l, struct review_row *x, struct xh_err *err)
{
    char *title = NULL;
    enum xh_rc rc = db_get_int(l->st->db, err, &x->not_applied, sql_rest, "itt", x->item, x->list,
                               x->place);

    if (rc == XH_OK)
        rc = db_get_text(l->st->db, err, &title, "SELECT title FROM item WHERE id = ?", "i",
                         x->item);
    x->title = xasprintf("%s %s", x->place, title ? title : "");
    free(title);
    return rc;
}

/* ---- applications ---- */

static enum xh_rc take_application(void *ctx, struct row *r, struct xh_err *err)
{
    struct loading *l = ctx;

    if (is_by_place(l, r))
        return add_to_village(l, r, err);
    struct review_row *x = add(l, REVIEW_CLOSE);
    fill(x, r);
    x->by = xstrdup(names_get(&l->names, NAMES_PERSON, r->it.applied_by));
    x->on = r->it.applied_on;
    x->due = r->it.review_due;
    return add_evidence(l, x, r->it.id, err);
}

/* ---- requests ---- */

/* The reader's own requests are another person's to answer, even where others' are his. */
static const char sql_requests[] =
    "SELECT r.id, r.verb, r.step, r.day, p.name, r.to_day, r.office, r.reason, r.doc FROM "
    "request r JOIN person p ON p.id = r.person WHERE r.item = ?1 AND r.answer = '' AND "
    "(?3 = 0 OR (r.person <> ?2 AND r.actor <> ?2)) ORDER BY r.id";

static enum xh_rc take_requests(void *ctx, struct row *r, struct xh_err *err)
{
    struct loading *l = ctx;
    const struct list_def *list = defs_list(l->st->defs, r->it.list);
    struct stmt *s = db_query(l->st->db, err, sql_requests, "iii", r->it.id, l->reader,
                              (int64_t)l->mine);
    int step = s ? 0 : -1;
    enum xh_rc rc = XH_OK;

    while (s && rc == XH_OK && (step = stmt_step(s, err)) > 0) {
        struct review_row *x = add(l, REVIEW_REQUEST);
        fill(x, r);
        x->again = false;
        x->request = stmt_int(s, 0);
        x->asked = verb_find(stmt_text(s, 1));
        x->step = xstrdup(stmt_text(s, 2));
        x->on = stmt_day(s, 3);
        x->by = xstrdup(stmt_text(s, 4));
        x->to = stmt_day(s, 5);
        x->office = xstrdup(stmt_text(s, 6));
        x->reason = xstrdup(stmt_text(s, 7));
        x->doc = xstrdup(stmt_text(s, 8));
        if (list && list->review.unit != UNIT_NONE)
            x->due = calendar_add(l->st->defs->calendar, x->on, list->review, true);
        rc = add_evidence(l, x, r->it.id, err);
    }
    stmt_done(s);
    return step < 0 ? XH_DB : rc;
}

/* ---- sent back as not ours ---- */

static enum xh_rc take_given_back(void *ctx, struct row *r, struct xh_err *err)
{
    struct loading *l = ctx;
    struct history h = {0};
    struct review_row *x = add(l, REVIEW_GIVEN_BACK);
    enum xh_rc rc = history_load(l->st, r->it.id, &h, err);

    fill(x, r);
    x->by = xstrdup(names_get(&l->names, NAMES_PERSON, r->it.assigned_by));
    for (size_t i = h.n; i-- > 0;)
        if (strcmp(h.v[i].verb, "return") == 0) {
            x->on = h.v[i].day;
            x->reason = xstrdup(h.v[i].text);
            break;
        }
    history_fini(&h);
    return rc;
}

/* ---- answers to orders ---- */

static size_t lines_of(const char *s)
{
    size_t n = *s ? 1 : 0;

    for (; *s; s++)
        n += *s == '\n' && s[1];
    return n;
}

static void take_answer(struct loading *l, const struct duban_order *o)
{
    struct who me = { .actor = l->reader }, paper = { .actor = l->reader, .decided = o->lead };
    const struct duban_answer *last = o->n_replies ? &o->replies[o->n_replies - 1] : NULL;
    bool mine = order_may(l->st, l->env, &me, VERB_FINISH, o->id, NULL);

    if (!mine && !(o->lead && order_may(l->st, l->env, &paper, VERB_FINISH, o->id, NULL)))
        return;
    l->mine = mine;
    struct review_row *x = add(l, REVIEW_ANSWER);
    x->order = o->id;
    x->code = order_name(o);
    x->title = xstrdup(o->title);
    x->by = xstrdup(o->to);
    x->on = o->answered_on;
    x->returns = o->returns;
    x->again = o->returns > 0;
    x->evidence = last ? (int64_t)lines_of(last->files) : 0;
    x->reason = xstrdup(last ? last->text : "");
}

static enum xh_rc take_answers(struct loading *l, struct xh_err *err)
{
    struct order_filter f = { .state = "answered", .today = l->env->today, .reader = l->reader };
    struct orders v = {0};
    enum xh_rc rc = order_list(l->st, &f, &v, err);

    for (size_t i = 0; rc == XH_OK && i < v.n; i++)
        take_answer(l, &v.v[i]);
    orders_fini(&v);
    return rc;
}

/* ---- all of it ---- */

static const struct { const char *where; bool mine; query_sink *take; } questions[] = {
    { "review=mine", true, take_application },
    { "request=mine", true, take_requests },
    { "review=given_back", true, take_given_back },
    { "review=others", false, take_application },
    { "request=others", false, take_requests },
};

/* A sink that counts, so that what was cut off is known. */
struct counting { struct loading *l; query_sink *take; int64_t n; };

static enum xh_rc take_counted(void *ctx, struct row *r, struct xh_err *err)
{
    struct counting *c = ctx;

    c->n++;
    return c->take(c->l, r, err);
}

static int32_t deadline(const struct review_row *x)
{
    return x->due == DAY_NONE ? DAY_NEVER : x->due;
}

static int by_turn(const void *a, const void *b)
{
    const struct review_row *x = a, *y = b;
    int32_t dx = deadline(x), dy = deadline(y);

    if (x->mine != y->mine)
        return x->mine ? -1 : 1;
    if (dx != dy)
        return dx < dy ? -1 : 1;
    if (x->on != y->on)
        return x->on < y->on ? -1 : 1;
    int codes = strcmp(x->code, y->code);
    return codes ? codes : (x->request > y->request) - (x->request < y->request);
}

/* Texts nobody filled in are "", not NULL. */
static void complete(struct review_row *x)
{
    char **texts[] = { &x->code, &x->title, &x->list, &x->state, &x->by, &x->step, &x->office,
                       &x->reason, &x->doc, &x->place };

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (!*texts[i])
            *texts[i] = xstrdup("");
}

enum xh_rc reviews_load(struct store *st, const struct env *env, int64_t reader,
                        struct reviews *out, struct xh_err *err)
{
    struct loading l = { .st = st, .env = env, .reader = reader, .names = { .db = st->db },
                         .out = out };
    enum xh_rc rc = XH_OK;

    for (size_t i = 0; rc == XH_OK && i < sizeof questions / sizeof *questions; i++) {
        struct counting c = { &l, questions[i].take, 0 };
        struct filter f = { .where = &questions[i].where, .n_where = 1, .limit = MOST,
                            .today = env->today, .as_of = DAY_NONE, .reader = reader,
                            .without = ROW_CO | ROW_LATEST | ROW_FIELDS };
        l.mine = questions[i].mine;
        rc = query_each(st, &f, take_counted, &c, err);
        out->cut |= c.n >= MOST;
    }
    if (rc == XH_OK)
        rc = take_answers(&l, err);
    for (size_t i = 0; i < out->n; i++) {
        if (rc == XH_OK && out->v[i].kind == REVIEW_VILLAGE)
            rc = finish_village(&l, &out->v[i], err);
        complete(&out->v[i]);
        out->mine += out->v[i].mine;
    }
    if (rc == XH_OK)
        rc = names_failed(&l.names, err);
    if (out->n)
        qsort(out->v, out->n, sizeof *out->v, by_turn);
    names_fini(&l.names);
    return rc;
}

void reviews_fini(struct reviews *r)
{
    for (size_t i = 0; i < r->n; i++) {
        struct review_row *x = &r->v[i];
        char *texts[] = { x->code, x->title, x->list, x->state, x->by, x->step, x->office,
                          x->reason, x->doc, x->place };
        for (size_t k = 0; k < sizeof texts / sizeof *texts; k++)
            free(texts[k]);
        free(x->members);
    }
    free(r->v);
    *r = (struct reviews){0};
}

void review_used(const struct defs *defs, const struct review_row *r, int32_t today, int *used,
                 int *all)
{
    *used = r->on == DAY_NONE ? 0 : (int)calendar_workdays(defs->calendar, r->on, today);
    *all = r->on == DAY_NONE || r->due == DAY_NONE
               ? 0 : (int)calendar_workdays(defs->calendar, r->on, r->due);
}

/* ---- the last decision ---- */

static const char sql_last[] =
    "SELECT e.at, e.verb, i.code FROM event e JOIN event_item x ON x.event = e.id JOIN item i "
    "ON i.id = x.item WHERE e.id > (SELECT max(id) FROM event) - ? AND e.verb IN ('approve', "
    "'return', 'grant', 'refuse', 'finish', 'send_back') AND coalesce(e.decided, e.actor) = ? "
    "ORDER BY e.id DESC LIMIT 1";

bool review_last(struct store *st, int64_t person, struct review_last *out)
{
    struct xh_err err;
    struct stmt *s = db_query(st->db, &err, sql_last, "ii", (int64_t)LAST_EVENTS, person);
    bool found = s && stmt_step(s, &err) > 0;

    *out = (struct review_last){0};
    if (found) {
        out->at = stmt_int(s, 0);
        out->verb = verb_find(stmt_text(s, 1));
        out->code = xstrdup(stmt_text(s, 2));
    }
    stmt_done(s);
    return found;
}
