/* From trees to definitions: defaults, little languages, and the way through the
 * database. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "model/decimal.h"
#include "model/def_bind.h"
#include "model/mem.h"

/* ---- trees by hand ---- */

static struct node *map(void)
{
    return node_new(NODE_MAP, 1, 1);
}

static void put(struct node *m, const char *key, const char *value)
{
    node_put(m, node_scalar(key, 1, 1), node_scalar(value, 1, 1));
}

static struct node *list_of(const char *due, const char *colours)
{
    struct node *l = map(), *c = map(), *rules = node_new(NODE_LIST, 1, 1), *rule;

    put(l, "list", "bad");
    put(l, "name", "坏台账");
    put(l, "code", "坏{yy}-{seq}");
    put(l, "alias", "b");
    if (due)
        put(l, "due", due);
    if (colours) {
        char *key = xstrndup(colours, strcspn(colours, ":"));

        rule = map();
        put(rule, key, colours + strlen(key) + 2);
        node_append(rules, rule);
        node_put(c, node_scalar("red", 1, 1), rules);
        node_put(l, node_scalar("colours", 1, 1), c);
        free(key);
    } else {
        node_free(rules);
        node_free(c);
    }
    return l;
}

static size_t bind_list(struct defs *d, struct node *root, struct list_def *out)
{
    size_t found;

    *out = (struct list_def){0};
    found = def_bind(d->arena, &schema_list, "lists/bad", root, out, NULL, NULL);
    node_free(root);
    return found;
}

/* ---- defaults ---- */

static void what_is_not_given_has_its_default(void **state)
{
    struct defs *d = defs_new();
    struct list_def l;

    (void)state;
    assert_int_equal(bind_list(d, list_of(NULL, NULL), &l), 0);
    assert_string_equal(l.row, "项");
    assert_int_equal(l.due.anchor, ANCHOR_GIVEN);
    assert_int_equal(l.report_every, CADENCE_NONE);
    assert_int_equal(l.review.n, 3);
    assert_int_equal(l.review.unit, UNIT_WORKDAY);
    assert_int_equal(l.close, CLOSE_BY_ROW);
    assert_int_equal(l.progress.kind, PROGRESS_NONE);
    assert_string_equal(l.progress.done, "");
    assert_int_equal(l.plan.kind, PLAN_NONE);
    assert_int_equal(l.order, 100);
    assert_string_equal(l.parent, "");
    assert_string_equal(l.doc, "");
    assert_false(l.sheet.grouped);
    assert_int_equal(l.colours.n_yellow, 3);
    assert_int_equal(l.colours.n_red, 2);
    assert_string_equal(l.colours.red[0].text, "overdue: 1 workday");
    defs_free(d);
}

static void nothing_at_all_still_has_texts(void **state)
{
    struct township_def t = {0};
    struct defs *d = defs_new();

    (void)state;
    def_bind(d->arena, &schema_township, "township", NULL, &t, NULL, NULL);
    assert_string_equal(t.name, "");
    assert_string_equal(t.language, "zh");
    assert_int_equal(t.utc_offset, 480);
    assert_int_equal(t.start_day, DAY_NONE);
    assert_string_equal(t.colours.grey, "灰");
    assert_int_equal(t.weekly.meeting_weekday, 1);
    assert_string_equal(t.weekly.fill_time, "17:00");
    assert_false(t.paper_approval);
    defs_free(d);
}

/* ---- deadlines ---- */

