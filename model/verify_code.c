#include "model/verify_code.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "model/i18n.h"
#include "model/text.h"

/* 26 letters of five bits hold the 128; two more make the whole, read as a number in base
 * 32, leave 1 divided by 1021. That number is prime and 32 has the order 68 modulo it:
 * any one wrong letter and any two letters that changed places are noticed. */
#define CODE_BITS 16                /* bytes of the hash */
#define CODE_ALL VERIFY_CODE_LETTERS
#define CODE_DATA (CODE_ALL - 2)
#define CODE_PRIME 1021
#define SCAN "XIAOHAO 1 "           /* begins what a QR code says */

static const char crockford[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

static int rest_of(const int *digits, int n)
{
    int rest = 0;

    for (int i = 0; i < n; i++)
        rest = (rest * 32 + digits[i]) % CODE_PRIME;
    return rest;
}

void verify_code_format(const uint8_t hash[static HASH_SIZE], char out[static 48])
{
    int digits[CODE_ALL], have = 2, n = 0;  /* two zero bits before the 128 */
    unsigned bits = 0;
    char *p = out;

    for (int i = 0; i < CODE_BITS; i++) {
        bits = bits << 8 | hash[i];
        for (have += 8; have >= 5; have -= 5)
            digits[n++] = (int)(bits >> (have - 5) & 31);
    }
    assert(n == CODE_DATA && have == 0);
    int check = (1 - rest_of(digits, n) * 1024 % CODE_PRIME + CODE_PRIME) % CODE_PRIME;
    digits[n++] = check >> 5;
    digits[n++] = check & 31;
    for (int i = 0; i < CODE_ALL; i++) {
        if (i > 0 && i % 4 == 0)
            *p++ = '-';
        *p++ = crockford[digits[i]];
    }
    *p = '\0';
}

char *verify_code_scan(const char *code, int64_t seq)
{
    return xasprintf(SCAN "%lld %s", (long long)seq, code);
}

/* ---- the words around it ---- */

/* The words the paper sets, in either language of paper. */
static const char *const labels[] = { "校验码", "核对码", "check code", "code for paper" };
static const char *const counts[] = { "事件号", "事件", "event" };
/* Of these words the Chinese ones may come in part, where the line was cut. */
static const char torn[] = "校验码核对用事件号";

static bool is_one_of(const char *s, int len, const char *chars)
{
    for (int n; *chars; chars += n) {
        text_next(chars, &n);
        if (n == len && memcmp(s, chars, (size_t)n) == 0)
            return true;
    }
    return false;
}

/* Full-width colons are half-width by now; these have forms of their own. */
static size_t colon_at(const char *s)
{
    int len;

    text_next(s, &len);
    return *s == ':' ? 1 : is_one_of(s, len, "\u2236\uFE30\uFE55") ? (size_t)len : 0;
}

/* How far `word` goes at `s`, blanks and the end of a line within it counted; 0: it is not
 * there. */
static size_t word_at(const char *s, const char *word)
{
    const char *at = s;

    for (; *word; word++) {
        if (at > s && *word != ' ')
            at += strspn(at, " \t\r\n");
        if (*word == ' ' && strspn(at, " \t\r\n") == 0)
            return 0;
        if (*word != ' ' && strncasecmp(at++, word, 1) != 0)
            return 0;
    }
    return (size_t)(at - s);
}

/* The number at `s`, behind blanks and a colon, and how far it goes; 0: there is none. */
static int64_t number_at(const char *s, size_t *length)
{
    size_t at = 0, n_colon;
    int64_t n = 0;

    while ((n_colon = colon_at(s + at)) || (s[at] && strchr(" \t\r\n.", s[at])))
        at += n_colon ? n_colon : 1;
    for (; s[at] >= '0' && s[at] <= '9'; at++)
        n = n < INT64_MAX / 100 ? n * 10 + (s[at] - '0') : n;
    *length = at;
    return n;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* Cut `s` before "事件号 1862" and return the number; a code may hold the letters of
 * "event", but not as a word with a number behind it, or with nothing. */
static int64_t cut_event(char *s)
{
    for (char *p = s; *p; p++)
        for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
            size_t n = word_at(p, counts[i]), length;
            if (n == 0 || (is_letter(*p) && p > s && (is_letter(p[-1]) || p[-1] == '-')))
                continue;
            int64_t seq = number_at(p + n, &length);
            if (seq > 0 || p[n + length] == '\0') {
                *p = '\0';
                return seq;
            }
        }
    return 0;
}

static char *behind_label(char *s)
{
    for (char *p = s; *p; p++)
        for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
            size_t n = word_at(p, labels[i]);
            if (n > 0)
                return p + n;
        }
    return s;
}

