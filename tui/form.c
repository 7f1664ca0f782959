#include "tui/form.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/capital.h"
#include "model/cell_value.h"
#include "model/decimal.h"
#include "model/i18n.h"
#include "model/when.h"
#include "tui/ask.h"
#include "tui/draft.h"
#include "tui/line_edit.h"

#define LABEL_LEAST 18          /* columns of the labels */
#define LABEL_MOST 28
#define LONG_ROWS 3             /* of a field of several lines */
#define READ_ROWS 6
#define ERROR_ROWS 4            /* of what is wrong with a field, and with all of them */
#define TEXT_ROWS 3             /* of what the form is about */

struct running {
    struct tui *t;
    struct form *f;
    struct line_edit edit;      /* of the field with the caret */
    char *as_loaded;            /* all values as they were: is anything unsaved? */
    bool saved;
    struct xh_err err;
    struct draft *draft;
    int label;                  /* columns of the labels */
    size_t shown;               /* fields painted last */
    bool cut;                   /* something is longer than there is room: F1 shows it */
};

/* ---- values ---- */

static char *all_values(const struct form *f)
{
    struct buf b = {0};

    for (size_t i = 0; i < f->n; i++)
        buf_printf(&b, "%s\n", f->fields[i].value ? f->fields[i].value : "");
    return b.s ? buf_take(&b) : xstrdup("");
}

static bool is_changed(const struct running *r)
{
    char *now = all_values(r->f);
    bool changed = strcmp(now, r->as_loaded) != 0;

    free(now);
    return changed;
}

bool form_is_typed(enum form_kind k)
{
    return k != FORM_READ && k != FORM_YES_NO && k != FORM_CHOICE;
}

/* ---- moving between fields ---- */

static struct form_field *here(struct running *r)
{
    return &r->f->fields[r->f->here];
}

static void leave(struct running *r)
{
    if (form_is_typed(here(r)->kind))
        form_set(here(r), line_edit_text(&r->edit));
}

/* What stands there is meant: pinyin becomes a name. */
static void finish(struct running *r)
{
    leave(r);
    form_complete(r->t, here(r));
    line_edit_set(&r->edit, here(r)->value);
}

static void enter(struct running *r, size_t at)
{
    r->f->here = at;
    line_edit_set(&r->edit, here(r)->value);
}

static bool move(struct running *r, int by)
{
    size_t at = r->f->here, n = r->f->n;

    finish(r);
    for (size_t i = 0; i < n; i++) {
        if (by < 0 && at == 0)
            return false;
        if (by > 0 && at + 1 >= n)
            return false;
        at = by < 0 ? at - 1 : at + 1;
        if (r->f->fields[at].kind != FORM_READ) {
            enter(r, at);
            return true;
        }
    }
    return false;
}

/* As many fields on or back as are seen at once. */
static void move_page(struct running *r, bool on)
{
    size_t n = r->f->n, by = r->shown ? r->shown : 1, at = r->f->here;

    finish(r);
    at = on ? (at + by < n ? at + by : n - 1) : at > by ? at - by : 0;
    while (at < r->f->here && r->f->fields[at].kind == FORM_READ)
        at++;
    while (at > r->f->here && r->f->fields[at].kind == FORM_READ)
        at--;
    if (on && at > r->f->top)
        r->f->top = at + by <= n ? at : n > by ? n - by : 0;
    enter(r, at);
}

/* ---- drawing ---- */

/* So many columns its lines take; at most `most` lines of them. */
static int lines_of(const char *text, int width, int most)
{
    size_t n;
    char **lines = ask_lines(text, width, &n);

    ask_lines_free(lines, n);
    return (int)n > most ? most : (int)n;
}

/* `text` in at most `most` lines, the last one ending in ".." where there is more: then
 * *cut, and F1 shows the whole. Returns how many. */