static void deadlines_are_understood(void **state)
{
    static const struct {
        const char *text;
        enum anchor anchor;
        bool of_parent;
        const char *id;
        int n;
        enum day_unit unit;
    } rows[] = {
        { "start + 5 workdays", ANCHOR_START, false, "", 5, UNIT_WORKDAY },
        { "start+5个工作日", ANCHOR_START, false, "", 5, UNIT_WORKDAY },
        { "due - 3 days", ANCHOR_DUE, false, "", -3, UNIT_DAY },
        { "sign + 30 days", ANCHOR_STEP, false, "sign", 30, UNIT_DAY },
        { "sign + 2 months", ANCHOR_STEP, false, "sign", 2, UNIT_MONTH },
        { "sign", ANCHOR_STEP, false, "sign", 0, UNIT_NONE },
        { "pay.begin", ANCHOR_STEP_BEGIN, false, "pay", 0, UNIT_NONE },
        { "pay.begin - 1 workday", ANCHOR_STEP_BEGIN, false, "pay", -1, UNIT_WORKDAY },
        { "parent.handover", ANCHOR_STEP, true, "handover", 0, UNIT_NONE },
        { "parent.start + 1 day", ANCHOR_START, true, "", 1, UNIT_DAY },
        { "parent.due", ANCHOR_DUE, true, "", 0, UNIT_NONE },
        { "parent.sign.begin", ANCHOR_STEP_BEGIN, true, "sign", 0, UNIT_NONE },
        { "given", ANCHOR_GIVEN, false, "", 0, UNIT_NONE },
        { "given or start + 15 days", ANCHOR_START, false, "", 15, UNIT_DAY },
        { "none", ANCHOR_NONE, false, "", 0, UNIT_NONE },
    };
    static const char *const bad[] = {
        "", "+ 3 days", "start + 3", "start + -3 days", "start +", "5 workdays", "2026-11-20",
        "start.begin", "due.begin", "sign.end", "parent", "parent.", "parent.parent.x", "Sign",
        "sign + 3 days + 1 day", "sign 3 days", "sign + 3 days later", "签约 + 3 days", "a.b.begin",
        "start ± 3 days", "given or", "given or given", "given or none", "given or 5 days",
        "given or given or start", "start or given",
    };
    struct defs *d = defs_new();
    const char *why;
    struct deadline got;

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (!deadline_parse(d->arena, rows[i].text, &got, &why))
            fail_msg("not understood: %s", rows[i].text);
        assert_int_equal(got.anchor, rows[i].anchor);
        assert_int_equal(got.of_parent, rows[i].of_parent);
        assert_string_equal(got.id, rows[i].id);
        assert_int_equal(got.offset.n, rows[i].n);
        assert_int_equal(got.offset.unit, rows[i].unit);
        assert_string_equal(got.text, rows[i].text);
        assert_int_equal(got.or_given, strncmp(rows[i].text, "given or ", 9) == 0);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (deadline_parse(d->arena, bad[i], &got, &why) || !why)
            fail_msg("understood: %s", bad[i]);
    defs_free(d);
}

static void a_word_may_be_a_field_of_the_list_or_its_parent(void **state)
{
    static const char yaml_like[] = "handover";
    struct defs *d = defs_new();
    struct list_def lists[2] = {0};
    struct field_def field = { .id = yaml_like, .name = "", .type = FIELD_DATE };
    struct step_def step = { .id = "hand", .name = "" };

    (void)state;
    for (int i = 0; i < 2; i++)
        bind_list(d, list_of("handover", NULL), &lists[i]);
    lists[0].id = "child";
    lists[0].parent = "top";
    lists[0].due.of_parent = true;
    lists[0].steps = &step;
    lists[0].n_steps = 1;
    step.due = (struct deadline){ .anchor = ANCHOR_STEP, .id = "hand", .text = "" };
    lists[1].id = "top";
    lists[1].order = 1;
    lists[1].fields = &field;
    lists[1].n_fields = 1;
    d->lists = lists;
    d->n_lists = 2;
    defs_finish(d);
    assert_string_equal(d->lists[0].id, "top");         /* sorted by order */
    assert_int_equal(d->lists[0].due.anchor, ANCHOR_FIELD);
    assert_int_equal(d->lists[1].due.anchor, ANCHOR_FIELD);
    assert_int_equal(d->lists[1].steps[0].due.anchor, ANCHOR_STEP);
    assert_true(d->lists[0].n_columns > 0);
    defs_free(d);
}

/* ---- rules ---- */

