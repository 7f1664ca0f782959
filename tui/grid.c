#include "tui/grid.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/permit.h"
#include "tui/ask.h"
#include "tui/grid_parts.h"
#include "tui/tui_ahead.h"

/* Letters are typed into cells: commands are F-keys, Ctrl and Esc. */
static const struct key_bind keys[] = {
    { CMD_ACT, N_("Edit"), N_("edit the cell; typing at once replaces it"), K_F2 },
    { CMD_RETURN, N_("Old value"), N_("give the cell its old value back (Esc does, too)"),
      K_F3 },
    { CMD_EXTEND, N_("Choose"), N_("choose: a day, a person, a unit, one of the choices"),
      K_F4 },
    { CMD_SUPERVISE, N_("Columns"), N_("which columns are shown"), K_F5 },
    { CMD_REPORT, N_("Switch"), N_("fill in progress reports instead of fields, and back"),
      K_F6 },
    { CMD_FIND, N_("Next !"), N_("the next cell that is to be corrected or waits"), K_F7 },
    { CMD_PRINT, N_("Write"), N_("look at the changes and write them"), K_F8 },
    { CMD_SAVE, NULL, N_("look at the changes and write them"), 0 },
    { CMD_OPEN, NULL, N_("go down; the row after the last one is a new item"), 0 },
    { CMD_NEXT_PANE, NULL, N_("the next column"), 0 },
    { CMD_PREV_PANE, NULL, N_("the column before"), 0 },
    { CMD_OWN_1, NULL, N_("the same as in the cell above"), K_CTRL('D') },
    { CMD_UNDO, N_("Undo"), N_("take back what was typed; when nothing is, what was written"),
      0 },
    { CMD_REDO, N_("Redo"), N_("type it again"), 0 },
    { CMD_CLEAR, NULL, N_("give the old value back; then a digit is an F-key"), 0 },
    { CMD_UP, NULL, NULL, 0 }, { CMD_DOWN, NULL, NULL, 0 }, { CMD_LEFT, NULL, NULL, 0 },
    { CMD_RIGHT, NULL, NULL, 0 }, { CMD_PGUP, NULL, NULL, 0 }, { CMD_PGDN, NULL, NULL, 0 },
    { CMD_HOME, NULL, N_("the first column"), 0 }, { CMD_END, NULL, N_("the last column"), 0 },
    { CMD_NONE, NULL, NULL, 0 },
};

static struct grid_cell *here(struct grid_state *g)
{
    return g->row < g->n_rows ? &g->rows[g->row].cells[g->column] : NULL;
}

/* ---- opening, loading, closing ---- */

static void add_items(struct tui *t, struct grid_state *g, const struct grid_arg *a)
{
    struct xh_err err;
    size_t left_out = 0;

    for (size_t i = 0; i < a->n && g->n_rows < GRID_ROWS; i++) {
        struct grid_line *r = grid_add_line(g);
        r->item = a->items[i];
        if (grid_read_line(t, g, r, &err) == XH_OK &&
            strcmp(r->is.v[0].it.list, g->list_id) == 0)
            continue;
        grid_line_fini(g, r);
        g->n_rows--;
        left_out++;
    }
    if (a->n > GRID_ROWS)
        tui_say(t, _("The first %d rows; mark the others and press I again."), GRID_ROWS);
    else if (left_out)
        tui_say(t, _("%zu rows of other lists are left out."), left_out);
}

/* Fill the grid with one mode's columns and these rows. */
static enum xh_rc begin(struct tui *t, struct grid_state *g, const struct grid_arg *a,
                        struct xh_err *err)
{
    g->list = defs_list(t->defs, g->list_id);
    if (!g->list)
        return xh_fail(err, XH_NOT_FOUND, _("there is no list '%s'"), g->list_id);
    g->may_add = !g->reports &&
                 permit_may(t->st->db, t->defs, t->me, VERB_ADD, g->list_id, 0);
    grid_columns_init(t, g);
    enum xh_rc rc = import_names_load(t->st->db, &g->names, err);
    if (rc != XH_OK)
        return rc;
    add_items(t, g, a);
    char *name = xasprintf("grid-%s%s", g->reports ? "progress-" : "", g->list_id);
    g->draft = draft_of(t, name);
    free(name);
    grid_draft_take(t, g);
    grid_keep_blank(g);
    if (g->n_rows == 0)
        return xh_fail(err, XH_REFUSED, "%s",
                       _("There are no rows to fill in, and you may not add any."));
    g->row = g->top = 0;
    g->column = 1;
    g->column = g->columns[1].never ? 2 : 1;
    return XH_OK;
}

