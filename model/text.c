#include "model/text.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/width_table.h"

#define REPLACEMENT 0xFFFD
#define IDEOGRAPHIC_SPACE 0x3000
#define BYTE_ORDER_MARK 0xFEFF

/* One character from at most `n` bytes: its length, or 0 when it is broken. Reads a byte
 * only when the one before promised it, so it never steps over a NUL. */
static int decode(const unsigned char *s, size_t n, uint32_t *ch)
{
    /* Smallest value of each length: anything below it was written too long. */
    static const uint32_t smallest[] = { 0, 0, 0x80, 0x800, 0x10000 };
    int len;

    if (s[0] < 0x80) {
        *ch = s[0];
        return 1;
    }
    if (s[0] < 0xC2 || s[0] > 0xF4)
        return 0;
    len = s[0] < 0xE0 ? 2 : s[0] < 0xF0 ? 3 : 4;
    if ((size_t)len > n)
        return 0;
    *ch = s[0] & (0x7Fu >> len);
    for (int i = 1; i < len; i++) {
        if ((s[i] & 0xC0) != 0x80)
            return 0;
        *ch = *ch << 6 | (s[i] & 0x3Fu);
    }
    if (*ch < smallest[len] || *ch > 0x10FFFF || (*ch >= 0xD800 && *ch <= 0xDFFF))
        return 0;
    return len;
}

/* As text_next(), and says whether the bytes were broken: a real U+FFFD is not. */
static uint32_t next_char(const char *s, int *len, bool *broken)
{
    uint32_t ch;

    *len = decode((const unsigned char *)s, 4, &ch);
    *broken = *len == 0;
    if (*broken) {
        *len = 1;
        return REPLACEMENT;
    }
    if (ch == 0)
        *len = 0;
    return ch;
}

uint32_t text_next(const char *s, int *len)
{
    bool broken;

    return next_char(s, len, &broken);
}

bool text_is_utf8(const char *s, size_t n)
{
    uint32_t ch;

    for (size_t i = 0; i < n;) {
        int len = decode((const unsigned char *)s + i, n - i, &ch);

        if (len == 0 || ch == 0)
            return false;
        i += (size_t)len;
    }
    return true;
}

int text_char_width(uint32_t ch)
{
    size_t low = 0;
    size_t high = sizeof width_ranges / sizeof *width_ranges;

    if (ch < 0x300)
        return 1;                       /* so says the table; test_text.c compares */
    if (ch >= 0x4E00 && ch <= 0x9FFF)
        return 2;                       /* nearly all there is to measure */
    while (low < high) {
        size_t mid = (low + high) / 2;

        if (ch > width_ranges[mid].last)
            low = mid + 1;
        else
            high = mid;
    }
    if (low < sizeof width_ranges / sizeof *width_ranges && ch >= width_ranges[low].first)
        return width_ranges[low].columns;
    return 1;
}

bool text_is_ambiguous(uint32_t ch)
{
    size_t low = 0, high = sizeof ambiguous_ranges / sizeof *ambiguous_ranges;

    while (ch >= 0x80 && low < high) {
        size_t mid = (low + high) / 2;

        if (ch > ambiguous_ranges[mid].last)
            low = mid + 1;
        else if (ch < ambiguous_ranges[mid].first)
            high = mid;
        else
            return true;
    }
    return false;
}

/* Characters never stored and never sent to a terminal or a spreadsheet, and why. */
static const struct refusal {
    uint32_t first, last;
    const char *why;
} refusals[] = {
    { 0x0001, 0x001F, N_("control characters are not allowed") },
    { 0x007F, 0x009F, N_("control characters are not allowed") },
    { 0x061C, 0x061C, N_("invisible marks of writing direction are not allowed") },
    { 0x200E, 0x200F, N_("invisible marks of writing direction are not allowed") },
    { 0x2028, 0x2029, N_("line and paragraph separators are not allowed") },
    { 0x202A, 0x202E, N_("invisible marks of writing direction are not allowed") },
    { 0x2066, 0x2069, N_("invisible marks of writing direction are not allowed") },
    { 0xFDD0, 0xFDEF, N_("code points that are no characters are not allowed") },
    { 0xFEFF, 0xFEFF, N_("byte order marks are not allowed") },
};

static const char *refused_char(uint32_t ch, bool multiline)
{
    if (ch == '\n' || ch == '\t') {
        if (multiline)
            return NULL;
        return ch == '\n' ? N_("line breaks are not allowed here")
                          : N_("tabs are not allowed here");
    }
    if ((ch & 0xFFFE) == 0xFFFE)        /* the last two of every plane */
        return N_("code points that are no characters are not allowed");
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++)
        if (ch >= refusals[i].first && ch <= refusals[i].last)
            return refusals[i].why;
    return NULL;
}

const char *text_refused(const char *s, bool multiline, size_t *at)
{
    const char *why = NULL;
    const char *p = s;
    int len = 1;
    bool broken;

    if (s == NULL)
        return NULL;
    for (;; p += len) {
        uint32_t ch = next_char(p, &len, &broken);

        if (ch == 0)
            return NULL;
        why = broken ? N_("the text is not valid UTF-8") : refused_char(ch, multiline);
        if (why != NULL)
            break;
    }
    if (at != NULL)
        *at = (size_t)(p - s);
    return why;
}

