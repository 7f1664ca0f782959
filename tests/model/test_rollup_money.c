/* test_rollup_money.c - nobody who puts together all that `land`, the tree and `balance` tell him
 * of money works out the sum of a household, or of two (OFFICE 22). The attack is performed: every
 * table by every level and the totals, agreed and paid, are equations over the households, and
 * every sum that balance compares with one open to everybody. */
#include "tests/model/record_tools.h"

#include "model/balance.h"
#include "model/permit.h"
#include "model/rollup.h"
#include "tests/model/rollup_list.h"
#include "tests/model/sums_attack.h"

enum { HOUSEHOLDS = 24, ROUNDS = 150, BOOKS_EVERY = 15 };

static struct record_rig rig, *const r = &rig;
static char projects[2][40];
static uint64_t seed;
static bool has_books;          /* balance is asked as well */

/* What the tables are of, as the test knows it. */
static struct household {
    int64_t item, parent, place, village, group, owner, money, area;
    char section[16], village_name[32];
    bool is_signed, is_paid, is_vacated, reads, sees;
} h[HOUSEHOLDS];
static size_t n_h;

static uint32_t rnd(uint32_t below)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(seed >> 33) % below;
}

static void add_place(const char *name, const char *parent)
{
    const struct pair p[] = { { "name", name }, { "parent", parent } };
    struct who admin = { .actor = r->admin };
    int64_t id;

    assert_ok(people_put(r->st, &r->env, &admin, "place", NULL, p, 2, &id, &r->err));
}

/* Sums of money against batches: of those signed, of those paid, of another step, of all. */
#define CHECK(id, of) \
    "  " id ": {name: 核对, sum: amount, " of "equals: {list: payments, sum: money}}\n"
#define CHECKS(id, step) \
    CHECK(id "_village", step "same: [parent, place], ") \
    CHECK(id "_project", step "same: parent, ") CHECK(id "_place", step "same: place, ") \
    CHECK(id "_all", step)
#define HOUSEHOLDS_BALANCE \
    "balance:\n" CHECKS("signed", "step: sign, ") CHECKS("paid", "step: pay, ") \
    CHECK("vacated", "step: vacate, same: [parent, place], ") CHECK("everything", "")

/* What no sum of whole 万元 balances with. */
static void add_batches(void)
{
    for (int project = 0; project < 2; project++)
        for (int i = 0; i < 2; i++) {
            char *up = xasprintf("parent=%s", projects[project]);
            rig_add(r, "payments", "title=一批", up, i ? "place=上洋村" : "place=林家村",
                    "money=0.000001", NULL);
            free(up);
        }
}

static int setup(void **state)
{
    static const char list[] = HOUSEHOLDS_HEAD HOUSEHOLDS_AREA HOUSEHOLDS_REST HOUSEHOLDS_ROLLUP
                               HOUSEHOLDS_BALANCE;

    (void)state;
    n_h = 0;
    has_books = true;
    seed = 22;
    record_rig_init(r, NULL, true);
    assert_ok(tools_configure(r, r->admin, "lists/households", NULL, list,
                              "lists/parcels", NULL, NULL, NULL));
    add_place("二组", "林家村");
    add_place("三组", "上洋村");
    for (int i = 0; i < 2; i++)
        snprintf(projects[i], sizeof projects[i], "%s", rig_add(r, "projects", "title=示例", NULL));
    add_batches();
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    rig_assert_whole(r);
    record_rig_fini(r);
    return 0;
}

/* A household, signed; its money in whole 万元, 0: none. */
static void house(int project, const char *place, const char *section, const char *owner,
                  int money)
{
    char up[64], at[64], part[64], who[64], sum[32];

    snprintf(up, sizeof up, "parent=%s", projects[project]);
    snprintf(at, sizeof at, "place=%s", place);
    snprintf(part, sizeof part, "section=%s", section);
    snprintf(who, sizeof who, "owner=%s", owner);
    snprintf(sum, sizeof sum, money ? "amount=%d" : "amount=", money);
    char *code = xstrdup(rig_add(r, "households", "title=户主甲", up, at, part, who, sum, NULL));
    struct call c = rig_call(VERB_CHECK, code);
    c.step = "sign";
    assert_ok(rig_run(r, r->admin, &c));
    free(code);
}

/* ---- what is there ---- */

