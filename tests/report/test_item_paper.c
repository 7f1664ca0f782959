/* test_item_paper.c - one item as a page of a ledger (`show -o`, F8 in 详情): all that the text of
 * `show` says stands on it, in every layout, and nothing its reader may not see or take away
 * (ENGINE 28, 35; OFFICE 22, 25). */
#include "tests/model/order_rig.h"

#include "report/document_csv.h"
#include "report/document_text.h"
#include "report/item_paper.h"
#include "report/item_text.h"
#include "tests/report/pdf_probe.h"

static struct record_rig *const r = &order_rig;
static char code[64];

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

static struct filter seen_by(int64_t person)
{
    return (struct filter){ .today = r->env.today, .as_of = DAY_NONE, .reader = person };
}

static struct document paper(int64_t reader, const char *of, bool away)
{
    struct filter look = seen_by(reader);
    struct document d = {0};

    assert_ok(item_paper(&d, r->st, &look, rig_item_id(r, of), away, &r->err));
    return d;
}

static char *as_text(struct document d, int width)
{
    struct buf b = {0};

    document_text(&b, &d, width, false);
    document_fini(&d);
    return buf_take(&b);
}

static void assert_says(const char *text, const char *words)
{
    if (!strstr(text, words))
        fail_msg("'%s' is not in:\n%s", words, text);
}

/* A task of which much can be told. */
static void busy_task(void)
{
    snprintf(code, sizeof code, "%s",
             rig_add(r, "tasks", "title=沿江路排水管网改造", "unit=建设办", "owner=干部甲",
                     "lead=领导甲", "leader=领导乙", "co=财政所", "source=领导批示",
                     "source_ref=沿政办〔2026〕12号", "due=2026-12-18", "upper_due=2026-12-31",
                     NULL));
    assert_ok(rig_do(r, r->handler, VERB_ACCEPT, code));
    struct call c = rig_call(VERB_INSTRUCT, code);
    c.text = "此事拖不得,月底前必须完成。";
    assert_ok(rig_run(r, r->leader, &c));
    assert_ok(rig_check(r, r->handler, code, "scheme", NULL));
    assert_ok(rig_report(r, r->handler, code, "已完成测量。", 30));
    assert_ok(rig_check(r, r->handler, code, "work", "https://example.invalid/photo"));
    rig_today(r, "2026-11-30");
    struct call hold = rig_call(VERB_HOLD, code);
    hold.office = "县水利局";
    hold.reason = "等管线图";
    hold.to = on("2026-12-04");
    assert_ok(rig_run(r, r->clerk, &hold));
    rig_today(r, "2026-12-02");
    assert_ok(rig_do(r, r->clerk, VERB_RESUME, code));
}

static const char household_phone[] = "00000008000", household_promise[] = "复量坡地三分";

static void household(void)
{
    const struct visit_call v = { .stance = "talking", .promise = household_promise,
                                  .due = on("2026-12-18"), .next = DAY_NONE };

    snprintf(code, sizeof code, "%s",
             rig_add(r, "households", "title=户001", "place=林家村", "unit=建设办",
                     "owner=干部甲", "lead=领导甲", "area=3.5", "amount=12.5",
                     "phone=00000008000", NULL));
    struct call c = rig_call(VERB_VISIT, code);
    c.visit = &v;
    assert_ok(rig_run(r, r->handler, &c));
}

/* ---- what stands on it ---- */

/* Word for word, but for the code that proves it. */
static void it_reads_like_this(void **state)
{
    static const char golden[] =
        "                           沿江镇 Ledger of one item\n"
        "督26-1                                                                2026-11-27\n"
        "Item                示例事项\n"
        "Code                督26-1\n"
        "Colour              红\n"
        "Steps               0/3\n"
        "Standing            三色督办事项  在办  红  2 days overdue\n"
        "Responsible leader  领导甲\n"
        "Lead unit           建设办\n"
        "Owner               干部甲\n"
        "Now with            干部甲\n"
        "Assigned            2026-11-20\n"
        "Start               2026-11-20\n"
        "First deadline      2026-11-25\n"
        "Deadline            2026-11-25\n"
        "Steps  0/3\n"
        " 1  制定方案\n"
        "    State:not begun yet  Deadline:2026-11-27\n"
        " 2  组织办理\n"
        "    State:not begun yet\n"
        " 3  佐证归档\n"
        "    State:not begun yet  Evidence:0/1\n"
        "How the deadline moved\n"
        "2026-11-20\n"
        "    New deadline:2026-11-25  Act:交办\n"
        "Why this colour and these dates\n";

    (void)state;
    char *text = as_text(paper(r->clerk, order_late, true), 80);
    if (strncmp(text, golden, sizeof golden - 1) != 0)
        fail_msg("%s", text);
    assert_says(text, "\nRecord\n");
    assert_says(text, "    Filled in by (signature): ____________  Owner (signature): ___");
    assert_says(text, "\nCheck code: ");
    free(text);
}

static const char *expected_in;

static void value_stands(void *ctx, const char *label, const char *value)
{
    const char *end = strchr(value, '\n');
    char *line = end ? xstrndup(value, (size_t)(end - value)) : xstrdup(value);

    (void)ctx;
    assert_says(expected_in, label);
    assert_says(expected_in, line);
    free(line);
}

