/* test_year_file.c - a year's holidays from a file: what is wrong with it is said with the
 * place, and nothing but the draft's calendar/ is touched. */
#include "tests/model/record_tools.h"

#include "config/year_file.h"
#include "model/file.h"

static char *folder, *dir;

static int setup(void **state)
{
    struct xh_err err = {0};
    struct config c;

    (void)state;
    folder = tools_folder("year");
    dir = xasprintf("%s/config", folder);
    const char *root = getenv("XH_ROOT");
    char *shipped = xasprintf("%s/config/township", root ? root : ".");
    assert_true(config_load_dir(&c, shipped));
    for (size_t i = 0; i < c.n_files; i++) {
        char *path = xasprintf("%s/%s.yaml", dir, c.files[i].name), *slash = strrchr(path, '/');
        *slash = '\0';
        assert_int_equal(file_make_folders(path, &err), XH_OK);
        *slash = '/';
        assert_int_equal(file_write(path, c.files[i].text, c.files[i].len, &err), XH_OK);
        free(path);
    }
    config_fini(&c);
    free(shipped);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    file_remove_tree(folder);
    free(folder);
    free(dir);
    return 0;
}

static enum xh_rc read_text(const char *text, struct year_file *y, struct xh_err *err)
{
    char *path = tools_file(folder, "brought.yaml", text);

    memset(err, 0, sizeof *err);
    enum xh_rc rc = year_file_read(y, path, dir, err);
    free(path);
    return rc;
}

#define DAYS "days:\n  - {day: 2027-01-01, off: true, name: 元旦}\n" \
             "  - {day: 2027-01-09, off: false, name: 元旦}\n"

static void a_year_goes_into_the_draft(void **state)
{
    struct year_file y = {0};
    struct xh_err err = {0};
    struct config c;

    (void)state;
    assert_int_equal(read_text("year: 2027\n" DAYS, &y, &err), XH_OK);
    assert_int_equal(y.year, 2027);
    assert_int_equal(y.off, 1);
    assert_int_equal(y.make_up, 1);
    assert_false(y.replaces);
    assert_false(y.same);
    char *path = xasprintf("%s/calendar/2027.yaml", dir);
    assert_false(file_is_there(path));          /* reading touches nothing */
    assert_int_equal(year_file_put(&y, dir, &err), XH_OK);
    year_file_fini(&y);
    assert_true(config_load_dir(&c, dir));
    assert_true(calendar_covers(c.defs->calendar, on("2027-05-05")));
    assert_true(calendar_is_off(c.defs->calendar, on("2027-01-01")));
    config_fini(&c);
    free(path);
}

static void the_same_and_another_text_of_a_year(void **state)
{
    struct year_file y = {0};
    struct xh_err err = {0};

    (void)state;
    assert_int_equal(read_text("year: 2027\n" DAYS, &y, &err), XH_OK);
    assert_int_equal(year_file_put(&y, dir, &err), XH_OK);
    year_file_fini(&y);
    assert_int_equal(read_text("year: 2027\r\n" DAYS, &y, &err), XH_OK);
    assert_true(y.same);                        /* line ends make no other text */
    year_file_fini(&y);
    assert_int_equal(read_text("# corrected\nyear: 2027\n" DAYS, &y, &err), XH_OK);
    assert_false(y.same);
    assert_true(y.replaces);
    assert_int_equal(year_file_put(&y, dir, &err), XH_OK);
    char *path = xasprintf("%s/calendar/2027.yaml", dir), *text = file_read(path, 1 << 16, &err);
    assert_int_equal(strncmp(text, "# corrected\n", 12), 0);
    year_file_fini(&y);
    free(text);
    free(path);
}

static void mistakes_have_their_place(void **state)
{
    static const struct { const char *text, *said; } rows[] = {
        { "days: []\n", "year" },
        { "year: soon\n", "brought.yaml:1" },
        { "year: 2027\ndays:\n  - {day: 2027-13-01, off: true}\n", "calendar/2027.yaml:3" },
        { "year: 2027\ndays:\n  - {day: 2027-01-01}\n", "off" },
        { "year: 2027\nyear: 2028\n", "brought.yaml:2" },
        { "year: 2027\n\tdays: []\n", "brought.yaml:2" },
        { "just words\n", "brought.yaml:1:1" },
        { "", "brought.yaml:1:1" },
        { "year: 2027\nholidays: []\n", "holidays" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct year_file y = {0};
        struct xh_err err = {0};
        assert_int_equal(read_text(rows[i].text, &y, &err), XH_CONFIG);
        if (!strstr(err.msg, rows[i].said))
            fail_msg("%zu: no %s in: %s", i, rows[i].said, err.msg);
        assert_null(y.text);
    }
}

static void what_is_no_file_is_said(void **state)
{
    struct year_file y = {0};
    struct xh_err err = {0};
    char *path = xasprintf("%s/nothing.yaml", folder);

    (void)state;
    assert_int_equal(year_file_read(&y, path, dir, &err), XH_CONFIG);
    assert_non_null(strstr(err.msg, "nothing.yaml"));
    memset(&err, 0, sizeof err);
    assert_int_equal(year_file_read(&y, folder, dir, &err), XH_CONFIG);
    assert_true(err.msg[0] != '\0');
    free(path);
}

static void a_draft_with_mistakes_comes_first(void **state)
{
    struct year_file y = {0};
    struct xh_err err = {0};
    char *tasks = xasprintf("%s/lists", dir);

    (void)state;
    free(tools_file(tasks, "tasks.yaml", "rwo: 项\n"));
    assert_int_equal(read_text("year: 2027\n" DAYS, &y, &err), XH_CONFIG);
    assert_non_null(strstr(err.msg, "first"));
    free(tasks);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
        T(a_year_goes_into_the_draft),
        T(the_same_and_another_text_of_a_year),
        T(mistakes_have_their_place),
        T(what_is_no_file_is_said),
        T(a_draft_with_mistakes_comes_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
