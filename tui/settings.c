#include "tui/settings.h"

#include <stdlib.h>

#include "model/backup.h"
#include "model/i18n.h"
#include "model/permit.h"
#include "tui/ask.h"
#include "tui/settings_own.h"
#include "tui/table_view.h"

static const struct settings_part parts[] = {
    { &settings_config_screen,
      N_("The lists, steps, deadlines, colours and roles as files in config/: what is wrong with "
         "them, what a change would do, put in force."),
      VERB_CONFIG, false, settings_config_now },
    { &settings_people_screen,
      N_("Who works here and where: roles, logins, telephones, contacts, villages; the leaders' "
         "order in which everything is printed; handing over when somebody leaves."),
      VERB_PEOPLE, true, settings_people_now },
    { &settings_columns_screen,
      N_("Which columns of each list's ledger you see, in which order and how wide. For yourself "
         "alone; others keep theirs."),
      VERB_NONE, false, settings_columns_now },
    { &settings_views_screen,
      N_("Filters kept under a name, yours and those shared: rename, share, drop, put in "
         "order. Keeping one: f in the ledger."),
      VERB_NONE, false, settings_views_now },
    { &settings_holidays_screen,
      N_("Days off and make-up workdays, year by year; which years are missing. A year's file is "
         "taken into the draft here."),
      VERB_CONFIG, true, settings_holidays_now },
    { &settings_settle_screen,
      N_("Deadlines that were past when a ledger was taken over: each stays or gets a new date, "
         "with its basis."),
      VERB_REBASE, false, settings_settle_now },
    { &settings_backup_screen,
      N_("Verified copies of everything, evidence and meetings too, here or on a stick: how old "
         "the last one is, which are damaged or still hold what was erased; making one now."),
      VERB_CARE, false, settings_backup_now },
    { &settings_display_screen,
      N_("Colours, also for those who cannot tell red from green, background, mouse and frames. "
         "For yourself alone; others keep theirs."),
      VERB_NONE, false, settings_display_now },
    { &settings_verify_screen,
      N_("Has anybody changed the record behind the program? Everything is read and computed "
         "anew; a code from an old sheet is held against it."),
      VERB_NONE, false, settings_verify_now },
};
#define PARTS (sizeof parts / sizeof *parts)

struct settings {
    struct table_view view;
    char *now[PARTS];           /* NULL: not looked at yet */
    char *denied[PARTS];        /* why not, and who may; NULL: allowed */
};

/* ---- what the files share ---- */

bool settings_may(struct tui *t, enum verb verb, struct xh_err *why)
{
    if (permit_relations(t->st->db, t->defs, t->me, verb, NULL) != 0)
        return true;            /* at least for some rows; those are asked about one by one */
    return (verb == VERB_CARE ? backup_permit(t->st->db, t->defs, t->me, why)
                              : permit_check(t->st->db, t->defs, t->me, verb, NULL, 0, why))
           == XH_OK;
}

const struct counts *settings_no_counts(struct tui *t, void *state, bool *known)
{
    (void)state;
    *known = false;
    return &t->counts;
}

int settings_words(struct tui *t, struct area a, const char *text, enum style style)
{
    size_t n;
    char **lines = ask_lines(text, a.w, &n);
    int used = 0;

    for (; used < a.h && (size_t)used < n; used++)
        canvas_put(&t->canvas, a.y + used, a.x, a.w, lines[used], TEXT_LEFT, style);
    ask_lines_free(lines, n);
    return used;
}

/* ---- loading ---- */

enum { COLUMN_KEY, COLUMN_PART, COLUMN_NOW };

static void cell(void *ctx, size_t row, size_t column, struct buf *out, enum style *style)
{
    const struct settings *s = ctx;

    if (s->denied[row] && !parts[row].looks)
        *style = STYLE_DIM;
    if (column == COLUMN_KEY)
        buf_printf(out, "%zu", row + 1);
    else if (column == COLUMN_PART)
        buf_puts(out, _(parts[row].ops->title));
    else if (s->denied[row] && !parts[row].looks)
        buf_puts(out, _("not for you"));
    else
        buf_printf(out, "%s%s", s->now[row] ? s->now[row] : "",
                   s->denied[row] ? _("  (to look at)") : "");
}

static void forget(struct settings *s)
{
    for (size_t i = 0; i < PARTS; i++) {
        free(s->now[i]);
        free(s->denied[i]);
        s->now[i] = s->denied[i] = NULL;
    }
}

static enum xh_rc settings_open(struct tui *t, void *state, const void *arg, struct xh_err *err)
{
    static struct view_column columns[] = {
        { "", 2, TEXT_RIGHT, 0 }, { NULL, 18, TEXT_LEFT, 0 }, { NULL, 0, TEXT_LEFT, 0 },
    };
    struct settings *s = state;

