/* test_query_map.c - 作战图: which mark stands for a household, in which order, who sees which;
 * totals are those of the rows themselves. */
#include "tests/model/record_tools.h"

#include "model/query_map.h"

static struct record_rig *r;
static char project[32];
static struct land_map m;

static const char *household(const char *title, const char *place, const char *area)
{
    static char code[32];
    char *a = xasprintf("title=%s", title), *b = xasprintf("place=%s", place ? place : "");
    char *c = xasprintf("area=%s", area), *p = xasprintf("parent=%s", project);

    snprintf(code, sizeof code, "%s",
             rig_add(r, "households", a, p, c, "owner=村干部甲", place ? b : NULL, NULL));
    free(a);
    free(b);
    free(c);
    free(p);
    return code;
}

static int64_t id_of(const char *code)
{
    return tools_int(r, "SELECT id FROM item WHERE code = ?", code);
}

static void visited(const char *code, const char *day, const char *stance)
{
    assert_ok(db_run(r->st->db, &r->err, "INSERT INTO visit (item, day, stance) VALUES (?, ?, ?)",
                     "idt", id_of(code), on(day), stance));
}

static int setup(void **state)
{
    (void)state;
    r = xcalloc(1, sizeof *r);
    record_rig_init_on(r, NULL, true, "2026-11-02");
    snprintf(project, sizeof project, "%s",
             rig_add(r, "projects", "title=示例路", "unit=建设办", "owner=干部甲", "lead=领导甲",
                     "due=2027-12-31", NULL));
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    map_fini(&m);
    record_rig_fini(r);
    free(r);
    return 0;
}

static struct map_ask ask(int64_t reader)
{
    return (struct map_ask){ .parent = project, .today = r->env.today, .reader = reader };
}

static void open_all(const struct map_ask *a)
{
    map_fini(&m);
    assert_ok(map_open(r->st, a, &m, &r->err));
    for (size_t g = 0; g < m.n_groups; g++)
        assert_ok(map_load(r->st, a, &m, g, &r->err));
}

/* "林家村/一组:签谈 ..", group by group. Caller frees. */
static char *drawn(void)
{
    struct buf b = {0};

    for (size_t v = 0; v < m.n_villages; v++)
        for (size_t g = m.villages[v].first; g < m.villages[v].first + m.villages[v].n_groups;
             g++) {
            buf_printf(&b, "%s%s%s%s:", b.len ? " " : "", m.villages[v].name,
                       *m.groups[g].name ? "/" : "", m.groups[g].name);
            for (int64_t i = 0; i < m.groups[g].n; i++)
                buf_puts(&b, map_mark(m.list, m.groups[g].cells[i].mark));
        }
    return buf_take(&b);
}

static void assert_drawn_(const char *want, const char *file, int line)
{
    char *is = drawn();

    if (strcmp(is, want) != 0) {
        print_error("drawn: %s\nwanted: %s\n", is, want);
        _fail(file, line);
    }
    free(is);
}
#define assert_drawn(want) assert_drawn_((want), __FILE__, __LINE__)

static void tick(const char *code, const char *const *steps)
{
    for (; *steps; steps++) {
        struct call c = rig_call(VERB_CHECK, code);
        c.step = *steps;
        c.link = "https://example.invalid/1";
        if (strcmp(*steps, "sign") == 0)
            rig_today(r, "2026-11-19");
        if (strcmp(*steps, "notice") == 0) {
            struct call b = rig_call(VERB_BEGIN, code);
            b.step = "notice";
            assert_ok(rig_run(r, r->clerk, &b));
            rig_today(r, "2026-11-18");
        }
        assert_ok(rig_run(r, r->clerk, &c));
    }
}

static void the_furthest_step_is_the_mark(void **state)
{
    char a[32], b[32], c[32];

    (void)state;
    snprintf(a, sizeof a, "%s", household("户一", "林家村", "1.5"));
    snprintf(b, sizeof b, "%s", household("户二", "林家村", "2"));
    snprintf(c, sizeof c, "%s", household("户三", "林家村", "0.25"));
    tick(b, (const char *const[]){ "visit", NULL });
    tick(c, (const char *const[]){ "visit", "measure", "notice", "sign", NULL });
    const struct map_ask q = ask(r->clerk);
    open_all(&q);
    assert_drawn("林家村:un访签");
    assert_int_equal(m.n, 3);
    assert_int_equal(m.n_signed, 1);
    assert_int_equal(m.area, 3750000);
    assert_int_equal(m.area_signed, 250000);
    assert_string_equal(m.unit, "亩");
    assert_string_equal(m.title, "示例路");
}

