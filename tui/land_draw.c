/* land_draw.c - 征地 on the screen: the tree with its figures, and below or beside it the
 * countdown and those who have not signed. */
#include "tui/land_own.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/decimal.h"
#include "model/i18n.h"
#include "report/countdown_text.h"
#include "report/land_text.h"
#include "tui/ask.h"
#include "tui/keys.h"

#define WIDE 100                /* columns from which the pane stands beside the tree */
#define PANE 44                 /* its columns */
#define SAID 4                  /* lines of the countdown and the money, below the tree */

/* ---- the tree ---- */

enum { COL_NAME, COL_ROWS, COL_AREA, COL_RATE, COL_DAYS, COL_PLAN, COL_WEEK, COL_MONEY, COLUMNS };

static const struct field_def *field_of(const struct list_def *l, const char *id)
{
    int at = *id ? list_field(l, id) : -1;

    return at >= 0 ? &l->fields[at] : NULL;
}

static const char *unit_of(const struct field_def *f)
{
    return !f ? "" : *f->unit ? f->unit : f->name;
}

static void say_money(const struct rollup_line *l, struct buf *out)
{
    char a[DECIMAL_TEXT], p[DECIMAL_TEXT];

    buf_printf(out, "%s/%s", l->tells_paid ? decimal_format(l->n.paid, p) : "***",
               l->tells_agreed ? decimal_format(l->n.agreed, a) : "***");
}

static void say_days(const struct rollup_pace *p, struct buf *out)
{
    if (p->days_used && p->days_all && !p->done)
        buf_printf(out, "%d/%d", (int)p->days_used, (int)p->days_all);
    else if (p->days_used)
        buf_printf(out, "%d", (int)p->days_used);
    else
        buf_puts(out, "-");
}

void land_cell(void *ctx, size_t row, size_t column, struct buf *out, enum style *style)
{
    const struct land_state *s = ctx;
    const struct land_node *d = &s->tree.v[row];
    const struct rollup_figures *n = &d->line.n;
    char have[DECIMAL_TEXT], all[DECIMAL_TEXT], rate[32];
    struct rollup_pace p;

    rollup_pace(n, s->t->env.today, &p);
    switch (column) {
    case COL_NAME:
        buf_printf(out, "%*s%s %s", d->depth * 2, "", d->leaf ? " " : d->open ? "-" : "+",
                   land_name(d));
        break;
    case COL_ROWS:
        buf_printf(out, "%lld/%lld", (long long)n->signed_rows, (long long)n->rows);
        break;
    case COL_AREA:
        buf_printf(out, "%s/%s", decimal_format(n->area_signed, have),
                   decimal_format(n->area, all));
        break;
    case COL_RATE:  buf_puts(out, land_rate_text(n, rate)); break;
    case COL_DAYS:  say_days(&p, out); break;
    case COL_PLAN:
        land_say_plan(out, s->list, n, &p);
        if (!p.done && n->signed_rows < p.planned)
            *style = STYLE_STRONG;
        break;
    case COL_WEEK:
        if (n->week)
            buf_printf(out, "%lld", (long long)n->week);
        break;
    case COL_MONEY:
        say_money(&d->line, out);
        break;
    }
}

/* As wide as what stands in the rows that are open. */
static void measure(const struct land_state *s, int w[COLUMNS])
{
    static const int least[COLUMNS] = { [COL_ROWS] = 7, [COL_AREA] = 11, [COL_RATE] = 6,
                                        [COL_DAYS] = 5, [COL_PLAN] = 8, [COL_WEEK] = 5,
                                        [COL_MONEY] = 13 };
    size_t from = s->view.top, to = s->view.top + 60;

    memcpy(w, least, sizeof least);
    for (size_t i = from; i < s->tree.n && i < to; i++)
        for (int c = COL_ROWS; c < COLUMNS; c++) {
            struct buf b = {0};
            enum style style = STYLE_PLAIN;
            land_cell((void *)s, i, (size_t)c, &b, &style);
            int width = text_width(buf_str(&b));
            w[c] = width > w[c] ? width : w[c];
            buf_fini(&b);
        }
}

