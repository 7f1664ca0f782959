/* The township as shipped: nothing to complain about, and what the offices' words
 * promise. */
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

static void nine_lists_in_their_order(void **state)
{
    static const char *const want[][4] = {
        { "tasks", "三色督办事项", "d", "督{yy}-{seq}" },
        { "instructions", "批示办理", "s", "批{yy}-{seq:3}" },
        { "meetings", "例会议定事项", "h", "会{yy}-{seq:3}" },
        { "projects", "重大项目", "p", "项{yy}-{seq:2}" },
        { "parcels", "集体土地征收", "k", "地{yy}-{seq:3}" },
        { "households", "征地户签", "z", "征{yy}-{seq:3}" },
        { "problems", "项目和企业问题", "w", "问{yy}-{seq:3}" },
        { "hearings", "人大问政", "r", "政{yy}-{seq:3}" },
        { "payments", "兑付批次", "f", "兑{yy}-{seq:2}" },
    };

    (void)state;
    assert_int_equal(shipped.defs->n_lists, 9);
    for (int i = 0; i < 9; i++) {
        const struct list_def *l = &shipped.defs->lists[i];

        assert_string_equal(l->id, want[i][0]);
        assert_string_equal(l->name, want[i][1]);
        assert_string_equal(l->alias, want[i][2]);
        assert_string_equal(l->code, want[i][3]);
        assert_ptr_equal(defs_list_by_alias(shipped.defs, l->alias), l);
        assert_true(*l->source || *l->law);
    }
}

