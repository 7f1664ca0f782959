#include "tui/ask.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/pinyin.h"
#include "model/roster.h"
#include "model/when.h"
#include "tui/line_edit.h"

#define WIDEST 76
#define NINE 9

/* ---- lines ---- */

char **ask_lines(const char *text, int width, size_t *n)
{
    char **lines = NULL;
    size_t cap = 0;

    *n = 0;
    for (const char *s = text; s && *s;) {
        size_t len;
        const char *next = text_line(s, width, &len);
        GROW(lines, *n, cap);
        lines[(*n)++] = xstrndup(s, len);
        s = next;
    }
    return lines;
}

void ask_lines_free(char **lines, size_t n)
{
    for (size_t i = 0; i < n; i++)
        free(lines[i]);
    free(lines);
}

/* ---- the box all of them draw ---- */

/* A box with `lines` of text on top and `more` rows below them; where those begin. */
struct box { const char *title, *text, *foot; int more, least; };

static struct area draw_box(struct tui *t, const struct box *b, int *inside)
{
    struct canvas *c = &t->canvas;
    int width = b->least;
    size_t n;
    char **lines = ask_lines(b->text, (c->cols < WIDEST + 4 ? c->cols - 8 : WIDEST - 4), &n);

    for (size_t i = 0; i < n; i++)
        if (text_width(lines[i]) + 4 > width)
            width = text_width(lines[i]) + 4;
    if (text_width(b->title) + 8 > width)
        width = text_width(b->title) + 8;
    if (b->foot && text_width(b->foot) + 4 > width)
        width = text_width(b->foot) + 4;
    if (width > WIDEST)
        width = WIDEST;
    int room = c->rows - 4 - b->more - (b->foot ? 1 : 0);
    if ((int)n > room)
        n = room > 0 ? (size_t)room : 0;
    struct area a = { 0, 0, (int)n + b->more + 2 + (b->foot ? 1 : 0), width };
    a.y = (c->rows - a.h) / 2;
    a.x = (c->cols - a.w) / 2;
    canvas_box(c, a, b->title);
    for (size_t i = 0; i < n; i++)
        canvas_put(c, a.y + 1 + (int)i, a.x + 2, a.w - 4, lines[i], TEXT_LEFT, STYLE_DIALOG);
    if (b->foot)
        canvas_put(c, a.y + a.h - 2, a.x + 2, a.w - 4, b->foot, TEXT_LEFT, STYLE_DIM);
    *inside = a.y + 1 + (int)n;
    ask_lines_free(lines, n);
    return a;
}

static bool is_leaving(uint32_t key)
{
    return key == K_ESC || key == K_F10 || key == K_HANGUP;
}

/* ---- yes or no ---- */

struct yes { const char *title, *text; bool answer; };

static void yes_draw(struct tui *t, void *ctx)
{
    struct yes *q = ctx;
    struct box b = { q->title, q->text, _("Enter yes    Esc no"), 1, 30 };
    int y;
    struct area a = draw_box(t, &b, &y), yes = { a.y + a.h - 2, a.x + 2, 1, 0 }, no = yes;
    const char *esc = strstr(b.foot, "Esc");    /* a key's name: the same in every language */
    char *before = xstrndup(b.foot, esc ? (size_t)(esc - b.foot) : strlen(b.foot));

    no.x += text_width(before);
    no.w = text_width(esc ? esc : "");
    yes.w = text_width(text_trim(before));
    free(before);
    canvas_hit(&t->canvas, yes, K_ENTER, -1);
    canvas_hit(&t->canvas, no, K_ESC, -1);
}

static bool yes_key(struct tui *t, void *ctx, const struct input *in)
{
    struct yes *q = ctx;
    uint32_t key = key_plain(in->key);

    (void)t;
    if (in->pasted)
        return false;
    q->answer = key == K_ENTER || key == '1' || key == 'y';
    return q->answer || is_leaving(key) || key == '0' || key == 'q' || key == 'n';
}


/* ---- a choice ---- */

struct choice {
    const char *title, *text;
    const char *const *choices; size_t n;
    size_t *shown, n_shown;     /* indices that match what was typed */
    size_t at, top;
    struct line_edit find;
    bool long_list;             /* more choices than digits, and digits in them: those search */
    int answer;
    bool done;
};

static void choice_match(struct choice *q)
{
    struct pinyin *typed = pinyin_new(line_edit_text(&q->find));

    q->n_shown = 0;
    for (size_t i = 0; i < q->n; i++)
        if (pinyin_finds(typed, q->choices[i]))
            q->shown[q->n_shown++] = i;
    pinyin_free(typed);
    if (q->at >= q->n_shown)
        q->at = q->n_shown ? q->n_shown - 1 : 0;
}

