#include "tui/visit_sheet.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "report/export.h"
#include "report/field_sheet.h"
#include "report/visit_rows.h"
#include "tui/acts.h"
#include "tui/detail.h"
#include "tui/frame.h"
#include "tui/keys.h"
#include "tui/preview.h"
#include "tui/text_pane.h"
#include "tui/visit_sheet_own.h"

enum { ABOUT = 6 };             /* lines below the table, with the one over them */

static const struct key_bind keys[] = {
    { CMD_ACT, N_("Key in"), N_("record the visit of this line, or of those marked; the day "
                                "stays for the next"), 0 },
    { CMD_FIND, N_("Find"), N_("a name or code, by pinyin too; a number typed goes to its line"),
      0 },
    { CMD_PRINT, N_("Print"), N_("the sheet as text, to take along"), 0 },
    { CMD_OPEN, NULL, N_("the same"), 0 },
    { CMD_VISIT, NULL, N_("the same"), 0 },
    { CMD_FILTER, NULL, N_("another person, project, village or day of printing"), 0 },
    { CMD_OWN_1, NULL, N_("the promise to this household was kept"), 'K' },
    { CMD_OWN_2, NULL, N_("everything about the household"), 'O' },
    { CMD_MARK, NULL, N_("mark it: the same visit to several"), 0 },
    { CMD_MARK_ALL, NULL, N_("mark all that are shown"), 0 },
    { CMD_CLEAR, NULL, N_("take marks away, then go back"), 0 },
    { CMD_FIND_NEXT, NULL, NULL, 0 }, { CMD_FIND_PREV, NULL, NULL, 0 },
    { CMD_UP, NULL, NULL, 0 }, { CMD_DOWN, NULL, NULL, 0 },
    { CMD_PGUP, NULL, NULL, 0 }, { CMD_PGDN, NULL, NULL, 0 },
    { CMD_HOME, NULL, NULL, 0 }, { CMD_END, NULL, NULL, 0 },
    { CMD_NONE, NULL, NULL, 0 },
};

/* ---- reading ---- */

static int32_t printed_on(const struct tui *t, const struct sheet_state *s)
{
    return s->day == DAY_NONE ? t->env.today : s->day;
}

struct round_ask visit_sheet_ask(const struct tui *t, const struct sheet_state *s)
{
    return (struct round_ask){ .owner = s->owner, .parent = s->parent, .place = s->place,
                               .day = printed_on(t, s), .today = t->env.today, .reader = t->me };
}

static int64_t line_id(void *ctx, size_t row)
{
    const struct sheet_state *s = ctx;

    return s->r.v[row].row.it.id;
}

static enum xh_rc sheet_open(struct tui *t, void *state, const void *arg, struct xh_err *err)
{
    struct sheet_state *s = state;
    const struct visit_sheet_arg *a = arg;

    (void)t;
    (void)err;
    s->owner = xstrdup(a->owner);
    s->owner_name = xstrdup(a->owner_name);
    s->parent = a->parent ? xstrdup(a->parent) : NULL;
    s->day = s->on = DAY_NONE;
    s->view = (struct table_view){ .id = line_id, .ctx = s };
    return XH_OK;
}

static enum xh_rc sheet_load(struct tui *t, void *state, struct xh_err *err)
{
    struct sheet_state *s = state;
    const struct round_ask ask = visit_sheet_ask(t, s);
    struct round r = {0};
    enum xh_rc rc = round_load(t->st, &ask, &r, err);

    if (rc != XH_OK) {          /* the lines there were may be another person's */
        round_fini(&r);
        r = (struct round){0};
    }
    round_fini(&s->r);
    s->r = r;
    s->unread = rc != XH_OK;
    table_view_rows(&s->view, r.n);
    table_view_keep_marks(&s->view);
    return rc;
}

static void sheet_close(struct tui *t, void *state)
{
    struct sheet_state *s = state;

    (void)t;
    round_fini(&s->r);
    table_view_fini(&s->view);
    marks_clear(&s->saved);
    free(s->owner);
    free(s->owner_name);
    free(s->parent);
    free(s->place);
    free(s->find);
}

static bool is_recorded(const struct sheet_state *s, const struct round_line *l)
{
    return l->visited || marks_has(&s->saved, l->row.it.id);
}

/* ---- drawing ---- */

enum { COL_NO, COL_SAVED, COL_CODE, COL_NAME, COL_PLACE, COL_STEP, COL_LAST, COL_PROMISE, COLS };

