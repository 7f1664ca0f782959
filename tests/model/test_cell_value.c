/* Cells as offices type them: what has one meaning is understood, what has two is
 * refused with the reason. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "model/cell_value.h"
#include "model/day.h"
#include "model/decimal.h"
#include "model/field_value.h"
#include "model/mem.h"

#define N(table) (sizeof table / sizeof *table)

/* ---- days ---- */

static void days_are_read_as_offices_write_them(void **state)
{
    static const struct { const char *typed, *want; } cases[] = {
        { "2026-11-20", "2026-11-20" },     { "2026/11/20", "2026-11-20" },
        { "2026.11.20", "2026-11-20" },     { "2026年11月20日", "2026-11-20" },
        { "2026年11月20号", "2026-11-20" }, { "2026年11月20", "2026-11-20" },
        { "2026 年 11 月 20 日", "2026-11-20" }, { "2026-1-5", "2026-01-05" },
        { "2026/1/05", "2026-01-05" },      { "20261120", "2026-11-20" },
        { "　2026-11-20 ", "2026-11-20" },  { "２０２６－１１－２０", "2026-11-20" },
        { "２０２６．１１．２０", "2026-11-20" }, { "２０２６年１月５日", "2026-01-05" },
        { "\xC2\xA0" "2026-11-20\xC2\xA0", "2026-11-20" },
        { "\xE2\x80\x8E" "2026/\xE2\x80\x8E" "11/20", "2026-11-20" },
        { "2026-11-20 00:00", "2026-11-20" }, { "2026/11/20 0:00:00", "2026-11-20" },
        { "2026-11-20T09:30:00.000", "2026-11-20" },
        { "2026年11月20日 16:30", "2026-11-20" },
        { "2026-11-20  23:59:59", "2026-11-20" }, { "20261120 08:00", "2026-11-20" },
        { "2024-02-29", "2024-02-29" },     { "1999.12.31", "1999-12-31" },
        /* Excel: 1900 system, so that 60 was the false 1900-02-29 */
        { "46346", "2026-11-20" },          { "46346.0", "2026-11-20" },
        { "46346.000", "2026-11-20" },      { "４６３４６", "2026-11-20" },
        { "32874", "1990-01-01" },          { "73415", "2100-12-31" },
        { "36526", "2000-01-01" },          { "45351", "2024-02-29" },
    };

    (void)state;
    for (size_t i = 0; i < N(cases); i++) {
        struct xh_err err = {0};
        char text[DAY_TEXT];
        int32_t day = DAY_NONE;

        if (cell_day(cases[i].typed, &day, &err) != XH_OK)
            fail_msg("%s: %s", cases[i].typed, err.msg);
        if (strcmp(day_format(day, text), cases[i].want) != 0)
            fail_msg("%s became %s", cases[i].typed, text);
    }
}

static void days_that_leave_a_question_are_refused(void **state)
{
    static const struct { const char *typed, *want; } cases[] = {
        { "11月20日", "has no year; write it as well, like 2026-11-20" },
        { "3月5日", "has no year" },        { "11-20", "has no year" },
        { "11.20", "has no year" },         { "11/20", "has no year" },
        { "3月", "is not a date" },         { "2026", "names no day" },
        { "2026-11", "names no day" },      { "2026年11月", "names no day" },
        { "2026年", "names no day" },       { "202611", "names no day" },
        { "2026年11月底", "is not a date" },{ "2026.11.", "names no day" },
        { "26-11-20", "four digits" },      { "26年11月20日", "four digits" },
        { "11/20/26", "four digits" },      { "11/20/2026", "is not a date" },
        { "2026-02-30", "there is no such day" }, { "2026-13-01", "no such day" },
        { "2026-00-10", "no such day" },    { "2026-01-00", "no such day" },
        { "20260230", "no such day" },      { "2023年2月29日", "no such day" },
        { "1899-12-31", "no such day" },    { "3000-01-01", "no such day" },
        { "46346.5", "as Excel counts them; write 2026-11-20" },
        { "32873", "is not a date" },       { "73416", "is not a date" },
        { "46346.", "is not a date" },      { "46346.0x", "is not a date" },
        { "60", "is not a date" },          { "2026115", "is not a date" },
        { "202611200", "is not a date" },   { "2026-11/20", "is not a date" },
        { "2026-11-20 24:00", "is not a date" }, { "2026-11-20 12:60", "is not a date" },
        { "2026-11-20x", "is not a date" }, { "2026-11-201", "is not a date" },
        { "2026-11-20T", "is not a date" }, { "2026--11-20", "is not a date" },
        { "2026-11-20 9", "is not a date" },{ "年底前", "is not a date" },
        { "待定", "is not a date" },        { "", "is not a date" },
        { "二〇二六年十一月二十日", "is not a date" }, { "-46346", "is not a date" },
              { "#REF!", "formula" },
    };

    (void)state;
    for (size_t i = 0; i < N(cases); i++) {
        struct xh_err err = {0};
        int32_t day = 7;

        if (cell_day(cases[i].typed, &day, &err) != XH_REFUSED)
            fail_msg("%s was taken for %d", cases[i].typed, (int)day);
        if (!strstr(err.msg, cases[i].want) || !strstr(err.msg, cases[i].typed))
            fail_msg("%s: %s", cases[i].typed, err.msg);
        assert_int_equal(day, 7);
    }
}

