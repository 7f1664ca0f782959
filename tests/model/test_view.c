/* test_view.c - filters kept under a name: renamed, shared, taken back, in an order of one's
 * own; by those who may. */
#include "tests/model/record_tools.h"

#include "model/view.h"

static struct record_rig rig, *const r = &rig;

static int found(void **state)
{
    (void)state;
    record_rig_init(r, NULL, true);
    return 0;
}

static int leave(void **state)
{
    (void)state;
    record_rig_fini(r);
    return 0;
}

/* "name name2*" in the person's order, a star behind shared ones. */
static void assert_views(int64_t person, const char *want)
{
    struct saved_views v = {0};
    struct buf b = {0};

    assert_ok(views_load(r->st, person, "", &v, &r->err));
    for (size_t i = 0; i < v.n; i++)
        buf_printf(&b, "%s%s%s", i ? " " : "", v.v[i].name, v.v[i].shared ? "*" : "");
    assert_string_equal(buf_str(&b), want);
    buf_fini(&b);
    views_fini(&v);
}

static int64_t keep(int64_t person, const char *name, bool shared)
{
    assert_ok(view_save(r->st, person, name, "colour=red\n", shared, &r->err));
    return tools_int(r, "SELECT id FROM saved_view WHERE name = ?", name);
}

static void renamed_by_its_keeper(void **state)
{
    int64_t id = keep(r->handler, "甲", false);

    (void)state;
    keep(r->handler, "乙", false);
    assert_rc(view_rename(r->st, r->handler, id, "乙", &r->err), XH_CONFLICT);
    assert_rc(view_rename(r->st, r->handler, id, "", &r->err), XH_USAGE);
    assert_rc(view_rename(r->st, r->other, id, "丙", &r->err), XH_NOT_FOUND);
    assert_ok(view_rename(r->st, r->handler, id, "丙", &r->err));
    assert_ok(view_rename(r->st, r->handler, id, "丙", &r->err));
    assert_views(r->handler, "丙 乙");
    assert_views(r->other, "");
}

static void shared_and_taken_back(void **state)
{
    int64_t mine = keep(r->handler, "甲", false), theirs = keep(r->admin, "乙", false);

    (void)state;
    assert_rc(view_share(r->st, r->handler, mine, true, &r->err), XH_DENIED);
    assert_ok(view_share(r->st, r->admin, theirs, true, &r->err));
    assert_views(r->handler, "甲 乙*");
    assert_rc(view_share(r->st, r->handler, theirs, false, &r->err), XH_DENIED);
    assert_rc(view_rename(r->st, r->handler, theirs, "丁", &r->err), XH_DENIED);
    assert_rc(view_remove(r->st, r->handler, theirs, &r->err), XH_DENIED);
    assert_ok(view_share(r->st, r->admin, theirs, false, &r->err));
    assert_views(r->handler, "甲");
    assert_views(r->admin, "乙");
    assert_ok(view_remove(r->st, r->admin, theirs, &r->err));
    assert_rc(view_remove(r->st, r->admin, theirs, &r->err), XH_NOT_FOUND);
}

static void one_name_for_one_shared_filter(void **state)
{
    int64_t id;

    (void)state;
    keep(r->admin, "逾期", true);
    assert_ok(view_save(r->st, r->admin, "逾期", "colour=yellow\n", false, &r->err));
    id = tools_int(r, "SELECT id FROM saved_view WHERE name = ? AND shared = 0", "逾期");
    assert_rc(view_share(r->st, r->admin, id, true, &r->err), XH_CONFLICT);
}

static void in_an_order_of_ones_own(void **state)
{
    int64_t a = keep(r->handler, "甲", false), b = keep(r->handler, "乙", false);
    int64_t c = keep(r->admin, "丙", true);
    const int64_t order[] = { c, a };

    (void)state;
    assert_views(r->handler, "乙 甲 丙*");
    assert_ok(views_order(r->st, r->handler, order, 2, &r->err));
    assert_views(r->handler, "丙* 甲 乙");
    assert_views(r->admin, "丙*");              /* his own is his own */
    assert_ok(view_remove(r->st, r->handler, a, &r->err));
    assert_views(r->handler, "丙* 乙");         /* one gone is passed over */
    assert_true(b > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, found, leave)
        T(renamed_by_its_keeper),
        T(shared_and_taken_back),
        T(one_name_for_one_shared_filter),
        T(in_an_order_of_ones_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