static enum xh_rc grid_open(struct tui *t, void *state, const void *arg, struct xh_err *err)
{
    struct grid_state *g = state;
    const struct grid_arg *a = arg;

    g->list_id = xstrdup(a->list);
    g->parent = xstrdup(a->parent ? a->parent : "");
    g->reports = a->reports;
    return begin(t, g, a, err);
}

static enum xh_rc grid_load(struct tui *t, void *state, struct xh_err *err)
{
    return grid_read(t, state, err);
}

static void empty(struct grid_state *g)
{
    grid_forget(g);
    for (size_t i = 0; i < g->n_rows; i++)
        grid_line_fini(g, &g->rows[i]);
    free(g->rows);
    g->rows = NULL;
    g->n_rows = g->cap_rows = 0;
    grid_columns_fini(g);
    import_names_fini(&g->names);
    draft_close(g->draft);
    g->draft = NULL;
    g->asked = false;
}

static void put(struct tui *t, struct grid_state *g, const char *text);

static void grid_close(struct tui *t, void *state)
{
    struct grid_state *g = state;

    if (g->editing)             /* the terminal is gone: into the draft, as it stands */
        put(t, g, line_edit_text(&g->edit));
    empty(g);
    line_edit_fini(&g->edit);
    free(g->list_id);
    free(g->parent);
}

static bool grid_unsaved(struct tui *t, void *state)
{
    struct grid_sum s = grid_sum_up(t, state);

    return s.rows + s.waiting > 0;
}

static void path(struct tui *t, void *state, struct buf *out)
{
    struct grid_state *g = state;
    struct grid_sum s = grid_sum_up(t, g);
    size_t items = 0;

    for (size_t i = 0; i < g->n_rows; i++)
        items += g->rows[i].item != 0;
    buf_printf(out, "%s > %s", g->list->name, g->reports ? _("progress reports") : _("fields"));
    buf_printf(out, _("   %zu rows"), items);
    if (s.rows)
        buf_printf(out, _("   to be written: %zu cells, %zu rows"), s.cells, s.rows);
    if (s.wrong)
        buf_printf(out, _("   ! %zu"), s.wrong);
}

/* ---- one cell ---- */

/* The cell gets this; refused where it cannot be changed. */
static void put(struct tui *t, struct grid_state *g, const char *text)
{
    struct grid_cell c = {0};

    grid_group(g);
    grid_try(t, g, g->row, g->column, &(struct grid_typed){ .text = text }, &c);
    grid_put(g, g->row, g->column, &c);
    grid_cell_fini(&c);
    grid_keep_blank(g);
    grid_draft_keep(t, g);
}

static bool may_change(struct tui *t, struct grid_state *g)
{
    struct buf why = {0};
    bool no = grid_refuses(t, g, g->row, g->column, &why);

    if (no) {
        struct xh_err err = {0};
        xh_fail(&err, XH_REFUSED, _("Not to be changed here: %s"), buf_str(&why));
        tui_refuse(t, &err);
    }
    buf_fini(&why);
    return !no;
}

/* The cell as a field of a form, for the boxes it is chosen in. Caller frees value. */
static struct form_field as_field(struct tui *t, struct grid_state *g)
{
    struct form_field f = g->columns[g->column].look;

    f.value = g->editing ? xstrdup(line_edit_text(&g->edit))
                         : grid_text(t, g, g->row, g->column);
    return f;
}

static void commit(struct tui *t, struct grid_state *g)
{
    g->editing = false;
    struct form_field f = as_field(t, g);
    form_set(&f, line_edit_text(&g->edit));
    form_complete(t, &f);
    put(t, g, f.value);
    free(f.value);
}