/* Every day there is, in every form. */
static void every_day_reads_back(void **state)
{
    static const char *const forms[] = {
        "%d-%d-%d", "%d/%02d/%02d", "%04d.%d.%d", "%d年%d月%d日", "%04d%02d%02d", NULL,
    };

    (void)state;
    for (int32_t day = DAY_MIN; day <= DAY_MAX;
         day += day > 7000 && day < 48000 ? 1 : 97) {
        int y, m, d;
        int32_t got = DAY_NONE;
        char typed[64];

        day_to_civil(day, &y, &m, &d);
        for (const char *const *form = forms; *form; form++) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
            snprintf(typed, sizeof typed, *form, y, m, d);
#pragma GCC diagnostic pop
            assert_int_equal(cell_day(typed, &got, NULL), XH_OK);
            assert_int_equal(got, day);
        }
        if (y >= 1990 && y <= 2100) {
            snprintf(typed, sizeof typed, "%d", (int)day + 25569);
            assert_int_equal(cell_day(typed, &got, NULL), XH_OK);
            assert_int_equal(got, day);
        }
    }
}

/* ---- numbers ---- */

static const struct good { const char *typed, *unit, *header, *want; } good_numbers[] = {
    /* the number alone is in the header's unit, else in the field's */
    { "371.76", "亩", "", "371.76" },       { "371.76", "亩", "亩", "371.76" },
    { "18", "万元", "亿元", "180000" },     { "3500", "万元", "元", "0.35" },
    { "3500", "元", "万元", "35000000" }, { "1.23456789", "万元", "亿元", "12345.6789" },
    { "0.01", "万元", "元", "0.000001" },
    { "2", "亩", "公顷", "30" },            { "300", "平方米", "亩", "200000" },
    { "10000", "公顷", "平方米", "1" },     { "15", "公顷", "亩", "1" },
    { "1", "亩", "平方公里", "1500" },      { "2.6", "人", "万", "26000" },
    { "5", "", "个", "5" },                 { "5", "", "", "5" },
    { "0", "", "", "0" },                   { "-5.5", "", "", "-5.5" },
    { "12", "千米", "米", "0.012" },        { "1", "万元", "百万元", "100" },
    /* the cell's own unit goes before both */
    { "18亿元", "万元", "", "180000" },     { "18亿元", "万元", "万元", "180000" },
    { "18 亿元", "元", "", "1800000000" },  { "1.2万", "万元", "", "1.2" },
    { "1.2万元", "元", "元", "12000" },     { "1.2万", "元", "元", "12000" },
    { "3亿", "万元", "", "30000" },         { "1.2万", "人", "", "12000" },
    { "1.2万", "", "", "12000" },           { "12 亩", "亩", "", "12" },
    { "12亩", "平方米", "", "8000" },       { "1公顷", "亩", "平方米", "15" },
    { "667㎡", "平方米", "亩", "667" },     { "2000平方米", "亩", "", "3" },
    { "1M2", "平方米", "", "1" },           { "802户", "户", "户", "802" },
    { "3名", "人", "", "3" },               { "12个", "", "", "12" },
    { "7天", "日", "", "7" },               { "5%", "%", "", "5" },
    { "５．５％", "%", "%", "5.5" },        { "271.4 %", "%", "", "271.4" },
    { "9幢楼", "幢楼", "", "9" },           { "3000斤", "吨", "", "1.5" },
    { "¥3,500.00", "万元", "", "0.35" },    { "￥３，５００", "元", "元", "3500" },
    { "-¥5", "元", "", "-5" },              { "¥1.2万元", "万元", "亿元", "1.2" },
    /* digits as people and spreadsheets write them */
    { "3,500.00", "", "", "3500" },         { "３５００", "", "", "3500" },
    { "1,234,567.5", "", "", "1234567.5" }, { "３，５００", "", "", "3500" },
    { " 　12\xC2\xA0 ", "", "", "12" },     { "12\xE2\x80\x8B", "", "", "12" },
    { "1.500000000000", "", "", "1.5" },    { "0.000001", "", "", "0.000001" },
    { "－3", "", "", "-3" },                { "'-3", "", "", "-3" },
    { "007", "", "", "7" }, { "9223372036854.775807", "", "", "9223372036854.775807" },
};

