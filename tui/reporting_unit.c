/* reporting_unit.c - one unit's rows of a period: what each reported last, whether in the
 * same words as before; filled in from here, also for somebody. See reporting_own.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "report/gather.h"
#include "tui/acts.h"
#include "tui/detail.h"
#include "tui/frame.h"
#include "tui/ledger.h"
#include "tui/remind.h"
#include "tui/reporting_own.h"
#include "tui/table_view.h"

#define MOST 1000               /* rows that are read */

enum column { AT_COLOUR, AT_CODE, AT_TITLE, AT_OWNER, AT_FILL, AT_LAST, AT_STATE, AT_SAME,
              COLUMNS };

struct line { bool silent; size_t row; int64_t n_silent; int64_t same; };
struct unit_state {
    struct tui *t;
    struct report_period period;
    int64_t unit;
    char *name;
    struct gather rows;         /* items, and groups of grouped lists */
    struct line *v; size_t n;   /* as shown: those not heard of first */
    bool cut;
    struct table_view view;
    struct view_column columns[COLUMNS];
};

static const struct key_bind keys[] = {
    { CMD_REPORT, N_("Report"), N_("report progress, also for somebody"), 0 },
    { CMD_OPEN, N_("Open"), N_("open the item; of a group, its rows"), 0 },
    { CMD_REMIND, NULL, N_("texts that remind those who have not reported"), 0 },
    { CMD_ACT, N_("Cross off"), N_("what you may do with this row"), 0 },
    { CMD_NOTE, NULL, N_("a remark"), 0 },
    { CMD_CLEAR, NULL, N_("go back"), 0 },
    { CMD_UP, NULL, NULL, 0 }, { CMD_DOWN, NULL, NULL, 0 }, { CMD_PGUP, NULL, NULL, 0 },
    { CMD_PGDN, NULL, NULL, 0 }, { CMD_HOME, NULL, NULL, 0 }, { CMD_END, NULL, NULL, 0 },
    { CMD_NONE, NULL, NULL, 0 },
};

static const struct gather_row *row_of(const struct unit_state *s, const struct line *l)
{
    return &s->rows.v[l->row];
}

static int64_t first_item(const struct gather_row *g)
{
    return g->n_members ? g->members[0] : g->row.it.id;
}

static int64_t item_at(void *ctx, size_t row)
{
    const struct unit_state *s = ctx;

    return first_item(row_of(s, &s->v[row]));
}

/* ---- loading ---- */

struct ids { int64_t *v; size_t n, cap; };
struct taking { struct unit_state *s; struct ids silent; size_t n; };

static enum xh_rc take(void *ctx, struct row *r, struct xh_err *err)
{
    struct taking *k = ctx;

    (void)err;
    k->n++;
    if (report_is_silent(&k->s->period, &r->it)) {
        GROW(k->silent.v, k->silent.n, k->silent.cap);
        k->silent.v[k->silent.n++] = r->it.id;
    }
    gather_add(&k->s->rows, r);
    return XH_OK;
}

