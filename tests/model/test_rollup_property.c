/* test_rollup_property.c - whatever is done to rows, in whatever order (fixed seed), every sum
 * is that of the rows counted one by one: adding, signing, unticking, paying, new areas, moving,
 * splitting, cancelling, reopening, voiding, undoing, erasing, crossing off, other
 * configurations (invariants 1, 2; issue 5 "Land", proof).
 *
 * 10,000 acts that happened, refusals not counted; the sums are counted after every few of them.
 * XH_SOAK=SECONDS goes on with further seeds for that long. */
#include "tests/model/record_tools.h"

#include <time.h>

#include "model/rollup.h"
#include "tests/model/rollup_list.h"

#define HISTORIES 20
#define ACTS 500
#define MOST_ROWS 90            /* more than these are not added */

static struct record_rig rig, *const r = &rig;
static uint64_t seed;
static int64_t done[VERB_COUNT], refused[VERB_COUNT], configured, looked;
static char projects[3][40];

static uint32_t rnd(uint32_t below)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(seed >> 33) % below;
}

/* ---- configurations ---- */

static const char *const configs[] = {
    HOUSEHOLDS_HEAD HOUSEHOLDS_AREA HOUSEHOLDS_REST HOUSEHOLDS_ROLLUP,
    HOUSEHOLDS_HEAD HOUSEHOLDS_AREA HOUSEHOLDS_REST
        "rollup: {signed: pay, paid: hand, area: people, money: area}\n",
    HOUSEHOLDS_HEAD HOUSEHOLDS_AREA HOUSEHOLDS_REST,
    HOUSEHOLDS_HEAD
        "  size: {name: 丈量面积, type: decimal, unit: 亩, sum: true, min: 0, was: area}\n"
    HOUSEHOLDS_REST "rollup: {signed: sign, area: size, section: section}\n",
};
enum { CONFIGS = sizeof configs / sizeof *configs };
/* What each of them sums up, said once more. */
static const struct {
    const char *signed_step, *paid_step, *area, *money;
    bool sections;
    int64_t unit;
} says[CONFIGS] = {
    { "sign", "pay", "area", "amount", true, 1 },
    { "pay", "hand", "people", "area", false, 1000000 },
    { NULL, NULL, NULL, NULL, false, 0 },
    { "sign", "", "size", NULL, true, 1 },
};
static int in_force;

static void configure(int to)
{
    assert_ok(tools_configure(r, r->admin, "lists/households", NULL, configs[to], NULL));
    in_force = to;
    configured++;
}

/* ---- counting by hand ---- */

struct sum {
    char parent[40], section[40], village[40], group[40], owner[40];
    struct rollup_figures n;
};
struct sums { struct sum v[600]; size_t n; };

static int64_t number(const char *sql, int64_t item, const char *word)
{
    struct stmt *s = db_query(r->st->db, &r->err, sql, strchr(sql, '?') == strrchr(sql, '?')
                              ? "i" : "it", item, word);
    int64_t n = stmt_step(s, &r->err) > 0 && !stmt_is_null(s, 0) ? stmt_int(s, 0) : DAY_NONE;

    stmt_done(s);
    return n;
}

static int64_t field(int64_t item, const char *name, int64_t unit)
{
    char sql[120];

    if (!name)
        return 0;
    snprintf(sql, sizeof sql, "SELECT v_%s FROM f_households WHERE id = ?", name);
    int64_t n = number(sql, item, NULL);
    return n == DAY_NONE ? 0 : n * unit;
}

static int64_t done_on(int64_t item, const char *step)
{
    return step && *step
               ? number("SELECT done_on FROM step WHERE item = ? AND step = ?", item, step)
               : DAY_NONE;
}

static struct sum *sum_of(struct sums *s, const struct sum *key)
{
    for (size_t i = 0; i < s->n; i++)
        if (strcmp(s->v[i].parent, key->parent) == 0 &&
            strcmp(s->v[i].section, key->section) == 0 &&
            strcmp(s->v[i].village, key->village) == 0 &&
            strcmp(s->v[i].group, key->group) == 0 && strcmp(s->v[i].owner, key->owner) == 0)
            return &s->v[i];
    assert_true(s->n < sizeof s->v / sizeof *s->v);
    s->v[s->n] = *key;
    return &s->v[s->n++];
}

static char *text_of(const char *sql, int64_t id)
{
    char *text = NULL;
    enum xh_rc rc = db_get_text(r->st->db, &r->err, &text, sql, "i", id);

    return rc == XH_OK ? text : xstrdup("");
}

