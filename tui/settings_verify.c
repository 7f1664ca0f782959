/* settings_verify.c - 设置, 数据核对: is the record whole (verify.h), what is to be done where it
 * is not, and whether an old sheet came from this file. Nothing here changes anything; only the
 * day and the result of the last check are kept. */
#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/people.h"
#include "model/permit.h"
#include "model/verify_last.h"
#include "tui/ask.h"
#include "tui/keys.h"
#include "tui/line_edit.h"
#include "tui/patience.h"
#include "tui/settings_own.h"
#include "tui/table_view.h"

#define PARTS 5
#define FIELD_ARG 100000        /* hits: what is less is a line of the findings */
#define NUMBER_WIDTH 10
#define CODE_WIDTH 36

enum focus { ON_FINDINGS, ON_NUMBER, ON_CODE, FOCI };

struct verify_page {
    struct verify v;
    bool checked;               /* v is what was found */
    struct verify_last last;
    bool has_last;
    char *last_by;              /* owned */
    struct text_pane pane;
    struct line_edit number, code;
    enum focus focus;
};

static const struct key_bind keys[] = {
    { CMD_ACT, N_("Verify"), N_("check the whole record now; Esc stops it"), 0 },
    { CMD_RETURN, N_("Old sheet"), N_("hold the code of an old sheet against the record"), 0 },
    { CMD_EXTEND, N_("Backups"), N_("the backups: which are whole, how one is restored"), 0 },
    { CMD_OPEN, N_("Look"), N_("the finding under the cursor, and what to do"), 0 },
    { CMD_NEXT_PANE, NULL, N_("findings, number, code"), 0 },
    { CMD_PREV_PANE, NULL, NULL, 0 },
    { CMD_UP, NULL, NULL, 0 }, { CMD_DOWN, NULL, NULL, 0 }, { CMD_PGUP, NULL, NULL, 0 },
    { CMD_PGDN, NULL, NULL, 0 }, { CMD_HOME, NULL, NULL, 0 }, { CMD_END, NULL, NULL, 0 },
    { CMD_NONE, NULL, NULL, 0 },
};

/* What each part says, and what is to be done about its findings. */
static const struct { const char *name, *means, *todo; } parts[PARTS] = {
    { N_("Chain"), N_("every entry follows from the one before"),
      N_("Entries of the record were changed behind the program.") },
    { N_("Facts"), N_("the entries told again give what is stored"),
      N_("What is stored was changed behind the program.") },
    { N_("Derived"), N_("colours and deadlines computed anew"),
      N_("The record itself is not touched by this: the next act on the item computes it anew. If "
         "it comes back:") },
    { N_("Private values"), N_("telephones and the like as recorded"),
      N_("Private values were changed or taken away behind the program.") },
    { N_("Evidence"), N_("every file is there and unchanged"),
      N_("Files of evidence/ are missing or changed; a whole backup has them.") },
};

static const struct verify_part *part_of(const struct verify *v, size_t i)
{
    const struct verify_part *const all[PARTS] = { &v->chain, &v->facts, &v->derived,
                                                   &v->private_values, &v->evidence };

    return all[i];
}

/* ---- loading ---- */

static void read_last(struct tui *t, struct verify_page *p)
{
    p->has_last = verify_last(t->st, &p->last);
    free(p->last_by);
    p->last_by = p->has_last && p->last.person ? person_name(t->st->db, p->last.person) : NULL;
}

/* Who is to be told, and the page that goes on from here. */
static void put_todo(struct tui *t, size_t part, struct buf *out)
{
    struct buf who = {0};

    permit_who_can(&who, t->st->db, t->defs, VERB_CARE, NULL, 0, 0);
    buf_puts(out, _(parts[part].todo));
    buf_putc(out, '\n');
    if (who.len)
        buf_printf(out, _("Keep the file as it is, write these findings down, tell %s."),
                   buf_str(&who));
    else
        buf_puts(out, _("Keep the file as it is and write these findings down."));
    buf_puts(out, _(" Which backups are whole and how one is restored: F4, the page Settings, "
                    "Backups."));
    buf_fini(&who);
}

