/* test_demo_property.c - the practice township on many days: every colour, the figures of
 * the seeds exactly, nothing done on a day off, and the same for everybody.
 *
 * In CI the days around holidays, and every thirtieth day of 2026, others on every day it
 * runs, so that all have had their turn within a month; XH_SOAK takes all of its days,
 * XH_DAY=2026-05-04 that one alone. Townships are made by as many processes as there are
 * processors, in memory where there is a file system for that. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "cli/demo.h"
#include "cli/township.h"
#include "model/balance.h"
#include "model/colour.h"
#include "model/decimal.h"
#include "model/file.h"
#include "model/verify.h"
#include "report/section.h"

#define WORKERS 2
#define EVERY 30
#ifdef __SANITIZE_ADDRESS__
#define SHARE 4                 /* sanitizers take five times as long */
#else
#define SHARE 1
#endif

static char *folder; /* where townships are made */

static struct app somebody(int64_t uid)
{
    return (struct app){
        .exe_dir = getenv("XH_BUILD"), .login = "", .full_name = "", .uid = uid
    };
}

static struct store *made(const char *name, int32_t day, int64_t seed, int64_t uid,
                          char **home)
{
    struct app a = somebody(uid);
    struct xh_err err = { 0 };
    struct store *st = NULL;

    *home = xasprintf("%s/%s", folder, name);
    if (demo_make(&a, *home, day, seed, NULL, &err) != XH_OK ||
        store_open(*home, false, draft_compile, &st, &err) != XH_OK) {
        char text[DAY_TEXT];
        fprintf(stderr, "%s: %s\n", day_format(day, text), err.msg);
        exit(1);
    }
    return st;
}

static void gone(struct store *st, char *home)
{
    store_close(st);
    file_remove_tree(home);
    free(home);
}

/* ---- one day ---- */

struct look {
    struct store *st;
    int32_t day;
    int bad;
};

static void expect(struct look *k, bool true_, const char *what, int64_t found)
{
    char text[DAY_TEXT];

    if (true_)
        return;
    fprintf(stderr, "%s: %s: %lld\n", day_format(k->day, text), what, (long long)found);
    k->bad++;
}

static int64_t number(struct look *k, const char *sql)
{
    struct xh_err err = { 0 };
    int64_t n = -1;

    if (db_get_int(k->st->db, &err, &n, sql, "") != XH_OK)
        expect(k, false, err.msg, 0);
    return n;
}

static void is(struct look *k, const char *what, int64_t want, const char *sql)
{
    int64_t n = number(k, sql);

    expect(k, n == want, what, n);
}

#define UNDER(title) \
    "FROM item h JOIN f_households f ON f.id = h.id JOIN item p ON p.id = h.parent " \
    "WHERE h.list = 'households' AND p.title = '" title "'"
#define RAILWAY "台州市域铁路S2线沿江段"
#define HIGHWAY "甬台温高速公路改扩建(沿江段)"
#define SERVICE "台州市电力检修(配)中心"
#define ITEMS "FROM item i JOIN f_problems f ON f.id = i.id WHERE "