    (void)t, (void)arg, (void)err;
    columns[COLUMN_PART].title = _("Part");
    columns[COLUMN_NOW].title = _("How it stands");
    s->view = (struct table_view){ .columns = columns, .n_columns = 3, .cell = cell, .ctx = s,
                                   .n = PARTS };
    return XH_OK;
}

static enum xh_rc settings_load(struct tui *t, void *state, struct xh_err *err)
{
    struct settings *s = state;

    (void)err;
    forget(s);
    for (size_t i = 0; i < PARTS; i++) {
        struct xh_err why = {0};
        if (parts[i].verb && !settings_may(t, parts[i].verb, &why))
            s->denied[i] = xstrdup(why.msg);
    }
    return XH_OK;
}

/* One part after the other, once the screen is there. */
static bool settings_idle(struct tui *t, void *state)
{
    struct settings *s = state;

    for (size_t i = 0; i < PARTS; i++) {
        struct buf b = {0};
        if (s->now[i])
            continue;
        if (parts[i].now && (!s->denied[i] || parts[i].looks))
            parts[i].now(t, &b);
        s->now[i] = b.s ? buf_take(&b) : xstrdup("");
        return true;
    }
    return false;
}

static void settings_close(struct tui *t, void *state)
{
    (void)t;
    forget(state);
}

/* ---- painting, keys ---- */

static void settings_draw(struct tui *t, void *state, struct area body)
{
    struct settings *s = state;
    struct area rows = { body.y, body.x, (int)PARTS + 1, body.w };
    size_t at = s->view.cursor;

    table_view_draw(&s->view, &t->canvas, rows);
    struct area words = { body.y + rows.h + 1, body.x + 2, body.h - rows.h - 1, body.w - 4 };
    int used = settings_words(t, words, _(parts[at].about), STYLE_PLAIN);
    words.y += used + 1;
    words.h -= used + 1;
    if (s->denied[at] && words.h > 0)
        settings_words(t, words, s->denied[at], STYLE_WRONG);
}

const struct screen_ops *settings_part(size_t i)
{
    return i < PARTS ? parts[i].ops : NULL;
}

void settings_open_part(struct tui *t, size_t i)
{
    struct xh_err why = {0};

    if (parts[i].verb && !parts[i].looks && !settings_may(t, parts[i].verb, &why))
        tui_refuse(t, &why);
    else
        tui_push(t, parts[i].ops, NULL);
}

static void open_part(struct tui *t, struct settings *s, size_t at)
{
    if (at >= PARTS)
        return;
    s->view.cursor = at;
    settings_open_part(t, at);
}

static enum step settings_command(struct tui *t, void *state, enum cmd cmd,
                                  const struct input *in)
{
    struct settings *s = state;

    (void)in;
    if (table_view_move(&s->view, cmd))
        return STEP_STAY;
    if (cmd == CMD_OPEN)
        open_part(t, s, s->view.cursor);
    else if (cmd >= CMD_OWN_1 && cmd <= CMD_OWN_9)
        open_part(t, s, cmd - CMD_OWN_1);
    else
        return STEP_IGNORED;
    return STEP_STAY;
}

static enum step settings_hit(struct tui *t, void *state, const struct canvas_hit *hit,
                              bool twice)
{
    struct settings *s = state;

    if (table_view_press(&s->view, hit, twice))
        open_part(t, s, s->view.cursor);
    return STEP_STAY;
}

static void path(struct tui *t, void *state, struct buf *out)
{
    (void)t, (void)state;
    buf_puts(out, _("a digit or Enter opens a part"));
}

static const struct key_bind keys[] = {
    { CMD_OPEN, N_("Open"), N_("open the part under the cursor"), 0 },
    { CMD_OWN_1, NULL, N_("part 1, and so on"), '1' },
    { CMD_OWN_2, NULL, NULL, '2' }, { CMD_OWN_3, NULL, NULL, '3' },
    { CMD_OWN_4, NULL, NULL, '4' }, { CMD_OWN_5, NULL, NULL, '5' },
    { CMD_OWN_6, NULL, NULL, '6' }, { CMD_OWN_7, NULL, NULL, '7' },
    { CMD_OWN_8, NULL, NULL, '8' }, { CMD_OWN_9, NULL, NULL, '9' },
    { CMD_UP, NULL, NULL, 0 }, { CMD_DOWN, NULL, NULL, 0 }, { CMD_PGUP, NULL, NULL, 0 },
    { CMD_PGDN, NULL, NULL, 0 }, { CMD_HOME, NULL, NULL, 0 }, { CMD_END, NULL, NULL, 0 },
    { CMD_NONE, NULL, NULL, 0 },
};

const struct screen_ops settings_screen = {
    .id = "settings", .title = N_("Settings"), .keys = keys, .size = sizeof(struct settings),
    .open = settings_open, .load = settings_load, .draw = settings_draw,
    .command = settings_command, .path = path, .hit = settings_hit,
    .counts = settings_no_counts, .idle = settings_idle, .close = settings_close,
};