static void draw_tree(struct tui *t, struct land_state *s, struct area a)
{
    const struct rollup_def *r = &s->list->rollup;
    const struct field_def *area = field_of(s->list, r->area), *money = field_of(s->list, r->money);
    char *rows = xasprintf(_("%s signed/all"), s->list->row);
    char *mu = xasprintf(_("%s signed/all"), unit_of(area));
    char *sums = xasprintf(_("%s paid/agreed"), unit_of(money));
    struct view_column columns[COLUMNS];
    int w[COLUMNS];
    size_t n = 0;

    measure(s, w);
    columns[n++] = (struct view_column){ _("Project, village, group"), 0, TEXT_LEFT, 0 };
    columns[n++] = (struct view_column){ rows, w[COL_ROWS], TEXT_RIGHT, 0 };
    columns[n++] = (struct view_column){ mu, w[COL_AREA], TEXT_RIGHT, area ? 4 : 1 };
    columns[n++] = (struct view_column){ _("Rate"), w[COL_RATE], TEXT_RIGHT, 0 };
    columns[n++] = (struct view_column){ _("Days"), w[COL_DAYS], TEXT_RIGHT, 3 };
    columns[n++] = (struct view_column){ _("Against plan"), w[COL_PLAN], TEXT_LEFT, 0 };
    columns[n++] = (struct view_column){ _("7 days"), w[COL_WEEK], TEXT_RIGHT, 2 };
    if (money)
        columns[n++] = (struct view_column){ sums, w[COL_MONEY], TEXT_RIGHT, 1 };
    s->view.columns = columns;
    s->view.n_columns = n;
    s->view.empty = _("No project has households yet. F9, import, takes a village's ledger in.");
    s->view.picture = false;
    table_view_draw(&s->view, &t->canvas, a);
    s->view.columns = NULL;
    free(rows);
    free(mu);
    free(sums);
}

/* ---- what is said of the node under the cursor ---- */

static void say(struct tui *t, const struct land_state *s, const struct land_node *d,
                struct buf *out)
{
    const struct rollup_figures *n = &d->line.n;
    const struct field_def *money = field_of(s->list, s->list->rollup.money);

    countdown_say(out, s->list, n, t->env.today);
    if (money && n->signed_rows) {
        buf_printf(out, _("\n%s paid/agreed "), unit_of(money));
        say_money(&d->line, out);
    }
}

/* Lines of the text that fit into `most` of them; how many there were. */
static int draw_said(struct tui *t, const struct land_state *s, struct area a, int most)
{
    const struct land_node *d = land_here(s);
    struct buf b = {0};
    size_t n = 0;

    if (d)
        say(t, s, d, &b);
    char **lines = ask_lines(buf_str(&b), a.w - 2, &n);
    for (int i = 0; i < most && i < (int)n; i++)
        canvas_put(&t->canvas, a.y + i, a.x + 1, a.w - 2, lines[i], TEXT_LEFT,
                   i == 0 ? STYLE_STRONG : STYLE_PLAIN);
    ask_lines_free(lines, n);
    buf_fini(&b);
    return (int)n < most ? (int)n : most;
}

/* ---- who has not signed ---- */

enum { PERSON_CODE, PERSON_TITLE, PERSON_PLACE, PERSON_OWNER, PERSON_STEP, PERSON_LATE, PERSONS };

static const char *step_name(const struct land_state *s, const struct row *r)
{
    int i = r->it.next_step ? list_step(s->list, r->it.next_step) : -1;

    return i >= 0 ? s->list->steps[i].name : "";
}

void land_person_cell(void *ctx, size_t row, size_t column, struct buf *out, enum style *style)
{
    const struct land_state *s = ctx;
    const struct row *r = &s->left.v[row];

    (void)style;
    switch (column) {
    case PERSON_CODE:  buf_puts(out, r->it.code); break;
    case PERSON_TITLE: buf_puts(out, r->it.title); break;
    case PERSON_PLACE: buf_puts(out, r->place); break;
    case PERSON_OWNER: buf_puts(out, r->owner); break;
    case PERSON_STEP:  buf_puts(out, step_name(s, r)); break;
    case PERSON_LATE:
        if (r->days_overdue)
            buf_printf(out, "%d", (int)r->days_overdue);
        break;
    }
}

