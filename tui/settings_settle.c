/* settings_settle.c - 设置, 期限核定 (OFFICE 6, ENGINE 37): what is past due after a ledger came
 * in, kept or set anew with its basis, row by row, marked rows at once or from a file.
 *
 * Rows of a batch are done all or none; when some are refused they are named, and the others
 * can be done without them: those refused stay marked. */
#include <stdlib.h>
#include <string.h>

#include "model/explain.h"
#include "model/i18n.h"
#include "model/people.h"
#include "model/permit.h"
#include "model/settle.h"
#include "model/when.h"
#include "report/csv_read.h"
#include "tui/ask.h"
#include "tui/detail.h"
#include "tui/done.h"
#include "tui/files.h"
#include "tui/form.h"
#include "tui/patience.h"
#include "tui/settings_own.h"
#include "tui/table_view.h"

#define AT_ONCE 50              /* rows looked up in one go, after the paint */
#define WORDS 3                 /* lines below the table */

struct settling {
    struct tui *t;
    const char *list;           /* of the definitions; NULL: all of them */
    const struct defs *defs;
    struct rows rows;
    struct settle_word *words; size_t n_words;  /* of the first so many rows */
    char *basis;                /* given last: offered again */
    struct table_view view;
};

static const struct key_bind keys[] = {
    { CMD_ACT, N_("New date"), N_("set a new deadline, with its basis"), 0 },
    { CMD_RETURN, N_("Stays"), N_("the deadline stays as it is, with the basis"), 0 },
    { CMD_SUPERVISE, N_("List"), N_("only one list"), 0 },
    { CMD_REPORT, N_("From file"), N_("from a file with the columns code, to, reason"), 0 },
    { CMD_MARK, NULL, N_("mark the row and step down"), 0 },
    { CMD_MARK_ALL, NULL, N_("mark all that are not settled"), 0 },
    { CMD_OPEN, N_("Open"), N_("open the item"), 0 },
    { CMD_TREE, NULL, NULL, 0 },
    { CMD_CLEAR, NULL, N_("take marks away, then go back"), 0 },
    { CMD_UP, NULL, NULL, 0 }, { CMD_DOWN, NULL, NULL, 0 }, { CMD_PGUP, NULL, NULL, 0 },
    { CMD_PGDN, NULL, NULL, 0 }, { CMD_HOME, NULL, NULL, 0 }, { CMD_END, NULL, NULL, 0 },
    { CMD_NONE, NULL, NULL, 0 },
};

/* ---- loading ---- */

static enum xh_rc past_due(struct tui *t, const char *list, struct rows *out, struct xh_err *err)
{
    struct filter f = tui_filter(t);
    const char *where[1];
    char text[32];

    f.list = list;
    f.order = ORDER_DUE;
    f.without = ROW_CO | ROW_LATEST | ROW_FIELDS;
    settle_past_due(&f, where, text);
    return query_rows(t->st, &f, out, err);
}

static void forget_words(struct settling *s)
{
    for (size_t i = 0; i < s->n_words; i++)
        free(s->words[i].basis);
    s->n_words = 0;
}

static enum xh_rc settle_load(struct tui *t, void *state, struct xh_err *err)
{
    struct settling *s = state;
    struct rows fresh = {0};
    struct patience p;

    if (s->defs != t->defs)
        s->list = NULL;
    s->defs = t->defs;
    patience_begin(&p, t, _("Reading"));
    enum xh_rc rc = past_due(t, s->list, &fresh, err);
    if (patience_end(&p))
        rc = XH_OK;             /* what was found so far is shown */
    forget_words(s);
    rows_fini(&s->rows);
    s->rows = fresh;
    s->words = xrealloc(s->words, (fresh.n + 1) * sizeof *s->words);
    table_view_rows(&s->view, fresh.n);
    table_view_keep_marks(&s->view);
    return rc;
}

/* What was said of each deadline, a few rows at a time. */
static bool settle_idle(struct tui *t, void *state)
{
    struct settling *s = state;
    struct xh_err err = {0};

    for (int i = 0; i < AT_ONCE && s->n_words < s->rows.n; i++, s->n_words++) {
        const struct item *it = &s->rows.v[s->n_words].it;
        if (settle_word(t->st, it->id, it->due, &s->words[s->n_words], &err) != XH_OK) {
            free(s->words[s->n_words].basis);
            s->words[s->n_words] = (struct settle_word){ .basis = xstrdup(err.msg) };
        }
    }
    return s->n_words < s->rows.n;
}

