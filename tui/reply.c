#include "tui/reply.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "tui/ask.h"
#include "tui/detail.h"
#include "tui/done.h"
#include "tui/frame.h"
#include "tui/keys.h"
#include "tui/meeting_own.h"
#include "tui/reply_own.h"
#include "tui/text_pane.h"

enum {
    SAID = 5,                   /* lines about the row, with the one over them */
    FOOT = 2,                   /* the line being typed, and what can be typed */
    MARK_MOST = 300,            /* characters of a line */
};

static const struct key_bind keys[] = {
    { CMD_ACT, N_("Summary"), N_("what is recorded, and which rows have no mark"), 0 },
    { CMD_PRINT, N_("As text"), N_("what is recorded, as text"), 0 },
    { CMD_OPEN, NULL, N_("what is typed: first shown, then recorded; else everything about "
                         "the item"), 0 },
    { CMD_MARK, NULL, N_("begin a mark for this row"), 0 },
    { CMD_CLEAR, NULL, N_("leave the line and what is shown, then go back"), 0 },
    { CMD_FILTER, NULL, N_("another chair, marked sheet or weekly sheet"), 0 },
    { CMD_UNDO, NULL, N_("take back what was recorded last"), 0 },
    { CMD_REDO, NULL, NULL, 0 },
    { CMD_OWN_1, NULL, N_("12 x, x12: agree to the cross-off of row 12"), 0 },
    { CMD_OWN_2, NULL, N_("12 d5, 12 d11-27: a limit, in workdays from the meeting on or a "
                          "day"), 0 },
    { CMD_OWN_3, NULL, N_("12 e, 12 e11-30: more time, as asked or until a day"), 0 },
    { CMD_OWN_4, NULL, N_("12 r words: return, with the reason"), 0 },
    { CMD_OWN_5, NULL, N_("12 s: a supervision order; also behind d and e"), 0 },
    { CMD_OWN_6, NULL, N_("12 h: put off until next time; 12 -: nothing"), 0 },
    { CMD_OWN_7, NULL, N_("12 n words: the chair's words; also behind other marks"), 0 },
    { CMD_UP, NULL, NULL, 0 }, { CMD_DOWN, NULL, NULL, 0 }, { CMD_PGUP, NULL, NULL, 0 },
    { CMD_PGDN, NULL, NULL, 0 }, { CMD_HOME, NULL, NULL, 0 }, { CMD_END, NULL, NULL, 0 },
    { CMD_NONE, NULL, NULL, 0 },
};

/* ---- reading ---- */

static void set_wrong(struct reply_state *s, const char *text)
{
    free(s->wrong);
    s->wrong = text ? xstrdup(text) : NULL;
}

/* The row under the cursor, when nothing is pending. */
static void look_here(struct tui *t, struct reply_state *s)
{
    struct xh_err err;

    if (s->pending || s->looked == s->view.cursor + 1)
        return;
    reply_echo_fini(&s->echo);
    s->looked = s->view.cursor + 1;
    if (s->view.cursor < s->m.n)
        reply_look(t->st, &t->env, t->me, &s->m, s->m.rows[s->view.cursor].n, &s->echo, &err);
}

static void leave_pending(struct reply_state *s)
{
    if (s->pending)
        paper_mark_fini(&s->mark);
    s->pending = false;
}

void reply_read_anew(struct tui *t, struct reply_state *s)
{
    struct xh_err err = {0};

    meeting_fini(&s->m);
    free(s->denied);
    s->denied = NULL;
    if (reply_open(t->st, t->me, s->year, s->no, s->edition, &s->m, &err) != XH_OK) {
        meeting_fini(&s->m);
        s->denied = xstrdup(err.msg);
    } else {                    /* whatever is made final meanwhile */
        s->year = s->m.sheet_year;
        s->no = s->m.sheet_no;
        s->edition = s->m.sheet_edition;
    }
    s->loaded = true;
    if (!s->denied && !s->m.chair && meeting_may_chair(t->st, t->me))
        reply_set_chair(t->st, &s->m, t->me, NULL, NULL);
    table_view_rows(&s->view, s->m.n);
}