static int by_id(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

static bool is_in(const struct ids *v, int64_t id)
{
    return v->n && bsearch(&id, v->v, v->n, sizeof *v->v, by_id);
}

static void make_lines(struct tui *t, struct unit_state *s, const struct ids *silent)
{
    size_t n = 0;

    free(s->v);
    s->v = xcalloc(s->rows.n + 1, sizeof *s->v);
    for (int wanted = 1; wanted >= 0; wanted--)
        for (size_t i = 0; i < s->rows.n; i++) {
            const struct gather_row *g = &s->rows.v[i];
            int64_t quiet = 0;
            for (size_t m = 0; m < g->n_members; m++)
                quiet += is_in(silent, g->members[m]);
            if (!g->n_members)
                quiet = is_in(silent, g->row.it.id);
            if ((quiet > 0) != (wanted == 1))
                continue;
            s->v[n++] = (struct line){ quiet > 0, i, quiet,
                                       g->n_members ? 0 : report_same(t->st->db, g->row.it.id) };
        }
    s->n = n;
    table_view_rows(&s->view, n);
    s->view.n_columns = COLUMNS - 1;    /* the words only where they were said before */
    for (size_t i = 0; i < n; i++)
        if (s->v[i].same)
            s->view.n_columns = COLUMNS;
}

static enum xh_rc unit_load(struct tui *t, void *state, struct xh_err *err)
{
    struct unit_state *s = state;
    struct taking k = { .s = s };
    struct filter f = tui_filter(t);
    char due[64], unit[64];
    const char *where[] = { due, unit };

    if (s->period.fill == DAY_NONE)     /* over midnight it is another day's */
        report_period_now(t->defs, t->env.today, &s->period);
    gather_fini(&s->rows);
    s->rows = (struct gather){ .defs = t->defs, .day = t->env.today, .pattern = N_("%s: %zu %s") };
    snprintf(due, sizeof due, "report_due=%s", reporting_period_word(&s->period));
    snprintf(unit, sizeof unit, s->unit ? "unit_id=%lld" : "unit_id=", (long long)s->unit);
    f.where = where;
    f.n_where = 2;
    f.limit = MOST;
    f.without = ROW_CO | ROW_FIELDS;
    enum xh_rc rc = query_each(t->st, &f, take, &k, err);
    if (k.silent.n)
        qsort(k.silent.v, k.silent.n, sizeof *k.silent.v, by_id);
    gather_finish(&s->rows);
    make_lines(t, s, &k.silent);
    free(k.silent.v);
    s->cut = k.n >= MOST;
    return rc;
}

/* ---- painting ---- */

static void cell(void *ctx, size_t row, size_t column, struct buf *out, enum style *style)
{
    const struct unit_state *s = ctx;
    const struct line *l = &s->v[row];
    const struct gather_row *g = row_of(s, l);
    const struct item *it = &g->row.it;
    int32_t fill = report_fill_of(&s->period, it), today = s->t->env.today;
    char day[DAY_TEXT];

    switch ((enum column)column) {
    case AT_COLOUR:
        buf_puts(out, colour_word(s->t->defs, g->row.colour));
        *style = theme_colour(g->row.colour);
        break;
    case AT_CODE:  buf_puts(out, it->code); break;
    case AT_TITLE: text_show(out, g->n_members ? g->said : it->title, false); break;
    case AT_OWNER: buf_puts(out, *g->row.owner ? g->row.owner : g->row.handler); break;
    case AT_FILL:
        if (fill != DAY_NONE)
            buf_puts(out, day_format_short(fill, today, day));
        break;
    case AT_LAST:
        if (!g->n_members && it->last_report_on != DAY_NONE)
            buf_puts(out, day_format_short(it->last_report_on, today, day));
        break;
    case AT_STATE:
        if (g->n_members)
            buf_printf(out, _("missing %lld"), (long long)l->n_silent);
        else
            buf_puts(out, l->silent ? _("missing") : _("made"));
        if (l->silent)
            *style = STYLE_WRONG;
        break;
    case AT_SAME:
        if (l->same)
            buf_printf(out, _("as in the last report (%d running)"), (int)l->same + 1);
        break;
    case COLUMNS: break;
    }
}

static enum xh_rc unit_open(struct tui *t, void *state, const void *arg, struct xh_err *err)
{
    struct unit_state *s = state;
    const struct reporting_unit_arg *a = arg;
    const struct view_column columns[COLUMNS] = {
        [AT_COLOUR] = { _("Light"), 2, TEXT_LEFT, 0 },
        [AT_CODE] = { _("Code"), 9, TEXT_LEFT, 2 },
        [AT_TITLE] = { _("Item"), 0, TEXT_LEFT, 0 },
        [AT_OWNER] = { _("Owner"), 8, TEXT_LEFT, 0 },
        [AT_FILL] = { _("Fill day"), 6, TEXT_LEFT, 1 },
        [AT_LAST] = { _("Last report"), 8, TEXT_LEFT, 0 },
        [AT_STATE] = { _("State"), 6, TEXT_LEFT, 0 },
        [AT_SAME] = { _("Words"), 20, TEXT_LEFT, 3 },
    };

    (void)err;
    s->t = t;
    s->period = *a->period;
    s->unit = a->unit;
    s->name = xstrdup(*a->name ? a->name : _("(none)"));
    memcpy(s->columns, columns, sizeof columns);
    s->view = (struct table_view){ .columns = s->columns, .n_columns = COLUMNS, .cell = cell,
                                   .id = item_at, .ctx = s };
    return XH_OK;
}

static void unit_close(struct tui *t, void *state)
{
    struct unit_state *s = state;

    (void)t;
    gather_fini(&s->rows);
    free(s->v);
    free(s->name);
}

static void unit_draw(struct tui *t, void *state, struct area body)
{
    struct unit_state *s = state;

    s->view.empty = _("Nobody of this unit owes a report by that day.");
    table_view_draw(&s->view, &t->canvas, body);
}

static void path(struct tui *t, void *state, struct buf *out)
{
    const struct unit_state *s = state;
    size_t silent = 0;

    for (size_t i = 0; i < s->n; i++)
        silent += s->v[i].silent;
    buf_printf(out, "%s > ", s->name);
    reporting_period_text(t, &s->period, out);
    buf_printf(out, _("   rows %zu  missing %zu"), s->n, silent);
    if (s->cut)
        buf_puts(out, _("   there are more"));
}

/* ---- commands ---- */

static bool is_act(enum cmd cmd)
{
    return cmd == CMD_ACT || cmd == CMD_REPORT || cmd == CMD_NOTE;
}

static bool unit_may(struct tui *t, void *state, enum cmd cmd, const char **word,
                     struct xh_err *why)
{
    const struct unit_state *s = state;
    int64_t item = s->n ? first_item(row_of(s, &s->v[s->view.cursor])) : 0;

    return !is_act(cmd) || acts_may(t, cmd, item, word, why);
}

/* The item, or the group's rows; copied: they may be read anew while a box is open. */
static enum step act(struct tui *t, struct unit_state *s, enum cmd cmd)
{
    if (!s->n)
        return STEP_STAY;
    const struct gather_row *g = row_of(s, &s->v[s->view.cursor]);
    size_t n = g->n_members ? g->n_members : 1;
    int64_t *items = xcalloc(n, sizeof *items);
    memcpy(items, g->n_members ? g->members : &g->row.it.id, n * sizeof *items);
    bool done = acts_run(t, cmd, &(struct targets){ items, n }, NULL, NULL);
    free(items);
    return done ? STEP_RELOAD : STEP_STAY;
}

static void open_group(struct tui *t, const struct unit_state *s, const struct gather_row *g)
{
    const struct list_def *list = defs_list(t->defs, g->row.it.list);
    const char *where[ASK_WHERE];
    struct filter f = {0};
    struct question q = {0};

    if (!list)
        return;
    question_add(&q, "report_due=%s", reporting_period_word(&s->period));
    if (s->unit)
        question_add(&q, "unit_id=%lld", (long long)s->unit);
    gather_question(g, list, &q);
    question_filter(&q, &f, where);
    tui_push(t, &ledger_screen, &(struct ledger_arg){
        .list = f.list, .place = f.place, .where = where, .n_where = f.n_where,
        .title = g->said,
    });
}

static enum step open_row(struct tui *t, struct unit_state *s)
{
    int64_t *items = xcalloc(s->n + 1, sizeof *items);
    size_t n = 0;

    for (size_t i = 0; i < s->n; i++)
        if (!row_of(s, &s->v[i])->n_members)
            items[n++] = row_of(s, &s->v[i])->row.it.id;
    const struct gather_row *g = s->n ? row_of(s, &s->v[s->view.cursor]) : NULL;
    if (g && g->n_members)
        open_group(t, s, g);
    else if (g)
        tui_push(t, &detail_among_screen, &(struct detail_arg){
            .item = g->row.it.id, .items = items, .n = n,
        });
    free(items);
    return STEP_STAY;
}

static void remind(struct tui *t, const struct unit_state *s)
{
    struct filter f = tui_filter(t);
    char silent[64], unit[64];
    const char *where[] = { silent, unit };

    snprintf(silent, sizeof silent, "report_silent=%s", reporting_period_word(&s->period));
    snprintf(unit, sizeof unit, s->unit ? "unit_id=%lld" : "unit_id=", (long long)s->unit);
    f.where = where;
    f.n_where = 2;
    remind_open(t, REMIND_REPORT, &(struct remind_scope){ NULL, 0, false, &f });
}

static enum step unit_command(struct tui *t, void *state, enum cmd cmd, const struct input *in)
{
    struct unit_state *s = state;

    (void)in;
    if (table_view_move(&s->view, cmd))
        return STEP_STAY;
    if (is_act(cmd))
        return act(t, s, cmd);
    switch (cmd) {
    case CMD_OPEN:   return open_row(t, s);
    case CMD_REMIND: remind(t, s); return STEP_STAY;
    default:         return STEP_IGNORED;
    }
}

static enum step unit_hit(struct tui *t, void *state, const struct canvas_hit *hit, bool twice)
{
    struct unit_state *s = state;

    return table_view_press(&s->view, hit, twice) ? open_row(t, s) : STEP_STAY;
}

const struct screen_ops reporting_unit_screen = {
    .id = "reporting-unit", .title = N_("Reports owed and made"), .keys = keys,
    .size = sizeof(struct unit_state), .open = unit_open, .load = unit_load, .draw = unit_draw,
    .command = unit_command, .path = path, .may = unit_may, .hit = unit_hit,
    .counts = frame_no_counts, .close = unit_close,
};
