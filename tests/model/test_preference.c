/* What one person likes is kept, is nobody else's, and is no part of the record. */
#include "tests/model/record_rig.h"

#include <stdlib.h>
#include <string.h>

#include "model/preference.h"

static struct record_rig rig, *r = &rig;

static int setup(void **state)
{
    (void)state;
    record_rig_init(r, NULL, true);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    record_rig_fini(r);
    return 0;
}

static void assert_kept(int64_t person, const char *name, const char *value)
{
    char *got = NULL;

    assert_ok(preference_get(r->st, person, name, &got, &r->err));
    if (value)
        assert_string_equal(got, value);
    else
        assert_null(got);
    free(got);
}

static int64_t count(const char *sql)
{
    int64_t n = -1;

    assert_ok(db_get_int(r->st->db, &r->err, &n, sql, ""));
    return n;
}

static void a_value_is_kept_changed_and_forgotten(void **state)
{
    (void)state;
    assert_kept(r->clerk, "theme", NULL);
    assert_ok(preference_set(r->st, r->clerk, "theme", "dark", &r->err));
    assert_kept(r->clerk, "theme", "dark");
    assert_kept(r->handler, "theme", NULL);
    assert_ok(preference_set(r->st, r->clerk, "theme", "两行\n都在", &r->err));
    assert_kept(r->clerk, "theme", "两行\n都在");
    assert_ok(preference_set(r->st, r->handler, "theme", "light", &r->err));
    assert_ok(preference_set(r->st, r->clerk, "theme", NULL, &r->err));
    assert_kept(r->clerk, "theme", NULL);
    assert_kept(r->handler, "theme", "light");
    assert_int_equal(count("SELECT count(*) FROM preference"), 1);
    assert_ok(preference_set(r->st, r->clerk, "theme", "", &r->err));
    assert_int_equal(count("SELECT count(*) FROM preference"), 1);
}

static void all_under_a_prefix_are_listed_by_name(void **state)
{
    struct preferences p = {0};

    (void)state;
    assert_ok(preference_set(r->st, r->clerk, "ledger/tasks/widths", "20", &r->err));
    assert_ok(preference_set(r->st, r->clerk, "ledger/tasks/columns", "code", &r->err));
    assert_ok(preference_set(r->st, r->clerk, "ledger_x", "1", &r->err));
    assert_ok(preference_set(r->st, r->handler, "ledger/tasks/sort", "due", &r->err));
    assert_ok(preferences_load(r->st, r->clerk, "ledger/", &p, &r->err));
    assert_int_equal(p.n, 2);
    assert_string_equal(p.v[0].name, "ledger/tasks/columns");
    assert_string_equal(p.v[0].value, "code");
    assert_string_equal(p.v[1].name, "ledger/tasks/widths");
    preferences_fini(&p);
    assert_ok(preferences_load(r->st, r->clerk, "", &p, &r->err));
    assert_int_equal(p.n, 3);
    preferences_fini(&p);
}

static void what_cannot_be_kept_is_refused(void **state)
{
    static const char *const names[] = { "", "Theme", "a b", "名字", "a\n" };
    char *long_value = xcalloc(PREFERENCE_VALUE + 2, 1), long_name[PREFERENCE_NAME + 2] = "";

    (void)state;
    memset(long_value, 'x', PREFERENCE_VALUE + 1);
    memset(long_name, 'x', PREFERENCE_NAME + 1);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_rc(preference_set(r->st, r->clerk, names[i], "x", &r->err), XH_USAGE);
    assert_rc(preference_set(r->st, r->clerk, long_name, "x", &r->err), XH_USAGE);
    assert_rc(preference_set(r->st, r->clerk, "a", long_value, &r->err), XH_USAGE);
    assert_rc(preference_set(r->st, r->clerk, "a", "\033[2J", &r->err), XH_USAGE);
    assert_rc(preference_set(r->st, 0, "a", "x", &r->err), XH_DENIED);
    assert_int_equal(count("SELECT count(*) FROM preference"), 0);
    long_value[PREFERENCE_VALUE] = '\0';
    assert_ok(preference_set(r->st, r->clerk, "a", long_value, &r->err));
    r->st->writable = false;
    assert_rc(preference_set(r->st, r->clerk, "a", "y", &r->err), XH_REFUSED);
    r->st->writable = true;
    free(long_value);
}

/* No event is written, nothing waits for undo, and verify does not look at it. */
static void it_is_no_part_of_the_record(void **state)
{
    int64_t events = count("SELECT count(*) FROM event");

    (void)state;
    assert_ok(preference_set(r->st, r->clerk, "theme", "dark", &r->err));
    assert_int_equal(count("SELECT count(*) FROM event"), events);
    rig_assert_whole(r);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(a_value_is_kept_changed_and_forgotten),
        T(all_under_a_prefix_are_listed_by_name),
        T(what_cannot_be_kept_is_refused),
        T(it_is_no_part_of_the_record),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