static enum xh_rc screen_load(struct tui *t, void *state, struct xh_err *err)
{
    struct reply_state *s = state;

    (void)err;
    s->t = t;
    s->line.most = MARK_MOST;
    if (!s->loaded || s->denied)
        reply_read_anew(t, s);
    else
        reply_look_back(t->st, &s->m);
    s->looked = 0;
    look_here(t, s);
    return XH_OK;
}

static void screen_close(struct tui *t, void *state)
{
    struct reply_state *s = state;

    (void)t;
    leave_pending(s);
    reply_echo_fini(&s->echo);
    meeting_fini(&s->m);
    line_edit_fini(&s->line);
    table_view_fini(&s->view);
    free(s->denied);
    free(s->wrong);
    free(s->back);
}

/* ---- drawing ---- */

enum { C_NUMBER, C_LIGHT, C_CODE, C_TITLE, C_OWNER, C_MARK, COLS };

static void cell(void *ctx, size_t row, size_t column, struct buf *out, enum style *style)
{
    const struct reply_state *s = ctx;
    const struct meeting_row *r = &s->m.rows[row];
    const char *owner = meeting_cell(r, "owner");

    switch (column) {
    case C_NUMBER: buf_printf(out, "%lld", (long long)r->n); break;
    case C_LIGHT:
        buf_puts(out, colour_word(s->t->defs, r->colour));
        if (r->colour != COLOUR_NONE)
            *style = theme_colour(r->colour);
        break;
    case C_CODE:  buf_puts(out, r->code); break;
    case C_TITLE: buf_puts(out, r->title); break;
    case C_OWNER: buf_printf(out, "%.*s", (int)strcspn(owner, "\n"), owner); break;
    case C_MARK:
        if (r->done && r->d.what == MEETING_AGREED)
            buf_puts(out, "-");
        else if (r->d.what != MEETING_OPEN && r->d.what != MEETING_WORDS)
            meeting_say_decision(out, &r->d, s->t->env.today);
        if (*r->d.text)
            buf_printf(out, "%s%s", out->len ? "  " : "", r->d.text);
        if (*r->failed && !r->done)
            buf_printf(out, "  %s", _("not done"));
        break;
    }
}

static void draw_table(struct tui *t, struct reply_state *s, struct area a)
{
    bool wide = a.w >= 100;
    const struct view_column columns[COLS] = {
        [C_NUMBER] = { _("No."), 4, TEXT_RIGHT, 0 }, [C_LIGHT] = { _("Light"), 4, TEXT_LEFT, 2 },
        [C_CODE] = { _("Code"), 11, TEXT_LEFT, 1 }, [C_TITLE] = { _("Item"), 0, TEXT_LEFT, 0 },
        [C_OWNER] = { _("Owner"), 10, TEXT_LEFT, 3 },
        [C_MARK] = { _("Recorded"), wide ? 36 : 20, TEXT_LEFT, 0 },
    };

    s->view.cell = cell;
    s->view.ctx = s;
    s->view.columns = columns;
    s->view.n_columns = COLS;
    s->view.empty = _("This sheet has no rows.");
    table_view_draw(&s->view, &t->canvas, a);
    s->view.columns = NULL;
}

/* What is pending, or what was wrong, or the row under the cursor. */
static void draw_said(struct tui *t, const struct reply_state *s, struct area a)
{
    struct canvas *c = &t->canvas;
    struct buf b = {0};

    if (s->wrong) {
        buf_puts(&b, s->echo.about ? s->echo.about : "");
        buf_printf(&b, "%s%s", b.len ? "\n" : "", s->wrong);
    } else if (s->echo.about) {
        buf_printf(&b, "%s\n%s", s->echo.about, s->echo.stands);
        if (*s->echo.mark)
            buf_printf(&b, s->pending ? "\n-> %s" : _("\nRecorded: %s"), s->echo.mark);
        if (s->pending)
            buf_printf(&b, "  %s", s->echo.will);
    }
    text_pane_about(c, a, buf_str(&b), STYLE_STRONG);
    if (s->wrong)
        for (int y = s->echo.about ? 2 : 1; y < a.h; y++)
            canvas_restyle(c, a.y + y, a.x, a.w, STYLE_WRONG);
    buf_fini(&b);
}