/* Of which line of `by` the item is. */
static void key_of(const struct item *it, enum rollup_by by, struct sum *key)
{
    char *place = text_of("SELECT name FROM place WHERE id = ?", it->place);
    char *above = text_of("SELECT b.name FROM place a JOIN place b ON b.id = a.parent WHERE "
                          "a.id = ?", it->place);
    char *section = text_of("SELECT coalesce(v_section, '') FROM f_households WHERE id = ?",
                            it->id);
    char *parent = text_of("SELECT code FROM item WHERE id = ?", it->parent);
    char *owner = text_of("SELECT name FROM person WHERE id = ?", it->owner);

    *key = (struct sum){ .n = { .first_signed = DAY_NONE, .last_signed = DAY_NONE,
                                .start = DAY_NONE, .due = DAY_NONE } };
    snprintf(key->parent, sizeof key->parent, "%s", parent);
    if (by == ROLLUP_OWNER)
        snprintf(key->owner, sizeof key->owner, "%s", owner);
    if (by != ROLLUP_PROJECT && by != ROLLUP_OWNER && says[in_force].sections)
        snprintf(key->section, sizeof key->section, "%s", section);
    if (by == ROLLUP_VILLAGE || by == ROLLUP_GROUP)
        snprintf(key->village, sizeof key->village, "%s", *above ? above : place);
    if (by == ROLLUP_GROUP && *above)
        snprintf(key->group, sizeof key->group, "%s", place);
    free(place);
    free(above);
    free(section);
    free(parent);
    free(owner);
}

static void count_row(int64_t id, enum rollup_by by, struct sums *out)
{
    struct item it = { 0 };
    struct sum key;

    assert_ok(item_load(r->st->db, id, &it, &r->err));
    if (it.phase != PHASE_CANCELLED && !it.voided) {
        int64_t area = field(id, says[in_force].area, says[in_force].unit);
        int64_t money = field(id, says[in_force].money, 1);
        int64_t day = done_on(id, says[in_force].signed_step);
        key_of(&it, by, &key);
        struct sum *s = sum_of(out, &key);
        struct rollup_figures one = {
            .rows = 1, .signed_rows = day != DAY_NONE, .area = area,
            .area_signed = day != DAY_NONE ? area : 0, .agreed = day != DAY_NONE ? money : 0,
            .first_signed = (int32_t)day, .last_signed = (int32_t)day, .start = it.start,
            .due = DAY_NONE,
        };
        if (done_on(id, says[in_force].paid_step) != DAY_NONE) {
            one.paid_rows = 1;
            one.paid = money;
            one.with_paid = money != 0;
        }
        one.with_agreed = day != DAY_NONE && money != 0;
        one.with_apart = one.with_agreed != one.with_paid;
        if (day != DAY_NONE && day > r->env.today - 7 && day <= r->env.today) {
            one.week = 1;
            one.week_area = area;
        }
        rollup_add(&s->n, &one);
    }
    item_fini(&it);
}

/* ---- comparing ---- */

static bool same(const struct rollup_figures *a, const struct rollup_figures *b)
{
    return a->rows == b->rows && a->signed_rows == b->signed_rows && a->paid_rows == b->paid_rows &&
           a->with_agreed == b->with_agreed && a->with_paid == b->with_paid &&
           a->with_apart == b->with_apart &&
           a->area == b->area && a->area_signed == b->area_signed && a->agreed == b->agreed &&
           a->paid == b->paid && a->first_signed == b->first_signed &&
           a->last_signed == b->last_signed && a->week == b->week && a->week_area == b->week_area;
}