static void rules_are_stored_in_one_wording(void **state)
{
    static const struct {
        const char *yaml, *text;
        int64_t amount;
        enum day_unit unit;
        bool over;
    } rows[] = {
        { "due_in: 3 workdays", "due_in: 3 workdays", 3, UNIT_WORKDAY, false },
        { "due_in: 0 days", "due_in: 0 days", 0, UNIT_DAY, false },
        { "overdue: 1个工作日", "overdue: 1 workday", 1, UNIT_WORKDAY, false },
        { "behind: 10 points", "behind: 10 points", 10 * DECIMAL_ONE, UNIT_NONE, false },
        { "behind: over 30 points", "behind: over 30 points", 30 * DECIMAL_ONE, UNIT_NONE, true },
        { "behind: 超过30个百分点", "behind: over 30 points", 30 * DECIMAL_ONE, UNIT_NONE, true },
        { "behind: 7.5 points", "behind: 7.5 points", 7500000, UNIT_NONE, false },
        { "behind_ratio: over 50 %", "behind_ratio: over 50 %", 50 * DECIMAL_ONE, UNIT_NONE, true },
        { "behind_ratio: 50%", "behind_ratio: 50 %", 50 * DECIMAL_ONE, UNIT_NONE, false },
        { "missed_reports: 1", "missed_reports: 1", 1, UNIT_NONE, false },
        { "no_update: 7 days", "no_update: 7 days", 7, UNIT_DAY, false },
        { "returned: 2", "returned: 2", 2, UNIT_NONE, false },
        { "step_overdue: 1 workday", "step_overdue: 1 workday", 1, UNIT_WORKDAY, false },
        { "limit_missed: true", "limit_missed: true", 0, UNIT_NONE, false },
        { "waiting: 5 workdays", "waiting: 5 workdays", 5, UNIT_WORKDAY, false },
        { "yellow_for: 14 days", "yellow_for: 14 days", 14, UNIT_DAY, false },
        { "yellow_weeks: 2", "yellow_weeks: 2", 2, UNIT_NONE, false },
    };
    static const char *const bad[] = {
        "overdue: 0 days", "due_in: -1 days", "due_in: 3", "due_in: 3 months", "behind: 10",
        "behind: 10 %", "behind_ratio: 10 points", "behind: 0 points", "behind: over points",
        "missed_reports: 0", "missed_reports: 1 week", "returned: 1000", "limit_missed: yes",
        "no_such: 1", "behind: 9999 points",
    };
    struct defs *d = defs_new();
    struct list_def l;

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(bind_list(d, list_of(NULL, rows[i].yaml), &l), 0);
        assert_int_equal(l.colours.n_red, 1);
        assert_string_equal(l.colours.red[0].text, rows[i].text);
        assert_int_equal(l.colours.red[0].amount, rows[i].amount);
        assert_int_equal(l.colours.red[0].unit, rows[i].unit);
        assert_int_equal(l.colours.red[0].over, rows[i].over);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (bind_list(d, list_of(NULL, bad[i]), &l) == 0)
            fail_msg("accepted: %s", bad[i]);
    defs_free(d);
}

/* ---- the week ---- */

static size_t bind_week(const char *key, const char *value, struct weekly_def *out)
{
    struct node *root = map(), *week = map(), *roles = map();
    struct township_def t = {0};
    struct defs *d = defs_new();
    size_t found;

    put(root, "name", "镇");
    put(week, key, value);
    node_put(root, node_scalar("weekly", 1, 1), week);
    put(roles, "name", "甲");
    node_put(root, node_scalar("roles", 1, 1), map());
    node_put(root->kids[2], node_scalar("a", 1, 1), roles);
    found = def_bind(d->arena, &schema_township, "township", root, &t, NULL, NULL);
    *out = t.weekly;
    out->meeting_time = out->sheet_time = out->fill_time = "";      /* gone with the arena */
    node_free(root);
    defs_free(d);
    return found;
}

static void the_week_is_understood(void **state)
{
    static const struct { const char *text; int weekday; } meetings[] = {
        { "周一 08:30", 1 }, { "周日 08:30", 7 }, { "周天 08:30", 7 }, { "星期五", 5 },
        { "礼拜三 23:59", 3 }, { "Monday 08:30", 1 }, { "thu 08:30", 4 }, { "sunday", 7 },
    };
    static const struct { const char *key, *text; int before; } days[] = {
        { "sheet", "meeting - 1 workday 16:00", 1 }, { "sheet", "meeting - 2个工作日", 2 },
        { "sheet", "meeting-3 workdays 16:00", 3 }, { "fill_by", "sheet - 1 workday", 1 },
        { "fill_by", "sheet", 0 }, { "fill_by", "sheet 12:00", 0 },
        { "fill_by", "sheet - 0 workdays", 0 },
    };
    static const char *const bad[][2] = {
        { "meeting", "08:30" }, { "meeting", "周八" }, { "meeting", "mo" },
        { "meeting", "周一 8:30" },
        { "meeting", "周一 24:00" }, { "meeting", "周一 08:60" }, { "meeting", "周一 0830:" },
        { "meeting", "周一 :8:30" }, { "meeting", "周一 ab:cd" }, { "meeting", "" "周" },
        { "sheet", "meeting" }, { "sheet", "meeting - 21 "
        "workdays" }, { "sheet", "meeting + 1 workday" },
        { "sheet", "sheet - 1 workday" }, { "sheet", "meeting - 1 "
        "day" }, { "sheet", "meeting - 1" },
        { "sheet", "meeting - 1 workday 1:00" }, { "fill_by", "meeting - 1 workday" },
        { "fill_by", "sheets" },
    };
    struct weekly_def w;

    (void)state;
    for (size_t i = 0; i < sizeof meetings / sizeof *meetings; i++) {
        if (bind_week("meeting", meetings[i].text, &w) != 0)
            fail_msg("not understood: %s", meetings[i].text);
        assert_int_equal(w.meeting_weekday, meetings[i].weekday);
    }
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        if (bind_week(days[i].key, days[i].text, &w) != 0)
            fail_msg("not understood: %s", days[i].text);
        assert_int_equal(days[i].key[0] == 's' ? w.sheet_before : w.fill_before,
                         days[i].before);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (bind_week(bad[i][0], bad[i][1], &w) != 1)
            fail_msg("understood: %s", bad[i][1]);
        assert_int_equal(w.meeting_weekday, 1);         /* the default stays */
        assert_int_equal(w.sheet_before, 1);
        assert_int_equal(w.fill_before, 1);
    }
}

