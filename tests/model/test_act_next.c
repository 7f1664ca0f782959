/* test_act_next.c - several events in one transaction: all of them commit or none, each
 * is its own (invariants 2 and 12, ENGINE 37). */
#include "tests/model/record_tools.h"

#include <unistd.h>

#include "model/act.h"
#include "tests/model/fingerprint.h"

static struct record_rig rig, *const r = &rig;
static char *home;
static int64_t item;

static int found(void **state)
{
    struct item it = {0};

    (void)state;
    home = tools_folder("next");
    rmdir(home);
    record_rig_init(r, home, true);
    rig_item(r, rig_task(r, "2026-12-04"), &it);
    item = it.id;
    item_fini(&it);
    return 0;
}

static int lose(void **state)
{
    char *clean = xasprintf("rm -rf '%s'", home);

    (void)state;
    record_rig_fini(r);
    assert_int_equal(system(clean), 0);
    free(clean);
    free(home);
    return 0;
}

static int64_t count(const char *sql)
{
    return tools_int(r, sql, NULL);
}

static enum xh_rc begin(struct act *a)
{
    struct who who = { .actor = r->clerk };
    return act_begin(a, r->st, &r->env, VERB_NOTE, &who, &r->err);
}

static void remark(struct act *a, const char *text)
{
    act_insert(a, "instruction", "item i kind t day d text t", item, "note", r->env.today,
               text);
    act_touch(a, item, 0);
}

static void each_event_is_its_own(void **state)
{
    struct act a;
    int64_t events = count("SELECT count(*) FROM event"),
            version = count("SELECT version FROM item WHERE id = 1");

    (void)state;
    assert_ok(begin(&a));
    remark(&a, "一");
    act_note(&a, "line", "2");
    act_next(&a, VERB_IMPORT);
    act_note(&a, "line", "3");
    act_next(&a, VERB_IMPORT);      /* changed nothing: no event, no number used */
    remark(&a, "二");
    remark(&a, "三");
    act_note(&a, "line", "4");
    act_next(&a, VERB_IMPORT);      /* nothing follows */
    assert_ok(act_end(&a, XH_OK, &r->err));
    act_fini(&a);
    assert_int_equal(count("SELECT count(*) FROM event"), events + 2);
    assert_int_equal(count("SELECT max(id) FROM event"), events + 2);
    assert_int_equal(count("SELECT count(DISTINCT action) FROM event"), events + 2);
    assert_int_equal(count("SELECT count(*) FROM event WHERE verb = 'import'"), 1);
    assert_int_equal(count("SELECT version FROM item WHERE id = 1"), version + 2);
    struct event e = {0};
    assert_ok(event_load(r->st->db, events + 2, &e, &r->err));
    assert_string_equal(event_get_note(&e, "line"), "4");
    assert_int_equal(e.n_items, 1);
    assert_int_equal(e.n_changes, 3);       /* two remarks, the version */
    event_fini(&e);
    rig_assert_whole(r);
}

static void a_failure_takes_all_of_them_back(void **state)
{
    struct act a;
    uint8_t before[HASH_SIZE], now[HASH_SIZE];

    (void)state;
    fingerprint(r->st->db, before);
    assert_ok(begin(&a));
    remark(&a, "一");
    act_next(&a, VERB_IMPORT);
    remark(&a, "二");
    act_next(&a, VERB_IMPORT);
    act_fail(&a, XH_REFUSED, "no");
    act_next(&a, VERB_IMPORT);      /* nothing happens any more */
    assert_rc(act_end(&a, XH_OK, &r->err), XH_REFUSED);
    act_fini(&a);
    fingerprint(r->st->db, now);
    assert_memory_equal(before, now, HASH_SIZE);
}

