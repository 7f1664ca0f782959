/* test_colour_now.c - the counts kept ready are what counting gives, at any time, whatever
 * happened; and they are used for their own day only (DESIGN 7, PERFORMANCE 2.4). */
#include "tests/model/history_player.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "model/colour_now.h"
#include "model/query.h"
#include "tests/model/record_tools.h"

#define HISTORIES 40
#define ACTS 72

/* ---- counting by hand: every item loaded, its colour asked of it ---- */

struct group { char list[64]; int64_t unit; struct counts n; };
struct groups { struct group v[400]; size_t n; };

static struct counts *group_of(struct groups *g, const char *list, int64_t unit)
{
    for (size_t i = 0; i < g->n; i++)
        if (strcmp(g->v[i].list, list) == 0 && g->v[i].unit == unit)
            return &g->v[i].n;
    assert_true(g->n < sizeof g->v / sizeof *g->v);
    struct group *x = &g->v[g->n++];
    *x = (struct group){ .unit = unit };
    snprintf(x->list, sizeof x->list, "%s", list);
    return &x->n;
}

static void count_by_hand(struct db *db, int32_t day, struct groups *g)
{
    struct xh_err err;
    struct stmt *s = db_query(db, &err, "SELECT id FROM item", "");

    g->n = 0;
    while (stmt_step(s, &err) > 0) {
        struct item it = {0};
        assert_int_equal(item_load(db, stmt_int(s, 0), &it, &err), XH_OK);
        if (!it.voided && it.phase <= PHASE_CLOSED) {
            struct counts *n = group_of(g, it.list, it.unit);
            if (it.phase <= PHASE_HELD)
                n->colour[item_colour(&it, day)]++;
            n->review += it.phase == PHASE_REVIEW;
            n->total += it.phase <= PHASE_HELD;
            n->closed += it.phase == PHASE_CLOSED;
        }
        item_fini(&it);
    }
    stmt_done(s);
}

/* What query_counts() says by list and unit is what counting by hand says; and so are the
 * rows of the table itself, when it is of this day. */
static void check_day(struct record_rig *r, int32_t day, const char *when)
{
    static const char *const by[] = { "list", "unit" };
    static struct groups want;
    struct filter f = { .today = day, .as_of = DAY_NONE, .reader = r->clerk };
    struct group_count *got = NULL;
    size_t n = 0;

    count_by_hand(r->st->db, day, &want);
    if (query_counts(r->st, &f, by, 2, &got, &n, &r->err) != XH_OK)
        fail_msg("%s", r->err.msg);
    if (n != want.n)
        fail_msg("%s: %zu groups, counted %zu", when, n, want.n);
    for (size_t i = 0; i < n; i++) {
        int64_t unit = 0;
        if (*got[i].unit)
            assert_ok(unit_find(r->st->db, got[i].unit, &unit, &r->err));
        struct counts *c = group_of(&want, got[i].list, unit);
        if (want.n != n || memcmp(c, &got[i].n, sizeof *c) != 0)
            fail_msg("%s: %s, unit %s: red %d yellow %d green %d grey %d closed %d; "
                     "counted %d %d %d %d %d", when, got[i].list, got[i].unit,
                     (int)got[i].n.colour[COLOUR_RED], (int)got[i].n.colour[COLOUR_YELLOW],
                     (int)got[i].n.colour[COLOUR_GREEN], (int)got[i].n.colour[COLOUR_GREY],
                     (int)got[i].n.closed, (int)c->colour[COLOUR_RED],
                     (int)c->colour[COLOUR_YELLOW], (int)c->colour[COLOUR_GREEN],
                     (int)c->colour[COLOUR_GREY], (int)c->closed);
    }
    group_counts_free(got, n);
}

static void check_table(struct record_rig *r, const char *when)
{
    struct verify_part part = {0};

    assert_ok(colour_now_verify(r->st->db, &part, &r->err));
    if (part.bad)
        fail_msg("%s:\n%s", when, buf_str(&part.findings));
    buf_fini(&part.findings);
}

static int32_t stored_day(struct record_rig *r)
{
    int32_t day;

    assert_ok(colour_now_day(r->st->db, &day, &r->err));
    return day;
}

/* Everything the table would say, added up; a tampered one gives itself away. */
static int64_t red_of(struct record_rig *r, struct filter f)
{
    struct group_count *got = NULL;
    size_t n = 0;
    int64_t red = 0;

    if (query_counts(r->st, &f, (const char *const[]){ "list" }, 1, &got, &n, &r->err) != XH_OK)
        fail_msg("%s", r->err.msg);
    for (size_t i = 0; i < n; i++)
        red += got[i].n.colour[COLOUR_RED];
    group_counts_free(got, n);
    return red;
}

