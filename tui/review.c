#include "tui/review.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "tui/acts.h"
#include "tui/acts_order.h"
#include "tui/ask.h"
#include "tui/detail.h"
#include "tui/item_papers.h"
#include "tui/ledger.h"
#include "tui/orders.h"
#include "tui/review_own.h"
#include "tui/table_view.h"
#include "tui/text_pane.h"

#define BIT(c) (1u << (c))

enum column { AT_COLOUR, AT_CODE, AT_TITLE, AT_BY, AT_WHAT, AT_EVIDENCE, AT_USED, AT_STATE,
              COLUMNS };

/* What rows are called while the screen is open, and the number that stands for it. */
struct name { char *text; int64_t id; };

struct review {
    struct tui *t;
    struct reviews all;
    int64_t *ids;               /* of `all` */
    struct name *names; size_t n_names, cap_names;      /* ascending */
    size_t *shown;              /* rows of these colours, by index */
    unsigned colours;           /* digits; 0: any */
    struct table_view view;
    struct view_column columns[COLUMNS];
    char *about;                /* what is said of it */
    char *empty;
    struct order_labels labels; /* of an order under the cursor, until the next load */
};

static const struct key_bind keys[] = {
    { CMD_ACT, N_("Approve"), N_("approve, grant or assign; of marked rows all at once"), 0 },
    { CMD_RETURN, N_("Return"), N_("return or refuse, with a reason"), 0 },
    { CMD_OPEN, N_("Open"), N_("open the item with its evidence"), 0 },
    { CMD_MARK, NULL, N_("mark the row and step down"), 0 },
    { CMD_MARK_ALL, NULL, N_("mark all that are mine to decide"), 0 },
    { CMD_CLEAR, NULL, N_("take marks away, then go back"), 0 },
    { CMD_NOTE, NULL, N_("a remark"), 0 },
    { CMD_PRINT, N_("Print"), N_("the form a leader signs, of the marked rows or of this one; of a "
                                "village the sheet to inspect it with; the screen"), 0 },
    { CMD_RED, NULL, N_("only red"), 0 }, { CMD_YELLOW, NULL, N_("only yellow"), 0 },
    { CMD_GREEN, NULL, N_("only green"), 0 }, { CMD_GREY, NULL, N_("only on hold"), 0 },
    { CMD_ALL, NULL, N_("all of them"), 0 },
    { CMD_UP, NULL, NULL, 0 }, { CMD_DOWN, NULL, NULL, 0 }, { CMD_PGUP, NULL, NULL, 0 },
    { CMD_PGDN, NULL, NULL, 0 }, { CMD_HOME, NULL, NULL, 0 }, { CMD_END, NULL, NULL, 0 },
    { CMD_NONE, NULL, NULL, 0 },
};

/* ---- rows ---- */

static const struct review_row *row_at(const struct review *s, size_t row)
{
    return row < s->view.n ? &s->all.v[s->shown[row]] : NULL;
}

static const struct review_row *here(const struct review *s)
{
    return row_at(s, s->view.cursor);
}

/* What names a row from one reading to the next. Caller frees. */
static char *name_of(const struct review_row *r)
{
    return xasprintf("%d %lld %lld %lld %s %s", (int)r->kind, (long long)r->item,
                     (long long)r->request, (long long)r->order, r->list, r->place);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct name *)a)->text, ((const struct name *)b)->text);
}

static void name_rows(struct review *s)
{
    size_t known = s->n_names;

    free(s->ids);
    s->ids = xcalloc(s->all.n + 1, sizeof *s->ids);
    for (size_t i = 0; i < s->all.n; i++) {
        struct name key = { name_of(&s->all.v[i]), 0 };
        const struct name *old = known ? bsearch(&key, s->names, known, sizeof key, by_name)
                                       : NULL;
        if (old) {
            s->ids[i] = old->id;
            free(key.text);
            continue;
        }
        GROW(s->names, s->n_names, s->cap_names);
        key.id = s->ids[i] = (int64_t)s->n_names;
        s->names[s->n_names++] = key;
    }
    if (s->n_names)
        qsort(s->names, s->n_names, sizeof *s->names, by_name);
}

static int64_t row_id(void *ctx, size_t row)
{
    const struct review *s = ctx;

    return s->ids[s->shown[row]];
}