static int draw_lines(struct canvas *c, const char *text, struct area a, enum style style,
                      bool *cut)
{
    size_t n;
    char **lines = ask_lines(text, a.w, &n);
    int shown = (int)n > a.h ? a.h : (int)n;

    for (int i = 0; i < shown; i++)
        canvas_put(c, a.y + i, a.x, a.w, lines[i], TEXT_LEFT, style);
    if ((int)n > a.h && shown > 0) {
        canvas_put(c, a.y + shown - 1, a.x + a.w - 2, 2, "..", TEXT_LEFT, style);
        *cut = true;
    }
    ask_lines_free(lines, n);
    return shown;
}

static int error_rows(const struct form_field *f, int width)
{
    return f->error ? lines_of(f->error, width, ERROR_ROWS) : 0;
}

static int rows_of(const struct form_field *f, int width)
{
    int rows = f->kind == FORM_LONG   ? LONG_ROWS
               : f->kind == FORM_READ ? lines_of(f->value ? f->value : "", width, READ_ROWS) : 1;

    return (rows ? rows : 1) + error_rows(f, width);
}

/* Several lines: wrapped, those around the caret. */
static void draw_long(struct running *r, struct canvas *c, const struct form_field *f,
                      struct area a, bool caret)
{
    const char *text = caret ? line_edit_text(&r->edit) : f->value ? f->value : "";
    size_t n, m = 0, first = 0;
    char **lines = ask_lines(text, a.w - 1, &n), **upto = NULL;

    if (n > LONG_ROWS) {
        first = n - LONG_ROWS;
        r->cut = true;
    }
    if (caret) {
        char *before = xstrndup(text, r->edit.caret);
        upto = ask_lines(before, a.w - 1, &m);
        if ((m ? m - 1 : 0) < first)
            first = m ? m - 1 : 0;
        free(before);
    }
    for (int i = 0; i < LONG_ROWS; i++)
        canvas_put(c, a.y + i, a.x, a.w,
                   first + (size_t)i < n ? lines[first + (size_t)i] : "", TEXT_LEFT,
                   caret ? STYLE_FIELD_HERE : STYLE_FIELD);
    if (caret) {
        int row = m ? (int)(m - 1 - first) : 0;
        canvas_cursor(c, a.y + (row < LONG_ROWS ? row : LONG_ROWS - 1),
                      a.x + (m ? text_width(upto[m - 1]) : 0));
        ask_lines_free(upto, m);
    }
    ask_lines_free(lines, n);
}

const char *form_shown(const struct form_field *f)
{
    const char *v = f->value ? f->value : "";

    if (f->kind == FORM_YES_NO)
        return *v == '1' || strcmp(v, "true") == 0 ? _("yes") : *v ? _("no") : "";
    return v;
}

static void draw_field(struct running *r, struct canvas *c, size_t i, int y, int x, int width)
{
    const struct form_field *f = &r->f->fields[i];
    bool caret = i == r->f->here;
    struct buf label = {0};
    int unit = f->unit && *f->unit ? text_width(f->unit) + 1 : 0;
    struct area a = { y, x + r->label, 1, width - r->label - unit };

    buf_printf(&label, "%s%s", f->required ? "*" : " ", f->label);
    canvas_put(c, y, x, r->label, buf_str(&label), TEXT_LEFT,
               caret ? STYLE_STRONG : STYLE_DIALOG);
    r->cut = r->cut || text_width(buf_str(&label)) > r->label;
    buf_fini(&label);
    if (f->kind == FORM_READ) {
        a.h = READ_ROWS;
        draw_lines(c, f->value ? f->value : "", a, STYLE_DIM, &r->cut);
    } else if (f->kind == FORM_LONG) {
        draw_long(r, c, f, a, caret);
    } else if (caret && form_is_typed(f->kind)) {
        line_edit_draw(&r->edit, c, y, a.x, a.w, true);
    } else {
        canvas_put(c, y, a.x, a.w, form_shown(f), TEXT_LEFT,
                   caret ? STYLE_FIELD_HERE : STYLE_FIELD);
        r->cut = r->cut || text_width(form_shown(f)) > a.w;
    }
    if (caret && !form_is_typed(f->kind))
        canvas_cursor(c, y, a.x);
    if (unit)
        canvas_put(c, y, x + width - unit + 1, unit - 1, f->unit, TEXT_LEFT, STYLE_DIALOG);
    if (f->error)
        draw_lines(c, f->error,
                   (struct area){ y + rows_of(f, width - r->label) -
                                      error_rows(f, width - r->label),
                                  a.x, ERROR_ROWS, width - r->label },
                   STYLE_WRONG, &r->cut);
    canvas_hit(c, (struct area){ y, x, 1, width }, K_NAMED + 2000 + (uint32_t)i, -1);
}

