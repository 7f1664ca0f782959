/* Units convert exactly, or say that they do not; money in capitals follows the rule and
 * reads back. */
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "model/capital.h"
#include "model/decimal.h"
#include "model/measure.h"

#define N(table) (sizeof table / sizeof *table)

static uint64_t seed = 20261120;
static uint64_t draw(void)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return seed >> 20;
}

/* ---- units ---- */

static void the_table_of_conversions(void **state)
{
    static const struct {
        const char *value, *from, *to, *want;
        enum measure_result result;
    } cases[] = {
        /* a real notice (2026-03-16 to 30): printed as 177.1174 亩 */
        { "11.8078", "公顷", "亩", "177.117", MEASURE_EXACT },
        { "177.117", "亩", "公顷", "11.8078", MEASURE_EXACT },
        { "177.1174", "亩", "公顷", "11.807827", MEASURE_ROUNDED },
        { "1", "公顷", "亩", "15", MEASURE_EXACT },
        { "1", "公顷", "平方米", "10000", MEASURE_EXACT },
        { "1", "亩", "平方米", "666.666667", MEASURE_ROUNDED },
        { "2", "亩", "平方米", "1333.333333", MEASURE_ROUNDED },
        { "3", "亩", "平方米", "2000", MEASURE_EXACT },
        { "371.76", "亩", "平方米", "247840", MEASURE_EXACT },
        { "1234.56", "平方米", "亩", "1.85184", MEASURE_EXACT },
        { "1234.56", "㎡", "亩", "1.85184", MEASURE_EXACT },
        { "1234.56", "m²", "亩", "1.85184", MEASURE_EXACT },
        { "1", "平方公里", "公顷", "100", MEASURE_EXACT },
        { "1", "平方公里", "亩", "1500", MEASURE_EXACT },
        { "1", "亩", "平方公里", "0.000667", MEASURE_ROUNDED },
        { "1234.56", "万元", "元", "12345600", MEASURE_EXACT },
        { "0.01", "元", "万元", "0.000001", MEASURE_EXACT },
        { "0.001", "元", "万元", "0", MEASURE_ROUNDED },
        { "0.005", "元", "万元", "0.000001", MEASURE_ROUNDED },     /* half is up */
        { "0.004999", "元", "万元", "0", MEASURE_ROUNDED },
        { "-0.005", "元", "万元", "-0.000001", MEASURE_ROUNDED },   /* away from zero */
        { "-1", "亩", "平方米", "-666.666667", MEASURE_ROUNDED },
        { "1.5", "亿元", "万元", "15000", MEASURE_EXACT },
        { "10000", "万元", "亿元", "1", MEASURE_EXACT },
        { "7", "户", "户", "7", MEASURE_EXACT },
        { "7", "亩", "亩", "7", MEASURE_EXACT },
        { "9223372036854.775807", "亩", "亩", "9223372036854.775807", MEASURE_EXACT },
        { "9223372036854.775807", "公顷", "亩", "", MEASURE_TOO_LARGE },
        { "-9223372036854.775807", "亿元", "元", "", MEASURE_TOO_LARGE },
        { "614891469123.651720", "公顷", "亩", "9223372036854.7758", MEASURE_EXACT },
        { "614891469123.651721", "公顷", "亩", "", MEASURE_TOO_LARGE },
        { "1", "亩", "元", "", MEASURE_APART },
        { "1", "户", "人", "", MEASURE_APART },
        { "1", "美元", "元", "", MEASURE_APART },
        { "1", "", "亩", "", MEASURE_APART },
        { "1", "担", "亩", "", MEASURE_APART },
    };

    (void)state;
    for (size_t i = 0; i < N(cases); i++) {
        int64_t value, got = 4711;
        char text[DECIMAL_TEXT];

        assert_true(decimal_parse(cases[i].value, &value));
        enum measure_result r = measure_convert(value, cases[i].from, cases[i].to, &got);
        if (r != cases[i].result)
            fail_msg("%s %s in %s: %d", cases[i].value, cases[i].from, cases[i].to, (int)r);
        if (r > MEASURE_ROUNDED)
            assert_int_equal(got, 4711);
        else if (strcmp(decimal_format(got, text), cases[i].want) != 0)
            fail_msg("%s %s in %s: %s, not %s", cases[i].value, cases[i].from, cases[i].to,
                     text, cases[i].want);
    }
}

/* An exact answer leads back to where it came from; a rounded one is off by no more than
 * half a millionth, by the definition of the units and not by this program's factors. */