static void cell(void *ctx, size_t row, size_t column, struct buf *out, enum style *style)
{
    const struct review *s = ctx;
    const struct review_row *r = row_at(s, row);

    if (!r->mine)
        *style = STYLE_DIM;
    switch ((enum column)column) {
    case AT_COLOUR:
        buf_puts(out, colour_word(s->t->defs, r->colour));
        if (r->colour)
            *style = theme_colour(r->colour);
        break;
    case AT_CODE:     buf_puts(out, r->code); break;
    case AT_TITLE:    text_show(out, r->title, false); break;
    case AT_BY:       buf_puts(out, r->by); break;
    case AT_WHAT:     review_what(s->t, r, out); break;
    case AT_EVIDENCE:
        if (r->evidence)
            buf_printf(out, "%lld", (long long)r->evidence);
        break;
    case AT_USED:     review_used_text(s->t, r, out, style); break;
    case AT_STATE:    review_state_text(s->t, r, out); break;
    case COLUMNS:     break;
    }
}

/* ---- marks ---- */

/* Those that are decided with a yes or no; all at once, those that are mine to decide. */
static bool takes_mark(void *ctx, size_t row, bool all)
{
    const struct review_row *r = row_at(ctx, row);

    return (r->kind == REVIEW_CLOSE || r->kind == REVIEW_VILLAGE || r->kind == REVIEW_REQUEST) &&
           (r->mine || !all);
}

static enum step mark(struct tui *t, struct review *s, enum cmd cmd)
{
    bool alone = cmd == CMD_MARK && here(s) && !takes_mark(s, s->view.cursor, false);

    if (!table_view_mark(&s->view, cmd))
        return STEP_IGNORED;
    if (alone)
        tui_say(t, "%s", _("This one is decided alone: F2."));
    else if (s->view.n && cmd != CMD_CLEAR)
        tui_say(t, _("Marked: %zu"), s->view.marks.n);
    return STEP_STAY;
}

static void settle(struct tui *t, struct review *s)
{
    const struct review_row *r = here(s);
    struct buf b = {0};

    free(s->about);
    s->about = NULL;
    if (!r)
        return;
    review_about(t, r, &b);
    s->about = b.s ? buf_take(&b) : xstrdup("");
}

/* ---- loading ---- */

/* "11-20 09:12", of the township. */
static void clock_text(struct tui *t, int64_t at, struct buf *out)
{
    int64_t minutes = at / 60000 + t->defs->township.utc_offset;
    char day[DAY_TEXT];

    buf_printf(out, "%s %02d:%02d",
               day_format_short((int32_t)(minutes / 1440), t->env.today, day),
               (int)(minutes % 1440 / 60), (int)(minutes % 60));
}

static char *why_empty(struct tui *t, const struct review *s)
{
    struct review_last last;
    struct buf b = {0};

    if (s->colours && s->all.n)
        return xasprintf(_("None of this colour (%zu rows hidden). 0 shows all."), s->all.n);
    buf_puts(&b, _("Nothing is waiting for your decision."));
    if (review_last(t->st, t->me, &last)) {
        buf_puts(&b, _(" The last one: "));
        clock_text(t, last.at, &b);
        buf_printf(&b, " %s %s", last.code, _(verb_info(last.verb)->name));
    }
    free(last.code);
    return buf_take(&b);
}

static void show_rows(struct tui *t, struct review *s)
{
    size_t n = 0;

    free(s->shown);
    s->shown = xcalloc(s->all.n + 1, sizeof *s->shown);
    for (size_t i = 0; i < s->all.n; i++)
        if (!s->colours || s->colours & BIT(s->all.v[i].colour))
            s->shown[n++] = i;
    table_view_rows(&s->view, n);
    free(s->empty);
    s->empty = n ? NULL : why_empty(t, s);
    settle(t, s);
}

static enum xh_rc review_open(struct tui *t, void *state, const void *arg, struct xh_err *err)
{
    struct review *s = state;
    const struct view_column columns[COLUMNS] = {
        [AT_COLOUR] = { _("Light"), 2, TEXT_LEFT, 0 },
        [AT_CODE] = { _("Code"), 9, TEXT_LEFT, 2 },
        [AT_TITLE] = { _("Item"), 0, TEXT_LEFT, 0 },
        [AT_BY] = { _("Asked by"), 8, TEXT_LEFT, 0 },
        [AT_WHAT] = { _("Asks for"), 12, TEXT_LEFT, 0 },
        [AT_EVIDENCE] = { _("Proof"), 4, TEXT_RIGHT, 1 },
        [AT_USED] = { _("Used"), 9, TEXT_LEFT, 0 },
        [AT_STATE] = { _("State"), 8, TEXT_LEFT, 3 },
    };