/* "11-10 在谈"; the year, where it is another. */
static void say_last(const struct round_line *l, int32_t today, struct buf *out)
{
    char day[DAY_TEXT];

    if (l->visits.n)
        buf_printf(out, "%s %s", day_format_short(l->visits.v[0].day, today, day),
                   stance_name(l->visits.stance));
}

static void say_promise(const struct round_line *l, int32_t today, struct buf *out)
{
    char day[DAY_TEXT];

    buf_puts(out, day_format_short(l->visits.promise_due, today, day));
    if (l->visits.broken)
        buf_puts(out, _(" broken"));
}

static void cell(void *ctx, size_t row, size_t column, struct buf *out, enum style *style)
{
    const struct sheet_state *s = ctx;
    const struct round_line *l = &s->r.v[row];
    int32_t today = s->t->env.today;
    int step = list_step(l->list, l->row.it.next_step);

    (void)style;
    switch (column) {
    case COL_NO:    buf_printf(out, "%lld", (long long)l->no); break;
    case COL_SAVED: buf_puts(out, is_recorded(s, l) ? _("keyed") : ""); break;
    case COL_CODE:  buf_puts(out, l->row.it.code); break;
    case COL_NAME:  buf_puts(out, l->row.it.title); break;
    case COL_PLACE: buf_puts(out, l->row.place); break;
    case COL_STEP:
        buf_puts(out, step >= 0 ? l->list->steps[step].name : _("all steps done"));
        break;
    case COL_LAST:      say_last(l, today, out); break;
    case COL_PROMISE:   say_promise(l, today, out); break;
    }
}

/* Of the line under the cursor: what was said last, and the promises that are open. */
static char *about(const struct tui *t, const struct sheet_state *s)
{
    struct buf b = {0};

    if (s->view.cursor >= s->r.n)
        return buf_take(&b);
    const struct round_line *l = &s->r.v[s->view.cursor];
    buf_printf(&b, "%lld  %s %s  %s", (long long)l->no, l->row.it.code, l->row.it.title,
               l->row.place);
    if (l->visits.n) {
        buf_printf(&b, "\n%s ", _("Last visit"));
        visit_text(&b, &l->visits.v[0], t->env.today);
    } else {
        buf_printf(&b, "\n%s", _("Nobody has been there yet."));
    }
    for (size_t i = 1; i < l->visits.n; i++) {
        const struct visit *v = &l->visits.v[i];
        if (v->promise_due == DAY_NONE || v->kept_on != DAY_NONE)
            continue;
        buf_putc(&b, '\n');
        visit_text(&b, v, t->env.today);
    }
    return buf_take(&b);
}

static int widest(int a, int b)
{
    return a > b ? a : b;
}

/* As wide as what stands in them, so that the others need not leave on 80 columns. */
static void measure(const struct tui *t, const struct sheet_state *s, int *code, int *last,
                    int *promise)
{
    int stance = 0;

    *code = text_width(_("Code"));
    for (int k = STANCE_NONE + 1; k < STANCES; k++)
        stance = widest(stance, text_width(stance_name((enum stance)k)));
    *last = 6 + stance;
    *promise = 5 + text_width(_(" broken"));
    for (size_t i = 0; i < s->r.n; i++) {
        struct buf seen = {0}, due = {0};
        say_last(&s->r.v[i], t->env.today, &seen);
        say_promise(&s->r.v[i], t->env.today, &due);
        *code = widest(*code, text_width(s->r.v[i].row.it.code));
        *last = widest(*last, text_width(buf_str(&seen)));
        *promise = widest(*promise, text_width(buf_str(&due)));
        buf_fini(&seen);
        buf_fini(&due);
    }
}

