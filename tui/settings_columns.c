/* settings_columns.c - 设置, 我的列: which columns of a list's ledger one sees, in which order
 * and how wide. Kept for oneself alone; a picture of it below, with the list's own rows. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/preference.h"
#include "tui/ask.h"
#include "tui/keys.h"
#include "tui/ledger_columns.h"
#include "tui/ledger_wish.h"
#include "tui/settings_own.h"

#define PREVIEW 3               /* rows of the list below */

struct my_columns {
    const char *list;           /* of the definitions; NULL: several lists */
    const struct defs *defs;    /* what `list` and the wishes are of */
    struct column_wishes w;
    bool changed;
    struct rows rows;           /* a few of the list, for the picture */
    struct table_view view;
};

static const struct key_bind keys[] = {
    { CMD_ACT, N_("Keep it"), N_("keep it for myself"), 0 },
    { CMD_RETURN, N_("As given"), N_("back to the columns the list has"), 0 },
    { CMD_EXTEND, N_("Wide"), N_("how wide; Left and Right change it by one"), 0 },
    { CMD_SUPERVISE, N_("List"), N_("another list"), 0 },
    { CMD_REPORT, N_("Up"), N_("move the column up: further left"), 0 },
    { CMD_FIND, N_("Down"), N_("move the column down: further right"), 0 },
    { CMD_MARK, N_("Show"), N_("show the column, or not"), 0 },
    { CMD_OWN_1, NULL, NULL, 'K' }, { CMD_OWN_2, NULL, NULL, 'J' },
    { CMD_OWN_3, NULL, NULL, K_SHIFT_UP }, { CMD_OWN_4, NULL, NULL, K_SHIFT_DOWN },
    { CMD_LEFT, NULL, N_("narrower"), 0 }, { CMD_RIGHT, NULL, N_("wider"), 0 },
    { CMD_OPEN, NULL, NULL, 0 }, { CMD_TREE, NULL, NULL, 0 }, { CMD_SAVE, NULL, NULL, 0 },
    { CMD_UP, NULL, NULL, 0 }, { CMD_DOWN, NULL, NULL, 0 }, { CMD_PGUP, NULL, NULL, 0 },
    { CMD_PGDN, NULL, NULL, 0 }, { CMD_HOME, NULL, NULL, 0 }, { CMD_END, NULL, NULL, 0 },
    { CMD_NONE, NULL, NULL, 0 },
};

static struct row_look look_of(const struct tui *t, const struct my_columns *m)
{
    return (struct row_look){ t->defs, m->list ? defs_list(t->defs, m->list) : NULL,
                              t->env.today };
}

static const char *list_name(const struct tui *t, const struct my_columns *m)
{
    return m->list ? defs_list(t->defs, m->list)->name : _("Several lists");
}

/* ---- loading ---- */

static void read_wishes(struct tui *t, struct my_columns *m)
{
    struct row_look look = look_of(t, m);
    char *name = column_wishes_name(m->list), *text = NULL;

    preference_get(t->st, t->me, name, &text, NULL);
    column_wishes_fini(&m->w);
    column_wishes_read(&m->w, &look, text);
    m->defs = t->defs;
    m->changed = false;
    m->view.n = m->w.n;
    if (*m->w.unknown)
        tui_say(t, _("No column any more, passed over: %s"), m->w.unknown);
    free(text);
    free(name);
}

static enum xh_rc columns_open(struct tui *t, void *state, const void *arg, struct xh_err *err)
{
    struct my_columns *m = state;
    const struct list_def *l = arg ? defs_list(t->defs, arg) : NULL;

    (void)err;
    m->list = l ? l->id : NULL;
    return XH_OK;
}

/* What is being arranged stays while others work; another configuration begins anew. */
static enum xh_rc columns_load(struct tui *t, void *state, struct xh_err *err)
{
    struct my_columns *m = state;
    struct filter f = tui_filter(t);

    if (m->defs && m->defs != t->defs) {
        m->list = NULL;
        m->changed = false;
    }
    if (!m->changed)
        read_wishes(t, m);
    f.list = m->list;
    f.limit = PREVIEW;
    rows_fini(&m->rows);
    return query_page(t->st, &f, &m->rows, err);
}

static void columns_close(struct tui *t, void *state)
{
    struct my_columns *m = state;

    (void)t;
    column_wishes_fini(&m->w);
    rows_fini(&m->rows);
}

static bool unsaved(struct tui *t, void *state)
{
    (void)t;
    return ((struct my_columns *)state)->changed;
}

/* ---- painting ---- */

enum { COLUMN_SHOWN, COLUMN_TITLE, COLUMN_WIDTH, COLUMN_ID };
struct cells { struct my_columns *m; struct tui *t; };

