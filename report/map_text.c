#include "report/map_text.h"

#include "model/decimal.h"
#include "report/land_text.h"

static int64_t count_of(const int64_t *n, int mark, bool open)
{
    if (open)
        return n[mark];
    return mark == MAP_REFUSES ? 0 : mark == MAP_TALKING ? n[mark] + n[MAP_REFUSES] : n[mark];
}

/* The furthest step first, what is no step last: 签 谈 拒 未. */
static int in_order(const struct list_def *l, int i)
{
    static const int plain[] = { MAP_TALKING, MAP_REFUSES, MAP_UNTOUCHED };
    int marks = map_marks(l);

    return i < marks - MAP_STEPS ? marks - 1 - i : plain[i - (marks - MAP_STEPS)];
}

void map_say_counts(struct buf *out, const struct list_def *l, const int64_t *n, bool open)
{
    const char *gap = "";

    for (int i = 0; i < map_marks(l); i++) {
        int mark = in_order(l, i);
        int64_t many = count_of(n, mark, open);
        if (many)
            buf_printf(out, "%s%s %lld", gap, map_mark(l, mark), (long long)many);
        gap = many ? " " : gap;
    }
}

void map_say_area(struct buf *out, const struct land_map *m, const int64_t *area_signed,
                  const int64_t *area)
{
    char have[DECIMAL_TEXT], all[DECIMAL_TEXT];

    if (*m->unit && (area_signed || area))
        buf_printf(out, "%s/%s %s",
                   area_signed ? decimal_format(*area_signed, have) : LAND_MASKED,
                   area ? decimal_format(*area, all) : LAND_MASKED, m->unit);
}
