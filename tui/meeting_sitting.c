/* meeting_sitting.c - the meeting going on: one row a page, or all of them in a list to be
 * confirmed at the end. See meeting.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/meeting_acts.h"
#include "report/minutes.h"
#include "tui/ask.h"
#include "tui/done.h"
#include "tui/frame.h"
#include "tui/meeting_own.h"
#include "tui/preview.h"
#include "tui/text_pane.h"

static const struct key_bind keys[] = {
    { CMD_OWN_1, NULL, N_("a limit"), '1' },
    { CMD_OWN_2, NULL, N_("name the unit or person in the lead"), '2' },
    { CMD_OWN_3, NULL, N_("grant more time"), '3' },
    { CMD_OWN_4, NULL, N_("send a supervision order"), '4' },
    { CMD_OWN_5, NULL, N_("settle it on site, on a day"), '5' },
    { CMD_OWN_6, NULL, N_("take it up again next time"), '6' },
    { CMD_OWN_7, NULL, N_("no objection"), '7' },
    { CMD_OWN_8, NULL, N_("cross it off (only what was applied for)"), '8' },
    { CMD_OWN_9, NULL, N_("other words"), '9' },
    { CMD_ACT, N_("Confirm all"), N_("all decisions: the chair confirms them"), 0 },
    { CMD_RETURN, N_("Take back"), N_("take back what was decided here"), 0 },
    { CMD_EDIT, NULL, N_("words to what was decided, now or later"), 0 },
    { CMD_OPEN, NULL, N_("the next row; in the list, the row's page"), 0 },
    { CMD_MARK, NULL, N_("the next row; in the list, an item of its own or not"), 0 },
    { CMD_RIGHT, NULL, NULL, 0 }, { CMD_PGDN, NULL, NULL, 0 }, { CMD_DOWN, NULL, NULL, 0 },
    { CMD_LEFT, NULL, N_("the row before"), 0 }, { CMD_PGUP, NULL, NULL, 0 },
    { CMD_UP, NULL, NULL, 0 }, { CMD_HOME, NULL, N_("the first row"), 0 },
    { CMD_END, NULL, N_("the last row"), 0 },
    { CMD_FIND, N_("Go to"), N_("go to a row by its number on the sheet"), 0 },
    { CMD_ALL, NULL, N_("go to a row by its number on the sheet"), 0 },
    { CMD_PRINT, N_("Minutes"), N_("the minutes as text; before, the form the chair signs"), 0 },
    { CMD_NEW, NULL, N_("all rows in a list"), 0 },
    { CMD_WEEK, NULL, N_("the end: all decisions, to be confirmed"), 'e' },
    { CMD_UNDO, NULL, N_("take back the last decision, or the last act"), 0 },
    { CMD_BACK, N_("Summary"), N_("to the list of all decisions; from there, leave"), 0 },
    { CMD_CLEAR, NULL, N_("from the list to the page; from the page, leave"), 0 },
    { CMD_NONE, NULL, NULL, 0 },
};

struct meeting_row *sitting_row(struct sitting *s)
{
    return s->m.at < s->m.n ? &s->m.rows[s->m.at] : NULL;
}

bool sitting_save(struct tui *t, struct sitting *s)
{
    struct xh_err err = {0};

    if (meeting_save(t->st, &s->m, &err) == XH_OK)
        return true;
    tui_refuse(t, &err);
    return false;
}

/* ---- deciding ---- */

static void remember(struct sitting *s)
{
    GROW(s->back, s->n_back, s->cap_back);
    struct taken_back *b = &s->back[s->n_back++];

    *b = (struct taken_back){ .row = s->m.at, .was = { .day = DAY_NONE } };
    meeting_decision_set(&b->was, &s->m.rows[s->m.at].d);
}

/* What was confirmed is no longer what stands here. */
static bool set(struct tui *t, struct sitting *s, size_t row, const struct meeting_decision *d)
{
    struct meeting_row *r = &s->m.rows[row];

    meeting_decision_set(&r->d, d);
    *r->failed = '\0';
    s->m.confirmed_on = DAY_NONE;
    s->m.on_paper = s->m.oral = false;
    return sitting_save(t, s);
}