static void look_at(int64_t reader)
{
    const struct list_def *l = rollup_list(r->st->defs, NULL);
    unsigned show = l->fields[list_field(l, "amount")].show;
    struct stmt *s = db_query(
        r->st->db, &r->err,
        "SELECT r.item, r.parent, r.place, coalesce(p.parent, r.place), r.section, r.money, "
        "r.signed_on IS NOT NULL, r.paid, coalesce(i.owner, 0), (SELECT v.name FROM place v WHERE "
        "v.id = coalesce(p.parent, r.place)), EXISTS (SELECT 1 FROM step s WHERE s.item = r.item "
        "AND s.step = 'vacate' AND s.done_on IS NOT NULL), r.area FROM rollup_row r JOIN item i ON "
        "i.id = r.item LEFT JOIN place p ON p.id = r.place ORDER BY r.item", "");

    n_h = 0;
    while (stmt_step(s, &r->err) > 0) {
        struct household *x = &h[n_h++];
        assert_true(n_h <= HOUSEHOLDS);
        *x = (struct household){
            .item = stmt_int(s, 0), .parent = stmt_int(s, 1), .place = stmt_int(s, 2),
            .village = stmt_int(s, 3), .money = stmt_int(s, 5), .is_signed = stmt_int(s, 6),
            .is_paid = stmt_int(s, 7), .owner = stmt_int(s, 8), .is_vacated = stmt_int(s, 10),
            .area = stmt_int(s, 11) };
        x->group = x->place == x->village ? 0 : x->place;
        snprintf(x->section, sizeof x->section, "%s", stmt_text(s, 4));
        snprintf(x->village_name, sizeof x->village_name, "%s", stmt_text(s, 9));
    }
    stmt_done(s);
    for (size_t i = 0; i < n_h; i++) {
        h[i].reads = reader == READER_TOWNSHIP ||
                     permit_may(r->st->db, r->st->defs, reader, VERB_READ, "households",
                                h[i].item);
        h[i].sees = reader > 0 && h[i].reads &&
                    permit_sees(show, permit_relation_to(r->st->db, reader, h[i].item));
    }
}

static bool is_in(const struct household *x, const struct rollup_line *l)
{
    bool placed = l->by == ROLLUP_VILLAGE || l->by == ROLLUP_GROUP;

    if (!x->reads || x->parent != l->parent)
        return false;
    if (l->by == ROLLUP_OWNER)
        return x->owner == l->owner;
    if ((placed || l->by == ROLLUP_SECTION) && strcmp(x->section, l->section) != 0)
        return false;
    return (!placed || x->village == l->village) && (l->by != ROLLUP_GROUP || x->group == l->group);
}

/* ---- what he is told ---- */

enum rule { TOLD, NAIVE };      /* NAIVE: each line by itself, from three signed households up */
static int n_told, n_compared, n_together;

static void hear(struct attack *a, const bool in[], bool agreed, bool paid)
{
    bool of_agreed[HOUSEHOLDS] = { false }, of_paid[HOUSEHOLDS] = { false };

    for (size_t i = 0; i < n_h; i++) {
        of_agreed[i] = in[i] && h[i].is_signed && h[i].money;
        of_paid[i] = in[i] && h[i].is_paid && h[i].money;
    }
    if (agreed)
        attack_told(a, of_agreed);
    if (paid)
        attack_told(a, of_paid);
    n_told += agreed + paid;
}

static void hear_lines(struct attack *a, struct rollup_ask ask, enum rule rule)
{
    struct rollup_lines l = { 0 };
    bool all[HOUSEHOLDS] = { false };

    assert_ok(rollup_load(r->st, &ask, &l, &r->err));
    for (size_t k = 0; k < l.n; k++) {
        const struct rollup_line *x = &l.v[k];
        int64_t agreed = 0, paid = 0;
        bool in[HOUSEHOLDS] = { false };
        for (size_t i = 0; i < n_h; i++) {
            in[i] = is_in(&h[i], x);
            all[i] |= in[i];
            agreed += in[i] && h[i].is_signed ? h[i].money : 0;
            paid += in[i] && h[i].is_paid ? h[i].money : 0;
        }
        assert_int_equal(x->n.agreed, agreed);          /* the test and the line mean the same */
        assert_int_equal(x->n.paid, paid);
        if (rule == NAIVE)
            hear(a, in, x->n.signed_rows >= 3, x->n.paid_rows >= 3);
        else
            hear(a, in, x->tells_agreed, x->tells_paid);
    }
    if (rule == TOLD && l.n > 0)
        hear(a, all, l.total_agreed, l.total_paid);
    rollup_lines_fini(&l);
}

