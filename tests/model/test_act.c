/* test_act.c - one user action is one transaction (invariant 2): all of it or nothing,
 * and the truth about which. */
#include "tests/model/record_rig.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "model/act.h"
#include "model/def_store.h"
#include "model/schema.h"
#include "tests/model/fingerprint.h"

static struct record_rig rig, *const r = &rig;
static char code[64];
static int64_t item;

static int found_in_memory(void **state)
{
    struct item it = {0};

    (void)state;
    record_rig_init(r, NULL, false);
    snprintf(code, sizeof code, "%s", rig_task(r, "2026-12-04"));
    rig_item(r, code, &it);
    item = it.id;
    item_fini(&it);
    return 0;
}

static char *home;

static void command(const char *fmt, const char *a, const char *b)
{
    struct buf line = {0};

    for (const char *p = fmt; *p; p++)
        if (*p == '1' || *p == '2')
            buf_printf(&line, "'%s/%s'", home, *p == '1' ? a : b);
        else
            buf_putc(&line, *p);
    assert_int_equal(system(buf_str(&line)), 0);
    buf_fini(&line);
}

static int found_in_a_folder(void **state)
{
    static int n;
    const char *tmp = getenv("XH_TMP") ? getenv("XH_TMP") : "/tmp";
    struct item it = {0};

    (void)state;
    home = xasprintf("%s/xh-act-%d-%d", tmp, (int)getpid(), n++);
    record_rig_init(r, home, true);
    snprintf(code, sizeof code, "%s", rig_task(r, "2026-12-04"));
    rig_item(r, code, &it);
    item = it.id;
    item_fini(&it);
    return 0;
}

static int close_township(void **state)
{
    (void)state;
    record_rig_fini(r);
    if (home)
        command("rm -rf 1", "", "");
    free(home);
    home = NULL;
    return 0;
}

static void begin(struct act *a)
{
    struct who who = { .actor = r->clerk };
    assert_ok(act_begin(a, r->st, &r->env, VERB_NOTE, &who, &r->err));
}

static enum xh_rc try_begin(void)
{
    struct act a;
    struct who who = { .actor = r->clerk };
    enum xh_rc rc = act_begin(&a, r->st, &r->env, VERB_NOTE, &who, &r->err);

    if (rc == XH_OK) {
        act_end(&a, XH_REFUSED, NULL);
        act_fini(&a);
    }
    return rc;
}

static int64_t remark(struct act *a, const char *text)
{
    int64_t id = act_insert(a, "instruction", "item i kind t day d person i text t", item,
                            "note", r->env.today, r->clerk, text);
    act_touch(a, item, 0);
    return id;
}

/* A whole act: one remark. */
static enum xh_rc remark_alone(const char *text)
{
    struct act a;

    begin(&a);
    remark(&a, text);
    enum xh_rc rc = act_end(&a, XH_OK, &r->err);
    act_fini(&a);
    return rc;
}

static int64_t count(const char *sql)
{
    struct xh_err err;
    int64_t n = -1;

    assert_int_equal(db_get_int(r->st->db, &err, &n, sql, ""), XH_OK);
    return n;
}

#define EVENTS "SELECT count(*) FROM event"
#define REMARKS "SELECT count(*) FROM instruction"

static bool unchanged(const uint8_t before[static HASH_SIZE])
{
    uint8_t now[HASH_SIZE];

    fingerprint(r->st->db, now);
    return memcmp(before, now, HASH_SIZE) == 0;
}

/* ---- all or nothing ---- */

