#include "model/pinyin.h"

#include <stdlib.h>
#include <string.h>

#include "model/pinyin_table.h"
#include "model/text.h"

#define FROM_ANYWHERE 3         /* so many letters tell enough to begin inside a word */
#define LAST 0x8000u
enum { TONES = 8 };

static unsigned value_of(uint32_t ch)
{
    if (ch >= 0x4E00 && ch <= 0x9FFF)
        return pinyin_block_1[ch - 0x4E00];
    if (ch < 0x3000)
        return 0;
    if (ch >= 0x3400 && ch <= 0x4DBF)
        return pinyin_block_0[ch - 0x3400];
    size_t n = sizeof pinyin_others / sizeof *pinyin_others, low = 0, high = n;
    while (low < high) {
        size_t mid = (low + high) / 2;
        if (pinyin_others[mid] < ch)
            low = mid + 1;
        else
            high = mid;
    }
    return low < n && pinyin_others[low] == ch ? pinyin_other_values[low] : 0;
}

/* Small, half width, v for ü. */
static uint32_t fold(uint32_t ch)
{
    if (ch >= 0xFF01 && ch <= 0xFF5E)
        ch -= 0xFEE0;
    if (ch >= 'A' && ch <= 'Z')
        return ch + 32;
    return ch == 0x3000 ? ' ' : ch == 0xFC || ch == 0xDC ? 'v' : ch;
}

/* ---- what was typed, and where in it one may stand ---- */

/* A state of the automaton is a place in `typed`: all before it has been met. Those reached
 * before a character of the text give those reached after it, so that a text is read once,
 * whatever readings its characters have. */
enum { BY_PINYIN = 1, BY_ITSELF = 2 };
struct pinyin {
    uint32_t *typed; size_t n;
    unsigned char *now, *next;  /* [n + 1]: ways in which the place was reached */
    bool anywhere;
    bool whole;                 /* all of the text, from its beginning to its end */
};

struct pinyin *pinyin_new(const char *typed)
{
    struct pinyin *p = xcalloc(1, sizeof *p);
    char *plain = xstrdup(typed ? typed : "");
    const char *s = text_trim(plain);
    int len;

    p->typed = xcalloc(strlen(s) + 1, sizeof *p->typed);
    for (uint32_t ch; (ch = text_next(s, &len)) != 0; s += len)
        p->typed[p->n++] = fold(ch);
    while (p->n > 1 && p->typed[p->n - 1] == '\'')      /* more is still to be typed */
        p->n--;
    free(plain);
    size_t letters = 0;
    while (letters < p->n && p->typed[letters] >= 'a' && p->typed[letters] <= 'z')
        letters++;
    p->anywhere = letters >= FROM_ANYWHERE;
    p->now = xcalloc(p->n + 1, 1);
    p->next = xcalloc(p->n + 1, 1);
    return p;
}

void pinyin_free(struct pinyin *p)
{
    if (!p)
        return;
    free(p->typed);
    free(p->now);
    free(p->next);
    free(p);
}

static bool parts_syllables(uint32_t ch)
{
    return ch == ' ' || ch == '\'';
}

/* Places reached without a character: past a blank or ' that parts syllables. */
static void pass_blanks(struct pinyin *p)
{
    for (size_t j = 0; j < p->n; j++)
        if ((p->now[j] & BY_PINYIN) && parts_syllables(p->typed[j]))
            p->now[j + 1] |= BY_PINYIN;
}

/* Letters of a syllable met by what was typed from `j` on. */
static size_t met(const struct pinyin *p, size_t j, const char *syllable)
{
    size_t k = 0;

    while (syllable[k] && j + k < p->n &&
           (p->typed[j + k] == (unsigned char)syllable[k] ||
            (syllable[k] == 'v' && p->typed[j + k] == 'u')))
        k++;
    return k;
}

/* From `j`, by one of the readings at `value`. */
static void by_readings(struct pinyin *p, size_t j, unsigned value)
{
    unsigned code;

    do {
        code = pinyin_readings[value++];
        const char *syllable = pinyin_syllables[(code & ~LAST) / TONES];
        size_t k = met(p, j, syllable);
        bool begun = j + k == p->n && !p->whole;
        if (k == 0)
            continue;
        p->next[j + 1] |= BY_PINYIN;
        if (k >= 2 && syllable[1] == 'h')
            p->next[j + 2] |= BY_PINYIN;
        if (!syllable[k] || begun)
            p->next[j + k] |= BY_PINYIN;
    } while (!(code & LAST));
}

/* One character of the text. */
static void step(struct pinyin *p, uint32_t ch, unsigned value)
{
    memset(p->next, 0, p->n + 1);
    for (size_t j = 0; j < p->n; j++) {
        if (!p->now[j])
            continue;
        if (ch == ' ' && p->typed[j] != ' ')
            p->next[j] |= p->now[j];
        if (ch == p->typed[j])
            p->next[j + 1] |= p->now[j];
        if (value && (p->now[j] & BY_PINYIN))
            by_readings(p, j, value);
    }
    unsigned char *swap = p->now;
    p->now = p->next;
    p->next = swap;
}

bool pinyin_finds(struct pinyin *p, const char *text)
{
    bool word = true, first = true;
    int len;

    if (p->n == 0)
        return !p->whole;
    memset(p->now, 0, p->n + 1);
    for (uint32_t ch; (ch = fold(text_next(text, &len))) != 0; text += len) {
        unsigned value = value_of(ch);
        if (first || !p->whole)
            p->now[0] |= word || p->anywhere || !value ? BY_PINYIN | BY_ITSELF : BY_ITSELF;
        if (value || !word)
            pass_blanks(p);
        step(p, ch, value);
        if (p->now[p->n] && !p->whole)
            return true;
        word = !value;
        first = false;
    }
    return p->now[p->n] != 0;
}