static void numbers_are_converted_exactly(void **state)
{
    (void)state;
    for (size_t i = 0; i < N(good_numbers); i++) {
        const struct good *c = &good_numbers[i];
        struct xh_err err = {0};
        char text[DECIMAL_TEXT];
        int64_t micro = 0;

        if (cell_number(c->typed, c->unit, c->header, &micro, &err) != XH_OK)
            fail_msg("%s: %s", c->typed, err.msg);
        if (strcmp(decimal_format(micro, text), c->want) != 0)
            fail_msg("%s (%s) in %s became %s", c->typed, c->header, c->unit, text);
    }
}

static const struct bad { const char *typed, *unit, *header, *want; } bad_numbers[] = {
    /* the traps of the seeds */
    { "50余个", "个", "",
      "'50余个' is not an exact number, only about: write the number itself" },
    { "近百亩", "亩", "", "only about" },   { "约3800人", "人", "", "only about" },
    { "780余件", "", "", "only about" },    { "2.6万余人次", "人次", "", "only about" },
    { "100多亿", "万元", "", "only about" },{ "几十户", "户", "", "only about" },
    { "100亩左右", "亩", "", "only about" },{ "超3倍", "倍", "", "only a limit" },
    { "18亿元以上", "万元", "", "only a limit" }, { "2.5%以下", "%", "", "only a limit" },
    { "不少于20个", "个", "", "only a limit" }, { "50+", "", "", "only a limit" },
    { "≥90%", "%", "", "only a limit" },    { ">5", "", "", "only a limit" },
    { "11月20日", "", "", "is a date, not a number" },
    { "2026-11-20", "亩", "", "is a date" }, { "2026/3/5", "", "", "is a date" },
    { "2至3个", "个", "", "a range: write one number" }, { "2-3", "", "", "a range" },
    { "100～200亩", "亩", "", "a range" },  { "2、3个", "", "", "a range" },
    { "十亿元台阶", "亿元", "", "names no number" },
    { "若干", "", "", "names no number" },
    { "十二", "", "", "names no number" },  { "待定", "", "", "names no number" },
    { "/", "", "", "leave the cell empty" },{ "—", "", "", "leave the cell empty" },
    { "", "", "", "names no number" },
    /* two meanings */
    { "1.2万", "万元", "万元",
      "a header that says 万元: write the number alone, or its whole unit" },
    { "1.2亿", "万元", "万元", "under a header" },
    { "¥3,500", "万元", "万元", "under a header" },
    { "1.2万", "人", "万人", "under a header" },
    /* units that do not fit */
    { "12户", "亩", "", "cannot be converted into 亩" }, { "12个", "户", "", "into 户" },
    { "5%", "", "", "no unit is expected" },{ "5元", "", "", "no unit is expected" },
    { "5", "", "万元", "the header says 万元, but no unit is expected" },
    { "5", "亩", "万元", "the header says 万元, which cannot be converted into 亩" },
    { "5", "万元", "美元", "cannot be converted" }, { "3美元", "万元", "", "into 万元" },
    { "5亩", "亩", "万元", "the header says" }, { "1.2.3", "", "", "in digits" },
    { "¥5亩", "亩", "", "is not an exact number" },
    /* what is not exact */
    { "1亩", "平方米", "", "six decimal places: write it in 平方米" },
    { "0.001", "万元", "元", "six decimal places" },
    { "0.1234567", "", "", "has more than six decimal places" },
    { "0.30000000000000004", "亩", "", "has more than six decimal places" },
    { "9223372036854.775808", "", "", "too large" },
    { "92233720368547.8亿", "", "", "too large" },
    { "99999999999999999999999999999999999999999999", "", "", "too large" },
    /* malformed */
    { "1,23", "", "", "commas only separate thousands" },
    { "1234,567", "", "", "commas" },
    { "1,234,5", "", "", "commas" }, { "1,,234", "", "", "commas" },
    { "3,", "", "", "commas" },
    { ",5", "", "", "commas" },             { "3 500", "", "", "in digits" },
    { "+5", "", "", "in digits" },          { "5-", "", "", "in digits" },
    { "--5", "", "", "in digits" },         { "−5", "", "", "in digits" },
    { "(500)", "", "", "with a minus, like -500" }, { ".5", "", "", "in digits" },
    { "5.", "", "", "in digits" },          { "1/3", "", "", "in digits" },
    { "5.5.5", "亩", "", "in digits" }, { "12亩3分", "亩", "", "cannot be converted" },
    { "1.1E+17", "", "", "Excel has cut digits off this number" },
    { "-1E+12", "", "", "Excel has cut" },  { "1.5E-05", "", "", "short form" },
    { "1.23E+05", "", "", "short form" },   { "####", "", "", "too narrow" },
    { "#DIV/0!", "", "", "a formula of the spreadsheet failed" },
    { "1.00000000001万", "", "", "more than six decimal places" },
    { "5\x1B[31m", "", "", "'5\xE2\x90\x9B[31m'" },
    { "甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸"
      "甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸一",
      "", "",
      "壬癸...' names no number" },
    { "=1+1", "", "", "in digits" },        { "0x10", "", "", "" },
};