static bool is_compared(const struct household *x, const struct balance_def *d,
                        const struct balance_line *v)
{
    bool done = strcmp(d->step, "sign") == 0     ? x->is_signed
                : strcmp(d->step, "pay") == 0    ? x->is_paid
                : strcmp(d->step, "vacate") == 0 ? x->is_vacated
                                                 : true;
    bool there = v->place ? x->village == v->place
                          : !*v->place_name || strstr(v->place_name, x->village_name) != NULL;

    return done && x->money && there && (!v->parent || x->parent == v->parent);
}

/* Every sum that is compared at all, told or not: the batches are open to everybody, and in
 * books that balance it is what they are. */
static void hear_balance(struct attack *a, struct balance_ask ask)
{
    struct balance_report rep = { 0 };

    assert_ok(balance_run(r->st, &ask, &rep, &r->err));
    for (size_t k = 0; k < rep.n; k++) {
        const struct balance_line *v = &rep.v[k];
        bool in[HOUSEHOLDS] = { false };
        int64_t sum = 0;
        for (size_t i = 0; i < n_h; i++) {
            in[i] = is_compared(&h[i], rep.checks[v->check].def, v) &&
                    (!ask.parent || h[i].parent == ask.parent);
            sum += in[i] ? h[i].money : 0;
        }
        if (v->what == BALANCE_SUMS)        /* the test and the line mean the same */
            assert_int_equal(v->left, sum);
        else
            assert_int_equal(v->left + v->right + v->difference, 0);
        attack_told(a, in);
        n_compared += v->what == BALANCE_SUMS;
        n_together += v->what == BALANCE_TOGETHER;
    }
    balance_fini(&rep);
}

static void hear_books(struct attack *a, int64_t reader)
{
    hear_balance(a, (struct balance_ask){ .reader = reader });
    for (int i = 0; i < 2; i++) {
        struct item it = { 0 };
        rig_item(r, projects[i], &it);
        hear_balance(a, (struct balance_ask){ .reader = reader, .parent = it.id });
        item_fini(&it);
    }
}

/* Everything there is: by every level, of all projects and of each, groups village by village as
 * the tree on the screen reads them. */
static void hear_all(struct attack *a, int64_t reader, enum rule rule)
{
    static const char *const villages[] = { "林家村", "上洋村" };
    struct rollup_ask ask = { .today = r->env.today, .reader = reader, .money = true };

    look_at(reader);
    attack_begin(a, n_h);
    for (size_t i = 0; i < n_h; i++)
        if (h[i].sees)
            attack_knows(a, i);
    for (int project = -1; project < 2; project++) {
        ask.parent = project < 0 ? NULL : projects[project];
        for (ask.by = ROLLUP_PROJECT; ask.by <= ROLLUP_OWNER; ask.by++)
            for (int exact = 0; exact < 2; exact++) {
                ask.exact = exact;
                hear_lines(a, ask, rule);
            }
        ask.by = ROLLUP_GROUP;
        for (size_t i = 0; i < 2; i++) {
            ask.place = villages[i];
            hear_lines(a, ask, rule);
        }
        ask.place = NULL;
    }
    if (rule == TOLD && has_books)
        hear_books(a, reader);
}

static bool finds(int64_t reader, enum rule rule)
{
    struct attack a;
    size_t one, other;

    hear_all(&a, reader, rule);
    return attack_finds(&a, &one, &other);
}

static void nothing_is_found(const char *when)
{
    const int64_t readers[] = { READER_TOWNSHIP, r->clerk, r->leader, r->handler, r->other,
                                r->village };

    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++)
        if (finds(readers[i], TOLD))
            fail_msg("%s: reader %lld works a household out", when, (long long)readers[i]);
}

/* The one line asked for: "agreed paid", as far as told. */
static void expect(int64_t reader, enum rollup_by by, size_t line, bool agreed, bool paid)
{
    struct rollup_ask ask = { .parent = projects[0], .by = by, .today = r->env.today,
                              .reader = reader, .money = true };
    struct rollup_lines l = { 0 };

    assert_ok(rollup_load(r->st, &ask, &l, &r->err));
    assert_true(line < l.n);
    if (l.v[line].tells_agreed != agreed || l.v[line].tells_paid != paid)
        fail_msg("by %d, line %zu: agreed %d, paid %d", (int)by, line, l.v[line].tells_agreed,
                 l.v[line].tells_paid);
    rollup_lines_fini(&l);
}

