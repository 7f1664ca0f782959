/* test_outfile.c - a file of the caller's is whole or as it was. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "model/file.h"
#include "report/outfile.h"
#include "tests/report/unfinished.h"

static char *folder;

static int make_folder(void **state)
{
    char name[] = "/tmp/xh-outfile.XXXXXX";

    (void)state;
    folder = xstrdup(mkdtemp(name));
    return chmod(folder, 0755);
}

static int remove_folder(void **state)
{
    (void)state;
    file_remove_tree(folder);
    free(folder);
    return 0;
}

static enum xh_rc written(const char *path, const char *text, struct xh_err *err)
{
    struct buf b = { 0 };

    buf_puts(&b, text);
    enum xh_rc rc = outfile_write(path, &b, err);
    buf_fini(&b);
    return rc;
}

static void assert_holds(const char *path, const char *text)
{
    char *is = file_read(path, 1000000, NULL);

    assert_non_null(is);
    assert_string_equal(is, text);
    free(is);
}

static void text_has_a_mark_and_json_has_none(void **state)
{
    char *csv = xasprintf("%s/a.csv", folder), *json = xasprintf("%s/a.JSON", folder);

    (void)state;
    assert_int_equal(written(csv, "甲,乙\n", NULL), XH_OK);
    assert_holds(csv, "\xEF\xBB\xBF甲,乙\n");
    assert_int_equal(written(csv, "", NULL), XH_OK); /* written anew */
    assert_holds(csv, "\xEF\xBB\xBF");
    assert_int_equal(written(json, "[]\n", NULL), XH_OK);
    assert_holds(json, "[]\n");
    assert_nothing_unfinished(folder);
    free(csv);
    free(json);
}

static void what_is_given_up_leaves_the_old_file(void **state)
{
    char *path = xasprintf("%s/old.pdf", folder);
    struct outfile f;
    struct xh_err err = { 0 };

    (void)state;
    assert_int_equal(file_write(path, "old", 3, NULL), XH_OK);
    assert_int_equal(outfile_begin(&f, path, NULL), XH_OK);
    assert_int_equal(write(f.fd, "half", 4), 4);
    xh_fail(&err, XH_REFUSED, "why");
    assert_int_equal(outfile_end(&f, XH_REFUSED, &err), XH_REFUSED);
    assert_string_equal(err.msg, "why");
    assert_holds(path, "old");
    assert_nothing_unfinished(folder);

    assert_int_equal(outfile_begin(&f, path, NULL), XH_OK);
    assert_int_equal(write(f.fd, "new", 3), 3);
    assert_holds(path, "old");
    assert_int_equal(outfile_end(&f, XH_OK, NULL), XH_OK);
    assert_holds(path, "new");
    free(path);
}

static mode_t mode_of(const char *path)
{
    struct stat st;

    assert_int_equal(lstat(path, &st), 0);
    return st.st_mode & (S_IFMT | 0777);
}

static void a_file_keeps_its_mode_and_a_link_its_file(void **state)
{
    char *path = xasprintf("%s/mode.txt", folder), *link = xasprintf("%s/link.txt", folder);
    char *sub = xasprintf("%s/elsewhere", folder), *far = xasprintf("%s/far.txt", sub);
    mode_t mask = umask(0027);
    struct stat st;

    (void)state;
    assert_int_equal(written(path, "x", NULL), XH_OK);
    assert_int_equal(mode_of(path), S_IFREG | 0640);
    assert_int_equal(chmod(path, 0604), 0);
    assert_int_equal(written(path, "y", NULL), XH_OK);
    assert_int_equal(mode_of(path), S_IFREG | 0604);
    umask(mask);

    assert_int_equal(mkdir(sub, 0755), 0);
    assert_int_equal(file_write(far, "old", 3, NULL), XH_OK);
    assert_int_equal(symlink("elsewhere/far.txt", link), 0);
    assert_int_equal(written(link, "new", NULL), XH_OK);
    assert_int_equal(mode_of(link) & S_IFMT, S_IFLNK);
    assert_holds(far, "\xEF\xBB\xBFnew");

    if (geteuid() == 0) {               /* whoever it belonged to still has it */
        assert_int_equal(chown(far, 65534, 65533), 0);
        assert_int_equal(written(far, "z", NULL), XH_OK);
        assert_int_equal(stat(far, &st), 0);
        assert_true(st.st_uid == 65534 && st.st_gid == 65533);
    }
    free(path);
    free(link);
    free(sub);
    free(far);
}

