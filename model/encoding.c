#include "model/encoding.h"

#include <iconv.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/mem.h"
#include "model/text.h"

#define NO_KNOWN_ENCODING N_("this line is neither UTF-8 nor GB18030")
#define SAVE_AS_UTF8 N_("open the file in an editor and save it as UTF-8")

/* Always NULL, for the caller to return. */
static char *refuse(struct encoding_fault *fault, int64_t line, const char *what,
                    const char *instead)
{
    *fault = (struct encoding_fault){ .line = line, .what = what, .instead = instead };
    return NULL;
}

static bool begins(const char *s, size_t n, const char *with, size_t m)
{
    return n >= m && memcmp(s, with, m) == 0;
}

/* The line byte `at` lies in: ended by LF, CRLF or CR. */
static int64_t line_of(const char *s, size_t at)
{
    int64_t line = 1;

    for (size_t i = 0; i < at; i++)
        line += s[i] == '\n' || (s[i] == '\r' && (i + 1 == at || s[i + 1] != '\n'));
    return line;
}

static char *zero_byte(struct encoding_fault *fault, const char *text, const char *nul)
{
    return refuse(fault, line_of(text, (size_t)(nul - text)),
                  N_("there is a zero byte in this line; the file is damaged or no text"),
                  NULL);
}

/* ---- conversion ---- */

/* Strictly to UTF-8. NULL when it does not go through: *at is the byte that stopped it,
 * *line its line. */
static char *convert(const char *encoding, const char *s, size_t n, size_t *len,
                     size_t *at, int64_t *line)
{
    size_t room = n * 2 + 16, left = room, rest = n;
    iconv_t cd = iconv_open("UTF-8", encoding);
    char *out, *to, *from = (char *)s;
    bool fine;

    if (cd == (iconv_t)-1) {
        *at = 0;
        *line = 1;
        return NULL;
    }
    to = out = xmalloc(room + 1);
    fine = iconv(cd, &from, &rest, &to, &left) == 0 && rest == 0;
    iconv_close(cd);
    *len = (size_t)(to - out);
    if (!fine) {
        *at = n - rest;
        *line = line_of(out, *len);
        free(out);
        return NULL;
    }
    *to = '\0';
    return out;
}

/* ---- UTF-16 ---- */

/* Without a mark: every ASCII character brings a zero byte, all on the same side, while
 * other encodings have none. Too few of them are damage. The name of the encoding, or
 * NULL. */
static const char *unmarked_utf16(const char *s, size_t n)
{
    size_t zeros[2] = {0}, units = n / 2;
    int side;

    for (size_t i = 0; i < n; i++)
        zeros[i & 1] += s[i] == '\0';
    side = zeros[1] > zeros[0];
    /* U+4E00 (one) and its like put some zeros on the other side */
    if (n % 2 || zeros[side] <= 4 * zeros[!side] || zeros[side] < units / 32 ||
        (zeros[side] < 16 && zeros[side] < units / 2 + 1))
        return NULL;
    return side ? "UTF-16LE" : "UTF-16BE";
}

/* What such bytes decode to when they are text indeed. */
static bool looks_written(const char *s)
{
    int len;
    uint32_t ch;

    for (; (ch = text_next(s, &len)); s += len)
        if ((ch >= 0xE000 && ch <= 0xF8FF) || ch == 0x7F ||
            (ch < 0x20 && ch != '\t' && ch != '\n' && ch != '\r'))
            return false;
    return true;
}

static char *from_marked_utf16(const char *s, size_t n, size_t *len,
                               struct encoding_fault *fault)
{
    const char *encoding = *s == '\xFF' ? "UTF-16LE" : "UTF-16BE";
    int64_t line;
    size_t at;
    char *text = convert(encoding, s + 2, n - 2, len, &at, &line);

    if (!text)
        return refuse(fault, line,
                      N_("this line is no valid UTF-16; the file is damaged"),
                      N_("save it again where it was made"));
    return text;
}

static char *from_unmarked_utf16(const char *s, size_t n, size_t *len)
{
    const char *encoding = unmarked_utf16(s, n);
    int64_t line;
    size_t at;
    char *text = encoding ? convert(encoding, s, n, len, &at, &line) : NULL;

    if (text && (memchr(text, '\0', *len) || !looks_written(text))) {
        free(text);
        text = NULL;
    }
    return text;
}

/* ---- GB18030 and UTF-8 ---- */

/* What GB18030 text decodes to when it really is Chinese. */
struct chinese { size_t hanzi, other, private; const char *first_private; };

static struct chinese look_at(const char *s)
{
    struct chinese c = {0};
    int len;
    uint32_t ch;

