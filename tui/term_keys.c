#include "tui/term_keys.h"

#include <string.h>

#include "model/text.h"

#define LONGEST 64              /* no sequence of a key is longer: something else */
#define MOST_ARGS 4
#define SHIFT 2                 /* as terminals count: 1 and a bit for every modifier */

/* What came of looking at the first bytes. */
enum found {
    FOUND_KEY,                  /* in *in */
    FOUND_NOTHING,              /* consumed, means nothing */
    FOUND_BEGINNING,            /* more must come */
};

char *term_keys_room(struct term_keys *k, size_t *room)
{
    if (k->at > 0) {
        memmove(k->buf, k->buf + k->at, k->n - k->at);
        k->n -= k->at;
        k->at = 0;
    }
    if (k->n == sizeof k->buf)          /* cannot be: no beginning is so long */
        k->n = 0;
    *room = sizeof k->buf - k->n;
    return k->buf + k->n;
}

bool term_keys_begun(const struct term_keys *k)
{
    return k->at < k->n;
}

static enum found found(struct term_keys *k, size_t used, struct input *in, uint32_t key)
{
    k->at += used;
    if (key == K_NONE)
        return FOUND_NOTHING;
    in->key = key;
    return FOUND_KEY;
}

/* ---- characters ---- */

/* Bytes the character at `s` should have, by its first one. */
static size_t promised(unsigned char first)
{
    return first < 0xC2 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 1;
}

static enum found take_char(struct term_keys *k, bool over, struct input *in)
{
    const char *s = k->buf + k->at;
    size_t left = k->n - k->at, need = promised((unsigned char)*s);
    char one[5] = "";
    int len;

    if ((unsigned char)*s < 0x80)
        return found(k, 1, in, (unsigned char)*s);
    if (left < need && !over)
        return FOUND_BEGINNING;
    memcpy(one, s, left < need ? left : need);
    uint32_t ch = text_next(one, &len);
    /* The other half of the control characters has no key, broken bytes are no text. */
    bool bad = ch == 0 || ch == 0xFFFD || (ch >= 0x80 && ch < 0xA0);
    return found(k, len > 0 ? (size_t)len : 1, in, bad ? K_NONE : ch);
}

/* ---- the mouse ---- */

static enum found take_press(struct term_keys *k, size_t used, struct input *in, int button,
                             int x, int y)
{
    bool wheel = button & 64, moved = button & 32;
    int which = button & 3;

    k->at += used;
    if (x < 1 || y < 1 || moved || which > (wheel ? 1 : 0))
        return FOUND_NOTHING;
    in->key = K_MOUSE;
    in->y = y - 1;
    in->x = x - 1;
    in->mouse = !wheel ? MOUSE_CLICK : which == 0 ? MOUSE_WHEEL_UP : MOUSE_WHEEL_DOWN;
    return FOUND_KEY;
}

/* ---- escape sequences ---- */

static uint32_t letter_key(char final, int modifier)
{
    switch (final) {
    case 'A': return modifier == SHIFT ? K_SHIFT_UP : K_UP;
    case 'B': return modifier == SHIFT ? K_SHIFT_DOWN : K_DOWN;
    case 'C': return K_RIGHT;
    case 'D': return K_LEFT;
    case 'F': return K_END;
    case 'H': return K_HOME;
    case 'Z': return K_BACKTAB;
    case 'a': return K_SHIFT_UP;        /* rxvt */
    case 'b': return K_SHIFT_DOWN;
    /* with a modifier these are other keys, which nothing is bound to */
    case 'P': return modifier > 1 ? K_NONE : K_F1;
    case 'Q': return modifier > 1 ? K_NONE : K_F2;
    case 'R': return modifier > 1 ? K_NONE : K_F3;
    case 'S': return modifier > 1 ? K_NONE : K_F4;
    }
    return K_NONE;
}

static uint32_t number_key(int n, int modifier)
{
    static const struct { uint8_t n; uint32_t key; } numbers[] = {
        { 1, K_HOME }, { 2, K_INSERT }, { 3, K_DELETE }, { 4, K_END }, { 5, K_PGUP },
        { 6, K_PGDN }, { 7, K_HOME }, { 8, K_END }, { 11, K_F1 }, { 12, K_F2 }, { 13, K_F3 },
        { 14, K_F4 }, { 15, K_F5 }, { 17, K_F6 }, { 18, K_F7 }, { 19, K_F8 }, { 20, K_F9 },
        { 21, K_F10 }, { 23, K_F11 }, { 24, K_F12 },
    };

    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (numbers[i].n == n)
            return n > 10 && modifier > 1 ? K_NONE : numbers[i].key;
    return K_NONE;
}

/* ESC [ arguments final. `s` begins behind the bracket, *used counts from ESC. */
static enum found take_csi(struct term_keys *k, bool over, struct input *in)
{
    const char *s = k->buf + k->at;
    size_t left = k->n - k->at, i = 2;
    int args[MOST_ARGS] = {0};
    size_t n = 0;
    char leader = '\0';