/* What a number typed in another unit will be saved as, "= 177.117 亩 (1 公顷 = 15 亩)", and
 * money in capitals; NULL when there is nothing to say. Caller frees. */
static char *number_said(const struct form_field *f, const char *typed)
{
    struct buf b = {0};
    struct xh_err why;
    char number[DECIMAL_TEXT];
    int64_t value;

    if (f->kind != FORM_NUMBER || !f->unit || !*f->unit || !*typed ||
        cell_number(typed, f->unit, NULL, &value, &why) != XH_OK)
        return NULL;
    if (typed[strspn(typed, "-0123456789.,")]) {
        buf_printf(&b, "= %s %s", decimal_format(value, number), f->unit);
        buf_puts(&b, "  ");
    }
    capital_money(&b, value, f->unit);
    return b.len ? buf_take(&b) : NULL;
}

static const char *help_of(const struct form_field *f)
{
    if (f->hint)
        return f->hint;
    switch (f->kind) {
    case FORM_DAY:    return _("11-27, +5 (workdays); F4 shows the calendar");
    case FORM_CHOICE: return _("Space or F4 chooses; a digit, too");
    case FORM_PERSON: case FORM_UNIT: case FORM_PLACE:
        return _("type the name, or F4 to search by pinyin");
    case FORM_ROW:    return _("type its code (p26-01), or F4 to choose");
    case FORM_LONG:   return _("Enter begins a new line, Tab goes on");
    case FORM_YES_NO: return _("Space changes it");
    default:          return "";
    }
}

/* Everything in full: what the form is about, every field and what is wrong with it. */
static void read_all(struct tui *t, struct running *r)
{
    struct buf b = {0};

    leave(r);
    if (r->f->text)
        buf_printf(&b, "%s\n", r->f->text);
    if (r->err.msg[0])
        buf_printf(&b, "\n%s\n", r->err.msg);
    for (size_t i = 0; i < r->f->n; i++) {
        const struct form_field *f = &r->f->fields[i];
        const char *gap = strchr(form_shown(f), '\n') ? "\n" : " ";
        buf_printf(&b, "\n%s:%s%s%s%s\n", f->label, gap, form_shown(f),
                   f->unit && *f->unit && *form_shown(f) ? " " : "",
                   f->unit && *form_shown(f) ? f->unit : "");
        if (f->error)
            buf_printf(&b, "! %s\n", f->error);
    }
    ask_show(t, r->f->title, buf_str(&b));
    buf_fini(&b);
}

/* The field with the caret is in view. */
static void scroll(struct running *r, int y, int last, int width)
{
    struct form *f = r->f;

    if (f->here < f->top)
        f->top = f->here;
    for (;; f->top++) {
        int need = y;
        for (size_t i = f->top; i <= f->here; i++)
            need += rows_of(&f->fields[i], width);
        if (need <= last + 1 || f->top >= f->here)
            break;
    }
}

static int label_columns(const struct form *f)
{
    int w = LABEL_LEAST;

    for (size_t i = 0; i < f->n; i++)
        if (text_width(f->fields[i].label) + 2 > w)
            w = text_width(f->fields[i].label) + 2;
    return w < LABEL_MOST ? w : LABEL_MOST;
}