    for (; (ch = text_next(s, &len)); s += len) {
        if (ch < 0x80)
            continue;
        if (ch >= 0xE000 && ch <= 0xF8FF) {
            if (c.private++ == 0)
                c.first_private = s;
        } else if ((ch >= 0x3400 && ch <= 0x9FFF) || (ch >= 0x20000 && ch <= 0x2FFFF) ||
                   (ch >= 0x3000 && ch <= 0x303F) || (ch >= 0xFF00 && ch <= 0xFFEF) ||
                   (ch >= 0x2010 && ch <= 0x2030))
            c.hanzi++;
        else
            c.other++;
    }
    return c;
}

struct census { size_t good, bad, high, first_bad; };

/* Characters outside ASCII that are good UTF-8, broken bytes and where the first one is,
 * characters from U+0800 up. A NUL must follow the text: a cut character ends there. */
static struct census count(const char *s, size_t n)
{
    struct census c = {0};
    int len;

    for (size_t i = 0; i < n; i += (size_t)len) {
        if ((unsigned char)s[i] < 0x80) {
            len = 1;
            continue;
        }
        text_next(s + i, &len);
        if (len == 1 && c.bad++ == 0)
            c.first_bad = i;
        c.good += len > 1;
        c.high += len >= 3;
    }
    return c;
}

static char *from_gb18030(const char *s, size_t n, const struct census *utf8, size_t *len,
                          struct encoding_fault *fault)
{
    int64_t line = line_of(s, utf8->first_bad);
    size_t at;
    char *text;

    if (begins(s, n, "\x84\x31\x95\x33", 4)) {      /* its byte order mark */
        s += 4;
        n -= 4;
    }
    refuse(fault, line, NO_KNOWN_ENCODING, SAVE_AS_UTF8);
    text = convert("GB18030", s, n, len, &at, &line);
    if (!text) {
        if (line > fault->line)         /* it was GB18030 up to there */
            fault->line = line;
        return NULL;
    }
    struct chinese c = look_at(text);
    if (c.private == 0 && c.hanzi > c.other)
        return text;
    /* A character made up on one computer, or a damaged one, in a text that is fine. */
    if (c.hanzi > c.other && c.hanzi > 20 * c.private)
        refuse(fault, line_of(text, (size_t)(c.first_private - text)),
               N_("this line has a character that only the computer it was typed on "
                  "knows"),
               N_("put an ordinary character in its place"));
    free(text);
    return NULL;
}

/* A short Chinese text in GB18030 can be valid UTF-8 by accident, but only with two-byte
 * characters, which no Chinese has in UTF-8. */
static char *from_bytes(const char *s, size_t n, size_t *len,
                        struct encoding_fault *fault)
{
    char *text = xstrndup(s, n), *chinese = NULL;
    struct census c = count(text, n);
    bool is_utf8 = c.bad == 0 && (c.good == 0 || c.high > 0);

    *len = n;
    if (is_utf8)
        return text;
    if (c.high <= c.bad)
        chinese = from_gb18030(s, n, &c, len, fault);
    else
        refuse(fault, line_of(s, c.first_bad), NO_KNOWN_ENCODING, SAVE_AS_UTF8);
    if (!chinese && c.bad == 0) {
        *len = n;
        return text;
    }
    free(text);
    return chinese;
}

/* ---- lines ---- */

static size_t unix_lines(char *s, size_t n)
{
    char *cr = memchr(s, '\r', n);
    size_t to = cr ? (size_t)(cr - s) : n;

    for (size_t i = to; i < n; i++) {
        if (s[i] == '\r') {
            s[to++] = '\n';
            i += i + 1 < n && s[i + 1] == '\n';
        } else {
            s[to++] = s[i];
        }
    }
    s[to] = '\0';
    return to;
}

static char *decode(const char *bytes, size_t n, size_t *len,
                    struct encoding_fault *fault)
{
    const char *nul;
    char *text;

    if (begins(bytes, n, "\xFF\xFE\0\0", 4) || begins(bytes, n, "\0\0\xFE\xFF", 4))
        return refuse(fault, 0, N_("the file is saved as UTF-32"),
                      N_("save it again as UTF-8"));
    if (begins(bytes, n, "\xFF\xFE", 2) || begins(bytes, n, "\xFE\xFF", 2))
        return from_marked_utf16(bytes, n, len, fault);
    if (begins(bytes, n, "\xEF\xBB\xBF", 3)) {
        bytes += 3;
        n -= 3;
    }
    if (!(nul = memchr(bytes, '\0', n)))
        return from_bytes(bytes, n, len, fault);
    text = from_unmarked_utf16(bytes, n, len);
    return text ? text : zero_byte(fault, bytes, nul);
}

char *encoding_text(const char *bytes, size_t n, size_t *len,
                    struct encoding_fault *fault)
{
    char *text = decode(bytes, n, len, fault);
    const char *nul = text ? memchr(text, '\0', *len) : NULL;

    if (nul) {
        zero_byte(fault, text, nul);
        free(text);
        return NULL;
    }
    if (text)
        *len = unix_lines(text, *len);
    return text;
}