/* Everything `show` says of it, each in its own words. */
static void it_says_what_show_says(void **state)
{
    struct item_page p = {0};
    struct buf standing = {0};

    (void)state;
    busy_task();
    struct filter look = seen_by(r->clerk);
    assert_ok(item_page_load(&p, r->st, &look, rig_item_id(r, code), &r->err));
    char *text = as_text(paper(r->clerk, code, false), 400);
    expected_in = text;
    item_text_standing(&standing, &p);
    assert_says(text, buf_str(&standing));
    item_page_chain(&p, value_stands, NULL);
    item_page_dates(&p, value_stands, NULL);
    for (size_t i = 0; i < p.list->n_steps; i++)
        assert_says(text, p.list->steps[i].name);
    for (size_t i = 0; i < p.d.n_words; i++)
        assert_says(text, p.d.words[i].text);
    for (size_t i = 0; i < p.d.n_reports; i++)
        assert_says(text, p.d.reports[i].text);
    for (size_t i = 0; i < p.d.n_evidence; i++)
        assert_says(text, p.d.evidence[i].name);
    for (size_t i = 0; i < p.h.n; i++) {
        char *event = xasprintf("%lld", (long long)p.h.v[i].event);
        assert_says(text, event);
        assert_says(text, p.h.v[i].actor);
        free(event);
    }
    static const char *const stops[] = { "县水利局", "等管线图", "2026-12-04", NULL };
    for (size_t i = 0; stops[i]; i++)
        assert_says(text, stops[i]);
    buf_fini(&standing);
    free(text);
    item_page_fini(&p);
}

/* An order about it, in the words of the office that follows it up. */
static void orders_about_it_stand_on_it(void **state)
{
    (void)state;
    order_in(DUBAN_DELIVERED);
    char *text = as_text(paper(r->clerk, order_late, true), 400);
    assert_says(text, "supervised 1 times");
    assert_says(text, order_state_name(DUBAN_DELIVERED));
    assert_says(text, "建设办");
    free(text);
}

static void a_day_gone_by_is_said(void **state)
{
    struct filter look = seen_by(r->clerk);
    struct document d = {0};

    (void)state;
    look.as_of = on("2026-11-24");
    assert_ok(item_paper(&d, r->st, &look, rig_item_id(r, order_late), false, &r->err));
    char *text = as_text(d, 100);
    assert_says(text, "As of 2026-11-24: colour, state and deadline are those of that day");
    assert_says(text, "Orders are left out: what they were on that day is not kept.");
    assert_says(text, "On 2026-11-24 it stood: ");
    free(text);
}

/* ---- for whom ---- */

static char *records(struct document d, enum export_format format)
{
    struct buf b = {0};

    document_export(&b, &d, format);
    document_fini(&d);
    return buf_take(&b);
}

/* The words in the cells of a workbook. */
static char *typeset_words(struct document d, const char *name)
{
    struct typeset_job job = { .document = &d, .format = TYPESET_XLSX };
    char *path = probe_path(name);

    job.path = job.name = path;
    assert_ok(typeset(&job, &r->err));
    char *text = probe_run("unzip -p '%s' '*.xml'", path);
    buf_fini(&job.notes);
    document_fini(&d);
    free(path);
    return text;
}

/* In every layout alike. */
static void masked_stays_masked(void **state)
{
    (void)state;
    household();
    struct document d = paper(r->clerk, code, true);
    int pages;
    char *pdf = probe_set(&d, "household.pdf", &pages, NULL);
    char *texts[] = { as_text(paper(r->clerk, code, true), 80), probe_text(pdf, 0),
                      records(paper(r->clerk, code, true), EXPORT_CSV),
                      records(paper(r->clerk, code, true), EXPORT_JSON),
                      typeset_words(paper(r->clerk, code, true), "household.xlsx") };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        assert_says(texts[i], "***8000");
        assert_null(strstr(texts[i], household_phone));
        assert_null(strstr(texts[i], household_promise));
        assert_null(strstr(texts[i], "12.5"));
        free(texts[i]);
    }
    free(pdf);
}

static void who_may_see_it_reads_it(void **state)
{
    (void)state;
    household();
    char *text = as_text(paper(r->handler, code, false), 80);
    assert_says(text, household_phone);
    assert_says(text, household_promise);
    free(text);
}

static void reading_is_not_taking_away(void **state)
{
    struct filter look = seen_by(r->handler), stranger = seen_by(r->other);
    struct document d[3] = {{0}};

    (void)state;
    int64_t item = rig_item_id(r, order_late);
    assert_rc(item_paper(&d[0], r->st, &stranger, item, false, &r->err), XH_NOT_FOUND);
    assert_ok(tools_configure(r, r->admin, "township", "- {do: [read, export], on: [own, "
                              "co, unit]}", "- {do: [read], on: [own, co, unit]}", NULL));
    assert_ok(item_paper(&d[1], r->st, &look, item, false, &r->err));
    assert_rc(item_paper(&d[2], r->st, &look, item, true, &r->err), XH_DENIED);
    assert_said("督办员甲");
    for (size_t i = 0; i < 3; i++)
        document_fini(&d[i]);
}

