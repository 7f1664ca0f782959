/* settings_backup.c - 设置, 备份: the backups there are, whether they are whole, making one
 * (ENGINE 35, 36).
 *
 * Restoring is only named here, with its command line: it replaces the database under every
 * screen that is open, this one too, and wants everybody out first. */
#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "report/backup_text.h"
#include "tui/ask.h"
#include "tui/folders.h"
#include "tui/patience.h"
#include "tui/settings_own.h"
#include "tui/table_view.h"

#define DETAILS 6               /* lines below the table */

struct backups {
    struct backup_list list;
    struct backup_age age;
    bool read;                  /* every file of them was read */
    struct table_view view;
};

static const struct key_bind keys[] = {
    { CMD_ACT, N_("Back up"), N_("make a backup now"), 0 },
    { CMD_EXTEND, N_("Elsewhere"), N_("make one in another folder or on a stick"), 0 },
    { CMD_SUPERVISE, N_("Read"), N_("read every file of all backups, is it whole?"), 0 },
    { CMD_RETURN, N_("Restore"), N_("how a backup is restored"), 0 },
    { CMD_OPEN, N_("Look"), N_("all about the backup under the cursor"), 0 },
    { CMD_UP, NULL, NULL, 0 }, { CMD_DOWN, NULL, NULL, 0 }, { CMD_PGUP, NULL, NULL, 0 },
    { CMD_PGDN, NULL, NULL, 0 }, { CMD_HOME, NULL, NULL, 0 }, { CMD_END, NULL, NULL, 0 },
    { CMD_NONE, NULL, NULL, 0 },
};

/* ---- loading ---- */

static enum xh_rc read_list(struct tui *t, struct backups *b, bool contents, struct xh_err *err)
{
    struct backup_list fresh = {0};
    struct patience p;
    struct watch w;

    backup_tidy(t->st->home, &t->env);
    patience_work(&p, t, contents ? _("Reading the backups") : _("Looking for backups"), &w);
    enum xh_rc rc = backup_list(t->st, NULL, contents, &w, &fresh, err);
    bool stopped = patience_end(&p);
    if (rc == XH_OK) {
        backup_list_fini(&b->list);
        b->list = fresh;
        b->read = contents;
        b->view.n = fresh.n;
    } else {
        backup_list_fini(&fresh);
    }
    return stopped ? XH_OK : rc;
}

/* What was found by reading every file stays until a backup is made. */
static enum xh_rc load(struct tui *t, void *state, struct xh_err *err)
{
    struct backups *b = state;

    if (!t->st->home)
        return xh_fail(err, XH_REFUSED, "%s", _("This township lies in memory alone."));
    b->age = backup_age(t->st, t->env.today);
    return b->read ? XH_OK : read_list(t, b, false, err);
}

static void backups_close(struct tui *t, void *state)
{
    (void)t;
    backup_list_fini(&((struct backups *)state)->list);
}

/* ---- painting ---- */

enum { COLUMN_NAME, COLUMN_DAY, COLUMN_AGE, COLUMN_STATE, COLUMN_EVENT, COLUMN_SIZE };
struct cells { struct backups *b; struct tui *t; };

static void cell(void *ctx, size_t row, size_t column, struct buf *out, enum style *style)
{
    struct cells *c = ctx;
    const struct backup_entry *e = &c->b->list.v[row];
    char day[DAY_TEXT];
    int32_t on = e->manifest.day;

    switch (column) {
    case COLUMN_NAME:  text_show(out, e->name, false); break;
    case COLUMN_DAY:   buf_puts(out, on == DAY_NONE ? "" : day_format(on, day)); break;
    case COLUMN_AGE:
        if (on != DAY_NONE && on <= c->t->env.today)
            buf_printf(out, _("%lld days"), (long long)c->t->env.today - on);
        break;
    case COLUMN_STATE:
        *style = e->state == BACKUP_DAMAGED || e->state == BACKUP_NOT_WHOLE ? STYLE_WRONG
                                                                            : STYLE_PLAIN;
        buf_puts(out, backup_state_word(e));
        break;
    case COLUMN_EVENT:
        if (e->manifest.events)
            buf_printf(out, "%lld", (long long)e->manifest.events);
        break;
    case COLUMN_SIZE:
        if (e->manifest.n_files)
            backup_size(out, manifest_bytes(&e->manifest));
        break;
    }
}

