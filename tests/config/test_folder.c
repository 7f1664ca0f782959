/* How complaints are printed, and what a township's folder may hold. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "fixture.h"
#include "model/mem.h"

#define HEAD "list: bad\nname: 坏台账\ncode: \"坏{yy}-{seq}\"\nalias: b\n"

/* ---- how it is said ---- */

static void the_caret_stands_under_the_character(void **state)
{
    struct texts t = shipped_texts();
    const char *list = HEAD "fields: {kind: {name: 事项类别, type: chioce}}\n";
    struct buf text = {0};
    struct config c;

    (void)state;
    texts_put(&t, "lists/bad", list, strlen(list));
    assert_false(config_load_texts(&c, t.v, t.n));
    config_print_complaints(&c, &text);
    assert_string_equal(buf_str(&text),
        "lists/bad.yaml:5:35: fields.kind.type: \"chioce\" is not a word known here; did you mean "
        "\"choice\"? Possible are: text, decimal, integer, date, choice, bool\n"
        "    fields: {kind: {name: 事项类别, type: chioce}}\n"
        "                                          ^\n");
    buf_fini(&text);
    config_fini(&c);
    texts_free(&t);
}

static void a_long_line_is_shown_around_the_mistake(void **state)
{
    struct texts t = shipped_texts();
    struct buf list = {0}, text = {0};
    struct config c;
    const char *line, *caret;

    (void)state;
    buf_puts(&list, HEAD "doc: \"");
    for (int i = 0; i < 100; i++)
        buf_puts(&list, "很长");
    buf_puts(&list, "\"\nsteps: [{id: a, name: 甲, doc: \"");
    for (int i = 0; i < 100; i++)
        buf_puts(&list, "很长");
    buf_puts(&list, "\", wieght: 3}]\n");
    texts_put(&t, "lists/bad", buf_str(&list), list.len);
    assert_false(config_load_texts(&c, t.v, t.n));
    assert_int_equal(c.n_complaints, 1);
    config_print_complaints(&c, &text);
    line = strstr(buf_str(&text), "\n    ...");
    assert_non_null(line);
    caret = strrchr(buf_str(&text), '^');
    assert_non_null(strstr(line, "wieght: 3}]\n"));
    assert_true(caret - strrchr(line, '\n') < 100);
    buf_fini(&list);
    buf_fini(&text);
    config_fini(&c);
    texts_free(&t);
}

static void all_files_in_one_pass_sorted_by_place(void **state)
{
    struct texts t = shipped_texts();
    const char *bad = HEAD "nmae: x\nrow: 户\nrow: 项\nrevew: 3 "
    "days\n", *worse = "list: worse：\n x";
    struct config c;

    (void)state;
    texts_put(&t, "lists/bad", bad, strlen(bad));
    texts_put(&t, "lists/worse", worse, strlen(worse));
    texts_put(&t, "township", "name: [", 7);
    assert_false(config_load_texts(&c, t.v, t.n));
    for (size_t i = 1; i < c.n_complaints; i++) {
        const struct config_complaint *a = &c.complaints[i - 1], *b = &c.complaints[i];
        int order = strcmp(a->path, b->path);

        assert_true(order < 0 ||
                    (order == 0 &&
                     (a->line < b->line || (a->line == b->line && a->col <= b->col))));
    }
    assert_string_equal(c.complaints[0].path, "lists/bad.yaml");
    assert_string_equal(c.complaints[c.n_complaints - 1].path, "township.yaml");
    config_fini(&c);
    texts_free(&t);
}

/* What cannot be read is complained about once; what others expect in it is nobody's
 * mistake. */
static void an_unreadable_list_is_one_complaint(void **state)
{
    struct texts t = shipped_texts();
    struct config c;

    (void)state;
    texts_put(&t, "lists/projects", "list: [", 7);
    assert_false(config_load_texts(&c, t.v, t.n));
    assert_int_equal(c.n_complaints, 1);
    assert_string_equal(c.complaints[0].path, "lists/projects.yaml");
    assert_non_null(defs_list(c.defs, "projects"));
    config_fini(&c);
    texts_put(&t, "workflow", "\xFF\xFF", 2);
    assert_false(config_load_texts(&c, t.v, t.n));
    assert_int_equal(c.n_complaints, 2);
    assert_string_equal(c.hash, "");
    config_fini(&c);
    texts_free(&t);
}