static void fill_pane(struct tui *t, struct verify_page *p)
{
    text_pane_clear(&p->pane);
    p->pane.cursor = p->pane.top = 0;
    for (size_t i = 0; i < PARTS; i++) {
        const struct verify_part *part = part_of(&p->v, i);
        struct buf todo = {0}, shown = {0};
        if (!part->bad)
            continue;
        text_pane_head(&p->pane, _(parts[i].name));
        put_todo(t, i, &todo);
        text_pane_add(&p->pane, (int)i, i, 0, buf_str(&todo));
        text_show(&shown, buf_str(&part->findings), true);
        for (const char *s = buf_str(&shown); *s;) {
            size_t n = strcspn(s, "\n");
            char *line = xstrndup(s, n);
            text_pane_add(&p->pane, (int)i, i, 2, line)->style = STYLE_WRONG;
            free(line);
            s += n + (s[n] == '\n');
        }
        buf_fini(&shown);
        buf_fini(&todo);
    }
}

static enum xh_rc verify_open(struct tui *t, void *state, const void *arg, struct xh_err *err)
{
    struct verify_page *p = state;

    (void)t, (void)arg, (void)err;
    p->number.digits_only = true;
    p->number.most = 15;
    p->code.most = 200;
    return XH_OK;
}

static enum xh_rc verify_load(struct tui *t, void *state, struct xh_err *err)
{
    (void)err;
    read_last(t, state);
    return XH_OK;
}

static void verify_close(struct tui *t, void *state)
{
    struct verify_page *p = state;

    (void)t;
    verify_fini(&p->v);
    text_pane_fini(&p->pane);
    line_edit_fini(&p->number);
    line_edit_fini(&p->code);
    free(p->last_by);
}

/* ---- painting ---- */

static void put_last(struct tui *t, const struct verify_page *p, struct buf *out)
{
    char day[DAY_TEXT];

    if (!p->has_last) {
        buf_puts(out, _("The record has not been checked here yet. F2 checks it."));
        return;
    }
    buf_printf(out, _("Last check: %s"), day_format_short(p->last.day, t->env.today, day));
    if (p->last_by)
        buf_printf(out, "  %s", p->last_by);
    buf_printf(out, _(", up to event %lld: "), (long long)p->last.events);
    if (p->last.bad)
        buf_printf(out, _("NOT whole, findings: %lld"), (long long)p->last.bad);
    else
        buf_puts(out, _("whole"));
}

enum { COLUMN_PART, COLUMN_CHECKED, COLUMN_FOUND, COLUMN_MEANS, COLUMN_COUNT };

static void cell(void *ctx, size_t row, size_t column, struct buf *out, enum style *style)
{
    const struct verify_page *p = ctx;
    const struct verify_part *part = part_of(&p->v, row);

    switch (column) {
    case COLUMN_PART:  buf_puts(out, _(parts[row].name)); break;
    case COLUMN_MEANS: buf_puts(out, _(parts[row].means)); break;
    case COLUMN_CHECKED:
        if (p->checked)
            buf_printf(out, "%zu", part->checked);
        break;
    case COLUMN_FOUND:
        if (p->checked && part->bad) {
            *style = STYLE_WRONG;
            buf_printf(out, _("%zu WRONG"), part->bad);
        } else if (p->checked) {
            buf_puts(out, _("all right"));
        }
        break;
    }
}

static void draw_parts(struct tui *t, struct verify_page *p, struct area a)
{
    const struct view_column columns[COLUMN_COUNT] = {
        { _("Part"), 14, TEXT_LEFT, 0 }, { _("Checked"), 9, TEXT_RIGHT, 0 },
        { _("Found"), 10, TEXT_RIGHT, 0 }, { _("What it means"), 0, TEXT_LEFT, 0 },
    };
    struct table_view v = { .columns = columns, .n_columns = COLUMN_COUNT, .cell = cell, .ctx = p,
                            .n = PARTS, .picture = true };

    table_view_draw(&v, &t->canvas, a);
}

/* The code of the last event, to be written on paper. */
static void draw_code(struct tui *t, const struct verify_page *p, int y, int w)
{
    struct buf b = {0};

    if (p->has_last && *p->last.code)
        buf_printf(&b, _("Code for paper: event %lld, %s"), (long long)p->last.events,
                   p->last.code);
    else if (p->has_last)
        buf_puts(&b, _("No code for paper while the chain is not whole."));
    canvas_put(&t->canvas, y, 1, w - 2, buf_str(&b), TEXT_LEFT, STYLE_PLAIN);
    buf_fini(&b);
}

static void draw_findings(struct tui *t, struct verify_page *p, struct area a)
{
    const char *said = !p->checked && p->has_last && p->last.bad
        ? _("What was found then is not kept. F2 checks again and shows it, with what to do.")
        : !p->checked
        ? _("F2 reads the whole record, every row and every file of evidence, and computes all of "
            "it anew. Nothing is changed; others go on working meanwhile; Esc stops it.")
        : _("The record is whole: no change behind the program was found.");

    if (p->pane.n)
        text_pane_draw(&p->pane, &t->canvas, a, p->focus == ON_FINDINGS, 0);
    else
        settings_words(t, (struct area){ a.y, a.x + 1, a.h, a.w - 2 }, said, STYLE_PLAIN);
}