static void form_draw(struct tui *t, void *ctx)
{
    struct running *r = ctx;
    struct form *f = r->f;
    struct canvas *c = &t->canvas;
    struct area a = { 1, 1, c->rows - 2, c->cols - 2 };
    int y = a.y + 1, width = a.w - 4;
    bool wrong = r->err.msg[0] != '\0';
    char *number = wrong ? NULL : number_said(here(r), line_edit_text(&r->edit));
    const char *said = wrong ? r->err.msg : number ? number : help_of(here(r));
    int below = lines_of(said, width, ERROR_ROWS), last = a.y + a.h - 3 - (below ? below : 1);

    r->cut = false;
    r->label = label_columns(f);
    canvas_box(c, a, f->title);
    if (f->text)
        y += 1 + draw_lines(c, f->text, (struct area){ y, a.x + 2, TEXT_ROWS, width },
                            STYLE_DIALOG, &r->cut);
    scroll(r, y, last, width - r->label);
    r->shown = 0;
    for (size_t i = f->top; i < f->n && y <= last; i++, r->shown++) {
        int rows = rows_of(&f->fields[i], width - r->label);
        if (y + rows - 1 > last && i != f->here)
            break;
        draw_field(r, c, i, y, a.x + 2, width);
        y += rows;
    }
    draw_lines(c, said, (struct area){ last + 1, a.x + 2, below, width },
               wrong ? STYLE_WRONG : STYLE_DIM, &r->cut);
    free(number);
    canvas_put(c, a.y + a.h - 2, a.x + 2, width,
               r->cut ? _("Tab next   Ctrl-S save   Esc leave   * needed   F1 all of it")
                      : _("Tab next   Ctrl-S save   Esc leave   * needed"),
               TEXT_LEFT, STYLE_DIM);
    if (r->shown < f->n) {      /* more than is seen: where this one stands */
        char *where = xasprintf(_("%zu/%zu PgDn"), f->here + 1, f->n);
        int w = text_width(where);
        canvas_put(c, a.y + a.h - 2, a.x + 2 + width - w, w, where, TEXT_LEFT, STYLE_DIM);
        free(where);
    }
}

/* ---- choosing ---- */

static const char *table_of(enum form_kind k)
{
    return k == FORM_PERSON ? "person" : k == FORM_UNIT ? "unit" : k == FORM_PLACE ? "place"
                                                                                   : NULL;
}

bool form_choose(struct tui *t, struct form_field *f)
{
    char day[DAY_TEXT];

    if (f->kind == FORM_CHOICE) {
        int at = ask_choice(t, f->label, "", f->choices, f->n_choices, 0);
        if (at >= 0)
            form_set(f, f->choices[at]);
        return at >= 0;
    }
    if (f->kind == FORM_DAY) {
        int32_t d = ask_day(t, f->label, "", when_read(f->value, t->env.today,
                                                       t->defs->calendar, false));
        if (d != DAY_NONE)
            form_set(f, day_format(d, day));
        return d != DAY_NONE;
    }
    if (!table_of(f->kind) && (f->kind != FORM_ROW || !f->list))
        return false;
    char *name = f->kind == FORM_ROW ? ask_row(t, f->list, f->label)
                                     : ask_name(t, table_of(f->kind), f->label);
    if (name)
        form_set(f, name);
    free(name);
    return name != NULL;
}

static bool is_letters(const char *s)
{
    for (const char *p = s; *p; p++)
        if (!(*p >= 'a' && *p <= 'z') && !(*p >= 'A' && *p <= 'Z'))
            return false;
    return *s;
}

void form_complete(struct tui *t, struct form_field *f)
{
    const char *table = table_of(f->kind);

    if (!table || !f->value || !is_letters(f->value))
        return;
    char *name = ask_name_like(t, table, f->label, f->value);
    if (name)
        form_set(f, name);
    free(name);
}