static void pay(size_t household)
{
    struct call c = { 0 };
    char *code = NULL;

    assert_ok(db_get_text(r->st->db, &r->err, &code, "SELECT code FROM item WHERE list = "
                          "'households' ORDER BY id LIMIT 1 OFFSET ?", "i", (int64_t)household));
    c = rig_call(VERB_CHECK, code);
    c.step = "pay";
    assert_ok(rig_run(r, r->admin, &c));
    free(code);
}

/* ---- areas on paper: everybody reads it, nobody's own are known ---- */

static void hear_areas(struct attack *a, struct rollup_ask ask, bool naive)
{
    struct rollup_lines l = { 0 };
    bool all[HOUSEHOLDS] = { false }, all_signed[HOUSEHOLDS] = { false };

    assert_ok(rollup_load(r->st, &ask, &l, &r->err));
    for (size_t k = 0; k < l.n; k++) {
        const struct rollup_line *x = &l.v[k];
        bool in[HOUSEHOLDS] = { false }, done[HOUSEHOLDS] = { false };
        for (size_t i = 0; i < n_h; i++) {
            in[i] = is_in(&h[i], x) && h[i].area;
            done[i] = in[i] && h[i].is_signed;
            all[i] |= in[i];
            all_signed[i] |= done[i];
        }
        if (naive ? x->n.rows >= 3 : x->tells_area)
            attack_told(a, in);
        if (naive ? x->n.rows >= 3 : x->tells_area_signed)
            attack_told(a, done);
        n_told += x->tells_area + x->tells_area_signed;
    }
    if (!naive && l.total_area)
        attack_told(a, all);
    if (!naive && l.total_area_signed)
        attack_told(a, all_signed);
    rollup_lines_fini(&l);
}

static bool finds_areas(bool naive)
{
    struct rollup_ask ask = { .today = r->env.today, .reader = READER_TOWNSHIP, .area = true };
    struct attack a;
    size_t one, other;

    look_at(READER_TOWNSHIP);
    attack_begin(&a, n_h);
    for (int project = -1; project < 2; project++) {
        ask.parent = project < 0 ? NULL : projects[project];
        for (ask.by = ROLLUP_PROJECT; ask.by <= ROLLUP_OWNER; ask.by++)
            hear_areas(&a, ask, naive);
    }
    return attack_finds(&a, &one, &other);
}

static void no_household_s_area_follows_from_paper(void **state)
{
    static const char *const places[] = { "林家村", "一组", "二组", "上洋村", "三组" };
    int open = 0, found = 0;

    (void)state;
    for (int i = 0; i < HOUSEHOLDS; i++)
        house(i % 2, places[rnd(5)], "", "干部乙", 1);
    n_told = 0;
    for (int round = 0; round < ROUNDS; round++) {
        int sections = (int)rnd(3);
        uint32_t without = 2 + rnd(8), unsigned_ = 1 + rnd(9);
        assert_ok(db_begin(r->st->db, &r->err));
        look_at(READER_TOWNSHIP);
        for (size_t i = 0; i < n_h; i++)
            assert_ok(db_run(r->st->db, &r->err, "UPDATE rollup_row SET section = ?, area = ?, "
                             "signed_on = ? WHERE item = ?", "tidi",
                             sections && rnd(2) ? "一标段" : sections > 1 ? "二标段" : "",
                             rnd(without) ? (int64_t)(1 + rnd(999)) * 10000 : 0,
                             rnd(unsigned_) ? r->env.today : DAY_NONE, h[i].item));
        found += finds_areas(false);
        open += finds_areas(true);
        db_rollback(r->st->db);
    }
    assert_int_equal(found, 0);
    assert_true(open > ROUNDS / 2);
    assert_true(n_told > ROUNDS * 10);
}

/* ---- attacks ---- */

/* Three have signed, but one of them has money: the sum of the village is hers. */
static void one_with_money_among_three_signed(void **state)
{
    (void)state;
    house(0, "一组", "", "干部乙", 5);
    house(0, "一组", "", "干部乙", 0);
    house(0, "一组", "", "干部乙", 0);
    assert_true(finds(r->clerk, NAIVE));
    expect(r->clerk, ROLLUP_VILLAGE, 0, false, true);
    nothing_is_found("one of three");
    house(0, "一组", "", "干部乙", 6);
    house(0, "一组", "", "干部乙", 7);
    expect(r->clerk, ROLLUP_VILLAGE, 0, true, true);
}

