/* Bytes of unknown encoding become UTF-8, or the line that is none is named. The texts a
 * configuration is made of are in tests/config/test_source.c. */
#include <iconv.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "model/encoding.h"
#include "model/mem.h"
#include "model/text.h"

#define N(table) (sizeof table / sizeof *table)

/* `text` in `encoding`; caller frees. */
static char *convert(const char *encoding, const char *text, size_t *n)
{
    size_t in = strlen(text), room = in * 4 + 16, left = room;
    char *out = xmalloc(room), *at = out, *from = (char *)text;
    iconv_t cd = iconv_open(encoding, "UTF-8");

    assert_true(cd != (iconv_t)-1);
    assert_int_equal(iconv(cd, &from, &in, &at, &left), 0);
    iconv_close(cd);
    *n = (size_t)(at - out);
    return out;
}

static void assert_text(const char *bytes, size_t n, const char *want)
{
    struct encoding_fault fault = {0};
    size_t len = 0;
    char *text = encoding_text(bytes, n, &len, &fault);

    if (!text)
        fail_msg("line %d: %s", (int)fault.line, fault.what);
    assert_string_equal(text, want);
    assert_int_equal(len, strlen(want));
    free(text);
}

static void assert_fault(const char *bytes, size_t n, int line, const char *what)
{
    struct encoding_fault fault = {0};
    size_t len;
    char *text = encoding_text(bytes, n, &len, &fault);

    if (text)
        fail_msg("wanted %s, became %s", what, text);
    if (fault.line != line || !strstr(fault.what, what))
        fail_msg("wanted %d: %s, got %d: %s", line, what, (int)fault.line, fault.what);
}
#define FAULT(bytes, line, what) assert_fault(bytes, sizeof bytes - 1, line, what)

static const char ledger[] = "编号,名称,总投资（亿元）\n督26-1,一号路\"改造\",18\n"
                             "督26-2,𬒈石公园,0.5\n1,2,3\n";

static void every_encoding_of_an_office_is_read(void **state)
{
    static const struct { const char *encoding, *mark; } kinds[] = {
        { "UTF-8", "" },                { "UTF-8", "\xEF\xBB\xBF" },
        { "GB18030", "" },              { "GB18030", "\x84\x31\x95\x33" },
        { "UTF-16LE", "\xFF\xFE" },     { "UTF-16BE", "\xFE\xFF" },
        { "UTF-16LE", "" },             { "UTF-16BE", "" },
    };

    (void)state;
    for (size_t i = 0; i < N(kinds); i++) {
        struct buf b = {0};
        size_t n;
        char *bytes = convert(kinds[i].encoding, ledger, &n);

        buf_puts(&b, kinds[i].mark);
        buf_add(&b, bytes, n);
        assert_text(b.s, b.len, ledger);
        buf_fini(&b);
        free(bytes);
    }
    assert_text("", 0, "");
    assert_text("\xEF\xBB\xBF", 3, "");
    assert_text("\xFF\xFE", 2, "");
    assert_text("a\r\nb\rc\n\r", 8, "a\nb\nc\n\n");
    assert_text("a\x01" "b\x7F", 4, "a\x01" "b\x7F");       /* somebody else's business */
}