static void sheet_draw(struct tui *t, void *state, struct area body)
{
    struct sheet_state *s = state;
    bool wide = body.w >= 100;
    int code, last, promise;
    measure(t, s, &code, &last, &promise);
    const struct view_column columns[COLS] = {
        [COL_NO] = { _("No."), 4, TEXT_RIGHT, 0 },
        [COL_SAVED] = { "", text_width(_("keyed")), TEXT_LEFT, 0 },
        [COL_CODE] = { _("Code"), code, TEXT_LEFT, 0 },
        [COL_NAME] = { _("Householder"), 0, TEXT_LEFT, 0 },
        [COL_PLACE] = { _("Place"), wide ? 24 : 12, TEXT_LEFT, 2 },
        [COL_STEP] = { _("Step now"), wide ? 14 : 8, TEXT_LEFT, 1 },
        [COL_LAST] = { _("Last visit"), last, TEXT_LEFT, 0 },
        [COL_PROMISE] = { _("Promise"), promise, TEXT_LEFT, 0 },
    };
    int below = body.h / 2 < ABOUT ? body.h / 2 : ABOUT;
    struct area table = body, pane = body;
    char *text = about(t, s);

    table.h -= below;
    pane.y += table.h;
    pane.h = below;
    s->t = t;
    s->view.cell = cell;
    s->view.columns = columns;
    s->view.n_columns = COLS;
    s->view.least = 11;
    s->view.empty = s->unread
        ? _("This sheet could not be read.")
        : _("Nobody to go to: no rows that are not signed, no open promises.");
    canvas_fill(&t->canvas, body, STYLE_PLAIN);
    table_view_draw(&s->view, &t->canvas, table);
    s->view.columns = NULL;
    text_pane_about(&t->canvas, pane, text, STYLE_STRONG);
    free(text);
}

static void sheet_path(struct tui *t, void *state, struct buf *out)
{
    const struct sheet_state *s = state;
    char day[DAY_TEXT];
    size_t done = 0;

    for (size_t i = 0; i < s->r.n; i++)
        done += is_recorded(s, &s->r.v[i]);
    buf_puts(out, s->owner_name);
    if (s->parent)
        buf_printf(out, "  %s", s->parent);
    if (s->place)
        buf_printf(out, "  %s", s->place);
    buf_printf(out, _("  sheet of %s  recorded %zu/%zu"),
               day_format_short(printed_on(t, s), t->env.today, day), done, s->r.n);
    if (s->view.marks.n)
        buf_printf(out, _("  marked %zu"), s->view.marks.n);
}

/* ---- as text ---- */

static enum xh_rc compose(struct tui *t, void *ctx, bool away, struct document *out,
                          struct xh_err *err)
{
    const struct sheet_state *s = ctx;
    const struct round_ask ask = visit_sheet_ask(t, s);
    struct sheet_look look = { .day = ask.day, .reader = t->me };
    struct round r = {0};
    struct exporter taking;
    size_t told;
    enum xh_rc rc = away ? exporter_begin(&taking, t->st, t->me, NULL, err) : XH_OK;

    if (away) {
        look.keep = exporter_takes;
        look.ctx = &taking;
    }
    if (rc == XH_OK)
        rc = round_load(t->st, &ask, &r, err);
    if (rc == XH_OK)
        rc = field_sheet_paper(out, t->st, &r, &look, &told, err);
    round_fini(&r);
    return rc;
}

static void print(struct tui *t, struct sheet_state *s)
{
    char day[DAY_TEXT];
    char *file = xasprintf("%s%s%s", _("Visits to households"), s->owner_name,
                           day_format(printed_on(t, s), day));

    for (char *p = file; *p; p++)
        if (*p == '/')
            *p = '-';           /* a file's name */
    tui_push(t, &preview_screen, &(struct preview_arg){
        .title = _("Visits to households"), .file = file, .paper = compose, .width = SHEET_WIDTH,
        .ctx = s });
    free(file);
}

/* ---- recording ---- */

/* The line under the cursor is not that of the number typed: nothing is written to it. */
static bool is_another(struct tui *t, const struct sheet_state *s)
{
    if (s->missing)
        tui_say(t, _("There is no line %lld on this sheet: nothing is recorded. Type its number "
                     "again, or go to the line."), (long long)s->missing);
    return s->missing != 0;
}

/* Those marked, else the line under the cursor; then on to the line after it. What could not be
 * done stays marked. */
static enum step record(struct tui *t, struct sheet_state *s)
{
    if (s->view.cursor >= s->r.n || is_another(t, s))
        return STEP_STAY;
    bool many = s->view.marks.n > 0;
    size_t n = many ? s->view.marks.n : 1, n_failed = 0, next = s->view.cursor + 1;
    int64_t *items = xcalloc(n, sizeof *items), *failed = xcalloc(n, sizeof *failed);