static char *why_empty(const struct land_state *s)
{
    const struct land_node *d = land_here(s);

    return xstrdup(!d ? "" : d->line.n.rows == d->line.n.signed_rows ? _("Everybody has signed.")
                   : !s->left_known ? _("counting ..") : _("none you may read"));
}

/* Only so many are read; how many more there are, and where, stands below them. Returns the
 * lines it took. */
static int draw_more(struct tui *t, const struct land_state *s, struct area a)
{
    const struct land_node *d = land_here(s);
    int64_t more = d ? d->line.n.rows - d->line.n.signed_rows - (int64_t)s->left.n : 0;
    size_t n = 0;

    if (s->left.n < LAND_UNSIGNED || more <= 0 || a.h < 4)
        return 0;
    char *text = xasprintf(_("The %d most urgent; %lld more: go down to a village or group, or "
                             "press L for the ledger."), LAND_UNSIGNED, (long long)more);
    char **lines = ask_lines(text, a.w - 2, &n);
    int shown = n > 2 ? 2 : (int)n;
    for (int i = 0; i < shown; i++)
        canvas_put(&t->canvas, a.y + a.h - shown + i, a.x + 1, a.w - 2, lines[i], TEXT_LEFT,
                   STYLE_STRONG);
    ask_lines_free(lines, n);
    free(text);
    return shown;
}

static void draw_people(struct tui *t, struct land_state *s, struct area a)
{
    const struct land_node *d = land_here(s);
    char *left = xasprintf(_("Not signed: %lld"),
                           d ? (long long)(d->line.n.rows - d->line.n.signed_rows) : 0LL);
    char *empty = why_empty(s);
    const struct view_column columns[PERSONS] = {
        [PERSON_CODE] = { _("Code"), 9, TEXT_LEFT, 1 },
        [PERSON_TITLE] = { left, 0, TEXT_LEFT, 0 },
        [PERSON_PLACE] = { _("Place"), 13, TEXT_LEFT, 3 },
        [PERSON_OWNER] = { _("Cadre"), 8, TEXT_LEFT, 0 },
        [PERSON_STEP] = { _("Stands at"), 6, TEXT_LEFT, 4 },
        [PERSON_LATE] = { _("Late"), 4, TEXT_RIGHT, 2 },
    };

    s->people.columns = columns;
    s->people.n_columns = PERSONS;
    s->people.empty = empty;
    s->people.picture = !s->in_people;
    s->people.least = 12;
    a.h -= draw_more(t, s, a);
    table_view_draw(&s->people, &t->canvas, a);
    s->people.columns = NULL;
    free(left);
    free(empty);
}

/* The keys of what the cursor stands on that have no place in the bar. */
static void draw_ways(struct tui *t, const struct land_state *s, int y, struct area pane)
{
    const char *ways = _(" m map   L ledger   d visits ");

    if (land_here(s))
        canvas_put(&t->canvas, y, pane.x + 1, text_width(ways), ways, TEXT_LEFT, STYLE_DIM);
}

void land_draw(struct tui *t, void *state, struct area body)
{
    struct land_state *s = state;
    struct area tree = body, pane = body, people;

    if (!s->list)
        return;
    s->t = t;
    s->wide = body.w >= WIDE;
    canvas_fill(&t->canvas, body, STYLE_PLAIN);
    if (s->wide) {
        tree.w -= PANE + 1;
        pane.x = body.x + tree.w + 1;
        pane.w = PANE;
        canvas_upright(&t->canvas, body.y, body.x + tree.w, body.h, STYLE_DIM);
    } else {
        tree.h = body.h * 3 / 5;
        pane.y += tree.h + 1;
        pane.h -= tree.h + 1;
        canvas_line(&t->canvas, body.y + tree.h, body.x, body.w, STYLE_DIM);
    }
    draw_tree(t, s, tree);
    if (!s->wide)
        draw_ways(t, s, pane.y - 1, pane);
    int said = draw_said(t, s, pane, s->wide ? 10 : SAID);
    if (s->wide)
        draw_ways(t, s, pane.y + said, pane);
    people = (struct area){ pane.y + said + s->wide, pane.x, pane.h - said - s->wide, pane.w };
    draw_people(t, s, people);
    s->pane = people;
    if (!s->in_people)          /* its rows have no cursor yet, but can be pressed */
        canvas_hit(&t->canvas, people, K_TAB, 0);
}
