#include "tests/report/qr_read.h"

#include <stdlib.h>
#include <string.h>

#include "model/mem.h"

#define MODULE 0.5
#define QUIET 4
#define MOST 29

struct qr {
    int n;
    bool dark[MOST][MOST];
    unsigned char bits[MOST * MOST];    /* a bit each */
    size_t n_bits, at;
};

/* Three corners hold a square in a ring in a blank ring. */
static bool has_corner(const struct qr *q, int row, int column)
{
    for (int i = 0; i < 7; i++)
        for (int k = 0; k < 7; k++) {
            int from = abs(i - 3) > abs(k - 3) ? abs(i - 3) : abs(k - 3);
            if (q->dark[row + i][column + k] != (from != 2))
                return false;
        }
    return true;
}

static bool look(struct qr *q, const struct probe_ink *k, double right, double bottom)
{
    for (q->n = 21; q->n <= MOST; q->n += 4) {
        double x = right - (q->n + QUIET) * MODULE, y = bottom - (q->n + QUIET) * MODULE;
        for (int row = 0; row < q->n; row++)
            for (int c = 0; c < q->n; c++)
                q->dark[row][c] =
                    probe_dot(k, x + (c + 0.5) * MODULE, y + (row + 0.5) * MODULE) < 128;
        if (has_corner(q, 0, 0) && has_corner(q, 0, q->n - 7) && has_corner(q, q->n - 7, 0))
            return true;
    }
    return false;
}

/* 15 bits around the upper left corner: two of level, three of mask, ten of check. */
static int format_of(const struct qr *q)
{
    int format = 0;

    for (int c = 0; c <= 8; c++)
        if (c != 6)
            format = format << 1 | q->dark[8][c];
    for (int row = 7; row >= 0; row--)
        if (row != 6)
            format = format << 1 | q->dark[row][8];
    return format ^ 0x5412;
}

static bool is_masked(int mask, int i, int j)
{
    int both = i * j % 2 + i * j % 3;

    switch (mask) {
    case 0: return (i + j) % 2 == 0;
    case 1: return i % 2 == 0;
    case 2: return j % 3 == 0;
    case 3: return (i + j) % 3 == 0;
    case 4: return (i / 2 + j / 3) % 2 == 0;
    case 5: return both == 0;
    case 6: return both % 2 == 0;
    default: return ((i + j) % 2 + i * j % 3) % 2 == 0;
    }
}

static bool is_data(const struct qr *q, int row, int c)
{
    int n = q->n;
    bool is_corner = (row < 9 && (c < 9 || c >= n - 8)) || (row >= n - 8 && c < 9);
    bool is_mark = n > 21 && abs(row - (n - 7)) <= 2 && abs(c - (n - 7)) <= 2;

    return !is_corner && !is_mark && row != 6 && c != 6;
}

/* Two columns at a time from the right, up and down in turns. */
static void take_bits(struct qr *q, int mask)
{
    for (int right = q->n - 1; right >= 1; right -= 2) {
        if (right == 6)
            right = 5;
        for (int i = 0; i < q->n; i++)
            for (int k = 0; k < 2; k++) {
                int row = (right + 1) & 2 ? i : q->n - 1 - i, c = right - k;
                if (is_data(q, row, c))
                    q->bits[q->n_bits++] = q->dark[row][c] ^ is_masked(mask, row, c);
            }
    }
}

static int take(struct qr *q, int n)
{
    int v = 0;

    for (; n > 0; n--)
        v = v << 1 | (q->at < q->n_bits ? q->bits[q->at++] : 0);
    return v;
}

static void take_numbers(struct qr *q, struct buf *out)
{
    for (int left = take(q, 10); left > 0; left -= 3) {
        int digits = left < 3 ? left : 3;
        buf_printf(out, "%0*d", digits, take(q, digits == 3 ? 10 : digits == 2 ? 7 : 4));
    }
}

static void take_capitals(struct qr *q, struct buf *out)
{
    static const char set[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

    for (int left = take(q, 9); left > 0; left -= 2) {
        int v = take(q, left > 1 ? 11 : 6);
        if (left > 1)
            buf_putc(out, set[v / 45 % 45]);
        buf_putc(out, set[v % 45]);
    }
}

char *qr_read(const struct probe_ink *k, double right, double bottom)
{
    struct qr q = { 0 };
    struct buf out = { 0 };
    int mode;

    if (!look(&q, k, right, bottom))
        return NULL;
    int format = format_of(&q);
    if (format >> 13 != 0)      /* level M, its data in one block at these sizes */
        return NULL;
    take_bits(&q, format >> 10 & 7);
    while ((mode = take(&q, 4)) != 0) {
        if (mode == 1)
            take_numbers(&q, &out);
        else if (mode == 2)
            take_capitals(&q, &out);
        else if (mode == 4)
            for (int left = take(&q, 8); left > 0; left--)
                buf_putc(&out, (char)take(&q, 8));
        else
            break;
    }
    return buf_take(&out);
}