bool pinyin_match(const char *text, const char *typed)
{
    struct pinyin *p = pinyin_new(typed);
    bool found = pinyin_finds(p, text ? text : "");

    pinyin_free(p);
    return found;
}

bool pinyin_spells(const char *text, const char *typed)
{
    struct pinyin *p = pinyin_new(typed);

    p->whole = true;
    bool spelled = pinyin_finds(p, text);
    pinyin_free(p);
    return spelled;
}

/* ---- order ---- */

/* Surnames read otherwise than the character by itself. */
static const struct { uint32_t ch; const char *syllable; unsigned tone; } surnames[] = {
    { 0x5355, "shan", 4 }, /* 单 */ { 0x66FE, "zeng", 1 }, /* 曾 */ { 0x4EC7, "qiu", 2 }, /* 仇 */
    { 0x533A, "ou", 1 }, /* 区 */ { 0x89E3, "xie", 4 }, /* 解 */ { 0x67E5, "zha", 1 }, /* 查 */
    { 0x4EFB, "ren", 2 }, /* 任 */ { 0x6734, "piao", 2 }, /* 朴 */ { 0x76D6, "ge", 3 }, /* 盖 */
    { 0x7FDF, "zhai", 2 }, /* 翟 */ { 0x4E50, "yue", 4 }, /* 乐 */ { 0x7F2A, "miao", 4 }, /* 缪 */
    { 0x534E, "hua", 4 }, /* 华 */ { 0x53EC, "shao", 4 }, /* 召 */ { 0x79D8, "bi", 4 }, /* 秘 */
    { 0x6298, "she", 2 }, /* 折 */ { 0x79CD, "chong", 2 }, /* 种 */ { 0x5458, "yun", 4 }, /* 员 */
    { 0x7E41, "po", 2 }, /* 繁 */ { 0x845B, "ge", 3 }, /* 葛 */ { 0x71D5, "yan", 1 }, /* 燕 */
    { 0x961A, "kan", 4 }, /* 阚 */ { 0x90C7, "xun", 2 }, /* 郇 */
};

/* Where a character stands: what is no Hanzi 0; else by syllable and tone, from 1. */
static unsigned place_of(uint32_t ch, bool surname)
{
    unsigned value = value_of(ch);

    for (size_t i = 0; surname && i < sizeof surnames / sizeof *surnames; i++)
        if (surnames[i].ch == ch)
            for (unsigned k = 0; k < sizeof pinyin_syllables / sizeof *pinyin_syllables; k++)
                if (strcmp(pinyin_syllables[k], surnames[i].syllable) == 0)
                    return 1 + k * TONES + surnames[i].tone;
    return value ? 1 + (pinyin_readings[value] & ~LAST) : 0;
}

/* 0 to 9; 10 and 100 for what multiplies; -1. */
static int numeral(uint32_t ch)
{
    static const uint32_t digits[] = { 0x3007, 0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94, 0x516D,
                                       0x4E03, 0x516B, 0x4E5D };    /* 〇 to 九 */

    if (ch >= '0' && ch <= '9')
        return (int)ch - '0';
    for (int i = 0; i < 10; i++)
        if (digits[i] == ch)
            return i;
    return ch == 0x96F6 ? 0 : ch == 0x5341 ? 10 : ch == 0x767E ? 100 : -1;  /* 零 十 百 */
}

/* The number at `*s`, 12, 十二 or 一百零二, stepped over; -1: there is none. */
static int64_t number_at(const char **s)
{
    enum { MOST = 100000000 };
    int64_t sum = 0, last = 0;
    bool any = false, digit = false;
    int len, n;

    for (; (n = numeral(fold(text_next(*s, &len)))) >= 0; *s += len, any = true) {
        if (n < 10) {
            last = digit && last < MOST ? last * 10 + n : n;
            digit = true;
        } else {
            sum += (digit ? last : 1) * n;
            last = 0;
            digit = false;
        }
    }
    return any ? sum + last : -1;
}

static int sign(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

int pinyin_compare(const char *a, const char *b)
{
    const char *a_first = a, *b_first = b;
    int a_len, b_len;

    for (;; a += a_len, b += b_len) {
        int64_t n = number_at(&a), m = number_at(&b);
        if (n >= 0 && m >= 0 && n != m)
            return sign(n, m);
        if ((n >= 0) != (m >= 0))       /* before everything but the end */
            return n >= 0 ? (m < 0 && !*b ? 1 : -1) : (!*a ? -1 : 1);
        uint32_t x = fold(text_next(a, &a_len)), y = fold(text_next(b, &b_len));
        int order = sign(place_of(x, false), place_of(y, false));
        if (order || x != y)
            return order ? order : sign(x, y);
        if (x == 0)
            return strcmp(a_first, b_first);
    }
}

int pinyin_compare_people(const char *a, const char *b)
{
    const char *a_first = a, *b_first = b;
    int a_len, b_len;

    for (;; a += a_len, b += b_len) {
        uint32_t x = fold(text_next(a, &a_len)), y = fold(text_next(b, &b_len));
        int order = sign(place_of(x, a == a_first), place_of(y, b == b_first));
        if (order || x != y)
            return order ? order : sign(x, y);
        if (x == 0)
            return strcmp(a_first, b_first);
    }
}