static void cell(void *ctx, size_t row, size_t column, struct buf *out, enum style *style)
{
    struct cells *c = ctx;
    const struct column_wish *w = &c->m->w.v[row];
    struct row_look look = look_of(c->t, c->m);
    struct row_column about = {0};

    if (!w->shown)
        *style = STYLE_DIM;
    switch (column) {
    case COLUMN_SHOWN: buf_puts(out, w->shown ? "[x]" : "[ ]"); break;
    case COLUMN_TITLE:
        if (row_column(&look, w->id, &about))
            buf_puts(out, about.title);
        free(about.title);
        break;
    case COLUMN_WIDTH:
        if (strcmp(w->id, "title") == 0)
            buf_puts(out, _("what is left"));
        else if (w->width)
            buf_printf(out, "%d", w->width);
        else
            buf_puts(out, _("as needed"));
        break;
    case COLUMN_ID: buf_puts(out, w->id); break;
    }
}

struct picture { struct ledger_columns columns; const struct rows *rows; };

static void picture_cell(void *ctx, size_t row, size_t column, struct buf *out,
                         enum style *style)
{
    struct picture *p = ctx;

    ledger_columns_cell(&p->columns, &p->rows->v[row], column, out, style);
}

/* The ledger as it would be: its heads and a few of its rows. */
static void draw_picture(struct tui *t, struct my_columns *m, struct area a)
{
    char *text = column_wishes_text(&m->w);
    struct row_look look = look_of(t, m);
    struct picture p = { .rows = &m->rows };

    ledger_columns_init(&p.columns, t->defs, look.list, t->env.today,
                        m->w.own || m->changed ? text : NULL);
    ledger_columns_measure(&p.columns, m->rows.v, m->rows.n);
    struct table_view v = { .columns = p.columns.v, .n_columns = p.columns.n,
                            .cell = picture_cell, .ctx = &p, .n = m->rows.n,
                            .picture = true, .empty = _("The list has no rows yet.") };
    table_view_draw(&v, &t->canvas, a);
    ledger_columns_fini(&p.columns);
    free(text);
}

static void columns_draw(struct tui *t, void *state, struct area body)
{
    struct my_columns *m = state;
    struct cells c = { m, t };
    const struct view_column columns[] = {
        { _("Shown"), 5, TEXT_LEFT, 0 }, { _("Column"), 0, TEXT_LEFT, 0 },
        { _("How wide"), 10, TEXT_LEFT, 0 }, { _("Id"), 16, TEXT_LEFT, 1 },
    };
    int low = PREVIEW + 2;
    struct area rows = { body.y, body.x, body.h - low, body.w };
    struct area picture = { body.y + body.h - low + 1, body.x, low - 1, body.w };

    m->view.columns = columns;
    m->view.n_columns = sizeof columns / sizeof *columns;
    m->view.cell = cell;
    m->view.ctx = &c;
    table_view_draw(&m->view, &t->canvas, rows);
    m->view.columns = NULL;
    m->view.ctx = NULL;
    canvas_line(&t->canvas, picture.y - 1, body.x, body.w, STYLE_DIM);
    draw_picture(t, m, picture);
}

static void path(struct tui *t, void *state, struct buf *out)
{
    const struct my_columns *m = state;

    buf_printf(out, "%s  %s", list_name(t, m),
               m->changed  ? _("changed, not kept yet: F2")
               : m->w.own ? _("my own columns; where room is short the last one goes first")
                          : _("as the list has them"));
}

/* ---- doing ---- */

static struct column_wish *here(struct my_columns *m)
{
    return m->view.cursor < m->w.n ? &m->w.v[m->view.cursor] : NULL;
}

static enum step touched(struct my_columns *m)
{
    m->changed = true;
    return STEP_STAY;
}

static enum step show(struct tui *t, struct my_columns *m)
{
    struct column_wish *w = here(m);

    if (strcmp(w->id, "title") == 0) {
        tui_say(t, "%s", _("The item's name is always shown."));
        return STEP_STAY;
    }
    w->shown = !w->shown;
    return touched(m);
}

static enum step move(struct my_columns *m, bool up)
{
    size_t at = m->view.cursor, to = up ? at - 1 : at + 1;

    if (up ? at == 0 : to >= m->w.n)
        return STEP_STAY;
    struct column_wish keep = m->w.v[at];
    m->w.v[at] = m->w.v[to];
    m->w.v[to] = keep;
    m->view.cursor = to;
    return touched(m);
}

static enum step set_width(struct tui *t, struct my_columns *m, int width)
{
    struct column_wish *w = here(m);

    if (strcmp(w->id, "title") == 0) {
        tui_say(t, "%s", _("The item's name gets what the others leave."));
        return STEP_STAY;
    }
    w->width = width < COLUMN_WIDTH_LEAST  ? 0
               : width > COLUMN_WIDTH_MOST ? COLUMN_WIDTH_MOST : width;
    return touched(m);
}

/* Wider and narrower begin with what the column has now; below the least it is as wide as
 * needed again. */
static enum step widen(struct tui *t, struct my_columns *m, int by)
{
    int width = here(m)->width;

    if (!width && by < 0)
        return STEP_STAY;
    return set_width(t, m, width ? width + by : 8);
}

static enum step ask_width(struct tui *t, struct my_columns *m)
{
    char given[16] = "", *typed, *end;
    enum step step = STEP_STAY;