static void settle_close(struct tui *t, void *state)
{
    struct settling *s = state;

    (void)t;
    forget_words(s);
    free(s->words);
    rows_fini(&s->rows);
    table_view_fini(&s->view);
    free(s->basis);
}

/* ---- painting ---- */

enum { COLUMN_COLOUR, COLUMN_CODE, COLUMN_TITLE, COLUMN_OWNER, COLUMN_FIRST, COLUMN_DUE,
       COLUMN_LATE, COLUMN_WORD };

static void put_word(const struct settle_word *w, struct buf *out)
{
    char day[DAY_TEXT];

    if (w->state == SETTLE_KEPT)
        buf_printf(out, _("stays (%s)"), day_format(w->day, day) + 5);
    else if (w->state == SETTLE_ASKED)
        buf_printf(out, _("asked %s"), w->day == DAY_NONE ? "" : day_format(w->day, day) + 5);
}

static void cell(void *ctx, size_t row, size_t column, struct buf *out, enum style *style)
{
    const struct settling *s = ctx;
    const struct row *r = &s->rows.v[row];
    int32_t today = s->t->env.today;
    char day[DAY_TEXT];

    if (row < s->n_words && s->words[row].state != SETTLE_NOT)
        *style = STYLE_DIM;
    switch (column) {
    case COLUMN_COLOUR:
        *style = theme_colour(r->colour);
        buf_puts(out, r->colour == COLOUR_NONE ? "" : colour_word(s->t->defs, r->colour));
        break;
    case COLUMN_CODE:  buf_puts(out, r->it.code); break;
    case COLUMN_TITLE: buf_puts(out, r->it.title); break;
    case COLUMN_OWNER: buf_puts(out, *r->owner ? r->owner : r->unit); break;
    case COLUMN_FIRST: buf_puts(out, day_format_short(r->it.first_due, today, day)); break;
    case COLUMN_DUE:   buf_puts(out, day_format_short(r->it.due, today, day)); break;
    case COLUMN_LATE:  buf_printf(out, "%d", (int)(today - r->it.due)); break;
    case COLUMN_WORD:
        if (row < s->n_words)
            put_word(&s->words[row], out);
        break;
    }
}

static int64_t item_at(void *ctx, size_t row)
{
    const struct settling *s = ctx;

    return s->rows.v[row].it.id;
}

/* All at once: those that are not settled yet. */
static bool takes_mark(void *ctx, size_t row, bool all)
{
    const struct settling *s = ctx;

    return !all || row >= s->n_words || s->words[row].state == SETTLE_NOT;
}

static enum xh_rc settle_open(struct tui *t, void *state, const void *arg, struct xh_err *err)
{
    struct settling *s = state;

    (void)arg, (void)err;
    s->t = t;
    s->view = (struct table_view){ .cell = cell, .id = item_at, .takes_mark = takes_mark,
                                   .ctx = s };
    return XH_OK;
}

static void settle_draw(struct tui *t, void *state, struct area body)
{
    struct settling *s = state;
    const struct view_column columns[] = {
        { _("Colour"), 4, TEXT_LEFT, 0 },   { _("Code"), 12, TEXT_LEFT, 0 },
        { _("Item"), 0, TEXT_LEFT, 0 },     { _("Owner"), 8, TEXT_LEFT, 2 },
        { _("First"), 8, TEXT_LEFT, 1 },    { _("Due"), 8, TEXT_LEFT, 0 },
        { _("Late"), 6, TEXT_RIGHT, 3 },    { _("Settled"), 14, TEXT_LEFT, 0 },
    };
    struct area rows = { body.y, body.x, body.h - WORDS - 1, body.w };
    struct area words = { body.y + rows.h + 1, body.x + 1, WORDS, body.w - 2 };
    size_t at = s->view.cursor;

    s->view.columns = columns;
    s->view.n_columns = sizeof columns / sizeof *columns;
    s->view.empty = _("No open item is past due.");
    table_view_draw(&s->view, &t->canvas, rows);
    s->view.columns = NULL;
    canvas_line(&t->canvas, words.y - 1, body.x, body.w, STYLE_DIM);
    if (at < s->n_words && s->words[at].state != SETTLE_NOT) {
        struct buf b = {0};
        put_word(&s->words[at], &b);
        buf_printf(&b, _("   basis: %s"), s->words[at].basis);
        settings_words(t, words, buf_str(&b), STYLE_PLAIN);
        buf_fini(&b);
    } else {
        settings_words(t, words,
                       _("A deadline a ledger brought along and that is past: it stays, or gets "
                         "a new date, with the basis (minutes, document). Whoever may not decide "
                         "asks for it."), STYLE_PLAIN);
    }
}