static void a_whole_act_leaves_facts_and_one_event(void **state)
{
    struct act a;
    struct event e = {0};
    int64_t before = count(EVENTS);

    (void)state;
    begin(&a);
    int64_t first = remark(&a, "一"), second = remark(&a, "二");
    act_note(&a, "reason", "试");
    act_note_int(&a, "n", -7);
    assert_ok(act_end(&a, XH_OK, &r->err));
    assert_int_equal(second, first + 1);
    assert_int_equal(count(EVENTS), before + 1);
    assert_int_equal(count(REMARKS), 2);
    assert_int_equal(event_load(r->st->db, before + 1, &e, &r->err), XH_OK);
    assert_string_equal(e.action, a.event.action);
    assert_int_equal(strspn(e.action, "0123456789abcdef"), 32);
    assert_string_equal(e.verb, "note");
    assert_int_equal(e.actor, r->clerk);
    assert_int_equal(e.day, r->env.today);
    assert_int_equal(e.at, r->env.now_ms);
    assert_string_equal(e.config, r->st->defs->hash);
    assert_string_equal(event_get_note(&e, "reason"), "试");
    assert_string_equal(event_get_note(&e, "n"), "-7");
    assert_int_equal(e.n_items, 1);
    assert_int_equal(e.items[0], item);
    event_fini(&e);
    act_fini(&a);
    rig_assert_whole(r);
}

/* Forty rows ticked at once have one step and one reason to tell. */
static void an_act_on_many_rows_says_a_thing_once(void **state)
{
    struct act a;

    (void)state;
    begin(&a);
    for (int i = 0; i < 3; i++) {
        act_note(&a, "step", "sign");
        act_note(&a, "reason", "同一天");
        act_note(&a, "step", i == 2 ? "pay" : "sign");
    }
    act_note(&a, "of", "sign");
    assert_int_equal(a.event.n_notes, 4);
    assert_ok(act_end(&a, XH_OK, &r->err));
    act_fini(&a);
}

static void the_first_failure_sticks(void **state)
{
    uint8_t before[HASH_SIZE];
    struct act a;

    (void)state;
    fingerprint(r->st->db, before);
    begin(&a);
    remark(&a, "一");
    assert_int_equal(act_fail(&a, XH_CONFLICT, "first %d", 1), XH_CONFLICT);
    assert_int_equal(act_fail(&a, XH_REFUSED, "second"), XH_CONFLICT);
    assert_false(act_ok(&a));
    assert_int_equal(remark(&a, "二"), 0);
    act_update(&a, "item", item, "title t", "x");
    act_update(&a, "no such table", 1, "title t", "x");
    act_delete(&a, "instruction", 1);
    act_erase(&a, "item", item, "title", value_null());
    act_insert_at(&a, "instruction", 77, "item i", item);
    assert_int_equal(act_get_int(&a, "SELECT 5", ""), 0);
    assert_rc(act_end(&a, XH_OK, &r->err), XH_CONFLICT);
    assert_string_equal(r->err.msg, "first 1");
    act_fini(&a);
    assert_true(unchanged(before));
    assert_false(db_in_transaction(r->st->db));
}

static void a_refusal_of_the_caller_rolls_back(void **state)
{
    uint8_t before[HASH_SIZE];
    struct act a;

    (void)state;
    fingerprint(r->st->db, before);
    begin(&a);
    remark(&a, "一");
    act_update(&a, "item", item, "title t unit i", "另一标题", (int64_t)1);
    assert_rc(act_end(&a, xh_fail(&r->err, XH_REFUSED, "no"), &r->err), XH_REFUSED);
    assert_string_equal(r->err.msg, "no");
    act_fini(&a);
    assert_true(unchanged(before));
}

/* What SQLite refuses is told with its reason, and is over. */
static void what_the_database_refuses_fails_the_act(void **state)
{
    static const struct { const char *table, *columns; int64_t v; } cases[] = {
        { "item", "phase i", 9 },           /* CHECK */
        { "item", "owner i", 999 },         /* foreign key */
        { "item", "nonsense i", 1 },        /* no such column */
        { "nonsense", "phase i", 1 },       /* no such table */
        { "meta", "value i", 1 },           /* not a table of facts */
        { "event", "day i", 1 },
    };
    uint8_t before[HASH_SIZE];

    (void)state;
    fingerprint(r->st->db, before);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct act a;
        begin(&a);
        remark(&a, "一");
        act_update(&a, cases[i].table, item, cases[i].columns, cases[i].v);
        if (act_end(&a, XH_OK, &r->err) != XH_DB || !*r->err.msg)
            fail_msg("%s %s was accepted", cases[i].table, cases[i].columns);
        act_fini(&a);
        assert_true(unchanged(before));
    }
    rig_assert_whole(r);
}