static void choice_draw(struct tui *t, void *ctx)
{
    struct choice *q = ctx;
    struct canvas *c = &t->canvas;
    int page = c->rows - 10, width = 40, y;
    bool searching = q->long_list || *line_edit_text(&q->find);
    struct box b = { q->title, q->text,
                     q->long_list ? _("type to search (pinyin too)   Enter takes it   Esc back")
                     : q->n > NINE ? _("a digit or Enter takes it, or type to search   Esc back")
                                   : _("a digit or Enter takes it   Esc back"), 0, 0 };

    for (size_t i = 0; i < q->n; i++)
        if (text_width(q->choices[i]) + 8 > width)
            width = text_width(q->choices[i]) + 8;
    if (page > (int)q->n)
        page = (int)q->n;
    if (page < 1)
        page = 1;
    b.more = page + (searching ? 1 : 0);
    b.least = width;
    struct area a = draw_box(t, &b, &y);
    if (q->at < q->top)
        q->top = q->at;
    if (q->at >= q->top + (size_t)page)
        q->top = q->at - (size_t)page + 1;
    for (int i = 0; i < page && q->top + (size_t)i < q->n_shown; i++) {
        size_t k = q->top + (size_t)i;
        char digit[8] = "";
        if (!searching && k < NINE)
            snprintf(digit, sizeof digit, "%zu", k + 1);
        canvas_put(c, y + i, a.x + 2, 2, digit, TEXT_LEFT, STYLE_DIM);
        canvas_put(c, y + i, a.x + 4, a.w - 6, q->choices[q->shown[k]], TEXT_LEFT,
                   STYLE_DIALOG);
        if (k == q->at)
            canvas_restyle(c, y + i, a.x + 2, a.w - 4, STYLE_CURSOR);
        canvas_hit(c, (struct area){ y + i, a.x + 1, 1, a.w - 2 }, K_NAMED + 1000 + (uint32_t)k,
                   -1);
    }
    if (q->top > 0)
        canvas_put(c, y, a.x + a.w - 2, 1, "^", TEXT_LEFT, STYLE_DIM);
    if (q->top + (size_t)page < q->n_shown)
        canvas_put(c, y + page - 1, a.x + a.w - 2, 1, "v", TEXT_LEFT, STYLE_DIM);
    if (q->n_shown == 0)
        canvas_put(c, y, a.x + 4, a.w - 6, _("nothing matches"), TEXT_LEFT, STYLE_DIM);
    if (searching)
        line_edit_draw(&q->find, c, y + page, a.x + 2, a.w - 4, true);
}

static bool choose(struct choice *q, size_t k)
{
    if (k >= q->n_shown)
        return false;
    q->answer = (int)q->shown[k];
    return true;
}

static bool choice_key(struct tui *t, void *ctx, const struct input *in)
{
    struct choice *q = ctx;
    uint32_t key = key_plain(in->key);
    size_t last = q->n_shown ? q->n_shown - 1 : 0;

    (void)t;
    if (in->key >= K_NAMED + 1000)
        return choose(q, in->key - K_NAMED - 1000);
    if (key == K_ESC && *line_edit_text(&q->find)) {
        line_edit_set(&q->find, "");
        choice_match(q);
        return false;
    }
    if (is_leaving(key))
        return true;
    switch (key) {
    case K_UP:   q->at -= q->at > 0; return false;
    case K_DOWN: q->at += q->at < last; return false;
    case K_PGUP: q->at = q->at > 10 ? q->at - 10 : 0; return false;
    case K_PGDN: q->at = q->at + 10 < last ? q->at + 10 : last; return false;
    case K_ENTER: return !in->pasted && choose(q, q->at);
    }
    if (!in->pasted && !q->long_list && !*line_edit_text(&q->find) && key >= '1' && key <= '9')
        return choose(q, key - '1');
    if (line_edit_key(&q->find, in)) {
        q->at = 0;
        choice_match(q);
    }
    return false;
}

/* Where digits stand in the choices themselves, they are for searching. */
static bool has_digits(const char *const *choices, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strpbrk(choices[i], "0123456789"))
            return true;
    return false;
}