static void path(struct tui *t, void *state, struct buf *out)
{
    const struct settling *s = state;
    size_t open = 0;

    for (size_t i = 0; i < s->rows.n; i++)
        open += i >= s->n_words || s->words[i].state == SETTLE_NOT;
    buf_printf(out, _("%s   past due %zu, not settled %zu"),
               s->list ? defs_list(t->defs, s->list)->name : _("All lists"), s->rows.n, open);
    if (s->view.marks.n)
        buf_printf(out, _("  marked: %zu"), s->view.marks.n);
}

/* ---- asking ---- */

struct asking { int32_t to; char *basis; bool keeps; int64_t decided; };

/* May I record what a leader has decided on a signed form (ENGINE 27)? */
static bool may_paper(struct tui *t)
{
    return t->defs->township.paper_approval &&
           permit_relations(t->st->db, t->defs, t->me, VERB_PAPER, NULL) != 0;
}

static bool take_form(struct tui *t, struct form *f, void *ctx, struct xh_err *err)
{
    struct asking *a = ctx;
    struct form_field *day = form_find(f, "to"), *basis = form_find(f, "reason");
    struct form_field *by = form_find(f, "decided");
    struct xh_err why = {0};

    (void)err;
    a->decided = 0;
    if (by && *by->value && person_find(t->st->db, by->value, &a->decided, &why) != XH_OK)
        by->error = xstrdup(why.msg);
    a->to = day ? when_read(day->value, t->env.today, t->defs->calendar, false) : DAY_NONE;
    if (day && a->to == DAY_NONE)
        day->error = xstrdup(_("not a day; 11-27, +5 (workdays), 2026-11-27"));
    if (!*basis->value)
        basis->error = xstrdup(_("on what basis? minutes, document, who said so"));
    if ((day && day->error) || basis->error || (by && by->error))
        return false;
    a->basis = xstrdup(basis->value);
    return true;
}

/* The new day (unless it stays) and the basis; false: left. */
static bool ask_how(struct tui *t, struct settling *s, size_t n, const char *code,
                    struct asking *a)
{
    struct form f = { .title = a->keeps ? _("The deadline stays") : _("A new deadline"),
                      .save = take_form, .ctx = a };
    char *text = n > 1 ? xasprintf(_("%zu rows"), n) : xstrdup(code);
    size_t k = 0;

    f.text = text;
    f.fields = xcalloc(3, sizeof *f.fields);
    if (!a->keeps)
        f.fields[k++] = (struct form_field){ .id = "to", .label = _("New deadline"),
                                             .kind = FORM_DAY, .required = true };
    f.fields[k++] = (struct form_field){ .id = "reason", .label = _("On what basis"),
                                         .kind = FORM_TEXT, .required = true,
                                         .value = xstrdup(s->basis ? s->basis : "") };
    if (may_paper(t))
        f.fields[k++] = (struct form_field){
            .id = "decided", .label = _("Decided on paper by"), .kind = FORM_PERSON,
            .hint = _("the leader who signed; the form is chosen next. Empty: by me") };
    f.n = k;
    bool yes = form_run(t, &f);
    form_fini(&f);
    free(text);
    if (yes) {
        free(s->basis);
        s->basis = xstrdup(a->basis);
    }
    return yes;
}

/* The form `decided` (0: nobody) has signed, into `who`; `paper` keeps its path. False:
 * left. */
static bool ask_form(struct tui *t, int64_t decided, struct who *who, char **paper)
{
    if (!decided)
        return true;
    *paper = files_ask_one(t, _("The signed form"));
    who->decided = decided;
    who->paper = *paper;
    return *paper != NULL;
}

/* ---- doing ---- */

/* Those that were refused, named; does the person want the others done without them? */
static bool without_refused(struct tui *t, const struct settle *all)
{
    struct buf b = {0};

    for (size_t i = 0; i < all->n_why; i++)
        if (all->why[i]) {
            bool named = strncmp(all->why[i], all->calls[i].code, strlen(all->calls[i].code)) == 0;
            buf_printf(&b, "%s%s%s\n", named ? "" : all->calls[i].code, named ? "" : "  ",
                       all->why[i]);
        }
    ask_show(t, _("These cannot be settled"), buf_str(&b));
    buf_clear(&b);
    buf_printf(&b, _("%zu of %zu cannot be settled. Settle the other %zu without them?"),
               all->refused, all->n, all->n - all->refused);
    bool yes = all->n > all->refused && ask_yes(t, _("Without those refused?"), buf_str(&b));
    buf_fini(&b);
    return yes;
}