static void a_flood_of_mistakes_is_counted(void **state)
{
    struct texts t = shipped_texts();
    struct buf list = {0}, text = {0};
    struct config c;

    (void)state;
    buf_puts(&list, HEAD);
    for (int i = 0; i < 5000; i++)
        buf_printf(&list, "unknown%d: x\n", i);
    for (int i = 0; i < 4; i++) {
        char *name = xasprintf("lists/bad%d", i);

        texts_put(&t, name, buf_str(&list), list.len);
        free(name);
    }
    assert_false(config_load_texts(&c, t.v, t.n));
    assert_int_equal(c.n_complaints, CONFIG_COMPLAINTS_MAX);
    assert_true(c.n_unsaid > 100);
    config_print_complaints(&c, &text);
    assert_non_null(strstr(buf_str(&text), " more\n"));
    buf_fini(&list);
    buf_fini(&text);
    config_fini(&c);
    texts_free(&t);
}

/* ---- the folder ---- */

static char *folder;

static int make_folder(void **state)
{
    const char *tmp = getenv("XH_TMP") ? getenv("XH_TMP") : "/tmp";
    char *shipped = shipped_folder(), *command;

    (void)state;
    folder = xasprintf("%s/township-XXXXXX", tmp);
    assert_non_null(mkdtemp(folder));
    command = xasprintf("cp -R '%s/.' '%s/'", shipped, folder);
    assert_int_equal(system(command), 0);
    free(command);
    free(shipped);
    return 0;
}

static int remove_folder(void **state)
{
    char *command = xasprintf("rm -rf '%s'", folder);

    (void)state;
    assert_int_equal(system(command), 0);
    free(command);
    free(folder);
    return 0;
}

static char *in_folder(const char *name)
{
    return xasprintf("%s/%s", folder, name);
}

static void put_file(const char *name, const char *text)
{
    char *path = in_folder(name);
    FILE *f = fopen(path, "wb");

    assert_non_null(f);
    fputs(text, f);
    fclose(f);
    free(path);
}

/* The first complaint's path (below the folder) and words; NULL: there is none. */
static void assert_complaint(size_t n, size_t i, const char *path, const char *what)
{
    struct config c;
    struct buf text = {0};
    char *full = *path ? in_folder(path) : xstrdup(folder);

    config_load_dir(&c, folder);
    config_print_complaints(&c, &text);
    if (c.n_complaints != n || (n > i && (strcmp(c.complaints[i].path, full) != 0
                                          || !strstr(c.complaints[i].what, what))))
        fail_msg("wanted %zu complaints, one about %s: %s; got\n%s", n, path, what,
                 buf_str(&text));
    buf_fini(&text);
    config_fini(&c);
    free(full);
}

static void a_whole_folder_is_fine(void **state)
{
    (void)state;
    put_file("lists/.tasks.yaml.swp", "x");
    put_file("lists/tasks.yaml~", "x");
    put_file("lists/tasks.yaml.bak", "x");
    put_file("README.md", "x");
    assert_complaint(0, 0, "", "");
}

static void missing_files_and_folders_are_named(void **state)
{
    char *path = in_folder("workflow.yaml"), *lists = in_folder("lists"),
         *away = in_folder("l");
    struct config c;

    (void)state;
    assert_int_equal(unlink(path), 0);
    assert_complaint(1, 0, "workflow.yaml", "the file workflow.yaml is missing");
    assert_int_equal(rename(lists, away), 0);
    assert_complaint(3, 0, "lists", "the folder cannot be read");
    assert_false(config_load_dir(&c, "/nowhere/at/all"));
    assert_int_equal(c.n_complaints, 1);
    assert_non_null(c.defs);
    config_fini(&c);
    free(path);
    free(lists);
    free(away);
}

