/* test_order_draft.c - what an order is about, to whom it goes, in which words (OFFICE 7,
 * 12, 13; ENGINE 38). */
#include "tests/model/order_rig.h"

#include "config/config.h"

static struct record_rig *const r = &order_rig;

static int found(void **state)
{
    (void)state;
    order_rig_init(NULL);
    return 0;
}

static int leave(void **state)
{
    (void)state;
    record_rig_fini(r);
    return 0;
}

static void put_unit(const char *name, const char *level)
{
    struct pair fields[] = { { "name", name }, { "level", level } };
    struct who who = { .actor = r->admin };

    assert_ok(people_put(r->st, &r->env, &who, "unit", NULL, fields, 2, NULL, &r->err));
}

static char *task(const char *title, const char *unit, const char *due)
{
    char *a = xasprintf("title=%s", title), *b = xasprintf("unit=%s", unit),
         *c = xasprintf("due=%s", due);
    char *code = xstrdup(rig_add(r, "tasks", a, b, "lead=领导甲", c, NULL));

    free(a);
    free(b);
    free(c);
    return code;
}

/* ---- words ---- */

static void the_words_follow_from_how_things_stand(void **state)
{
    (void)state;
    assert_ok(order_one(r->clerk, order_late));
    struct duban_order o = order_now(1);
    assert_string_equal(o.title, "示例事项");
    assert_string_equal(o.to, "建设办");
    assert_non_null(strstr(o.demand, "示例事项: overdue by 2 days (deadline 2026-11-25); "
                                     "open steps: 制定方案"));
    assert_non_null(strstr(o.demand, "Speed up"));
    assert_int_equal(o.n_items, 1);
    assert_int_equal(o.items[0].late, 2);
    assert_string_equal(o.items[0].owner, "干部甲");
    order_fini(&o);

    /* what is on time needs words of one's own; those stand as they are */
    char *green = task("尚早的事", "建设办", "2027-06-30");
    assert_ok(order_by(r->clerk, VERB_REVOKE, "1"));
    struct order_call c = order_call_of(VERB_SUPERVISE, NULL);
    const char *codes[] = { green, order_late, green };
    c.codes = codes;
    c.n_codes = 3;
    c.text = "按会议要求办理。\n另报方案。";
    c.due = on("2026-12-08");
    assert_ok(order_do((struct who){ .actor = r->clerk }, &c));
    o = order_now(2);
    assert_string_equal(o.demand, c.text);
    assert_string_equal(o.title, "尚早的事 and others (2)");
    assert_int_equal(o.n_items, 2);             /* named twice, one item */
    assert_int_equal(o.due, on("2026-12-08"));
    order_fini(&o);
    free(green);
    rig_assert_whole(r);
}

/* The words stay as they were: a copy printed later reads the same. */
static void the_words_stay(void **state)
{
    (void)state;
    assert_ok(order_one(r->clerk, order_late));
    struct duban_order a = order_now(1);
    rig_today(r, "2026-12-21");
    assert_ok(rig_set(r, r->clerk, VERB_SET, order_late, "title=改了名", NULL));
    struct duban_order b = order_now(1);
    assert_string_equal(a.items[0].title, b.items[0].title);
    assert_string_equal(a.demand, b.demand);
    assert_int_equal(a.items[0].late, b.items[0].late);
    order_fini(&a);
    order_fini(&b);
}

static void the_basis_names_each_source_once(void **state)
{
    char a[64], b[64], c[64];

    (void)state;
    snprintf(a, sizeof a, "%s", rig_add(r, "tasks", "title=甲事", "unit=财政所",
             "due=2026-11-27", "source=信访热线", "source_ref=12345-77", NULL));
    snprintf(b, sizeof b, "%s", rig_add(r, "tasks", "title=乙事", "unit=财政所",
             "due=2026-11-27", "source=信访热线", "source_ref=12345-77", NULL));
    snprintf(c, sizeof c, "%s", rig_add(r, "tasks", "title=丙事", "unit=财政所",
             "due=2026-11-27", "source=会议议定", NULL));
    assert_ok(order_supervise(r->clerk, (const char *const[]){ a, b, c, NULL }));
    struct duban_order o = order_now(1);
    assert_string_equal(o.basis, "信访热线 12345-77, 会议议定");
    assert_int_equal(o.lead, 0);
    order_fini(&o);
}

