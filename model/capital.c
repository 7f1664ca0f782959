#include "model/capital.h"

#include "model/decimal.h"
#include "model/measure.h"

static const char *const digits[] = { "零", "壹", "贰", "叁", "肆",
                                      "伍", "陆", "柒", "捌", "玖" };

enum { SECTION = 10000, SECTIONS = 4, FEN = 100 };  /* 万亿 亿 万 元: four digits each */

/* Four digits; one 零 for zeros between them, none for those at the end. `zero`: one stands
 * before them in any case. */
static void add_section(struct buf *out, int n, bool zero)
{
    static const char *const powers[] = { "仟", "佰", "拾", "" };
    bool begun = false;
    int unit = SECTION / 10;

    for (int i = 0; i < 4; i++, unit /= 10) {
        int d = n / unit % 10;

        if (d && zero)
            buf_puts(out, digits[0]);
        if (d)
            buf_printf(out, "%s%s", digits[d], powers[i]);
        begun = begun || d;
        zero = d ? false : zero || begun;
    }
}

/* Whole 元, of at most sixteen digits. */
static void add_yuan(struct buf *out, int64_t yuan)
{
    static const char *const names[SECTIONS] = { "万", "亿", "万", "" };
    int v[SECTIONS];
    bool begun = false, skipped = false;

    for (int i = SECTIONS - 1; i >= 0; i--, yuan /= SECTION)
        v[i] = (int)(yuan % SECTION);
    for (int i = 0; i < SECTIONS; i++) {
        if (v[i]) {
            add_section(out, v[i], begun && (skipped || v[i] < SECTION / 10));
            buf_puts(out, names[i]);
        } else if (i == 1 && begun) {       /* 壹万亿 */
            buf_puts(out, names[i]);
        }
        skipped = begun && !v[i];
        begun = begun || v[i];
    }
    buf_puts(out, "元");
}

static void add_money(struct buf *out, int64_t fen)
{
    int64_t yuan = fen / FEN;
    int jiao = (int)(fen % FEN / 10), last = (int)(fen % 10);

    if (yuan)
        add_yuan(out, yuan);
    else if (!jiao && !last)
        buf_puts(out, "零元");
    if (yuan && (jiao ? yuan % 10 == 0 : last != 0))
        buf_puts(out, digits[0]);
    if (jiao)
        buf_printf(out, "%s角", digits[jiao]);
    if (last)
        buf_printf(out, "%s分", digits[last]);
    if (!jiao && !last)
        buf_puts(out, "整");
}

bool capital_money(struct buf *out, int64_t value, const char *unit)
{
    static const wide_int most = (wide_int)SECTION * SECTION * SECTION * SECTION * FEN;
    const struct measure yuan = measure_read("元"), u = measure_read(unit);
    int64_t num, den;

    if (!measure_factor(&u, &yuan, &num, &den))
        return false;
    wide_int fen = (wide_int)value * num * FEN, one = (wide_int)den * DECIMAL_ONE;
    if (fen % one || fen / one >= most || fen / one <= -most)
        return false;
    int64_t n = (int64_t)(fen / one);
    if (n < 0)
        buf_puts(out, "负");
    add_money(out, n < 0 ? -n : n);
    return true;
}
