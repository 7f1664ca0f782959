#include "tui/books.h"

#include <stdlib.h>

#include "model/i18n.h"
#include "report/balance_paper.h"
#include "report/export.h"
#include "tui/keys.h"
#include "tui/ledger.h"
#include "tui/patience.h"
#include "tui/preview.h"
#include "tui/table_view.h"
#include "tui/text_pane.h"

enum { ABOUT = 5 };             /* lines below the table, with the one over them */

struct books_state {
    struct balance_report r;
    struct table_view view;
    bool stopped;               /* Esc ended the reading: nothing is known */
};

static const struct key_bind keys[] = {
    { CMD_PRINT, N_("Print"), N_("all of it as text, with the figures of each check"), 0 },
    { CMD_OPEN, N_("Open"), N_("the rows it is about, in their ledger"), 0 },
    { CMD_OWN_1, NULL, N_("the rows of the other ledger"), 'O' },
    { CMD_UP, NULL, NULL, 0 }, { CMD_DOWN, NULL, NULL, 0 },
    { CMD_PGUP, NULL, NULL, 0 }, { CMD_PGDN, NULL, NULL, 0 },
    { CMD_HOME, NULL, NULL, 0 }, { CMD_END, NULL, NULL, 0 },
    { CMD_NONE, NULL, NULL, 0 },
};

/* ---- reading ---- */

static enum xh_rc read_books(struct tui *t, bool away, struct balance_report *out,
                             struct xh_err *err)
{
    const struct balance_ask ask = { .reader = t->me, .away = away };

    return balance_run(t->st, &ask, out, err);
}

static enum xh_rc books_load(struct tui *t, void *state, struct xh_err *err)
{
    struct books_state *s = state;
    struct patience p;

    balance_fini(&s->r);
    patience_begin(&p, t, _("comparing .."));
    enum xh_rc rc = read_books(t, false, &s->r, err);
    s->stopped = patience_end(&p);
    if (s->stopped) {
        balance_fini(&s->r);
        rc = XH_OK;
    }
    table_view_rows(&s->view, s->r.n);
    return rc;
}

static void books_close(struct tui *t, void *state)
{
    struct books_state *s = state;

    (void)t;
    balance_fini(&s->r);
    table_view_fini(&s->view);
}

/* ---- drawing ---- */

enum { COL_CHECK, COL_PROJECT, COL_VILLAGE, COL_CODE, COL_OFF, COLS };

static void cell(void *ctx, size_t row, size_t column, struct buf *out, enum style *style)
{
    const struct books_state *s = ctx;
    const struct balance_line *v = &s->r.v[row];

    (void)style;
    switch (column) {
    case COL_CHECK:   buf_puts(out, s->r.checks[v->check].def->name); break;
    case COL_PROJECT: buf_puts(out, v->parent_code); break;
    case COL_VILLAGE: buf_puts(out, balance_place(&s->r, v)); break;
    case COL_CODE:    buf_puts(out, v->code); break;
    case COL_OFF:
        balance_difference(out, &s->r, v);
        if (v->what >= BALANCE_NO_EVIDENCE)
            buf_puts(out, v->what == BALANCE_NO_EVIDENCE ? _("no evidence")
                          : v->what == BALANCE_NOT_DONE  ? _("step still open")
                                                         : _("used twice"));
        break;
    }
}

/* Of the row under the cursor; without one, what was compared. */
static char *about(const struct books_state *s)
{
    struct buf b = {0};

    if (s->view.cursor < s->r.n) {
        const struct balance_line *v = &s->r.v[s->view.cursor];
        balance_explain(&b, &s->r, v);
        buf_putc(&b, '\n');
        balance_summary(&b, &s->r.checks[v->check]);
    }
    for (size_t i = 0; s->r.n == 0 && i < s->r.n_checks; i++) {
        buf_puts(&b, i ? "\n" : "");
        balance_summary(&b, &s->r.checks[i]);
    }
    return buf_take(&b);
}

static void books_draw(struct tui *t, void *state, struct area body)
{
    struct books_state *s = state;
    const struct view_column columns[COLS] = {
        [COL_CHECK] = { _("Compared"), 0, TEXT_LEFT, 0 },
        [COL_PROJECT] = { _("Project"), 9, TEXT_LEFT, 2 },
        [COL_VILLAGE] = { _("Village"), 14, TEXT_LEFT, 0 },
        [COL_CODE] = { _("Code"), 10, TEXT_LEFT, 0 },
        [COL_OFF] = { _("Difference"), 20, TEXT_RIGHT, 0 },
    };
    int below = s->r.n ? ABOUT : (int)s->r.n_checks + 1;
    struct area table = body, pane = body;
    char *text = about(s);

    if (below > body.h / 2)
        below = body.h / 2;
    table.h -= below;
    pane.y += table.h;
    pane.h = below;
    s->view.cell = cell;
    s->view.ctx = s;
    s->view.columns = columns;
    s->view.n_columns = COLS;
    s->view.empty = s->stopped ? _("Stopped. Leave and come back to compare again.")
                               : _("Everything that was compared balances.");
    canvas_fill(&t->canvas, body, STYLE_PLAIN);
    table_view_draw(&s->view, &t->canvas, table);
    s->view.columns = NULL;
    text_pane_about(&t->canvas, pane, text, s->r.n ? STYLE_STRONG : STYLE_PLAIN);
    free(text);
}

