/* 抽查: rows drawn by lot when a village is applied for (ENGINE 24). */
#include "tests/model/record_tools.h"

#include "model/sample.h"

static struct record_rig rig, *r = &rig;
static char project[64], house[30][64];
enum { HOUSES = 28 };

static void so_many_are_drawn(void **state)
{
    static const struct { int64_t percent; int32_t least; size_t n, want; } rows[] = {
        { 10, 3, 0, 0 },   { 10, 3, 2, 2 },   { 10, 3, 3, 3 },   { 10, 3, 28, 3 },
        { 10, 3, 30, 3 },  { 10, 3, 31, 4 },  { 10, 3, 93, 10 }, { 10, 0, 1, 1 },
        { 100, 0, 7, 7 },  { 0, 3, 28, 3 },   { 0, 0, 28, 0 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct sample_def d = { rows[i].percent * 1000000, rows[i].least };
        assert_int_equal(sample_size(&d, rows[i].n), rows[i].want);
    }
}

/* printf '0011223344556677 征26-00N' | sha256sum, for N = 1 to 5: the smallest are 2 and 5. */
static void anybody_can_draw_again(void **state)
{
    static const char *const codes[] = { "征26-001", "征26-002", "征26-003", "征26-004",
                                         "征26-005" };
    static const char *const turned[] = { "征26-005", "征26-004", "征26-003", "征26-002",
                                          "征26-001" };
    size_t picked[2], other[2];

    (void)state;
    sample_draw("0011223344556677", codes, 5, 2, picked);
    sample_draw("0011223344556677", turned, 5, 2, other);
    for (int i = 0; i < 2; i++)                     /* whatever order they come in */
        assert_string_equal(codes[picked[i]], turned[other[1 - i]]);
    assert_string_equal(codes[picked[0]], "征26-002");
    assert_string_equal(codes[picked[1]], "征26-005");
}

/* ---- a village ---- */

static int setup(void **state)
{
    (void)state;
    record_rig_init(r, NULL, true);
    assert_ok(tools_configure(r, r->admin, "lists/households", NULL,
                              "list: households\nname: 征地户签\nrow: 户\nparent: projects\n"
                              "code: \"征{yy}-{seq:3}\"\nalias: z\nperson: true\n"
                              "close: by_place\ndue: none\nreport_every: week\n"
                              "steps:\n  - {id: sign, name: 签约}\n",
                              "lists/parcels", NULL, NULL, NULL));
    snprintf(project, sizeof project, "%s",
             rig_add(r, "projects", "title=示例项目", "due=2026-12-31", "lead=领导甲", NULL));
    char *parent = xasprintf("parent=%s", project);
    for (int i = 0; i < HOUSES; i++) {
        snprintf(house[i], sizeof house[i], "%s",
                 rig_add(r, "households", "title=户主", parent,
                         i % 2 ? "place=林家村" : "place=林家村/一组", "lead=领导甲", NULL));
        assert_ok(rig_check(r, r->clerk, house[i], "sign", NULL));
    }
    free(parent);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    rig_assert_whole(r);
    record_rig_fini(r);
    return 0;
}

static enum xh_rc village(int64_t person, enum verb verb)
{
    struct call c = rig_call(verb, project);
    c.place = "林家村";
    return rig_run(r, person, &c);
}

/* The newest draw, in words; caller frees. */
static char *newest(size_t *n, bool waiting)
{
    struct samples s = {0};
    struct xh_err err = {0};
    struct buf b = {0};
    struct item it = {0};

    rig_item(r, project, &it);
    assert_int_equal(samples_load(r->st, it.id, 0, waiting, &s, &err), XH_OK);
    *n = s.n;
    if (s.n)
        sample_say(&b, &s.v[0], 0);
    samples_fini(&s);
    item_fini(&it);
    return b.s ? buf_take(&b) : xstrdup("");
}

static void drawn_when_applied_for(void **state)
{
    size_t n;

    (void)state;
    assert_ok(village(r->clerk, VERB_APPLY));
    char *said = newest(&n, true);
    assert_int_equal(n, 1);
    assert_non_null(strstr(said, "林家村, 2026-11-20: 3 of 28 drawn for inspection, number "));
    assert_non_null(strstr(r->result.said, said));
    assert_null(strstr(said, "户主"));
    /* the seed is the beginning of the act's id */
    char *seed = tools_text(r, "SELECT seed FROM sample", NULL);
    assert_int_equal(strlen(seed), 16);
    assert_memory_equal(seed, r->result.action, 16);
    free(seed);
    free(said);
    assert_ok(village(r->leader, VERB_APPROVE));
    free(newest(&n, true));
    assert_int_equal(n, 0);                         /* nothing waits any more */
    free(newest(&n, false));
    assert_int_equal(n, 1);                         /* it stays in the record */
}

static void taken_back_and_applied_again_it_is_the_same(void **state)
{
    size_t n;

    (void)state;
    assert_ok(village(r->clerk, VERB_APPLY));
    char *first = newest(&n, true);
    for (int i = 0; i < HOUSES; i++)
        assert_ok(rig_do(r, r->clerk, VERB_WITHDRAW, house[i]));
    assert_ok(village(r->clerk, VERB_APPLY));
    char *second = newest(&n, true);
    assert_string_equal(first, second);
    /* and after the application was undone */
    assert_ok(rig_do(r, r->clerk, VERB_UNDO, NULL));
    assert_ok(village(r->clerk, VERB_APPLY));
    char *third = newest(&n, true);
    assert_string_equal(first, third);
    free(first);
    free(second);
    free(third);
}

static void returned_it_is_drawn_anew(void **state)
{
    size_t n;

    (void)state;
    assert_ok(village(r->clerk, VERB_APPLY));
    char *first = newest(&n, true);
    for (int i = 0; i < HOUSES; i++)
        assert_ok(rig_do_because(r, r->leader, VERB_RETURN, house[i], "现场未清", NULL));
    assert_ok(village(r->clerk, VERB_APPLY));
    char *second = newest(&n, true);
    assert_string_not_equal(first, second);
    free(first);
    free(second);
}

static void a_refused_application_draws_nothing(void **state)
{
    size_t n;
    struct call c = rig_call(VERB_UNCHECK, house[3]);

    (void)state;
    c.step = "sign";
    assert_ok(rig_run(r, r->clerk, &c));
    assert_rc(village(r->clerk, VERB_APPLY), XH_REFUSED);
    assert_said("1 of 28 rows are not ready");
    free(newest(&n, false));
    assert_int_equal(n, 0);
}

static void a_list_may_draw_none(void **state)
{
    size_t n;

    (void)state;
    assert_ok(tools_configure(r, r->admin, "lists/households", "close: by_place\n",
                              "close: by_place\nsample: none\n", NULL));
    assert_ok(village(r->clerk, VERB_APPLY));
    free(newest(&n, false));
    assert_int_equal(n, 0);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(so_many_are_drawn),
        cmocka_unit_test(anybody_can_draw_again),
        TEST(drawn_when_applied_for),
        TEST(taken_back_and_applied_again_it_is_the_same),
        TEST(returned_it_is_drawn_anew),
        TEST(a_refused_application_draws_nothing),
        TEST(a_list_may_draw_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
