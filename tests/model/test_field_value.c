/* test_field_value.c - values as people type them, for every type of field; codes as they
 * are formed, sorted and typed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "model/code.h"
#include "model/decimal.h"
#include "model/field_value.h"

#define COUNT(v) (sizeof (v) / sizeof *(v))

static const char *kinds[] = { "新建", "续建" };

static struct field_def field(enum field_type type)
{
    return (struct field_def){ .id = "f", .name = "字段", .type = type, .unit = "",
                               .choices = kinds, .n_choices = COUNT(kinds) };
}

/* typed -> canonical text; NULL: refused */
static void check(const struct field_def *f, const char *typed, const char *want)
{
    struct xh_err err = {0};
    struct value v;
    char *keep;
    enum xh_rc rc = field_parse(f, typed, &v, &keep, &err);

    if (!want) {
        assert_int_equal(rc, XH_REFUSED);
        assert_non_null(strstr(err.msg, "字段"));       /* it says which one */
    } else {
        struct buf text = {0};
        assert_int_equal(rc, XH_OK);
        field_format(&text, f->type, v);
        assert_string_equal(buf_str(&text), want);
        buf_fini(&text);
    }
    free(keep);
}

static void values_of_every_type(void **state)
{
    static const struct { enum field_type type; const char *typed, *want; } rows[] = {
        { FIELD_TEXT, "  路灯 ", "路灯" }, { FIELD_TEXT, "", "" },
        { FIELD_TEXT, "一\x1b[31m", NULL }, { FIELD_TEXT, "\xff", NULL },
        { FIELD_DECIMAL, "371.76", "371.76" }, { FIELD_DECIMAL, "３７１．７６", "371.76" },
        { FIELD_DECIMAL, "1,234.50", "1234.5" }, { FIELD_DECIMAL, " ", "" },
        { FIELD_DECIMAL, "50余", NULL }, { FIELD_DECIMAL, "近百", NULL },
        { FIELD_DECIMAL, "18亿元以上", NULL }, { FIELD_DECIMAL, "0.1234567", NULL },
        { FIELD_INTEGER, "12", "12" }, { FIELD_INTEGER, "12.5", NULL },
        { FIELD_DATE, "2026-11-20", "2026-11-20" }, { FIELD_DATE, "2026-02-30", NULL },
        { FIELD_DATE, "", "" }, { FIELD_DATE, "下周", NULL },
        { FIELD_CHOICE, "续建", "续建" }, { FIELD_CHOICE, "改建", NULL },
        { FIELD_CHOICE, "", "" },
        { FIELD_BOOL, "是", "1" }, { FIELD_BOOL, "no", "0" }, { FIELD_BOOL, "也许", NULL },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct field_def f = field(rows[i].type);
        check(&f, rows[i].typed, rows[i].want);
    }
}

static void a_unit_typed_is_converted_exactly_or_refused(void **state)
{
    struct field_def f = field(FIELD_DECIMAL);

    (void)state;
    f.unit = "亩";
    check(&f, "11.8078公顷", "177.117");
    check(&f, "１１．８０７８ 公顷", "177.117");
    check(&f, "2000㎡", "3");
    check(&f, "0.00001平方米", NULL);           /* six places cannot hold it */
    check(&f, "3亩2分", NULL);
    check(&f, "5元", NULL);
    check(&f, "约3亩", NULL);
    f.unit = "万元";
    check(&f, "123456.78元", "12.345678");
    check(&f, "18亿元", "180000");
    f.unit = "";
    check(&f, "3亩", NULL);
}

static void refused(const struct field_def *f, const char *typed, const char *says)
{
    struct xh_err err = {0};
    struct value v;
    char *keep;

    assert_int_equal(field_parse(f, typed, &v, &keep, &err), XH_REFUSED);
    if (!strstr(err.msg, says))
        fail_msg("'%s' is not in: %s", says, err.msg);
    free(keep);
}

static void a_refusal_names_the_units_that_are_understood(void **state)
{
    struct field_def f = field(FIELD_DECIMAL);

    (void)state;
    f.unit = "亩";
    refused(&f, "3亩2分", "with its unit: 平方米, 亩, 公顷");
    check(&f, "-3亩", "-3");
    f.unit = "万元";
    refused(&f, "十二万", "with its unit: 元, 万元, 亿元");
    f.unit = "公里";
    refused(&f, "3里", "with its unit: 米, 公里");
    f.unit = "户";
    check(&f, "3户", "3");
    refused(&f, "三户", "with its unit: 户");
    refused(&f, "3人", "with its unit: 户");
    f.unit = "";
    refused(&f, "约3", "without a unit");
}