/* ---- one per unit, groups ---- */

static void one_order_for_each_unit(void **state)
{
    char *a = task("甲事", "财政所", "2026-11-27"),
         *b = task("乙事", "建设办", "2026-11-27"),
         *c = task("丙事", "财政所", "2026-11-27");

    (void)state;
    int64_t events = tools_int(r, "SELECT count(*) FROM event", NULL);
    assert_ok(
        order_supervise(r->clerk, (const char *const[]){ a, b, c, order_late, NULL }));
    assert_int_equal(order_res.count, 2);
    assert_string_equal(order_res.action, "");
    assert_int_equal(tools_int(r, "SELECT count(*) FROM event", NULL), events + 2);
    struct duban_order x = order_now(1), y = order_now(2);
    assert_string_equal(x.to, "财政所");
    assert_int_equal(x.n_items, 2);
    assert_string_equal(x.items[0].code, a);
    assert_string_equal(x.items[1].code, c);
    assert_int_equal(x.lead, r->leader);
    assert_string_equal(y.to, "建设办");
    assert_int_equal(y.n_items, 2);
    order_fini(&x);
    order_fini(&y);
    /* each item's record tells of its own order only */
    assert_int_equal(
        tools_int(r,
                  "SELECT count(*) FROM event_item x JOIN event e ON e.id = "
                  "x.event JOIN item i ON i.id = x.item WHERE i.code = ? AND "
                  "e.verb = 'supervise'",
                  c),
        1);
    rig_assert_whole(r);
    free(a);
    free(b);
    free(c);
}

static void households(const char *project, int n, const char *group, const char *owner,
                       char codes[][64])
{
    for (int i = 0; i < n; i++) {
        char *parent = xasprintf("parent=%s", project),
             *name = xasprintf("title=户主%d", i), *place = xasprintf("place=%s", group),
             *who = xasprintf("owner=%s", owner);
        snprintf(codes[i], 64, "%s",
                 rig_add(r, "households", name, parent, place, who, "unit=林家村村委会",
                         "lead=领导甲", "area=0.5", "phone=13800000000", NULL));
        free(parent);
        free(name);
        free(place);
        free(who);
    }
}

/* 林家村 入户 逾期3户 包干:村干部甲 (OFFICE 7): sixty households are not sixty rows, and
 * nothing private gets into the order. */