static void only_ordinary_files_are_read(void **state)
{
    char *path = in_folder("lists/other.yaml"), *target = in_folder("lists/tasks.yaml");

    (void)state;
    assert_int_equal(symlink(target, path), 0);
    assert_complaint(1, 0, "lists/other.yaml", "is a symbolic link");
    assert_int_equal(unlink(path), 0);
    assert_int_equal(mkdir(path, 0700), 0);
    assert_complaint(1, 0, "lists/other.yaml", "is not an ordinary file");
    assert_int_equal(rmdir(path), 0);
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_complaint(1, 0, "lists/other.yaml", "is not an ordinary file");
    assert_int_equal(unlink(path), 0);
    if (geteuid() != 0) {
        put_file("lists/other.yaml", "list: other\n");
        assert_int_equal(chmod(path, 0), 0);
        assert_complaint(1, 0, "lists/other.yaml", "cannot be read");
    }
    free(path);
    free(target);
}

static void files_that_would_not_be_read_are_named(void **state)
{
    (void)state;
    put_file("lists/tasks.yml", "x");
    assert_complaint(1, 0, "lists/tasks.yml", "would not be read");
    put_file("lists/a.yaml.txt", "x");
    assert_complaint(2, 0, "lists/a.yaml.txt", "would not be read");
    put_file("tasks.yaml", "x");
    assert_complaint(3, 2, "tasks.yaml", "would not be read");
}

static void a_file_is_called_like_its_list(void **state)
{
    char *from = in_folder("lists/tasks.yaml"), *to = in_folder("lists/task.yaml");

    (void)state;
    assert_int_equal(rename(from, to), 0);
    assert_complaint(1, 0, "lists/task.yaml",
                     "the file is called task.yaml, but holds \"tasks\"");
    free(from);
    free(to);
}

static void too_many_and_too_large_files_are_refused(void **state)
{
    struct buf large = {0};

    (void)state;
    for (int i = 0; i < 210; i++) {
        char *name = xasprintf("calendar/%d.yaml", 2100 + i), *text;

        text = xasprintf("year: %d\n", 2100 + i);
        put_file(name, text);
        free(name);
        free(text);
    }
    assert_complaint(1, 0, "", "there are more than 200 files");
    while (large.len <= 1024 * 1024)
        buf_puts(
            &large,
            "# 0123456789012345678901234567890123456789012345678901234567890123456\n");
    put_file("township.yaml", buf_str(&large));
    assert_complaint(2, 1, "township.yaml", "larger than 1 MiB");
    buf_fini(&large);
}

static void all_files_together_have_a_limit(void **state)
{
    struct buf text = {0};

    (void)state;
    while (text.len < 900 * 1024)
        buf_puts(
            &text,
            "# 0123456789012345678901234567890123456789012345678901234567890123456\n");
    buf_puts(&text, "year: 2031\n");
    put_file("calendar/2031.yaml", buf_str(&text));
    assert_complaint(0, 0, "", "");
    for (int i = 2; i <= 4; i++) {
        char *name = xasprintf("calendar/203%d.yaml", i);

        text.s[text.len - 2] = (char)('0' + i);
        put_file(name, buf_str(&text));
        free(name);
    }
    assert_complaint(2, 0, "calendar/2033.yaml", "larger than 2 MiB");
    buf_fini(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_caret_stands_under_the_character),
        cmocka_unit_test(a_long_line_is_shown_around_the_mistake),
        cmocka_unit_test(all_files_in_one_pass_sorted_by_place),
        cmocka_unit_test(an_unreadable_list_is_one_complaint),
        cmocka_unit_test(a_flood_of_mistakes_is_counted),
        cmocka_unit_test_setup_teardown(a_whole_folder_is_fine, make_folder,
                                        remove_folder),
        cmocka_unit_test_setup_teardown(missing_files_and_folders_are_named, make_folder,
                                        remove_folder),
        cmocka_unit_test_setup_teardown(only_ordinary_files_are_read, make_folder,
                                        remove_folder),
        cmocka_unit_test_setup_teardown(files_that_would_not_be_read_are_named,
                                        make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(a_file_is_called_like_its_list, make_folder,
                                        remove_folder),
        cmocka_unit_test_setup_teardown(too_many_and_too_large_files_are_refused,
                                        make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(all_files_together_have_a_limit, make_folder,
                                        remove_folder),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
