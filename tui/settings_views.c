/* settings_views.c - 设置, 保存的筛选: filters kept under a name, one's own, shared ones and
 * those of the lists: opened, renamed, shared, dropped, put in order. */
#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/view.h"
#include "tui/ask.h"
#include "tui/keys.h"
#include "tui/ledger.h"
#include "tui/settings_own.h"
#include "tui/table_view.h"

struct kept {
    struct saved_views all;
    size_t own;                 /* so many of them are kept; then come those of the lists */
    char **words;               /* what each asks for */
    int64_t here;               /* the cursor stays with it; 0: with its row */
    struct table_view view;
};

static const struct key_bind keys[] = {
    { CMD_ACT, N_("Rename"), N_("give it another name"), 0 },
    { CMD_RETURN, N_("Drop"), N_("drop the filter"), 0 },
    { CMD_SUPERVISE, N_("Share"), N_("share it with everybody, or take it back"), 0 },
    { CMD_REPORT, N_("Up"), N_("move it up in my order"), 0 },
    { CMD_FIND, N_("Down"), N_("move it down"), 0 },
    { CMD_OPEN, N_("Open"), N_("open its rows in the ledger"), 0 },
    { CMD_OWN_1, NULL, NULL, 'K' }, { CMD_OWN_2, NULL, NULL, 'J' },
    { CMD_OWN_3, NULL, NULL, K_SHIFT_UP }, { CMD_OWN_4, NULL, NULL, K_SHIFT_DOWN },
    { CMD_EDIT, NULL, NULL, 0 },
    { CMD_UP, NULL, NULL, 0 }, { CMD_DOWN, NULL, NULL, 0 }, { CMD_PGUP, NULL, NULL, 0 },
    { CMD_PGDN, NULL, NULL, 0 }, { CMD_HOME, NULL, NULL, 0 }, { CMD_END, NULL, NULL, 0 },
    { CMD_NONE, NULL, NULL, 0 },
};

/* ---- loading ---- */

static void unload(struct kept *k)
{
    for (size_t i = 0; i < k->all.n; i++)
        free(k->words[i]);
    free(k->words);
    views_fini(&k->all);
    k->words = NULL;
}

static enum xh_rc views_read(struct tui *t, void *state, struct xh_err *err)
{
    struct kept *k = state;
    struct saved_views fresh = {0};
    enum xh_rc rc = views_load(t->st, t->me, NULL, &fresh, err);

    if (rc != XH_OK) {
        views_fini(&fresh);
        return rc;
    }
    unload(k);
    k->all = fresh;
    k->words = xcalloc(fresh.n + 1, sizeof *k->words);
    k->own = 0;
    for (size_t i = 0; i < fresh.n; i++) {
        struct view_filter f = {0};
        struct buf b = {0};
        view_read(&f, fresh.v[i].text);
        ledger_words(t, &f, &b);
        k->words[i] = b.s ? buf_take(&b) : xstrdup("");
        view_filter_fini(&f);
        k->own += fresh.v[i].id != 0;
        if (k->here && fresh.v[i].id == k->here)
            k->view.cursor = i;
    }
    k->view.n = fresh.n;
    return XH_OK;
}

static void views_close(struct tui *t, void *state)
{
    (void)t;
    unload(state);
}

/* ---- painting ---- */

enum { COLUMN_NAME, COLUMN_WHOSE, COLUMN_WORDS };

static void cell(void *ctx, size_t row, size_t column, struct buf *out, enum style *style)
{
    const struct kept *k = ctx;
    const struct saved_view *v = &k->all.v[row];

    if (!v->id)
        *style = STYLE_DIM;
    switch (column) {
    case COLUMN_NAME:  buf_puts(out, v->name); break;
    case COLUMN_WHOSE:
        if (!v->id)
            buf_puts(out, _("of the list"));
        else if (v->shared)
            buf_printf(out, _("shared by %s"), v->mine ? _("me") : v->by);
        else
            buf_puts(out, _("my own"));
        break;
    case COLUMN_WORDS: buf_puts(out, k->words[row]); break;
    }
}

static void views_draw(struct tui *t, void *state, struct area body)
{
    struct kept *k = state;
    const struct view_column columns[] = {
        { _("Filter"), 20, TEXT_LEFT, 0 }, { _("Whose"), 16, TEXT_LEFT, 0 },
        { _("What it shows"), 0, TEXT_LEFT, 0 },
    };
    struct area rows = { body.y, body.x, body.h - 4, body.w };
    struct area words = { body.y + rows.h + 1, body.x + 1, 3, body.w - 2 };

    k->view.columns = columns;
    k->view.n_columns = sizeof columns / sizeof *columns;
    k->view.cell = cell;
    k->view.ctx = k;
    k->view.empty = _("No filter is kept yet. In the ledger, f keeps one under a name.");
    table_view_draw(&k->view, &t->canvas, rows);
    k->view.columns = NULL;
    canvas_line(&t->canvas, words.y - 1, body.x, body.w, STYLE_DIM);
    if (k->view.cursor < k->all.n)
        settings_words(t, words, k->words[k->view.cursor], STYLE_PLAIN);
}

static void path(struct tui *t, void *state, struct buf *out)
{
    const struct kept *k = state;

    (void)t;
    buf_printf(out, _("kept: %zu, of the lists: %zu"), k->own, k->all.n - k->own);
}

/* ---- doing ---- */

static const struct saved_view *here(const struct kept *k)
{
    return k->view.cursor < k->all.n ? &k->all.v[k->view.cursor] : NULL;
}