/* The longest name there may be leaves no room for an ending of ours. */
static void a_long_name_is_written_to(void **state)
{
    char name[256], *path;

    (void)state;
    memset(name, 'n', 251);
    memcpy(name + 251, ".txt", 5);
    path = xasprintf("%s/%s", folder, name);
    assert_int_equal(written(path, "x", NULL), XH_OK);
    free(path);
}

/* Two who write one file at a time: each is whole, the last one stands. */
static void two_at_a_time_do_not_meet(void **state)
{
    char *path = xasprintf("%s/two.txt", folder);
    struct outfile one, two;

    (void)state;
    assert_int_equal(outfile_begin(&one, path, NULL), XH_OK);
    assert_int_equal(outfile_begin(&two, path, NULL), XH_OK);
    assert_string_not_equal(one.temp, two.temp);
    FILE *f = fopen(one.temp, "w"), *g = fopen(two.temp, "w");
    assert_true(f && g && fputs("one", f) >= 0 && fputs("two", g) >= 0);
    assert_int_equal(fclose(f) | fclose(g), 0);
    assert_int_equal(outfile_end(&two, XH_OK, NULL), XH_OK);
    assert_holds(path, "two");
    assert_int_equal(outfile_end(&one, XH_OK, NULL), XH_OK);
    assert_holds(path, "one");
    assert_nothing_unfinished(folder);
    free(path);
}

/* Somebody else's file or link under the unfinished one's name is neither touched nor kept. */
static void an_exchanged_file_is_not_put_in_place(void **state)
{
    char *path = xasprintf("%s/mine.txt", folder), *theirs = xasprintf("%s/theirs.txt", folder);
    struct outfile f;
    struct xh_err err = { 0 };

    (void)state;
    assert_int_equal(file_write(path, "old", 3, NULL), XH_OK);
    assert_int_equal(chmod(path, 0666), 0);
    assert_int_equal(file_write(theirs, "secret", 6, NULL), XH_OK);
    assert_int_equal(chmod(theirs, 0600), 0);
    for (int is_link = 0; is_link < 2; is_link++) {
        assert_int_equal(outfile_begin(&f, path, NULL), XH_OK);
        unlink(f.temp);
        assert_int_equal(is_link ? symlink("theirs.txt", f.temp) : link(theirs, f.temp), 0);
        assert_int_equal(outfile_end(&f, XH_OK, &err), XH_DB);
        assert_non_null(strstr(err.msg, path));
        assert_holds(path, "old");
        assert_holds(theirs, "secret");
        assert_int_equal(mode_of(theirs), S_IFREG | 0600);
        assert_nothing_unfinished(folder);
    }
    free(path);
    free(theirs);
}

/* A signal ends the program as it always did, and takes the unfinished file along. */
static void a_signal_leaves_nothing(void **state)
{
    static const int signals[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };
    char *path = xasprintf("%s/signal.txt", folder);

    (void)state;
    assert_int_equal(file_write(path, "old", 3, NULL), XH_OK);
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        int status = 0;
        pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0) {
            struct outfile f, other;
            struct rlimit none = { 0, 0 };
            setrlimit(RLIMIT_CORE, &none);
            if (outfile_begin(&other, path, NULL) == XH_OK &&
                outfile_end(&other, XH_DB, NULL) == XH_DB &&
                outfile_begin(&f, path, NULL) == XH_OK && access(f.temp, F_OK) == 0)
                raise(signals[i]);
            _exit(1);
        }
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_true(WIFSIGNALED(status));
        assert_int_equal(WTERMSIG(status), signals[i]);
        assert_holds(path, "old");
        assert_nothing_unfinished(folder);
    }
    free(path);
}

static volatile sig_atomic_t heard;
static void hear(int sig) { heard = sig; }

static void who_listens_already_is_left_to_it(void **state)
{
    char *path = xasprintf("%s/heard.txt", folder);
    struct sigaction act;
    struct outfile f;

    (void)state;
    signal(SIGINT, hear);
    signal(SIGHUP, SIG_IGN);
    assert_int_equal(outfile_begin(&f, path, NULL), XH_OK);
    raise(SIGINT);
    raise(SIGHUP);
    assert_int_equal(heard, SIGINT);
    assert_int_equal(access(f.temp, F_OK), 0);
    assert_int_equal(outfile_end(&f, XH_OK, NULL), XH_OK);
    signal(SIGINT, SIG_DFL);
    signal(SIGHUP, SIG_DFL);
    /* and afterwards nobody of ours listens */
    sigaction(SIGTERM, NULL, &act);
    assert_true(act.sa_handler == SIG_DFL);
    free(path);
}

