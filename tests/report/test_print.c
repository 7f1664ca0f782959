/* test_print.c - printing, with a print service that is played by a script. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "model/file.h"
#include "report/print.h"
#include "report/run_program.h"

static char *folder;

/* lpstat: -e prints $LISTED, -d $USUAL, -r whether it runs. lp: writes down what it was given,
 * then does what $LP says. */
static const char lpstat[] =
    "#!/bin/sh\n"
    "case $1 in\n"
    "-e) printf '%s' \"$LISTED\"\n"
    "    [ -z \"$LISTED_SAYS\" ] || { echo \"$LISTED_SAYS\" >&2; exit 1; } ;;\n"
    "-d) echo \"$USUAL\" ;;\n"
    "-r) echo \"scheduler is ${RUNS:-running}\" ;;\n"
    "esac\n";
static const char lp[] =
    "#!/bin/sh\n"
    "{ for a; do printf '[%s]' \"$a\"; done\n"
    "  printf ' %s %s %s|' \"$LC_ALL\" \"$LANG\" \"$LANGUAGE\"\n"
    "  [ ! -e /proc/$$/fd/37 ] || printf ' inherited '\n"
    "  cat | wc -c; } >\"$0.given\"\n"
    "case $LP in\n"
    "sent) echo 'request id is HP-12 (1 file(s))' ;;\n"
    "unknown) echo 'lp: Error - The printer or class does not exist.' >&2; exit 1 ;;\n"
    "usual) echo 'lp: Error - No default destination.' >&2; exit 1 ;;\n"
    "down) echo 'lp: Error - scheduler not responding.' >&2; exit 1 ;;\n"
    "paper) printf 'lp: Error - out of\\tpaper\\033[31m\\n\\377second line\\n' >&2; exit 1 ;;\n"
    "hang) echo begun; sleep 60 & sleep 60 ;;\n"
    "closed) exec >&- 2>&-; sleep 60 ;;\n"
    "left) sleep 10 & echo 'request id is HP-13 (1 file(s))' ;;\n"
    "garbage) head -c 300000 /dev/zero | tr '\\000' '\\201' ;;\n"
    "silent) exit 3 ;;\n"
    "killed) kill -9 $$ ;;\n"
    "esac\n";

static void script(const char *name, const char *text)
{
    char *path = xasprintf("%s/%s", folder, name);

    assert_int_equal(file_write(path, text, strlen(text), NULL), XH_OK);
    assert_int_equal(chmod(path, 0755), 0);
    free(path);
}

static int make_folder(void **state)
{
    char name[] = "/tmp/xh-print.XXXXXX";

    (void)state;
    folder = xstrdup(mkdtemp(name));
    script("lp", lp);
    script("lpstat", lpstat);
    char *path = xasprintf("%s:%s", folder, getenv("PATH"));
    setenv("PATH", path, 1);
    free(path);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    file_remove_tree(folder);
    free(folder);
    return 0;
}

static int plain(void **state)
{
    (void)state;
    setenv("LISTED", "HP\nKyocera\n", 1);
    setenv("USUAL", "system default destination: HP", 1);
    unsetenv("LISTED_SAYS");
    unsetenv("RUNS");
    return 0;
}

/* What print_file() says when the service does `how`. */
static enum xh_rc printed(const char *how, const char *printer, int limit, char **job,
                          struct xh_err *err)
{
    setenv("LP", how, 1);
    return print_file("-dash.pdf", "第46期 \"周报\" $(date)", printer, limit, NULL, job, err);
}

static int64_t now_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void what_is_taken_has_a_number(void **state)
{
    char *job, *name = xasprintf("%s/lp.given", folder);
    int open_one = dup2(0, 37); /* not to be inherited */

    (void)state;
    setenv("LANG", "zh_CN.UTF-8", 1);
    setenv("LANGUAGE", "zh_CN", 1);
    assert_true(open_one >= 0);
    assert_int_equal(printed("sent", "HP", 5000, &job, NULL), XH_OK);
    assert_string_equal(job, "HP-12");
    free(job);
    char *given = file_read(name, 10000, NULL);
    assert_string_equal(given, "[-d][HP][-t][第46期 \"周报\" $(date)][--][-dash.pdf] C  |0\n");
    free(given);
    /* to the usual printer */
    assert_int_equal(printed("sent", NULL, 5000, NULL, NULL), XH_OK);
    given = file_read(name, 10000, NULL);
    assert_int_equal(strncmp(given, "[-t]", 4), 0);
    free(given);
    free(name);
    close(open_one);
    unsetenv("LANG");
    unsetenv("LANGUAGE");
}