static void look(const char *after)
{
    static struct sums want;
    enum rollup_by by = (enum rollup_by)rnd(ROLLUP_OWNER + 1);
    struct rollup_ask ask = { .by = by, .today = r->env.today, .reader = READER_TOWNSHIP,
                              .exact = rnd(3) == 0, .money = true };
    struct rollup_lines l = { 0 };
    struct stmt *s;

    if (!says[in_force].signed_step) {
        assert_int_equal(tools_int(r, "SELECT count(*) FROM rollup_row", NULL), 0);
        return;
    }
    looked++;
    want.n = 0;
    s = db_query(r->st->db, &r->err, "SELECT id FROM item WHERE list = 'households'", "");
    while (stmt_step(s, &r->err) > 0)
        count_row(stmt_int(s, 0), by, &want);
    stmt_done(s);
    assert_ok(rollup_load(r->st, &ask, &l, &r->err));
    if (l.n != want.n)
        fail_msg("after %s, by %d: %zu lines, counted %zu", after, (int)by, l.n, want.n);
    for (size_t i = 0; i < l.n; i++) {
        const struct rollup_line *x = &l.v[i];
        struct sum key = { .n = { 0 } };
        snprintf(key.parent, sizeof key.parent, "%s", x->code);
        snprintf(key.section, sizeof key.section, "%s", x->section);
        snprintf(key.village, sizeof key.village, "%s", x->village_name);
        snprintf(key.group, sizeof key.group, "%s", x->group_name);
        snprintf(key.owner, sizeof key.owner, "%s", x->owner_name);
        const struct sum *c = sum_of(&want, &key);
        if (!same(&x->n, &c->n))
            fail_msg("after %s, by %d, %s %s %s %s %s: %lld/%lld, area %lld/%lld, money %lld/%lld "
                     "of %lld, %lld, %lld, week %lld; counted %lld/%lld, %lld/%lld, %lld/%lld "
                     "of %lld, %lld, %lld, %lld", after, (int)by,
                     key.parent, key.section, key.village, key.group, key.owner,
                     (long long)x->n.signed_rows, (long long)x->n.rows,
                     (long long)x->n.area_signed, (long long)x->n.area, (long long)x->n.agreed,
                     (long long)x->n.paid, (long long)x->n.with_agreed,
                     (long long)x->n.with_paid, (long long)x->n.with_apart,
                     (long long)x->n.week, (long long)c->n.signed_rows,
                     (long long)c->n.rows, (long long)c->n.area_signed, (long long)c->n.area,
                     (long long)c->n.agreed, (long long)c->n.paid,
                     (long long)c->n.with_agreed, (long long)c->n.with_paid,
                     (long long)c->n.with_apart, (long long)c->n.week);
        if (says[in_force].sections && by != ROLLUP_PROJECT && *x->code == '\0')
            assert_int_equal(x->n.start, c->n.start);   /* else the project's */
    }
    rollup_lines_fini(&l);
    /* who is not signed are as many as the sums say */
    struct rows rows = { 0 };
    int64_t left = 0;
    for (size_t i = 0; i < want.n; i++)
        left += want.v[i].n.rows - want.v[i].n.signed_rows;
    ask.by = ROLLUP_PROJECT;
    assert_ok(rollup_unsigned(r->st, &ask, 0, &rows, &r->err));
    assert_int_equal(rows.n, left);
    rows_fini(&rows);
}

/* ---- acts ---- */

static char codes[4000][64];
static size_t n_codes;

static const char *pick(void)
{
    return codes[rnd((uint32_t)n_codes)];
}

struct words { char text[8][64]; struct pair v[8]; size_t n; };

static void put(struct words *w, const char *key, const char *value)
{
    snprintf(w->text[w->n], sizeof w->text[w->n], "%s", value);
    w->v[w->n] = (struct pair){ key, w->text[w->n] };
    w->n++;
}

static const char *some_place(void)
{
    static const char *const places[] = { "林家村", "一组", "林家村/一组", "上洋村", "" };

    return places[rnd(5)];
}

static const char *some_number(void)
{
    static char text[32];

    snprintf(text, sizeof text, "%u.%02u", rnd(9), rnd(100));
    return text;
}

static const char *some_section(void)
{
    static const char *const sections[] = { "", "一标段", "二标段" };

    return sections[rnd(3)];
}

static const char *area_field(void)
{
    return in_force == 3 ? "size" : "area";
}

static void fill_add(struct call *c, struct words *w)
{
    static const char *const owners[] = { "干部甲", "干部乙", "督办员甲" };

    c->list = "households";
    put(w, "title", "户主甲");
    put(w, "owner", owners[rnd(3)]);
    put(w, "lead", "领导甲");
    if (rnd(10))
        put(w, "parent", projects[rnd(3)]);
    put(w, "place", some_place());
    put(w, area_field(), some_number());
    put(w, rnd(2) ? "section" : "amount", rnd(2) ? "" : "7");
}

static void fill_set(struct words *w)
{
    char people[16];

    snprintf(people, sizeof people, "%u", rnd(9));
    switch (rnd(5)) {
    case 0: put(w, "place", some_place()); break;
    case 1: put(w, area_field(), rnd(6) ? some_number() : ""); break;
    case 2: put(w, "section", some_section()); break;
    case 3: put(w, "amount", some_number()); break;
    case 4: put(w, "people", people); break;
    }
}

static int64_t owner_of(const char *code)
{
    int64_t id = tools_int(r, "SELECT coalesce(owner, 0) FROM item WHERE code = ?", code);

    return id ? id : r->clerk;
}

static const char *const steps[] = { "sign", "pay", "hand", "visit", "measure", "notice",
                                     "vacate", "sign" };

/* What an application wants; some go without. */
static void finish(const char *code)
{
    for (size_t i = 0; i < 7 && rnd(20); i++) {
        struct call c = rig_call(VERB_CHECK, code);
        c.step = steps[i];
        done[VERB_CHECK] += rig_run(r, owner_of(code), &c) == XH_OK;
    }
}