/* ---- histories ---- */

static struct player game;
static struct player_configs configs;

static void play(int number)
{
    char when[80];
    int64_t days = 0;

    player_init(&game, &configs, (uint64_t)number * 104729 + 5, NULL);
    for (int i = 0; i < ACTS; i++) {
        int64_t events = tools_int(&game.rig, "SELECT count(*) FROM event", NULL);
        player_act(&game);
        if (player_rnd(&game, 100) < 3)
            player_configure(&game);
        snprintf(when, sizeof when, "history %d, act %d, day %d", number, i,
                 (int)game.rig.env.today);
        /* whoever has written, has written for today; looking at a value writes no fact */
        if (tools_int(&game.rig, "SELECT count(*) FROM event", NULL) > events &&
            !tools_int(&game.rig, "SELECT verb = 'unmask' FROM event ORDER BY id DESC LIMIT 1",
                       NULL))
            assert_int_equal(stored_day(&game.rig), game.rig.env.today);
        check_table(&game.rig, when);
        check_day(&game.rig, game.rig.env.today, when);
        if (player_rnd(&game, 100) < 25) {
            int32_t day = game.rig.env.today;
            player_next_day(&game);
            for (; day <= game.rig.env.today; day++, days++)
                check_day(&game.rig, day, when);
        }
    }
    assert_true(days > 0);
    rig_assert_whole(&game.rig);
    player_fini(&game);
}

static void after_every_act_the_table_is_what_counting_gives(void **state)
{
    const char *one = getenv("XH_HISTORY");

    (void)state;
    player_configs_init(&configs);
    for (int i = 0; i < HISTORIES; i++)
        if (!one || atoi(one) == i)
            play(i);
    player_configs_fini(&configs);
}

/* ---- whose day, whose rows ---- */

static struct record_rig *r;

static int found(void **state)
{
    (void)state;
    r = xcalloc(1, sizeof *r);
    record_rig_init(r, NULL, true);
    rig_task(r, "2026-11-25");
    rig_task(r, "2026-11-27");
    rig_task(r, "2026-12-07");
    rig_today(r, "2026-11-27");
    for (int i = 0; i < 3; i++)     /* behind no plan: only dates make them red */
        assert_ok(rig_report(r, r->handler, i == 0 ? "d1" : i == 1 ? "d2" : "d3",
                             "做完了", 100));
    return 0;
}

static int close_rig(void **state)
{
    (void)state;
    record_rig_fini(r);
    free(r);
    return 0;
}

static void tamper(const char *sql)
{
    struct xh_err err;

    if (db_script(r->st->db, sql, &err) != XH_OK)
        fail_msg("%s: %s", sql, err.msg);
}

static void it_is_used_for_its_own_day_and_readers_of_everything_only(void **state)
{
    const int32_t today = on("2026-11-27");
    struct filter f = { .today = today, .as_of = DAY_NONE, .reader = r->clerk };

    (void)state;
    assert_int_equal(stored_day(r), today);
    assert_int_equal(red_of(r, f), 1);
    tamper("UPDATE colour_now SET red = red + 1000, amber = amber + 1000, lit = lit + 1000");
    assert_int_equal(red_of(r, f), 1001);           /* it is read */
    f.list = "tasks";
    assert_int_equal(red_of(r, f), 1001);
    f.unit = "建设办";
    assert_int_equal(red_of(r, f), 1001);
    f.unit = "财政所";
    assert_int_equal(red_of(r, f), 0);

    struct filter other = { .today = today - 2, .as_of = DAY_NONE, .reader = r->clerk };
    assert_int_equal(red_of(r, other), 0);          /* due on that day */
    other.today = on("2026-11-30");
    assert_int_equal(red_of(r, other), 2);
    other.today = today;
    other.as_of = today;
    assert_int_equal(red_of(r, other), 1);
    other.as_of = DAY_NONE;
    other.reader = r->handler;                      /* reads what is his */
    assert_int_equal(red_of(r, other), 1);
    other.reader = r->clerk;
    other.state = "open";
    assert_int_equal(red_of(r, other), 1);
    other.state = NULL;
    other.owner = "干部甲";
    assert_int_equal(red_of(r, other), 1);
}