int ask_choice(struct tui *t, const char *title, const char *text, const char *const *choices,
               size_t n, size_t at)
{
    struct choice q = { .title = title, .text = text, .choices = choices, .n = n, .at = at,
                        .long_list = n > NINE && has_digits(choices, n), .answer = -1 };

    q.shown = xcalloc(n + 1, sizeof *q.shown);
    choice_match(&q);
    tui_modal(t, &(struct modal){ .ctx = &q, .draw = choice_draw, .key = choice_key });
    line_edit_fini(&q.find);
    free(q.shown);
    return q.answer;
}

/* ---- a line, a day ---- */

struct line {
    const char *title, *text;
    struct line_edit edit;
    const char *hint;           /* below the line: what it means so far */
    bool taken;
};

static void line_draw(struct tui *t, void *ctx)
{
    struct line *q = ctx;
    struct box b = { q->title, q->text, _("Enter takes it   Esc back"), 3, 60 };
    int y;
    struct area a = draw_box(t, &b, &y);

    line_edit_draw(&q->edit, &t->canvas, y, a.x + 2, a.w - 4, true);
    if (q->hint)
        canvas_put(&t->canvas, y + 1, a.x + 2, a.w - 4, q->hint, TEXT_LEFT, STYLE_DIM);
}

static bool line_key(struct tui *t, void *ctx, const struct input *in)
{
    struct line *q = ctx;

    (void)t;
    if (in->key == K_ENTER && !in->pasted) {
        q->taken = true;
        return true;
    }
    if (is_leaving(in->key))
        return true;
    line_edit_key(&q->edit, in);
    return false;
}

char *ask_line(struct tui *t, const char *title, const char *text, const char *given)
{
    struct line q = { .title = title, .text = text };
    char *out = NULL;

    line_edit_set(&q.edit, given);
    tui_modal(t, &(struct modal){ .ctx = &q, .draw = line_draw, .key = line_key });
    if (q.taken)
        out = text_trim(xstrdup(line_edit_text(&q.edit)));
    line_edit_fini(&q.edit);
    return out;
}

bool ask_find(struct tui *t, const char *text, char **find)
{
    char *words = ask_line(t, _("Find"), text, *find);
    bool given = words && *words;

    if (!words)
        return false;
    free(*find);
    *find = given ? words : NULL;
    if (!given)
        free(words);
    return given;
}

struct day_box {
    struct line line;
    int32_t day;                /* what is typed means; DAY_NONE: nothing yet */
    bool typed;                 /* else moved with the arrows */
};

static void read_day(struct tui *t, struct day_box *q)
{
    char *s = text_trim(text_halfwidth(line_edit_text(&q->line.edit)));

    q->day = when_read(s, t->env.today, t->defs->calendar, false);
    free(s);
}

static void draw_month(struct tui *t, int y, int x, int32_t day)
{
    static const char *const heads[] = { N_("Mo"), N_("Tu"), N_("We"), N_("Th"), N_("Fr"),
                                         N_("Sa"), N_("Su") };
    const struct calendar *cal = t->defs->calendar;
    int year, month, mday, m;
    struct buf b = {0};

    day_to_civil(day, &year, &month, &mday);
    buf_printf(&b, _("%d-%02d"), year, month);
    canvas_put(&t->canvas, y, x, 42, buf_str(&b), TEXT_CENTRE, STYLE_STRONG);
    buf_fini(&b);
    for (int i = 0; i < 7; i++)
        canvas_put(&t->canvas, y + 1, x + i * 6, 5, _(heads[i]), TEXT_RIGHT, STYLE_DIM);
    int32_t d = day - mday + 1;
    for (int row = y + 2; ; d++) {
        int wd = day_weekday(d) - 1;
        char text[16];
        day_to_civil(d, &year, &m, &mday);
        if (m != month)
            break;
        bool off = calendar_is_off(cal, d), make_up = !off && wd >= 5;
        snprintf(text, sizeof text, "%d", mday);
        struct buf cell = {0};
        buf_printf(&cell, "%s%s", text, off && wd < 5 ? _("off") : make_up ? _("on") : "");
        canvas_put(&t->canvas, row, x + wd * 6, 5, buf_str(&cell), TEXT_RIGHT,
                   d == day ? STYLE_CURSOR : off ? STYLE_DIM : STYLE_DIALOG);
        buf_fini(&cell);
        row += wd == 6;
    }
}