static void draw_line(struct tui *t, struct reply_state *s, struct area a)
{
    struct canvas *c = &t->canvas;
    const char *label = _("Mark: ");
    int x = a.x + 1 + text_width(label);

    canvas_write(c, a.y, a.x + 1, label, STYLE_HEAD);
    line_edit_draw(&s->line, c, a.y, x, a.x + a.w - x - 1, true);
    canvas_short(c, a.y + 1, a.x + 1, a.w - 2,
                 s->pending ? _("Enter records it   Esc leaves it")
                 : s->line.text.len ? _("x close  d5 d11-27 limit  e extend  r return  s order  "
                                        "h later  n words  -")
                                    : _("Number and mark, as 12x: x close, d5 limit, e r s h n -  "
                                        " Space: this row"),
                 s->pending ? STYLE_MARKED : STYLE_DIM);
}

static void screen_draw(struct tui *t, void *state, struct area body)
{
    struct reply_state *s = state;
    struct area table = body;

    if (s->denied) {
        frame_say(t, body, s->denied);
        canvas_cursor(&t->canvas, -1, -1);
        return;
    }
    table.h -= SAID + FOOT;
    draw_table(t, s, table);
    draw_said(t, s, (struct area){ table.y + table.h, body.x, SAID, body.w });
    draw_line(t, s, (struct area){ table.y + table.h + SAID, body.x, FOOT, body.w });
}

static void screen_path(struct tui *t, void *state, struct buf *out)
{
    const struct reply_state *s = state;
    char day[DAY_TEXT];

    if (s->denied)
        return;
    char *name = reply_sheet_name(&s->m);
    buf_printf(out, _("Weekly sheet %s"), name);
    buf_printf(out, _("  meeting %s"), day_format_short(s->m.met, t->env.today, day));
    if (s->m.chair)
        buf_printf(out, *s->m.paper ? _("  chair %s, on paper") : _("  chair %s"),
                   s->m.chair_name);
    buf_printf(out, _("  recorded %zu of %zu"), reply_recorded(&s->m), s->m.n);
    free(name);
}

/* ---- a line ---- */

static void go_to_number(struct reply_state *s, int64_t n)
{
    size_t row = meeting_find(&s->m, n);

    if (n && row < s->m.n)
        table_view_go(&s->view, row);
}

/* First Enter: which row it is and what will happen, or why not. */
static void check_line(struct tui *t, struct reply_state *s)
{
    struct xh_err err = {0};

    set_wrong(s, NULL);
    reply_echo_fini(&s->echo);
    s->looked = 0;
    if (!s->m.chair && !reply_ask_chair(t, s))
        return;
    enum xh_rc rc = paper_mark_read(line_edit_text(&s->line), s->m.met, t->defs->calendar,
                                    &s->mark, &err);
    if (rc == XH_OK) {
        t->clock(t->clock_ctx, &t->env);
        go_to_number(s, s->mark.n);
        rc = reply_check(t->st, &t->env, t->me, &s->m, &s->mark, &s->echo, &err);
    }
    s->pending = rc == XH_OK && !s->echo.known;
    if (!s->pending)
        paper_mark_fini(&s->mark);
    if (rc != XH_OK) {
        set_wrong(s, err.msg);
    } else if (s->echo.known) {
        line_edit_set(&s->line, "");
        tui_say(t, "%s", _("This is recorded already."));
    }
}

static void remember(struct reply_state *s, size_t row)
{
    GROW(s->back, s->n_back, s->cap_back);
    s->back[s->n_back++] = row;
}

/* To the next row without a mark, which Space begins one for; behind the last it stays. */
static void go_on_from(struct reply_state *s, size_t row)
{
    while (row < s->m.n && s->m.rows[row].done)
        row++;
    if (row < s->m.n)
        table_view_go(&s->view, row);
}

/* Between the two Enters others may have acted, or the day have ended: tried again, and only
 * what was shown counts. */
