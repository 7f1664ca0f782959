#include "tests/tui/frame_rules.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LEAST_ROWS 24
#define LEAST_COLS 80

static const struct canvas_cell *cell(const struct canvas *c, int y, int x)
{
    return &c->cells[(size_t)y * (size_t)c->cols + (size_t)x];
}

/* Columns x to end of a row as text. */
static void put_cells(struct buf *b, const struct canvas *c, int y, int x, int end)
{
    for (; x < end; x++)
        buf_puts(b, cell(c, y, x)->text);
}

/* ---- characters ---- */

static bool is_line_char(uint32_t ch)
{
    return ch >= 0x2500 && ch <= 0x257F;
}

static const char *look_at_char(uint32_t ch, const char *text, int len,
                                const struct frame_looks *how)
{
    if (ch < 0x20 || (ch >= 0x7F && ch < 0xA0))
        return "a control character";
    if (ch < 0x80 || !text_is_ambiguous(ch) || (how->lines && is_line_char(ch)) || !how->glyphs)
        return NULL;
    return memmem(how->glyphs, strlen(how->glyphs), text, (size_t)len) ? NULL
                                                                      : "an ambiguous glyph";
}

static const char *look_at_cell(const struct canvas *c, int y, int x,
                                const struct frame_looks *how)
{
    const struct canvas_cell *it = cell(c, y, x);
    const char *broken = NULL;

    if (it->width == 0 && (x == 0 || it[-1].width != 2))
        return "a right half without its left one";
    if (it->width == 2 && (x + 1 >= c->cols || it[1].width != 0))
        return "a left half alone";
    if (text_width(it->text) != it->width)
        return "a character that is not as wide as its cells";
    if (it->width == 2 && canvas_find_hit(c, y, x) != canvas_find_hit(c, y, x + 1))
        return "a character whose halves mean different things to the mouse";
    for (int at = 0, len; it->text[at] && !broken; at += len) {
        uint32_t ch = text_next(it->text + at, &len);
        broken = look_at_char(ch, it->text + at, len, how);
    }
    return broken;
}

/* ---- colours ---- */

static bool is_block(int style)
{
    return style == STYLE_PRACTICE || (style >= STYLE_RED && style <= STYLE_GREY);
}

/* Does a box begin beside the block, which may cover its word? */
static bool is_covered(const struct canvas *c, int y, int x, int end)
{
    return (x > 0 && cell(c, y, x - 1)->line) || (end < c->cols && cell(c, y, end)->line);
}

static bool says_colour(const char *text, int style, bool exact)
{
    bool practice = strstr(text, "练习") || strstr(text, "PRACTICE");

    switch (style) {
    case STYLE_RED:      return strstr(text, "红") || strstr(text, "red") || (practice && !exact);
    case STYLE_YELLOW:   return strstr(text, "黄") || strstr(text, "yellow");
    case STYLE_GREEN:    return strstr(text, "绿") || strstr(text, "green");
    case STYLE_GREY:     return strstr(text, "灰") || strstr(text, "grey");
    case STYLE_PRACTICE: return practice;
    default:             return true;
    }
}

/* Without Hanzi a mark is two letters: "re". */
static bool is_two_letters(const struct canvas *c, int y, int x)
{
    struct buf b = {0};

    put_cells(&b, c, y, x, x + 2 < c->cols ? x + 2 : c->cols);
    bool are = b.len == 2 && strspn(buf_str(&b), "abcdefghijklmnopqrstuvwxyz") == 2;
    buf_fini(&b);
    return are;
}

/* A mark of a map (two columns wide, whatever it says) has the colour of its row; which one
 * that is stands with its word on the path line or below the map. Of what a terminal shows the
 * two kinds of blocks cannot be told apart. */
static bool is_on_map(const struct canvas *c, int y, int begin, int end, bool exact)
{
    int style = cell(c, y, begin)->style, block = style;

    if (exact)
        return false;           /* STYLE_CELL_: looked at by look_at_map() */
    for (int x = begin; x < end; x += 2)
        if (cell(c, y, x)->width != 2 && !is_two_letters(c, y, x))
            return false;
    for (int row = 0; row < c->rows; row++)
        for (int x = 0; x < c->cols; x++)
            if (cell(c, row, x)->style == block && row != y) {
                struct buf b = {0};
                put_cells(&b, c, row, x, x + 4 < c->cols ? x + 4 : c->cols);
                bool says = says_colour(buf_str(&b), block, exact);
                buf_fini(&b);
                if (says)
                    return true;
            }
    return false;
}