static void households_stand_in_groups(void **state)
{
    char project[64], codes[6][64];

    (void)state;
    snprintf(project, sizeof project, "%s", rig_add(r, "projects", "title=示例项目",
             "unit=建设办", "owner=干部甲", "due=2027-03-31", "handover=2026-12-02",
             "planned=100", NULL));
    households(project, 3, "林家村", "村干部甲", codes);
    households(project, 2, "林家村/一组", "干部甲", codes + 3);
    rig_today(r, "2026-12-07");
    assert_ok(
        order_supervise(r->clerk, (const char *const[]){ codes[0], codes[3], codes[1],
                                                         codes[4], codes[2], NULL }));
    assert_int_equal(order_res.count, 1);
    struct duban_order o = order_now(1);
    assert_int_equal(o.n_items, 5);
    assert_int_equal(order_group_size(&o, 0), 3);
    assert_int_equal(order_group_size(&o, 3), 2);
    char *first = order_matter(&o, 0), *second = order_matter(&o, 3);
    assert_string_equal(first, "林家村 入户 3 户 overdue in charge: 村干部甲");
    assert_string_equal(second, "林家村 入户 2 户 overdue in charge: 干部甲");
    assert_non_null(strstr(o.demand, first));
    for (size_t i = 0; i < o.n_items; i++) {
        assert_string_equal(o.items[i].title, o.items[i].code);
        assert_null(strstr(o.items[i].title, "户主"));
    }
    assert_null(strstr(o.demand, "户主"));
    assert_null(strstr(o.title, "户主"));
    free(first);
    free(second);
    order_fini(&o);
    assert_int_equal(tools_int(r,
                               "SELECT count(*) FROM event WHERE verb = 'supervise' AND "
                               "instr(body, CAST('户主' AS BLOB)) > 0",
                               NULL),
                     0);
    rig_assert_whole(r);

    /* a village at once: only the late rows below the project */
    assert_ok(order_by(r->clerk, VERB_REVOKE, "1"));
    struct order_call c = order_call_of(VERB_SUPERVISE, NULL);
    const char *under[] = { project };
    c.codes = under;
    c.n_codes = 1;
    c.place = "林家村/一组";
    assert_ok(order_do((struct who){ .actor = r->clerk }, &c));
    o = order_now(2);
    assert_int_equal(o.n_items, 2);
    order_fini(&o);
    c.place = "上洋村";
    assert_rc(order_do((struct who){ .actor = r->clerk }, &c), XH_REFUSED);
    assert_said("上洋村");
    c.place = "没有的村";
    assert_rc(order_do((struct who){ .actor = r->clerk }, &c), XH_NOT_FOUND);
}

/* ---- superiors ---- */

static void superiors_get_letters(void **state)
{
    (void)state;
    put_unit("县自然资源局", "superior");
    put_unit("供电公司", "outside");
    char *held = task("用地报批", "建设办", "2026-12-18"),
         *unknown = task("等市局", "建设办", "2026-12-18"),
         *inside = task("等财政所", "建设办", "2026-12-18"),
         *upper = task("县里的事", "县自然资源局", "2027-01-29"),
         *outside = task("迁改电杆", "供电公司", "2027-01-29");
    struct { char *code; const char *office; } holds[] = {
        { held, "县自然资源局" }, { unknown, "市规划局" }, { inside, "财政所" },
    };
    for (size_t i = 0; i < 3; i++) {
        struct call c = rig_call(VERB_HOLD, holds[i].code);
        c.office = holds[i].office;
        c.reason = "等批复";
        c.to = on("2026-12-15");
        assert_ok(rig_run(r, r->leader, &c));
    }
    rig_today(r, "2026-12-04");
    assert_ok(order_supervise(
        r->clerk, (const char *const[]){ held, unknown, inside, upper, outside, NULL }));
    assert_int_equal(order_res.count, 4);
    static const struct { enum duban_kind kind; const char *to; size_t items; } rows[] = {
        { DUBAN_LETTER, "县自然资源局", 2 }, { DUBAN_LETTER, "市规划局", 1 },
        { DUBAN_ORDER, "建设办", 1 }, { DUBAN_LETTER, "供电公司", 1 },
    };
    for (int i = 0; i < 4; i++) {
        struct duban_order o = order_now(i + 1);
        assert_int_equal(o.kind, rows[i].kind);
        assert_string_equal(o.to, rows[i].to);
        assert_int_equal(o.n_items, rows[i].items);
        if (o.kind == DUBAN_LETTER) {
            assert_null(strstr(o.demand, "overdue"));
            assert_true(o.items[0].waited == 7);
        }
        order_fini(&o);
    }
    /* numbers of their own; delivered and settled without a receipt */
    assert_ok(order_by(r->leader, VERB_SIGN, "1"));
    assert_order(1, SIGNED, "沿函〔2026〕1号");
    assert_ok(order_by(r->leader, VERB_SIGN, "r3"));
    assert_order(3, SIGNED, "沿督〔2026〕1号");
    assert_rc(order_by(r->clerk, VERB_FINISH, "r1"), XH_REFUSED);
    assert_ok(order_by(r->clerk, VERB_DELIVER, "r1"));
    assert_rc(order_by(r->clerk, VERB_FINISH, "r1"), XH_REFUSED);
    assert_said("--reason");
    struct order_call c = order_call_of(VERB_FINISH, "r1");
    c.reason = "电话答复,已批";
    assert_ok(order_do((struct who){ .actor = r->clerk }, &c));
    assert_ok(order_by(r->leader, VERB_SIGN, "r2"));
    assert_ok(order_by(r->clerk, VERB_DELIVER, "r2"));
    assert_ok(order_by(r->clerk, VERB_ANSWER, "r2"));   /* written down by the clerk */
    assert_ok(order_by(r->clerk, VERB_FINISH, "r2"));
    struct order_filter f = { .unsigned_ = true, .today = on("2026-12-31") };
    struct orders v = {0};
    assert_ok(order_list(r->st, &f, &v, &r->err));
    assert_int_equal(v.n, 0); /* a superior's receipt is no duty */
    orders_fini(&v);
    int64_t times;
    assert_ok(order_times(r->st->db,
                          tools_int(r, "SELECT id FROM item WHERE code = ?", held),
                          &times, &r->err));
    assert_int_equal(times, 0);                         /* asked, not supervised */
    rig_assert_whole(r);
    free(held);
    free(unknown);
    free(inside);
    free(upper);
    free(outside);
}