static enum step told(struct tui *t, struct kept *k, enum xh_rc rc, const struct xh_err *err,
                      const char *said)
{
    k->here = here(k)->id;
    if (rc != XH_OK) {
        tui_refuse(t, err);
        return STEP_STAY;
    }
    tui_say(t, "%s: %s", here(k)->name, said);
    return STEP_RELOAD;
}

static enum step rename_it(struct tui *t, struct kept *k)
{
    struct xh_err err = {0};
    char *name = ask_line(t, _("Another name"), "", here(k)->name);
    enum step step = STEP_STAY;

    if (name)
        step = told(t, k, view_rename(t->st, t->me, here(k)->id, name, &err), &err,
                    _("renamed"));
    free(name);
    return step;
}

static enum step drop(struct tui *t, struct kept *k)
{
    const struct saved_view *v = here(k);
    struct xh_err err = {0};

    if (!ask_yes(t, v->name, v->shared ? _("Drop it for everybody?") : _("Drop it?")))
        return STEP_STAY;
    return told(t, k, view_remove(t->st, t->me, v->id, &err), &err, _("dropped"));
}

static enum step share(struct tui *t, struct kept *k)
{
    const struct saved_view *v = here(k);
    struct xh_err err = {0};

    return told(t, k, view_share(t->st, t->me, v->id, !v->shared, &err), &err,
                v->shared ? _("not shared any more") : _("shared with everybody"));
}

/* Kept at once: an order of one's own needs no asking. */
static enum step move(struct tui *t, struct kept *k, bool up)
{
    size_t at = k->view.cursor, to = up ? at - 1 : at + 1;
    int64_t *ids;
    struct xh_err err = {0};
    enum xh_rc rc;

    if (at >= k->own || (up ? at == 0 : to >= k->own)) {
        tui_say(t, "%s", _("It goes no further."));
        return STEP_STAY;
    }
    ids = xcalloc(k->own, sizeof *ids);
    for (size_t i = 0; i < k->own; i++)
        ids[i] = k->all.v[i == at ? to : i == to ? at : i].id;
    k->here = k->all.v[at].id;
    rc = views_order(t->st, t->me, ids, k->own, &err);
    free(ids);
    if (rc != XH_OK)
        tui_refuse(t, &err);
    return STEP_RELOAD;
}

static void open_it(struct tui *t, const struct kept *k)
{
    struct view_filter f = {0};

    view_read(&f, here(k)->text);
    struct filter q = view_question(&f, tui_filter(t));
    tui_push(t, &ledger_screen, &(struct ledger_arg){
        .list = q.list, .colours = q.colours, .unit = q.unit, .owner = q.owner,
        .handler = q.handler, .lead = q.lead, .leader = q.leader, .place = q.place,
        .parent = q.parent, .state = q.state, .text = q.text, .where = q.where,
        .n_where = q.n_where, .overdue = q.overdue, .due_soon = q.due_soon, .order = q.order,
        .title = here(k)->name,
    });
    view_filter_fini(&f);
}

static bool views_may(struct tui *t, void *state, enum cmd cmd, const char **word,
                      struct xh_err *why)
{
    const struct kept *k = state;
    const struct saved_view *v = here(k);

    if (cmd == CMD_SUPERVISE && v && v->id && v->shared)
        *word = _("Unshare");
    switch (cmd) {
    case CMD_SUPERVISE:
        if (v && v->id && !v->shared)
            return settings_may(t, VERB_CONFIG, why);
        /* fall through */
    case CMD_ACT: case CMD_EDIT: case CMD_RETURN:
        return v && view_may(t->st, t->me, v, why);
    default: return true;
    }
}

static enum step views_command(struct tui *t, void *state, enum cmd cmd, const struct input *in)
{
    struct kept *k = state;

    (void)in;
    if (table_view_move(&k->view, cmd)) {
        k->here = here(k) ? here(k)->id : 0;
        return STEP_STAY;
    }
    if (!here(k))
        return STEP_IGNORED;
    switch (cmd) {
    case CMD_ACT: case CMD_EDIT: return rename_it(t, k);
    case CMD_RETURN:    return drop(t, k);
    case CMD_SUPERVISE: return share(t, k);
    case CMD_REPORT: case CMD_OWN_1: case CMD_OWN_3: return move(t, k, true);
    case CMD_FIND: case CMD_OWN_2: case CMD_OWN_4:   return move(t, k, false);
    case CMD_OPEN:      open_it(t, k); return STEP_STAY;
    default:            return STEP_IGNORED;
    }
}

static enum step views_hit(struct tui *t, void *state, const struct canvas_hit *hit, bool twice)
{
    struct kept *k = state;
    bool open = table_view_press(&k->view, hit, twice);

    k->here = here(k) ? here(k)->id : 0;
    if (open)
        open_it(t, k);
    return STEP_STAY;
}

void settings_views_now(struct tui *t, struct buf *out)
{
    struct saved_views all = {0};
    size_t mine = 0, shared = 0;

    if (views_load(t->st, t->me, "", &all, NULL) == XH_OK)
        for (size_t i = 0; i < all.n; i++) {
            mine += all.v[i].id && !all.v[i].shared;
            shared += all.v[i].id && all.v[i].shared;
        }
    buf_printf(out, _("my own %zu, shared %zu"), mine, shared);
    views_fini(&all);
}

const struct screen_ops settings_views_screen = {
    .id = "settings_views", .title = N_("Kept filters"), .keys = keys,
    .size = sizeof(struct kept), .load = views_read, .draw = views_draw,
    .command = views_command, .path = path, .may = views_may, .hit = views_hit,
    .counts = settings_no_counts, .close = views_close,
};