static void a_number_nobody_means_is_refused(void **state)
{
    struct field_def f = field(FIELD_DECIMAL);

    (void)state;
    f.unit = "亩";
    check(&f, "1000000000000", "1000000000000");
    refused(&f, "1000000000000.000001", "too large a number, 1000000000000 at most");
    refused(&f, "-1000000000001", "too large");
    refused(&f, "9000000000000000", "too large");       /* more than can be stored */
    refused(&f, "1000000公顷公顷", "not an exact number");
    refused(&f, "100000000000公顷", "too large");
    f.type = FIELD_INTEGER;
    refused(&f, "1000000000001", "too large");
    f.has_max = true;
    f.max = 2000000000000 * (int64_t)DECIMAL_ONE;       /* unless the list says so */
    check(&f, "1000000000001", "1000000000001");
}

static void numbers_keep_their_range(void **state)
{
    struct field_def f = field(FIELD_DECIMAL);

    (void)state;
    f.has_min = f.has_max = true;
    f.min = 0;
    f.max = 100 * (int64_t)DECIMAL_ONE;
    check(&f, "0", "0");
    check(&f, "100", "100");
    check(&f, "-0.1", NULL);
    check(&f, "100.000001", NULL);
    f.type = FIELD_INTEGER;
    check(&f, "101", NULL);
}

static void codes_are_formed_by_pattern(void **state)
{
    static const struct { const char *pattern; int64_t seq; const char *code, *scope; } rows[] = {
        { "督{yy}-{seq}", 112, "督26-112", "tasks/2026" },
        { "征{yy}-{seq:3}", 7, "征26-007", "tasks/2026" },
        { "征{yy}-{seq:3}", 1234, "征26-1234", "tasks/2026" },
        { "X{yyyy}/{seq:2}", 5, "X2026/05", "tasks/2026" },
        { "N{seq}", 5, "N5", "tasks" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct list_def l = { .id = "tasks", .code = rows[i].pattern };
        char *code = code_format(&l, day_parse("2026-11-20"), rows[i].seq);
        char *scope = code_scope(&l, day_parse("2026-11-20"));
        assert_string_equal(code, rows[i].code);
        assert_string_equal(scope, rows[i].scope);
        free(code);
        free(scope);
    }
}

static void codes_sort_by_number(void **state)
{
    static const char *const in_order[] = {
        "督25-900", "督26-2", "督26-10", "督26-10.1", "督26-10.2", "督26-10.10", "督26-11",
        "督26-1000000000", "督26-x",
    };

    (void)state;
    for (size_t i = 1; i < COUNT(in_order); i++) {
        char *a = code_sort_key(in_order[i - 1]), *b = code_sort_key(in_order[i]);
        assert_true(strcmp(a, b) < 0);
        free(a);
        free(b);
    }
    char *empty = code_sort_key("");
    assert_string_equal(empty, "");
    free(empty);
}

static void codes_are_typed_without_an_input_method(void **state)
{
    static const struct { const char *typed, *code; } rows[] = {
        { "d112", "督26-112" }, { "D112", "督26-112" }, { "d25-7", "督25-7" },
        { "d2025-7", "督25-7" }, { "d12.1", "督26-12.1" }, { "x112", NULL }, { "112", NULL },
        { "d", NULL }, { "d12x", NULL }, { "d25-", NULL }, { "d99999-1", NULL }, { "", NULL },
        { "abcdefghijklmnopq1", NULL },
    };
    struct list_def list = { .id = "tasks", .code = "督{yy}-{seq}", .alias = "d" };
    struct defs defs = { .lists = &list, .n_lists = 1 };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        char *code = code_expand(&defs, rows[i].typed, day_parse("2026-11-20"));
        if (rows[i].code)
            assert_string_equal(code, rows[i].code);
        else
            assert_null(code);
        free(code);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_of_every_type),
        cmocka_unit_test(a_unit_typed_is_converted_exactly_or_refused),
        cmocka_unit_test(a_refusal_names_the_units_that_are_understood),
        cmocka_unit_test(a_number_nobody_means_is_refused),
        cmocka_unit_test(numbers_keep_their_range),
        cmocka_unit_test(codes_are_formed_by_pattern),
        cmocka_unit_test(codes_sort_by_number),
        cmocka_unit_test(codes_are_typed_without_an_input_method),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