/* `was`: what stood there before. One row has one decision, so another one takes its place:
 * thirty people watch, and nobody should overlook that. */
static void say_decision(struct tui *t, const struct meeting_row *r,
                         const struct meeting_decision *was)
{
    struct buf b = {0}, before = {0};

    meeting_say_decision(&b, &r->d, t->env.today);
    if (was && was->what != MEETING_OPEN)
        meeting_say_decision(&before, was, t->env.today);
    if (r->d.what == MEETING_OPEN)
        tui_say(t, _("No. %lld: nothing is decided."), (long long)r->n);
    else if (before.len && strcmp(buf_str(&before), buf_str(&b)) != 0)
        tui_say(t, _("No. %lld: %s instead of %s. Kept."), (long long)r->n, buf_str(&b),
                buf_str(&before));
    else
        tui_say(t, _("No. %lld: %s. Kept."), (long long)r->n, buf_str(&b));
    buf_fini(&b);
    buf_fini(&before);
}

bool sitting_decide(struct tui *t, struct sitting *s, const struct meeting_decision *d)
{
    remember(s);
    if (!set(t, s, s->m.at, d))
        return false;
    say_decision(t, &s->m.rows[s->m.at], &s->back[s->n_back - 1].was);
    return true;
}

static void take_back(struct tui *t, struct sitting *s)
{
    struct meeting_row *r = sitting_row(s);

    if (!r || r->d.what == MEETING_OPEN)
        tui_say(t, "%s", _("Nothing is decided here yet."));
    else if (meeting_row_touched(r))
        tui_say(t, "%s", _("This is carried out already; take it back with Ctrl-Z first."));
    else
        sitting_decide(t, s, &(struct meeting_decision){ .day = DAY_NONE });
}

/* Decisions first, as long as none has been carried out; then acts. */
static enum step undo(struct tui *t, struct sitting *s)
{
    if (s->n_back == 0) {
        done_undo(t);
        return STEP_RELOAD;
    }
    struct taken_back *b = &s->back[--s->n_back];
    if (set(t, s, b->row, &b->was)) {
        s->m.at = b->row;
        say_decision(t, &s->m.rows[b->row], NULL);
    }
    meeting_decision_fini(&b->was);
    return STEP_RELOAD;
}

/* An item of its own or not: only where there is something to do. */
static void toggle_item(struct tui *t, struct sitting *s)
{
    struct meeting_row *r = sitting_row(s);

    if (!r || r->d.what == MEETING_OPEN || r->d.what == MEETING_AGREED) {
        tui_say(t, "%s", _("Nothing is decided here that somebody could be given to do."));
    } else if (meeting_row_touched(r)) {
        tui_say(t, "%s", _("This is carried out already; take it back with Ctrl-Z first."));
    } else {
        struct meeting_decision d = r->d;
        d.item = !d.item;
        sitting_decide(t, s, &d);
    }
}

/* ---- going to and fro ---- */

static void go_to(struct sitting *s, size_t row)
{
    s->m.at = row < s->m.n ? row : s->m.n ? s->m.n - 1 : 0;
    s->list.cursor = s->m.at;
}

static void go_to_number(struct tui *t, struct sitting *s, int64_t n)
{
    size_t row = meeting_find(&s->m, n);

    if (row < s->m.n)
        go_to(s, row);
    else
        tui_say(t, _("There is no number %lld in this meeting."), (long long)n);
}

static void ask_number(struct tui *t, struct sitting *s)
{
    char *typed = ask_line(t, _("Go to which number?"), _("The number on the sheet"), "");

    if (typed && *typed) {
        char *half = text_halfwidth(typed);
        go_to_number(t, s, atoll(half));
        free(half);
    }
    free(typed);
}