static void a_group_taken_from_its_village(void **state)
{
    (void)state;
    for (int i = 0; i < 4; i++)
        house(0, "一组", "", "干部乙", 5 + i);
    house(0, "二组", "", "干部乙", 9);
    assert_true(finds(r->clerk, NAIVE));
    nothing_is_found("a group");
    expect(r->clerk, ROLLUP_VILLAGE, 0, true, true);
    expect(r->clerk, ROLLUP_GROUP, 0, false, true);
    expect(r->clerk, ROLLUP_GROUP, 1, false, true);
}

/* Project less section less village: what stands in for a hidden one is hidden down to its own
 * parts, or the level below would tell it. */
static void levels_taken_from_each_other(void **state)
{
    (void)state;
    for (int i = 0; i < 8; i++)
        house(0, i < 4 ? "一组" : "二组", "一标段", "干部乙", 5 + i);
    house(0, "上洋村", "二标段", "干部乙", 3);
    assert_true(finds(r->clerk, NAIVE));
    nothing_is_found("levels");
    expect(r->clerk, ROLLUP_PROJECT, 0, true, true);
    expect(r->clerk, ROLLUP_SECTION, 0, false, true);
    expect(r->clerk, ROLLUP_VILLAGE, 0, false, true);
    expect(r->clerk, ROLLUP_GROUP, 0, false, true);
    expect(r->clerk, ROLLUP_GROUP, 1, true, true);
}

/* A person has the village and one household beside it. */
static void persons_set_against_villages(void **state)
{
    (void)state;
    for (int i = 0; i < 4; i++)
        house(0, "一组", "", "干部乙", 5 + i);
    for (int i = 0; i < 4; i++)
        house(0, "上洋村", "", i ? "督办员甲" : "干部乙", 5 + i);
    assert_true(finds(r->leader, NAIVE));
    nothing_is_found("persons");
    expect(r->leader, ROLLUP_VILLAGE, 0, true, true);
    expect(r->leader, ROLLUP_OWNER, 0, false, true);
    expect(r->clerk, ROLLUP_OWNER, 1, true, true);      /* his own */
    expect(r->other, ROLLUP_OWNER, 0, true, true);
}

static void a_village_in_two_sections(void **state)
{
    (void)state;
    for (int i = 0; i < 9; i++)
        house(0, i < 5 ? "一组" : "上洋村", i < 4 || i > 5 ? "一标段" : "二标段", "干部乙",
              5 + i);
    assert_true(finds(r->clerk, NAIVE));
    nothing_is_found("sections");
}

/* What was agreed less what was paid is what is left to pay: of one household hers. */
static void paid_taken_from_agreed(void **state)
{
    (void)state;
    for (int i = 0; i < 4; i++)
        house(0, "一组", "", "干部乙", 5 + i);
    for (size_t i = 0; i < 3; i++)
        pay(i);
    assert_true(finds(r->clerk, NAIVE));
    nothing_is_found("agreed less paid");
    expect(r->clerk, ROLLUP_VILLAGE, 0, true, false);
    pay(3);
    expect(r->clerk, ROLLUP_VILLAGE, 0, true, true);
    nothing_is_found("all paid");
}

/* Whoever has two of three knows the third from their sum. */
static void ones_own_taken_from_the_village(void **state)
{
    (void)state;
    house(0, "一组", "", "督办员甲", 5);
    house(0, "一组", "", "督办员甲", 6);
    house(0, "一组", "", "干部乙", 7);
    assert_true(finds(r->clerk, NAIVE));
    nothing_is_found("two of three");
    expect(r->leader, ROLLUP_VILLAGE, 0, true, true);
    expect(r->clerk, ROLLUP_VILLAGE, 0, false, true);
}

static void the_right_to_see_is_enough(void **state)
{
    static const char show[] = "show: [handler]}\nsteps:";

    (void)state;
    house(0, "一组", "", "干部甲", 5);
    house(0, "二组", "", "干部甲", 6);
    for (enum rollup_by by = ROLLUP_PROJECT; by <= ROLLUP_OWNER; by++) {
        expect(r->handler, by, 0, true, true);
        expect(r->leader, by, 0, false, true);
    }
    assert_ok(tools_configure(r, r->admin, "lists/households", show,
                              "show: [township]}\nsteps:", NULL));
    for (enum rollup_by by = ROLLUP_PROJECT; by <= ROLLUP_OWNER; by++)
        expect(r->leader, by, 0, true, true);
}

