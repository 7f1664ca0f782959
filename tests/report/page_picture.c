#include "tests/report/page_picture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/report/pdf_probe.h"

#define MM 2                    /* of a square */
#define STEPS 64                /* of darkness; more than the last sign is as dark as it */
#define DIFFERENT 5             /* steps: 8 % of ink more or less */

/* Nothing, then darker and darker. */
static const char signs[] = " 123456789abcdefghijklmnopqrstuvwxyz";
#define MOST ((int)sizeof signs - 2)

/* ---- looking ---- */

static int step_of(const struct probe_ink *k, int x, int y)
{
    int edge = MM * k->per_mm, ink = 0, most = edge * edge * 255;

    for (int v = y * edge; v < (y + 1) * edge; v++)
        for (int u = x * edge; u < (x + 1) * edge; u++)
            ink += 255 - k->dots[v * k->wide + u];
    int step = (ink * STEPS + most / 2) / most;
    return step < MOST ? step : MOST;
}

static void leave_out(struct page_picture *p, const struct probe_word *w)
{
    for (int y = (int)(w->top - 0.5) / MM; y <= (int)(w->bottom + 0.5) / MM && y < p->high; y++)
        for (int x = (int)(w->left - 0.5) / MM; x < p->wide; x++)
            p->cells[y * p->wide + x] = 0;
}

struct page_picture page_picture_of(const char *pdf, int page, int dots, const char *const *not)
{
    struct probe_ink k = probe_ink(pdf, page, dots);
    char *boxes = *not ? probe_boxes(pdf, page) : NULL;
    int edge = MM * dots;
    struct page_picture p = { .wide = k.wide / edge, .high = k.high / edge };
    struct probe_word w;

    p.cells = xcalloc((size_t)p.wide * (size_t)p.high, 1);
    for (int y = 0; y < p.high; y++)
        for (int x = 0; x < p.wide; x++)
            p.cells[y * p.wide + x] = (char)step_of(&k, x, y);
    for (; *not; not++)
        if (probe_box(boxes, *not, &w))
            leave_out(&p, &w);
    probe_ink_fini(&k);
    free(boxes);
    return p;
}

void page_picture_fini(struct page_picture *p)
{
    free(p->cells);
    *p = (struct page_picture){ 0 };
}

/* ---- keeping ---- */

void page_picture_write(struct buf *out, const struct page_picture *p)
{
    buf_printf(out, "%d x %d squares of %d mm\n", p->wide, p->high, MM);
    for (int y = 0; y < p->high; y++) {
        const char *row = p->cells + y * p->wide;
        int n = p->wide;
        while (n > 0 && !row[n - 1])
            n--;
        for (int x = 0; x < n; x++)
            buf_add(out, &signs[(int)row[x]], 1);
        buf_add(out, "\n", 1);
    }
}

bool page_picture_read(struct page_picture *out, const char *text)
{
    int mm;

    if (sscanf(text, "%d x %d squares of %d mm", &out->wide, &out->high, &mm) != 3 || mm != MM ||
        out->wide < 1 || out->high < 1 || out->wide > 1000 || out->high > 1000)
        return false;
    out->cells = xcalloc((size_t)out->wide * (size_t)out->high, 1);
    for (int y = 0; y < out->high; y++) {
        text = strchr(text, '\n');
        if (!text)
            return false;
        text++;
        for (int x = 0; x < out->wide && *text && *text != '\n'; x++, text++) {
            const char *sign = strchr(signs, *text);
            if (!sign)
                return false;
            out->cells[y * out->wide + x] = (char)(sign - signs);
        }
    }
    return true;
}

/* ---- comparing ---- */

static int step_at(const struct page_picture *p, int x, int y)
{
    return x < 0 || y < 0 || x >= p->wide || y >= p->high ? 0 : p->cells[y * p->wide + x];
}

/* A line at the border of two squares is drawn in the one or the other: together they are what
 * they were. */
static bool is_same(const struct page_picture *a, const struct page_picture *b, int x, int y)
{
    static const int beside[][2] = { { 0, 0 }, { 1, 0 }, { -1, 0 }, { 0, 1 }, { 0, -1 } };
    int one = step_at(a, x, y) - step_at(b, x, y);

    for (size_t i = 0; i < sizeof beside / sizeof *beside; i++) {
        int u = x + beside[i][0], v = y + beside[i][1];
        int both = i ? one + step_at(a, u, v) - step_at(b, u, v) : one;
        if (abs(both) < DIFFERENT)
            return true;
    }
    return false;
}

struct page_change page_picture_compare(const struct page_picture *a, const struct page_picture *b)
{
    struct page_change c = { .left = 100000, .top = 100000 };

    if (a->wide != b->wide || a->high != b->high)
        return (struct page_change){ .squares = -1 };
    for (int y = 0; y < a->high; y++)
        for (int x = 0; x < a->wide; x++) {
            if (is_same(a, b, x, y))
                continue;
            c.squares++;
            c.left = x * MM < c.left ? x * MM : c.left;
            c.top = y * MM < c.top ? y * MM : c.top;
            c.right = (x + 1) * MM > c.right ? (x + 1) * MM : c.right;
            c.bottom = (y + 1) * MM > c.bottom ? (y + 1) * MM : c.bottom;
        }
    return c;
}