static void edit(struct tui *t, struct grid_state *g, bool replacing)
{
    char *text = replacing ? xstrdup("") : grid_text(t, g, g->row, g->column);

    line_edit_set(&g->edit, text);
    g->editing = true;
    g->replacing = replacing;
    free(text);
}

static void choose(struct tui *t, struct grid_state *g)
{
    if (!may_change(t, g))
        return;
    struct form_field f = as_field(t, g);
    bool chosen = f.kind == FORM_YES_NO ? form_choice_key(t, &f, ' ') : form_choose(t, &f);
    if (chosen) {
        g->editing = false;
        put(t, g, f.kind == FORM_YES_NO ? form_shown(&f) : f.value);
    } else if (form_is_typed(f.kind) && !g->editing) {
        edit(t, g, false);
    }
    free(f.value);
}

static void reset(struct tui *t, struct grid_state *g)
{
    struct grid_cell none = {0};

    grid_group(g);
    grid_put(g, g->row, g->column, &none);
    grid_draft_keep(t, g);
}

static void same_as_above(struct tui *t, struct grid_state *g)
{
    if (g->row == 0 || !may_change(t, g))
        return;
    char *above = grid_text(t, g, g->row - 1, g->column);
    put(t, g, above);
    free(above);
}

/* ---- moving ---- */

static void move(struct grid_state *g, enum cmd cmd)
{
    size_t last = g->n_rows ? g->n_rows - 1 : 0, page = (size_t)(g->page > 1 ? g->page - 1 : 1);

    switch (cmd) {
    case CMD_UP:    g->row -= g->row > 0; break;
    case CMD_DOWN: case CMD_OPEN: g->row += g->row < last; break;
    case CMD_PGUP:  g->row = g->row > page ? g->row - page : 0; break;
    case CMD_PGDN:  g->row = g->row + page < last ? g->row + page : last; break;
    case CMD_LEFT:  g->column = grid_next_column(g, g->column, -1); break;
    case CMD_RIGHT: g->column = grid_next_column(g, g->column, 1); break;
    case CMD_HOME:  g->column = 1; break;
    case CMD_END:
        for (size_t at = g->column; (at = grid_next_column(g, g->column, 1)) != g->column;)
            g->column = at;
        break;
    case CMD_NEXT_PANE:         /* round the corner, as in a spreadsheet form */
        if (grid_next_column(g, g->column, 1) != g->column)
            g->column = grid_next_column(g, g->column, 1);
        else if (g->row < last)
            g->row++, g->column = 1;
        break;
    case CMD_PREV_PANE:
        if (g->column > 1)
            g->column = grid_next_column(g, g->column, -1);
        else if (g->row > 0) {
            g->row--;
            move(g, CMD_END);
        }
        break;
    default: break;
    }
}

/* A cell to be corrected, or of a row that could not be written, after the cursor. */
static void next_wrong(struct tui *t, struct grid_state *g)
{
    size_t all = g->n_rows * g->n_columns, from = g->row * g->n_columns + g->column;

    for (size_t k = 1; k <= all; k++) {
        size_t row = (from + k) % all / g->n_columns, column = (from + k) % g->n_columns;
        const struct grid_line *r = &g->rows[row];
        bool first = r->error && column == 1;
        if (first || (r->cells[column].text && r->cells[column].error) ||
            grid_clashes(t, g, row, column)) {
            g->row = row;
            g->column = column;
            g->columns[column].on = true;
            return;
        }
    }
    tui_say(t, "%s", _("Nothing is to be corrected."));
}

/* ---- commands ---- */

static bool may_lose(struct tui *t, struct grid_state *g)
{
    struct grid_sum s = grid_sum_up(t, g);
    struct buf b = {0};

    if (s.rows + s.waiting == 0) {
        draft_drop(g->draft);
        return true;
    }
    buf_printf(&b, _("%zu cells in %zu rows are not written yet. Ctrl-S writes them."),
               s.cells + s.wrong, s.rows + s.waiting);
    bool yes = ask_yes(t, _("Leave without saving?"), buf_str(&b));
    if (yes)
        draft_drop(g->draft);
    buf_fini(&b);
    return yes;
}