static bool move(struct sitting *s, enum cmd cmd)
{
    switch (cmd) {
    case CMD_RIGHT: case CMD_PGDN: case CMD_DOWN: case CMD_OPEN: case CMD_MARK:
        go_to(s, s->m.at + 1);
        return true;
    case CMD_LEFT: case CMD_PGUP: case CMD_UP:
        go_to(s, s->m.at ? s->m.at - 1 : 0);
        return true;
    case CMD_HOME: go_to(s, 0); return true;
    case CMD_END:  go_to(s, s->m.n); return true;
    default: return false;
    }
}

/* ---- the list ---- */

enum { C_NUMBER, C_LIGHT, C_CODE, C_TITLE, C_DECIDED, C_ITEM, C_STATE };

static void say_state(const struct meeting_row *r, struct buf *out)
{
    if (r->done)
        buf_puts(out, _("done"));
    else if (*r->failed)
        buf_puts(out, _("not done"));
    else if (r->d.what == MEETING_OPEN)
        buf_puts(out, _("not decided"));
    else if (meeting_what_wants_text(r->d.what) && !*r->d.text)
        buf_puts(out, _("words?"));
}

static void cell(void *ctx, size_t row, size_t column, struct buf *out, enum style *style)
{
    const struct sitting *s = ctx;
    const struct tui *t = s->t;
    const struct meeting_row *r = &s->m.rows[row];

    switch (column) {
    case C_NUMBER: buf_printf(out, "%lld", (long long)r->n); break;
    case C_LIGHT:
        buf_puts(out, colour_word(t->defs, r->colour));
        if (r->colour != COLOUR_NONE)
            *style = theme_colour(r->colour);
        break;
    case C_CODE:  buf_puts(out, r->code); break;
    case C_TITLE: buf_puts(out, r->title); break;
    case C_DECIDED:
        if (r->d.what != MEETING_OPEN)
            meeting_say_decision(out, &r->d, t->env.today);
        if (*r->d.text)
            buf_printf(out, "  %s", r->d.text);
        break;
    case C_ITEM:
        buf_puts(out, *r->made ? r->made : r->d.item ? _("yes") : "");
        break;
    case C_STATE:
        say_state(r, out);
        if (!r->done && *r->failed)
            *style = STYLE_WRONG;
        break;
    }
}

static void draw_list(struct tui *t, struct sitting *s, struct area body)
{
    static struct view_column columns[] = {
        [C_NUMBER] = { NULL, 4, TEXT_RIGHT, 0 }, [C_LIGHT] = { NULL, 4, TEXT_LEFT, 2 },
        [C_CODE] = { NULL, 11, TEXT_LEFT, 1 }, [C_TITLE] = { NULL, 0, TEXT_LEFT, 0 },
        [C_DECIDED] = { NULL, 22, TEXT_LEFT, 0 }, [C_ITEM] = { NULL, 9, TEXT_LEFT, 0 },
        [C_STATE] = { NULL, 8, TEXT_LEFT, 0 },
    };
    const struct meeting_row *r = sitting_row(s);
    struct canvas *c = &t->canvas;
    struct area rows = { body.y, body.x, body.h - 3, body.w };

    columns[C_NUMBER].title = _("No.");
    columns[C_LIGHT].title = _("Light");
    columns[C_CODE].title = _("Code");
    columns[C_TITLE].title = _("Item");
    columns[C_DECIDED].title = _("Decided");
    columns[C_DECIDED].width = body.w >= 100 ? 40 : 22;
    columns[C_ITEM].title = _("Own item");
    columns[C_STATE].title = _("State");
    s->list.columns = columns;
    s->list.n_columns = sizeof columns / sizeof *columns;
    s->list.empty = _("There is nothing on this sheet to go through.");
    s->list.n = s->m.n;
    s->list.cursor = s->m.at;
    table_view_draw(&s->list, c, rows);
    canvas_line(c, body.y + body.h - 3, body.x, body.w, STYLE_DIM);
    if (r && *r->failed && !r->done)
        canvas_short(c, body.y + body.h - 2, body.x + 1, body.w - 2, r->failed, STYLE_WRONG);
    else if (r && *r->d.text)
        canvas_short(c, body.y + body.h - 2, body.x + 1, body.w - 2, r->d.text, STYLE_PLAIN);
    canvas_short(c, body.y + body.h - 1, body.x + 1, body.w - 2,
                 _("F2 the chair confirms   Enter the page   Space own item or not   "
                   "number: go to   F10 leave"), STYLE_DIM);
}