static void what_is_exact_leads_back(void **state)
{
    static const struct { const char *name; int64_t num, den; } areas[] = {
        { "平方米", 1, 1 }, { "亩", 2000, 3 }, { "公顷", 10000, 1 }, { "平方公里", 1000000, 1 },
    };
    size_t exact = 0, rounded = 0;

    (void)state;
    for (int i = 0; i < 200000; i++) {
        size_t a = draw() % N(areas), b = draw() % N(areas);
        int64_t value = (int64_t)(draw() % 1000000000000) - 500000000000, there, back;
        enum measure_result r = measure_convert(value, areas[a].name, areas[b].name, &there);

        assert_true(r <= MEASURE_ROUNDED);
        /* value * a = there * b, as fractions */
        wide_int left = (wide_int)value * areas[a].num * areas[b].den,
                 right = (wide_int)there * areas[b].num * areas[a].den,
                 unit = (wide_int)areas[b].num * areas[a].den, off = left - right;
        if (r == MEASURE_EXACT) {
            exact++;
            assert_true(off == 0);
            assert_int_equal(measure_convert(there, areas[b].name, areas[a].name, &back),
                             MEASURE_EXACT);
            assert_int_equal(back, value);
        } else {
            rounded++;
            assert_true(off != 0 && 2 * (off < 0 ? -off : off) <= unit);
        }
    }
    assert_true(exact > 10000 && rounded > 10000);
}

static void units_are_read_as_people_write_them(void **state)
{
    static const struct { const char *a, *b; } same[] = {
        { "㎡", "平方米" }, { "m²", "平方米" }, { "M2", "平方米" }, { " 平 米 ", "平方米" },
        { "ha", "公顷" }, { "人民币元", "元" }, { "万 元", "万元" }, { "位", "人" },
    };

    (void)state;
    for (size_t i = 0; i < N(same); i++) {
        int64_t got;
        assert_int_equal(measure_convert(DECIMAL_ONE, same[i].a, same[i].b, &got),
                         MEASURE_EXACT);
        assert_int_equal(got, DECIMAL_ONE);
    }
}

static void the_rule_is_said_in_whole_numbers(void **state)
{
    static const struct { const char *from, *to, *want; } cases[] = {
        { "公顷", "亩", "1 公顷 = 15 亩" },     { "亩", "公顷", "1 公顷 = 15 亩" },
        { "亩", "平方米", "3 亩 = 2000 平方米" }, { "平方米", "亩", "2000 平方米 = 3 亩" },
        { "元", "万元", "1 万元 = 10000 元" },
        { "万元", "亿元", "1 亿元 = 10000 万元" },  { "亩", "亩", "" }, { "亩", "元", "" },
        { "", "", "" },
    };

    (void)state;
    for (size_t i = 0; i < N(cases); i++) {
        struct buf b = {0};
        measure_rule(&b, cases[i].from, cases[i].to);
        assert_string_equal(buf_str(&b), cases[i].want);
        buf_fini(&b);
    }
    assert_string_equal(measure_usual("㎡")[1], "亩");
    assert_string_equal(measure_usual("亿元")[0], "元");
    assert_null(measure_usual("户")[0]);
    assert_string_equal(measure_usual("km")[0], "米");
    assert_string_equal(measure_usual("千克")[1], "公斤");
}

/* ---- money in capitals ---- */

static void the_table_of_capitals(void **state)
{
    static const struct { const char *value, *unit, *want; } cases[] = {
        /* the examples of 支付结算办法 annex 1 */
        { "1409.50", "元", "壹仟肆佰零玖元伍角" },
        { "6007.14", "元", "陆仟零柒元壹角肆分" },
        { "1680.32", "元", "壹仟陆佰捌拾元零叁角贰分" },
        { "107000.53", "元", "壹拾万柒仟元零伍角叁分" },
        { "16409.02", "元", "壹万陆仟肆佰零玖元零贰分" },
        { "325.04", "元", "叁佰贰拾伍元零肆分" },
        /* nothing, and very little */
        { "0", "元", "零元整" },                { "0.01", "元", "壹分" },
        { "0.1", "元", "壹角" },                { "0.11", "元", "壹角壹分" },
        { "1", "元", "壹元整" },                { "1.01", "元", "壹元零壹分" },
        { "1.1", "元", "壹元壹角" },            { "10.01", "元", "壹拾元零壹分" },
        { "10.1", "元", "壹拾元零壹角" },
        /* zeros in the middle, at the end, at 万 and 亿 */
        { "10", "元", "壹拾元整" },             { "15", "元", "壹拾伍元整" },
        { "100", "元", "壹佰元整" },            { "101", "元", "壹佰零壹元整" },
        { "1001", "元", "壹仟零壹元整" },       { "1010", "元", "壹仟零壹拾元整" },
        { "10000", "元", "壹万元整" },          { "10001", "元", "壹万零壹元整" },
        { "11000", "元", "壹万壹仟元整" },      { "10100", "元", "壹万零壹佰元整" },
        { "100000", "元", "壹拾万元整" },       { "100100", "元", "壹拾万零壹佰元整" },
        { "1000000", "元", "壹佰万元整" },      { "1050000", "元", "壹佰零伍万元整" },
        { "10000001", "元", "壹仟万零壹元整" },
        { "100000000", "元", "壹亿元整" },      { "100000001", "元", "壹亿零壹元整" },
        { "100050000", "元", "壹亿零伍万元整" }, { "100005000", "元", "壹亿零伍仟元整" },
        { "150000000", "元", "壹亿伍仟万元整" }, { "1000000000000", "元", "壹万亿元整" },
        { "1000005000000", "元", "壹万亿零伍佰万元整" },
        { "1234500000000", "元", "壹万贰仟叁佰肆拾伍亿元整" },
        { "9876543210.98", "元", "玖拾捌亿柒仟陆佰伍拾肆万叁仟贰佰壹拾元零玖角捌分" },
        /* in the units of ledgers */
        { "1234.56", "万元", "壹仟贰佰叁拾肆万伍仟陆佰元整" },
        { "10", "万元", "壹拾万元整" },         { "1", "亿元", "壹亿元整" },
        { "0.000001", "万元", "壹分" },         { "18", "亿元", "壹拾捌亿元整" },
        { "-12.5", "万元", "负壹拾贰万伍仟元整" },
        { "999999999999.999999", "万元",
          "玖仟玖佰玖拾玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分" },
        /* none */
        { "0.001", "元", NULL },                { "1", "亩", NULL }, { "1", "", NULL },
        { "1000000000000", "万元", NULL },
        { "1", "美元", NULL },                  { "100000000", "亿元", NULL },
    };

    (void)state;
    for (size_t i = 0; i < N(cases); i++) {
        struct buf b = {0};
        int64_t value;

        assert_true(decimal_parse(cases[i].value, &value));
        bool is = capital_money(&b, value, cases[i].unit);
        if (is != (cases[i].want != NULL))
            fail_msg("%s %s: %s", cases[i].value, cases[i].unit, buf_str(&b));
        assert_string_equal(buf_str(&b), is ? cases[i].want : "");
        buf_fini(&b);
    }
}