/* The same rows, fields or reports. */
static enum step change_mode(struct tui *t, struct grid_state *g)
{
    struct grid_arg a = {0};
    struct xh_err err = {0};
    int64_t *items;

    if (!may_lose(t, g))
        return STEP_STAY;
    items = xcalloc(g->n_rows + 1, sizeof *items);
    for (size_t i = 0; i < g->n_rows; i++)
        if (g->rows[i].item)
            items[a.n++] = g->rows[i].item;
    a.items = items;
    empty(g);
    g->reports = !g->reports;
    enum xh_rc rc = begin(t, g, &a, &err);
    if (rc != XH_OK) {          /* no rows to report on: as it was */
        tui_refuse(t, &err);
        empty(g);
        g->reports = !g->reports;
        rc = begin(t, g, &a, &err);
    }
    free(items);
    return rc == XH_OK ? STEP_RELOAD : STEP_POP;
}

static enum step grid_command(struct tui *t, void *state, enum cmd cmd, const struct input *in)
{
    struct grid_state *g = state;

    (void)in;
    switch (cmd) {
    case CMD_ACT:
        if (may_change(t, g))
            edit(t, g, false);
        return STEP_STAY;
    case CMD_RETURN:    reset(t, g); return STEP_STAY;
    case CMD_EXTEND:    choose(t, g); return STEP_STAY;
    case CMD_SUPERVISE: grid_choose_columns(t, g); return STEP_STAY;
    case CMD_REPORT:    return change_mode(t, g);
    case CMD_FIND:      next_wrong(t, g); return STEP_STAY;
    case CMD_PRINT: case CMD_SAVE:
        return grid_save(t, g) ? STEP_RELOAD : STEP_STAY;
    case CMD_OWN_1:     same_as_above(t, g); return STEP_STAY;
    case CMD_UNDO: case CMD_REDO:
        if (!grid_undo(g, cmd == CMD_REDO))
            return STEP_IGNORED;
        grid_draft_keep(t, g);
        return STEP_STAY;
    case CMD_BACK:
        return may_lose(t, g) ? STEP_POP : STEP_STAY;
    case CMD_UP: case CMD_DOWN: case CMD_OPEN: case CMD_PGUP: case CMD_PGDN: case CMD_LEFT:
    case CMD_RIGHT: case CMD_HOME: case CMD_END: case CMD_NEXT_PANE: case CMD_PREV_PANE:
        move(g, cmd);
        return STEP_STAY;
    default:
        return STEP_IGNORED;
    }
}

/* ---- typing ---- */

/* In the cell. False: the cell is left, and the key means what it means outside of it. */
static bool type_in_cell(struct tui *t, struct grid_state *g, const struct input *in)
{
    if (in->key == K_ESC) {
        g->editing = false;
        return true;
    }
    if (in->key == K_F4) {
        choose(t, g);
        return true;
    }
    if (in->key == K_F2 || in->key == K_RESIZE)
        return in->key == K_F2;
    bool sideways = in->key == K_LEFT || in->key == K_RIGHT || in->key == K_HOME ||
                    in->key == K_END;
    if (in->pasted || (in->key != K_ENTER && in->key != K_TAB &&
                       in->key != K_CTRL('S') && !(sideways && g->replacing)))
        if (line_edit_key(&g->edit, in))
            return true;
    commit(t, g);
    return false;
}

static void take_paste(struct tui *t, struct grid_state *g, const struct input *in)
{
    struct buf text = {0};

    tui_read_paste(t, in, &text);
    if (text.len)
        grid_paste(t, g, buf_str(&text));
    grid_draft_keep(t, g);
    buf_fini(&text);
}

/* Esc where there is nothing to give back: a digit after it is an F-key. */
static void escape(struct tui *t, struct grid_state *g)
{
    struct input next = {0};

    if (here(g) && here(g)->text) {
        reset(t, g);
        return;
    }
    if (tui_escape_digit(t, &next) && next.key >= K_F1 && next.key <= K_F12)
        tui_do(t, keymap_find(keys, next.key));
}

static bool is_text(const struct input *in)
{
    return in->key >= ' ' && in->key < K_NAMED && in->key != 0x7F;
}