/* A piece of text as it may be shown: a character as it is, or the mark in its place. */
struct piece {
    const char *s;
    size_t n;                           /* bytes */
    int columns;
    char mark[16];
};

static void use_mark(struct piece *p, int columns)
{
    p->s = p->mark;
    p->n = strlen(p->mark);
    p->columns = columns;
}

/* The UTF-8 of a character of the Basic Multilingual Plane above U+07FF. */
static void encode_bmp(uint32_t ch, char out[static 4])
{
    out[0] = (char)(0xE0 | ch >> 12);
    out[1] = (char)(0x80 | (ch >> 6 & 0x3F));
    out[2] = (char)(0x80 | (ch & 0x3F));
    out[3] = '\0';
}

/* Characters that take no room and cannot be seen, but are no marks on the one before:
 * stored as they came, shown as what they are. The joiner stays, emoji are made with it. */
static bool is_invisible(uint32_t ch)
{
    return ch == 0x180E || ch == 0x200B || ch == 0x200C || (ch >= 0x2060 && ch <= 0x2064) ||
           (ch >= 0x206A && ch <= 0x206F) || (ch >= 0xFFF9 && ch <= 0xFFFB) ||
           (ch >= 0xE0001 && ch <= 0xE007F);
}

/* The piece at `s`, which is not at its end; returns the bytes of `s` it stands for. */
static int next_piece(const char *s, bool multiline, struct piece *p)
{
    const unsigned char *u = (const unsigned char *)s;
    bool broken;
    int len;

    /* Nearly all there is: printable ASCII, and the block of common Hanzi (U+4E00-9FFF,
     * E4 B8 80 to E9 BF BF). */
    if (u[0] >= 0x20 && u[0] < 0x7F) {
        p->s = s;
        p->n = 1;
        p->columns = 1;
        return 1;
    }
    if ((u[0] > 0xE4 ? u[0] <= 0xE9 : u[0] == 0xE4 && u[1] >= 0xB8) &&
        (u[1] & 0xC0) == 0x80 && (u[2] & 0xC0) == 0x80) {
        p->s = s;
        p->n = 3;
        p->columns = 2;
        return 3;
    }
    uint32_t ch = next_char(s, &len, &broken);

    assert(ch != 0);
    if (!broken && refused_char(ch, multiline) == NULL && !is_invisible(ch)) {
        p->s = s;
        p->n = (size_t)len;
        p->columns = text_char_width(ch);
        return len;
    }
    if (broken)
        encode_bmp(REPLACEMENT, p->mark);
    else if (ch < 0x20)
        encode_bmp(0x2400 + ch, p->mark);
    else if (ch == 0x7F)
        encode_bmp(0x2421, p->mark);
    else
        snprintf(p->mark, sizeof p->mark, "<U+%04X>", (unsigned)ch);
    use_mark(p, p->mark[0] == '<' ? (int)strlen(p->mark) : 1);
    return len;
}

/* As next_piece() for one line of columns, where the line breaks and tabs that multi-line
 * fields legitimately hold are just blanks. */
static int next_column_piece(const char *s, struct piece *p)
{
    if (*s != '\n' && *s != '\t')
        return next_piece(s, false, p);
    strcpy(p->mark, " ");
    use_mark(p, 1);
    return 1;
}

int text_width(const char *s)
{
    struct piece p;
    int columns = 0;

    if (s == NULL)
        return 0;
    while (*s) {
        s += next_column_piece(s, &p);
        columns += p.columns;
    }
    return columns;
}

size_t text_length(const char *s)
{
    size_t n = 0;
    int len;

    if (s == NULL)
        return 0;
    for (; text_next(s, &len) != 0; s += len)
        n++;
    return n;
}

static void add_blanks(struct buf *out, int n)
{
    while (n-- > 0)
        buf_putc(out, ' ');
}

/* How much of `s` goes into `cols` columns: bytes of it looked at, columns taken. */
static size_t fitting(const char *s, int cols, int *used)
{
    const char *p = s;
    struct piece piece;

    *used = 0;
    while (p && *p && cols > 0) {
        int len = next_column_piece(p, &piece);
        if (*used + piece.columns > cols)
            break;
        *used += piece.columns;
        p += len;
    }
    return s ? (size_t)(p - s) : 0;
}

void text_put(struct buf *out, const char *s, int cols, enum text_align align)
{
    int used;
    size_t n = fitting(s, cols, &used);
    int left = align == TEXT_LEFT ? 0 : align == TEXT_RIGHT ? cols - used : (cols - used) / 2;
    int columns = 0;

    add_blanks(out, left);
    for (const char *p = s, *end = s + n; n && p < end;) {
        struct piece piece;
        p += next_column_piece(p, &piece);
        /* A combining mark without a base would join whatever stands to the left. */
        if (piece.columns > 0 || columns > 0)
            buf_add(out, piece.s, piece.n);
        columns += piece.columns;
    }
    add_blanks(out, cols - used - left);
}

