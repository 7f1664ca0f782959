/* test_args.c - a command line taken apart. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "cli/args.h"
#include "model/mem.h"

static const struct option options[] = {
    { "reason", 'r', OPT_TEXT, "TEXT", "", NO_PLACE },
    { "to", 0, OPT_DATE, "DATE", "", NO_PLACE },
    { "evidence", 'e', OPT_MANY, "FILE", "", NO_PLACE },
    { "yes", 'y', OPT_FLAG, NULL, "", NO_PLACE },
    { 0 },
};
static const struct option *const tables[] = { options, NULL };

static enum xh_rc parse(struct args *a, struct xh_err *err, bool pairs, ...)
{
    char *argv[16];
    int argc = 0;
    va_list ap;

    va_start(ap, pairs);
    while (argc < 16 && (argv[argc] = va_arg(ap, char *)))
        argc++;
    va_end(ap);
    memset(a, 0, sizeof *a);
    memset(err, 0, sizeof *err);
    return args_parse(argc, argv, tables, pairs, a, err);
}

static void options_stand_anywhere(void **state)
{
    struct args a;
    struct xh_err err;

    (void)state;
    assert_int_equal(parse(&a, &err, false, "d1", "--reason", "why not", "-y", "x", NULL),
                     XH_OK);
    assert_int_equal(a.n_words, 2);
    assert_string_equal(args_word(&a, 1), "x");
    assert_null(args_word(&a, 2));
    assert_string_equal(args_get(&a, "reason"), "why not");
    assert_true(args_has(&a, "yes"));
    assert_false(args_has(&a, "to"));
    args_fini(&a);
}

static void values_may_stand_behind_an_equals_sign(void **state)
{
    struct args a;
    struct xh_err err;

    (void)state;
    assert_int_equal(parse(&a, &err, false, "--reason=a=b", "--to=11-27", "-rx", NULL),
                     XH_USAGE);
    args_fini(&a);                          /* -r is --reason again */
    assert_int_equal(parse(&a, &err, false, "--reason=a=b", "--to=１１－２７", NULL),
                     XH_OK);
    assert_string_equal(args_get(&a, "reason"), "a=b");
    assert_string_equal(args_get(&a, "to"), "11-27");
    args_fini(&a);
    assert_int_equal(parse(&a, &err, false, "-rx", "-e", "1", "--evidence=2", NULL),
                     XH_OK);
    assert_int_equal(a.n, 3);
    assert_string_equal(args_get(&a, "evidence"), "2");
    args_fini(&a);
}

static void texts_stay_as_they_are(void **state)
{
    struct args a;
    struct xh_err err;

    (void)state;
    assert_int_equal(parse(&a, &err, false, "－－reason＝ＡＢ，", NULL), XH_OK);
    assert_string_equal(args_get(&a, "reason"), "ＡＢ，");
    args_fini(&a);
    assert_int_equal(parse(&a, &err, false, "——reason", "--to", NULL), XH_OK);
    assert_string_equal(args_get(&a, "reason"), "--to");
    args_fini(&a);
    assert_int_equal(parse(&a, &err, false, "——破折号", "-", NULL), XH_OK);
    assert_int_equal(a.n_words, 2);
    args_fini(&a);
}

static void two_dashes_end_the_options(void **state)
{
    struct args a;
    struct xh_err err;

    (void)state;
    assert_int_equal(parse(&a, &err, false, "--", "--reason", "-y", NULL), XH_OK);
    assert_int_equal(a.n, 0);
    assert_int_equal(a.n_words, 2);
    args_fini(&a);
}

static void pairs_only_where_they_are_wanted(void **state)
{
    struct args a;
    struct xh_err err;

    (void)state;
    assert_int_equal(
        parse(&a, &err, true, "d1", "area=3", "ｔｉｔｌｅ＝甲=乙", "x=-", "=y", NULL),
        XH_OK);
    assert_int_equal(a.n_pairs, 3);
    assert_string_equal(a.pairs[0].key, "area");
    assert_string_equal(a.pairs[1].key, "title");
    assert_string_equal(a.pairs[1].value, "甲=乙");
    assert_string_equal(a.pairs[2].value, "");
    assert_int_equal(a.n_words, 2);
    args_fini(&a);
    assert_int_equal(parse(&a, &err, false, "area=3", NULL), XH_OK);
    assert_int_equal(a.n_words, 1);
    args_fini(&a);
}

static void mistakes_are_named(void **state)
{
    struct args a;
    struct xh_err err;

    (void)state;
    assert_int_equal(parse(&a, &err, false, "--resaon", "x", NULL), XH_USAGE);
    assert_non_null(strstr(err.msg, "--resaon"));
    assert_non_null(strstr(err.msg, "'--reason'"));
    args_fini(&a);
    assert_int_equal(parse(&a, &err, false, "--reason", NULL), XH_USAGE);
    assert_non_null(strstr(err.msg, "--reason TEXT"));
    args_fini(&a);
    assert_int_equal(parse(&a, &err, false, "--yes=1", NULL), XH_USAGE);
    args_fini(&a);
    assert_int_equal(parse(&a, &err, false, "--to", "1", "--to", "2", NULL), XH_USAGE);
    args_fini(&a);
    assert_int_equal(parse(&a, &err, false, "-z", NULL), XH_USAGE);
    args_fini(&a);
    assert_int_equal(parse(&a, &err, false, "bro\xff\xfeken", NULL), XH_USAGE);
    args_fini(&a);
}

static void the_front_ends_at_the_first_word(void **state)
{
    char *argv[] = { "--to", "1", "--to=2", "list", "--yes" };
    struct args a = {0};
    struct xh_err err = {0};
    int used;

    (void)state;
    assert_int_equal(args_parse_front(5, argv, options, &used, &a, &err), XH_OK);
    assert_int_equal(used, 3);
    assert_string_equal(args_get(&a, "to"), "2");       /* an alias may be overruled */
    assert_false(args_has(&a, "yes"));
    args_fini(&a);
}

static void near_names_are_few(void **state)
{
    static const char *const names[] = { "overdue", "due", "new", "closed", NULL };
    static const struct { const char *typed, *want; } cases[] = {
        { "overdu", "did you mean 'overdue'?" }, { "nwe", "did you mean 'new'?" },
        { "over", "did you mean 'overdue'?" }, { "xyz", "" }, { "", "" }, { "-", "" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf b = {0};
        near_names(&b, cases[i].typed, names);
        assert_string_equal(buf_str(&b), cases[i].want);
        buf_fini(&b);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(options_stand_anywhere),
        cmocka_unit_test(values_may_stand_behind_an_equals_sign),
        cmocka_unit_test(texts_stay_as_they_are),
        cmocka_unit_test(two_dashes_end_the_options),
        cmocka_unit_test(pairs_only_where_they_are_wanted),
        cmocka_unit_test(mistakes_are_named),
        cmocka_unit_test(the_front_ends_at_the_first_word),
        cmocka_unit_test(near_names_are_few),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