    (void)arg, (void)err;
    s->t = t;
    memcpy(s->columns, columns, sizeof columns);
    s->view = (struct table_view){ .columns = s->columns, .n_columns = COLUMNS, .cell = cell,
                                   .id = row_id, .takes_mark = takes_mark, .ctx = s,
                                   .least = 14 };
    return XH_OK;
}

static enum xh_rc review_load(struct tui *t, void *state, struct xh_err *err)
{
    struct review *s = state;

    reviews_fini(&s->all);
    s->labels = (struct order_labels){0};
    enum xh_rc rc = reviews_load(t->st, &t->env, t->me, &s->all, err);
    name_rows(s);
    marks_keep(&s->view.marks, s->ids, s->all.n);       /* what is decided is marked no longer */
    show_rows(t, s);
    return rc;
}

static void review_close(struct tui *t, void *state)
{
    struct review *s = state;

    (void)t;
    reviews_fini(&s->all);
    table_view_fini(&s->view);
    for (size_t i = 0; i < s->n_names; i++)
        free(s->names[i].text);
    free(s->names);
    free(s->ids);
    free(s->shown);
    free(s->about);
    free(s->empty);
}

/* ---- painting ---- */

static void review_draw(struct tui *t, void *state, struct area body)
{
    struct review *s = state;
    int low = s->view.n == 0 ? 0 : t->canvas.rows < 30 ? 6 : 12;
    struct area rows = { body.y, body.x, body.h - low, body.w };

    s->view.empty = s->empty;
    table_view_draw(&s->view, &t->canvas, rows);
    if (low)
        text_pane_about(&t->canvas, (struct area){ rows.y + rows.h, body.x, low, body.w }, s->about,
                        here(s) && !here(s)->mine ? STYLE_WRONG : STYLE_PLAIN);
}

static void path(struct tui *t, void *state, struct buf *out)
{
    const struct review *s = state;

    (void)t;
    buf_printf(out, _("mine to decide %zu"), s->all.mine);
    if (s->all.n > s->all.mine)
        buf_printf(out, _("   others decide %zu"), s->all.n - s->all.mine);
    if (s->all.cut)
        buf_puts(out, _("   there are more"));
    if (s->view.marks.n)
        buf_printf(out, _("   marked %zu: F2 decides them together"), s->view.marks.n);
    else if (s->all.mine > 1)
        buf_puts(out, _("   Space marks several"));
    if (s->colours)
        buf_printf(out, "   %s", _("rows of one colour; 0 shows all"));
}

static bool review_may(struct tui *t, void *state, enum cmd cmd, const char **word,
                       struct xh_err *why)
{
    struct review *s = state;
    const struct review_row *r = here(s);

    if (cmd != CMD_ACT && cmd != CMD_RETURN && cmd != CMD_NOTE && cmd != CMD_PRINT)
        return true;
    if (!r) {
        xh_fail(why, XH_REFUSED, "%s", _("There is no row here."));
        return false;
    }
    if (cmd == CMD_PRINT)
        return true;
    if (cmd == CMD_NOTE)
        return r->item && acts_may(t, cmd, r->item, word, why);
    enum verb verb = cmd == CMD_ACT ? review_yes(r) : review_no(r);
    *word = acts_word(t, r->list, verb);
    if (s->view.marks.n)
        return true;
    if (r->kind == REVIEW_ANSWER)
        return acts_order_may(t, cmd, r->order, &s->labels, word, why);
    if (r->kind == REVIEW_GIVEN_BACK && cmd == CMD_RETURN) {
        xh_fail(why, XH_REFUSED, _("%s came back to you; F2 assigns it to somebody else"),
                r->code);
        return false;
    }
    return acts_may_verb(t, verb, review_asked_of(r), why);
}

/* ---- deciding ---- */

struct decisions { struct acts_decision *v; size_t n, cap; };

static void add_decision(struct decisions *d, struct acts_decision x)
{
    GROW(d->v, d->n, d->cap);
    x.place = xstrdup(x.place);         /* while the box is open rows may be read anew */
    d->v[d->n++] = x;
}