/* What was forgotten is not recorded: such an act cannot be committed. */
static void a_forgotten_event_goes_with_its_act(void **state)
{
    struct act a;
    uint8_t before[HASH_SIZE], now[HASH_SIZE];

    (void)state;
    fingerprint(r->st->db, before);
    assert_ok(begin(&a));
    remark(&a, "一");
    act_next(&a, VERB_IMPORT);
    remark(&a, "二");
    act_forget(&a);
    assert_int_equal(a.event.n_changes, 0);
    assert_int_equal(a.n_touched, 0);
    remark(&a, "三");
    act_next(&a, VERB_IMPORT);
    assert_true(act_ok(&a));
    assert_rc(act_end(&a, XH_OK, &r->err), XH_REFUSED);
    act_fini(&a);
    fingerprint(r->st->db, now);
    assert_memory_equal(before, now, HASH_SIZE);
}

/* Every step of SQL fails once, told before or after it was done: the last event that was
 * appended stands for all, also when the newest one was empty. */
static void commit_tells_the_truth(void **state)
{
    (void)state;
    for (int sign = -1; sign <= 1; sign += 2) {
        bool told_so = false, ended = false;
        for (int n = 1; !ended; n++) {
            int64_t events = count("SELECT count(*) FROM event");
            uint8_t before[HASH_SIZE], now[HASH_SIZE];
            struct act a;
            const struct db *was = r->st->db;

            fingerprint(r->st->db, before);
            db_fail_at(r->st->db, sign * n);
            enum xh_rc rc = begin(&a);
            if (rc == XH_OK) {
                remark(&a, "一");
                act_next(&a, VERB_IMPORT);
                remark(&a, "二");
                act_next(&a, VERB_IMPORT);
                rc = act_end(&a, XH_OK, &r->err);
                act_fini(&a);
            }
            ended = db_fail_at(r->st->db, 0) != 0;
            if (rc == XH_OK) {
                assert_int_equal(count("SELECT count(*) FROM event"), events + 2);
                told_so |= sign < 0 && was != r->st->db;
            } else {
                assert_int_equal(rc, XH_DB);
                fingerprint(r->st->db, now);
                assert_memory_equal(before, now, HASH_SIZE);
                told_so |= strstr(r->err.msg, "not saved") != NULL;
            }
            assert_true(n < 500);
        }
        assert_true(told_so);
    }
    rig_assert_whole(r);
}

/* Parts of a split item roll up into it: with many rows once, at the end. */
static void what_depends_is_put_off_to_an_event_of_its_own(void **state)
{
    struct act a;
    int64_t part[2], events;
    char *code = tools_text(r, "SELECT code FROM item WHERE id = 1", NULL);

    (void)state;
    assert_ok(rig_set(r, r->clerk, VERB_SPLIT, code, "unit=建设办", "unit=财政所", NULL));
    part[0] = count("SELECT min(id) FROM item WHERE split_of = 1");
    part[1] = count("SELECT max(id) FROM item WHERE split_of = 1");
    events = count("SELECT count(*) FROM event");
    assert_ok(begin(&a));
    act_defer(&a);
    for (int i = 0; i < 2; i++) {
        act_update(&a, "item", part[i], "due_given d percent i", r->env.today - 5,
                   (int64_t)(30 + i) * 1000000);
        act_touch(&a, part[i], 0);
        act_next(&a, VERB_IMPORT);
    }
    assert_int_equal(a.n_later, 1);
    act_settle(&a);
    assert_int_equal(count("SELECT progress FROM item WHERE id = 1"), 30500000);
    assert_ok(act_end(&a, XH_OK, &r->err));
    act_fini(&a);
    assert_int_equal(count("SELECT count(*) FROM event"), events + 3);
    assert_int_equal(count("SELECT count(*) FROM event_item WHERE item = 1 AND event > "
                           "(SELECT max(id) - 3 FROM event)"), 0);
    rig_assert_whole(r);
    free(code);
}

#define IN(test) cmocka_unit_test_setup_teardown(test, found, lose)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN(each_event_is_its_own),
        IN(a_failure_takes_all_of_them_back),
        IN(a_forgotten_event_goes_with_its_act),
        IN(commit_tells_the_truth),
        IN(what_depends_is_put_off_to_an_event_of_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
