/* Decimals: exact, or refused. */
#include "model/decimal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#define COUNT(v) (sizeof (v) / sizeof *(v))

static void parse_is_exact(void **state)
{
    static const struct {
        const char *s;
        int64_t micro;
    } rows[] = {
        { "371.76", 371760000 },        { "0", 0 },             { "-0", 0 },
        { "-0.5", -500000 },            { "0.5", 500000 },      { "1", 1000000 },
        { "100", 100000000 },           { "1,234.5", 1234500000 },
        { "1,234,567", 1234567000000 }, { "12,345.000001", 12345000001 },
        { "123,456", 123456000000 },    { "-1,234", -1234000000 },
        { "0.000001", 1 },              { "-0.000001", -1 },    { "0.100000", 100000 },
        { "007", 7000000 },             { "0,001", 1000000 },
        { "9223372036854.775807", INT64_MAX },
        { "-9223372036854.775808", INT64_MIN },
        { "9,223,372,036,854.775807", INT64_MAX },
        { "000000000000000000000000000001", 1000000 },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        int64_t got = 99;

        if (!decimal_parse(rows[i].s, &got))
            fail_msg("\"%s\" was refused", rows[i].s);
        if (got != rows[i].micro)
            fail_msg("\"%s\" is %lld", rows[i].s, (long long)got);
    }
}

static void everything_else_is_refused(void **state)
{
    static const char *const refused[] = {
        NULL,
        "",
        "-",
        "+1",
        "--1",
        ".",
        ".5",
        "5.",
        "-.5",
        "1.",
        "1..2",
        "1.2.3",
        " 1",
        "1 ",
        "1 000",
        "1e3",
        "0x10",
        "abc",
        "1a",
        "1.5a",
        "0.1234567",
        "0.0000000",
        "1.5000000",
        ",1",
        "1,",
        "1,2",
        "1,23",
        "1,2345",
        "12,34,567",
        "1234,567",
        "1,,234",
        ",123",
        "1,234,",
        "1.234,5",
        "1,234,56",
        "-,123",
        "1,.5",
        "9223372036854.775808",
        "-9223372036854.775809",
        "9223372036855",
        "99999999999999999999",
        "１２３",
        "1，234",
        "３.5",
        "1。5",
        "\xff",
        "1\n",
        "−1",
        "NaN",
        "inf",
        "%",
        "5%",
    };

    (void)state;
    for (size_t i = 0; i < COUNT(refused); i++) {
        int64_t got = 99;

        if (decimal_parse(refused[i], &got))
            fail_msg("\"%s\" was taken for a decimal", refused[i]);
        assert_int_equal(got, 99);              /* a refusal changes nothing */
    }
}

static void format_is_the_shortest_exact_text(void **state)
{
    static const struct {
        int64_t micro;
        const char *text;
    } rows[] = {
        { 371760000, "371.76" },    { 0, "0" },             { 1, "0.000001" },
        { -1, "-0.000001" },        { -500000, "-0.5" },    { 1000000, "1" },
        { 100000000, "100" },       { 1234500000, "1234.5" }, { -1234000000, "-1234" },
        { INT64_MAX, "9223372036854.775807" },
        { INT64_MIN, "-9223372036854.775808" },
    };
    char out[DECIMAL_TEXT];

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_ptr_equal(decimal_format(rows[i].micro, out), out);
        assert_string_equal(out, rows[i].text);
    }
}

static void formatted_text_parses_back(void **state)
{
    uint64_t random = 20261120;

    (void)state;
    for (int i = 0; i < 20000; i++) {
        char out[DECIMAL_TEXT];
        int64_t micro, back;

        random = random * 6364136223846793005u + 1442695040888963407u;
        micro = (int64_t)random >> (i % 64);    /* of every size */
        assert_true(decimal_parse(decimal_format(micro, out), &back));
        assert_true(back == micro);
    }
}

static void sums_are_exact_or_refused(void **state)
{
    static const struct {
        int64_t a, b;
        bool fits;
    } rows[] = {
        { 1, 2, true }, { -1, 1, true }, { INT64_MAX, 0, true }, { INT64_MIN, 0, true },
        { INT64_MAX, INT64_MIN, true }, { INT64_MAX, 1, false }, { 1, INT64_MAX, false },
        { INT64_MIN, -1, false }, { INT64_MIN, INT64_MIN, false },
        { INT64_MAX, INT64_MAX, false }, { INT64_MAX - 1, 1, true },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        int64_t sum = 99;

        assert_int_equal(decimal_add(rows[i].a, rows[i].b, &sum), rows[i].fits);
        if (rows[i].fits)
            assert_true(sum == rows[i].a + rows[i].b);
        else
            assert_int_equal(sum, 99);
    }
}

/* DESIGN 4.6: 802 households add up to 371.76 mu exactly, which doubles would not. */
static void households_add_up_to_the_last_digit(void **state)
{
    int64_t sum = 0;
    char out[DECIMAL_TEXT];

    (void)state;
    for (int i = 0; i < 802; i++) {
        int64_t area;

        assert_true(decimal_parse(i < 801 ? "0.46" : "3.3", &area));
        assert_true(decimal_add(sum, area, &sum));
    }
    assert_string_equal(decimal_format(sum, out), "371.76");
    assert_true(decimal_add(sum, sum, &sum));           /* out may be an operand */
    assert_string_equal(decimal_format(sum, out), "743.52");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parse_is_exact),
        cmocka_unit_test(everything_else_is_refused),
        cmocka_unit_test(format_is_the_shortest_exact_text),
        cmocka_unit_test(formatted_text_parses_back),
        cmocka_unit_test(sums_are_exact_or_refused),
        cmocka_unit_test(households_add_up_to_the_last_digit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
