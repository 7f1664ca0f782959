#include "tui/tui.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "model/i18n.h"
#include "model/people.h"
#include "model/rhythm.h"
#include "tui/ask.h"
#include "tui/display.h"
#include "tui/done.h"
#include "tui/frame.h"
#include "tui/help.h"
#include "tui/menu.h"
#include "tui/reports.h"
#include "tui/screen_print.h"
#include "tui/tour.h"
#include "tui/tui_ahead.h"
#include "tui/tui_parts.h"

#define SHOW_MS 25              /* between two paintings while there is more to do */

struct screen {
    const struct screen_ops *ops;
    void *state;
    struct screen *below;
    bool stale;                 /* to be loaded before the next draw */
    bool rested;                /* its idle() has nothing more to do */
};

/* ---- the status line ---- */

static void say(struct tui *t, bool wrong, const char *fmt, va_list ap)
{
    vsnprintf(t->status, sizeof t->status, fmt, ap);
    t->status[strcspn(t->status, "\n")] = '\0';
    t->status_is_wrong = wrong;
}

void tui_say(struct tui *t, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    say(t, false, fmt, ap);
    va_end(ap);
}

void tui_refuse(struct tui *t, const struct xh_err *err)
{
    int room = t->canvas.cols - 2;

    /* What does not fit into the status line is read in a box: the end says who can. */
    if (strchr(err->msg, '\n') || (room > 0 && text_width(err->msg) > room)) {
        ask_show(t, _("This cannot be done"), err->msg);
        return;
    }
    tui_say(t, "%s", err->msg);
    t->status_is_wrong = true;
}

/* ---- circumstances ---- */

struct who tui_who(const struct tui *t)
{
    return (struct who){ .actor = t->me };
}

struct filter tui_filter(const struct tui *t)
{
    return (struct filter){ .today = t->env.today, .as_of = DAY_NONE, .reader = t->me };
}

struct call tui_call(enum verb verb, const char *code)
{
    return (struct call){ .verb = verb, .code = code, .on = DAY_NONE, .to = DAY_NONE,
                          .next_due = DAY_NONE };
}

/* Whoever acts and when may have changed: 换人, midnight, another configuration. */
static void settle(struct tui *t)
{
    struct xh_err err = {0};
    int32_t day = t->env.today;

    t->clock(t->clock_ctx, &t->env);
    if (t->env.today != day)
        for (struct screen *s = t->top; s; s = s->below)
            s->stale = true;
    if (store_refresh(t->st, &err) == XH_OK && t->defs != t->st->defs) {
        t->defs = t->st->defs;
        for (struct screen *s = t->top; s; s = s->below)
            s->stale = true;
    }
    if (!t->me_name) {
        t->me_name = person_name(t->st->db, t->me);
        t->me_unit = person_unit(t->st->db, t->me);
    }
}

/* The four counts of the top line; not before the first paint. Rows counted apart
 * (households) are never added to items (OFFICE 7). */
static void count(struct tui *t)
{
    static const char *const by[] = { "list" };
    struct filter f = tui_filter(t);
    struct group_count *v = NULL;
    size_t n = 0;
    struct xh_err err = {0};

    if (query_counts(t->st, &f, by, 1, &v, &n, &err) != XH_OK)
        return;
    t->counts = (struct counts){0};
    for (size_t i = 0; i < n; i++) {
        const struct list_def *l = defs_list(t->defs, v[i].list);
        if (*list_row_apart(l))
            continue;
        for (int c = 0; c <= COLOUR_GREY; c++)
            t->counts.colour[c] += v[i].n.colour[c];
        t->counts.review += v[i].n.review;
        t->counts.total += v[i].n.total;
        t->counts.closed += v[i].n.closed;
    }
    t->counted = true;
    group_counts_free(v, n);
}

/* True when somebody has written since the last look. */
static bool others_wrote(struct tui *t)
{
    int64_t now = db_data_version(t->st->db);
    bool wrote = now != t->data_version;

    t->data_version = now;
    return wrote;
}

static void all_stale(struct tui *t)
{
    for (struct screen *s = t->top; s; s = s->below)
        s->stale = true;
    t->counted = false;
}

void tui_changed(struct tui *t)
{
    t->data_version = db_data_version(t->st->db);
    t->defs = t->st->defs;
    all_stale(t);
}