/* A village at once only where all of it was applied for; returned it goes row by row. */
static void decide_row(struct decisions *d, const struct review_row *r, bool yes)
{
    enum verb verb = yes ? review_yes(r) : review_no(r);

    if (r->kind == REVIEW_VILLAGE && yes && !r->not_applied) {
        add_decision(d, (struct acts_decision){ verb, r->item, 0, r->place, r->members[0] });
        return;
    }
    for (size_t i = 0; r->kind == REVIEW_VILLAGE && i < r->n_members; i++)
        add_decision(d, (struct acts_decision){ verb, r->members[i], 0, NULL, 0 });
    if (r->kind != REVIEW_VILLAGE)
        add_decision(d, (struct acts_decision){ verb, r->item, r->request, NULL, 0 });
}

static void say_rows(struct tui *t, const struct review_row *const *v, size_t n, struct buf *out)
{
    enum { SAID = 8 };

    for (size_t i = 0; i < n && i < SAID; i++) {
        buf_printf(out, "%s  %s  ", v[i]->code, v[i]->title);
        review_what(t, v[i], out);
        buf_putc(out, '\n');
    }
    if (n > SAID)
        buf_printf(out, _(".. and %zu more\n"), n - SAID);
}

static bool decide(struct tui *t, struct review *s, const struct review_row *const *rows, size_t n,
                   bool yes)
{
    struct decisions d = {0};
    struct buf about = {0};

    for (size_t i = 0; i < n; i++)
        decide_row(&d, rows[i], yes);
    say_rows(t, rows, n, &about);
    if (n == 1)
        buf_puts(&about, s->about ? s->about : "");
    bool *bad = xcalloc(d.n + 1, sizeof *bad);
    bool done = acts_decide(t, buf_str(&about), d.v, d.n, bad);
    for (size_t i = 0; i < d.n; i++)
        free((char *)d.v[i].place);
    free(bad);
    free(d.v);
    buf_fini(&about);
    return done;
}

/* The marked ones; those that are decided leave the list and their marks with them. */
static enum step act_on_marks(struct tui *t, struct review *s, bool yes)
{
    const struct review_row **rows = xcalloc(s->all.n + 1, sizeof *rows);
    size_t n = 0;

    for (size_t i = 0; i < s->all.n; i++)
        if (marks_has(&s->view.marks, s->ids[i]))
            rows[n++] = &s->all.v[i];
    bool done = decide(t, s, rows, n, yes);
    free(rows);
    return done ? STEP_RELOAD : STEP_STAY;
}

static enum step act(struct tui *t, struct review *s, bool yes)
{
    const struct review_row *r = here(s);
    bool done = false;

    if (s->view.marks.n)
        return act_on_marks(t, s, yes);
    if (!r)
        return STEP_STAY;
    int64_t item = r->item, request = r->request;       /* rows may be read anew meanwhile */
    switch (r->kind) {
    case REVIEW_CLOSE:
        done = acts_verb(t, yes ? VERB_APPROVE : VERB_RETURN, item);
        break;
    case REVIEW_REQUEST:
        done = acts_answer(t, item, request, !yes);
        break;
    case REVIEW_GIVEN_BACK:
        done = acts_verb(t, VERB_ASSIGN, item);
        break;
    case REVIEW_VILLAGE:
        done = decide(t, s, &r, 1, yes);
        break;
    case REVIEW_ANSWER:
        done = acts_order_run(t, yes ? CMD_ACT : CMD_RETURN, r->order);
        break;
    case REVIEW_KINDS:
        break;
    }
    return done ? STEP_RELOAD : STEP_STAY;
}

static enum step note(struct tui *t, const struct review *s)
{
    const struct review_row *r = here(s);
    int64_t item = r ? r->item : 0;
    struct targets on = { &item, 1 };

    return item && acts_run(t, CMD_NOTE, &on, NULL, NULL) ? STEP_RELOAD : STEP_STAY;
}

/* ---- the form to sign ---- */

struct printing { int64_t *v; size_t n, cap; };

/* False: it asks for something else. */
static bool add_items(struct printing *p, const struct review_row *r)
{
    if (r->kind != REVIEW_CLOSE && r->kind != REVIEW_VILLAGE)
        return false;
    const int64_t *items = r->kind == REVIEW_VILLAGE ? r->members : &r->item;
    size_t n = r->kind == REVIEW_VILLAGE ? r->n_members : 1;
    for (size_t i = 0; i < n; i++) {
        GROW(p->v, p->n, p->cap);
        p->v[p->n++] = items[i];
    }
    return true;
}