static void numbers_are_never_guessed(void **state)
{
    (void)state;
    for (size_t i = 0; i < N(bad_numbers); i++) {
        const struct bad *c = &bad_numbers[i];
        struct xh_err err = {0};
        char text[DECIMAL_TEXT];
        int64_t micro = 7;
        enum xh_rc rc = cell_number(c->typed, c->unit, c->header, &micro, &err);

        if (rc != XH_REFUSED)
            fail_msg("%s became %s", c->typed, decimal_format(micro, text));
        if (!strstr(err.msg, c->want))
            fail_msg("%s: wanted %s, got %s", c->typed, c->want, err.msg);
        assert_int_equal(micro, 7);
    }
}

/* Any number of millionths, written plainly or with separators, reads back; there and
 * back through a unit gives the same or a refusal. */
static void numbers_read_back(void **state)
{
    uint64_t seed = 20261120;

    (void)state;
    for (int i = 0; i < 20000; i++) {
        char text[DECIMAL_TEXT], whole[64];
        int64_t micro, got, there;

        seed = seed * 6364136223846793005u + 1442695040888963407u;
        micro = (int64_t)seed >> (i % 60);
        decimal_format(micro, text);
        assert_int_equal(cell_number(text, "万元", "", &got, NULL), XH_OK);
        assert_int_equal(got, micro);
        snprintf(whole, sizeof whole, "%s 亩", text);
        if (cell_number(whole, "平方米", "", &there, NULL) == XH_OK) {
            snprintf(whole, sizeof whole, "%s", decimal_format(there, text));
            assert_int_equal(cell_number(whole, "亩", "平方米", &got, NULL), XH_OK);
            assert_int_equal(got, micro);
        }
    }
}

/* ---- yes, no and words ---- */