void tui_become(struct tui *t, int64_t person)
{
    t->me = person;
    t->anew = true;
    t->counted = false;
    free(t->me_name);
    free(t->me_unit);
    t->me_name = person_name(t->st->db, person);
    t->me_unit = person_unit(t->st->db, person);
    display_begin(t);
    done_free(t->done);
    t->done = NULL;
}

/* ---- the stack ---- */

static void close_screen(struct tui *t, struct screen *s)
{
    if (s->ops->close)
        s->ops->close(t, s->state);
    free(s->state);
    free(s);
}

static void pop(struct tui *t)
{
    struct screen *s = t->top;

    t->top = s->below;
    close_screen(t, s);
    if (t->top)
        t->top->stale = true;
}

void tui_push(struct tui *t, const struct screen_ops *ops, const void *arg)
{
    struct screen *s = xcalloc(1, sizeof *s);
    struct xh_err err = {0};

    s->ops = ops;
    s->state = xcalloc(1, ops->size ? ops->size : 1);
    s->stale = true;
    if (ops->open && ops->open(t, s->state, arg, &err) != XH_OK) {
        close_screen(t, s);
        tui_refuse(t, &err);
        return;
    }
    s->below = t->top;
    t->top = s;
}

const struct screen_ops *tui_top(const struct tui *t)
{
    return t->top ? t->top->ops : NULL;
}

/* ---- drawing ---- */

static bool too_small(struct tui *t)
{
    struct buf b = {0};

    if (t->canvas.rows >= LEAST_ROWS && t->canvas.cols >= LEAST_COLS)
        return false;
    buf_printf(&b, _("Please make the window larger: %dx%d, at least %dx%d. F10 leaves."),
               t->canvas.cols, t->canvas.rows, LEAST_COLS, LEAST_ROWS);
    canvas_put(&t->canvas, 0, 0, t->canvas.cols, buf_str(&b), TEXT_LEFT, STYLE_STRONG);
    buf_fini(&b);
    return true;
}

bool tui_is_too_small(const struct tui *t, const struct input *in)
{
    return in->key != K_HANGUP && (t->canvas.rows < LEAST_ROWS || t->canvas.cols < LEAST_COLS);
}

void tui_draw(struct tui *t)
{
    int rows, cols;

    t->term.size(t->term.ctx, &rows, &cols);
    if (rows != t->canvas.rows || cols != t->canvas.cols)
        canvas_init(&t->canvas, rows, cols);
    else
        canvas_clear(&t->canvas);
    if (too_small(t) || !t->top)
        return;
    frame_draw(t, t->top->ops, t->top->state);
    t->top->ops->draw(t, t->top->state, frame_body(t));
    tour_draw(t, t->top->ops);
}

void tui_show(struct tui *t)
{
    tui_draw(t);
    t->term.show(t->term.ctx, &t->canvas);
}

bool tui_in_a_hurry(struct tui *t, const struct input *last)
{
    return last->pasted && tui_key_waits(t) && t->ahead.pasted;
}

void tui_show_status(struct tui *t)
{
    if (t->canvas.rows < LEAST_ROWS || t->canvas.cols < LEAST_COLS)
        return;
    frame_draw_status(t);
    t->term.show(t->term.ctx, &t->canvas);
}

static void load_stale(struct tui *t)
{
    struct screen *s = t->top;
    struct xh_err err = {0};

    if (!s || !s->stale)
        return;
    s->stale = s->rested = false;
    if (s->ops->load && s->ops->load(t, s->state, &err) != XH_OK)
        tui_refuse(t, &err);
}

/* ---- what every screen understands ---- */

static bool any_unsaved(struct tui *t)
{
    for (struct screen *s = t->top; s; s = s->below)
        if (s->ops->unsaved && s->ops->unsaved(t, s->state))
            return true;
    return false;
}

static bool may_leave(struct tui *t, bool all)
{
    struct screen *s = t->top;
    bool unsaved = all ? any_unsaved(t) : s->ops->unsaved && s->ops->unsaved(t, s->state);

    return !unsaved || ask_yes(t, _("Leave without saving?"),
                               _("What has been typed here is not saved yet."));
}

static void toggle_mouse(struct tui *t)
{
    struct display d = t->display;
    struct xh_err err = {0};

    d.mouse = t->mouse ? MOUSE_IS_OFF : MOUSE_IS_ON;
    display_change(t, &d, &err);        /* for now also where it cannot be kept */
    tui_say(t, "%s%s%s", t->mouse ? _("The mouse is on. Shift and drag selects text.")
                                  : _("The mouse is off."), err.msg[0] ? "  " : "", err.msg);
}

