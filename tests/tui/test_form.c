/* test_form.c - several fields at once: moving, choosing, mistakes beside their fields,
 * what was typed and not saved. */
#include "tests/tui/tui_rig.h"

#include <stdlib.h>

#include "model/i18n.h"
#include "tui/form.h"

static struct tui_rig *r;
static struct form form;
static bool saved, wrong_once, very_wrong;
static const char *const kinds[] = { "民生实事", "信访热线", "其他" };

static bool save(struct tui *t, struct form *f, void *ctx, struct xh_err *err)
{
    (void)t, (void)ctx;
    if (very_wrong) {
        form_find(f, "title")->error =
            xstrdup("这个名称已经有了：督26-1 背街路灯维修、督26-2 危桥加固、督26-3 消防通道清理、"
                    "督26-4 涉农资金台账核对、督26-5 饮用水源保护区标识、督26-6 通村道路日常养护、"
                    "督26-7 集体资产出租合同清理、督26-8 村务公开栏更新。"
                    "请改名，或按末尾的编号打开尾巴");
        xh_fail(err, XH_REFUSED, "第一行说明\n第二行说明\n第三行说明\n第四行说明\n最后一行说明");
        return false;
    }
    if (wrong_once) {
        wrong_once = false;
        form_find(f, "due")->error = xstrdup("不是工作日");
        xh_fail(err, XH_REFUSED, "有一处要改");
        return false;
    }
    return true;
}

static enum step run_form(struct tui *t, void *state, enum cmd cmd, const struct input *in)
{
    (void)state, (void)in;
    if (cmd != CMD_NEW)
        return STEP_IGNORED;
    struct form_field *v = xcalloc(7, sizeof *v);
    v[0] = (struct form_field){ .id = "last", .label = "上次", .kind = FORM_READ };
    form_set(&v[0], "已到现场踏勘,列出问题清单。");
    v[1] = (struct form_field){ .id = "title", .label = "事项", .kind = FORM_TEXT,
                                .required = true };
    v[2] = (struct form_field){ .id = "kind", .label = "类别", .kind = FORM_CHOICE,
                                .choices = kinds, .n_choices = 3 };
    v[3] = (struct form_field){ .id = "owner", .label = "责任人", .kind = FORM_PERSON };
    v[4] = (struct form_field){ .id = "due", .label = "完成时限", .kind = FORM_DAY };
    v[5] = (struct form_field){ .id = "text", .label = "进展", .kind = FORM_LONG };
    v[6] = (struct form_field){ .id = "area", .label = "面积", .kind = FORM_NUMBER, .unit = "亩" };
    form_fini(&form);
    form = (struct form){ .title = "新事项", .text = "三色督办事项", .fields = v, .n = 7,
                          .save = save };
    saved = form_run(t, &form);
    return STEP_RELOAD;
}

static void nothing(struct tui *t, void *state, struct area body)
{
    (void)t, (void)state, (void)body;
}

static const struct key_bind keys[] = {
    { CMD_NEW, N_("New"), N_("a new row"), 0 }, { CMD_NONE, NULL, NULL, 0 },
};
static const struct screen_ops probe = {
    .id = "probe", .title = N_("Today"), .keys = keys, .draw = nothing, .command = run_form,
};

static int setup(void **state)
{
    (void)state;
    r = xcalloc(1, sizeof *r);
    tui_rig_init(r);
    saved = wrong_once = very_wrong = false;
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    form_fini(&form);
    tui_rig_fini(r);
    free(r);
    return 0;
}

static void typed_chosen_and_picked(void **state)
{
    (void)state;
    tui_rig_run(r, &probe, NULL, "o路灯维修<Enter>2<Enter>干部甲<Enter>+5<Enter>第一行<Enter>第二行"
                                 "<Tab>12.5<Enter>");
    assert_true(saved);
    assert_string_equal(form_find(&form, "title")->value, "路灯维修");
    assert_string_equal(form_find(&form, "kind")->value, "信访热线");
    assert_string_equal(form_find(&form, "owner")->value, "干部甲");
    assert_string_equal(form_find(&form, "due")->value, "+5");
    assert_string_equal(form_find(&form, "text")->value, "第一行\n第二行");
    assert_string_equal(form_find(&form, "area")->value, "12.5");
}

static void a_number_in_another_unit_is_converted_while_it_is_typed(void **state)
{
#define TO_AREA "o路灯<Tab><Tab><Tab><Tab><Tab>"
    (void)state;
    tui_rig_run(r, &probe, NULL, TO_AREA "11.8078公顷");
    assert_shown(r, "= 177.117 亩");
    tui_rig_run(r, &probe, NULL, TO_AREA "11.8078");
    assert_not_shown(r, "= 11.8078");
    tui_rig_run(r, &probe, NULL, TO_AREA "3亩2分");
    assert_not_shown(r, "= 3");
}