/* The first key typed on a cell. */
static void begin_typing(struct tui *t, struct grid_state *g, const struct input *in)
{
    uint32_t key = key_plain(in->key);

    if (!may_change(t, g))
        return;
    struct form_field f = as_field(t, g);
    bool letter = (key >= 'a' && key <= 'z') || (key >= 'A' && key <= 'Z');
    if (!form_is_typed(f.kind) && form_choice_key(t, &f, key)) {
        put(t, g, f.kind == FORM_YES_NO ? form_shown(&f) : f.value);
    } else if (f.kind == FORM_CHOICE && letter) {
        if (form_choose(t, &f))
            put(t, g, f.value);
    } else {
        edit(t, g, true);
        line_edit_key(&g->edit, in);
    }
    free(f.value);
}

static bool grid_type(struct tui *t, void *state, const struct input *in, enum step *step)
{
    struct grid_state *g = state;

    *step = STEP_STAY;
    if (g->editing && type_in_cell(t, g, in))
        return true;
    if (in->pasted) {
        take_paste(t, g, in);
        return true;
    }
    if (in->key == K_ESC) {
        escape(t, g);
        return true;
    }
    if (in->key == K_BACKSPACE || in->key == K_DELETE) {
        if (may_change(t, g))
            put(t, g, "");
        return true;
    }
    if (!is_text(in))
        return false;
    begin_typing(t, g, in);
    return true;
}

static enum step grid_hit(struct tui *t, void *state, const struct canvas_hit *hit, bool twice)
{
    struct grid_state *g = state;
    size_t row = (size_t)hit->arg / 1000, column = (size_t)hit->arg % 1000;

    if (hit->key != K_ENTER || row >= g->n_rows || column >= g->n_columns)
        return STEP_STAY;
    if (g->editing)
        commit(t, g);
    bool again = g->row == row && g->column == column;
    g->row = row;
    g->column = column;
    if ((twice || again) && may_change(t, g))
        edit(t, g, false);
    return STEP_STAY;
}

const struct screen_ops grid_screen = {
    .id = "grid", .title = N_("Grid entry"), .keys = keys, .size = sizeof(struct grid_state),
    .open = grid_open, .load = grid_load, .draw = grid_draw, .command = grid_command,
    .path = path, .hit = grid_hit, .type = grid_type, .unsaved = grid_unsaved,
    .close = grid_close,
};

/* ---- from the menu ---- */

int64_t *grid_items(struct tui *t, struct filter f, const char *list, size_t *n)
{
    struct rows rows = {0};
    struct xh_err err = {0};
    int64_t *items;

    f.list = list;
    f.limit = GRID_ROWS;
    f.without = ROW_CO | ROW_LATEST | ROW_FIELDS;
    if (query_page(t->st, &f, &rows, &err) != XH_OK)
        tui_refuse(t, &err);
    items = xcalloc(rows.n + 1, sizeof *items);
    for (*n = 0; *n < rows.n; (*n)++)
        items[*n] = rows.v[*n].it.id;
    rows_fini(&rows);
    return items;
}

/* The list's first open rows. Caller frees. */
static int64_t *open_rows(struct tui *t, const char *list, size_t *n)
{
    struct filter f = tui_filter(t);

    f.state = "open";
    return grid_items(t, f, list, n);
}

void grid_begin(struct tui *t)
{
    const char *what[] = { _("progress reports of open rows"), _("fields of open rows"),
                           _("new rows") };
    const char **names = xcalloc(t->defs->n_lists + 1, sizeof *names);
    struct grid_arg a = {0};
    int64_t *items = NULL;

    for (size_t i = 0; i < t->defs->n_lists; i++)
        names[i] = t->defs->lists[i].name;
    int list = ask_choice(t, _("Grid entry: which list?"), "", names, t->defs->n_lists, 0);
    int kind = list >= 0 ? ask_choice(t, _("What is to be filled in?"), names[list], what, 3, 0)
                         : -1;
    if (kind >= 0) {
        a.list = t->defs->lists[list].id;
        a.reports = kind == 0;
        if (kind < 2)
            items = open_rows(t, a.list, &a.n);
        a.items = items;
        tui_push(t, &grid_screen, &a);
    }
    free(items);
    free(names);
}