/* Nothing another person may not see is left behind. */
static void open_anew(struct tui *t, const struct screen_ops *first, const void *arg)
{
    t->anew = false;
    while (t->top)
        pop(t);
    tui_push(t, first, arg);
}

static enum step common(struct tui *t, enum cmd cmd)
{
    switch (cmd) {
    case CMD_HELP:
        help_open(t, t->top->ops);
        return STEP_STAY;
    case CMD_MENU:
    case CMD_PALETTE:
        menu_open(t, cmd == CMD_PALETTE, t->top->ops);
        return STEP_STAY;
    case CMD_BACK:
        if (!t->top->below)
            return may_leave(t, true) ? STEP_QUIT : STEP_STAY;
        return may_leave(t, false) ? STEP_POP : STEP_STAY;
    case CMD_CLEAR:
        if (t->top->below)
            return may_leave(t, false) ? STEP_POP : STEP_STAY;
        return STEP_STAY;
    case CMD_UNDO:
        done_undo(t);
        return STEP_RELOAD;
    case CMD_REDO:
        done_redo(t);
        return STEP_RELOAD;
    case CMD_SHEET:
        tui_push(t, &report_screen, NULL);
        return STEP_STAY;
    case CMD_PRINT:
        screen_print(t, t->top->ops);
        return STEP_STAY;
    case CMD_REPAINT:           /* from the palette; the key never gets here */
        t->repaint = true;
        return STEP_STAY;
    case CMD_MOUSE:
        toggle_mouse(t);
        return STEP_STAY;
    default:
        return STEP_IGNORED;
    }
}

/* A greyed command tells its reason instead of acting. */
static bool is_greyed(struct tui *t, enum cmd cmd)
{
    const struct screen *s = t->top;
    struct xh_err why = {0};
    const char *word = NULL;

    if (!s->ops->may || s->ops->may(t, s->state, cmd, &word, &why))
        return false;
    if (why.msg[0])
        tui_refuse(t, &why);
    else
        tui_say(t, "%s", _("Nothing to do that with here."));
    return true;
}

static void after(struct tui *t, enum step step)
{
    switch (step) {
    case STEP_RELOAD:
        all_stale(t);
        break;
    case STEP_POP:
        if (t->top)
            pop(t);
        break;
    case STEP_QUIT:
        while (t->top)
            pop(t);
        break;
    case STEP_STAY:
    case STEP_IGNORED:
        break;
    }
}

static void run_command(struct tui *t, enum cmd cmd, const struct input *in)
{
    struct screen *s = t->top;
    enum step step = STEP_IGNORED;

    s->rested = false;
    if (keymap_bind(s->ops->keys, cmd) && !is_greyed(t, cmd))
        step = s->ops->command(t, s->state, cmd, in);
    else if (t->status[0])
        return;
    if (step == STEP_IGNORED && t->top == s)
        step = common(t, cmd);
    after(t, step);
}

void tui_do(struct tui *t, enum cmd cmd)
{
    if (t->top)
        run_command(t, cmd, &(struct input){ .key = K_NONE });
}

/* ---- input ---- */

void tui_explain_foreign(struct tui *t)
{
    tui_say(t, "%s", _("The Chinese input method is on. Press Shift to switch to English, or use "
                       "the F-keys below."));
}

void tui_explain_interrupt(struct tui *t)
{
    tui_say(t, "%s", _("Press y to copy text out, F10 to leave."));
}

static void press(struct tui *t, const struct input *in)
{
    struct screen *s = t->top;
    const struct canvas_hit *hit = canvas_find_hit(&t->canvas, in->y, in->x);

    if (in->mouse == MOUSE_WHEEL_UP || in->mouse == MOUSE_WHEEL_DOWN) {
        for (int i = 0; i < 3; i++)
            run_command(t, in->mouse == MOUSE_WHEEL_UP ? CMD_UP : CMD_DOWN, in);
        return;
    }
    if (!hit)
        return;
    struct canvas_hit copy = *hit;      /* the screen may draw anew */
    if (copy.arg >= 0) {
        if (s->ops->hit)
            after(t, s->ops->hit(t, s->state, &copy, in->mouse == MOUSE_DOUBLE));
        return;
    }
    enum cmd cmd = keymap_find(s->ops->keys, copy.key);
    if (cmd)
        run_command(t, cmd, in);
}