static void about(const struct backup_entry *e, struct buf *out)
{
    text_show(out, e->path, false);
    buf_putc(out, '\n');
    if (*e->manifest.code)
        buf_printf(out, _("Last event: %lld, code for paper: %s\n"), (long long)e->manifest.events,
                   e->manifest.code);
    backup_remarks(out, e);
    text_show(out, buf_str(&e->findings), true);
}

static void age_text(const struct backups *b, const struct tui *t, struct buf *out)
{
    const struct backup_age *a = &b->age;

    if (a->none)
        buf_puts(out, _("There is no good backup yet. F2 makes one."));
    else if (a->days == 0)
        buf_puts(out, _("The last good backup was made today."));
    else
        buf_printf(out, a->late ? _("The last good backup is %d days old. It is time for one: F2.")
                                : _("The last good backup is %d days old."), a->days);
    if (t->st->practice)
        buf_puts(out, _(" (practice)"));
}

static void backups_draw(struct tui *t, void *state, struct area body)
{
    struct backups *b = state;
    struct cells c = { b, t };
    const struct view_column columns[] = {
        { _("Backup"), 0, TEXT_LEFT, 0 }, { _("Day"), 10, TEXT_LEFT, 0 },
        { _("Age"), 8, TEXT_RIGHT, 0 },   { _("State"), 14, TEXT_LEFT, 0 },
        { _("Last event"), 8, TEXT_RIGHT, 2 }, { _("Size"), 8, TEXT_RIGHT, 1 },
    };
    struct area head = { body.y, body.x + 1, 1, body.w - 2 };
    struct area rows = { body.y + 2, body.x, body.h - 2 - DETAILS, body.w };
    struct area words = { rows.y + rows.h + 1, body.x + 1, DETAILS - 1, body.w - 2 };
    struct buf text = {0};

    age_text(b, t, &text);
    settings_words(t, head, buf_str(&text), b->age.late || b->age.none ? STYLE_WRONG
                                                                      : STYLE_STRONG);
    b->view.columns = columns;
    b->view.n_columns = sizeof columns / sizeof *columns;
    b->view.cell = cell;
    b->view.ctx = &c;
    b->view.least = 24;
    b->view.empty = _("There is no backup yet.");
    table_view_draw(&b->view, &t->canvas, rows);
    b->view.columns = NULL;
    b->view.ctx = NULL;
    canvas_line(&t->canvas, words.y - 1, body.x, body.w, STYLE_DIM);
    buf_clear(&text);
    if (b->view.cursor < b->list.n)
        about(&b->list.v[b->view.cursor], &text);
    settings_words(t, words, buf_str(&text), STYLE_PLAIN);
    buf_fini(&text);
}

static void path(struct tui *t, void *state, struct buf *out)
{
    const struct backups *b = state;

    buf_printf(out, "%s/backup", t->st->home ? t->st->home : "");
    if (b->read)
        buf_printf(out, "  %s", _("every file was read"));
}

/* ---- doing ---- */

static enum step make(struct tui *t, struct backups *b, const char *target)
{
    struct backup_made made = {0};
    struct who who = tui_who(t);
    struct patience p;
    struct watch w;
    struct xh_err err = {0};
    struct buf said = {0};

    patience_work(&p, t, _("Backing up"), &w);
    tui_say(t, "%s ..", _("Backing up"));
    tui_show(t);
    enum xh_rc rc = backup_make(t->st, &t->env, &who, target, &w, &made, &err);
    bool stopped = patience_end(&p);
    if (rc == XH_OK || made.path) {
        backup_made_text(&said, &made);
        if (rc != XH_OK)
            buf_printf(&said, "\n%s\n%s", err.msg, buf_str(&made.findings));
        ask_show(t, rc == XH_OK ? _("A backup was made") : _("The township is not whole"),
                 buf_str(&said));
        b->read = false;
        b->view.cursor = 0;
        t->status[0] = '\0';
    } else if (stopped) {
        tui_say(t, "%s", _("Stopped. Nothing was left behind."));
    } else {
        tui_refuse(t, &err);
    }
    buf_fini(&said);
    backup_made_fini(&made);
    return STEP_RELOAD;
}