static void the_first_act_of_a_day_makes_it_anew(void **state)
{
    struct filter f = { .today = on("2026-11-30"), .as_of = DAY_NONE, .reader = r->clerk };

    (void)state;
    rig_today(r, "2026-11-30");
    assert_int_equal(stored_day(r), on("2026-11-27"));
    /* A refused act commits nothing, so no new day either. */
    assert_int_not_equal(rig_do(r, r->other, VERB_APPROVE, "d1"), XH_OK);
    assert_int_equal(stored_day(r), on("2026-11-27"));
    tamper("UPDATE colour_now SET red = red + 1000");
    assert_int_equal(red_of(r, f), 2);
    assert_ok(rig_report(r, r->handler, "d3", "收尾", 100));
    assert_int_equal(stored_day(r), on("2026-11-30"));
    assert_int_equal(red_of(r, f), 2);
    check_table(r, "after the first act of the day");
    rig_assert_whole(r);
}

static void pins_count_as_shown(void **state)
{
    struct filter f = { .today = on("2026-11-27"), .as_of = DAY_NONE, .reader = r->clerk };
    struct call c = rig_call(VERB_PIN, "d3");

    (void)state;
    c.colour = "red";
    c.reason = "经研究按红灯管理";
    c.to = on("2026-12-01");
    assert_ok(rig_run(r, r->leader, &c));
    assert_int_equal(red_of(r, f), 2);
    check_table(r, "pinned");
    check_day(r, f.today, "pinned");
    rig_today(r, "2026-12-02");                     /* the pin is over; d2 has turned red */
    check_day(r, on("2026-12-02"), "after the pin");
    assert_ok(rig_report(r, r->handler, "d1", "收尾", 100));
    check_table(r, "after the pin");
    check_day(r, on("2026-12-02"), "after the pin, written");
}

static void verify_names_what_was_changed(void **state)
{
    static const struct { const char *sql, *said; } cases[] = {
        { "UPDATE colour_now SET red = red + 1 WHERE list = 'tasks'",
          "colour_now, list tasks, unit 建设办, stored -> counted: red: 2 -> 1" },
        { "UPDATE colour_now SET red = red - 1, held = held + 1 WHERE list = 'tasks'",
          "unit 建设办, stored -> counted: held: 1 -> 0" },
        { "INSERT INTO colour_now (list, unit, lit, red, amber, review, held, closed) VALUES "
          "('nothing', 0, 0, 0, 0, 0, 0, 7)",
          "colour_now, list nothing, unit -, stored -> counted: closed: 7 -> 0" },
        { "UPDATE colour_now SET held = 0 WHERE list = 'tasks'; DELETE FROM colour_now",
          "unit 建设办, stored -> counted: lit: 0 -> 3" },
        { "UPDATE colour_day SET day = day - 30", "red: 0 -> " },
    };
    struct verify v = {0};

    (void)state;
    for (size_t i = 0; i < 4; i++) {
        tamper(cases[i].sql);
        assert_int_not_equal(verify_run(r->st, NULL, NULL, &v, &r->err), XH_OK);
        if (!strstr(buf_str(&v.derived.findings), cases[i].said))
            fail_msg("%s\nnot said: %s\nbut:\n%s", cases[i].sql, cases[i].said,
                     buf_str(&v.derived.findings));
        assert_int_equal(v.facts.bad + v.chain.bad, 0);
        verify_fini(&v);
    }
    /* the next day has it right again */
    rig_today(r, "2026-11-30");
    assert_ok(rig_report(r, r->handler, "d3", "收尾", 100));
    rig_assert_whole(r);
}

/* An act that writes thousands of items: nothing kept up meanwhile, all of it at the
 * end. */
static void an_import_suspends_it_and_the_commit_makes_it_anew(void **state)
{
    struct act a;
    struct who who = { .actor = r->clerk };

    (void)state;
    for (int commit = 0; commit < 2; commit++) {
        assert_ok(act_begin(&a, r->st, &r->env, VERB_SET, &who, &r->err));
        assert_ok(colour_now_suspend(a.db, &a.err));
        act_update(&a, "item", 1, "phase i state t", (int64_t)PHASE_HELD, "held");
        act_touch(&a, 1, 0);
        assert_int_equal(tools_int(r, "SELECT sum(lit) FROM colour_now", NULL), 3);
        if (!commit)
            act_fail(&a, XH_REFUSED, "no");
        assert_int_equal(act_end(&a, XH_OK, &r->err), commit ? XH_OK : XH_REFUSED);
        act_fini(&a);
        assert_int_equal(stored_day(r), on("2026-11-27"));
        assert_int_equal(tools_int(r, "SELECT sum(lit) FROM colour_now", NULL),
                         commit ? 2 : 3);
        check_table(r, commit ? "committed" : "rolled back");
        check_day(r, on("2026-11-27"), commit ? "committed" : "rolled back");
    }
}