static void a_person_is_found_by_initials(void **state)
{
    (void)state;
    tui_rig_run(r, &probe, NULL, "o路灯<Tab><Tab><F4>gby<Enter><C-s>");
    assert_true(saved);
    assert_string_equal(form_find(&form, "owner")->value, "干部乙");
}

/* ldj is 领导甲 and nobody else, gb two people. */
static void initials_typed_become_the_name(void **state)
{
    (void)state;
    tui_rig_run(r, &probe, NULL, "o路灯<Tab><Tab>ldj<Tab>");
    assert_shown(r, "领导甲");
    tui_rig_run(r, &probe, NULL, "o路灯<Tab><Tab>gb<Tab>");
    assert_shown(r, "1 干部甲");
    tui_rig_run(r, &probe, NULL, "o路灯<Tab><Tab>gb<Tab>2<C-s>");
    assert_string_equal(form_find(&form, "owner")->value, "干部乙");
    tui_rig_run(r, &probe, NULL, "o路灯<Tab><Tab>zzz<C-s>");
    assert_string_equal(form_find(&form, "owner")->value, "zzz");      /* the verb says so */
}

static void mistakes_stand_beside_their_field(void **state)
{
    (void)state;
    wrong_once = true;
    tui_rig_run(r, &probe, NULL, "o路灯<C-s>");
    assert_false(saved);
    assert_shown(r, "不是工作日");
    assert_shown(r, "有一处要改");
    /* the caret is in the field that is wrong */
    assert_string_equal(r->last.cells[r->last.cursor_y * 80 + 3].text, " ");
    wrong_once = true;
    tui_rig_run(r, &probe, NULL, "o路灯<C-s>11-27<C-s>");
    assert_true(saved);
    assert_string_equal(form_find(&form, "due")->value, "11-27");
}

static void nothing_that_is_wrong_is_cut_for_good(void **state)
{
    (void)state;
    very_wrong = true;
    tui_rig_run(r, &probe, NULL, "o路灯<C-s>");
    assert_shown(r, "督26-4");          /* wrapped beside its field */
    assert_shown(r, "第三行说明");
    assert_shown(r, "F1 看全文");
    assert_screen(r, "form-wrong-80x24");
    tui_rig_run(r, &probe, NULL, "o路灯<C-s><F1>");
    assert_shown(r, "最后一行说明");
    tui_rig_run(r, &probe, NULL, "o路灯<C-s><F1><PgDn><PgDn>");
    assert_shown(r, "尾巴");
}

/* A long text is scrolled with the caret. */
static void the_caret_of_a_long_text_is_in_view(void **state)
{
    (void)state;
    tui_rig_run(r, &probe, NULL,
                "o路灯<Tab><Tab><Tab><Tab>甲甲<Enter>乙乙<Enter>丙丙<Enter>丁丁<Enter>戊戊");
    assert_shown(r, "戊戊");
    assert_not_shown(r, "甲甲");
    tui_rig_run(r, &probe, NULL,
                "o路灯<Tab><Tab><Tab><Tab>甲甲<Enter>乙乙<Enter>丙丙<Enter>丁丁<Enter>戊戊<C-a>");
    assert_shown(r, "甲甲");
    assert_not_shown(r, "戊戊");
}

static void leaving_asks_when_something_was_typed(void **state)
{
    (void)state;
    tui_rig_run(r, &probe, NULL, "o<Esc>");
    assert_not_shown(r, "三色督办事项");
    tui_rig_run(r, &probe, NULL, "o路<Esc>");
    assert_shown(r, "回车");
    tui_rig_run(r, &probe, NULL, "o路<Esc><Esc>灯<C-s>");
    assert_true(saved);
    assert_string_equal(form_find(&form, "title")->value, "路灯");
}

static void it_fits_both_sizes(void **state)
{
    (void)state;
    tui_rig_run(r, &probe, NULL, "o路灯维修");
    assert_screen(r, "form-80x24");
    tui_rig_run(r, &probe, NULL, "<size:40x120>o路灯维修<Tab><Tab><Tab><F4>");
    assert_screen(r, "form-day-120x40");
}

#define T(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(typed_chosen_and_picked), T(a_person_is_found_by_initials),
        T(a_number_in_another_unit_is_converted_while_it_is_typed),
        T(initials_typed_become_the_name), T(nothing_that_is_wrong_is_cut_for_good),
        T(the_caret_of_a_long_text_is_in_view),
        T(mistakes_stand_beside_their_field), T(leaving_asks_when_something_was_typed),
        T(it_fits_both_sizes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