/* ---- refusals ---- */

static void a_refusal_names_everything(void **state)
{
    (void)state;
    char *green = task("尚早的事", "建设办", "2027-06-30");
    char *cancelled = task("不办了", "建设办", "2026-12-18");
    char *review = xstrdup(rig_task(r, "2026-12-18"));
    char voided[64];
    assert_ok(rig_do_because(r, r->leader, VERB_CANCEL, cancelled, "不再需要", NULL));
    rig_finish_task(r, review);
    assert_ok(rig_do(r, r->handler, VERB_APPLY, review));
    snprintf(voided, sizeof voided, "%s", rig_add(r, "tasks", "title=录错了", NULL));
    assert_ok(rig_do_because(r, r->clerk, VERB_VOID, voided, "录错", NULL));
    assert_ok(order_one(r->clerk, order_late));
    char *before = tools_facts(r, true);
    assert_rc(
        order_supervise(r->clerk, (const char *const[]){ green, cancelled, review, voided,
                                                         order_late, "督26-999", NULL }),
        XH_REFUSED);
    assert_said("督26-999");
    char line[128];
    snprintf(line, sizeof line, "%s is on time", green);
    assert_said(line);
    snprintf(line, sizeof line, "%s is crossed off or cancelled", cancelled);
    assert_said(line);
    snprintf(line, sizeof line, "%s waits for its reviewer", review);
    assert_said(line);
    snprintf(line, sizeof line, "%s was entered by mistake", voided);
    assert_said(line);
    snprintf(line, sizeof line, "%s has an open order: draft order 1 (draft)",
             order_late);
    assert_said(line);
    assert_said("--again");
    char *after = tools_facts(r, true);
    assert_same_text(before, after);
    free(before);
    free(after);

    assert_rc(order_supervise(r->clerk, (const char *const[]){ NULL }), XH_USAGE);
    assert_rc(order_one(r->handler, order_late), XH_DENIED);
    struct order_call c = order_call_of(VERB_SUPERVISE, NULL);
    const char *codes[] = { order_late };
    c.codes = codes;
    c.n_codes = 1;
    c.due = on("2026-11-26");
    assert_rc(order_do((struct who){ .actor = r->clerk }, &c), XH_REFUSED);
    assert_said("that day is over");
    assert_said("--again");
    c.due = DAY_NONE;
    c.again = true;
    assert_ok(order_do((struct who){ .actor = r->clerk }, &c));
    /* once it is over, another may be drafted */
    assert_ok(order_by(r->clerk, VERB_REVOKE, "1"));
    assert_ok(order_by(r->clerk, VERB_REVOKE, "2"));
    assert_ok(order_one(r->clerk, order_late));
    free(green);
    free(cancelled);
    free(review);
}

