/* Text in columns: what is wide, where it is cut, what never gets through. */
#include "model/text.h"
#include "model/width_table.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#define COUNT(v) (sizeof (v) / sizeof *(v))

/* UTF-8 of `ch`, also of code points that may not be written so. */
static const char *utf8(uint32_t ch, char out[static 5])
{
    int len = ch < 0x80 ? 1 : ch < 0x800 ? 2 : ch < 0x10000 ? 3 : 4;
    static const unsigned char lead[] = { 0, 0, 0xC0, 0xE0, 0xF0 };

    out[len] = '\0';
    for (int i = len - 1; i > 0; i--, ch >>= 6)
        out[i] = (char)(0x80 | (ch & 0x3F));
    out[0] = (char)(lead[len] | ch);
    return out;
}

static const struct {
    const char *s;
    uint32_t ch;
    int len;
} decoded[] = {
    { "a", 'a', 1 },                    { "", 0, 0 },
    { "\xC2\x80", 0x80, 2 },            { "\xDF\xBF", 0x7FF, 2 },
    { "\xE0\xA0\x80", 0x800, 3 },       { "号", 0x53F7, 3 },
    { "\xED\x9F\xBF", 0xD7FF, 3 },      { "\xEE\x80\x80", 0xE000, 3 },
    { "\xEF\xBF\xBD", 0xFFFD, 3 },      { "\xEF\xBF\xBF", 0xFFFF, 3 },
    { "\xF0\x90\x80\x80", 0x10000, 4 }, { "𠀀", 0x20000, 4 },
    { "\xF4\x8F\xBF\xBF", 0x10FFFF, 4 },
    /* Broken: stray and missing continuations, too long, surrogates, too large. */
    { "\x80", 0xFFFD, 1 },              { "\xBF" "a", 0xFFFD, 1 },
    { "\xC2", 0xFFFD, 1 },              { "\xC2" "a", 0xFFFD, 1 },
    { "\xE5\x8F", 0xFFFD, 1 },          { "\xE5", 0xFFFD, 1 },
    { "\xE5\x8F" "a", 0xFFFD, 1 },      { "\xF0\xA0\x80", 0xFFFD, 1 },
    { "\xF0\xA0", 0xFFFD, 1 },          { "\xF0", 0xFFFD, 1 },
    { "\xC0\x80", 0xFFFD, 1 },          { "\xC1\xBF", 0xFFFD, 1 },
    { "\xE0\x9F\xBF", 0xFFFD, 1 },      { "\xF0\x8F\xBF\xBF", 0xFFFD, 1 },
    { "\xED\xA0\x80", 0xFFFD, 1 },      { "\xED\xBF\xBF", 0xFFFD, 1 },
    { "\xF4\x90\x80\x80", 0xFFFD, 1 },  { "\xF5\x80\x80\x80", 0xFFFD, 1 },
    { "\xF8\x88\x80\x80\x80", 0xFFFD, 1 }, { "\xFE", 0xFFFD, 1 }, { "\xFF", 0xFFFD, 1 },
};

static void next_decodes_one_character_or_one_broken_byte(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(decoded); i++) {
        char *exact = xstrdup(decoded[i].s);   /* so that sanitizers see a step too far */
        int len = 99;

        assert_int_equal(text_next(exact, &len), decoded[i].ch);
        assert_int_equal(len, decoded[i].len);
        free(exact);
    }
}

static void every_character_there_and_back(void **state)
{
    (void)state;
    for (uint32_t ch = 1; ch <= 0x10FFFF; ch++) {
        bool surrogate = ch >= 0xD800 && ch <= 0xDFFF;
        char s[5];
        int len;
        uint32_t back = text_next(utf8(ch, s), &len);

        if (surrogate ? back != 0xFFFD || len != 1 : back != ch || s[len] != '\0')
            fail_msg("U+%04X reads as U+%04X, %d bytes", ch, back, len);
        if (text_is_utf8(s, strlen(s)) == surrogate)
            fail_msg("U+%04X: valid or not?", ch);
    }
}