/* OFFICE 4: the same defaults in every list. */
static void good_work_is_not_painted_red(void **state)
{
    static const char *const red[] = { "overdue: 1 workday", "behind: over 30 points",
                                       "limit_missed: true" };
    static const char *const yellow[] = { "due_in: 3 workdays", "behind: 10 points",
                                          "missed_reports: 1", "returned: 2",
                                          "promise_missed: 1 workday" };

    (void)state;
    for (size_t i = 0; i < shipped.defs->n_lists; i++) {
        const struct colours_def *c = &shipped.defs->lists[i].colours;

        assert_int_equal(c->n_yellow, 5);
        assert_int_equal(c->n_red, 3);
        for (int k = 0; k < 5; k++)
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
        assert_string_equal(defs_action(shipped.defs, actions[i].verb)->name,
                            actions[i].name);
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
        int32_t first = day_from_civil(want[i][0], 1, 1),
                last = day_from_civil(want[i][0], 12, 31);

        assert_int_equal(calendar_workdays(shipped.defs->calendar, first - 1, last),
                         want[i][1]);
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

/* ---- what each rule rests on ---- */

static const struct node *document(const char *name)
{
    for (size_t i = 0; i < shipped.n_docs; i++)
        if (strcmp(shipped.docs[i].name, name) == 0)
            return shipped.docs[i].root;
    fail_msg("no %s", name);
    return NULL;
}

/* The key stands there in so many words, not as a default. */
static bool says(const struct node *n, const char *key)
{
    const struct node *value = node_get(n, key);

    return value && value->kind == NODE_SCALAR && *value->text;
}

static void rests_on_something(const char *what, const struct node *n, const char *law,
                               const char *source, enum status status)
{
    if (!*law && !*source)
        fail_msg("%s: neither law nor source", what);
    if (!says(n, "status"))
        fail_msg("%s: no status", what);
    if (status == STATUS_STATUTE && (!strstr(law, "第") || !strstr(law, "条")))
        fail_msg("%s: by law, but by no article: %s", what, law);
}

static void every_clock_and_rule_set_names_its_ground(void **state)
{
    const struct colour_sets_def *sets = &shipped.defs->colours;
    size_t clocks = 0, statutes = 0;

    (void)state;
    for (size_t i = 0; i < shipped.defs->n_lists; i++) {
        const struct list_def *l = &shipped.defs->lists[i];
        char *name = xasprintf("lists/%s", l->id);
        const struct node *root = document(name), *steps = node_get(root, "steps");

        rests_on_something(name, root, l->law, l->source, l->status);
        assert_int_not_equal(l->status, STATUS_STATUTE);        /* extended by the office */
        assert_string_equal(l->colours.set, "township");
        for (size_t k = 0; k < l->n_steps; k++) {
            const struct step_def *s = &l->steps[k];
            char *what = xasprintf("%s %s", l->id, s->id);

            if (!says(steps->kids[k], "status"))
                fail_msg("%s: no status", what);
            if (s->due.anchor != ANCHOR_NONE || s->lasts.unit != UNIT_NONE ||
                s->status == STATUS_STATUTE) {
                rests_on_something(what, steps->kids[k], s->law, s->source, s->status);
                clocks++;
            }
            statutes += s->status == STATUS_STATUTE;
            free(what);
        }
        free(name);
    }
    assert_true(clocks > 40 && statutes > 30);
    for (size_t i = 0; i < sets->n_sets; i++)
        rests_on_something(sets->sets[i].id,
                           node_get(node_get(document("colours"), "sets"),
                                    sets->sets[i].id),
                           sets->sets[i].law, sets->sets[i].source, sets->sets[i].status);
}

/* The statutory figures themselves, beside the articles DOMAIN 2.4 and 3.1 name. */
static void the_laws_own_figures(void **state)
{
    static const struct {
        const char *list, *step, *due;      /* NULL: no limit */
        int lasts;
        enum day_unit unit;
        const char *law;
    } rows[] = {
        { "projects", "license", "license.begin + 20 workdays", 0, UNIT_NONE, "第十条" },
        { "projects", "eia_report", "eia_report.begin + 60 days", 0, UNIT_NONE, "第二十二条" },
        { "projects", "eia_form", "eia_form.begin + 30 days", 0, UNIT_NONE, "第二十二条" },
        { "projects", "permit", "permit.begin + 7 days", 0, UNIT_NONE, "建筑法第七条、第八条" },
        { "projects", "commence", "permit + 3 months", 0, UNIT_NONE, "建筑法第九条" },
        { "projects", "papers", "completion + 6 months", 0, UNIT_NONE, "城乡规划法第四十五条" },
        { "parcels", "prenotice", NULL, 10, UNIT_WORKDAY, "实施条例第二十六条" },
        { "parcels", "notice", NULL, 30, UNIT_DAY, "实施条例第二十八条" },
        { "parcels", "announce", "approval + 15 workdays", 0, UNIT_NONE, "实施条例第三十一条" },
        { "parcels", "posting", NULL, 10, UNIT_WORKDAY, "浙江省土地管理条例第四十五条" },
        { "parcels", "pay", "announce + 60 days", 0, UNIT_NONE, "浙江省土地管理条例第四十六条" },
        { "parcels", "pay_decided", "decision + 60 days", 0, UNIT_NONE, "第四十六条" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct list_def *l = defs_list(shipped.defs, rows[i].list);
        const struct step_def *s = &l->steps[list_step(l, rows[i].step)];

        assert_int_equal(s->status, STATUS_STATUTE);
        assert_string_equal(s->due.text, rows[i].due ? rows[i].due : "");
        assert_int_equal(s->lasts.n, rows[i].lasts);
        assert_int_equal(s->lasts.unit, rows[i].unit);
        assert_non_null(strstr(s->law, rows[i].law));
    }
}

/* A heading of an old ledger leads to one field. */
static void no_heading_is_meant_twice(void **state)
{
    (void)state;
    for (size_t i = 0; i < shipped.defs->n_lists; i++) {
        const struct list_def *l = &shipped.defs->lists[i];
        const char *seen[200];
        size_t n = 0;

        for (size_t k = 0; k < l->n_fields; k++) {
            seen[n++] = l->fields[k].name;
            for (size_t m = 0; m < l->fields[k].n_also; m++)
                seen[n++] = l->fields[k].also[m];
            assert_true(n < 180);
        }
        for (size_t k = 0; k < n; k++)
            for (size_t m = 0; m < k; m++)
                if (strcmp(seen[k], seen[m]) == 0)
                    fail_msg("%s: %s", l->id, seen[k]);
    }
}

/* ---- through the database's rows ---- */

static void describe(struct buf *out, const struct schema *s, const void *at);

static void describe_custom(struct buf *out, const char *key, const char *at)
{
    const struct colours_def *c = (const void *)at;
    const struct progress_def *p = (const void *)at;
    const struct plan_def *plan = (const void *)at;
    const struct list_def *l = (const void *)at;
    const struct grant_def *g = (const void *)at;
    const struct weekly_def *w = (const void *)at;

    if (strcmp(key, "yellow") == 0)
        for (size_t i = 0; i < c->n_yellow; i++)
            buf_printf(out, "%d %d %ld %d %s;", c->yellow[i].kind, c->yellow[i].over,
                       (long)c->yellow[i].amount, c->yellow[i].unit, c->yellow[i].text);
    else if (strcmp(key, "red") == 0)
        for (size_t i = 0; i < c->n_red; i++)
            buf_printf(out, "%d %d %ld %d %s;", c->red[i].kind, c->red[i].over,
                       (long)c->red[i].amount, c->red[i].unit, c->red[i].text);
    else if (strcmp(key, "colours") == 0) {
        buf_printf(out, "%s ", c->set);
        describe(out, &schema_colours, c);
    } else if (strcmp(key, "progress") == 0)
        buf_printf(out, "%d %s %s", p->kind, p->done, p->of);
    else if (strcmp(key, "plan") == 0)
        buf_printf(out, "%d %d %d", plan->kind, plan->quarter[0], plan->quarter[3]);
    else if (strcmp(key, "map") == 0)
        for (size_t i = 0; i < l->n_map; i++)
            buf_printf(out, "%s=%s ", l->map[i].step, l->map[i].mark);
    else if (strcmp(key, "do") == 0)
        for (size_t i = 0; i < g->n_verbs; i++)
            buf_printf(out, "%s ", g->verbs[i]);
    else if (strcmp(key, "meeting") == 0)
        buf_printf(out, "%d %s %d %s %d %s", w->meeting_weekday, w->meeting_time,
                   w->sheet_before, w->sheet_time, w->fill_before, w->fill_time);
    else if (strcmp(key, "language") == 0)
        buf_puts(out, *(const char *const *)(const void *)at);
    else if (strcmp(key, "utc_offset") == 0)
        buf_printf(out, "%d", *(const int32_t *)(const void *)at);
}

static void describe_row(struct buf *out, const struct schema_row *row, const char *at)
{
    const char *member = at + row->offset;
    const void *m = member;
    bool many =
        row->kind == SCHEMA_TEXTS || row->kind == SCHEMA_LIST || row->kind == SCHEMA_MAP;
    size_t n = many ? *(const size_t *)(const void *)(at + row->count_offset) : 0;
    const struct duration *d = m;
    const struct deadline *due = m;

    buf_printf(out, "%s=", row->key);
    switch (row->kind) {
    case SCHEMA_TEXT:
    case SCHEMA_PROSE:
    case SCHEMA_ID:
        buf_printf(out, "\"%s\"", *(const char *const *)m);
        break;
    case SCHEMA_BOOL:
        buf_printf(out, "%d", *(const bool *)m);
        break;
    case SCHEMA_INT:
    case SCHEMA_DATE:
    case SCHEMA_ENUM:
    case SCHEMA_FLAGS:
        buf_printf(out, "%d", *(const int *)m);
        break;
    case SCHEMA_DECIMAL:
        buf_printf(out, "%ld", (long)*(const int64_t *)m);
        break;
    case SCHEMA_DURATION:
        buf_printf(out, "%d/%d", d->n, d->unit);
        break;
    case SCHEMA_DEADLINE:
        buf_printf(out, "%d %d %s %d/%d %s", due->anchor, due->of_parent, due->id,
                   due->offset.n, due->offset.unit, due->text);
        break;
    case SCHEMA_TEXTS:
        for (size_t i = 0; i < n; i++)
            buf_printf(out, "\"%s\" ", (*(const char *const *const *)m)[i]);
        break;
    case SCHEMA_OBJECT:
        describe(out, row->sub, member);
        break;
    case SCHEMA_LIST:
    case SCHEMA_MAP:
        for (size_t i = 0; i < n; i++)
            describe(out, row->sub, *(const char *const *)m + i * row->sub->size);
        break;
    case SCHEMA_CUSTOM:
        describe_custom(out, row->key, member);
        break;
    }
    buf_putc(out, '\n');
}

static void describe(struct buf *out, const struct schema *s, const void *at)
{
    buf_printf(out, "%s {\n", s->name);
    for (const struct schema_row *row = s->rows; row->key; row++)
        describe_row(out, row, at);
    buf_puts(out, "}\n");
}

static char *described(const struct defs *d)
{
    struct buf out = {0};

    describe(&out, &schema_township, &d->township);
    describe(&out, &schema_workflow, &d->workflow);
    describe(&out, &schema_colour_sets, &d->colours);
    for (size_t i = 0; i < d->n_lists; i++)
        describe(&out, &schema_list, &d->lists[i]);
    for (size_t i = 0; i < d->n_years; i++)
        describe(&out, &schema_calendar, &d->years[i]);
    return buf_take(&out);
}

static void rows_of_the_database_give_the_same_definitions(void **state)
{
    struct def_document docs[64];
    struct defs *back;
    char *want, *got;

    (void)state;
    for (size_t i = 0; i < shipped.n_docs; i++) {
        size_t n;
        struct tree_row *rows = tree_to_rows(shipped.docs[i].root, &n);

        assert_true(n > 3);
        docs[i] = (struct def_document){ shipped.docs[i].name, tree_from_rows(rows, n) };
        assert_true(node_equal(docs[i].root, shipped.docs[i].root));
        tree_rows_free(rows, n);
    }
    back = defs_from_documents(docs, shipped.n_docs);
    assert_non_null(back);
    want = described(shipped.defs);
    got = described(back);
    assert_true(strlen(want) > 10000);
    assert_string_equal(got, want);
    for (size_t i = 0; i < shipped.n_docs; i++)
        node_free(docs[i].root);
    defs_free(back);
    free(want);
    free(got);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_to_complain_about_in_the_c_locale),
        cmocka_unit_test(nine_lists_in_their_order),
        cmocka_unit_test(good_work_is_not_painted_red),
        cmocka_unit_test(the_words_of_the_office),
        cmocka_unit_test(administrator_and_clerk_read_add_and_apply_everywhere),
        cmocka_unit_test(the_week_of_the_office),
        cmocka_unit_test(households_count_their_deadlines_from_what_there_is),
        cmocka_unit_test(four_years_of_holidays),
        cmocka_unit_test(a_folder_and_its_texts_have_the_same_hash),
        cmocka_unit_test(init_puts_the_name_into_its_line),
        cmocka_unit_test(every_clock_and_rule_set_names_its_ground),
        cmocka_unit_test(the_laws_own_figures),
        cmocka_unit_test(no_heading_is_meant_twice),
        cmocka_unit_test(rows_of_the_database_give_the_same_definitions),
    };

    return cmocka_run_group_tests(tests, load, unload);
}
