/* test_locale.c - Chinese by default in every environment an office machine may have. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>
#include <langinfo.h>
#include <libintl.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/locale.h"
#include "model/mem.h"

#define MSGID "the cat sat on the mat"
#define ZH "猫坐在垫子上"

static const char *tmp;             /* holds locale/ with a catalogue of one message */

/* What the machine says before the program speaks; NULL leaves the variable unset. */
struct place {
    const char *what, *lang, *lc_all, *language, *lc_numeric;
};

static const struct place places[] = {
    { "nothing set",            NULL,           NULL,          NULL, NULL },
    { "C",                      "C",            NULL,          NULL, NULL },
    { "POSIX",                  "POSIX",        NULL,          NULL, NULL },
    { "C.UTF-8",                "C.UTF-8",      NULL,          NULL, NULL },
    { "zh_CN.UTF-8",            "zh_CN.UTF-8",  NULL,          NULL, NULL },
    { "zh_CN.GB18030",          "zh_CN.GB18030", NULL,         NULL, NULL },
    { "a locale nobody has",    "xx_YY.UTF-8",  NULL,          NULL, NULL },
    { "English desktop",        "en_US.UTF-8",  NULL,          "en_US:en", NULL },
    { "LC_ALL=C over Chinese",  "zh_CN.UTF-8",  "C",           "zh_CN", NULL },
    { "German numbers",         "C.UTF-8",      NULL,          "de", "de_DE.UTF-8" },
    { "empty strings",          "",             "",            "", "" },
};
#define N_PLACES (sizeof places / sizeof *places)

static void put(const char *name, const char *value)
{
    if (value)
        setenv(name, value, 1);
}

/* In the child: settle and say with the exit status what is wrong. */
static int look(const struct place *p, const char *locpath, const char *lang,
                const char *want)
{
    char number[16];

    clearenv();
    put("LANG", p->lang);
    put("LC_ALL", p->lc_all);
    put("LANGUAGE", p->language);
    put("LC_NUMERIC", p->lc_numeric);
    put("LOCPATH", locpath);
    locale_settle(lang, tmp);
    snprintf(number, sizeof number, "%.1f", 1.5);
    return strcmp(gettext(MSGID), want) != 0 ? 1
         : strcmp(nl_langinfo(CODESET), "UTF-8") != 0 ? 2
         : strcmp(number, "1.5") != 0 ? 3 : 0;
}

static void expect_in(const struct place *p, const char *locpath, const char *lang,
                      const char *want)
{
    static const char *const faults[] = { "", "language", "charset", "number" };
    int status = 0;
    pid_t pid = fork();

    if (pid == 0)
        _exit(look(p, locpath, lang, want));
    assert_int_equal(waitpid(pid, &status, 0), pid);
    if (!WIFEXITED(status) || WEXITSTATUS(status) > 3)
        fail_msg("%s: crashed", p->what);
    if (WEXITSTATUS(status) != 0)
        fail_msg("%s: wrong %s", p->what, faults[WEXITSTATUS(status)]);
}

static void chinese_in_every_environment(void **state)
{
    (void)state;
    for (size_t i = 0; i < N_PLACES; i++) {
        expect_in(&places[i], NULL, NULL, ZH);
        expect_in(&places[i], NULL, "zh", ZH);
    }
}

static void english_when_asked(void **state)
{
    (void)state;
    for (size_t i = 0; i < N_PLACES; i++)
        expect_in(&places[i], NULL, "en", MSGID);
}

/* zh_CN.UTF-8 is seldom on a minimal machine: one is made for the occasion. */
static void works_where_zh_cn_is_installed(void **state)
{
    char *cmd =
        xasprintf("localedef -i zh_CN -f UTF-8 '%s/zh_CN.UTF-8' 2>/dev/null", tmp);
    int rc = system(cmd);

    (void)state;
    free(cmd);
    if (rc != 0)
        skip();
    for (size_t i = 0; i < N_PLACES; i++) {
        expect_in(&places[i], tmp, NULL, ZH);
        expect_in(&places[i], tmp, "en", MSGID);
    }
}

/* township.yaml names a language too, known only after the first messages. */
static void may_be_settled_again(void **state)
{
    (void)state;
    locale_settle(NULL, tmp);
    assert_string_equal(gettext(MSGID), ZH);
    locale_settle("en", tmp);
    assert_string_equal(gettext(MSGID), MSGID);
    locale_settle("zh", tmp);
    assert_string_equal(gettext(MSGID), ZH);
}

static void without_catalogue_the_installed_one_is_bound(void **state)
{
    (void)state;
    locale_settle(NULL, NULL);
    assert_string_equal(bindtextdomain("xiaohao", NULL), XH_LOCALEDIR);
    locale_settle(NULL, "/nonexistent");
    assert_string_equal(bindtextdomain("xiaohao", NULL), XH_LOCALEDIR);
}

/* The catalogue the build made, beside the program. */
static void the_built_catalogue_is_found(void **state)
{
    const char *build = getenv("XH_BUILD");

    (void)state;
    if (!build)
        skip();
    locale_settle(NULL, build);
    assert_non_null(strstr(gettext(""), "Language: zh_CN"));
}

static int make_catalogue(void **state)
{
    static char fallback[] = "/tmp/test_locale.XXXXXX";
    char *po, *cmd;
    FILE *f;
    int rc;

    (void)state;
    tmp = getenv("XH_TMP");
    tmp = tmp ? xstrdup(tmp) : mkdtemp(fallback);
    po = xasprintf("%s/zh.po", tmp);
    f = fopen(po, "w");
    fputs("msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=UTF-8\\n\"\n\n"
          "msgid \"" MSGID "\"\nmsgstr \"" ZH "\"\n", f);
    fclose(f);
    cmd = xasprintf("d='%s/locale/zh_CN/LC_MESSAGES'; mkdir -p \"$d\" && "
                    "msgfmt -o \"$d/xiaohao.mo\" '%s'", tmp, po);
    rc = system(cmd);
    free(cmd);
    free(po);
    return rc;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chinese_in_every_environment),
        cmocka_unit_test(english_when_asked),
        cmocka_unit_test(works_where_zh_cn_is_installed),
        cmocka_unit_test(may_be_settled_again),
        cmocka_unit_test(without_catalogue_the_installed_one_is_bound),
        cmocka_unit_test(the_built_catalogue_is_found),
    };
    return cmocka_run_group_tests(tests, make_catalogue, NULL);
}