static void yes_and_no_have_many_spellings(void **state)
{
    static const char *const words[2][13] = {
        { "否", "无", "×", "✗", "0", "no", "No", "FALSE", " 否 ", "０", "false",
          "☐", NULL },
        { "是", "有", "√", "✓", "1", "yes", "YES", "TRUE", "　是", "１", "true",
          "☑", NULL },
    };
    static const char *const bad[] = { "", "x", "X", "也许", "2", "是否", "☒", NULL };
    struct xh_err err = {0};
    bool yes;

    (void)state;
    for (int want = 0; want < 2; want++)
        for (const char *const *w = words[want]; *w; w++) {
            yes = !want;
            assert_int_equal(cell_bool(*w, &yes, &err), XH_OK);
            assert_int_equal(yes, want);
        }
    for (const char *const *w = bad; *w; w++) {
        assert_int_equal(cell_bool(*w, &yes, &err), XH_REFUSED);
        assert_non_null(strstr(err.msg, "neither yes nor no"));
    }
}

/* ---- text ---- */

static void texts_are_cleaned_and_nothing_is_lost(void **state)
{
    static const struct { const char *typed, *one, *many; } cases[] = {
        { "修路", "修路", "修路" },         { "", "", "" },
        { " 　修路\t\n", "修路", "修路" },
        { "沿江大道\n改造", "沿江大道 改造", "沿江大道\n改造" },
        { "a \n\t b", "a b", "a \n\t b" },  { "a  b", "a  b", "a  b" },
        { "甲\r\n乙", "甲 乙", NULL },      { "\xEF\xBB\xBF甲", "甲", "甲" },
        { "甲\xC2\xA0乙", "甲\xC2\xA0乙", "甲\xC2\xA0乙" },
        /* the guard of an export, once */
        { "'=1+1", "=1+1", "=1+1" },        { "'+86", "+86", "+86" },
        { "'-5", "-5", "-5" },              { "'@cmd", "@cmd", "@cmd" },
        { "''quoted", "'quoted", "'quoted" }, { "''", "'", "'" }, { "'''", "''", "''" },
        { "'\tx", "x", "x" },               { "'abc", "'abc", "'abc" },
        { "'", "'", "'" },                  { "=1+1", "=1+1", "=1+1" },
        { " '=1", "=1", "=1" },
        /* codes are no damaged numbers */
        { "1E+5", "1E+5", "1E+5" },         { "1.1E+17号", "1.1E+17号", "1.1E+17号" },
        { "##", "##", "##" },               { "#1", "#1", "#1" },
    };

    (void)state;
    for (size_t i = 0; i < N(cases); i++) {
        struct xh_err err = {0};
        char *out;

        assert_int_equal(cell_text(cases[i].typed, false, &out, &err), XH_OK);
        assert_string_equal(out, cases[i].one);
        free(out);
        if (!cases[i].many) {
            assert_int_equal(cell_text(cases[i].typed, true, &out, &err), XH_REFUSED);
            continue;
        }
        assert_int_equal(cell_text(cases[i].typed, true, &out, &err), XH_OK);
        assert_string_equal(out, cases[i].many);
        free(out);
    }
}

static void texts_that_hide_something_are_refused(void **state)
{
    static const struct { const char *typed, *want; } cases[] = {
        { "a\x1B[31m", "control characters are not allowed (character 2 of the cell)" },
        { "甲乙\x7F", "(character 3 of the cell): delete it" },
        { "a\xE2\x80\xAE" "b", "writing direction" },
        { "a\xEF\xBB\xBF" "b", "byte order" },
        { "a\xFF", "not valid UTF-8" },     { "1.1E+17", "Excel has cut digits" },
        { "3.30327E+17", "format the column as text" }, { "#####", "too narrow" },
        { "#N/A", "formula" },
    };

    (void)state;
    for (size_t i = 0; i < N(cases); i++)
        for (int multiline = 0; multiline < 2; multiline++) {
            struct xh_err err = {0};
            char *out = (char *)"";

            assert_int_equal(cell_text(cases[i].typed, multiline, &out, &err),
                             XH_REFUSED);
            assert_null(out);
            if (!strstr(err.msg, cases[i].want))
                fail_msg("%s: %s", cases[i].want, err.msg);
        }
}