static void figures_of_the_seeds(struct look *k)
{
    is(k, "projects", 31, "SELECT count(*) FROM item WHERE list = 'projects'");
    is(k, "households there", 93, "SELECT count(*) " UNDER(SERVICE));
    is(k, "their land", 53 * DECIMAL_ONE, "SELECT sum(v_area) " UNDER(SERVICE));
    is(k, "all signed", 93,
       "SELECT count(*) " UNDER(
           SERVICE) " AND EXISTS (SELECT 1 FROM step s WHERE s.item = h.id AND s.step = 'sign' AND "
                    "s.done_on IS NOT NULL)");
    is(k, "in three days", 3,
       "SELECT count(DISTINCT s.done_on) FROM step s JOIN item h ON "
       "h.id = s.item JOIN item p ON p.id = h.parent WHERE h.list = 'households' AND "
       "s.step = 'sign' AND p.title = '" SERVICE "'");
    is(k, "one after the other", 2,
       "SELECT max(s.done_on) - min(s.done_on) FROM step s JOIN item h ON "
       "h.id = s.item JOIN item p ON p.id = h.parent WHERE h.list = 'households' AND "
       "s.step = 'sign' AND p.title = '" SERVICE "'");
    is(k, "a month early", 30,
       "SELECT f.v_sign_due - max(s.done_on) FROM step s JOIN item h ON h.id = s.item "
       "JOIN item p ON p.id = h.parent JOIN f_projects f ON f.id = p.id "
       "WHERE h.list = 'households' AND s.step = 'sign' AND p.title = '" SERVICE "'");
    is(k, "households on the road", 802, "SELECT count(*) " UNDER(HIGHWAY));
    is(k, "their land", 37176 * (DECIMAL_ONE / 100),
       "SELECT sum(v_area) " UNDER(HIGHWAY));
    is(k, "land of nothing", 0, "SELECT count(*) " UNDER(HIGHWAY) " AND f.v_area <= 0");
    is(k, "villages", 9,
       "SELECT count(DISTINCT v.parent) FROM item h JOIN place v ON v.id = "
       "h.place JOIN item p ON p.id = h.parent WHERE h.list = 'households' AND p.title = '" HIGHWAY
       "'");
    int64_t left = number(k, "SELECT count(*) " UNDER(HIGHWAY) " AND h.phase = 0");
    expect(k, left > 300 && left < 802, "part-way", left);
    is(k, "villages of the railway", 2,
       "SELECT count(DISTINCT v.parent) FROM item h JOIN place v ON v.id = h.place JOIN item p ON "
       "p.id = h.parent WHERE h.list = 'households' AND p.title = '" RAILWAY "'");
    is(k, "in 36 days", 36,
       "SELECT 1 + max(s.done_on) - min(s.done_on) FROM step s JOIN item h ON h.id = s.item JOIN "
       "item p ON p.id = h.parent WHERE h.list = 'households' AND s.step = 'sign' AND "
       "p.title = '" RAILWAY "'");
    is(k, "none left there", 0,
       "SELECT count(*) " UNDER(
           RAILWAY) " AND NOT EXISTS (SELECT 1 FROM step s WHERE s.item = h.id AND "
                    "s.step = 'sign' AND s.done_on IS NOT NULL)");
    int64_t nearly = number(k, "SELECT sum(v_area) " UNDER(RAILWAY));
    expect(k, nearly > 90 * DECIMAL_ONE && nearly < 100 * DECIMAL_ONE, "nearly 100 mu", nearly);
    is(k, "hard problems", 100, "SELECT count(*) " ITEMS "f.v_kind = '攻坚难题'");
    is(k, "collected", 31, "SELECT count(*) " ITEMS "f.v_kind = '企业问题'");
    is(k, "solved", 22, "SELECT count(*) " ITEMS "f.v_kind = '企业问题' AND i.phase = 3");
    is(k, "36 days", 36,
       "SELECT closed_on - assigned_on FROM item WHERE title = "
       "'台州市域铁路S2线沿江段2个村土地征收' AND split_of IS NULL AND phase = 3");
}