static void draw_fields(struct tui *t, struct verify_page *p, int y, int w)
{
    struct canvas *c = &t->canvas;
    int x = 1 + canvas_write(c, y, 1, _("Old sheet: event"), STYLE_STRONG) + 1;

    line_edit_draw(&p->number, c, y, x, NUMBER_WIDTH, p->focus == ON_NUMBER);
    canvas_hit(c, (struct area){ y, x, 1, NUMBER_WIDTH }, K_ENTER, FIELD_ARG + ON_NUMBER);
    x += NUMBER_WIDTH + 2;
    x += canvas_write(c, y, x, _("its code"), STYLE_STRONG) + 1;
    line_edit_draw(&p->code, c, y, x, CODE_WIDTH, p->focus == ON_CODE);
    canvas_hit(c, (struct area){ y, x, 1, CODE_WIDTH }, K_ENTER, FIELD_ARG + ON_CODE);
    canvas_put(c, y + 1, 1, w - 2,
               p->focus == ON_FINDINGS ? _("F3 or Tab goes there. Both stand at the foot of every "
                                           "sheet.")
                                       : _("Enter goes on, after the code it checks.   Esc back"),
               TEXT_LEFT, STYLE_DIM);
}

static void verify_draw(struct tui *t, void *state, struct area body)
{
    struct verify_page *p = state;
    struct buf b = {0};
    bool bad = p->has_last && p->last.bad;
    int low = body.y + body.h - 3;

    put_last(t, p, &b);
    canvas_put(&t->canvas, body.y, 1, body.w - 2, buf_str(&b), TEXT_LEFT,
               bad ? STYLE_WRONG : STYLE_STRONG);
    draw_parts(t, p, (struct area){ body.y + 1, body.x, PARTS + 1, body.w });
    draw_code(t, p, body.y + PARTS + 2, body.w);
    canvas_line(&t->canvas, body.y + PARTS + 3, body.x, body.w, STYLE_DIM);
    draw_findings(t, p, (struct area){ body.y + PARTS + 4, body.x, body.h - PARTS - 7, body.w });
    canvas_line(&t->canvas, low, body.x, body.w, STYLE_DIM);
    draw_fields(t, p, low + 1, body.w);
    buf_fini(&b);
}

static void path(struct tui *t, void *state, struct buf *out)
{
    (void)state;
    text_show(out, t->st->home ? t->st->home : "", false);
}

/* ---- doing ---- */

static bool told(void *ctx, const char *part, size_t done, size_t all)
{
    patience_at(ctx, part, (int64_t)done, (int64_t)all);
    return patience_goes_on(ctx);
}

/* What was found is shown; that it was found is kept, as far as this can be written. */
static void take(struct tui *t, struct verify_page *p, struct verify *found)
{
    struct xh_err err = {0};

    verify_fini(&p->v);
    p->v = *found;
    p->checked = true;
    p->focus = ON_FINDINGS;
    fill_pane(t, p);
    enum xh_rc kept = verify_remember(t->st, &t->env, t->me, &p->v, &err);
    read_last(t, p);
    if (kept != XH_OK)
        tui_say(t, _("Checked; that it was checked could not be kept: %s"), err.msg);
    else if (p->pane.n)
        tui_say(t, "%s", _("The record is not whole. What to do stands with the findings."));
    else
        tui_say(t, "%s", _("The record is whole."));
}

static void check(struct tui *t, struct verify_page *p)
{
    struct verify found = {0};
    struct patience patience;
    struct xh_err err = {0};

    tui_say(t, "%s ..", _("Checking the record"));
    tui_show(t);
    patience_begin(&patience, t, _("Checking the record"));
    enum xh_rc rc = verify_run(t->st, told, &patience, &found, &err);
    bool stopped = patience_end(&patience);
    if (t->defs != t->st->defs)
        tui_changed(t);         /* others have put other definitions in force */
    if (!stopped && (rc == XH_OK || verify_findings(&found))) {
        take(t, p, &found);
        return;
    }
    verify_fini(&found);
    if (stopped)
        tui_say(t, "%s",
                _("Stopped. Nothing was changed; what the last check found still stands."));
    else
        tui_refuse(t, &err);
}