static void day_draw(struct tui *t, void *ctx)
{
    struct day_box *q = ctx;
    struct box b = { q->line.title, q->line.text,
                     _("11-27, +5 (workdays) or the arrows   Enter takes it   Esc back"), 11, 62 };
    struct buf hint = {0};
    char day[DAY_TEXT];
    int y;
    struct area a = draw_box(t, &b, &y);
    int32_t shown = q->day == DAY_NONE ? t->env.today : q->day;

    line_edit_draw(&q->line.edit, &t->canvas, y, a.x + 2, 16, true);
    if (q->day != DAY_NONE) {
        int n = (int)calendar_workdays(t->defs->calendar, t->env.today, q->day);
        buf_printf(&hint, "%s ", day_format(q->day, day));
        buf_printf(&hint, n >= 0 ? _("%d workdays from today") : _("%d workdays ago"),
                   n >= 0 ? n : -n);
        if (calendar_is_off(t->defs->calendar, q->day))
            buf_printf(&hint, "  %s", _("a day off"));
    } else if (*line_edit_text(&q->line.edit)) {
        buf_puts(&hint, _("not a day"));
    }
    canvas_put(&t->canvas, y, a.x + 20, a.w - 22, buf_str(&hint), TEXT_LEFT, STYLE_DIALOG);
    buf_fini(&hint);
    draw_month(t, y + 2, a.x + (a.w - 42) / 2, shown);
    int cy = t->canvas.cursor_y, cx = t->canvas.cursor_x;
    canvas_cursor(&t->canvas, cy, cx);
}

static bool day_key(struct tui *t, void *ctx, const struct input *in)
{
    struct day_box *q = ctx;
    int32_t from = q->day == DAY_NONE ? t->env.today : q->day, to = DAY_NONE;
    char text[DAY_TEXT];

    switch (in->key) {
    case K_ENTER:
        q->line.taken = q->day != DAY_NONE;
        return q->line.taken;
    case K_UP:   to = from - 7; break;
    case K_DOWN: to = from + 7; break;
    case K_LEFT: to = from - 1; break;
    case K_RIGHT: to = from + 1; break;
    case K_PGUP: to = from - 28; break;
    case K_PGDN: to = from + 28; break;
    default:
        if (is_leaving(in->key))
            return true;
        line_edit_key(&q->line.edit, in);
        read_day(t, q);
        return false;
    }
    q->day = to;
    line_edit_set(&q->line.edit, day_format(to, text));
    return false;
}

int32_t ask_day(struct tui *t, const char *title, const char *text, int32_t given)
{
    struct day_box q = { .line = { .title = title, .text = text }, .day = given };
    char day[DAY_TEXT];

    line_edit_set(&q.line.edit, given == DAY_NONE ? "" : day_format(given, day));
    tui_modal(t, &(struct modal){ .ctx = &q, .draw = day_draw, .key = day_key });
    line_edit_fini(&q.line.edit);
    return q.line.taken ? q.day : DAY_NONE;
}

/* ---- a text to read ---- */

struct reading {
    const char *title;
    char **lines; size_t n, top;
    int page;
    bool asks, answer;          /* Enter says yes to it */
};

static const char *reading_foot(const struct reading *q)
{
    if (q->asks)
        return _("Up Down PgUp PgDn to read on   Enter yes   Esc no");
    return (int)q->n > q->page ? _("Up Down PgUp PgDn to read on   Esc back") : _("Esc back");
}

static void reading_draw(struct tui *t, void *ctx)
{
    struct reading *q = ctx;
    struct canvas *c = &t->canvas;
    int h = (int)q->n + 3 < c->rows - 2 ? (int)q->n + 3 : c->rows - 2;
    struct area a = { (c->rows - h) / 2, 2, h, c->cols - 4 };

    canvas_box(c, a, q->title);
    q->page = a.h - 3;
    for (int i = 0; i < q->page && q->top + (size_t)i < q->n; i++)
        canvas_put(c, a.y + 1 + i, a.x + 2, a.w - 4, q->lines[q->top + (size_t)i], TEXT_LEFT,
                   STYLE_DIALOG);
    canvas_put(c, a.y + a.h - 2, a.x + 2, a.w - 4, reading_foot(q), TEXT_LEFT, STYLE_DIM);
}

static bool reading_key(struct tui *t, void *ctx, const struct input *in)
{
    struct reading *q = ctx;
    size_t page = q->page > 1 ? (size_t)q->page - 1 : 1;
    size_t last = q->n > (size_t)q->page ? q->n - (size_t)q->page : 0;

    (void)t;
    switch (key_plain(in->key)) {
    case K_UP: case 'k':   q->top -= q->top > 0; return false;
    case K_DOWN: case 'j': q->top += q->top < last; return false;
    case K_PGUP: q->top = q->top > page ? q->top - page : 0; return false;
    case K_PGDN: case ' ': q->top = q->top + page < last ? q->top + page : last; return false;
    case K_HOME: case 'g': q->top = 0; return false;
    case K_END: case 'G':  q->top = last; return false;
    case K_ENTER: q->answer = true; return true;
    case 'q':     return true;
    }
    return is_leaving(in->key);
}