/* A digit in the list: the number so far, and the cursor on it. */
static void type_number(struct tui *t, struct sitting *s, char digit)
{
    size_t n = strlen(s->number);

    if (n + 1 < sizeof s->number) {
        s->number[n] = digit;
        s->number[n + 1] = '\0';
    }
    size_t row = meeting_find(&s->m, atoll(s->number));
    if (row < s->m.n)
        go_to(s, row);
    tui_say(t, _("Number %s   Enter opens it"), s->number);
}

static enum step list_command(struct tui *t, struct sitting *s, enum cmd cmd)
{
    if ((cmd >= CMD_OWN_1 && cmd <= CMD_OWN_9) || cmd == CMD_ALL) {
        type_number(t, s, cmd == CMD_ALL ? '0' : (char)('1' + (cmd - CMD_OWN_1)));
        return STEP_STAY;
    }
    if (*s->number && cmd == CMD_OPEN)
        go_to_number(t, s, atoll(s->number));
    *s->number = '\0';
    switch (cmd) {
    case CMD_OPEN: case CMD_CLEAR: case CMD_NEW:
        s->listing = false;
        return STEP_STAY;
    case CMD_MARK:  toggle_item(t, s); return STEP_STAY;
    case CMD_WEEK: case CMD_ACT:
        return meeting_confirm(t, s) ? STEP_RELOAD : STEP_STAY;
    case CMD_BACK:
        if (!meeting_is_over(&s->m))
            tui_say(t, "%s", _("The meeting is kept; go on with it any time."));
        return STEP_POP;
    case CMD_LEFT: case CMD_RIGHT:
        return STEP_STAY;
    default:
        if (!table_view_move(&s->list, cmd))
            return STEP_IGNORED;
        s->m.at = s->list.cursor;
        return STEP_STAY;
    }
}

static enum step page_command(struct tui *t, struct sitting *s, enum cmd cmd)
{
    if (cmd >= CMD_OWN_1 && cmd <= CMD_OWN_9) {
        meeting_ask_decision(t, s, (enum meeting_what)(MEETING_LIMIT + (int)(cmd - CMD_OWN_1)));
        return STEP_STAY;
    }
    switch (cmd) {
    case CMD_NEW: case CMD_WEEK: case CMD_BACK: case CMD_ACT:
        s->listing = true;
        return STEP_STAY;
    case CMD_CLEAR:
        tui_say(t, "%s", _("The meeting is kept; go on with it any time."));
        return STEP_POP;
    case CMD_ALL:
        ask_number(t, s);
        return STEP_STAY;
    default:
        return move(s, cmd) ? STEP_STAY : STEP_IGNORED;
    }
}

/* ---- the screen ---- */

static enum xh_rc load_page(struct tui *t, struct sitting *s, struct xh_err *err)
{
    s->shown = s->m.at;
    if (s->m.n == 0)
        return XH_OK;
    return agenda_page_load(t->st, t->env.today, t->me, &s->m.rows[s->m.at], &s->page, err);
}

static enum xh_rc sitting_open(struct tui *t, void *state, const void *arg, struct xh_err *err)
{
    struct sitting *s = state;
    const struct sitting_arg *a = arg;

    (void)err;
    s->t = t;
    s->m = *a->m;
    *a->m = (struct meeting){ .met = DAY_NONE, .confirmed_on = DAY_NONE };
    s->listing = s->m.confirmed_on != DAY_NONE;
    s->list = (struct table_view){ .cell = cell, .ctx = s };
    return XH_OK;
}

/* What was taken back meanwhile, with Ctrl-Z here or anywhere, is to be done again. */
static enum xh_rc sitting_load(struct tui *t, void *state, struct xh_err *err)
{
    struct sitting *s = state;

    if (meeting_look_back(t->st, &s->m))
        sitting_save(t, s);
    return load_page(t, s, err);
}

