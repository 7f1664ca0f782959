/* test_gates.c - a step that waits for rows of another list, and a village's sample, as the boxes
 * show them: what is missing with a way to the rows, a reason in writing, the rows drawn. */
#include "tests/tui/acts_rig.h"

#include <stdio.h>
#include <stdlib.h>

static const char households[] =
    "list: households\nname: 征地户签\nrow: 户\norder: 3\nparent: projects\n"
    "code: \"征{yy}-{seq:3}\"\nalias: z\nperson: true\nclose: by_place\ndue: none\n"
    "report_every: week\nsteps:\n  - {id: sign, name: 签约}\n  - {id: hand, name: 交地}\n"
    "columns: [colour, code, title, place, steps]\n";
static const char parcels[] =
    "list: parcels\nname: 集体土地征收\nrow: 块\norder: 5\nparent: projects\n"
    "code: \"地{yy}-{seq:3}\"\nalias: k\ndue: none\nreport_every: week\n"
    "steps:\n"
    "  - id: approval\n    name: 报批\n    needs: {rows: {list: households, "
    "same: [parent, place], step: sign, unless: reason, law: 实施条例第二十九条}}\n"
    "  - id: hand\n    name: 清表交地\n    needs: {rows: {list: households, "
    "same: [parent, place], step: hand}}\n";

static char project[64], parcel[64], house[3][64];

/* A parcel in 林家村 with three households, the first of which has signed. */
static void village(void)
{
    assert_ok(tools_configure(r, r->admin, "lists/households", NULL, households, "lists/parcels",
                              NULL, parcels, NULL));
    snprintf(project, sizeof project, "%s",
             rig_add(r, "projects", "title=示例项目", "unit=建设办", "lead=领导甲", NULL));
    char *parent = xasprintf("parent=%s", project);
    snprintf(parcel, sizeof parcel, "%s",
             rig_add(r, "parcels", "title=示例地块", parent, "place=林家村", "owner=干部甲", NULL));
    assert_ok(rig_do(r, r->handler, VERB_ACCEPT, parcel));
    for (int i = 0; i < 3; i++)
        snprintf(house[i], sizeof house[i], "%s",
                 rig_add(r, "households", "title=户主", parent, "place=林家村/一组",
                         "owner=干部甲", "lead=领导甲", NULL));
    assert_ok(rig_check(r, r->handler, house[0], "sign", NULL));
    free(parent);
}

static void the_rows_missing_are_told_and_a_digit_leads_to_them(void **state)
{
    (void)state;
    village();
    show(r->handler, parcel, "<F2>");
    assert_shown(scr, "签约 1/3");
    assert_shown(scr, "还差2户");
    assert_screen(scr, "gates-missing-80x24");
    /* 1 step, 2 its rows */
    show(r->handler, parcel, "<F2>2");
    assert_shown(scr, house[1]);
    assert_shown(scr, house[2]);
    assert_not_shown(scr, house[0]);
}

static void a_reason_in_writing_lets_it_go_on(void **state)
{
    (void)state;
    village();
    show(r->handler, parcel, "D1");
    assert_shown(scr, "还差2户");
    assert_screen(scr, "gates-reason-80x24");
    show(r->handler, parcel, "D1<Enter>");          /* asks for it */
    assert_shown(scr, "为什么仍要办");
    assert_int_equal(tools_int(r, "SELECT count(*) FROM rows_passed", NULL), 0);
    show(r->handler, parcel, "D1<Enter>两户外出<Enter><Enter>");
    assert_int_equal(tools_int(r, "SELECT missing FROM rows_passed", NULL), 2);
    assert_history(parcel, "check|干部甲");
    /* no reason helps where none is allowed */
    show(r->handler, parcel, "D2");
    assert_shown(scr, "交地 0/3");
    assert_shown(scr, "1 转过去：征地户签 征26-001");
    assert_not_shown(scr, "哪一天");    /* before anything is asked */
    assert_not_shown(scr, "--where");
    show(r->handler, parcel, "D21");
    assert_shown(scr, "征地户签 > 项26-01 > 林家村");
    assert_int_equal(tools_int(r, "SELECT steps_done FROM item WHERE code = ?", parcel), 1);
}

static void the_reviewer_sees_what_was_drawn(void **state)
{
    (void)state;
    village();
    for (int i = 0; i < 3; i++) {
        if (i)
            assert_ok(rig_check(r, r->handler, house[i], "sign", NULL));
        assert_ok(rig_check(r, r->handler, house[i], "hand", NULL));
    }
    struct call apply = rig_call(VERB_APPLY, project);
    apply.place = "林家村";
    assert_ok(rig_run(r, r->clerk, &apply));
    show(r->leader, project, "<F2><F2>同意<Enter>林家村<Enter>");
    assert_shown(scr, "随机抽查3户");
    for (int i = 0; i < 3; i++)
        assert_shown(scr, house[i]);
    assert_not_shown(scr, "户主");
    assert_screen(scr, "gates-review-80x24");
}

#define T(f) cmocka_unit_test_setup_teardown(f, acts_setup, acts_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(the_rows_missing_are_told_and_a_digit_leads_to_them),
        T(a_reason_in_writing_lets_it_go_on),
        T(the_reviewer_sees_what_was_drawn),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