bool form_choice_key(struct tui *t, struct form_field *f, uint32_t key)
{
    if (f->kind == FORM_YES_NO && (key == ' ' || key == K_LEFT || key == K_RIGHT)) {
        form_set(f, f->value && *f->value == '1' ? "0" : "1");
        return true;
    }
    if (f->kind != FORM_CHOICE)
        return false;
    if (key >= '1' && key <= '9' && key - '1' < f->n_choices) {
        form_set(f, f->choices[key - '1']);
        return true;
    }
    if (key == K_BACKSPACE || key == K_DELETE) {
        form_set(f, "");
        return true;
    }
    if (key == ' ') {
        form_choose(t, f);
        return true;
    }
    return false;
}

static void choose(struct tui *t, struct running *r)
{
    leave(r);
    form_choose(t, here(r));
    line_edit_set(&r->edit, here(r)->value);
}

/* ---- keys ---- */

static void save(struct tui *t, struct running *r)
{
    finish(r);
    for (size_t i = 0; i < r->f->n; i++) {
        free(r->f->fields[i].error);
        r->f->fields[i].error = NULL;
    }
    r->err = (struct xh_err){0};
    r->saved = r->f->save(t, r->f, r->f->ctx, &r->err);
    for (size_t i = 0; !r->saved && i < r->f->n; i++)
        if (r->f->fields[i].error) {
            enter(r, i);        /* to the first that is wrong */
            return;
        }
    line_edit_set(&r->edit, here(r)->value);
}

static bool leaving(struct tui *t, struct running *r, bool hangup)
{
    leave(r);
    if (!is_changed(r))
        return true;
    if (hangup) {
        draft_save(r->draft, r->f);
        return true;
    }
    if (!ask_yes(t, _("Leave without saving?"), _("What has been typed here is not saved yet.")))
        return false;
    draft_drop(r->draft);
    return true;
}

static bool form_key(struct tui *t, void *ctx, const struct input *in)
{
    struct running *r = ctx;
    uint32_t key = in->key;

    if (key >= K_NAMED + 2000 && key < K_NAMED + 2000 + r->f->n) {
        leave(r);
        if (r->f->fields[key - K_NAMED - 2000].kind != FORM_READ)
            enter(r, key - K_NAMED - 2000);
        return false;
    }
    switch (key) {
    case K_HANGUP: return leaving(t, r, true);
    case K_ESC: case K_F10: return leaving(t, r, false);
    case K_CTRL('S'): save(t, r); return r->saved;
    case K_TAB: case K_DOWN: move(r, 1); return false;
    case K_BACKTAB: case K_UP: move(r, -1); return false;
    case K_PGDN: move_page(r, true); return false;
    case K_PGUP: move_page(r, false); return false;
    case K_F4: choose(t, r); return false;
    case K_F1: read_all(t, r); return false;
    }
    if (key == K_ENTER && !in->pasted && here(r)->kind != FORM_LONG) {
        if (!move(r, 1))
            save(t, r);
        return r->saved;
    }
    if (form_choice_key(t, here(r), key_plain(key)) || !form_is_typed(here(r)->kind))
        return false;
    if (key == K_ENTER && here(r)->kind == FORM_LONG)
        line_edit_break(&r->edit);
    else
        line_edit_key(&r->edit, in);
    draft_note(r->draft, r->f, r->f->here, line_edit_text(&r->edit));
    return false;
}

bool form_run(struct tui *t, struct form *f)
{
    struct running r = { .t = t, .f = f };

    for (size_t i = 0; i < f->n; i++)
        if (!f->fields[i].value)
            f->fields[i].value = xstrdup("");
    r.as_loaded = all_values(f);
    f->here = f->top = 0;
    while (f->here + 1 < f->n && f->fields[f->here].kind == FORM_READ)
        f->here++;
    enter(&r, f->here);
    if (f->at_once)
        save(t, &r);
    if (!r.saved) {
        r.draft = draft_open(t, f);
        enter(&r, f->here);
        tui_modal(t, &(struct modal){ .ctx = &r, .draw = form_draw, .key = form_key });
    }
    if (r.saved)
        draft_drop(r.draft);
    draft_close(r.draft);
    line_edit_fini(&r.edit);
    free(r.as_loaded);
    return r.saved;
}