/* Every household's land by kind and every agreed sum by item, nothing over. */
static void files_of_households(struct look *k)
{
    struct balance_report r = { 0 };
    struct xh_err err = { 0 };
    struct balance_ask ask = { .check = "items" };

    is(k, "households", 935, "SELECT count(*) FROM f_households");
    is(k, "land that does not add up", 0,
       "SELECT count(*) FROM f_households WHERE v_area IS NOT v_area_farm + "
       "coalesce(v_area_house, 0) + coalesce(v_area_other, 0) OR v_area_farm <= 0");
    is(k, "sums that do not add up", 0,
       "SELECT count(*) FROM f_households WHERE v_amount IS NOT v_pay_land + v_pay_crops + "
       "v_pay_bonus + coalesce(v_pay_house, 0) + coalesce(v_pay_move, 0) OR v_pay_land <= 0");
    is(k, "a house without its pay, or pay without one", 0,
       "SELECT count(*) FROM f_households WHERE (v_area_house IS NULL) <> (v_pay_house IS NULL) "
       "OR (v_rooms IS NULL) <> (v_pay_house IS NULL)");
    expect(k, number(k, "SELECT count(v_area_house) FROM f_households") > 200, "houses", 0);
    /* the items are private: whose work it is sees them */
    ask.reader = number(k, "SELECT id FROM person WHERE login = 'village1'");
    if (balance_run(k->st, &ask, &r, &err) != XH_OK || r.n_checks != 1)
        expect(k, false, err.msg, (int64_t)r.n_checks);
    expect(k, r.n_checks == 1 && r.checks[0].compared == 74, "the village's own", 0);
    expect(k, r.n == 0, "differences in them", (int64_t)r.n);
    balance_fini(&r);
}

/* Exactly the differences the story means (demo_land.c), as the clerk sees them. */
static void books_of_the_story(struct look *k)
{
    static const struct { const char *check, *where; int64_t difference; } meant[] = {
        { "announced", "", 400 },
        { "red_line", "己村", -600000 },
        { "payments", "丁村", -90000 },
    };
    int64_t clerk = number(k, "SELECT id FROM person WHERE login = 'clerk1'");
    struct balance_ask ask = { .reader = clerk };
    struct balance_report r = { 0 };
    struct xh_err err = { 0 };
    int seen = 0;

    if (balance_run(k->st, &ask, &r, &err) != XH_OK)
        expect(k, false, err.msg, 0);
    expect(k, r.n == 3, "differences", (int64_t)r.n);
    for (size_t i = 0; i < r.n; i++)
        for (size_t m = 0; m < sizeof meant / sizeof *meant; m++)
            if (strcmp(r.checks[r.v[i].check].def->id, meant[m].check) == 0
                && r.v[i].difference == meant[m].difference
                && strcmp(r.v[i].place_name, meant[m].where) == 0)
                seen |= 1 << m;
    expect(k, seen == 7, "the differences meant", seen);
    for (size_t i = 0; i < r.n_checks; i++) {
        const char *id = r.checks[i].def->id;
        bool unseen = strcmp(id, "items") == 0;     /* private, and no work of a clerk's */
        expect(k, (r.checks[i].compared == 0) == unseen, id, r.checks[i].compared);
        expect(k, (r.checks[i].denied > 0) == unseen, id, r.checks[i].denied);
    }
    balance_fini(&r);
    is(k, "crossed off parcels", 2,
       "SELECT count(*) FROM item WHERE list = 'parcels' AND phase = 3");
}