/* Every colour of the map is said somewhere on the frame. */
static const char *look_at_map(const struct canvas *c, int *y, int *x)
{
    bool used[4] = {0}, said[4] = {0};
    int at_y[4] = {0}, at_x[4] = {0};

    for (int row = 0; row < c->rows; row++)
        for (int col = 0; col < c->cols; col++) {
            int style = cell(c, row, col)->style;
            if (style >= STYLE_CELL_RED && style <= STYLE_CELL_GREY) {
                used[style - STYLE_CELL_RED] = true;
                at_y[style - STYLE_CELL_RED] = row;
                at_x[style - STYLE_CELL_RED] = col;
            }
            if (style >= STYLE_RED && style <= STYLE_GREY)
                said[style - STYLE_RED] = true;         /* with its word: look_at_blocks() */
        }
    for (int k = 0; k < 4; k++)
        if (used[k] && !said[k]) {
            *y = at_y[k];
            *x = at_x[k];
            return "a colour of the map that is not said";
        }
    return NULL;
}

static const char *look_at_blocks(const struct canvas *c, int y, int *x,
                                  const struct frame_looks *how)
{
    for (int begin = 0, end; begin < c->cols; begin = end) {
        int style = cell(c, y, begin)->style;
        for (end = begin; end < c->cols && cell(c, y, end)->style == style; end++)
            ;
        if (!is_block(style))
            continue;
        struct buf b = {0};
        put_cells(&b, c, y, begin, end);
        bool says = says_colour(buf_str(&b), style, how->exact) ||
                    is_covered(c, y, begin, end) || is_on_map(c, y, begin, end, how->exact);
        buf_fini(&b);
        *x = begin;
        if (!says)
            return "a colour without its word";
    }
    return NULL;
}

/* ---- boxes ---- */

static bool is_dialog(const struct canvas_cell *it)
{
    return it->style == STYLE_DIALOG || it->style == STYLE_DIALOG_TITLE;
}

/* The outermost cells of whatever is a box belong to its frame. */
static bool is_edge(const struct canvas_cell *it)
{
    return it->line || it->style == STYLE_DIALOG_TITLE;
}

static const char *look_at_boxes(const struct canvas *c, int *y, int *x)
{
    const char *broken = "a box without its edge";

    for (*y = 0; *y < c->rows; (*y)++) {
        int first = -1, last = -1;
        for (int i = 0; i < c->cols; i++)
            if (cell(c, *y, i)->style == STYLE_DIALOG) {
                first = first < 0 ? i : first;
                last = i;
            }
        *x = first;
        if (first >= 0 && !cell(c, *y, first)->line)
            return broken;
        *x = last;
        if (last >= 0 && !cell(c, *y, last)->line)
            return broken;
    }
    for (*x = 0; *x < c->cols; (*x)++) {
        int first = -1, last = -1;
        for (int i = 0; i < c->rows; i++)
            if (is_dialog(cell(c, i, *x))) {
                first = first < 0 ? i : first;
                last = i;
            }
        *y = first;
        if (first >= 0 && !is_edge(cell(c, first, *x)))
            return broken;
        *y = last;
        if (last >= 0 && !cell(c, last, *x)->line)
            return broken;
    }
    return NULL;
}

/* ---- what surrounds every screen ---- */

static const char *look_at_cursor(const struct canvas *c, int *y, int *x, bool exact)
{
    bool shown = c->cursor_y >= 0;

    *y = c->cursor_y;
    *x = c->cursor_x;
    if (shown && (c->cursor_y >= c->rows || c->cursor_x < 0 || c->cursor_x >= c->cols))
        return "the cursor is outside the window";
    int style = shown ? cell(c, *y, *x)->style : STYLE_FIELD_HERE;
    if (style != STYLE_FIELD_HERE && style != STYLE_CURSOR)     /* the cell of a grid */
        return "the cursor is in no field";
    for (*y = 0; exact && !shown && *y < c->rows; (*y)++)
        for (*x = 0; *x < c->cols; (*x)++)
            if (cell(c, *y, *x)->style == STYLE_FIELD_HERE)
                return "the cursor is not in the field";
    return NULL;
}