/* U+4E00 has a zero byte where Latin letters have none. */
static void unmarked_utf16_is_recognised_by_its_zeros(void **state)
{
    size_t n;
    char *bytes = convert("UTF-16LE", "一,一期,二期\n一一,最,刀\n", &n);

    (void)state;
    FAULT("a,b,c\nd,e\0f,g\nh\n", 2, "zero byte");
    FAULT("abc\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 1, "zero byte");
    FAULT("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 1, "zero byte");
    FAULT("\1\0\2\0\3\0\4\0\5\0\6\0\7\0\10\0", 1, "zero byte");    /* numbers, not text */
    assert_text("a\0,\0b\0\n\0", 8, "a,b\n");
    FAULT("a\0,\0b\0\n", 1, "zero byte");                   /* half a character missing */
    assert_fault(bytes, n, 1, "zero byte");                 /* too many on both sides */
    free(bytes);
}

static void damage_is_named_with_its_line(void **state)
{
    struct buf b = {0};
    size_t n, second;
    char *bytes = convert("GB18030", ledger, &n);

    (void)state;
    FAULT("a\n甲\nb\xE7\x94\n", 3, "neither UTF-8 nor GB18030");
    FAULT("a\r\n甲\r\nb\xFF\r\n", 3, "neither UTF-8 nor GB18030");
    FAULT("a\r甲\rb\xFF\r", 3, "neither UTF-8 nor GB18030");
    FAULT("\xFF\xFE" "a\0\n\0\x00\xD8" "b\0", 2, "no valid UTF-16");
    FAULT("\xFF\xFE" "a\0\n\0b", 2, "no valid UTF-16");
    FAULT("\xFF\xFE" "a\0\n\0\0\0b\0", 2, "zero byte");
    FAULT("\xFF\xFE\0\0a\0\0\0", 0, "UTF-32");
    FAULT("\0\0\xFE\xFF\0\0\0a", 0, "UTF-32");

    /* GB18030 damaged in its second line is not blamed on the first */
    second = (size_t)((char *)memchr(bytes, '\n', n) - bytes) + 1;
    bytes[second] = '\xFF';
    assert_fault(bytes, n, 2, "neither UTF-8 nor GB18030");
    free(bytes);

    /* a character of the user-defined area in a text that is Chinese otherwise */
    bytes = convert("GB18030", "编号,名称,责任单位,责任人,时限\n督办事项一,修建道路,",
                    &n);
    buf_add(&b, bytes, n);
    buf_puts(&b, "\xAA\xA1\n");
    assert_fault(b.s, b.len, 2, "only the computer it was typed on");
    free(bytes);
    buf_fini(&b);
}

/* Every character of ordinary texts, one line each, through every encoding. */
static void every_common_character_survives(void **state)
{
    static const char *const encodings[] = { "GB18030", "UTF-16LE", "UTF-16BE" };
    struct buf b = {0};

    (void)state;
    buf_puts(&b, "编号,名称\n");
    for (uint32_t ch = 0x4E00; ch <= 0x9FA5; ch++) {
        char s[4] = { (char)(0xE0 | ch >> 12), (char)(0x80 | (ch >> 6 & 0x3F)),
                      (char)(0x80 | (ch & 0x3F)), '\n' };
        buf_add(&b, s, 4);
    }
    for (size_t i = 0; i < N(encodings); i++) {
        size_t n;
        char *bytes = convert(encodings[i], b.s, &n);

        assert_text(bytes, n, b.s);
        free(bytes);
    }
    buf_fini(&b);
}

/* Damaged in every way: valid UTF-8 without NUL, or a fault with a line of the text. */
static void damaged_bytes_are_answered(void **state)
{
    static const char *const encodings[] = { "UTF-8", "GB18030", "UTF-16", "UTF-16LE" };
    uint32_t seed = 7;
    int faults = 0;

    (void)state;
    for (int i = 0; i < 4000; i++) {
        struct encoding_fault fault = { .line = -1 };
        size_t n, len;
        char *bytes = convert(encodings[i % 4], ledger, &n), *text;

        for (int k = i % 5; k >= 0; k--) {
            seed = seed * 1664525u + 1013904223u;
            if (seed >> 30)
                bytes[(seed >> 8) % n] ^= (char)(1 << (seed & 7));
            else
                n = (seed >> 8) % n + 1;
        }
        text = encoding_text(bytes, n, &len, &fault);
        if (text) {
            assert_true(text_is_utf8(text, len));
            assert_int_equal(strlen(text), len);
            assert_null(strchr(text, '\r'));
        } else {
            faults++;
            assert_non_null(fault.what);
            assert_in_range(fault.line, 0, (int)n + 1);
        }
        free(text);
        free(bytes);
    }
    assert_in_range(faults, 400, 3600);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_encoding_of_an_office_is_read),
        cmocka_unit_test(unmarked_utf16_is_recognised_by_its_zeros),
        cmocka_unit_test(damage_is_named_with_its_line),
        cmocka_unit_test(every_common_character_survives),
        cmocka_unit_test(damaged_bytes_are_answered),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