static void where_it_cannot_lie(void **state)
{
    static const struct { const char *name, *why; } cases[] = {
        { "none/a.txt", "there is no such folder" },
        { "plain/a.txt", "there is no such folder" },
        { "sub", "it is a folder" },
        { "sub/", "it is a folder" },
        { "new/", "it is a folder" },
        { "pipe", "is not an ordinary file" },
        { "nowhere", "is not an ordinary file" },
    };
    char *plain = xasprintf("%s/plain", folder), *sub = xasprintf("%s/sub", folder);
    char *pipe_name = xasprintf("%s/pipe", folder);

    (void)state;
    assert_int_equal(file_write(plain, "x", 1, NULL), XH_OK);
    assert_int_equal(mkdir(sub, 0755), 0);
    assert_int_equal(mkfifo(pipe_name, 0600), 0);
    char *nowhere = xasprintf("%s/nowhere", folder);
    assert_int_equal(symlink("not/there", nowhere), 0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct xh_err err = { 0 };
        char *path = xasprintf("%s/%s", folder, cases[i].name);
        assert_int_equal(written(path, "x", &err), XH_DB);
        assert_non_null(strstr(err.msg, path));
        if (!strstr(err.msg, cases[i].why))
            fail_msg("%s: %s", cases[i].name, err.msg);
        assert_nothing_unfinished(folder);
        free(path);
    }
    struct xh_err err = { 0 };
    assert_int_equal(written("/dev/full", "x", &err), XH_DB); /* and it stays a device */
    assert_non_null(strstr(err.msg, "/dev/full is not an ordinary file"));
    free(plain);
    free(sub);
    free(pipe_name);
    free(nowhere);
}

static void where_one_may_only_read(void **state)
{
    char *path = xasprintf("%s/kept.txt", folder), *other = xasprintf("%s/b.txt", folder);
    struct xh_err err = { 0 };
    bool root = geteuid() == 0;

    (void)state;
    assert_int_equal(file_write(path, "kept", 4, NULL), XH_OK);
    assert_int_equal(chmod(path, 0444), 0);
    if (root)
        assert_int_equal(seteuid(65534), 0);
    enum xh_rc file = written(path, "x", &err);
    char *said = xstrdup(err.msg);
    if (root)
        assert_int_equal(seteuid(0), 0);
    assert_int_equal(chmod(folder, 0555), 0);
    if (root)
        assert_int_equal(seteuid(65534), 0);
    enum xh_rc in_folder = written(other, "x", &err);
    if (root)
        assert_int_equal(seteuid(0), 0);
    assert_int_equal(chmod(folder, 0755), 0);

    assert_int_equal(in_folder, XH_DB);
    assert_non_null(strstr(err.msg, other));
    assert_non_null(strstr(err.msg, "you may not write there"));
    assert_false(file_is_there(other));
    assert_int_equal(file, XH_DB);
    assert_non_null(strstr(said, "you may not write there"));
    assert_holds(path, "kept");
    free(said);
    free(path);
    free(other);
}

static void a_full_disk_leaves_the_old_file(void **state)
{
    char *path = xasprintf("%s/full.txt", folder);
    int status = 0;

    (void)state;
    assert_int_equal(file_write(path, "old", 3, NULL), XH_OK);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct rlimit few = { 10000, 10000 };
        struct xh_err err = { 0 };
        struct buf b = { 0 };
        signal(SIGXFSZ, SIG_IGN);
        setrlimit(RLIMIT_FSIZE, &few);
        for (int i = 0; i < 10000; i++)
            buf_puts(&b, "字");
        bool said = outfile_write(path, &b, &err) == XH_DB && strstr(err.msg, path) &&
                    strstr(err.msg, "the disk is full");
        _exit(said ? 0 : 1);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_holds(path, "old");
    assert_nothing_unfinished(folder);
    free(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_has_a_mark_and_json_has_none),
        cmocka_unit_test(what_is_given_up_leaves_the_old_file),
        cmocka_unit_test(a_file_keeps_its_mode_and_a_link_its_file),
        cmocka_unit_test(a_long_name_is_written_to),
        cmocka_unit_test(two_at_a_time_do_not_meet),
        cmocka_unit_test(an_exchanged_file_is_not_put_in_place),
        cmocka_unit_test(a_signal_leaves_nothing),
        cmocka_unit_test(who_listens_already_is_left_to_it),
        cmocka_unit_test(where_it_cannot_lie),
        cmocka_unit_test(where_one_may_only_read),
        cmocka_unit_test(a_full_disk_leaves_the_old_file),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
