/* Files as editors leave them: encodings, line ends, and what is no text at all. */
#include <fcntl.h>
#include <iconv.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "config/source.h"
#include "fixture.h"
#include "model/mem.h"

struct heard { int n, line, col; char what[400]; };

static void hear(void *ctx, int line, int col, const char *what, const char *instead)
{
    struct heard *h = ctx;

    h->n++;
    h->line = line;
    h->col = col;
    snprintf(h->what, sizeof h->what, "%s; %s", what, instead ? instead : "");
}

static char *convert(const char *to, const char *text, size_t *n)
{
    size_t in = strlen(text), room = in * 4 + 16, left = room;
    char *out = xmalloc(room), *at = out, *from = (char *)text;
    iconv_t cd = iconv_open(to, "UTF-8");

    assert_true(cd != (iconv_t)-1);
    assert_int_equal(iconv(cd, &from, &in, &at, &left), 0);
    iconv_close(cd);
    *n = (size_t)(at - out);
    return out;
}

static void assert_text(const char *bytes, size_t n, const char *want)
{
    struct heard h = {0};
    size_t len = 0;
    char *text = source_text(bytes, n, &len, hear, &h);

    if (!text)
        fail_msg("refused: %s", h.what);
    assert_string_equal(text, want);
    assert_int_equal(len, strlen(want));
    assert_int_equal(h.n, 0);
    free(text);
}

static void assert_refused(const char *bytes, size_t n, int line, int col,
                           const char *what)
{
    struct heard h = {0};
    size_t len;
    char *text = source_text(bytes, n, &len, hear, &h);

    if (text || h.n != 1 || h.line != line || h.col != col || !strstr(h.what, what))
        fail_msg("wanted %d:%d %s, got %d complaints, %d:%d %s", line, col, what, h.n,
                 h.line, h.col, h.what);
}
#define REFUSED(bytes, line, col, what) \
    assert_refused(bytes, sizeof bytes - 1, line, col, what)

static void marks_and_line_ends_are_made_one(void **state)
{
    (void)state;
    assert_text("a: 甲\nb: 乙\n", 14, "a: 甲\nb: 乙\n");
    assert_text("\xEF\xBB\xBF" "a: 甲\r\nb\r\r\nc", 16, "a: 甲\nb\n\nc");
    assert_text("", 0, "");
    assert_text("plain\n", 6, "plain\n");
}

static void gb18030_becomes_utf8(void **state)
{
    static const char *const texts[] = {
        "list: tasks\nname: 三色督办事项\n", "name: 中国联通\n", "name: 联通\n",
        "# 注意：第①项，“引号”——《书》\r\nrow: 户\n", "name: 𠀀㐀镕\n",
    };
    size_t n;
    char *bytes, *want, *cr;

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        bytes = convert("GB18030", texts[i], &n);
        want = xstrdup(texts[i]);
        if ((cr = strchr(want, '\r')))
            memmove(cr, cr + 1, strlen(cr));
        assert_text(bytes, n, want);
        free(bytes);
        free(want);
    }
}

static void every_shipped_file_reads_the_same_from_gb18030(void **state)
{
    struct texts t = shipped_texts();

    (void)state;
    for (size_t i = 0; i < t.n; i++) {
        size_t n;
        char *bytes = convert("GB18030", t.v[i].text, &n);

        assert_text(bytes, n, t.v[i].text);
        free(bytes);
    }
    texts_free(&t);
}

static void utf16_is_read_and_utf32_is_named(void **state)
{
    static const char *const kinds[] = { "UTF-16", "UTF-16LE", "UTF-16BE" };
    static const char text[] = "list: tasks\nname: 三色\nrow: x\nalias: d\n";
    char *bytes;
    size_t n;

    (void)state;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        bytes = convert(kinds[i], text, &n);
        assert_text(bytes, n, text);
        free(bytes);
    }
    bytes = convert("UTF-32", text, &n);
    assert_refused(bytes, n, 0, 0, "saved as UTF-32; save it again as UTF-8");
    free(bytes);
    bytes = convert("UTF-32BE", text, &n);
    assert_refused(bytes, n, 1, 0, "zero byte");
    free(bytes);
}