static void an_item_without_a_unit_is_named(void **state)
{
    char code[64];

    (void)state;
    struct call c = rig_call(VERB_ADD, NULL);
    struct pair title = { "title", "没有单位的事" };
    c.list = "tasks";
    c.fields = &title;
    c.n_fields = 1;
    assert_ok(rig_run(r, r->admin, &c));        /* he belongs to no unit */
    snprintf(code, sizeof code, "%s", r->result.code);
    struct order_call o = order_call_of(VERB_SUPERVISE, NULL);
    const char *codes[] = { code };
    o.codes = codes;
    o.n_codes = 1;
    o.text = "请办理";
    assert_rc(order_do((struct who){ .actor = r->clerk }, &o), XH_REFUSED);
    assert_said("has no unit yet");
}

/* ---- changing a draft ---- */

static void a_draft_is_changed_field_by_field(void **state)
{
    struct pair good[] = {
        { "title", "改后的事由" }, { "basis", "镇长办公会" }, { "demand", "一、\n二、" },
        { "due", "2026-12-10" }, { "feedback", "week" }, { "lead", "领导乙" },
    };
    struct pair bad[] = {
        { "title", "" }, { "demand", "" }, { "due", "2026-11-01" }, { "due", "很快" },
        { "feedback", "daily" }, { "lead", "没有此人" }, { "unit", "财政所" },
        { "title", "一\n二" }, { "basis", "\033[2J" },
    };
    struct order_call c = order_call_of(VERB_REDRAFT, "1");

    (void)state;
    assert_ok(order_one(r->clerk, order_late));
    assert_rc(order_do((struct who){ .actor = r->clerk }, &c), XH_USAGE);
    c.fields = bad;
    c.n_fields = sizeof bad / sizeof *bad;
    assert_int_not_equal(order_do((struct who){ .actor = r->clerk }, &c), XH_OK);
    assert_said("title: an order cannot do without");
    assert_said("demand: an order cannot do without");
    assert_said("that day is over");
    assert_said("很快");
    assert_said("'daily'");
    assert_said("没有此人");
    assert_said("'unit'");
    c.fields = good;
    c.n_fields = sizeof good / sizeof *good;
    assert_ok(order_do((struct who){ .actor = r->clerk }, &c));
    struct duban_order o = order_now(1);
    assert_string_equal(o.title, "改后的事由");
    assert_string_equal(o.basis, "镇长办公会");
    assert_string_equal(o.demand, "一、\n二、");
    assert_int_equal(o.due, on("2026-12-10"));
    assert_true(o.weekly);
    assert_string_equal(o.lead_name, "领导乙");
    order_fini(&o);
    assert_ok(order_do((struct who){ .actor = r->clerk }, &c));
    assert_string_equal(order_res.action, "");          /* nothing new: no event */
    /* it was to be answered by a day that is over when it comes to signing */
    rig_today(r, "2026-12-11");
    assert_rc(order_by(r->leader, VERB_SIGN, "1"), XH_REFUSED);
    assert_said("order set 1 due=");
    rig_assert_whole(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, found, leave)
        T(the_words_follow_from_how_things_stand),
        T(the_words_stay),
        T(the_basis_names_each_source_once),
        T(one_order_for_each_unit),
        T(households_stand_in_groups),
        T(superiors_get_letters),
        T(a_refusal_names_everything),
        T(an_item_without_a_unit_is_named),
        T(a_draft_is_changed_field_by_field),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