/* One act; who does it mostly may. True: it happened. */
static bool act(enum verb verb)
{
    struct words w = { .n = 0 };
    const char *code = verb == VERB_ADD || !n_codes ? NULL : pick();
    struct call c = rig_call(verb, code);
    int64_t who = r->clerk;
    char *waits = NULL;

    switch (verb) {
    case VERB_ADD: fill_add(&c, &w); break;
    case VERB_SET: fill_set(&w); break;
    case VERB_CHECK: case VERB_UNCHECK:
        c.step = steps[rnd(8)];
        c.on = rnd(3) ? DAY_NONE : r->env.today - (int32_t)rnd(3);
        who = owner_of(code);
        break;
    case VERB_SPLIT: put(&w, "unit", "建设办"); put(&w, "unit", "财政所"); break;
    case VERB_APPLY: finish(code); who = owner_of(code); break;
    case VERB_APPROVE:
        who = r->leader;
        waits = tools_text(r, "SELECT coalesce(min(code), '') FROM item WHERE phase = 1", NULL);
        c.code = *waits ? waits : code;
        break;
    case VERB_CANCEL: case VERB_REOPEN: case VERB_ERASE: who = r->admin; break;
    case VERB_UNDO: c.code = NULL; who = rnd(2) ? r->clerk : r->handler; break;
    default: break;
    }
    c.reason = "测试";
    c.fields = w.v;
    c.n_fields = w.n;
    bool happened = rig_run(r, who, &c) == XH_OK && *r->result.action;
    assert_int_not_equal(r->err.rc, XH_DB);
    if (happened && verb == VERB_ADD && n_codes < sizeof codes / sizeof *codes)
        snprintf(codes[n_codes++], sizeof *codes, "%s", r->result.code);
    ++*(happened ? &done[verb] : &refused[verb]);
    free(waits);
    return happened;
}

static enum verb some_verb(void)
{
    static const struct { enum verb verb; uint32_t weight; } weights[] = {
        { VERB_CHECK, 40 }, { VERB_SET, 24 }, { VERB_UNCHECK, 12 }, { VERB_UNDO, 8 },
        { VERB_APPLY, 6 }, { VERB_APPROVE, 6 }, { VERB_CANCEL, 3 }, { VERB_REOPEN, 4 },
        { VERB_VOID, 2 }, { VERB_SPLIT, 1 }, { VERB_ERASE, 1 },
    };
    uint32_t all = 0, at;

    if (n_codes < MOST_ROWS && rnd(5) == 0)
        return VERB_ADD;
    for (size_t i = 0; i < sizeof weights / sizeof *weights; i++)
        all += weights[i].weight;
    at = rnd(all);
    for (size_t i = 0;; i++) {
        if (at < weights[i].weight)
            return weights[i].verb;
        at -= weights[i].weight;
    }
}

static void play(uint64_t from)
{
    int acts = 0;

    seed = from;
    n_codes = 0;
    record_rig_init(r, NULL, true);
    configure(0);
    snprintf(projects[0], sizeof *projects, "%s", rig_add(r, "projects", "title=一路", NULL));
    snprintf(projects[1], sizeof *projects, "%s",
             rig_add(r, "projects", "title=二路", "sign_start=2026-11-16", NULL));
    snprintf(projects[2], sizeof *projects, "%s", rig_add(r, "projects", "title=三路", NULL));
    while (n_codes < 12)
        act(VERB_ADD);
    while (acts < ACTS) {
        enum verb verb = some_verb();
        if (rnd(150) == 0)
            configure(in_force ? 0 : (int)rnd(CONFIGS));
        if (rnd(60) == 0) {
            r->env.today++;
            r->env.now_ms += 86400000;
        }
        if (!act(verb))
            continue;
        acts++;
        if (acts % 5 == 0 || verb == VERB_UNDO || verb == VERB_ERASE || verb == VERB_SPLIT)
            look(verb_info(verb)->id);
    }
    rig_assert_whole(r);
    record_rig_fini(r);
}

static void sums_are_those_of_the_rows(void **state)
{
    static const enum verb must[] = { VERB_ADD, VERB_CHECK, VERB_UNCHECK, VERB_SET, VERB_UNDO,
                                      VERB_APPLY, VERB_APPROVE, VERB_CANCEL, VERB_REOPEN,
                                      VERB_VOID, VERB_SPLIT, VERB_ERASE };
    const char *soak = getenv("XH_SOAK");
    time_t until = time(NULL) + (soak ? atoi(soak) : 0);
    int history = 0;

    (void)state;
    do
        play(0x5eed0000u + (uint64_t)history);
    while (++history < HISTORIES || (soak && time(NULL) < until));
    for (size_t i = 0; i < sizeof must / sizeof *must; i++)
        if (!done[must[i]])
            fail_msg("%s never happened, %lld refusals: %s", verb_info(must[i])->id,
                     (long long)refused[must[i]], r->err.msg);
    assert_true(configured > HISTORIES);
    assert_true(looked > HISTORIES * ACTS / 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(sums_are_those_of_the_rows) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