static void what_is_no_text_is_refused_with_its_place(void **state)
{
    (void)state;
    REFUSED("a: 甲\nb: \xE7\x94\n", 2, 0, "neither UTF-8 nor GB18030");
    REFUSED("a: caf\xE9\n", 1, 0, "neither UTF-8 nor GB18030");
    REFUSED("a: 三色督办\nb: \xC8\xFD\xC9\xAB\n", 2, 0, "neither UTF-8 nor GB18030");
    REFUSED("a: \xFF\xFF\xFF\n", 1, 0, "neither UTF-8 nor GB18030");
    REFUSED("a: b\nc: d\ne\0f\n", 3, 0, "zero byte");
    REFUSED("a: 甲\nb: 乙\x1B[31m\n", 2, 5, "delete the invisible character");
    REFUSED("a: x\xE2\x80\xAEy\n", 1, 5, "delete the invisible character");
    REFUSED("a: x\x7F\n", 1, 5, "delete the invisible character");
    REFUSED("a: \xED\xA0\x80\n", 1, 0, "neither UTF-8 nor GB18030");
    REFUSED("a: 甲\xC2\x85y\n", 1, 5, "delete the invisible character");
}

static void size_is_limited(void **state)
{
    char *large = xmalloc(SOURCE_BYTES_MAX + 1);
    struct heard h = {0};
    size_t len;
    char *text;

    (void)state;
    memset(large, 'x', SOURCE_BYTES_MAX + 1);
    text = source_text(large, SOURCE_BYTES_MAX, &len, hear, &h);
    assert_non_null(text);
    assert_int_equal(len, SOURCE_BYTES_MAX);
    free(text);
    assert_refused(large, SOURCE_BYTES_MAX + 1, 0, 0, "larger than 1 MiB");
    free(large);
}

/* Whatever the bytes are: a text without control characters, or one complaint, at
 * once. */
static void random_bytes_are_answered_at_once(void **state)
{
    uint32_t seed = 20261120;
    char *bytes = xmalloc(SOURCE_BYTES_MAX);

    (void)state;
    for (int kind = 0; kind < 6; kind++) {
        struct heard h = {0};
        size_t len;
        double start;
        char *text;

        for (size_t i = 0; i < SOURCE_BYTES_MAX; i++) {
            seed = seed * 1664525u + 1013904223u;
            bytes[i] = (char)(kind == 0   ? seed >> 24
                              : kind == 1 ? 0x81 + (seed >> 24) % 0x7E
                              : kind == 2 ? 0x30 + (seed >> 24) % 0x50
                              : kind == 3 ? 0xC2 + (i & 1 ? 0xC0 : seed >> 24) % 0x1E
                              : kind == 4 ? (i & 1 ? 0xA1 : 0xB0 + (seed >> 24) % 0x40)
                                          : (i & 3) == 0 ? 0x81 : (i & 1) ? 0x30 : 0x82);
        }
        start = seconds();
        text = source_text(bytes, SOURCE_BYTES_MAX, &len, hear, &h);
        assert_true((text != NULL) == (h.n == 0));
        assert_true(seconds() - start < AT_ONCE);
        free(text);
    }
    free(bytes);
}

static void devices_are_not_waited_for(void **state)
{
    struct heard h = {0};
    size_t n;

    (void)state;
    assert_null(source_read(AT_FDCWD, "/dev/zero", &n, hear, &h));
    assert_non_null(strstr(h.what, "is not an ordinary file"));
    assert_null(source_read(AT_FDCWD, "/dev/tty", &n, hear, &h));
    assert_null(source_read(AT_FDCWD, "/proc/self", &n, hear, &h));
    assert_null(source_read(AT_FDCWD, "/nowhere/at/all", &n, hear, &h));
    assert_non_null(strstr(h.what, "cannot be read"));
    assert_int_equal(h.n, 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(marks_and_line_ends_are_made_one),
        cmocka_unit_test(gb18030_becomes_utf8),
        cmocka_unit_test(every_shipped_file_reads_the_same_from_gb18030),
        cmocka_unit_test(utf16_is_read_and_utf32_is_named),
        cmocka_unit_test(what_is_no_text_is_refused_with_its_place),
        cmocka_unit_test(size_is_limited),
        cmocka_unit_test(random_bytes_are_answered_at_once),
        cmocka_unit_test(devices_are_not_waited_for),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