/* Asked for in part, lines tell nothing; not asked about money, neither. */
static void lines_of_some_rows_tell_nothing(void **state)
{
    struct rollup_ask ask = { .by = ROLLUP_VILLAGE, .today = r->env.today,
                              .reader = READER_TOWNSHIP };
    struct rollup_lines l = { 0 };

    (void)state;
    for (int i = 0; i < 8; i++)
        house(0, i < 4 ? "一组" : "二组", "", "干部乙", 5 + i);
    for (int i = 0; i < 4; i++) {
        ask.place = i == 1 ? "一组" : NULL;
        ask.owner = i == 2 ? "干部乙" : NULL;
        ask.money = i > 0;
        assert_ok(rollup_load(r->st, &ask, &l, &r->err));
        assert_int_equal(l.n, 1);
        assert_int_equal(l.v[0].tells_agreed, i == 3);
        assert_int_equal(l.total_agreed, i == 3);
        rollup_lines_fini(&l);
    }
}

/* As rollup_row says: what the lot has drawn, where balance reads it. */
static void draw_facts(void)
{
    static const char *const sql[] = {
        "UPDATE f_households SET v_amount = (SELECT r.money FROM rollup_row r WHERE r.item = id)",
        "DELETE FROM step WHERE item IN (SELECT item FROM rollup_row)",
        "INSERT INTO step (item, step, done_on) SELECT item, 'sign', signed_on FROM rollup_row "
        "WHERE signed_on IS NOT NULL",
        "INSERT INTO step (item, step, done_on) SELECT item, 'pay', 1 FROM rollup_row WHERE paid",
        "INSERT INTO step (item, step, done_on) SELECT item, 'vacate', 1 FROM rollup_row WHERE "
        "item % 4 < 3",
    };

    for (size_t i = 0; i < sizeof sql / sizeof *sql; i++)
        assert_ok(db_run(r->st->db, &r->err, sql[i], ""));
}

/* By lot: where they lie, whose they are, what they have, who has signed, who was paid. */
static void whatever_there_is(void **state)
{
    static const char *const owners[] = { "干部甲", "干部乙", "督办员甲", "村干部甲" };
    static const char *const places[] = { "林家村", "一组", "二组", "上洋村", "三组" };
    int open = 0;

    (void)state;
    for (int i = 0; i < HOUSEHOLDS; i++)
        house(i % 2, places[rnd(5)], "", owners[rnd(4)], 1);
    n_told = n_compared = n_together = 0;
    for (int round = 0; round < ROUNDS; round++) {
        char when[40];
        int sections = (int)rnd(3), paid = 1 + (int)rnd(9), moneyless = 2 + (int)rnd(8);
        snprintf(when, sizeof when, "round %d", round);
        assert_ok(db_begin(r->st->db, &r->err));
        look_at(READER_TOWNSHIP);
        for (size_t i = 0; i < n_h; i++)
            assert_ok(db_run(r->st->db, &r->err, "UPDATE rollup_row SET section = ?, money = ?, "
                             "signed_on = ?, paid = ? WHERE item = ?", "tidii",
                             sections && rnd(2) ? "一标段" : sections > 1 && rnd(2) ? "二标段" : "",
                             rnd((uint32_t)moneyless) ? (int64_t)(1 + rnd(999)) * 1000000 : 0,
                             rnd(8) ? r->env.today : DAY_NONE, (int64_t)(rnd(10) < (uint32_t)paid),
                             h[i].item));
        draw_facts();
        has_books = round % BOOKS_EVERY == 0;
        nothing_is_found(when);
        open += finds(READER_TOWNSHIP, NAIVE);
        db_rollback(r->st->db);
    }
    assert_true(open > ROUNDS / 2);
    assert_true(n_told > ROUNDS * 20);
    assert_true(n_compared > ROUNDS / BOOKS_EVERY * 20);
    assert_true(n_together > ROUNDS / BOOKS_EVERY);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(one_with_money_among_three_signed),
        T(a_group_taken_from_its_village),
        T(levels_taken_from_each_other),
        T(persons_set_against_villages),
        T(a_village_in_two_sections),
        T(paid_taken_from_agreed),
        T(ones_own_taken_from_the_village),
        T(the_right_to_see_is_enough),
        T(lines_of_some_rows_tell_nothing),
        T(whatever_there_is),
        T(no_household_s_area_follows_from_paper),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