char *text_fit(const char *s, int cols, enum text_align align)
{
    struct buf out = {0};

    text_put(&out, s, cols, align);
    return out.s ? buf_take(&out) : xstrdup("");
}

/* ---- lines ---- */

static bool is_among(uint32_t ch, const char *marks)
{
    int len;

    for (uint32_t m; (m = text_next(marks, &len)) != 0; marks += len)
        if (m == ch)
            return true;
    return false;
}

/* GB/T 15834: what closes stays with what it closes. */
bool text_may_break(uint32_t before, uint32_t after)
{
    if (is_among(after, "、。，．：；！？）】」』》〉”’…—～·％‰々,.:;!?)]}%"))
        return false;
    if (is_among(before, "（【「『《〈“‘([{￥"))
        return false;
    return before == ' ' || after == ' ' || text_char_width(before) == 2 ||
           text_char_width(after) == 2;
}

static const char *skip_blanks(const char *s)
{
    while (*s == ' ')
        s++;
    return s;
}

const char *text_line(const char *s, int cols, size_t *n)
{
    const char *p = s, *end = NULL;     /* end: the last place it may be broken at */
    uint32_t before = 0;
    int used = 0;

    while (*p && *p != '\n') {
        struct piece piece;
        int len;
        uint32_t ch = text_next(p, &len);
        int bytes = next_column_piece(p, &piece);
        if (before && text_may_break(before, ch))
            end = p;
        if (used + piece.columns > cols && p > s && ch != ' ')
            break;
        used += piece.columns;
        before = ch;
        p += bytes;
    }
    if (*p && *p != '\n')       /* too long: back to that place, or through the word */
        p = end ? end : p;
    const char *last = p;
    while (last > s && last[-1] == ' ')
        last--;
    *n = (size_t)(last - s);
    if (*p == '\n')
        return p + 1;
    p = skip_blanks(p);
    return *p == '\n' ? p + 1 : *p ? p : NULL;
}

void text_show(struct buf *out, const char *s, bool multiline)
{
    struct piece p;

    while (s != NULL && *s) {
        s += next_piece(s, multiline, &p);
        buf_add(out, p.s, p.n);
    }
}

char *text_halfwidth(const char *s)
{
    struct buf out = {0};
    uint32_t ch;
    int len;

    if (s == NULL)
        return NULL;
    for (; (ch = text_next(s, &len)) != 0; s += len) {
        if (ch >= 0xFF01 && ch <= 0xFF5E)
            buf_putc(&out, (char)(ch - 0xFF01 + '!'));
        else if (ch == IDEOGRAPHIC_SPACE)
            buf_putc(&out, ' ');
        else
            buf_add(&out, s, (size_t)len);      /* broken bytes stay for text_refused() */
    }
    return buf_take(&out);
}

static bool is_blank(uint32_t ch)
{
    return ch == ' ' || (ch >= '\t' && ch <= '\r') || ch == IDEOGRAPHIC_SPACE ||
           ch == BYTE_ORDER_MARK;
}

char *text_trim(char *s)
{
    char *start = NULL;
    char *end = s;
    uint32_t ch;
    int len;

    if (s == NULL)
        return NULL;
    for (char *p = s; (ch = text_next(p, &len)) != 0; p += len) {
        if (is_blank(ch))
            continue;
        if (start == NULL)
            start = p;
        end = p + len;
    }
    if (start != NULL)
        memmove(s, start, (size_t)(end - start));
    s[start ? end - start : 0] = '\0';
    return s;
}

/* The characters of `s` as an array; caller frees. */
static uint32_t *characters(const char *s, size_t *n)
{
    uint32_t *v = xmalloc((text_length(s) + 1) * sizeof *v);
    int len;

    for (*n = 0; s != NULL && (v[*n] = text_next(s, &len)) != 0; s += len)
        (*n)++;
    return v;
}

static int min(int a, int b)
{
    return a < b ? a : b;
}

/* Three rows of the usual matrix are enough: a transposition looks back two. */
int text_distance(const char *a, const char *b)
{
    size_t n, m;
    uint32_t *s = characters(a, &n);
    uint32_t *t = characters(b, &m);
    int *row = xcalloc(3 * (m + 1), sizeof *row);
    int *above2 = row;
    int *above = row + m + 1;
    int *here = row + 2 * (m + 1);
    int distance;

    for (size_t j = 0; j <= m; j++)
        here[j] = (int)j;
    for (size_t i = 1; i <= n; i++) {
        int *oldest = above2;

        above2 = above;
        above = here;
        here = oldest;
        here[0] = (int)i;
        for (size_t j = 1; j <= m; j++) {
            here[j] = min(above[j - 1] + (s[i - 1] != t[j - 1]),
                          min(above[j], here[j - 1]) + 1);
            if (i > 1 && j > 1 && s[i - 1] == t[j - 2] && s[i - 2] == t[j - 1])
                here[j] = min(here[j], above2[j - 2] + 1);
        }
    }
    distance = here[m];
    free(row);
    free(s);
    free(t);
    return distance;
}