static void empty_is_empty_whatever_kind_of_blank(void **state)
{
    (void)state;
    assert_true(cell_is_empty(""));
    assert_true(cell_is_empty(" \t　\xC2\xA0\r\n\xEF\xBB\xBF"));
    assert_false(cell_is_empty("-"));
    assert_false(cell_is_empty(" 0"));
}

/* ---- fields ---- */

static const char *phases[] = { "前期", "在建", "竣工 验收", "PPP", "（一）期" };
static const struct field_def fields[] = {
    { .id = "what", .name = "内容", .type = FIELD_TEXT },
    { .id = "area", .name = "面积", .type = FIELD_DECIMAL, .unit = "亩",
      .has_min = true },
    { .id = "people", .name = "人口", .type = FIELD_INTEGER, .unit = "人" },
    { .id = "on", .name = "开工日", .type = FIELD_DATE },
    { .id = "phase", .name = "阶段", .type = FIELD_CHOICE, .choices = phases,
      .n_choices = 5 },
    { .id = "signed", .name = "已签", .type = FIELD_BOOL },
};

static void cells_become_what_the_fields_accept(void **state)
{
    static const struct { int field; const char *header, *typed, *want, *wrong; }
        cases[] = {
        { 0, "", "一\n二", "一\n二", NULL },    { 0, "", "'=1", "=1", NULL },
        { 0, "", "", "", NULL },                { 0, "", "a\x01", NULL, "内容: control" },
        { 1, "公顷", "2", "30", NULL },         { 1, "", "3,500.0", "3500", NULL },
        { 1, "", "　", "", NULL }, { 1, "", "-1", NULL, "面积: -1 is less than 0" },
        { 1, "", "近百亩", NULL, "面积: '近百亩' is not an exact number" },
        { 2, "", "1.2万", "12000", NULL },
        { 2, "万", "0.00001", NULL, "not a whole number" },
        { 2, "", "12户", NULL, "人口: '12户' cannot" },
        { 3, "", "46346", "2026-11-20", NULL },
        { 3, "", "11月20日", NULL, "开工日: '11月20日' has no year" },
        { 4, "", "在 建", "在建", NULL },       { 4, "", "竣工验收", "竣工 验收", NULL },
        { 4, "", "ｐｐｐ", "PPP", NULL },       { 4, "", "(一)期", "（一）期", NULL },
        { 4, "", "完工", NULL, "阶段: '完工' is none of: 前期, 在建" },
        { 5, "", "√", "1", NULL },              { 5, "", "否", "0", NULL },
        { 5, "", "?", NULL, "已签: '?' is neither" },
    };

    (void)state;
    for (size_t i = 0; i < N(cases); i++) {
        const struct field_def *f = &fields[cases[i].field];
        struct xh_err err = {0};
        struct value v;
        char *out, *keep;
        enum xh_rc rc = cell_for_field(f, cases[i].header, cases[i].typed, &out, &err);

        if (cases[i].wrong) {
            assert_int_equal(rc, XH_REFUSED);
            assert_null(out);
            if (!strstr(err.msg, cases[i].wrong))
                fail_msg("%s: %s", cases[i].typed, err.msg);
            continue;
        }
        if (rc != XH_OK)
            fail_msg("%s: %s", cases[i].typed, err.msg);
        assert_string_equal(out, cases[i].want);
        assert_int_equal(field_parse(f, out, &v, &keep, &err), XH_OK);
        free(keep);
        free(out);
    }
}

/* ---- headers ---- */