    items[0] = s->r.v[s->view.cursor].row.it.id;
    if (many)
        memcpy(items, s->view.marks.v, n * sizeof *items);
    bool done = acts_visit(t, &(struct targets){ items, n }, &s->on, failed, &n_failed);
    if (done) {
        for (size_t i = 0; i < n; i++)
            marks_put(&s->saved, items[i], true);
        marks_clear(&s->view.marks);
        for (size_t i = 0; i < n_failed; i++) {
            marks_put(&s->saved, failed[i], false);
            marks_put(&s->view.marks, failed[i], true);
        }
        if (!many && next < s->r.n)
            table_view_go(&s->view, next);
    }
    free(items);
    free(failed);
    return done ? STEP_RELOAD : STEP_STAY;
}

static enum step kept(struct tui *t, const struct sheet_state *s)
{
    bool done = s->view.cursor < s->r.n && !is_another(t, s) &&
                acts_kept(t, s->r.v[s->view.cursor].row.it.id, 0);

    return done ? STEP_RELOAD : STEP_STAY;
}

static void open_here(struct tui *t, const struct sheet_state *s)
{
    if (s->view.cursor < s->r.n)
        tui_push(t, &detail_screen, &s->r.v[s->view.cursor].row.it.id);
}

/* ---- commands ---- */

static enum step sheet_command(struct tui *t, void *state, enum cmd cmd, const struct input *in)
{
    struct sheet_state *s = state;

    (void)in;
    if (table_view_move(&s->view, cmd) || table_view_mark(&s->view, cmd)) {
        s->missing = 0;
        return STEP_STAY;
    }
    switch (cmd) {
    case CMD_ACT:
    case CMD_OPEN:
    case CMD_VISIT:     return record(t, s);
    case CMD_OWN_1:     return kept(t, s);
    case CMD_OWN_2:     open_here(t, s); return STEP_STAY;
    case CMD_PRINT:     print(t, s); return STEP_STAY;
    case CMD_FIND:      visit_sheet_find(t, s); return STEP_STAY;
    case CMD_FIND_NEXT:
    case CMD_FIND_PREV:
        if (s->find)
            visit_sheet_find_next(t, s, cmd == CMD_FIND_PREV);
        else
            visit_sheet_find(t, s);
        return STEP_STAY;
    case CMD_FILTER:
        if (!visit_sheet_ask_other(t, s))
            return STEP_STAY;
        table_view_top(&s->view);
        s->missing = 0;
        return STEP_RELOAD;
    default:            return STEP_IGNORED;
    }
}

/* A number typed digit by digit: the cursor is on its line at once. One that is not there leaves
 * it where it is, and nothing is recorded until it is right or the cursor has been moved: another
 * household would get its visit. */
static bool sheet_type(struct tui *t, void *state, const struct input *in, enum step *step)
{
    struct sheet_state *s = state;
    uint32_t key = key_plain(in->key);

    if (in->pasted || key < '0' || key > '9' || (key == '0' && s->typed == 0)) {
        if (key != K_TICK)
            s->typed = 0;
        return false;
    }
    *step = STEP_STAY;
    int64_t no = s->typed * 10 + (int64_t)(key - '0');
    if (visit_sheet_go_to(s, no)) {
        s->typed = no;
        s->missing = 0;
    } else {
        tui_say(t, _("There is no line %lld on this sheet."), (long long)no);
        s->typed = 0;
        s->missing = no;
    }
    return true;
}

static bool sheet_may(struct tui *t, void *state, enum cmd cmd, const char **word,
                      struct xh_err *why)
{
    const struct sheet_state *s = state;

    bool records = cmd == CMD_ACT || cmd == CMD_OPEN || cmd == CMD_VISIT;

    if (!records || s->view.marks.n || s->view.cursor >= s->r.n)
        return true;
    return acts_may(t, CMD_VISIT, s->r.v[s->view.cursor].row.it.id, word, why);
}

static enum step sheet_hit(struct tui *t, void *state, const struct canvas_hit *hit, bool twice)
{
    struct sheet_state *s = state;

    s->typed = s->missing = 0;
    return table_view_press(&s->view, hit, twice) ? record(t, s) : STEP_STAY;
}

const struct screen_ops visit_sheet_screen = {
    .id = "visit_sheet", .title = N_("Key in visits"), .keys = keys,
    .size = sizeof(struct sheet_state), .open = sheet_open, .load = sheet_load,
    .draw = sheet_draw, .command = sheet_command, .path = sheet_path, .may = sheet_may,
    .hit = sheet_hit, .counts = frame_no_counts, .type = sheet_type, .close = sheet_close,
};