static void a_row_that_is_gone_is_a_conflict(void **state)
{
    struct act a;

    (void)state;
    begin(&a);
    act_update(&a, "item", 999, "title t", "x");
    assert_rc(act_end(&a, XH_OK, &r->err), XH_CONFLICT);
    act_fini(&a);
}

static void an_act_that_changes_nothing_leaves_no_event(void **state)
{
    uint8_t before[HASH_SIZE];
    struct act a;

    (void)state;
    fingerprint(r->st->db, before);
    begin(&a);
    act_update(&a, "item", item, "title t", "示例事项");     /* as it is */
    act_delete(&a, "instruction", 99);                      /* not there */
    act_note(&a, "reason", "nothing");
    assert_ok(act_end(&a, XH_OK, &r->err));
    act_fini(&a);
    assert_true(unchanged(before));
}

/* ---- versions, identities ---- */

static void versions_count_the_events_of_an_item(void **state)
{
    struct item it = {0};
    struct act a;

    (void)state;
    for (int i = 0; i < 3; i++)
        assert_ok(remark_alone("一"));
    begin(&a);
    remark(&a, "二");
    act_touch(&a, item, 0);         /* once an event, however often */
    act_touch(&a, item, TOUCH_RESTART);
    assert_ok(act_end(&a, XH_OK, &r->err));
    act_fini(&a);
    rig_item(r, code, &it);
    assert_int_equal(it.version, 6);        /* add, accept, and these four */
    item_fini(&it);
    assert_int_equal(
        count("SELECT count(*) FROM item i WHERE version <> (SELECT count(*) FROM "
              "event_item x WHERE x.item = i.id)"),
        0);
    rig_assert_whole(r);
}

static void three_identities_are_kept(void **state)
{
    static const struct { int64_t behalf, decided; } cases[] = { {0, 0}, {5, 0}, {5, 6}, {3, 0} };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct act a;
        struct event e = {0};
        struct who who = { .actor = 3,
                           .behalf = cases[i].behalf,
                           .decided = cases[i].decided };
        assert_ok(act_begin(&a, r->st, &r->env, VERB_NOTE, &who, &r->err));
        remark(&a, "一");
        int64_t id = a.event.id;
        assert_ok(act_end(&a, XH_OK, &r->err));
        act_fini(&a);
        assert_ok(event_load(r->st->db, id, &e, &r->err));
        assert_int_equal(e.actor, 3);
        assert_int_equal(e.behalf, cases[i].behalf == 3 ? 0 : cases[i].behalf);
        assert_int_equal(e.decided, cases[i].decided);
        event_fini(&e);
    }
    rig_assert_whole(r);
}

static void an_action_id_is_used_once(void **state)
{
    uint64_t seed = r->seed;
    uint8_t before[HASH_SIZE];

    (void)state;
    assert_ok(remark_alone("一"));
    fingerprint(r->st->db, before);
    r->seed = seed;
    assert_rc(remark_alone("二"), XH_DB);
    assert_true(unchanged(before));
    assert_ok(remark_alone("三"));
    rig_assert_whole(r);
}

/* An item split between units shows the worst of its parts, whichever was touched
 * first. */