static enum step make_elsewhere(struct tui *t, struct backups *b)
{
    char *own = xasprintf("%s/backup", t->st->home);
    char *folder = folders_ask(t, _("Where to?"), own, _("the township's own:"));
    enum step step = folder ? make(t, b, strcmp(folder, own) == 0 ? NULL : folder) : STEP_STAY;

    free(folder);
    free(own);
    return step;
}

static enum step read_all(struct tui *t, struct backups *b)
{
    struct xh_err err = {0};
    size_t damaged = 0;

    if (read_list(t, b, true, &err) != XH_OK)
        tui_refuse(t, &err);
    if (!b->read)
        return STEP_STAY;
    for (size_t i = 0; i < b->list.n; i++)
        damaged += b->list.v[i].state == BACKUP_DAMAGED;
    if (damaged)
        tui_say(t, _("Every file was read. Damaged backups: %zu"), damaged);
    else
        tui_say(t, "%s", _("Every file was read: all backups are as they were made."));
    return STEP_STAY;
}

static void explain_restore(struct tui *t, const struct backups *b)
{
    const struct backup_entry *e = b->view.cursor < b->list.n ? &b->list.v[b->view.cursor] : NULL;
    struct buf out = {0};
    char *own = xasprintf("%s/backup/%s", t->st->home, e ? e->name : "");

    buf_puts(&out, _("A restore puts a backup in the township's place, for everybody. It is not "
                     "done from here: the database would change under every open screen. Ask "
                     "everybody to leave the program, leave it yourself (F10), then type:"));
    buf_printf(&out, "\n\n    xiaohao --home %s restore %s\n\n", t->st->home,
               !e ? _("BACKUP") : file_same(own, e->path) ? e->name : e->path);
    buf_puts(&out, _("What the backup is and what would be lost is shown first, and asked. What "
                     "came after the backup stays in backup/before-restore-.., nothing is "
                     "deleted. Evidence and meetings come back with it."));
    ask_show(t, _("Restoring a backup"), buf_str(&out));
    free(own);
    buf_fini(&out);
}

static bool backups_may(struct tui *t, void *state, enum cmd cmd, const char **word,
                        struct xh_err *why)
{
    (void)state, (void)word;
    if (cmd != CMD_ACT && cmd != CMD_EXTEND)
        return true;
    return backup_permit(t->st->db, t->defs, t->me, why) == XH_OK;
}

static void look(struct tui *t, const struct backups *b)
{
    struct buf out = {0};

    if (b->view.cursor >= b->list.n)
        return;
    about(&b->list.v[b->view.cursor], &out);
    ask_show(t, b->list.v[b->view.cursor].name, buf_str(&out));
    buf_fini(&out);
}

static enum step backups_command(struct tui *t, void *state, enum cmd cmd, const struct input *in)
{
    struct backups *b = state;

    (void)in;
    if (table_view_move(&b->view, cmd))
        return STEP_STAY;
    switch (cmd) {
    case CMD_ACT:       return make(t, b, NULL);
    case CMD_EXTEND:    return make_elsewhere(t, b);
    case CMD_SUPERVISE: return read_all(t, b);
    case CMD_RETURN:    explain_restore(t, b); return STEP_STAY;
    case CMD_OPEN:      look(t, b); return STEP_STAY;
    default:            return STEP_IGNORED;
    }
}

static enum step backups_hit(struct tui *t, void *state, const struct canvas_hit *hit, bool twice)
{
    struct backups *b = state;

    if (table_view_press(&b->view, hit, twice))
        look(t, b);
    return STEP_STAY;
}

void settings_backup_now(struct tui *t, struct buf *out)
{
    struct backup_age a;

    if (!t->st->home)
        return;
    a = backup_age(t->st, t->env.today);
    if (a.none)
        buf_puts(out, _("no good backup yet"));
    else
        buf_printf(out, _("the last good one: %d days ago"), a.days);
}

const struct screen_ops settings_backup_screen = {
    .id = "settings_backup", .title = N_("Backups"), .keys = keys, .size = sizeof(struct backups),
    .load = load, .draw = backups_draw, .command = backups_command, .path = path,
    .may = backups_may, .hit = backups_hit, .counts = settings_no_counts, .close = backups_close,
};
