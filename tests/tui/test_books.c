/* test_books.c - 勾稽核对 by keys: what differs and how it comes about, the rows it is about in
 * either ledger, as text, for those who may read only a part. */
#include "tests/tui/acts_rig.h"

#include "tui/books.h"
#include "tui/ledger.h"

static char project[64];

static void add(const char *list, const char *place, const char *a, const char *b)
{
    char *under = xasprintf("parent=%s", project), *where = xasprintf("place=%s", place);

    rig_add(r, list, "title=户甲", under, where, "owner=干部甲", a, b, NULL);
    free(under);
    free(where);
}

static int fill(int wrong)
{
    snprintf(project, sizeof project, "%s",
             rig_add(r, "projects", "title=示例道路", "unit=建设办", "owner=干部甲", "lead=领导甲",
                     "due=2027-12-31", NULL));
    add("households", "林家村/一组", "area=1.2", "people=3");
    add("households", "林家村", "area=2.3", "people=3");
    add("households", "上洋村", "area=4", "people=3");
    add("parcels", "林家村", "area=3.5", "houses=2");
    add("parcels", "上洋村", "area=177.1174", "announced=11.8078");
    return wrong;
}

static int setup(void **state)
{
    return fill(acts_setup(state));
}

static int setup_files(void **state)
{
    return fill(acts_setup_with_files(state));
}

static void look(int64_t person, const char *keys)
{
    scr->tui.me = scr->tui.account = person;
    tui_rig_run(scr, &books_screen, NULL, keys);
}

static void what_differs_small_and_large(void **state)
{
    (void)state;
    look(r->clerk, "");
    assert_screen(scr, "books-80x24");
    look(r->clerk, "<size:40x120><Down>");
    assert_screen(scr, "books-120x40");
    assert_shown(scr, "-173.1174");
}

static void enter_opens_the_rows_in_either_ledger(void **state)
{
    (void)state;
    look(r->clerk, "<Enter>");
    assert_shown(scr, "地26-002");
    assert_not_shown(scr, "地26-001");
    look(r->clerk, "<Down><Enter>");
    assert_shown(scr, "征26-003");
    assert_not_shown(scr, "征26-001");
    look(r->clerk, "<Down>O");
    assert_shown(scr, "地26-002");
    assert_not_shown(scr, "征26-003");
    look(r->clerk, "O");
    assert_shown(scr, "没有另一本台账");
}

static void as_text(void **state)
{
    (void)state;
    look(r->clerk, "<F8>");
    assert_shown(scr, "怎么算的");
    look(r->clerk, "<F8><End>");
    assert_shown(scr, "签约与协议");
}

/* What was written into the only file of the folder named so. Caller frees. */
static char *written(const char *name)
{
    char *path = xasprintf("%s/home/%s", folder, name), *text = xcalloc(1, 20000);
    FILE *f = fopen(path, "re");

    if (!f)
        fail_msg("nothing was written into %s:\n%s", path, scr->frame);
    assert_true(fread(text, 1, 19999, f) > 0);
    assert_int_equal(fclose(f), 0);
    assert_int_equal(remove(path), 0);
    free(path);
    return text;
}

/* Reading and taking away are two permissions, row by row (ENGINE 28). */
static void a_file_has_what_one_may_take_away(void **state)
{
    (void)state;
    assert_ok(rig_set(r, r->clerk, VERB_ASSIGN, "地26-001", "leader=领导甲", NULL));
    assert_ok(rig_set(r, r->clerk, VERB_SET, "地26-001", "area=9", "announced=0.7", NULL));
    look(r->leader, "<F8>");                    /* on the screen all he may read */
    assert_shown(scr, "地26-002");
    look(r->leader, "<F8><F8>4<Enter>");
    char *text = written("勾稽核对.txt");
    assert_non_null(strstr(text, "地26-001"));
    assert_null(strstr(text, "地26-002"));
    assert_non_null(strstr(text, "另有"));
    free(text);
    look(r->clerk, "<F8><F8>4<Enter>");
    text = written("勾稽核对.txt");
    assert_non_null(strstr(text, "地26-002"));
    assert_null(strstr(text, "另有"));
    free(text);
    look(r->village, "<F8><F8>");        /* takes nothing away */
    assert_shown(scr, "导出");
}

static void who_may_read_a_part_sees_a_part(void **state)
{
    (void)state;
    look(r->village, "");           /* 林家村, where everything fits */
    assert_not_shown(scr, "上洋村");
    assert_shown(scr, "对得上");
    assert_shown(scr, "无权查看");
}

static void what_is_mended_is_gone_when_one_comes_back(void **state)
{
    (void)state;
    assert_ok(rig_set(r, r->clerk, VERB_SET, "地26-002", "area=177.117", NULL));
    look(r->clerk, "");
    assert_not_shown(scr, "+0.0004");
}

int main(void)
{
#define BY_FILES(f) cmocka_unit_test_setup_teardown(f, setup_files, acts_teardown)
#define BY(f) cmocka_unit_test_setup_teardown(f, setup, acts_teardown)
    const struct CMUnitTest tests[] = {
        BY(what_differs_small_and_large),
        BY(enter_opens_the_rows_in_either_ledger),
        BY(as_text),
        BY_FILES(a_file_has_what_one_may_take_away),
        BY(who_may_read_a_part_sees_a_part),
        BY(what_is_mended_is_gone_when_one_comes_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