/* Of the marked rows, else of the one under the cursor. */
static void print_form(struct tui *t, const struct review *s)
{
    struct printing p = {0};
    struct xh_err err = {0};
    bool can = true;

    for (size_t i = 0; can && i < s->all.n; i++) {
        const struct review_row *r = &s->all.v[i];
        if (s->view.marks.n ? !marks_has(&s->view.marks, s->ids[i]) : r != here(s))
            continue;
        can = add_items(&p, r);
        if (!can)
            xh_fail(&err, XH_REFUSED, _("%s asks for something else: on this form stand only "
                                        "items to be crossed off"), r->code);
    }
    if (!can)
        tui_refuse(t, &err);
    else if (p.n)
        approval_print(t, p.v, p.n);
    free(p.v);
}

/* The screen as it is, is printed as on every other. */
static enum step print(struct tui *t, const struct review *s)
{
    bool village = here(s) && here(s)->kind == REVIEW_VILLAGE && s->view.marks.n == 0;
    const char *const choices[] = { _("the sheet to inspect the village with"),
                                    _("the form of approval, to be signed"),
                                    _("the screen as it is, as text") };
    int from = village ? 0 : 1;
    int at = ask_choice(t, _("Print"), "", choices + from, (size_t)(3 - from), 0);

    if (at < 0)
        return STEP_STAY;
    at += from;
    if (at == 0)
        review_sheet(t, here(s));
    else if (at == 1)
        print_form(t, s);
    return at == 2 ? STEP_IGNORED : STEP_STAY;
}

/* ---- opening ---- */

static void open_village(struct tui *t, const struct review_row *r)
{
    const char *where[] = { "state=review" };
    struct buf b = {0};

    review_what(t, r, &b);
    char *title = xasprintf("%s  %s", r->title, buf_str(&b));
    tui_push(t, &ledger_screen, &(struct ledger_arg){
        .list = r->list, .parent = r->code, .place = r->place, .where = where, .n_where = 1,
        .title = title,
    });
    free(title);
    buf_fini(&b);
}

/* n and N there go on through the items of the list. */
static void open_row(struct tui *t, struct review *s)
{
    const struct review_row *r = here(s);
    int64_t *items = xcalloc(s->view.n + 1, sizeof *items);
    size_t n = 0;

    for (size_t i = 0; i < s->view.n; i++)
        if (row_at(s, i)->kind != REVIEW_VILLAGE && row_at(s, i)->item &&
            (n == 0 || items[n - 1] != row_at(s, i)->item))
            items[n++] = row_at(s, i)->item;
    if (r && r->kind == REVIEW_VILLAGE)
        open_village(t, r);
    else if (r && r->kind == REVIEW_ANSWER)
        tui_push(t, &order_screen, &r->order);
    else if (r && r->item)
        tui_push(t, &detail_among_screen, &(struct detail_arg){
            .item = r->item, .items = items, .n = n, .evidence = r->evidence > 0,
        });
    free(items);
}

static enum step review_command(struct tui *t, void *state, enum cmd cmd, const struct input *in)
{
    struct review *s = state;
    static const enum colour of[] = { COLOUR_NONE, COLOUR_RED, COLOUR_YELLOW, COLOUR_GREEN,
                                      COLOUR_GREY };

    (void)in;
    if (table_view_move(&s->view, cmd)) {
        settle(t, s);
        return STEP_STAY;
    }
    switch (cmd) {
    case CMD_ACT:      return act(t, s, true);
    case CMD_RETURN:   return act(t, s, false);
    case CMD_OPEN:     open_row(t, s); return STEP_STAY;
    case CMD_MARK: case CMD_MARK_ALL: case CMD_CLEAR: {
        enum step step = mark(t, s, cmd);
        settle(t, s);
        return step;
    }
    case CMD_NOTE:     return note(t, s);
    case CMD_PRINT:    return print(t, s);
    case CMD_ALL: case CMD_RED: case CMD_YELLOW: case CMD_GREEN: case CMD_GREY:
        s->colours = cmd == CMD_ALL ? 0 : BIT(of[cmd - CMD_ALL]);
        show_rows(t, s);
        return STEP_STAY;
    default:
        return STEP_IGNORED;
    }
}

static enum step review_hit(struct tui *t, void *state, const struct canvas_hit *hit, bool twice)
{
    struct review *s = state;
    bool open = table_view_press(&s->view, hit, twice);

    settle(t, s);
    if (open)
        open_row(t, s);
    return STEP_STAY;
}

const struct screen_ops review_screen = {
    .id = "review", .title = N_("For my decision"), .keys = keys, .size = sizeof(struct review),
    .open = review_open, .load = review_load, .draw = review_draw, .command = review_command,
    .path = path, .may = review_may, .hit = review_hit, .close = review_close,
};