static void say_done(struct tui *t, const struct settle *s, size_t left)
{
    struct buf b = {0};

    buf_printf(&b, _("deadlines settled: %zu"), s->done);
    if (s->asked)
        buf_printf(&b, _("; asked for, somebody else grants it: %zu"), s->asked);
    if (left)
        buf_printf(&b, _("; refused: %zu"), left);
    if (s->skipped)
        buf_printf(&b, _("; without a date in the file: %zu"), s->skipped);
    done_batch_begin(t);                /* Ctrl-Z takes them back together */
    for (size_t i = 0; i < s->n_actions; i++)
        tui_did(t, s->actions[i], buf_str(&b));
    done_batch_end(t);
    tui_say(t, "%s", buf_str(&b));
    buf_fini(&b);
}

/* True when something was written. `left` gets the codes refused, one blank behind each. */
static bool run(struct tui *t, struct settle *all, const struct who *who, struct buf *left)
{
    struct xh_err err = {0};
    struct settle good = { .skipped = all->skipped };
    enum xh_rc rc = settle_run(all, t->st, &t->env, who, false, &err);

    if (rc == XH_OK) {
        say_done(t, all, 0);
        return true;
    }
    for (size_t i = 0; i < all->n_why; i++)
        if (all->why[i])
            buf_printf(left, "%s ", all->calls[i].code);
    if (!all->refused || all->n == 1) {
        if (all->refused)
            xh_fail(&err, XH_REFUSED, "%s", all->why[0]);
        tui_refuse(t, &err);
        return false;
    }
    bool done = false;
    if (without_refused(t, all)) {
        for (size_t i = 0; i < all->n; i++)
            if (!all->why[i]) {
                settle_add(&good, all->calls[i].code, all->calls[i].to, all->calls[i].reason);
                good.calls[good.n - 1].file = all->calls[i].file;
                good.calls[good.n - 1].line = all->calls[i].line;
            }
        done = settle_run(&good, t->st, &t->env, who, false, &err) == XH_OK;
        if (done)
            say_done(t, &good, all->refused);
        else
            tui_refuse(t, &err);
    }
    settle_fini(&good);
    return done;
}

static bool is_in(const char *codes, const char *code)
{
    size_t n = strlen(code);

    for (const char *at = codes; (at = strstr(at, code)); at += n)
        if ((at == codes || at[-1] == ' ') && at[n] == ' ')
            return true;
    return false;
}

/* The marked rows, or the one under the cursor. */
static enum step settle_rows(struct tui *t, struct settling *s, bool keeps)
{
    struct asking a = { .to = DAY_NONE, .keeps = keeps };
    struct settle all = {0};
    struct buf left = {0};
    struct marks *marks = &s->view.marks;
    size_t n = marks->n ? marks->n : 1;
    struct who who = tui_who(t);
    char *paper = NULL;
    enum step step = STEP_STAY;

    if (!ask_how(t, s, n, s->rows.v[s->view.cursor].it.code, &a))
        return STEP_STAY;
    if (!ask_form(t, a.decided, &who, &paper)) {
        free(a.basis);
        return STEP_STAY;
    }
    for (size_t i = 0; i < s->rows.n; i++)
        if (marks->n ? marks_has(marks, s->rows.v[i].it.id) : i == s->view.cursor)
            settle_add(&all, s->rows.v[i].it.code, a.to, a.basis);
    if (run(t, &all, &who, &left)) {
        for (size_t i = 0; i < s->rows.n; i++)      /* those refused stay marked */
            if (!is_in(buf_str(&left), s->rows.v[i].it.code))
                marks_put(marks, s->rows.v[i].it.id, false);
        tui_changed(t);
        step = STEP_RELOAD;
    }
    settle_fini(&all);
    buf_fini(&left);
    free(a.basis);
    free(paper);
    return step;
}