static char *behind_colon(char *s)
{
    for (char *p = s; *p; p++) {
        size_t n = colon_at(p);
        if (n > 0)
            return p + n;
    }
    return s;
}

/* The part of `half` that is the code; *seq the event named beside it. */
static char *find_code(char *half, int64_t *seq)
{
    size_t length;

    half += strspn(half, " \t\r\n");
    if (strncasecmp(half, SCAN, strlen(SCAN)) == 0) {
        half += strlen(SCAN);
        *seq = number_at(half, &length);
        return half + length;
    }
    half = behind_label(half);
    *seq = cut_event(half);
    return behind_colon(half);
}

/* ---- its letters ---- */

/* What stands for a blank or a dash, and what is left of the words around the code. */
static bool parts_groups(const char *s, uint32_t ch, int len)
{
    return (ch < 0x80 && strchr(" -_\t\n\r\f.,;()", (int)ch)) || ch == 0xA0 || ch == 0xAD ||
           (ch >= 0x2000 && ch <= 0x2015) ||
           is_one_of(s, len, "\u202F\u2043\u205F\u2060\u2212\u2500\u2501\u3001\u3002"
                             "\u30FC\u4E00\uFE31\uFE32\uFE58\uFE63\uFEFF") ||
           is_one_of(s, len, torn);
}

/* How many letters there are; -1: something else is among them. */
static int read_letters(const char *s, int digits[static CODE_ALL],
                        char letters[static CODE_ALL + 1])
{
    uint32_t ch;
    int n = 0, len;

    for (; (ch = text_next(s, &len)) != 0; s += len) {
        if (parts_groups(s, ch, len))
            continue;
        char c = ch < 0x80 ? (char)ch : '?';
        c = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
        c = c == 'O' ? '0' : c == 'I' || c == 'L' ? '1' : c;
        const char *at = strchr(crockford, c);
        if (!at)
            return -1;
        if (n < CODE_ALL) {
            digits[n] = (int)(at - crockford);
            letters[n] = c;
        }
        n++;
    }
    return n;
}

enum xh_rc verify_code_read(const char *text, struct verify_typed *out, struct xh_err *err)
{
    char *half = text_halfwidth(text);
    int digits[CODE_ALL];

    *out = (struct verify_typed){ 0 };
    int n = read_letters(find_code(half, &out->seq), digits, out->letters);
    free(half);
    if (n < 0)
        return xh_fail(err, XH_REFUSED,
                       _("this is no code of a sheet: it has digits and letters without "
                         "I, L, O, U. Type it again from the paper."));
    if (n != CODE_ALL)
        return xh_fail(err, XH_REFUSED,
                       _("a code has %d letters and digits, this one has %d. Type it "
                         "again from the paper."),
                       CODE_ALL, n);
    if (digits[CODE_DATA] * 32 + digits[CODE_DATA + 1] >= CODE_PRIME ||
        rest_of(digits, CODE_ALL) != 1)
        return xh_fail(err, XH_REFUSED,
                       _("the code is mistyped: its last two letters do not fit the "
                         "others. Type it again from the paper."));
    return XH_OK;
}