static void in_every_colour(struct look *k)
{
    static const char *const by[] = { "list" };
    struct filter f = { .today = k->day, .as_of = DAY_NONE };
    int64_t n[5] = { 0 }, overdue = 0;
    struct group_count *v = NULL;
    struct section_rows rows = { 0 };
    struct xh_err err = { 0 };
    size_t groups = 0;

    f.reader = number(k, "SELECT id FROM person WHERE login = 'clerk1'");
    if (query_counts(k->st, &f, by, 1, &v, &groups, &err) != XH_OK)
        expect(k, false, err.msg, 0);
    for (size_t i = 0; i < groups; i++)
        for (int c = 0; c < 5 && strcmp(v[i].list, "households") != 0; c++)
            n[c] += v[i].n.colour[c];
    group_counts_free(v, groups);
    for (int c = COLOUR_GREEN; c <= COLOUR_GREY; c++)
        expect(k, n[c] >= 3, colour_id((enum colour)c), n[c]);
    if (section_load(k->st, SECTION_OVERDUE, &f, DAY_NONE, DAY_NONE, NULL, NULL, &rows,
                     &err) == XH_OK)
        overdue = (int64_t)rows.rows.n;
    section_fini(&rows);
    expect(k, overdue >= 1, "overdue", overdue);
    /* and in every state, with all that may happen to one */
    is(k, "states", 7, "SELECT count(DISTINCT state) FROM item WHERE list = 'tasks'");
    is(k, "a split one", 4, "SELECT count(*) FROM item WHERE split_of IS NOT NULL");
    is(k, "a pinned one", 1, "SELECT count(*) FROM item WHERE pin_colour IS NOT NULL");
    is(k, "on paper", 1, "SELECT count(*) FROM item WHERE on_paper = 1");
    expect(k, number(k, "SELECT count(*) FROM item WHERE limit_due IS NOT NULL") >= 2,
           "limits", 0);
    is(k, "answers to requests", 3, "SELECT count(DISTINCT answer) FROM request");
    expect(k, number(k, "SELECT count(*) FROM item WHERE reopened > 0") >= 1, "reopened",
           0);
    expect(k, number(k, "SELECT count(*) FROM progress WHERE same >= 2") >= 1, "the same",
           0);
    int64_t n_states = number(k, "SELECT count(DISTINCT state) FROM duban_order");
    expect(k, n_states >= 6, "states of orders", n_states);
    is(k, "letters", 1, "SELECT count(*) FROM duban_order WHERE kind = 'letter'");
    is(k, "sheets", 3, "SELECT count(*) FROM sheet");
}

/* Nobody works on a day off, nothing lies beyond the years people know the holidays of
 * while there is time before their end. */
static void days_of_an_office(struct look *k)
{
    const struct calendar *cal = k->st->defs->calendar;
    struct xh_err err = { 0 };
    struct stmt *s = db_query(
        k->st->db, &err,
        "SELECT DISTINCT day FROM event UNION SELECT "
        "DISTINCT assigned_on FROM item UNION SELECT DISTINCT done_on FROM step WHERE done_on IS "
        "NOT NULL UNION SELECT DISTINCT first_due FROM item WHERE first_due < ?",
        "d", (int32_t)(k->day + 1));

    while (s && stmt_step(s, &err) > 0)
        expect(k, !calendar_is_off(cal, stmt_day(s, 0)), "a day off", stmt_day(s, 0));
    stmt_done(s);
    int32_t end = day_from_civil(2026, 12, 31);
    int64_t last = number(k, "SELECT max(due) FROM item WHERE due < 1000000");
    if (k->day <= end && calendar_workdays(cal, k->day, end) >= 16)
        expect(k, last <= end, "the last deadline", last - end);
    else
        expect(k, calendar_workdays(cal, k->day, (int32_t)last) <= 20,
               "the last deadline", last - k->day);
}

static int look_at(int32_t day, bool whole)
{
    char name[DAY_TEXT], *home;
    struct look k = { .day = day };

    k.st = made(day_format(day, name), day, 1, 1000, &home);
    figures_of_the_seeds(&k);
    files_of_households(&k);
    books_of_the_story(&k);
    in_every_colour(&k);
    days_of_an_office(&k);
    if (whole) {
        struct verify v = { 0 };
        struct xh_err err = { 0 };
        enum xh_rc rc = verify_run(k.st, NULL, NULL, &v, &err);
        expect(&k, rc == XH_OK, "verify", rc);
        verify_fini(&v);
    }
    gone(k.st, home);
    return k.bad;
}

/* ---- many days ---- */

/* Every thirtieth, from another one on every day; of them a share, another one again. */
static bool is_its_turn(int32_t day)
{
    int32_t turn = (int32_t)(time(NULL) / 86400), nth = day - day_parse("2026-01-01") + turn;

    return nth % EVERY == 0 && (nth + turn) / EVERY % SHARE == 0;
}