/* ---- ids, guesses, words ---- */

static void ids_are_small_letters(void **state)
{
    (void)state;
    assert_true(id_is_valid("a"));
    assert_true(id_is_valid("area_2"));
    assert_true(id_is_valid("abcdefghijabcdefghijabcdefghijabcdefghij"));
    assert_false(id_is_valid("abcdefghijabcdefghijabcdefghijabcdefghijk"));
    assert_false(id_is_valid(""));
    assert_false(id_is_valid("2a"));
    assert_false(id_is_valid("_a"));
    assert_false(id_is_valid("A"));
    assert_false(id_is_valid("a-b"));
    assert_false(id_is_valid("面积"));
}

static const char *guess(const char *word)
{
    static const char *const all[] = { "name", "fields", "steps", "due", "report_every" };
    struct guess g;

    guess_begin(&g, word);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        guess_offer(&g, all[i]);
    return guess_best(&g);
}

static void near_words_are_guessed(void **state)
{
    char longword[200];

    (void)state;
    assert_string_equal(guess("nmae"), "name");
    assert_string_equal(guess("field"), "fields");
    assert_string_equal(guess("duo"), "due");
    assert_string_equal(guess("report_evry"), "report_every");
    assert_null(guess("xy"));
    assert_null(guess("completely"));
    memset(longword, 'n', sizeof longword - 1);
    longword[sizeof longword - 1] = '\0';
    assert_null(guess(longword));
}

static void colours_have_two_names(void **state)
{
    struct defs *d = defs_new();

    (void)state;
    assert_int_equal(colour_find("red"), COLOUR_RED);
    assert_int_equal(colour_find("黄"), COLOUR_YELLOW);
    assert_int_equal(colour_find("灰"), COLOUR_GREY);
    assert_int_equal(colour_find("blue"), COLOUR_NONE);
    assert_int_equal(colour_find(""), COLOUR_NONE);
    assert_string_equal(colour_id(COLOUR_GREEN), "green");
    assert_string_equal(colour_id(COLOUR_NONE), "");
    assert_string_equal(colour_id((enum colour)77), "");
    assert_string_equal(colour_word(d, COLOUR_RED), "");
    d->township.colours = (struct words_def){ "绿", "黄", "红", "灰" };
    assert_string_equal(colour_word(d, COLOUR_GREEN), "绿");
    assert_string_equal(colour_word(d, COLOUR_YELLOW), "黄");
    assert_string_equal(colour_word(d, COLOUR_GREY), "灰");
    assert_string_equal(colour_word(d, COLOUR_NONE), "");
    assert_true(is_core_column("first_due"));
    assert_false(is_core_column("area"));
    defs_free(d);
    defs_free(NULL);
}

static void a_lists_own_action_stands_before_the_workflows(void **state)
{
    struct action_def shared[] = { { .id = "apply", .name = "申请" },
                                   { .id = "void", .name = "废" } };
    struct action_def own[] = { { .id = "apply", .name = "整村申请" } };
    struct list_def l = { .id = "x", .actions = own, .n_actions = 1 };
    struct defs *d = defs_new();

    (void)state;
    d->workflow.actions = shared;
    d->workflow.n_actions = 2;
    assert_string_equal(list_action(d, &l, VERB_APPLY)->name, "整村申请");
    assert_string_equal(list_action(d, &l, VERB_VOID)->name, "废");
    assert_string_equal(list_action(d, NULL, VERB_APPLY)->name, "申请");
    assert_string_equal(defs_action(d, VERB_APPLY)->name, "申请");
    assert_null(list_action(d, &l, VERB_HOLD));
    assert_null(defs_action(d, VERB_NONE));
    defs_free(d);
}