static void a_long_title_is_cut_at_a_character(void **state)
{
    char *name = xasprintf("%s/lp.given", folder);
    struct buf title = { 0 };

    (void)state;
    for (int i = 0; i < 100; i++)
        buf_puts(&title, "周");
    setenv("LP", "sent", 1);
    assert_int_equal(print_file("x", buf_str(&title), NULL, 5000, NULL, NULL, NULL), XH_OK);
    char *given = file_read(name, 10000, NULL);
    char *end = strchr(given + 4, ']');
    assert_int_equal(end - (given + 5), 198); /* 66 of 3 bytes */
    free(given);
    free(name);
    buf_fini(&title);
}

static void what_is_not_taken_says_why(void **state)
{
    static const struct {
        const char *how, *printer;
        enum xh_rc rc;
        const char *says;
    } cases[] = {
        { "unknown", "Epson", XH_NOT_FOUND, "There is no printer Epson; there is: HP, Kyocera" },
        { "usual", NULL, XH_NOT_FOUND, "No printer is the usual one; choose one: HP, Kyocera" },
        { "down", "HP", XH_NOT_FOUND, "The print service is not running: scheduler not" },
        { "paper", "HP", XH_DB, "The print service says: out of paper\xE2\x90\x9B[31m \xEF\xBF\xBD"
                                "second line" },
        { "silent", "HP", XH_DB, "The print service says: " },
        { "killed", "HP", XH_DB, "The print service says: " },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct xh_err err = { 0 };
        char *job = (char *)"unset";
        assert_int_equal(printed(cases[i].how, cases[i].printer, 5000, &job, &err), cases[i].rc);
        assert_null(job);
        if (!strstr(err.msg, cases[i].says))
            fail_msg("%s: %s", cases[i].how, err.msg);
    }
}

static void a_service_that_hangs_is_left(void **state)
{
    static const char *const hows[] = { "hang", "closed" };

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct xh_err err = { 0 };
        int64_t begun = now_ms();
        assert_int_equal(printed(hows[i], "HP", 500, NULL, &err), XH_CONFLICT);
        assert_non_null(strstr(err.msg, "did not answer"));
        assert_true(now_ms() - begun >= 500 && now_ms() - begun < 5000);
    }
    /* it has ended; who it left behind is not waited for */
    char *job;
    int64_t begun = now_ms();
    assert_int_equal(printed("left", "HP", 20000, &job, NULL), XH_OK);
    assert_string_equal(job, "HP-13");
    assert_true(now_ms() - begun < 5000);
    free(job);
}

/* It never stops writing: the time is over all the same. */
static void a_service_that_talks_on_is_left(void **state)
{
    char *argv[] = { (char *)"sh", (char *)"-c",
                     (char *)"cat /dev/zero & cat /dev/zero >&2 & cat /dev/zero", NULL };
    int64_t begun = now_ms();
    struct run r;

    (void)state;
    assert_int_equal(run_program(argv, 500, NULL, &r), RUN_LATE);
    assert_true(now_ms() - begun >= 500 && now_ms() - begun < 1500);
    assert_int_equal(r.out.len, 65536);
    run_fini(&r);
}

/* What is not begun is not a service that is not there. */
static void a_machine_without_room_for_another_program(void **state)
{
    (void)state;
    for (int i = 0; i < 2; i++) {
        int status = 0;
        pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0) {               /* no descriptors are left, then no processes */
            struct rlimit few = { i == 0 ? 4 : 0, i == 0 ? 4 : 0 };
            struct xh_err err = { 0 };
            setrlimit(i == 0 ? RLIMIT_NOFILE : RLIMIT_NPROC, &few);
            if (i == 1 && geteuid() == 0 && setresuid(65534, 65534, 65534) != 0)
                _exit(2);
            enum xh_rc rc = print_file("x", "x", "HP", 5000, NULL, NULL, &err);
            _exit(rc == XH_DB && strstr(err.msg, "cannot ask the print service now: ") ? 0 : 1);
        }
        assert_int_equal(waitpid(child, &status, 0), child);
        if (status != 0)
            fail_msg("case %d: %x", i, (unsigned)status);
    }
}