/* An order is about others, too: it leaves only where all of them may. */
static void an_order_about_others_stays_behind(void **state)
{
    (void)state;
    char *other = xstrdup(rig_add(r, "tasks", "title=他人事项", "unit=建设办", "owner=领导乙",
                                  "lead=领导甲", "due=2026-11-27", NULL));
    rig_today(r, "2026-11-30");
    assert_ok(order_supervise(r->clerk, (const char *const[]){ order_late, other, NULL }));
    assert_ok(tools_configure(r, r->admin, "township", "- {do: [read, export], on: [own, "
                              "co, unit]}", "- {do: [read], on: [own, co, unit]}\n"
                              "      - {do: [export], on: [own]}", NULL));
    char *seen = as_text(paper(r->handler, order_late, false), 200);
    char *taken = as_text(paper(r->handler, order_late, true), 200);
    assert_says(seen, "\nOrders\n");
    assert_null(strstr(taken, "\nOrders\n"));
    assert_says(taken, "1 more orders you may not take away");
    free(seen);
    free(taken);
    free(other);
}

/* ---- how it lies on paper ---- */

/* A long title takes the whole line of the form; characters few fonts have are there. */
static void long_and_rare_words_are_whole(void **state)
{
    struct buf title = {0};
    int pages;

    (void)state;
    for (int i = 0; i < 38; i++)
        buf_puts(&title, "长标题五");
    buf_puts(&title, "垟㙟𬒈");
    char *pair = xasprintf("title=%s", buf_str(&title));
    snprintf(code, sizeof code, "%s", rig_add(r, "tasks", pair, "unit=建设办", "owner=干部甲",
                                              "due=2026-12-01", NULL));
    struct document d = paper(r->clerk, code, true);
    char *path = probe_set(&d, "long.pdf", &pages, NULL), *text = probe_text(path, 1);
    assert_int_equal(probe_count(text, "长标题五") + probe_count(text, "长\n标题五") +
                         probe_count(text, "长标\n题五") + probe_count(text, "长标题\n五"), 38);
    static const char *const rare[] = { "垟", "㙟", "𬒈" };
    for (size_t i = 0; i < 3; i++)
        assert_says(text, rare[i]);
    struct probe_word last;
    assert_true(probe_word(path, 1, "长标题五长", &last));
    assert_true(last.right < 297 - 12 && last.left > 20 + 22);     /* behind its label */
    free(text);
    free(path);
    free(pair);
    buf_fini(&title);
}

/* Labels on grey, values on white beside them, three pairs abreast; the colour in a box. */
static void the_form_stands_in_columns(void **state)
{
    struct probe_word lead, unit, owner, value;
    int pages;

    (void)state;
    struct document d = paper(r->clerk, order_late, true);
    char *path = probe_set(&d, "form.pdf", &pages, NULL);
    assert_true(probe_word(path, 1, "Responsible", &lead));
    assert_true(probe_word(path, 1, "Lead", &unit));
    assert_true(probe_word(path, 1, "Owner", &owner));
    assert_true(probe_word(path, 1, "建设办", &value));
    assert_true(lead.left > 20 && lead.left < 22);
    assert_true(unit.left > 20 + 89 && unit.left < 20 + 92);
    assert_true(owner.left > 20 + 177 && owner.left < 20 + 180);
    assert_true(value.left > unit.left + 20 && value.left < unit.left + 24);
    struct probe_ink k = probe_ink(path, 1, 4);
    assert_in_range(probe_dot(&k, unit.left + 19, unit.bottom), 225, 245);
    assert_int_equal(probe_dot(&k, value.right + 5, value.bottom), 255);
    probe_ink_fini(&k);
    free(path);
}

/* A record of several pages has its header on each; the code proves the last one only. */
static void long_records_go_over_pages(void **state)
{
    int pages;

    (void)state;
    busy_task();
    for (int i = 0; i < 60; i++) {
        struct call c = rig_call(VERB_NOTE, code);
        c.text = "已电话催问一次。";
        assert_ok(rig_run(r, r->clerk, &c));
    }
    struct document d = paper(r->clerk, code, true);
    char *path = probe_set(&d, "record.pdf", &pages, NULL), *text = probe_text(path, 0);
    assert_true(pages > 3);
    assert_true(probe_count(text, "Typed by") + probe_count(text, "Whose act") >= 2);
    assert_int_equal(probe_count(text, "Check code"), 1);
    char *last = probe_text(path, pages);
    assert_says(last, "Check code");
    free(last);
    free(text);
    free(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, found, leave)
        T(it_reads_like_this),
        T(it_says_what_show_says),
        T(orders_about_it_stand_on_it),
        T(a_day_gone_by_is_said),
        T(masked_stays_masked),
        T(who_may_see_it_reads_it),
        T(reading_is_not_taking_away),
        T(an_order_about_others_stays_behind),
        T(long_and_rare_words_are_whole),
        T(the_form_stands_in_columns),
        T(long_records_go_over_pages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