    if (here(m)->width)
        snprintf(given, sizeof given, "%d", here(m)->width);
    typed = ask_line(t, _("How wide"),
                     _("Columns of the screen, 4 to 60; a Chinese character takes two. Empty: "
                       "as wide as needed."), given);
    if (!typed)
        return STEP_STAY;
    char *plain = text_halfwidth(typed);
    long n = strtol(plain, &end, 10);
    if (!*plain)
        step = set_width(t, m, 0);
    else if (*end || n < COLUMN_WIDTH_LEAST || n > COLUMN_WIDTH_MOST)
        tui_say(t, _("'%s' is no width from 4 to 60."), typed);
    else
        step = set_width(t, m, (int)n);
    free(plain);
    free(typed);
    return step;
}

static enum step put(struct tui *t, struct my_columns *m, const char *value, const char *said)
{
    char *name = column_wishes_name(m->list);
    struct xh_err err = {0};
    enum xh_rc rc = preference_set(t->st, t->me, name, value, &err);

    free(name);
    if (rc != XH_OK) {
        tui_refuse(t, &err);
        return STEP_STAY;
    }
    m->changed = false;
    tui_say(t, "%s: %s", list_name(t, m), said);
    return STEP_RELOAD;
}

static enum step keep(struct tui *t, struct my_columns *m)
{
    char *text = column_wishes_text(&m->w);
    enum step step = put(t, m, text, _("your columns are kept"));

    free(text);
    return step;
}

static enum step choose_list(struct tui *t, struct my_columns *m)
{
    const char **names = xcalloc(t->defs->n_lists + 2, sizeof *names);
    size_t n = t->defs->n_lists, now = 0;

    for (size_t i = 0; i < n; i++) {
        names[i] = t->defs->lists[i].name;
        if (m->list && strcmp(m->list, t->defs->lists[i].id) == 0)
            now = i;
    }
    names[n] = _("Several lists");
    int at = ask_choice(t, _("The columns of"), "", names, n + 1, m->list ? now : n);
    free(names);
    if (at < 0 || (m->changed && !ask_yes(t, _("Leave without saving?"),
                                          _("What was changed here is not kept yet."))))
        return STEP_STAY;
    m->list = (size_t)at < n ? t->defs->lists[at].id : NULL;
    m->changed = false;
    m->view.cursor = m->view.top = 0;
    return STEP_RELOAD;
}

static bool columns_may(struct tui *t, void *state, enum cmd cmd, const char **word,
                        struct xh_err *why)
{
    struct my_columns *m = state;

    (void)t;
    if (cmd == CMD_MARK && here(m) && here(m)->shown)
        *word = _("Hide");
    if ((cmd == CMD_ACT || cmd == CMD_SAVE) && !m->changed) {
        xh_fail(why, XH_REFUSED, "%s", _("Nothing was changed yet."));
        return false;
    }
    if (cmd == CMD_RETURN && !m->w.own && !m->changed) {
        xh_fail(why, XH_REFUSED, "%s", _("These are the columns the list has."));
        return false;
    }
    return true;
}

static enum step columns_command(struct tui *t, void *state, enum cmd cmd, const struct input *in)
{
    struct my_columns *m = state;

    (void)in;
    if (table_view_move(&m->view, cmd))
        return STEP_STAY;
    switch (cmd) {
    case CMD_SUPERVISE: case CMD_TREE: return choose_list(t, m);
    case CMD_ACT: case CMD_SAVE:       return keep(t, m);
    case CMD_RETURN: return put(t, m, NULL, _("the columns are those of the list again"));
    default: break;
    }
    if (!here(m))
        return STEP_IGNORED;
    switch (cmd) {
    case CMD_MARK:   return show(t, m);
    case CMD_REPORT: case CMD_OWN_1: case CMD_OWN_3: return move(m, true);
    case CMD_FIND: case CMD_OWN_2: case CMD_OWN_4:   return move(m, false);
    case CMD_LEFT:   return widen(t, m, -1);
    case CMD_RIGHT:  return widen(t, m, 1);
    case CMD_EXTEND: case CMD_OPEN: return ask_width(t, m);
    default: return STEP_IGNORED;
    }
}

static enum step columns_hit(struct tui *t, void *state, const struct canvas_hit *hit, bool twice)
{
    struct my_columns *m = state;

    m->view.cursor = (size_t)hit->arg;
    return twice ? show(t, m) : STEP_STAY;
}

void settings_columns_now(struct tui *t, struct buf *out)
{
    struct preferences p = {0};

    if (preferences_load(t->st, t->me, "columns/", &p, NULL) == XH_OK && p.n)
        buf_printf(out, _("lists with columns of my own: %zu"), p.n);
    else
        buf_puts(out, _("as the lists have them"));
    preferences_fini(&p);
}

const struct screen_ops settings_columns_screen = {
    .id = "settings_columns", .title = N_("My columns"), .keys = keys,
    .size = sizeof(struct my_columns), .open = columns_open, .load = columns_load,
    .draw = columns_draw, .command = columns_command, .path = path, .may = columns_may,
    .hit = columns_hit, .counts = settings_no_counts, .unsaved = unsaved,
    .close = columns_close,
};