static void books_path(struct tui *t, void *state, struct buf *out)
{
    const struct books_state *s = state;
    int64_t compared = 0, denied = 0;

    (void)t;
    for (size_t i = 0; i < s->r.n_checks; i++) {
        compared += s->r.checks[i].compared;
        denied += s->r.checks[i].denied;
    }
    buf_printf(out, _("compared %lld, off %zu"), (long long)compared, s->r.n);
    if (denied)
        buf_printf(out, _(", %lld you have no right to"), (long long)denied);
}

/* ---- the rows ---- */

/* `other`: of the list it was compared to. */
static void open_rows(struct tui *t, const struct books_state *s, bool other)
{
    if (s->view.cursor >= s->r.n)
        return;
    const struct balance_line *v = &s->r.v[s->view.cursor];
    const struct balance_check *c = &s->r.checks[v->check];
    if (other && !c->other) {
        tui_say(t, "%s", _("This is compared within the row: there is no other ledger."));
        return;
    }
    char *off = xasprintf("balance=%s", c->def->id), *one = xasprintf("code=%s", v->code);
    const char *const where[] = { off, one };
    tui_push(t, &ledger_screen, &(struct ledger_arg){
        .list = other ? c->other->id : c->list->id,
        .parent = v->what <= BALANCE_TOGETHER && *v->parent_code ? v->parent_code : NULL,
        .place = v->what == BALANCE_SUMS && *v->place_name ? v->place_name : NULL,
        .where = where, .n_where = v->item ? 2 : 1, .order = ORDER_CODE,
        .title = c->def->name });
    free(off);
    free(one);
}

/* ---- as text ---- */

static enum xh_rc read_away(struct tui *t, struct balance_report *r, struct xh_err *err)
{
    unsigned relations;
    enum xh_rc rc = export_may(t->st, t->me, NULL, &relations, err);

    return rc == XH_OK ? read_books(t, true, r, err) : rc;
}

static enum xh_rc compose(struct tui *t, void *ctx, enum preview_for what,
                          struct preview_text *out, struct xh_err *err)
{
    struct balance_report r = {0};
    enum xh_rc rc = read_away(t, &r, err);

    (void)ctx;
    (void)what;
    if (rc == XH_OK)
        balance_export(&out->text, &r, EXPORT_CSV);
    export_say_kept_back(&out->notes, r.kept_back);
    balance_fini(&r);
    return rc;
}

static enum xh_rc compose_paper(struct tui *t, void *ctx, bool away, struct document *out,
                                struct xh_err *err)
{
    struct balance_report r = {0};
    enum xh_rc rc = away ? read_away(t, &r, err) : read_books(t, false, &r, err);

    (void)ctx;
    if (rc == XH_OK)
        rc = balance_paper(out, t->st, &r, t->env.today, err);
    balance_fini(&r);
    return rc;
}

static void print(struct tui *t)
{
    tui_push(t, &preview_screen, &(struct preview_arg){
        .title = _(books_screen.title), .file = _(books_screen.title), .paper = compose_paper,
        .width = 132, .compose = compose });
}

/* ---- commands ---- */

static enum step books_command(struct tui *t, void *state, enum cmd cmd, const struct input *in)
{
    struct books_state *s = state;

    (void)in;
    if (table_view_move(&s->view, cmd))
        return STEP_STAY;
    switch (cmd) {
    case CMD_OPEN:  open_rows(t, s, false); return STEP_STAY;
    case CMD_OWN_1: open_rows(t, s, true); return STEP_STAY;
    case CMD_PRINT: print(t); return STEP_STAY;
    default:        return STEP_IGNORED;
    }
}

static enum step books_hit(struct tui *t, void *state, const struct canvas_hit *hit, bool twice)
{
    struct books_state *s = state;

    if (table_view_press(&s->view, hit, twice))
        open_rows(t, s, false);
    return STEP_STAY;
}

const struct screen_ops books_screen = {
    .id = "balance", .title = N_("Books that balance"), .keys = keys,
    .size = sizeof(struct books_state), .load = books_load, .draw = books_draw,
    .command = books_command, .path = books_path, .hit = books_hit, .close = books_close,
};