/* 未分组: of the village itself, counted and kept. */
static void the_place_alone_has_none_of_its_groups(void **state)
{
    (void)state;
    household("户一", "林家村", "1");
    household("户二", "林家村/一组", "2");
    household("户三", "林家村", "4");
    struct map_ask q = ask(r->clerk);
    q.place = "林家村";
    for (int kept = 0; kept < 2; kept++) {
        q.kept = kept;
        q.alone = false;
        open_all(&q);
        assert_drawn("林家村:unun 林家村/一组:un");
        q.alone = true;
        open_all(&q);
        assert_drawn("林家村:unun");
        assert_int_equal(m.n, 2);
        assert_int_equal(m.area, 5000000);
    }
}

static void a_visit_talks_and_the_last_one_may_find_refusal(void **state)
{
    char a[32], b[32], c[32], d[32];

    (void)state;
    snprintf(a, sizeof a, "%s", household("户一", "林家村", "1"));
    snprintf(b, sizeof b, "%s", household("户二", "林家村", "1"));
    snprintf(c, sizeof c, "%s", household("户三", "林家村", "1"));
    snprintf(d, sizeof d, "%s", household("户四", "林家村", "1"));
    tick(b, (const char *const[]){ "visit", NULL });
    tick(d, (const char *const[]){ "visit", "measure", "notice", "sign", NULL });
    visited(a, "2026-11-03", "talking");
    visited(b, "2026-11-03", "refuses");        /* whatever is done of it */
    visited(c, "2026-11-03", "refuses");        /* but it came round */
    visited(c, "2026-11-05", "willing");
    visited(d, "2026-11-05", "refuses");        /* signed is signed */
    const struct map_ask q = ask(r->clerk);
    open_all(&q);
    assert_drawn("林家村:tareta签");
    int64_t n[32] = {0};
    map_count(&m, 0, m.n_groups, n);
    assert_int_equal(n[MAP_TALKING], 2);
    assert_int_equal(n[MAP_REFUSES], 1);
    assert_int_equal(map_mark_public(MAP_REFUSES), MAP_TALKING);
    assert_int_equal(map_mark_public(MAP_STEPS), MAP_STEPS);
}

static void places_stand_in_their_order_rows_in_that_of_their_codes(void **state)
{
    (void)state;
    assert_ok(db_run(r->st->db, &r->err, "INSERT INTO place (name, parent, rank) SELECT '二组', "
                     "id, 2 FROM place WHERE name = '林家村'", ""));
    household("户一", NULL, "1");
    household("户二", "林家村/二组", "1");
    household("户三", "林家村/一组", "1");
    household("户四", "上洋村", "1");
    household("户五", "林家村", "1");
    household("户六", "林家村/二组", "1");
    assert_ok(db_run(r->st->db, &r->err, "UPDATE place SET rank = 1 WHERE name = '一组'", ""));
    assert_ok(db_run(r->st->db, &r->err, "UPDATE place SET rank = 2000 WHERE name = '林家村'", ""));
    const struct map_ask q = ask(r->clerk);
    open_all(&q);
    assert_drawn("上洋村:un 林家村:un 林家村/一组:un 林家村/二组:unun :un");
    assert_true(m.groups[3].cells[0].item < m.groups[3].cells[1].item);
    assert_int_equal(m.villages[1].n, 4);
    assert_int_equal(m.villages[2].place, 0);
}

static void cancelled_and_void_rows_are_not_on_it(void **state)
{
    char a[32], b[32];

    (void)state;
    snprintf(a, sizeof a, "%s", household("户一", "林家村", "1"));
    snprintf(b, sizeof b, "%s", household("户二", "林家村", "1"));
    household("户三", "林家村", "1");
    assert_ok(rig_do(r, r->clerk, VERB_VOID, a));
    assert_ok(rig_do_because(r, r->clerk, VERB_CANCEL, b, "红线调整", NULL));
    const struct map_ask q = ask(r->clerk);
    open_all(&q);
    assert_drawn("林家村:un");
    assert_int_equal(m.n, 1);
}

/* ENGINE 28: lists are filtered in SQL; a village cadre has the own village. */
static void a_reader_sees_and_counts_the_rows_he_may_read(void **state)
{
    (void)state;
    household("户一", "林家村/一组", "1");
    household("户二", "林家村", "1");
    rig_add(r, "households", "title=户三", "parent=项26-01", "place=上洋村", "area=5",
            "owner=干部甲", NULL);
    const struct map_ask village = ask(r->village), clerk = ask(r->clerk);
    open_all(&village);
    assert_drawn("林家村:un 林家村/一组:un");
    assert_int_equal(m.n, 2);
    assert_int_equal(m.area, 2000000);
    assert_string_equal(m.title, "");           /* the project is none of the cadre's */
    open_all(&clerk);
    assert_int_equal(m.n, 3);
}