/* A file from before this table: counted by ranges until somebody writes. */
static void without_a_stored_day_rows_are_counted(void **state)
{
    struct filter f = { .today = on("2026-11-27"), .as_of = DAY_NONE, .reader = r->clerk };

    (void)state;
    tamper("DELETE FROM colour_day; DELETE FROM colour_now");
    assert_int_equal(stored_day(r), DAY_NONE);
    assert_int_equal(red_of(r, f), 1);
    rig_assert_whole(r);
    assert_ok(rig_report(r, r->handler, "d3", "收尾", 100));
    assert_int_equal(stored_day(r), on("2026-11-27"));
    assert_int_equal(red_of(r, f), 1);
    check_table(r, "filled by the first act");
}

/* ---- several writers ---- */

enum { WRITERS = 4, WRITES = 12 };

static void write_along(struct record_rig *all, const char *home, int who)
{
    struct record_rig mine = *all;
    char code[16];
    int done = 0;

    mine.seed = (uint64_t)who * 7 + 3;
    mine.env.random_ctx = &mine;
    mine.st = NULL;
    if (store_open(home, true, NULL, &mine.st, &mine.err) != XH_OK)
        _exit(2);
    for (int i = 0; i < WRITES; i++) {
        snprintf(code, sizeof code, "d%d", 1 + (who * WRITES + i) % (WRITERS * 3));
        enum xh_rc rc = rig_report(&mine, mine.clerk, code, "代录进展", 10 + i);
        if (rc != XH_OK && rc != XH_REFUSED)    /* on hold */
            _exit(3);
        done += rc == XH_OK;
        struct call hold = rig_call(VERB_HOLD, code);
        hold.office = "县住建局";
        hold.reason = "等批复";
        hold.to = on("2026-12-08");
        rc = i % 3 ? rig_run(&mine, mine.leader, &hold)
                   : rig_do(&mine, mine.leader, VERB_RESUME, code);
        if (rc != XH_OK && rc != XH_REFUSED)    /* held already, or not */
            _exit(4);
        done += rc == XH_OK;
    }
    store_close(mine.st);
    _exit(done > 0 ? 0 : 5);
}

static void several_writers_leave_it_right(void **state)
{
    struct record_rig rig;
    char *home = tools_folder("xh-colour-now");
    pid_t child[WRITERS];

    (void)state;
    record_rig_init(&rig, home, true);
    for (int i = 0; i < WRITERS * 3; i++)
        rig_task(&rig, i % 2 ? "2026-11-26" : "2026-12-02");
    rig_today(&rig, "2026-11-30");
    for (int i = 0; i < WRITERS; i++) {
        child[i] = fork();
        assert_true(child[i] >= 0);
        if (child[i] == 0)
            write_along(&rig, home, i);
    }
    for (int i = 0; i < WRITERS; i++) {
        int status = 0;
        assert_int_equal(waitpid(child[i], &status, 0), child[i]);
        assert_true(WIFEXITED(status));
        assert_int_equal(WEXITSTATUS(status), 0);
    }
    assert_int_equal(stored_day(&rig), on("2026-11-30"));
    check_table(&rig, "after several writers");
    check_day(&rig, on("2026-11-30"), "after several writers");
    rig_assert_whole(&rig);
    record_rig_fini(&rig);
    char *clean = xasprintf("rm -rf '%s'", home);
    assert_int_equal(system(clean), 0);
    free(clean);
    free(home);
}

int main(void)
{
#define OF_A_TOWNSHIP(f) cmocka_unit_test_setup_teardown(f, found, close_rig)
    const struct CMUnitTest tests[] = {
        OF_A_TOWNSHIP(it_is_used_for_its_own_day_and_readers_of_everything_only),
        OF_A_TOWNSHIP(the_first_act_of_a_day_makes_it_anew),
        OF_A_TOWNSHIP(pins_count_as_shown),
        OF_A_TOWNSHIP(verify_names_what_was_changed),
        OF_A_TOWNSHIP(an_import_suspends_it_and_the_commit_makes_it_anew),
        OF_A_TOWNSHIP(without_a_stored_day_rows_are_counted),
        cmocka_unit_test(several_writers_leave_it_right),
        cmocka_unit_test(after_every_act_the_table_is_what_counting_gives),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