static bool is_as_shown(struct tui *t, struct reply_state *s, struct xh_err *err)
{
    struct reply_echo now = {0};

    t->clock(t->clock_ctx, &t->env);
    bool same = reply_check(t->st, &t->env, t->me, &s->m, &s->mark, &now, err) == XH_OK &&
                strcmp(now.will, s->echo.will) == 0 && now.known == s->echo.known;
    reply_echo_fini(&now);
    return same;
}

/* Second Enter. */
static enum step record(struct tui *t, struct reply_state *s)
{
    struct meeting_hands hands = { .verb = meeting_by_verb, .order = meeting_by_order,
                                   .ctx = t, .actor = t->me };
    struct xh_err err = {0};
    size_t row = meeting_find(&s->m, s->mark.n);
    long long n = (long long)s->mark.n;

    if (!is_as_shown(t, s, &err)) {
        leave_pending(s);
        check_line(t, s);       /* says what it would do now, or why it cannot be */
        return STEP_RELOAD;
    }
    char *mark = xstrdup(s->echo.mark);
    done_batch_begin(t);
    enum xh_rc rc = reply_record(t->st, &t->env, &s->m, &s->mark, &hands, &err);
    done_batch_end(t);
    leave_pending(s);
    if (rc == XH_CONFLICT) {
        xh_fail(&err, rc, "%s", _("Somebody else keys in this sheet as well. It is shown as it "
                                  "is now; Enter shows the mark again."));
        reply_read_anew(t, s);
        row = s->m.n;
    }
    if (row < s->m.n && meeting_row_touched(&s->m.rows[row]))
        remember(s, row);
    if (rc == XH_OK) {
        line_edit_set(&s->line, "");
        go_on_from(s, row);
        tui_say(t, _("No. %lld recorded: %s. Ctrl-Z takes it back."), n, mark);
    } else {
        set_wrong(s, err.msg);
        tui_refuse(t, &err);
    }
    free(mark);
    tui_changed(t);
    return STEP_RELOAD;
}

static enum step enter(struct tui *t, struct reply_state *s)
{
    if (s->pending)
        return record(t, s);
    if (s->line.text.len) {
        check_line(t, s);
    } else if (s->view.cursor < s->m.n && s->m.rows[s->view.cursor].n_items == 1) {
        tui_push(t, &detail_screen, &s->m.rows[s->view.cursor].items[0]);
    }
    return STEP_STAY;
}

/* Letters that begin no mark are commands as long as the line is empty. */
static bool begins_mark(uint32_t key)
{
    return key_is_foreign(key) || (key < 0x80 && key && strchr("0123456789xdershn-XDERSHN",
                                                              (int)key));
}

static bool screen_type(struct tui *t, void *state, const struct input *in, enum step *step)
{
    struct reply_state *s = state;
    struct input plain = *in;

    *step = STEP_STAY;
    if (s->denied || in->key == K_TICK)
        return false;
    if (s->line.text.len == 0) {
        plain.key = key_plain(in->key);
        if (!in->pasted && !begins_mark(plain.key))
            return false;
    }
    if (!line_edit_key(&s->line, &plain))
        return false;
    leave_pending(s);
    set_wrong(s, NULL);
    go_to_number(s, paper_mark_number(line_edit_text(&s->line)));
    look_here(t, s);
    return true;
}

/* ---- commands ---- */

static void show_summary(struct tui *t, struct reply_state *s)
{
    struct buf b = {0};

    reply_summary(&b, &s->m);
    ask_show(t, _("Summary"), buf_str(&b));
    buf_fini(&b);
}

/* The mark recorded last: in this visit, else the newest the record knows. Exactly what it
 * did is taken back, or it is said why not. */
static enum step undo(struct tui *t, struct reply_state *s)
{
    struct xh_err err = {0};
    size_t n = 0;

