/* test_minutes.c - the minutes of a meeting as they leave: a decision about several items goes
 * with him who may take each of them, and what stays is counted (ENGINE 28). What they say is
 * tests/cli/minutes.sh. */
#include "tests/model/record_tools.h"

#include "report/document_text.h"
#include "report/minutes.h"

static struct record_rig rig, *const r = &rig;
static struct meeting m;

static int64_t task(const char *unit, const char *owner)
{
    struct item it = { 0 };
    char code[32];

    snprintf(code, sizeof code, "%s", rig_add(r, "tasks", "title=示例事项", unit, owner,
                                              "lead=领导甲", "due=2026-12-11", NULL));
    rig_item(r, code, &it);
    int64_t id = it.id;
    item_fini(&it);
    return id;
}

static struct meeting_row *decide(const char *title, bool is_group)
{
    struct meeting_row *row = meeting_add(&m);

    free(row->title);
    row->title = xstrdup(title);
    row->n = (int64_t)m.n;
    row->is_group = is_group;
    row->d.what = MEETING_AGAIN;
    return row;
}

static void about(struct meeting_row *row, int64_t item)
{
    GROW(row->items, row->n_items, row->cap_items);
    row->items[row->n_items++] = item;
}

/* 干部甲 takes away what is of his own unit. */
static int setup(void **state)
{
    (void)state;
    record_rig_init(r, NULL, true);
    int64_t own = task("unit=建设办", "owner=干部甲"), too = task("unit=建设办", "owner=干部甲"),
            theirs = task("unit=财政所", "owner=干部乙");
    m = (struct meeting){ .kind = xstrdup("周例会"), .session = xstrdup(""),
                          .met = r->env.today, .confirmed_on = DAY_NONE,
                          .chair_name = xstrdup("领导甲"), .recorder_name = xstrdup("督办员甲") };
    about(decide("自办的一项", false), own);
    struct meeting_row *row = decide("自办的一组", true);
    about(row, own);
    about(row, too);
    row = decide("两家的一组", true);
    about(row, own);
    about(row, theirs);
    about(decide("别家的一项", false), theirs);
    decide("没有事项的一组", true);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    meeting_fini(&m);
    record_rig_fini(r);
    return 0;
}

/* `person` takes them away; 0: they are looked at. Caller frees. */
static char *minutes_of(int64_t person)
{
    struct document d = { 0 };
    struct exporter away;
    struct buf b = { 0 };

    if (person)
        assert_ok(exporter_begin(&away, r->st, person, NULL, &r->err));
    assert_ok(minutes_paper(&d, r->st, &m, person ? &away : NULL, &r->err));
    document_text(&b, &d, 80, false);
    document_fini(&d);
    return buf_take(&b);
}

static void all_stands_where_it_is_looked_at(void **state)
{
    char *text = minutes_of(0);

    (void)state;
    assert_non_null(strstr(text, "两家的一组"));
    assert_non_null(strstr(text, "别家的一项"));
    assert_non_null(strstr(text, "没有事项的一组"));
    assert_null(strstr(text, "you may not take away"));
    free(text);
}

static void a_group_goes_where_each_of_its_rows_may(void **state)
{
    char *text = minutes_of(r->handler);

    (void)state;
    assert_non_null(strstr(text, "自办的一项"));
    assert_non_null(strstr(text, "自办的一组"));
    assert_null(strstr(text, "两家的一组"));
    assert_null(strstr(text, "别家的一项"));
    assert_null(strstr(text, "没有事项的一组"));
    assert_non_null(strstr(text, "3 more of items you may not take away"));
    free(text);
}

static void who_takes_every_list_takes_all(void **state)
{
    char *text = minutes_of(r->clerk);

    (void)state;
    assert_non_null(strstr(text, "两家的一组"));
    assert_non_null(strstr(text, "没有事项的一组"));
    assert_null(strstr(text, "you may not take away"));
    free(text);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(all_stands_where_it_is_looked_at),
        TEST(a_group_goes_where_each_of_its_rows_may),
        TEST(who_takes_every_list_takes_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