    if (left > 2 && s[2] == '[')        /* F1 to F5 of the Linux console: ESC [ [ A */
        return left < 4 ? FOUND_BEGINNING
               : found(k, 4, in, s[3] >= 'A' && s[3] <= 'E' ? K_F1 + (uint32_t)(s[3] - 'A')
                                                            : K_NONE);
    if (left > 2 && s[2] == 'M')        /* the mouse as of old: three bytes more */
        return left < 6 ? FOUND_BEGINNING
               : take_press(k, 6, in, (unsigned char)s[3] - 32, (unsigned char)s[4] - 32,
                            (unsigned char)s[5] - 32);
    for (; i < left && s[i] >= 0x20 && s[i] < 0x40; i++) {
        if (s[i] >= '<' && s[i] <= '?')
            leader = s[i];
        else if (s[i] >= '0' && s[i] <= '9' && n < MOST_ARGS && args[n] < 100000)
            args[n] = args[n] * 10 + (s[i] - '0');
        else if (s[i] == ';' && n + 1 < MOST_ARGS)
            n++;
    }
    if (i >= left && i < LONGEST && !over)
        return FOUND_BEGINNING;
    if (i >= left || s[i] < 0x40 || s[i] > 0x7E)
        return found(k, i, in, K_NONE);         /* broken off: what broke it comes next */
    char final = s[i++];
    if (leader == '<' && (final == 'M' || final == 'm'))
        return final == 'm' ? found(k, i, in, K_NONE)
                            : take_press(k, i, in, args[0], args[1], args[2]);
    if (leader)
        return found(k, i, in, K_NONE);
    if (final == 'R' && args[0] > 1) {          /* in row 1 it would be Shift-F3 */
        in->y = args[0] - 1;
        in->x = args[1] - 1;
        return found(k, i, in, K_REPORT);
    }
    if (final == '~' && args[0] == 200) {
        k->pasting = true;
        k->after_cr = false;
    }
    return found(k, i, in, final == '~' ? number_key(args[0], args[1])
                                        : letter_key(final, args[1]));
}

static bool is_ss3(char c)
{
    return c == 'M' || (c >= 'j' && c <= 'y') || letter_key(c, 1) != K_NONE;
}

/* ESC O letter: arrows and F1 to F4, the keypad in its application mode. */
static enum found take_ss3(struct term_keys *k, struct input *in)
{
    char c = k->buf[k->at + 2];

    if (c == 'M')
        return found(k, 3, in, K_ENTER);
    if (c >= 'p' && c <= 'y')
        return found(k, 3, in, (uint32_t)(c - 'p' + '0'));
    if (c >= 'j' && c <= 'o')
        return found(k, 3, in, (uint32_t)(c - 'j' + '*'));
    return found(k, 3, in, letter_key(c, 1));
}

/* Esc and then something else is Esc alone: Esc, 2 is F2. */
static enum found take_escape(struct term_keys *k, bool over, struct input *in)
{
    const char *s = k->buf + k->at;
    size_t left = k->n - k->at;
    enum found f = FOUND_BEGINNING;

    if (left > 1 && s[1] == '[')
        f = take_csi(k, over && left > 2, in);
    else if (left > 2 && s[1] == 'O' && is_ss3(s[2]))
        f = take_ss3(k, in);
    else if (left > 2 || (left == 2 && s[1] != 'O'))
        f = found(k, 1, in, K_ESC);
    if (f == FOUND_BEGINNING && over)
        f = found(k, 1, in, K_ESC);
    return f;
}

/* ---- pasted text ---- */

static const char paste_end[] = "\033[201~";

/* Only characters, line breaks and tabs: no key of the paste's own closes the field. */
static enum found take_pasted(struct term_keys *k, bool over, struct input *in)
{
    const char *s = k->buf + k->at;
    size_t left = k->n - k->at, size = sizeof paste_end - 1;
    bool after_cr = k->after_cr;

    in->pasted = true;
    k->after_cr = *s == '\r';
    if (*s == '\033') {
        if (left < size && memcmp(s, paste_end, left) == 0 && !over)
            return FOUND_BEGINNING;
        if (left < size || memcmp(s, paste_end, size) != 0)
            return found(k, 1, in, K_NONE);
        k->at += size;
        k->pasting = false;
        *in = (struct input){ .key = K_NONE };
        return FOUND_KEY;
    }
    if (*s == '\n' && after_cr)
        return found(k, 1, in, K_NONE);
    if (*s == '\r' || *s == '\n')
        return found(k, 1, in, K_ENTER);
    if ((unsigned char)*s < ' ' || *s == 0x7F)
        return found(k, 1, in, *s == '\t' ? K_TAB : K_NONE);
    return take_char(k, over, in);
}

static enum found take_typed(struct term_keys *k, bool over, struct input *in)
{
    char c = k->buf[k->at];

    if (c == '\033')
        return take_escape(k, over, in);
    if (c == '\n' || c == '\r')
        return found(k, 1, in, K_ENTER);
    if (c == 0x7F || c == '\b')
        return found(k, 1, in, K_BACKSPACE);
    return take_char(k, over, in);
}

bool term_keys_take(struct term_keys *k, bool over, struct input *in)
{
    while (k->at < k->n) {
        *in = (struct input){0};
        enum found f = k->pasting ? take_pasted(k, over, in) : take_typed(k, over, in);
        if (f == FOUND_KEY)
            return true;
        if (f == FOUND_BEGINNING)
            return false;
    }
    return false;
}