/* What capitals say, read as a person reads them: 分. */
static int64_t read_capitals(const char *s)
{
    static const char *const digit = "零壹贰叁肆伍陆柒捌玖";
    static const struct { const char *name; int64_t value; } powers[] = {
        { "拾", 10 }, { "佰", 100 }, { "仟", 1000 },
    };
    int64_t big = 0, part = 0, section = 0, fen = 0, d = 0;

    for (char one[4] = ""; *s; s += 3) {
        memcpy(one, s, 3);
        const char *at = strstr(digit, one);
        if (at) {
            d = (at - digit) / 3;
        } else if (strcmp(one, "万") == 0) {
            part += (section + d) * 10000;
            section = d = 0;
        } else if (strcmp(one, "亿") == 0) {
            big += (part + section + d) * 100000000;
            part = section = d = 0;
        } else if (strcmp(one, "元") == 0) {
            fen = (big + part + section + d) * 100;
            d = 0;
        } else if (strcmp(one, "角") == 0 || strcmp(one, "分") == 0) {
            fen += d * (strcmp(one, "角") == 0 ? 10 : 1);
            d = 0;
        } else if (strcmp(one, "整") != 0) {
            size_t p = 0;
            while (p < N(powers) && strcmp(powers[p].name, one) != 0)
                p++;
            assert_true(p < N(powers));
            assert_true(d > 0);             /* 壹拾, never 拾 alone */
            section += d * powers[p].value;
            d = 0;
        }
    }
    return fen;
}

static void capitals_read_back(void **state)
{
    (void)state;
    for (int i = 0; i < 300000; i++) {
        static const int64_t spans[] = { 100, 10000, 1000000, 100000000, 1000000000000,
                                         100000000000000000 };
        int64_t fen = (int64_t)(draw() % (uint64_t)spans[draw() % N(spans)]);
        int64_t nines = 1;
        struct buf b = {0};

        for (uint64_t n = draw() % 12; n > 0; n--)      /* many zeros at the end, too */
            nines *= 10;
        fen = draw() % 2 ? fen / nines * nines : fen;
        bool whole = fen % 100 == 0;
        bool is = whole ? (fen / 100 <= INT64_MAX / DECIMAL_ONE &&
                           capital_money(&b, fen / 100 * DECIMAL_ONE, "元"))
                        : capital_money(&b, fen, "万元");
        if (!is)
            is = capital_money(&b, fen, "万元");
        assert_true(is);
        if (read_capitals(buf_str(&b)) != fen || strstr(buf_str(&b), "零零") ||
            strstr(buf_str(&b), "零万") || strstr(buf_str(&b), "零亿"))
            fail_msg("%" PRId64 ": %s", fen, buf_str(&b));
        buf_fini(&b);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_of_conversions),
        cmocka_unit_test(what_is_exact_leads_back),
        cmocka_unit_test(units_are_read_as_people_write_them),
        cmocka_unit_test(the_rule_is_said_in_whole_numbers),
        cmocka_unit_test(the_table_of_capitals),
        cmocka_unit_test(capitals_read_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