/* As many lines as ask_yes() shows at once. */
static bool is_long(const struct tui *t, const char *text)
{
    size_t n;
    int rows, cols;

    t->term.size(t->term.ctx, &rows, &cols);    /* nothing may have been painted yet */
    char **lines = ask_lines(text, cols < WIDEST + 4 ? cols - 8 : WIDEST - 4, &n);
    ask_lines_free(lines, n);
    return (int)n > rows - 8;
}

bool ask_yes(struct tui *t, const char *title, const char *text)
{
    struct yes q = { title, text, false };
    struct reading r = { .title = title, .asks = true };

    if (!is_long(t, text)) {
        tui_modal(t, &(struct modal){ .ctx = &q, .draw = yes_draw, .key = yes_key });
        return q.answer;
    }
    r.lines = ask_lines(text, t->canvas.cols - 8, &r.n);
    tui_modal(t, &(struct modal){ .ctx = &r, .draw = reading_draw, .key = reading_key });
    ask_lines_free(r.lines, r.n);
    return r.answer;
}

void ask_show(struct tui *t, const char *title, const char *text)
{
    ask_show_until(t, title, text, 0);
}

void ask_show_until(struct tui *t, const char *title, const char *text, int64_t until)
{
    struct reading q = { .title = title };

    q.lines = ask_lines(text, t->canvas.cols - 8, &q.n);
    tui_modal(t, &(struct modal){ .ctx = &q, .draw = reading_draw, .key = reading_key,
                                  .until = until });
    ask_lines_free(q.lines, q.n);
}

/* ---- people ---- */

/* The row chosen of all persons, units or places; NULL: left. Caller frees `all`.
 * `typed`: of those it finds, without asking when it is one; NULL: of all. */
static const struct roster_row *choose_row(struct tui *t, const char *table, const char *title,
                                           const char *typed, struct roster *all)
{
    const struct roster_row *hit = NULL, **rows;
    struct xh_err err = {0};

    if (roster_load(t->st, table, all, &err) != XH_OK) {
        tui_refuse(t, &err);
        return NULL;
    }
    char **names = xcalloc(all->n + 1, sizeof *names);
    size_t n = 0;
    rows = xcalloc(all->n + 1, sizeof *rows);
    for (size_t i = 0; i < all->n; i++) {
        const struct roster_row *r = &all->v[i];
        if ((!r->active && strcmp(table, "place") != 0) ||
            (typed && !pinyin_match(r->name, typed)))
            continue;
        names[n] = *r->of ? xasprintf("%s  %s", r->name, r->of) : xstrdup(r->name);
        rows[n++] = r;
    }
    int at = typed && n <= 1 ? (int)n - 1
                             : ask_choice(t, title, "", (const char *const *)names, n, 0);
    if (at >= 0)
        hit = rows[at];
    for (size_t i = 0; i < n; i++)
        free(names[i]);
    free(names);
    free(rows);
    return hit;
}

static int64_t ask_roster(struct tui *t, const char *table, const char *title)
{
    struct roster all = {0};
    const struct roster_row *r = choose_row(t, table, title, NULL, &all);
    int64_t id = r ? r->id : 0;

    roster_fini(&all);
    return id;
}

int64_t ask_person(struct tui *t, const char *title)
{
    return ask_roster(t, "person", title);
}

char *ask_name(struct tui *t, const char *table, const char *title)
{
    return ask_name_like(t, table, title, NULL);
}

char *ask_name_like(struct tui *t, const char *table, const char *title, const char *typed)
{
    struct roster all = {0};
    const struct roster_row *r = choose_row(t, table, title, typed, &all);
    size_t same = 0;
    char *name = NULL;

    for (size_t i = 0; r && i < all.n; i++)
        same += strcmp(all.v[i].name, r->name) == 0;
    if (r && strcmp(table, "place") == 0 && *r->of)
        name = xasprintf("%s/%s", r->of, r->name);
    else if (r)
        name = same > 1 && strcmp(table, "person") == 0 ? xasprintf("#%lld", (long long)r->id)
                                                        : xstrdup(r->name);
    roster_fini(&all);
    return name;
}