static void roll_ups_follow_their_parts(void **state)
{
    char part[80];
    struct item it = {0};

    (void)state;
    assert_ok(rig_set(r, r->clerk, VERB_SPLIT, code, "unit=建设办", "unit=财政所", NULL));
    snprintf(part, sizeof part, "%s.2", code);
    rig_item(r, part, &it);
    for (int parent_first = 0; parent_first < 2; parent_first++) {
        struct act a;
        begin(&a);
        if (parent_first)
            act_touch(&a, item, 0);
        act_update(&a, "item", it.id, "due_given d percent i",
                   r->env.today + 5 + parent_first * 3,
                   (int64_t)(30 + parent_first) * 1000000);
        act_touch(&a, it.id, 0);
        if (!parent_first)
            act_touch(&a, item, 0);
        assert_ok(act_end(&a, XH_OK, &r->err));
        act_fini(&a);
        rig_assert_whole(r);
    }
    item_fini(&it);
}

/* ---- private values ---- */

/* The body of the newest event holds these bytes. */
static bool body_holds(const char *bytes)
{
    struct xh_err err;
    int64_t n = 0;

    assert_int_equal(db_get_int(r->st->db, &err, &n, "SELECT count(*) FROM event WHERE "
                                "instr(body, CAST(? AS BLOB)) > 0", "t", bytes), XH_OK);
    return n > 0;
}

static void private_values_never_enter_a_body(void **state)
{
    struct act a;
    struct value v1 = value_text("13800000001"), v2 = value_text("13800000002");

    (void)state;
    char project[64], parent[80];
    snprintf(
        project, sizeof project, "%s",
        rig_add(r, "projects", "title=示例项目", "unit=建设办", "due=2026-12-25", NULL));
    snprintf(parent, sizeof parent, "parent=%s", project);
    rig_add(r, "households", "title=户主甲", parent, "place=林家村", "phone=13800000000",
            NULL);
    int64_t house = r->result.item;

    begin(&a);
    act_update(&a, "f_households", house, "v_phone p", &v1);
    act_update(&a, "f_households", house, "v_phone p", &v2);    /* twice in an act: the last */
    act_touch(&a, house, 0);
    assert_ok(act_end(&a, XH_OK, &r->err));
    act_fini(&a);
    rig_assert_whole(r);
    assert_int_equal(count("SELECT count(*) FROM private WHERE col = 'v_phone'"), 2);

    begin(&a);      /* not even as what a deleted row held */
    act_delete(&a, "f_households", house);
    act_touch(&a, house, 0);
    assert_ok(act_end(&a, XH_OK, &r->err));
    act_fini(&a);
    rig_assert_whole(r);
    assert_false(body_holds("1380000000"));
    assert_false(body_holds("户主甲"));
    assert_true(body_holds("示例项目"));

    begin(&a);      /* erased in the very act that wrote it; the row it stood in may be gone */
    act_update(&a, "item", house, "title p", &v1);
    act_erase(&a, "item", house, "title", value_text(""));
    act_erase(&a, "f_households", house, "v_phone", value_null());
    act_touch(&a, house, 0);
    assert_ok(act_end(&a, XH_OK, &r->err));
    act_fini(&a);
    assert_int_equal(count("SELECT count(*) FROM private"), 0);
    rig_assert_whole(r);
}

/* ---- days (ENGINE 30) ---- */

static void a_real_township_writes_today_only(void **state)
{
    (void)state;
    r->env.today++;
    assert_rc(try_begin(), XH_REFUSED);
    assert_non_null(strstr(r->err.msg, "--today"));
    r->env.today -= 2;
    assert_rc(try_begin(), XH_REFUSED);
    r->env.today++;
    assert_ok(try_begin());

    /* its day begins at its own midnight: 16:00 UTC in +08:00 */
    int64_t midnight = (int64_t)(r->env.today + 1) * 86400000 - 8 * 3600000;
    r->env.now_ms = midnight - 1;
    assert_ok(try_begin());
    r->env.now_ms = midnight;
    assert_rc(try_begin(), XH_REFUSED);
    r->env.today++;
    assert_ok(try_begin());
}

static void a_practice_township_may_move_on_but_not_back(void **state)
{
    (void)state;
    r->env.today += 10;             /* the clock stays */
    assert_ok(remark_alone("后来"));
    r->env.today--;
    assert_rc(try_begin(), XH_REFUSED);
    assert_non_null(strstr(r->err.msg, "2026-11-30"));
    r->env.today++;
    assert_ok(remark_alone("同日"));
    rig_assert_whole(r);
}