/* ---- acts ---- */

static void verbs_have_the_flags_of_the_engine(void **state)
{
    static const struct { unsigned flag; const char *verbs; } rows[] = {
        { VERB_RESPONSIBLE, " accept progress visit begin check uncheck skip apply extend withdraw "
                            "receive answer " },
        { VERB_ACTIVITY, " progress visit check answer " },
        { VERB_DOES, " begin check progress visit apply " },
        { VERB_DECIDES, " approve grant refuse hold skip pin limit reopen rebase extend sign "
                        "finish send_back revoke " },
        { VERB_REQUESTABLE, " extend hold skip reopen rebase " },
        { VERB_PERMISSION, " read export unmask reschedule act_for paper care " },
    };
    static const char not_undoable[] =
        " add void erase config people init undo split recompute sign import sheet ";

    (void)state;
    for (int v = VERB_NONE + 1; v < VERB_COUNT; v++) {
        const struct verb_info *info = verb_info((enum verb)v);
        char *word = xasprintf(" %s ", info->id);

        assert_true(id_is_valid(info->id));
        assert_true(*info->name);
        assert_int_equal(verb_find(info->id), v);
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
            if (((info->flags & rows[i].flag) != 0) !=
                (strstr(rows[i].verbs, word) != NULL))
                fail_msg("%s and flag %u", info->id, rows[i].flag);
        if (strstr(not_undoable, word))
            assert_false(info->flags & VERB_UNDOABLE);
        else
            assert_true((info->flags & VERB_UNDOABLE) || (info->flags & VERB_PERMISSION));
        free(word);
    }
    assert_int_equal(verb_find("no_such_verb"), VERB_NONE);
    assert_int_equal(verb_find(NULL), VERB_NONE);
    assert_int_equal(verb_find(""), VERB_NONE);
    assert_string_equal(verb_info(VERB_NONE)->id, "");
    assert_string_equal(verb_info((enum verb)9999)->id, "");
}

/* ---- arena ---- */

static void the_arena_gives_zeroed_aligned_memory(void **state)
{
    struct defs *d = defs_new();

    (void)state;
    for (size_t n = 1; n < 40000; n = n * 3 + 1) {
        char *p = arena_alloc(d->arena, n);

        assert_int_equal((uintptr_t)p % _Alignof(max_align_t), 0);
        for (size_t i = 0; i < n; i++)
            assert_int_equal(p[i], 0);
        memset(p, 0xFF, n);
    }
    assert_string_equal(arena_strdup(d->arena, "征地"), "征地");
    defs_free(d);
}

/* ---- documents ---- */

static void documents_that_do_not_fit_are_refused(void **state)
{
    struct def_document docs[] = { { "elsewhere", NULL }, { "township", NULL },
                                   { "workflow", NULL }, { "lists/x", NULL },
                                   { "calendar/2026", NULL } };
    size_t complaints;
    struct defs *d;

    (void)state;
    assert_null(defs_from_documents(docs, 5));
    assert_null(defs_from_documents(NULL, 0));
    d = defs_compile(docs, 5, NULL, NULL, &complaints);
    assert_non_null(d);
    assert_int_equal(complaints, 5);        /* one unknown, four unread; nothing follows from it */
    assert_non_null(defs_list(d, "x"));
    defs_free(d);
    assert_null(schema_of_document("listsx"));
    assert_ptr_equal(schema_of_document("lists/x"), &schema_list);
    assert_ptr_equal(schema_of_document("calendar/2026"), &schema_calendar);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_not_given_has_its_default),
        cmocka_unit_test(nothing_at_all_still_has_texts),
        cmocka_unit_test(deadlines_are_understood),
        cmocka_unit_test(a_word_may_be_a_field_of_the_list_or_its_parent),
        cmocka_unit_test(rules_are_stored_in_one_wording),
        cmocka_unit_test(the_week_is_understood),
        cmocka_unit_test(ids_are_small_letters),
        cmocka_unit_test(near_words_are_guessed),
        cmocka_unit_test(colours_have_two_names),
        cmocka_unit_test(a_lists_own_action_stands_before_the_workflows),
        cmocka_unit_test(verbs_have_the_flags_of_the_engine),
        cmocka_unit_test(the_arena_gives_zeroed_aligned_memory),
        cmocka_unit_test(documents_that_do_not_fit_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