static void sitting_draw(struct tui *t, void *state, struct area body)
{
    struct sitting *s = state;

    if (s->listing)
        draw_list(t, s, body);
    else
        meeting_draw_page(t, s, body);
}

#define MINUTES 76              /* columns of the page */

static enum xh_rc compose(struct tui *t, void *ctx, bool away, struct document *out,
                          struct xh_err *err)
{
    const struct meeting *m = ctx;
    struct exporter taking;
    enum xh_rc rc = away ? exporter_begin(&taking, t->st, t->me, NULL, err) : XH_OK;

    return rc == XH_OK ? minutes_paper(out, t->st, m, away ? &taking : NULL, err) : rc;
}

void meeting_show_minutes(struct tui *t, struct meeting *m)
{
    char *name = minutes_name(m);

    tui_push(t, &preview_screen, &(struct preview_arg){
        .title = name, .file = name, .paper = compose, .width = MINUTES,
        .ctx = m });
    free(name);
}

static enum step sitting_command(struct tui *t, void *state, enum cmd cmd, const struct input *in)
{
    struct sitting *s = state;
    struct xh_err err = {0};
    enum step step = STEP_STAY;

    (void)in;
    switch (cmd) {
    case CMD_UNDO:   return undo(t, s);
    case CMD_RETURN: take_back(t, s); return STEP_STAY;
    case CMD_EDIT:   meeting_ask_text(t, s); return STEP_STAY;
    case CMD_FIND:   ask_number(t, s); break;
    case CMD_PRINT:  meeting_show_minutes(t, &s->m); return STEP_STAY;
    default:
        step = s->listing ? list_command(t, s, cmd) : page_command(t, s, cmd);
    }
    if (step == STEP_STAY && !s->listing && s->shown != s->m.at &&
        load_page(t, s, &err) != XH_OK)
        tui_refuse(t, &err);
    return step;
}

static enum step sitting_hit(struct tui *t, void *state, const struct canvas_hit *hit, bool twice)
{
    struct sitting *s = state;
    bool here = s->m.at == (size_t)hit->arg;

    go_to(s, (size_t)hit->arg);
    return twice || here ? sitting_command(t, s, CMD_OPEN, NULL) : STEP_STAY;
}

static void path(struct tui *t, void *state, struct buf *out)
{
    const struct sitting *s = state;
    struct meeting_count n = meeting_counts(&s->m);
    char *title = meeting_title(&s->m);

    (void)t;
    buf_printf(out, _("%s   chair %s   decided %zu of %zu"), title, s->m.chair_name, n.decided,
               s->m.n);
    if (n.wanting)
        buf_printf(out, _("   words to be added %zu"), n.wanting);
    if (s->m.confirmed_on != DAY_NONE && n.done < n.decided)
        buf_printf(out, _("   confirmed, %zu not done"), n.decided - n.done);
    else if (s->m.confirmed_on != DAY_NONE)
        buf_puts(out, _("   carried out"));
    free(title);
}

static bool may(struct tui *t, void *state, enum cmd cmd, const char **word, struct xh_err *why)
{
    const struct sitting *s = state;

    (void)t, (void)why;
    if (cmd == CMD_BACK && s->listing)
        *word = _("Leave");
    if (cmd == CMD_ACT && s->m.confirmed_on != DAY_NONE)
        *word = _("Do the rest");
    return true;
}

static void sitting_close(struct tui *t, void *state)
{
    struct sitting *s = state;

    sitting_save(t, s);         /* where it stands */
    for (size_t i = 0; i < s->n_back; i++)
        meeting_decision_fini(&s->back[i].was);
    free(s->back);
    agenda_page_fini(&s->page);
    meeting_fini(&s->m);
}

const struct screen_ops sitting_screen = {
    .id = "sitting", .title = N_("Meeting"), .keys = keys, .size = sizeof(struct sitting),
    .open = sitting_open, .load = sitting_load, .draw = sitting_draw,
    .command = sitting_command, .path = path, .may = may, .hit = sitting_hit,
    .counts = frame_no_counts, .close = sitting_close,
};