/* A computer whose clock was set back writes nothing. */
static void a_day_before_the_newest_event_is_refused(void **state)
{
    uint8_t before[HASH_SIZE];

    (void)state;
    rig_today(r, "2026-11-25");
    assert_ok(remark_alone("一"));
    fingerprint(r->st->db, before);
    rig_today(r, "2026-11-24");
    assert_rc(try_begin(), XH_REFUSED);
    assert_true(unchanged(before));
}

/* ---- is it still the file we know? (ENGINE 36) ---- */

static void reading_only_writes_nothing(void **state)
{
    struct store *other = NULL;
    struct act a;
    struct who who = { .actor = r->clerk };

    (void)state;
    assert_ok(store_open(home, false, NULL, &other, &r->err));
    assert_rc(act_begin(&a, other, &r->env, VERB_NOTE, &who, &r->err), XH_DB);
    store_close(other);
}

static void a_restored_backup_under_our_feet_is_noticed(void **state)
{
    uint8_t before[HASH_SIZE];

    (void)state;
    assert_ok(store_set_meta(r->st, "generation", "2", &r->err));
    fingerprint(r->st->db, before);
    assert_rc(try_begin(), XH_CONFLICT);
    assert_non_null(strstr(r->err.msg, "restored from a backup"));
    assert_true(unchanged(before));
    assert_ok(store_set_meta(r->st, "generation", "1", &r->err));
    assert_ok(try_begin());
}

static void a_newer_program_under_our_feet_is_noticed(void **state)
{
    (void)state;
    assert_ok(db_script(r->st->db, "PRAGMA user_version = 99", &r->err));
    assert_rc(try_begin(), XH_DB);
    assert_non_null(strstr(r->err.msg, "newer program"));
}

static void a_replaced_file_is_noticed(void **state)
{
    (void)state;
    command("cp 1 2 && mv 2 1", "xiaohao.db", "copy");
    assert_rc(try_begin(), XH_CONFLICT);
    assert_non_null(strstr(r->err.msg, "was replaced"));
    command("rm 1", "xiaohao.db", "");
    assert_rc(try_begin(), XH_CONFLICT);
}

/* Somebody else has put another configuration in force: the next act works by it. */
static void another_configuration_is_taken_up(void **state)
{
    struct store *other = NULL;
    struct config c;
    struct config_text texts[32];
    struct who who = { .actor = r->admin };
    const struct defs *old = r->st->defs;
    char *renamed = NULL;

    (void)state;
    for (size_t i = 0; i < r->config.n_files; i++) {
        texts[i] =
            (struct config_text){ r->config.files[i].name, r->config.files[i].text };
        const char *at = strstr(texts[i].text, "沿江镇");
        if (strcmp(texts[i].name, "township") == 0 && at) {
            renamed = xasprintf("%.*s望江镇%s", (int)(at - texts[i].text), texts[i].text,
                                at + strlen("沿江镇"));
            texts[i].text = renamed;
        }
    }
    assert_true(config_load_texts(&c, texts, r->config.n_files));
    struct config_bundle bundle = { texts, c.n_files, c.docs, c.n_docs, c.hash };
    assert_ok(store_open(home, true, NULL, &other, &r->err));
    assert_ok(config_apply(other, &r->env, &who, &bundle, false, NULL, &r->err));
    store_close(other);

    assert_string_equal(r->st->defs->township.name, "沿江镇");
    assert_ok(remark_alone("一"));
    assert_string_equal(r->st->defs->township.name, "望江镇");
    assert_string_equal(r->st->defs->hash, c.hash);
    assert_string_equal(old->township.name, "沿江镇");     /* who still holds it may read it */
    assert_int_equal(count("SELECT count(DISTINCT config) FROM event WHERE id > 1"), 2);
    rig_assert_whole(r);
    config_fini(&c);
    free(renamed);
}