static void check_paper(struct tui *t, struct verify_page *p)
{
    int64_t seq = strtoll(line_edit_text(&p->number), NULL, 10);
    struct patience patience;
    struct verify_typed typed;
    struct xh_err err = {0};

    verify_code_read(line_edit_text(&p->code), &typed, &err);   /* it may tell the number */
    if (seq < 1 && typed.seq)
        seq = typed.seq;
    if (seq < 1) {
        p->focus = ON_NUMBER;
        tui_say(t, "%s", _("First the number of the event; it stands beside the code."));
        return;
    }
    patience_begin(&patience, t, _("Checking the record"));
    enum xh_rc rc = verify_code(t->st, seq, line_edit_text(&p->code), &err);
    if (patience_end(&patience))
        return;
    if (rc == XH_OK)
        tui_say(t, _("The record up to event %lld is the one the paper came from."),
                (long long)seq);
    else
        tui_refuse(t, &err);
}

static void look(struct tui *t, const struct verify_page *p)
{
    const struct pane_entry *e = text_pane_at(&p->pane);
    struct buf b = {0};

    if (!e)
        return;
    if (e->style == STYLE_WRONG)
        buf_printf(&b, "%s\n\n", e->text);
    put_todo(t, e->arg, &b);
    ask_show(t, _(parts[e->arg].name), buf_str(&b));
    buf_fini(&b);
}

static void backups(struct tui *t)
{
    struct xh_err err = {0};

    if (settings_may(t, VERB_CARE, &err))
        tui_push(t, &settings_backup_screen, NULL);
    else
        tui_refuse(t, &err);
}

static bool verify_type(struct tui *t, void *state, const struct input *in, enum step *step)
{
    struct verify_page *p = state;
    struct line_edit *field = p->focus == ON_CODE ? &p->code : &p->number;

    *step = STEP_STAY;
    if (p->focus == ON_FINDINGS)
        return false;
    switch (in->pasted ? K_NONE : in->key) {
    case K_ENTER:
        if (p->focus == ON_NUMBER)
            p->focus = ON_CODE;
        else
            check_paper(t, p);
        return true;
    case K_ESC:
        p->focus = ON_FINDINGS;
        return true;
    case K_UP:
        p->focus = ON_NUMBER;
        return true;
    case K_DOWN:
        p->focus = ON_CODE;
        return true;
    default:
        return line_edit_key(field, in);
    }
}

static enum step verify_command(struct tui *t, void *state, enum cmd cmd, const struct input *in)
{
    struct verify_page *p = state;

    (void)in;
    if (text_pane_move(&p->pane, cmd))
        return STEP_STAY;
    switch (cmd) {
    case CMD_ACT:       check(t, p); return STEP_STAY;
    case CMD_RETURN:    p->focus = ON_NUMBER; return STEP_STAY;
    case CMD_EXTEND:    backups(t); return STEP_STAY;
    case CMD_OPEN:      look(t, p); return STEP_STAY;
    case CMD_NEXT_PANE: p->focus = (p->focus + 1) % FOCI; return STEP_STAY;
    case CMD_PREV_PANE: p->focus = (p->focus + FOCI - 1) % FOCI; return STEP_STAY;
    default:            return STEP_IGNORED;
    }
}

static enum step verify_hit(struct tui *t, void *state, const struct canvas_hit *hit, bool twice)
{
    struct verify_page *p = state;
    size_t at = (size_t)hit->arg;

    if (hit->arg >= FIELD_ARG) {
        p->focus = (enum focus)(hit->arg - FIELD_ARG);
        return STEP_STAY;
    }
    bool again = p->focus == ON_FINDINGS && p->pane.cursor == at;
    p->focus = ON_FINDINGS;
    p->pane.cursor = at;
    if (again || twice)
        look(t, p);
    return STEP_STAY;
}

void settings_verify_now(struct tui *t, struct buf *out)
{
    struct verify_last last;
    char day[DAY_TEXT];

    if (!verify_last(t->st, &last))
        buf_puts(out, _("not checked yet"));
    else if (last.bad)
        buf_printf(out, _("NOT whole on %s, findings: %lld"),
                   day_format_short(last.day, t->env.today, day), (long long)last.bad);
    else
        buf_printf(out, _("whole on %s"), day_format_short(last.day, t->env.today, day));
}

const struct screen_ops settings_verify_screen = {
    .id = "settings_verify", .title = N_("Check the record"), .keys = keys,
    .size = sizeof(struct verify_page), .open = verify_open, .load = verify_load,
    .draw = verify_draw, .command = verify_command, .path = path, .hit = verify_hit,
    .type = verify_type, .counts = settings_no_counts, .close = verify_close,
};
