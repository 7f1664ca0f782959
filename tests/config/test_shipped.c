/* The township as shipped: nothing to complain about, and what the offices' words promise. */
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "fixture.h"
#include "model/tree.h"

static struct config shipped;

static int load(void **state)
{
    char *folder = shipped_folder();
    struct buf text = {0};

    (void)state;
    setlocale(LC_ALL, "C");
    config_load_dir(&shipped, folder);
    config_print_complaints(&shipped, &text);
    fputs(buf_str(&text), stdout);
    buf_fini(&text);
    free(folder);
    return 0;
}

static int unload(void **state)
{
    (void)state;
    config_fini(&shipped);
    return 0;
}

static void nothing_to_complain_about_in_the_c_locale(void **state)
{
    (void)state;
    assert_int_equal(shipped.n_complaints, 0);
    assert_int_equal(strlen(shipped.hash), HASH_HEX - 1);
    assert_int_equal(shipped.n_files, shipped.n_docs);
}

static void three_lists_in_their_order(void **state)
{
    static const char *const want[][4] = {
        { "tasks", "三色督办事项", "d", "督{yy}-{seq}" },
        { "projects", "重大项目", "p", "项{yy}-{seq:2}" },
        { "households", "征地户签", "z", "征{yy}-{seq:3}" },
    };

    (void)state;
    assert_int_equal(shipped.defs->n_lists, 3);
    for (int i = 0; i < 3; i++) {
        const struct list_def *l = &shipped.defs->lists[i];

        assert_string_equal(l->id, want[i][0]);
        assert_string_equal(l->name, want[i][1]);
        assert_string_equal(l->alias, want[i][2]);
        assert_string_equal(l->code, want[i][3]);
        assert_ptr_equal(defs_list_by_alias(shipped.defs, l->alias), l);
        assert_int_equal(l->status, STATUS_EXAMPLE);
    }
}

/* OFFICE 4: the same defaults in every list. */
static void good_work_is_not_painted_red(void **state)
{
    static const char *const red[] = { "overdue: 1 workday", "behind: over 30 points",
                                       "limit_missed: true" };
    static const char *const yellow[] = { "due_in: 3 workdays", "behind: 10 points",
                                          "missed_reports: 1", "returned: 2" };

    (void)state;
    for (size_t i = 0; i < shipped.defs->n_lists; i++) {
        const struct colours_def *c = &shipped.defs->lists[i].colours;

        assert_int_equal(c->n_yellow, 4);
        assert_int_equal(c->n_red, 3);
        for (int k = 0; k < 4; k++)
            assert_string_equal(c->yellow[k].text, yellow[k]);
        for (int k = 0; k < 3; k++)
            assert_string_equal(c->red[k].text, red[k]);
        assert_true(c->red[1].over);
        assert_int_equal(c->red[1].amount, 30 * 1000000);
        assert_int_equal(c->yellow[0].unit, UNIT_WORKDAY);
    }
}

static void the_words_of_the_office(void **state)
{
    static const char *const states[][2] = {
        { "assigned", "待签收" }, { "active", "在办" }, { "rework", "退改" },
        { "review", "待审核" }, { "held", "暂停" }, { "closed", "已销号" },
        { "cancelled", "终止" },
    };
    static const struct { enum verb verb; const char *name; } actions[] = {
        { VERB_ACCEPT, "签收" }, { VERB_APPLY, "申请销号" }, { VERB_APPROVE, "同意销号" },
        { VERB_RETURN, "退回" }, { VERB_EXTEND, "延期" }, { VERB_LIMIT, "限期" },
        { VERB_REOPEN, "重新交办" }, { VERB_PROGRESS, "进展填报" }, { VERB_CANCEL, "终止" },
        { VERB_PIN, "人工定灯" }, { VERB_HOLD, "暂停" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof states / sizeof *states; i++)
        assert_string_equal(defs_state(shipped.defs, states[i][0])->name, states[i][1]);
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++)
        assert_string_equal(defs_action(shipped.defs, actions[i].verb)->name, actions[i].name);
    assert_string_equal(colour_word(shipped.defs, COLOUR_RED), "红");
}

static bool grants(const char *role, const char *verb, unsigned on)
{
    const struct role_def *r = defs_role(shipped.defs, role);

    assert_non_null(r);
    for (size_t i = 0; i < r->n_may; i++)
        for (size_t k = 0; k < r->may[i].n_verbs; k++)
            if (strcmp(r->may[i].verbs[k], verb) == 0 && (r->may[i].on & on))
                return true;
    return false;
}

/* ENGINE 29: who starts a township may use it at once. */
static void administrator_and_clerk_read_add_and_apply_everywhere(void **state)
{
    static const char *const verbs[] = { "read", "add", "apply" };

    (void)state;
    for (int i = 0; i < 3; i++) {
        assert_true(grants("admin", verbs[i], REL_ALL));
        assert_true(grants("supervisor", verbs[i], REL_ALL));
    }
    assert_true(grants("admin", "config", REL_ALL));
    assert_true(grants("admin", "people", REL_ALL));
    assert_false(grants("supervisor", "config", REL_ALL));
    assert_true(grants("supervisor", "paper", REL_ALL));
    assert_true(grants("handler", "apply", REL_OWN));
    assert_false(grants("handler", "approve", REL_OWN | REL_ALL));
    assert_true(grants("leader", "approve", REL_LEADS));
    assert_true(grants("village", "check", REL_PLACE));
}