static void headers_give_up_their_unit(void **state)
{
    static const struct { const char *typed, *name, *unit; } cases[] = {
        { "总投资（亿元）", "总投资", "亿元" }, { "面积(亩)", "面积", "亩" },
        { "面积 (亩)", "面积", "亩" },          { "投资额/万元", "投资额", "万元" },
        { "投资额／万元", "投资额", "万元" },   { "面积（单位：亩）", "面积", "亩" },
        { "金额：万元", "金额", "万元" },       { "面积[㎡]", "面积", "㎡" },
        { "面积【亩】", "面积", "亩" },         { "户数（户）", "户数", "户" },
        { "人口（万）", "人口", "万" },         { "总投资\n（亿元）", "总投资", "亿元" },
        { "完成率%", "完成率", "%" },           { "完成率（％）", "完成率", "%" },
        { "其中（已签）（亩）", "其中(已签)", "亩" }, { "期限（天）", "期限", "天" },
        /* no unit */
        { "责任人（签字）", "责任人（签字）", "" }, { "单位/人", "单位/人", "" },
        { "村（组）", "村（组）", "" },         { "（亩）", "（亩）", "" },
        { "负责人/电话", "负责人/电话", "" },   { "编号", "编号", "" }, { "", "", "" },
        { "%", "%", "" },                       { " 责任\n单位 ", "责任 单位", "" },
        { "a)", "a)", "" },                     { "'=x", "=x", "" },
    };

    (void)state;
    for (size_t i = 0; i < N(cases); i++) {
        char *name, *unit;

        cell_header_split(cases[i].typed, &name, &unit);
        if (strcmp(name, cases[i].name) != 0 || strcmp(unit, cases[i].unit) != 0)
            fail_msg("%s became '%s' and '%s'", cases[i].typed, name, unit);
        free(name);
        free(unit);
    }
}

static void names_fold_to_what_is_the_same(void **state)
{
    static const struct { const char *typed, *want; } cases[] = {
        { "责 任 人", "责任人" }, { "ＡＢ（c）", "ab(c)" }, { "a\nb\xE2\x80\x8B", "ab" },
        { "", "" },
    };

    (void)state;
    for (size_t i = 0; i < N(cases); i++) {
        char *s = cell_fold(cases[i].typed);

        assert_string_equal(s, cases[i].want);
        free(s);
    }
}

/* ---- anything at all ---- */

/* Random cells out of the pieces real ones are made of: an answer or a reason, never
 * anything in between, and what is accepted is accepted by the field. */
static void any_cell_is_answered(void **state)
{
    static const char *const pieces[] = {
        "1", "20", "3,500", ".", "-", "/", "年", "月", "日", "万", "亿", "元", "亩", " ",
        "　", "约", "余", "¥", "%", "E+17", "'", "=", "\n", "\t", "#", "是", "（",
        "）", ":", "2026", "\xFF", "\x01", "\xE2\x80\x8E", "𬒈", "９", "户", "00:00",
        "46346", "T",
        "\xC2\xA0",
    };
    uint32_t seed = 11;

    (void)state;
    for (int i = 0; i < 60000; i++) {
        const struct field_def *f = &fields[i % (int)N(fields)];
        struct buf b = {0};
        struct xh_err err;
        char *out = NULL, *name, *unit;

        for (int n = (i >> 4) % 7; n >= 0; n--) {
            seed = seed * 1664525u + 1013904223u;
            buf_puts(&b, pieces[(seed >> 16) % N(pieces)]);
        }
        err.msg[0] = '\0';
        enum xh_rc rc = cell_for_field(f, i % 3 ? "" : "万", buf_str(&b), &out, &err);
        assert_true(rc == XH_OK || (rc == XH_REFUSED && err.msg[0]));
        assert_true((rc == XH_OK) == (out != NULL));
        free(out);
        cell_header_split(buf_str(&b), &name, &unit);
        free(name);
        free(unit);
        buf_fini(&b);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_are_read_as_offices_write_them),
        cmocka_unit_test(days_that_leave_a_question_are_refused),
        cmocka_unit_test(every_day_reads_back),
        cmocka_unit_test(numbers_are_converted_exactly),
        cmocka_unit_test(numbers_are_never_guessed),
        cmocka_unit_test(numbers_read_back),
        cmocka_unit_test(yes_and_no_have_many_spellings),
        cmocka_unit_test(texts_are_cleaned_and_nothing_is_lost),
        cmocka_unit_test(texts_that_hide_something_are_refused),
        cmocka_unit_test(empty_is_empty_whatever_kind_of_blank),
        cmocka_unit_test(cells_become_what_the_fields_accept),
        cmocka_unit_test(headers_give_up_their_unit),
        cmocka_unit_test(names_fold_to_what_is_the_same),
        cmocka_unit_test(any_cell_is_answered),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
