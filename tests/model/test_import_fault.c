/* test_import_fault.c - every step of SQL of an import fails once, and its COMMIT: the
 * database holds the old state or the new one (invariants 2 and 12). */
#include "model/search.h"
#include "tests/model/import_rig.h"

#include "tests/model/fingerprint.h"

static struct record_rig plain, faulty;

static const char *const first =
    "事项名称|牵头单位|责任人|配合单位|完成时限|制定方案|最新进展|办理要求\n"
    "路灯|建设办|干部甲|财政所|2026-10-30|√|已进场|修好\n"
    "管网|财政所|干部乙||2026-12-30|||\n";
static const char *const second =
    "编号|事项名称|责任人|办理要求|配合单位|牵头单位\n"
    "督26-1|路灯改造|干部乙|-|党政办|\n"
    "|桥面|||财政所、党政办|建设办\n";
static const char *const people =
    "姓名|单位|角色|排序\n干部丙|建设办|经办人|70\n干部乙|财政所|经办人、督办员|45\n";

static enum xh_rc take(struct record_rig *r, const char *what, const char *lines,
                       size_t *rejects)
{
    struct import_rig x;
    bool table = strcmp(what, "person") == 0;

    import_rig_init(&x, r, table ? NULL : what, lines);
    x.in.table = table ? what : NULL;
    enum xh_rc rc = rig_import_as(&x, table ? r->admin : r->clerk);
    *rejects = x.out.n_rejects;
    import_rig_fini(&x);
    return rc;
}

static void fail_at_every_step(const char *what, const char *lines, int sign,
                               const uint8_t want[static HASH_SIZE])
{
    struct record_rig *r = &faulty;
    uint64_t seed = r->seed;
    uint8_t old[HASH_SIZE], now[HASH_SIZE];
    size_t rejects;
    bool done = false;

    fingerprint(r->st->db, old);
    for (int n = 1; !done; n++) {
        r->seed = seed;
        db_fail_at(r->st->db, sign * n);
        enum xh_rc rc = take(r, what, lines, &rejects);
        bool reached = db_fail_at(r->st->db, 0) == 0;
        assert_false(db_in_transaction(r->st->db));
        assert_int_equal(rejects, 0);
        fingerprint(r->st->db, now);
        if (rc == XH_OK) {
            done = true;
            assert_true(n > 50);
            if (memcmp(now, want, HASH_SIZE) != 0)
                fail_msg("%s, step %d%s: not the new state", what, n,
                         reached ? ", failed" : "");
        } else {
            assert_int_equal(rc, XH_DB);
            assert_string_not_equal(r->err.msg, "");
            if (memcmp(now, old, HASH_SIZE) != 0)
                fail_msg("%s, step %d: neither old nor new", what, n);
        }
        assert_true(n < 5000);
    }
}

static void an_import_leaves_the_old_state_or_the_new_one(void **state)
{
    static const struct { const char *what, *const *lines; } imports[] = {
        { "tasks", &first }, { "tasks", &second }, { "person", &people },
    };
    struct record_rig *r = &plain;
    size_t rejects;

    (void)state;
    record_rig_init(&plain, NULL, false);
    record_rig_init(&faulty, NULL, false);
    for (size_t i = 0; i < sizeof imports / sizeof *imports; i++) {
        uint8_t want[HASH_SIZE];
        assert_ok(take(&plain, imports[i].what, *imports[i].lines, &rejects));
        fingerprint(plain.st->db, want);
        fail_at_every_step(imports[i].what, *imports[i].lines, 1, want);
        rig_assert_whole(&faulty);
        rig_assert_whole(&plain);
    }
    record_rig_fini(&plain);
    record_rig_fini(&faulty);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_import_leaves_the_old_state_or_the_new_one),
    };

    search_tune(0, 1);     /* the search index, too, from the first rows on */
    return cmocka_run_group_tests(tests, NULL, NULL);
}