static void whoever_may_read_none_is_told_who_may(void **state)
{
    struct map_ask q = ask(0);

    (void)state;
    household("户一", "林家村", "1");
    assert_rc(map_open(r->st, &q, &m, &r->err), XH_DENIED);
    assert_said("领导甲");
    q.reader = READER_TOWNSHIP;
    open_all(&q);
    assert_int_equal(m.n, 1);
}

static void what_has_no_map_is_named(void **state)
{
    struct map_ask q = ask(r->clerk);

    (void)state;
    q.list = "tasks";
    assert_rc(map_open(r->st, &q, &m, &r->err), XH_USAGE);
    assert_said("map:");
    q.list = NULL;
    q.parent = rig_task(r, "2026-11-30");
    assert_rc(map_open(r->st, &q, &m, &r->err), XH_USAGE);
    assert_said("重大项目");
    q.parent = "项26-99";
    assert_rc(map_open(r->st, &q, &m, &r->err), XH_NOT_FOUND);
    q.parent = project;
    q.place = "没有这村";
    assert_rc(map_open(r->st, &q, &m, &r->err), XH_NOT_FOUND);
}

static void only_a_place_or_a_section(void **state)
{
    char *p = xasprintf("parent=%s", project);
    struct map_ask q = ask(r->clerk);

    (void)state;
    household("户一", "林家村/一组", "1");
    household("户二", "上洋村", "1");
    rig_add(r, "households", "title=户三", p, "place=上洋村", "section=二标", "area=1",
            "owner=干部甲", NULL);
    q.place = "林家村";
    open_all(&q);
    assert_drawn("林家村/一组:un");
    q.place = NULL;
    q.section = "二标";
    open_all(&q);
    assert_drawn("上洋村:un");
    q.section = "";
    open_all(&q);
    assert_drawn("林家村/一组:un 上洋村:un");
    free(p);
}

static void finding_goes_on_from_row_to_row_and_around(void **state)
{
    int64_t a = id_of(household("林阿妹", "林家村/一组", "1"));
    int64_t b = id_of(household("陈大", "林家村/一组", "1"));
    int64_t c = id_of(household("林阿水", "上洋村", "1")), found = 0;
    const struct map_ask q = ask(r->clerk);

    (void)state;
    open_all(&q);
    assert_ok(map_find(r->st, &q, &m, "la", 0, false, &found, &r->err));
    assert_int_equal(found, a);
    assert_ok(map_find(r->st, &q, &m, "la", a, false, &found, &r->err));
    assert_int_equal(found, c);
    assert_ok(map_find(r->st, &q, &m, "la", c, false, &found, &r->err));
    assert_int_equal(found, a);
    assert_ok(map_find(r->st, &q, &m, "la", a, true, &found, &r->err));
    assert_int_equal(found, c);
    assert_ok(map_find(r->st, &q, &m, "陈", 0, true, &found, &r->err));
    assert_int_equal(found, b);
    assert_ok(map_find(r->st, &q, &m, "陈", b, false, &found, &r->err));
    assert_int_equal(found, b);                 /* the only one */
    assert_ok(map_find(r->st, &q, &m, "没有", 0, false, &found, &r->err));
    assert_int_equal(found, 0);
}

static void colours_are_those_of_the_rows(void **state)
{
    char late[32];

    (void)state;
    household("户一", "林家村", "1");
    snprintf(late, sizeof late, "%s", household("户二", "林家村", "1"));
    struct call c = rig_call(VERB_PIN, late);
    c.colour = "red";
    c.reason = "示例";
    c.to = on("2026-12-10");
    assert_ok(rig_run(r, r->clerk, &c));
    const struct map_ask q = ask(r->clerk);
    open_all(&q);
    assert_int_equal(m.groups[0].cells[0].colour, COLOUR_GREEN);
    assert_int_equal(m.groups[0].cells[1].colour, COLOUR_RED);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(the_furthest_step_is_the_mark),
        T(the_place_alone_has_none_of_its_groups),
        T(a_visit_talks_and_the_last_one_may_find_refusal),
        T(places_stand_in_their_order_rows_in_that_of_their_codes),
        T(cancelled_and_void_rows_are_not_on_it),
        T(a_reader_sees_and_counts_the_rows_he_may_read),
        T(whoever_may_read_none_is_told_who_may),
        T(what_has_no_map_is_named),
        T(only_a_place_or_a_section),
        T(finding_goes_on_from_row_to_row_and_around),
        T(colours_are_those_of_the_rows),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
