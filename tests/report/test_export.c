/* test_export.c - CSV and JSON: quoting, and no cell that becomes a formula (invariant
 * 8). */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "report/export.h"

static char *one(enum export_format format, const char *text)
{
    struct buf b = {0};
    struct export e;

    export_begin(&e, &b, format);
    export_key(&e, "k");
    export_text(&e, text);
    export_end(&e);
    return buf_take(&b);
}

static const struct { const char *text, *csv, *json; } cases[] = {
    { "plain", "plain", "\"plain\"" },
    { "", "", "\"\"" },
    { "二,三", "\"二,三\"", "\"二,三\"" },
    { "say \"no\"", "\"say \"\"no\"\"\"", "\"say \\\"no\\\"\"" },
    { "a\nb", "\"a\nb\"", "\"a\\nb\"" },
    { "back\\slash", "back\\slash", "\"back\\\\slash\"" },
    { "=1+1", "'=1+1", "\"=1+1\"" },
    { "+86", "'+86", "\"+86\"" },
    { "-5", "'-5", "\"-5\"" },
    { "@cmd", "'@cmd", "\"@cmd\"" },
    { "'quoted", "''quoted", "\"'quoted\"" },
    { "=a,b", "\"'=a,b\"", "\"=a,b\"" },
    { "\tx", "'\tx", "\"\\tx\"" },
    { "a=1", "a=1", "\"a=1\"" },
    { " =1", " =1", "\" =1\"" },
};

static void texts_are_quoted_and_never_formulas(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *csv = one(EXPORT_CSV, cases[i].text),
             *json = one(EXPORT_JSON, cases[i].text);
        char *want_csv = xasprintf("k\n%s\n", cases[i].csv);
        char *want_json = xasprintf("[\n  {\"k\": %s}\n]\n", cases[i].json);
        assert_string_equal(csv, want_csv);
        assert_string_equal(json, want_json);
        free(csv);
        free(json);
        free(want_csv);
        free(want_json);
    }
}

/* Numbers of ours are no formulas: a minus stays a minus. */
static void numbers_are_left_alone(void **state)
{
    struct buf b = {0};
    struct export e;

    (void)state;
    export_begin(&e, &b, EXPORT_CSV);
    export_key(&e, "a");
    export_key(&e, "b");
    export_key(&e, "c");
    export_key(&e, "d");
    export_int(&e, -4);
    export_number(&e, "-371.76");
    export_none(&e);
    export_day(&e, 20777);
    export_end(&e);
    assert_string_equal(buf_str(&b), "a,b,c,d\n-4,-371.76,,2026-11-20\n");
    buf_fini(&b);
}

static void integers_are_numbers_in_json(void **state)
{
    struct buf b = {0};
    struct export e;

    (void)state;
    export_begin(&e, &b, EXPORT_JSON);
    export_key(&e, "a");
    export_key(&e, "b");
    for (int i = 0; i < 2; i++) {
        if (i)
            export_none(&e);
        else
            export_int(&e, -4);
        export_number(&e, "371.76");
    }
    export_end(&e);
    assert_string_equal(buf_str(&b), "[\n  {\"a\": -4, \"b\": \"371.76\"},\n"
                                     "  {\"a\": null, \"b\": \"371.76\"}\n]\n");
    buf_fini(&b);
}

static void nothing_is_a_header_or_an_empty_array(void **state)
{
    struct export e;
    struct buf b = {0};

    (void)state;
    export_begin(&e, &b, EXPORT_CSV);
    export_key(&e, "a");
    export_key(&e, "b");
    export_end(&e);
    assert_string_equal(buf_str(&b), "a,b\n");
    buf_clear(&b);
    export_begin(&e, &b, EXPORT_JSON);
    export_key(&e, "a");
    export_end(&e);
    assert_string_equal(buf_str(&b), "[]\n");
    buf_fini(&b);
}

/* DESIGN 8: these keys in this order, for ever. */
static void the_keys_of_rows_stay(void **state)
{
    struct export e;
    struct buf b = {0};

    (void)state;
    export_rows_begin(&e, &b, EXPORT_CSV, NULL);
    export_end(&e);
    assert_string_equal(buf_str(&b),
        "code,list,parent,title,unit,place,owner,handler,leader,lead,co,start,due,first_due,"
        "upper_due,colour,colour_rule,days_left,days_overdue,steps_done,steps_total,state,waiting,"
        "latest\n");
    buf_fini(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_quoted_and_never_formulas),
        cmocka_unit_test(numbers_are_left_alone),
        cmocka_unit_test(integers_are_numbers_in_json),
        cmocka_unit_test(nothing_is_a_header_or_an_empty_array),
        cmocka_unit_test(the_keys_of_rows_stay),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