    leave_pending(s);
    reply_look_back(t->st, &s->m);
    while (s->n_back && !meeting_row_touched(&s->m.rows[s->back[s->n_back - 1]]))
        s->n_back--;            /* taken back elsewhere */
    size_t at = s->n_back ? s->back[s->n_back - 1] : meeting_newest(t->st, &s->m);
    if (at >= s->m.n) {
        tui_say(t, "%s", _("Nothing is recorded on this sheet that could be taken back."));
        return STEP_RELOAD;
    }
    long long number = (long long)s->m.rows[at].n;
    size_t n_acts = s->m.rows[at].n_acts;
    struct meeting_act *acts = xcalloc(n_acts + 1, sizeof *acts);
    for (size_t i = 0; i < n_acts; i++)
        acts[i] = s->m.rows[at].acts[i];
    t->clock(t->clock_ctx, &t->env);
    enum xh_rc rc = reply_take_back(t->st, &t->env, &s->m, at, t->me, &n, &err);
    if (rc == XH_OK) {
        for (size_t i = 0; i < n_acts; i++)
            done_forget(t, acts[i].action);
        if (s->n_back)
            s->n_back--;
        tui_say(t, n > 1 ? _("No. %lld is open again; %zu acts were taken back.")
                         : _("No. %lld is open again."), number, n);
        tui_changed(t);
    } else {
        struct xh_err why = err;
        if (n_acts == 0)
            reply_read_anew(t, s);    /* somebody else has gone on with the sheet */
        xh_fail(&err, rc, _("No. %lld stays as it is: %s"), number, why.msg);
        tui_refuse(t, &err);
    }
    free(acts);
    return STEP_RELOAD;
}

/* The line is left first with what was said of it, then the screen; what was recorded in
 * this visit is said once more. */
static enum step leave(struct tui *t, struct reply_state *s, enum cmd cmd)
{
    if (cmd == CMD_CLEAR && (s->wrong || s->line.text.len)) {
        leave_pending(s);
        set_wrong(s, NULL);
        s->looked = 0;
        line_edit_set(&s->line, "");
        look_here(t, s);
        return STEP_STAY;
    }
    if (s->n_back)
        show_summary(t, s);
    return STEP_POP;
}

static void begin_mark(struct reply_state *s)
{
    if (s->view.cursor >= s->m.n)
        return;
    char *text = xasprintf("%lld ", (long long)s->m.rows[s->view.cursor].n);

    line_edit_set(&s->line, text);
    free(text);
}

static enum step screen_command(struct tui *t, void *state, enum cmd cmd, const struct input *in)
{
    struct reply_state *s = state;

    (void)in;
    if (s->denied)
        return cmd == CMD_BACK || cmd == CMD_CLEAR ? STEP_POP : STEP_IGNORED;
    switch (cmd) {
    case CMD_OPEN:   return enter(t, s);
    case CMD_ACT:    show_summary(t, s); return STEP_STAY;
    case CMD_PRINT:  meeting_show_minutes(t, &s->m); return STEP_STAY;
    case CMD_FILTER: leave_pending(s); reply_ask_other(t, s); return STEP_RELOAD;
    case CMD_UNDO:   return undo(t, s);
    case CMD_REDO:
        tui_say(t, "%s", _("Key the mark in again."));
        return STEP_STAY;
    case CMD_MARK:   begin_mark(s); return STEP_STAY;
    case CMD_CLEAR: case CMD_BACK: return leave(t, s, cmd);
    default: break;
    }
    if (!table_view_move(&s->view, cmd))
        return STEP_IGNORED;
    leave_pending(s);
    set_wrong(s, NULL);
    look_here(t, s);
    return STEP_STAY;
}

static enum step screen_hit(struct tui *t, void *state, const struct canvas_hit *hit, bool twice)
{
    struct reply_state *s = state;

    table_view_press(&s->view, hit, twice);
    leave_pending(s);
    set_wrong(s, NULL);
    if (s->line.text.len == 0 && !s->denied)
        begin_mark(s);
    look_here(t, s);
    return STEP_STAY;
}

static bool unsaved(struct tui *t, void *state)
{
    const struct reply_state *s = state;

    (void)t;
    return s->line.text.len > 0;
}

const struct screen_ops reply_screen = {
    .id = "reply", .title = N_("Marked sheet"), .keys = keys, .size = sizeof(struct reply_state),
    .load = screen_load, .draw = screen_draw, .command = screen_command, .path = screen_path,
    .hit = screen_hit, .type = screen_type, .unsaved = unsaved, .counts = frame_no_counts,
    .close = screen_close,
};