static void is_utf8_is_strict(void **state)
{
    (void)state;
    assert_true(text_is_utf8("", 0));
    assert_true(text_is_utf8(NULL, 0));
    assert_true(text_is_utf8("销号 xiaohao", strlen("销号 xiaohao")));
    assert_false(text_is_utf8("a\0b", 3));
    assert_false(text_is_utf8("", 1));
    assert_true(text_is_utf8("号", 3));
    assert_false(text_is_utf8("号", 2));        /* `n` ends inside a character */
    assert_false(text_is_utf8("号", 1));
    for (size_t i = 0; i < COUNT(decoded); i++) {
        size_t n = strlen(decoded[i].s);
        bool broken = decoded[i].len == 1 && (unsigned char)decoded[i].s[0] >= 0x80;

        assert_int_equal(text_is_utf8(decoded[i].s, n), !broken);
    }
}

static void widths(void **state)
{
    static const struct {
        uint32_t ch;
        int columns;
    } rows[] = {
        { 'a', 1 }, { ' ', 1 }, { '~', 1 }, { 0xA0, 1 }, { 0xE9, 1 },
        { 0xAD, 1 },                                    /* soft hyphen: terminals print it */
        { 0x4E00, 2 }, { 0x53F7, 2 }, { 0x9FFF, 2 }, { 0x3400, 2 }, { 0x4DBF, 2 },
        { 0xF900, 2 }, { 0xFAFF, 2 }, { 0x3000, 2 }, { 0x3001, 2 }, { 0x300C, 2 },
        { 0xFF01, 2 }, { 0xFF0C, 2 }, { 0xFF21, 2 }, { 0xFFE5, 2 }, { 0xFF61, 1 },
        { 0x3042, 2 }, { 0x30A2, 2 }, { 0x3105, 2 }, { 0xAC00, 2 }, { 0xD7A3, 2 },
        { 0x1100, 2 }, { 0x1160, 0 }, { 0x11FF, 0 }, { 0xD7B0, 0 }, { 0xD7FF, 0 },
        { 0x0300, 0 }, { 0x20DD, 0 }, { 0x302A, 0 }, { 0x3099, 0 }, { 0xFE0F, 0 },
        { 0x200B, 0 }, { 0x200D, 0 }, { 0xE0100, 0 }, { 0x0903, 1 },    /* Mc is spacing */
        { 0x20000, 2 }, { 0x2A6DF, 2 }, { 0x2A6E0, 2 }, { 0x2FFFF, 2 }, { 0x30000, 2 },
        { 0x323B0, 2 }, { 0x3FFFF, 2 }, { 0x1F600, 2 }, { 0x1F004, 2 },
        /* ambiguous: ● ■ ▲ ★ → … — · │ ① ※ “ ” */
        { 0x25CF, 1 }, { 0x25A0, 1 }, { 0x25B2, 1 }, { 0x2605, 1 }, { 0x2192, 1 },
        { 0x2026, 1 }, { 0x2014, 1 }, { 0x00B7, 1 }, { 0x2502, 1 }, { 0x2460, 1 },
        { 0x203B, 1 }, { 0x201C, 1 }, { 0x201D, 1 }, { 0xFFFD, 1 }, { 0x2400, 1 },
        { 0xE000, 1 }, { 0x0378, 1 }, { 0x10FFFF, 1 }, { 0x110000, 1 }, { UINT32_MAX, 1 },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        if (text_char_width(rows[i].ch) != rows[i].columns)
            fail_msg("U+%04X has %d columns", rows[i].ch, text_char_width(rows[i].ch));
}

/* The search needs order, and its shortcuts must say what the table says. */
static void the_table_is_sorted_and_agrees_with_the_shortcuts(void **state)
{
    size_t at = 0;

    (void)state;
    for (size_t i = 0; i < COUNT(width_ranges); i++) {
        assert_true(width_ranges[i].first <= width_ranges[i].last);
        assert_true(width_ranges[i].columns == 0 || width_ranges[i].columns == 2);
        if (i > 0)
            assert_true(width_ranges[i].first > width_ranges[i - 1].last);
    }
    for (uint32_t ch = 0; ch <= 0x10FFFF; ch++) {
        int columns = 1;

        while (at < COUNT(width_ranges) && ch > width_ranges[at].last)
            at++;
        if (at < COUNT(width_ranges) && ch >= width_ranges[at].first)
            columns = width_ranges[at].columns;
        if (text_char_width(ch) != columns)
            fail_msg("U+%04X: %d columns, not %d", ch, text_char_width(ch), columns);
    }
}

static void width_and_length_of_text(void **state)
{
    static const struct {
        const char *s;
        int columns;
        size_t characters;
    } rows[] = {
        { NULL, 0, 0 },         { "", 0, 0 },               { "abc", 3, 3 },
        { "销号", 4, 2 },       { "督26-112", 8, 7 },       { "Ａ，１", 6, 3 },
        { "𠀀𪛟", 4, 2 },       { "e\xCC\x81", 1, 2 },      { "“红”", 4, 3 },
        { "a\xFF" "b", 3, 3 },  { "\xE5\x8F", 2, 2 },       { "a\tb\nc", 5, 5 },
        { "\x1B[31m", 5, 5 },                   /* as text_show() shows it: ␛[31m */
        { "a\xE2\x80\xAE" "b", 10, 3 },         /* a<U+202E>b */
        { "\xC2\x9B", 8, 1 },                   /* <U+009B>, the one-character CSI */
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_int_equal(text_width(rows[i].s), rows[i].columns);
        assert_int_equal(text_length(rows[i].s), rows[i].characters);
    }
}

static void fit_clips_and_pads_by_columns(void **state)
{
    static const struct {
        const char *s;
        int cols;
        enum text_align align;
        const char *out;
    } rows[] = {
        { "abc", 5, TEXT_LEFT, "abc  " },       { "abc", 5, TEXT_RIGHT, "  abc" },
        { "abc", 5, TEXT_CENTRE, " abc " },     { "abc", 6, TEXT_CENTRE, " abc  " },
        { "abc", 3, TEXT_LEFT, "abc" },         { "abcd", 3, TEXT_LEFT, "abc" },
        { "abcd", 3, TEXT_RIGHT, "abc" },       { "abc", 0, TEXT_LEFT, "" },
        { "abc", -5, TEXT_LEFT, "" },           { "", 3, TEXT_LEFT, "   " },
        { NULL, 3, TEXT_RIGHT, "   " },         { NULL, 0, TEXT_LEFT, "" },
        { "销号", 4, TEXT_LEFT, "销号" },       { "销号", 6, TEXT_RIGHT, "  销号" },
        { "销号", 3, TEXT_LEFT, "销 " },        { "销号", 3, TEXT_RIGHT, " 销" },
        { "销号", 1, TEXT_LEFT, " " },          { "a销号", 4, TEXT_LEFT, "a销 " },
        { "a销号", 2, TEXT_LEFT, "a " },        { "𠀀𠀀", 3, TEXT_LEFT, "𠀀 " },
        /* A combining mark stays with its base, even at the edge, and needs one. */
        { "e\xCC\x81x", 1, TEXT_LEFT, "e\xCC\x81" },
        { "e\xCC\x81x", 3, TEXT_LEFT, "e\xCC\x81x " },
        { "\xCC\x81x", 2, TEXT_LEFT, "x " },
        /* Nothing drives the terminal. */
        { "a\tb\nc", 6, TEXT_LEFT, "a b c " },  { "a\rb", 4, TEXT_LEFT, "a␍b " },
        { "\x1B[31m", 5, TEXT_LEFT, "␛[31m" },
        { "a\xFF" "b", 3, TEXT_LEFT, "a\xEF\xBF\xBD" "b" },
        { "\xE2\x80\xAE" "x", 9, TEXT_LEFT, "<U+202E>x" },
        { "\xE2\x80\xAE" "x", 7, TEXT_LEFT, "       " },
        { "\xC2\x9B" "31m", 11, TEXT_LEFT, "<U+009B>31m" },
        { "\x7F", 1, TEXT_LEFT, "␡" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        char *out = text_fit(rows[i].s, rows[i].cols, rows[i].align);

        assert_string_equal(out, rows[i].out);
        free(out);
    }
}

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

/* Anything at all, in any number of columns: exactly as wide as asked, and harmless. */
static void fit_is_always_exactly_as_wide_as_asked(void **state)
{
    static const uint32_t interesting[] = {
        'a', ' ', 0x53F7, 0x20000, 0x0301, 0x200D, 0x1B, '\n', '\t', 0x7F, 0x9B, 0x202E,
        0xFEFF, 0xFFFE, 0x1160, 0x1100, 0x2028, 0xD800, 0xFF21, 0x25CF,
    };
    uint32_t seed = 20261120;

    (void)state;
    for (int i = 0; i < 30000; i++) {
        struct buf b = {0};
        int cols = (int)(next_random(&seed) % 24);
        uint32_t n = next_random(&seed) % 12;
        char *out;
        char s[5];
        int limit = 0;

        while (n-- > 0) {
            uint32_t r = next_random(&seed);

            if (r % 8 == 0)
                buf_putc(&b, (char)(r >> 8));           /* any byte, NUL included */
            else
                buf_puts(&b, utf8(interesting[r / 8 % COUNT(interesting)], s));
        }
        out = text_fit(buf_str(&b), cols, (enum text_align)(i % 3));
        assert_int_equal(text_width(out), cols);
        assert_null(text_refused(out, false, NULL));
        for (const char *p = out; *p;) {        /* character by character as well */
            int len;

            limit += text_char_width(text_next(p, &len));
            p += len;
        }
        assert_int_equal(limit, cols);
        free(out);
        out = text_fit(buf_str(&b), text_width(buf_str(&b)), TEXT_LEFT);
        assert_int_equal(text_width(out), text_width(buf_str(&b)));
        free(out);
        buf_fini(&b);
    }
}

static void what_may_not_be_stored(void **state)
{
    static const struct {
        const char *s;
        bool multiline;
        const char *why;                /* part of it; NULL: fine */
        size_t at;
    } rows[] = {
        { NULL, false, NULL, 0 },               { "", false, NULL, 0 },
        { "销号 ok，￥1.5", false, NULL, 0 },   { "𠀀", false, NULL, 0 },
        { "a\nb\tc", true, NULL, 0 },           { "a\nb", false, "line breaks", 1 },
        { "号\tb", false, "tabs", 3 },          { "a\rb", true, "control", 1 },
        { "a\r\nb", false, "control", 1 },      { "a\x1B[31m", true, "control", 1 },
        { "\x01", false, "control", 0 },        { "ab\x7F", false, "control", 2 },
        { "\xC2\x80", false, "control", 0 },    { "\xC2\x9F", true, "control", 0 },
        { "\xC2\xA0", false, NULL, 0 },
        { "号\xFF", false, "UTF-8", 3 },        { "\xE5\x8F", false, "UTF-8", 0 },
        { "a\xC0\x80", true, "UTF-8", 1 },      { "\xED\xA0\x80", false, "UTF-8", 0 },
        { "号\xE2\x80\xAE" "gnp.exe", false, "direction", 3 },
        { "\xEF\xBF\xBD", false, NULL, 0 },     /* a real U+FFFD is a character */
        { "a\xE2\x80\x8D" "b", false, NULL, 0 },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        size_t at = 99;
        const char *why = text_refused(rows[i].s, rows[i].multiline, &at);

        if (rows[i].why == NULL) {
            assert_null(why);
            assert_int_equal(at, 99);
        } else {
            assert_non_null(why);
            assert_non_null(strstr(why, rows[i].why));
            assert_int_equal(at, rows[i].at);
        }
        assert_ptr_equal(text_refused(rows[i].s, rows[i].multiline, NULL), why);
    }
}

/* The whole list, spelled out a second time: a range lost from text.c is noticed here. */
static bool may_not_be_stored(uint32_t ch, bool multiline)
{
    if (ch == '\n' || ch == '\t')
        return !multiline;
    return ch < 0x20 || (ch >= 0x7F && ch < 0xA0) || ch == 0x061C || ch == 0x200E ||
           ch == 0x200F || ch == 0x2028 || ch == 0x2029 ||
           (ch >= 0x202A && ch <= 0x202E) || (ch >= 0x2066 && ch <= 0x2069) ||
           ch == 0xFEFF || (ch >= 0xFDD0 && ch <= 0xFDEF) || (ch & 0xFFFF) == 0xFFFE ||
           (ch & 0xFFFF) == 0xFFFF || (ch >= 0xD800 && ch <= 0xDFFF);
}

/* Stored, for it came that way, but nobody could see it. */
static bool cannot_be_seen(uint32_t ch)
{
    return ch == 0x180E || ch == 0x200B || ch == 0x200C || (ch >= 0x2060 && ch <= 0x2064) ||
           (ch >= 0x206A && ch <= 0x206F) || (ch >= 0xFFF9 && ch <= 0xFFFB) ||
           (ch >= 0xE0001 && ch <= 0xE007F);
}

static void every_character_is_stored_or_shown_as_a_mark(void **state)
{
    struct buf shown = {0};
    char s[5];

    (void)state;
    for (uint32_t ch = 1; ch <= 0x10FFFF; ch++) {
        for (int multiline = 0; multiline <= 1; multiline++) {
            bool refused = may_not_be_stored(ch, multiline);

            utf8(ch, s);
            if ((text_refused(s, multiline, NULL) != NULL) != refused)
                fail_msg("U+%04X, multiline %d", ch, multiline);
            buf_clear(&shown);
            text_show(&shown, s, multiline);
            if (text_refused(buf_str(&shown), multiline, NULL) != NULL ||
                shown.len == 0 ||
                (strcmp(buf_str(&shown), s) == 0) == (refused || cannot_be_seen(ch)))
                fail_msg("U+%04X is shown as \"%s\"", ch, buf_str(&shown));
        }
    }
    buf_fini(&shown);
}

static void show_puts_marks(void **state)
{
    static const struct {
        const char *s;
        bool multiline;
        const char *out;
    } rows[] = {
        { NULL, false, "" },                    { "", true, "" },
        { "销号", false, "销号" },              { "a\nb\tc", true, "a\nb\tc" },
        { "a\nb\tc", false, "a␊b␉c" },          { "\x1B[2J\x07", false, "␛[2J␇" },
        { "a\r\n", true, "a␍\n" },              { "\x7F", true, "␡" },
        { "\xC2\x9B" "2J", false, "<U+009B>2J" },
        { "a\xE2\x80\xAE" "b", false, "a<U+202E>b" },
        { "\xEF\xBB\xBFid", false, "<U+FEFF>id" },
        { "\xF4\x8F\xBF\xBF", false, "<U+10FFFF>" },
        { "号\xE5\x8F", false, "号\xEF\xBF\xBD\xEF\xBF\xBD" },
        { "\xED\xA0\x80", false, "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct buf out = {0};

        buf_puts(&out, "> ");                   /* it appends */
        text_show(&out, rows[i].s, rows[i].multiline);
        assert_string_equal(buf_str(&out) + 2, rows[i].out);
        buf_fini(&out);
    }
}

static void halfwidth_twins(void **state)
{
    static const struct {
        const char *s, *out;
    } rows[] = {
        { "", "" },                         { "ＡＢ，：１", "AB,:1" },
        { "督２６－１１２", "督26-112" },   { "　ａ　", " a " },
        { "！～", "!~" },                   { "、。", "、。" },
        { "￥｟ｱ", "￥｟ｱ" },                { "plain", "plain" },
        { "号\xE5\x8F", "号\xE5\x8F" },     { "\xFFＡ", "\xFF" "A" },
    };

    (void)state;
    assert_null(text_halfwidth(NULL));
    for (size_t i = 0; i < COUNT(rows); i++) {
        char *out = text_halfwidth(rows[i].s);

        assert_string_equal(out, rows[i].out);
        free(out);
    }
    for (char c = '!'; c <= '~'; c++) {
        char s[5];
        char *out = text_halfwidth(utf8(0xFF01u + (uint32_t)(c - '!'), s));

        assert_int_equal(out[0], c);
        assert_int_equal(out[1], '\0');
        free(out);
    }
}

static void trim_cuts_blanks_at_both_ends(void **state)
{
    static const struct {
        const char *s, *out;
    } rows[] = {
        { "", "" },                         { "   ", "" },
        { "a", "a" },                       { "  a b  ", "a b" },
        { "\t\r\n\v\fa\r\n", "a" },         { "　销 号　", "销 号" },
        { "　 　", "" },                    { "\xEF\xBB\xBF" "id", "id" },
        { "id\xEF\xBB\xBF", "id" },         { "a　b", "a　b" },
        { " \xC2\xA0x", "\xC2\xA0x" },      { " \xFF ", "\xFF" },
        { " \xE3\x80 ", "\xE3\x80" },       { "\xE3\x80\x81 ", "、" },
    };

    (void)state;
    assert_null(text_trim(NULL));
    for (size_t i = 0; i < COUNT(rows); i++) {
        char *s = xstrdup(rows[i].s);

        assert_ptr_equal(text_trim(s), s);
        assert_string_equal(s, rows[i].out);
        free(s);
    }
}

static void distance_counts_edits_by_character(void **state)
{
    static const struct {
        const char *a, *b;
        int edits;
    } rows[] = {
        { "", "", 0 },              { NULL, NULL, 0 },          { NULL, "abc", 3 },
        { "", "abc", 3 },           { "abc", "abc", 0 },        { "due", "deu", 1 },
        { "owner", "onwer", 1 },    { "owner", "owners", 1 },   { "owner", "ower", 1 },
        { "owner", "ovner", 1 },    { "kitten", "sitting", 3 }, { "ca", "abc", 3 },
        { "abcd", "badc", 2 },      { "title", "due", 4 },
        { "销号", "消号", 1 },      { "销号", "号销", 1 },      { "号", "a", 1 },
        { "a\xFF", "a", 1 },        { "a", "b", 1 },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_int_equal(text_distance(rows[i].a, rows[i].b), rows[i].edits);
        assert_int_equal(text_distance(rows[i].b, rows[i].a), rows[i].edits);
    }
}

/* The lines of `s`, joined by '|'; caller frees. */
static char *lines(const char *s, int cols)
{
    struct buf b = {0};

    for (const char *next = s; next;) {
        size_t n;
        const char *at = next;
        next = text_line(at, cols, &n);
        if (at != s)
            buf_putc(&b, '|');
        buf_add(&b, at, n);
    }
    return buf_take(&b);
}

static void lines_break_as_chinese_is_set(void **state)
{
    static const struct { const char *text; int cols; const char *lines; } rows[] = {
        { "", 10, "" },
        { "路灯维修", 8, "路灯维修" },
        { "路灯维修", 7, "路灯维|修" },
        { "路灯维修", 4, "路灯|维修" },
        { "路灯维修。好", 8, "路灯维|修。好" },         /* no line begins with 。 */
        { "路灯(维修)", 5, "路灯|(维|修)" },            /* nor ends with an opening one */
        { "路灯《维修》", 6, "路灯|《维|修》" },
        { "report weekly now", 13, "report weekly|now" },
        { "report weekly", 8, "report|weekly" },
        { "reported", 5, "repor|ted" },                 /* longer than a line */
        { "编号2026年", 6, "编号|2026年" },             /* a number stays whole */
        { "甲\n乙", 10, "甲|乙" },
        { "甲\n\n乙", 10, "甲||乙" },
        { "甲 \n乙", 10, "甲|乙" },
        { "甲  乙", 3, "甲|乙" },
        { "宽", 1, "宽" },                              /* always goes forward */
        { "，，，", 2, "，|，|，" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        char *got = lines(rows[i].text, rows[i].cols);
        assert_string_equal(got, rows[i].lines);
        free(got);
    }
}

static void no_line_is_wider_than_asked(void **state)
{
    const char *text = "林家村安置房(一期)消防通道整改：已约谈责任方，"
                       "限11月27日前完成；材料 report-46 齐。";

    (void)state;
    for (int cols = 2; cols < 60; cols++)
        for (const char *next = text; next;) {
            size_t n;
            const char *at = next;
            next = text_line(at, cols, &n);
            assert_true(!next || next > at);
            char *line = xstrndup(at, n);
            assert_true(text_width(line) <= cols);
            assert_true(n == 0 || line[n - 1] != ' ');
            free(line);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(next_decodes_one_character_or_one_broken_byte),
        cmocka_unit_test(every_character_there_and_back),
        cmocka_unit_test(is_utf8_is_strict),
        cmocka_unit_test(widths),
        cmocka_unit_test(the_table_is_sorted_and_agrees_with_the_shortcuts),
        cmocka_unit_test(width_and_length_of_text),
        cmocka_unit_test(fit_clips_and_pads_by_columns),
        cmocka_unit_test(fit_is_always_exactly_as_wide_as_asked),
        cmocka_unit_test(what_may_not_be_stored),
        cmocka_unit_test(every_character_is_stored_or_shown_as_a_mark),
        cmocka_unit_test(show_puts_marks),
        cmocka_unit_test(halfwidth_twins),
        cmocka_unit_test(trim_cuts_blanks_at_both_ends),
        cmocka_unit_test(distance_counts_edits_by_character),
        cmocka_unit_test(lines_break_as_chinese_is_set),
        cmocka_unit_test(no_line_is_wider_than_asked),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