static void take(struct tui *t, struct input *in)
{
    struct screen *s = t->top;
    enum step step = STEP_STAY;

    if (in->key == K_MOUSE) {
        press(t, in);
        return;
    }
    if (s->ops->type && s->ops->type(t, s->state, in, &step)) {
        if (t->top == s) {      /* it has not left */
            s->rested = false;
            after(t, step);
        }
        return;
    }
    if (in->pasted) {
        tui_say(t, "%s", _("Pasted text is not taken as commands. Open a form first."));
        return;
    }
    if (in->key == K_CTRL('C')) {
        tui_explain_interrupt(t);
        return;
    }
    if (key_is_foreign(in->key)) {
        tui_explain_foreign(t);
        return;
    }
    enum cmd cmd = keymap_find(t->top->ops->keys, key_plain(in->key));
    if (!cmd && in->key == K_ESC)
        cmd = CMD_CLEAR;        /* nothing to clear here: back */
    if (cmd)
        run_command(t, cmd, in);
    else if (in->key != K_NONE)
        tui_say(t, _("%s does nothing here. F1 helps."), key_label(key_plain(in->key)));
}

/* Another program is writing and we wait for our turn: said, not frozen. Nothing but the
 * status line is painted, for the database must not be asked now. */
static void say_waiting(void *ctx, const char *holder)
{
    struct tui *t = ctx;

    tui_say(t, _("waiting for %s to finish writing ..."), holder);
    tui_show_status(t);
}

/* Nothing came for a while: is it another day, has somebody written? */
static void look_around(struct tui *t)
{
    settle(t);
    if (others_wrote(t))
        all_stale(t);
}

static int64_t ticks(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* The next input; while none is there the screen on top does what could wait, and is painted
 * now and then: painting after every slice took longer than the slices. */
static void wait_for(struct tui *t, struct input *in)
{
    int64_t shown = ticks();

    *in = (struct input){ .key = K_TICK };
    while (t->top && t->top->ops->idle && !t->top->rested) {
        tui_read(t, 0, in);
        if (in->key != K_TICK)
            return;
        t->top->rested = !t->top->ops->idle(t, t->top->state);
        if (!t->top->rested && ticks() - shown < SHOW_MS)
            continue;
        tui_show(t);
        shown = ticks();
    }
    tui_read(t, LOOK_MS, in);
}

enum xh_rc tui_run(struct tui *t, const struct screen_ops *first, const void *arg,
                   struct xh_err *err)
{
    struct input in = {0};
    bool at_top_escape;

    (void)err;
    t->canvas = (struct canvas){ .cursor_y = -1, .cursor_x = -1 };
    t->defs = t->st->defs;
    t->mouse = true;            /* as the terminal was opened */
    t->st->waiting = say_waiting;
    err_on_screen(true);
    t->st->waiting_ctx = t;
    t->data_version = db_data_version(t->st->db);
    settle(t);
    display_begin(t);
    tui_push(t, first, arg);
    while (t->top) {
        if (t->anew)
            open_anew(t, first, arg);
        load_stale(t);
        if (!tui_in_a_hurry(t, &in))
            tui_show(t);
        if (!t->counted) {
            count(t);
            tui_show(t);
        }
        wait_for(t, &in);
        if (in.key == K_NONE)
            continue;
        if (in.key == K_TICK) {
            look_around(t);
            continue;
        }
        if (in.key == K_HANGUP)
            break;
        t->status[0] = '\0';
        t->status_is_wrong = false;
        tour_settle(t);
        if (in.key == K_RESIZE || tui_is_too_small(t, &in)) {
            if (in.key == K_F10 && !any_unsaved(t))
                after(t, STEP_QUIT);    /* nothing can be asked in so small a window */
            continue;
        }
        if (in.key == K_ESC && !t->top->below && tour_escape(t))
            continue;
        at_top_escape = in.key == K_ESC && !t->top->below &&
                        !keymap_bind(t->top->ops->keys, CMD_CLEAR);
        if (at_top_escape && !tui_escape_digit(t, &in))
            continue;
        take(t, &in);
    }
    while (t->top)
        pop(t);
    t->st->waiting = NULL;
    err_on_screen(false);
    t->st->waiting_ctx = NULL;
    canvas_fini(&t->canvas);
    free(t->me_name);
    free(t->noted);
    free(t->me_unit);
    t->me_name = t->me_unit = t->noted = NULL;
    done_free(t->done);
    t->done = NULL;
    tour_end(t);
    return XH_OK;
}