static bool is_looked_at(int32_t day)
{
    /* the days before, in and after the long holidays */
    static const char *const more[] = {
        "2026-01-01", "2026-01-04", "2026-01-05", "2026-02-14", "2026-02-17", "2026-02-24",
        "2026-05-05", "2026-09-30", "2026-10-07", "2026-10-08", "2026-12-24", "2026-12-31",
    };
    const char *one = getenv("XH_DAY");

    if (one)
        return day == day_parse(one);
    if (getenv("XH_SOAK") || is_its_turn(day))
        return true;
    for (size_t i = 0; SHARE == 1 && i < sizeof more / sizeof *more; i++)
        if (day_parse(more[i]) == day)
            return true;
    return false;
}

static void any_day_of_2026_will_do(void **state)
{
    pid_t workers[WORKERS];
    int status, bad = 0;

    (void)state;
    for (int w = 0; w < WORKERS; w++) {
        workers[w] = fork();
        assert_true(workers[w] >= 0);
        if (workers[w] > 0)
            continue;
        int n = 0;
        for (int32_t d = day_parse("2026-01-01"); d <= day_parse("2026-12-31"); d++)
            if (is_looked_at(d) && n++ % WORKERS == w)
                bad += look_at(d, n % 10 == 1);
        exit(bad ? 1 : 0);
    }
    for (int w = 0; w < WORKERS; w++) {
        assert_int_equal(waitpid(workers[w], &status, 0), workers[w]);
        bad += status != 0;
    }
    if (bad)
        print_error("XH_DAY=YYYY-MM-DD looks at one of these days alone\n");
    assert_int_equal(bad, 0);
}

/* In a year nobody has a calendar of, too, as well as may be. */
static void other_years_will_do(void **state)
{
    (void)state;
    struct look k = { .day = day_parse("2029-03-14") };
    char *home;

    k.st = made("later", k.day, 7, 1000, &home);
    figures_of_the_seeds(&k);
    files_of_households(&k);
    books_of_the_story(&k);
    in_every_colour(&k);
    gone(k.st, home);
    assert_int_equal(k.bad, 0);
}

/* ---- the same for everybody ---- */

static void same_day_and_seed_same_chain(void **state)
{
    static const struct {
        int64_t seed, uid;
        const char *tz;
    } who[] = {
        { 3, 1000, "Asia/Shanghai" },
        { 3, 4711, "America/Los_Angeles" },
        { 4, 1000, "UTC" },
    };
    char *head[3] = { NULL };

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        struct xh_err err = { 0 };
        char *home;
        setenv("TZ", who[i].tz, 1);
        struct store *st =
            made("same", day_parse("2026-06-15"), who[i].seed, who[i].uid, &home);
        assert_int_equal(db_get_text(st->db, &err, &head[i],
                                     "SELECT hex(hash) FROM event ORDER BY id DESC LIMIT 1", ""),
                         XH_OK);
        gone(st, home);
    }
    unsetenv("TZ");
    assert_string_equal(head[0], head[1]);
    assert_string_not_equal(head[0], head[2]);
    for (size_t i = 0; i < 3; i++)
        free(head[i]);
}

/* ---- */

static int prepare(void **state)
{
    const char *tmp = getenv("XH_TMP");
    char *shm = xstrdup("/dev/shm/xh-demo.XXXXXX");

    (void)state;
    if (mkdtemp(shm)) {
        folder = shm;
    } else {
        free(shm);
        folder = xstrdup(tmp ? tmp : ".");
    }
    return 0;
}

static int clear(void **state)
{
    (void)state;
    if (strncmp(folder, "/dev/shm/", 9) == 0)
        file_remove_tree(folder);
    free(folder);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_day_of_2026_will_do),
        cmocka_unit_test(other_years_will_do),
        cmocka_unit_test(same_day_and_seed_same_chain),
    };

    return cmocka_run_group_tests(tests, prepare, clear);
}