static bool begins(const struct canvas *c, int y, const char *const *words)
{
    struct buf b = {0};
    bool found = false;

    put_cells(&b, c, y, 0, c->cols);
    for (; *words && !found; words++)
        found = strncmp(buf_str(&b), *words, strlen(*words)) == 0;
    buf_fini(&b);
    return found;
}

/* How many of the colour's words with a number behind them there are. */
static bool has_count(const char *row, const char *word)
{
    for (const char *at = row; (at = strstr(at, word)); at++)
        if (at[strlen(word)] >= '0' && at[strlen(word)] <= '9')
            return true;
    return false;
}

static const char *look_at_counts(const struct canvas *c)
{
    static const char *const words[] = { "红 ", "黄 ", "绿 ", "灰 " };
    struct buf b = {0};
    int n = 0;

    put_cells(&b, c, 1, c->cols / 3, c->cols);
    for (int i = 0; i < 4; i++)
        n += has_count(buf_str(&b), words[i]);
    buf_fini(&b);
    return n == 0 || n == 4 ? NULL : "not all of the four counts";
}

/* Behind the name of F-key `n` on the last row, at or behind `from`: -1 nowhere. */
static int find_key(const struct canvas *c, int n, int from)
{
    char want[8];
    const struct canvas_cell *row = cell(c, c->rows - 1, 0);

    snprintf(want, sizeof want, c->cols >= 110 ? "F%d" : "%d", n);
    int len = (int)strlen(want);
    for (int x = from; x + len <= c->cols; x++) {
        int same = 0;
        while (same < len && row[x + same].text[0] == want[same])
            same++;
        if (same == len && (x == 0 || strcmp(row[x - 1].text, " ") == 0))
            return x + len;
    }
    return -1;
}

char *frame_f_word(const struct canvas *c, int n, int *room)
{
    int x = 0, end;
    struct buf b = {0};

    for (int i = 1; i <= n && x >= 0; i++)
        x = find_key(c, i, x);
    *room = 1;
    if (x < 0)
        return xstrdup("");
    end = n == 10 ? c->cols : find_key(c, n + 1, x) - (c->cols >= 110) - (n == 9 ? 3 : 2);
    *room = end - x;
    put_cells(&b, c, c->rows - 1, x, end);
    while (b.len > 0 && b.s[b.len - 1] == ' ')
        b.s[--b.len] = '\0';
    return buf_take(&b);
}

bool frame_f_is_grey(const struct canvas *c, int n)
{
    int x = 0;

    for (int i = 1; i <= n && x >= 0; i++)
        x = find_key(c, i, x);
    return x < 0 || x >= c->cols || cell(c, c->rows - 1, x)->style == STYLE_BAR_OFF;
}

static const char *look_at_bar(const struct canvas *c, int *x)
{
    for (int n = 1, at = 0; n <= 10; n++) {
        *x = at;
        at = find_key(c, n, at);
        if (at < 0 || (n == 1 && at > 2))
            return "an F-key is not on the last row";
    }
    return NULL;
}

static const char *look_around(const struct canvas *c, const struct frame_looks *how, int *y,
                               int *x)
{
    static const char *const top[] = { " 销号 ", " Cross-off ", NULL };
    const char *broken = NULL;

    *y = *x = 0;
    if (!begins(c, 0, top))
        return "the top line does not begin with the program's name";
    *y = 1;
    broken = look_at_counts(c);
    if (!broken) {
        *y = c->rows - 1;
        broken = look_at_bar(c, x);
    }
    if (!broken && !how->plain)
        broken = look_at_cursor(c, y, x, how->exact);
    return broken;
}

/* ---- all of them ---- */

const char *frame_broken(const struct canvas *c, const struct frame_looks *how, int *y, int *x)
{
    const char *broken = NULL;

    for (*y = 0; *y < c->rows; (*y)++) {
        for (*x = 0; *x < c->cols; (*x)++)
            if ((broken = look_at_cell(c, *y, *x, how)))
                return broken;
        if (!how->plain && (broken = look_at_blocks(c, *y, x, how)))
            return broken;
    }
    if (c->rows < LEAST_ROWS || c->cols < LEAST_COLS)
        return NULL;
    broken = how->plain ? NULL : look_at_boxes(c, y, x);
    if (!broken && how->exact)
        broken = look_at_map(c, y, x);
    return broken || how->bare ? broken : look_around(c, how, y, x);
}