/* Settle what the file says: by me, or as a leader has decided on a form. False: left. */
static bool ask_who(struct tui *t, const char *said, struct who *who, char **paper)
{
    const char *const choices[] = { _("settle them: by my own permission"),
                                    _("settle them: a leader has signed a form") };

    if (!may_paper(t))
        return ask_yes(t, _("Settle them?"), said);
    int at = ask_choice(t, _("Settle them?"), said, choices, 2, 0);
    if (at < 1)
        return at == 0;
    int64_t person = ask_person(t, _("Who decided on paper?"));
    return person && ask_form(t, person, who, paper);
}

static enum step from_file(struct tui *t)
{
    char *file = files_ask_one(t, _("The settled deadlines (CSV: code, to, reason)"));
    struct grid grid = {0};
    struct settle all = {0};
    struct buf left = {0};
    struct xh_err err = {0};
    enum step step = STEP_STAY;
    enum xh_rc rc = file ? csv_read(file, &grid, &err) : XH_OK;

    if (file && rc == XH_OK)
        rc = settle_read(&all, &grid, NULL, &err);
    if (rc != XH_OK) {
        ask_show(t, _("This file cannot be taken in"), err.msg);
    } else if (file) {
        char *said = xasprintf(_("Deadlines in the file: %zu. Without a date: %zu."), all.n,
                               all.skipped);
        struct who who = tui_who(t);
        char *paper = NULL;
        if (ask_who(t, said, &who, &paper) && run(t, &all, &who, &left)) {
            tui_changed(t);
            step = STEP_RELOAD;
        }
        free(paper);
        free(said);
    }
    buf_fini(&left);
    settle_fini(&all);
    grid_fini(&grid);
    free(file);
    return step;
}

/* ---- keys ---- */

static bool settle_may(struct tui *t, void *state, enum cmd cmd, const char **word,
                       struct xh_err *why)
{
    const struct settling *s = state;

    (void)t, (void)word;
    if (cmd != CMD_ACT && cmd != CMD_RETURN && cmd != CMD_OPEN && cmd != CMD_MARK &&
        cmd != CMD_MARK_ALL)
        return true;
    if (s->rows.n)
        return true;
    xh_fail(why, XH_REFUSED, "%s", _("No open item is past due."));
    return false;
}

static enum step choose_list(struct tui *t, struct settling *s)
{
    const char **names = xcalloc(t->defs->n_lists + 2, sizeof *names);
    size_t n = t->defs->n_lists;

    names[0] = _("All lists");
    for (size_t i = 0; i < n; i++)
        names[i + 1] = t->defs->lists[i].name;
    int at = ask_choice(t, _("Past due in"), "", names, n + 1, 0);
    free(names);
    if (at < 0)
        return STEP_STAY;
    s->list = at ? t->defs->lists[at - 1].id : NULL;
    table_view_top(&s->view);
    return STEP_RELOAD;
}

static enum step settle_command(struct tui *t, void *state, enum cmd cmd, const struct input *in)
{
    struct settling *s = state;
    int64_t here = s->view.cursor < s->rows.n ? item_at(s, s->view.cursor) : 0;

    (void)in;
    if (table_view_move(&s->view, cmd) || table_view_mark(&s->view, cmd))
        return STEP_STAY;
    switch (cmd) {
    case CMD_ACT:    return settle_rows(t, s, false);
    case CMD_RETURN: return settle_rows(t, s, true);
    case CMD_REPORT: return from_file(t);
    case CMD_SUPERVISE: case CMD_TREE: return choose_list(t, s);
    case CMD_OPEN:   tui_push(t, &detail_screen, &here); return STEP_STAY;
    default: return STEP_IGNORED;
    }
}

static enum step settle_hit(struct tui *t, void *state, const struct canvas_hit *hit, bool twice)
{
    struct settling *s = state;

    if (table_view_press(&s->view, hit, twice))
        tui_push(t, &detail_screen, &s->rows.v[s->view.cursor].it.id);
    return STEP_STAY;
}

void settings_settle_now(struct tui *t, struct buf *out)
{
    struct rows rows = {0};

    if (past_due(t, NULL, &rows, NULL) == XH_OK)
        buf_printf(out, _("open and past due: %zu"), rows.n);
    rows_fini(&rows);
}

const struct screen_ops settings_settle_screen = {
    .id = "settings_settle", .title = N_("Settling deadlines"), .keys = keys,
    .size = sizeof(struct settling), .open = settle_open, .load = settle_load,
    .draw = settle_draw,
    .command = settle_command, .path = path, .may = settle_may, .hit = settle_hit,
    .counts = settings_no_counts, .idle = settle_idle, .close = settle_close,
};