static void a_service_that_talks_nonsense_is_believed_its_status(void **state)
{
    char *job;

    (void)state;
    assert_int_equal(printed("garbage", "HP", 10000, &job, NULL), XH_OK);
    assert_string_equal(job, "");
    free(job);
}

static void printers_are_listed(void **state)
{
    struct printer_list l = { 0 };
    struct xh_err err = { 0 };

    (void)state;
    setenv("LISTED", "HP\nbad \xFF name\n\xFF\nKyocera", 1);
    assert_int_equal(printer_list(&l, 5000, NULL, &err), XH_OK);
    assert_int_equal(l.n, 2);
    assert_string_equal(l.v[0], "HP");
    assert_string_equal(l.v[1], "Kyocera");
    assert_string_equal(l.usual, "HP");
    printer_list_fini(&l);

    setenv("USUAL", "no system default destination", 1);
    assert_int_equal(printer_list(&l, 5000, NULL, &err), XH_OK);
    assert_null(l.usual);
    printer_list_fini(&l);

    setenv("LISTED", "", 1);
    assert_int_equal(printer_list(&l, 5000, NULL, &err), XH_NOT_FOUND);
    assert_non_null(strstr(err.msg, "No printer is set up"));
    printer_list_fini(&l);
    setenv("RUNS", "not running", 1);
    assert_int_equal(printer_list(&l, 5000, NULL, &err), XH_NOT_FOUND);
    assert_non_null(strstr(err.msg, "The print service is not running"));
    printer_list_fini(&l);
    setenv("LISTED_SAYS", "lpstat: Unable to connect to server", 1);
    assert_int_equal(printer_list(&l, 5000, NULL, &err), XH_NOT_FOUND);
    assert_non_null(strstr(err.msg, "not running: Unable to connect"));
    printer_list_fini(&l);
}

static void a_machine_without_a_service(void **state)
{
    char *path = xstrdup(getenv("PATH"));
    struct printer_list l = { 0 };
    struct xh_err err = { 0 };

    (void)state;
    setenv("PATH", "/nowhere", 1);
    assert_int_equal(print_file("x", "x", "HP", 5000, NULL, NULL, &err), XH_NOT_FOUND);
    assert_non_null(strstr(err.msg, "Printing is not installed"));
    assert_int_equal(printer_list(&l, 5000, NULL, &err), XH_NOT_FOUND);
    assert_non_null(strstr(err.msg, "Printing is not installed"));
    printer_list_fini(&l);
    setenv("PATH", path, 1);
    free(path);
}

static void a_program_gets_signals_and_a_group_of_its_own(void **state)
{
    char *argv[] = { (char *)"sh", (char *)"-c",
                     /* 32 and 33 are the C library's own: nobody can set them */
                     (char *)"grep -E 'Sig(Blk|Ign)' /proc/$$/status | tr -d '\\t\\n' | "
                             "sed s/0000000180000000/0000000000000000/; "
                             "[ $(cut -d' ' -f5 /proc/$$/stat) = $$ ] && echo own",
                     NULL };
    struct run r;
    sigset_t some;

    (void)state;
    sigemptyset(&some);
    sigaddset(&some, SIGTERM);
    sigprocmask(SIG_BLOCK, &some, NULL);
    signal(SIGPIPE, SIG_IGN);
    assert_int_equal(run_program(argv, 5000, NULL, &r), RUN_ENDED);
    signal(SIGPIPE, SIG_DFL);
    sigprocmask(SIG_UNBLOCK, &some, NULL);
    assert_string_equal(buf_str(&r.out), "SigBlk:0000000000000000SigIgn:0000000000000000own\n");
    run_fini(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(what_is_taken_has_a_number, plain),
        cmocka_unit_test_setup(a_long_title_is_cut_at_a_character, plain),
        cmocka_unit_test_setup(what_is_not_taken_says_why, plain),
        cmocka_unit_test_setup(a_service_that_hangs_is_left, plain),
        cmocka_unit_test_setup(a_service_that_talks_on_is_left, plain),
        cmocka_unit_test_setup(a_machine_without_room_for_another_program, plain),
        cmocka_unit_test_setup(a_service_that_talks_nonsense_is_believed_its_status, plain),
        cmocka_unit_test_setup(printers_are_listed, plain),
        cmocka_unit_test_setup(a_machine_without_a_service, plain),
        cmocka_unit_test_setup(a_program_gets_signals_and_a_group_of_its_own, plain),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