static void the_week_of_the_office(void **state)
{
    const struct weekly_def *w = &shipped.defs->township.weekly;

    (void)state;
    assert_int_equal(w->meeting_weekday, 1);
    assert_int_equal(w->sheet_before, 1);
    assert_int_equal(w->fill_before, 1);
    assert_string_equal(w->meeting_time, "08:30");
    assert_string_equal(w->sheet_time, "16:00");
    assert_string_equal(w->fill_time, "17:00");
    assert_int_equal(shipped.defs->township.utc_offset, 480);
    assert_int_equal(shipped.defs->township.start_day, DAY_NONE);
}

static void households_count_their_deadlines_from_what_there_is(void **state)
{
    const struct list_def *l = defs_list(shipped.defs, "households");
    const struct step_def *hand = &l->steps[list_step(l, "hand")];
    const struct step_def *notice = &l->steps[list_step(l, "notice")];

    (void)state;
    assert_int_equal(l->due.anchor, ANCHOR_STEP);
    assert_string_equal(l->due.id, "hand");
    assert_true(hand->due.of_parent);
    assert_int_equal(hand->due.anchor, ANCHOR_FIELD);
    assert_string_equal(hand->due.id, "handover");
    assert_int_equal(notice->lasts.n, 10);
    assert_int_equal(notice->lasts.unit, UNIT_WORKDAY);
    assert_int_equal(notice->evidence.share, SHARE_VILLAGE);
    assert_int_equal(l->close, CLOSE_BY_PLACE);
    assert_true(l->person);
    assert_true(l->sheet.grouped);
    assert_true(l->fields[list_field(l, "phone")].is_private);
    assert_true(l->fields[list_field(l, "amount")].is_private);
    assert_false(l->fields[list_field(l, "amount")].sum);
}

/* Known values of DOMAIN 4. */
static void four_years_of_holidays(void **state)
{
    static const int want[][2] = { { 2023, 249 }, { 2024, 251 }, { 2025, 248 }, { 2026, 248 } };

    (void)state;
    for (int i = 0; i < 4; i++) {
        int32_t first = day_from_civil(want[i][0], 1, 1), last = day_from_civil(want[i][0], 12, 31);

        assert_int_equal(calendar_workdays(shipped.defs->calendar, first - 1, last), want[i][1]);
        assert_true(calendar_covers(shipped.defs->calendar, first));
    }
    assert_false(calendar_covers(shipped.defs->calendar, day_from_civil(2027, 1, 1)));
}

static void a_folder_and_its_texts_have_the_same_hash(void **state)
{
    struct texts t = shipped_texts();
    struct config c;

    (void)state;
    assert_true(config_load_texts(&c, t.v, t.n));
    assert_string_equal(c.hash, shipped.hash);
    config_fini(&c);
    texts_put(&t, "township", texts_get(&t, "township")->text,
              strlen(texts_get(&t, "township")->text) - 1);
    config_load_texts(&c, t.v, t.n);
    assert_string_not_equal(c.hash, shipped.hash);
    config_fini(&c);
    texts_free(&t);
}

static void init_puts_the_name_into_its_line(void **state)
{
    struct texts t = shipped_texts();
    struct config c;
    char *named = config_with_name(texts_get(&t, "township")->text, "\"双\\溪\"镇: #1");

    (void)state;
    assert_non_null(named);
    texts_put(&t, "township", named, strlen(named));
    assert_true(config_load_texts(&c, t.v, t.n));
    assert_string_equal(c.defs->township.name, "\"双\\溪\"镇: #1");
    config_fini(&c);
    free(named);
    assert_null(config_with_name("language: zh\n", "x"));
    assert_null(config_with_name("name: x\n", ""));
    assert_null(config_with_name("name: x\n", "a\nb"));
    named = config_with_name("name: x", "沿江镇");
    assert_string_equal(named, "name: \"沿江镇\"");
    free(named);
    texts_free(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_to_complain_about_in_the_c_locale),
        cmocka_unit_test(three_lists_in_their_order),
        cmocka_unit_test(good_work_is_not_painted_red),
        cmocka_unit_test(the_words_of_the_office),
        cmocka_unit_test(administrator_and_clerk_read_add_and_apply_everywhere),
        cmocka_unit_test(the_week_of_the_office),
        cmocka_unit_test(households_count_their_deadlines_from_what_there_is),
        cmocka_unit_test(four_years_of_holidays),
        cmocka_unit_test(a_folder_and_its_texts_have_the_same_hash),
        cmocka_unit_test(init_puts_the_name_into_its_line),
    };

    return cmocka_run_group_tests(tests, load, unload);
}