/* ---- COMMIT itself fails: the truth ---- */

/* Make step after step fail, told before or after it was done. */
static void commit_tells_the_truth(int sign)
{
    bool told_so = false, ended = false;

    for (int n = 1; !ended; n++) {
        uint8_t before[HASH_SIZE];
        int64_t events = count(EVENTS), remarks = count(REMARKS);
        struct act a;
        struct who who = { .actor = r->clerk };
        const struct db *was = r->st->db;

        fingerprint(r->st->db, before);
        db_fail_at(r->st->db, sign * n);
        memset(&r->err, 0, sizeof r->err);
        enum xh_rc rc = act_begin(&a, r->st, &r->env, VERB_NOTE, &who, &r->err);
        if (rc == XH_OK) {
            remark(&a, "一");
            rc = act_end(&a, XH_OK, &r->err);
            act_fini(&a);
        }
        ended = db_fail_at(r->st->db, 0) != 0;
        assert_false(db_in_transaction(r->st->db));
        if (rc == XH_OK) {
            assert_int_equal(count(EVENTS), events + 1);
            assert_int_equal(count(REMARKS), remarks + 1);
            /* the answer got lost, a fresh connection was asked */
            assert_int_equal(was != r->st->db, !ended);
            told_so |= sign < 0 && !ended;
        } else {
            assert_int_equal(rc, XH_DB);
            assert_true(*r->err.msg);
            assert_true(unchanged(before));
            told_so |= strstr(r->err.msg, "not saved") != NULL;
        }
        assert_true(n < 500);
    }
    assert_true(told_so);
    rig_assert_whole(r);
    assert_ok(remark_alone("还能写"));
    rig_assert_whole(r);
}

static void a_failed_commit_is_told_as_not_saved(void **state)
{
    (void)state;
    commit_tells_the_truth(1);
}

static void a_commit_whose_answer_got_lost_is_told_as_saved(void **state)
{
    (void)state;
    commit_tells_the_truth(-1);
}

#define IN_MEMORY(test) cmocka_unit_test_setup_teardown(test, found_in_memory, close_township)
#define IN_A_FOLDER(test) cmocka_unit_test_setup_teardown(test, found_in_a_folder, close_township)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_MEMORY(a_whole_act_leaves_facts_and_one_event),
        IN_MEMORY(an_act_on_many_rows_says_a_thing_once),
        IN_MEMORY(the_first_failure_sticks),
        IN_MEMORY(a_refusal_of_the_caller_rolls_back),
        IN_MEMORY(what_the_database_refuses_fails_the_act),
        IN_MEMORY(a_row_that_is_gone_is_a_conflict),
        IN_MEMORY(an_act_that_changes_nothing_leaves_no_event),
        IN_MEMORY(versions_count_the_events_of_an_item),
        IN_MEMORY(three_identities_are_kept),
        IN_MEMORY(an_action_id_is_used_once),
        IN_MEMORY(roll_ups_follow_their_parts),
        IN_MEMORY(private_values_never_enter_a_body),
        IN_MEMORY(a_real_township_writes_today_only),
        IN_A_FOLDER(a_practice_township_may_move_on_but_not_back),
        IN_MEMORY(a_day_before_the_newest_event_is_refused),
        IN_A_FOLDER(reading_only_writes_nothing),
        IN_A_FOLDER(a_restored_backup_under_our_feet_is_noticed),
        IN_A_FOLDER(a_newer_program_under_our_feet_is_noticed),
        IN_A_FOLDER(a_replaced_file_is_noticed),
        IN_A_FOLDER(another_configuration_is_taken_up),
        IN_MEMORY(a_failed_commit_is_told_as_not_saved),
        IN_A_FOLDER(a_failed_commit_is_told_as_not_saved),
        IN_A_FOLDER(a_commit_whose_answer_got_lost_is_told_as_saved),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
