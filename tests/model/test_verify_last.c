/* test_verify_last.c - checking the record stops when it is told to, wherever it is, and leaves
 * nothing behind; what the last check found is kept beside the record. */
#include "tests/model/record_rig.h"

#include <stdlib.h>
#include <string.h>

#include "model/event.h"
#include "model/verify_last.h"

static struct record_rig *r;

static int setup(void **state)
{
    (void)state;
    r = xcalloc(1, sizeof *r);
    record_rig_init(r, NULL, true);
    for (int i = 0; i < 3; i++)
        rig_task(r, "2026-12-04");
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    record_rig_fini(r);
    free(r);
    return 0;
}

struct stopping { int left, asked; };

static bool count_down(void *ctx, const char *part, size_t done, size_t all)
{
    struct stopping *s = ctx;

    assert_non_null(part);
    assert_true(done <= all);
    s->asked++;
    return --s->left > 0;
}

static int64_t events(void)
{
    int64_t n = 0;

    assert_ok(db_get_int(r->st->db, &r->err, &n, "SELECT count(*) FROM event", ""));
    return n;
}

static void it_stops_wherever_it_is_told_to(void **state)
{
    int64_t before = events();
    int stops = 0;

    (void)state;
    for (int n = 1;; n++) {
        struct stopping s = { .left = n };
        struct verify v = {0};
        enum xh_rc rc = verify_run(r->st, count_down, &s, &v, &r->err);
        verify_fini(&v);
        assert_false(db_in_transaction(r->st->db));
        if (s.left > 0) {
            assert_int_equal(rc, XH_OK);
            break;
        }
        assert_int_equal(rc, XH_REFUSED);
        assert_int_equal(s.asked, n);           /* nobody is asked again */
        stops++;
    }
    assert_true(stops >= 2);                    /* chain, derived */
    assert_int_equal(events(), before);
    rig_assert_whole(r);
}

static void check(struct verify *v)
{
    verify_run(r->st, NULL, NULL, v, &r->err);
    assert_ok(verify_remember(r->st, &r->env, r->admin, v, &r->err));
    verify_fini(v);
}

static void what_was_found_is_kept(void **state)
{
    struct verify v = {0};
    struct verify_last last;

    (void)state;
    assert_false(verify_last(r->st, &last));
    check(&v);
    assert_true(verify_last(r->st, &last));
    assert_int_equal(last.bad, 0);
    assert_int_equal(last.day, r->env.today);
    assert_int_equal(last.person, r->admin);
    assert_int_equal(last.events, events());
    assert_ok(verify_code(r->st, last.events, last.code, &r->err));
    rig_assert_whole(r);                        /* beside the record */

    assert_ok(db_script(r->st->db, "UPDATE item SET title = 'X' WHERE id = 1", &r->err));
    check(&v);
    assert_true(verify_last(r->st, &last));
    assert_int_equal(last.bad, 1);
    assert_true(*last.code);                    /* the chain is whole */

    assert_ok(db_script(r->st->db, "UPDATE event SET day = day + 1 WHERE id = 2", &r->err));
    check(&v);
    assert_true(verify_last(r->st, &last));
    assert_true(last.bad >= 2);
    assert_string_equal(last.code, "");
}

static void what_cannot_be_read_is_as_if_never_checked(void **state)
{
    static const char *const bad[] = { "", "x", "1\t2\t3", "1\t99999999999\t3\t4\t5\tA",
                                       "a\tb\tc\td\te\tf" };
    struct verify_last last;

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_ok(store_set_meta(r->st, "verified", bad[i], &r->err));
        assert_false(verify_last(r->st, &last));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
        T(it_stops_wherever_it_is_told_to),
        T(what_was_found_is_kept),
        T(what_cannot_be_read_is_as_if_never_checked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
