#include "model/pinyin.h"

#include <stdlib.h>
#include <string.h>

#include "model/pinyin_table.h"
#include "model/text.h"

#define FROM_ANYWHERE 3         /* so many letters tell enough to begin inside a word */

static unsigned value_of(uint32_t ch)
{
    if (ch >= 0x4E00 && ch <= 0x9FFF)
        return pinyin_block_1[ch - 0x4E00];
    if (ch >= 0x3400 && ch <= 0x4DBF)
        return pinyin_block_0[ch - 0x3400];
    size_t low = 0, high = sizeof pinyin_others / sizeof *pinyin_others;
    while (low < high) {
        size_t mid = (low + high) / 2;
        if (pinyin_others[mid].cp < ch)
            low = mid + 1;
        else
            high = mid;
    }
    return low < sizeof pinyin_others / sizeof *pinyin_others && pinyin_others[low].cp == ch
               ? pinyin_others[low].value
               : 0;
}

static bool is_hanzi(uint32_t ch)
{
    return value_of(ch) != 0;
}

bool pinyin_has_initial(uint32_t ch, char letter)
{
    unsigned v = value_of(ch);

    if (v == 0)
        return false;
    return v < 27 ? (char)('a' + v - 1) == letter : strchr(pinyin_several[v - 27], letter) != NULL;
}

static uint32_t small(uint32_t ch)
{
    return ch >= 'A' && ch <= 'Z' ? ch + 32 : ch;
}

/* Does `typed` fit from here on? Letters as initials where `initials`. */
static bool fits(const char *text, const char *typed, bool initials)
{
    int len, typed_len;

    for (uint32_t want; (want = small(text_next(typed, &typed_len))) != 0; typed += typed_len) {
        uint32_t ch = small(text_next(text, &len));
        while (ch == ' ' && want != ' ') {
            text += len;
            ch = small(text_next(text, &len));
        }
        if (ch == 0)
            return false;
        bool letter = want >= 'a' && want <= 'z';
        if (ch != want && !(initials && letter && pinyin_has_initial(ch, (char)want)))
            return false;
        text += len;
    }
    return true;
}

static size_t leading_letters(const char *s)
{
    return strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
}

bool pinyin_match(const char *text, const char *typed)
{
    char *plain = text_halfwidth(typed ? typed : ""), *want = text_trim(plain);
    char *in = text_halfwidth(text ? text : "");
    bool anywhere = leading_letters(want) >= FROM_ANYWHERE, found = !*want, word = true;
    int len;

    for (const char *p = in; !found && *p; p += len) {
        uint32_t ch = text_next(p, &len);
        found = fits(p, want, word || anywhere || !is_hanzi(ch)) || fits(p, want, false);
        word = !is_hanzi(ch);
    }
    free(in);
    free(plain);
    return found;
}
