/* cmd_backup.c - backup, restore. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/backups.h"
#include "cli/command.h"
#include "cli/township.h"
#include "model/i18n.h"
#include "model/restore.h"
#include "model/text.h"
#include "report/backup_text.h"
#include "report/table.h"

/* ---- how far it is, and stopping it ---- */

static volatile sig_atomic_t stop;

static void ask_to_stop(int number)
{
    (void)number;
    stop = 1;
}

/* Ctrl-C and a hangup end the work tidily; undone by working_fini(). */
struct working { const struct app *a; struct watch watch; const char *part; int shown; };

static bool show_progress(void *ctx, const char *part, int64_t done, int64_t all)
{
    struct working *w = ctx;

    if (part && w->a->err_tty && all > 0) {
        int percent = (int)(done >= all ? 100 : done * 100 / all);
        if (!w->part || strcmp(part, w->part) != 0 || percent != w->shown) {
            fprintf(stderr, "\r%s %3d%% \033[K", part, percent);
            fflush(stderr);
            w->shown = percent;
        }
        w->part = part;
    }
    return !stop;
}

static void working_init(struct working *w, const struct app *a)
{
    struct sigaction act = { .sa_handler = ask_to_stop };

    *w = (struct working){ .a = a, .watch = { show_progress, w }, .shown = -1 };
    stop = 0;
    sigaction(SIGINT, &act, NULL);
    sigaction(SIGTERM, &act, NULL);
    sigaction(SIGHUP, &act, NULL);
}

static void working_fini(const struct working *w)
{
    if (w->part)
        fputs("\r\033[K", stderr);
    signal(SIGINT, SIG_DFL);
    signal(SIGTERM, SIG_DFL);
    signal(SIGHUP, SIG_DFL);
}

/* The township open, or not to be read: then a->st is NULL, it is said why, and what needs
 * no township goes on. */
static enum xh_rc open_or_go_on(struct app *a, bool write, struct xh_err *err)
{
    enum xh_rc rc = app_open(a, write, err);

    if (rc == XH_DB || rc == XH_CONFIG) {
        warn("xiaohao: %s", err->msg);
        app_close(a);
        rc = app_settle_day(a, NULL, CHINA_MINUTES, err);
    }
    return rc;
}

/* ---- backup --list ---- */

static void add_row(struct table *t, const struct app *a, const struct backup_entry *e)
{
    struct buf b = {0};
    char day[DAY_TEXT];

    char *own = xasprintf("%s/backup/%s", a->home, e->name);
    text_show(&b, file_same(own, e->path) ? e->name : e->path, false);
    free(own);
    table_add(t, buf_str(&b));
    table_add(t, e->manifest.day == DAY_NONE ? "" : day_format(e->manifest.day, day));
    buf_clear(&b);
    if (e->manifest.day != DAY_NONE && e->manifest.day <= a->env.today)
        buf_printf(&b, _("%lld days"), (long long)a->env.today - e->manifest.day);
    table_add(t, buf_str(&b));
    table_add(t, backup_state_word(e));
    buf_clear(&b);
    if (e->manifest.events)
        buf_printf(&b, "%lld", (long long)e->manifest.events);
    table_add(t, buf_str(&b));
    buf_clear(&b);
    if (e->manifest.n_files)
        backup_size(&b, manifest_bytes(&e->manifest));
    table_add(t, buf_str(&b));
    table_add(t, e->manifest.code);
    buf_fini(&b);
}

static void print_list(const struct app *a, const struct backup_list *l)
{
    struct table t = {0};
    struct buf b = {0};

    table_column(&t, _("Backup"), TEXT_LEFT, 60, true);
    table_column(&t, _("Day"), TEXT_LEFT, 0, false);
    table_column(&t, _("Age"), TEXT_RIGHT, 0, false);
    table_column(&t, _("State"), TEXT_LEFT, 0, false);
    table_column(&t, _("Last event"), TEXT_RIGHT, 0, false);
    table_column(&t, _("Size"), TEXT_RIGHT, 0, false);
    table_may_leave(&t, 2);
    table_column(&t, _("Check code"), TEXT_LEFT, 0, false);
    table_may_leave(&t, 1);
    for (size_t i = 0; i < l->n; i++)
        add_row(&t, a, &l->v[i]);
    table_print(&b, &t, a->columns ? a->columns : a->out_tty ? 80 : 0, a->colours);
    out_raw(buf_str(&b));
    for (size_t i = 0; i < l->n; i++) {
        const struct backup_entry *e = &l->v[i];
        if (e->findings.len)
            outf("\n%s:\n%s", e->name, buf_str(&e->findings));
        buf_clear(&b);
        backup_remarks(&b, e);
        for (const char *line = buf_str(&b); *line;) {
            size_t n = strcspn(line, "\n");
            outf("\n%s: %.*s\n", e->name, (int)n, line);
            line += n + (line[n] == '\n');
        }
    }
    buf_fini(&b);
    table_fini(&t);
}

static enum xh_rc run_list(struct app *a, const char *target, bool contents,
                           struct xh_err *err)
{
    struct backup_list l = {0};
    struct working w;
    size_t damaged = 0;
    enum xh_rc rc = open_or_go_on(a, false, err);

    if (rc != XH_OK)
        return rc;
    char *own = xasprintf("%s/backup", a->home);
    backup_tidy(a->home, &a->env);
    working_init(&w, a);
    rc = backup_list(a->st, target || a->st ? target : own, contents, &w.watch, &l, err);
    working_fini(&w);
    free(own);
    if (rc == XH_OK && l.n == 0)
        outf("%s\n", _("There is no backup yet. `xiaohao backup` makes one."));
    else if (rc == XH_OK)
        print_list(a, &l);
    for (size_t i = 0; i < l.n; i++)
        damaged += l.v[i].state == BACKUP_DAMAGED;
    if (rc == XH_OK && damaged)
        rc = xh_fail(err, XH_DB, _("damaged backups: %zu"), damaged);
    backup_list_fini(&l);
    return rc;
}

/* ---- backup ---- */

static enum xh_rc run_backup(struct app *a, const struct command *c, struct args *args,
                             struct xh_err *err)
{
    struct backup_made made = {0};
    struct working w;

    (void)c;
    if (args_has(args, "list"))
        return run_list(a, args_word(args, 0), args_has(args, "verify"), err);
    if (args_has(args, "verify"))
        return xh_fail(err, XH_USAGE,
                       _("--verify goes with --list; a new backup is always verified"));
    enum xh_rc rc = app_open(a, true, err);
    if (rc != XH_OK)
        return rc;
    struct who who = { .actor = a->me };
    backup_tidy(a->home, &a->env);
    working_init(&w, a);
    rc = backup_make(a->st, &a->env, &who, args_word(args, 0), &w.watch, &made, err);
    working_fini(&w);
    if (made.path) {
        struct buf b = {0};
        backup_made_text(&b, &made);
        out(buf_str(&b));
        buf_fini(&b);
    }
    backup_made_fini(&made);
    return rc;
}

/* ---- restore ---- */

static void say_what(const struct app *a, const struct restore_plan *p)
{
    const struct manifest *m = &p->manifest;
    char day[DAY_TEXT];

    if (m->events && m->kind == MANIFEST_KEPT)
        outf(_("A database put aside on %s, last event %lld, code %s\n"),
             day_format(m->day, day), (long long)m->events, m->code);
    else if (m->events)
        outf(_("Backup of %s, made on %s, last event %lld, code %s\n"), m->township ? m->township
             : "", day_format(m->day, day), (long long)m->events, m->code);
    else
        outf(_("A database put aside on %s; it could not be read then.\n"),
             day_format(m->day, day));
    if (m->whole == WHOLE_NO)
        outf("%s\n", _("The township was not whole when this backup was made."));
    if (p->fresh)
        outf(_("It becomes the township in %s.\n"), a->home);
    else if (p->unreadable)
        outf("%s\n", _("The township's database cannot be read, so nobody can say what is lost. "
                       "It will be put aside as it is."));
    else if (p->branched)
        outf(_("It holds acts that are not in force now. The record as it is now (last event "
               "%lld) will be put aside.\n"), (long long)p->events);
    else if (p->events > m->events)
        outf(_("Acts that came after it: %lld. They will no longer be in force and "
               "stay in the database that is put aside.\n"), (long long)(p->events - m->events));
    else
        outf("%s\n", _("Nothing came after it."));
    if (p->erased.len)
        outf(_("It still holds what was erased since: %s. Erase it again afterwards.\n"),
             buf_str(&p->erased));
    if (p->damaged.len)
        outf(_("Evidence or meetings that are damaged in the backup:\n%s"), buf_str(&p->damaged));
}

static void say_done(const struct restore_done *d)
{
    outf(_("Restored. The record goes on with event %lld.\n"), (long long)d->events);
    if (d->evidence)
        outf(_("Files of evidence brought back: %lld\n"), (long long)d->evidence);
    if (d->meetings)
        outf(_("Meetings brought back: %lld\n"), (long long)d->meetings);
    if (d->kept)
        outf(_("What was there before is kept in %s\n"), d->kept);
    if (d->person)
        outf(_("You are %s there. Enter the accounts of the others: xiaohao person set NAME "
               "login=...\n"), d->person);
    if (d->findings.len)
        warn(_("It is not whole:\n%s"), buf_str(&d->findings));
    if (!d->person)
        outf("%s\n", _("Whoever has the program open starts it again."));
}

static enum xh_rc run_restore(struct app *a, const struct command *c, struct args *args,
                              struct xh_err *err)
{
    struct restore_plan plan = {0};
    struct restore_done done = {0};
    struct working w;
    bool fresh = a->home && *a->home && !store_exists(a->home);
    enum xh_rc rc = fresh ? app_settle_day(a, NULL, CHINA_MINUTES, err)
                          : open_or_go_on(a, true, err);
    struct restore_call call = {
        .home = a->home, .from = args_word(args, 0), .st = a->st, .env = &a->env,
        .actor = a->me, .uid = a->uid, .login = a->login,
        .name = *a->full_name ? a->full_name : a->login, .compile = draft_compile,
        .watch = &w.watch,
    };

    (void)c;
    if (rc != XH_OK)
        return rc;
    working_init(&w, a);
    rc = restore_look(&call, &plan, err);
    if (rc == XH_DB && call.st) {       /* it could be opened, but not be read */
        struct xh_err first = *err;
        app_close(a);
        call.st = NULL;
        rc = restore_look(&call, &plan, err);
        if (rc == XH_CONFLICT)
            rc = xh_fail(err, XH_DB, "%s", first.msg);
    }
    working_fini(&w);
    if (rc == XH_OK)
        say_what(a, &plan);
    if (rc == XH_OK && !plan.fresh && !args_has(args, "yes") && !app_ask(a, _("Restore it?")))
        rc = xh_fail(err, XH_REFUSED,
                     a->in_tty ? _("nothing was changed")
                               : _("say --yes to restore it. Nothing was changed."));
    working_init(&w, a);
    if (rc == XH_OK)
        rc = restore_run(&call, &plan, &done, err);
    working_fini(&w);
    app_close(a);               /* the replaced database */
    if (rc == XH_OK) {
        backup_tidy(a->home, &a->env);
        say_done(&done);
    }
    restore_done_fini(&done);
    restore_plan_fini(&plan);
    return rc;
}

/* ---- what is said elsewhere ---- */

void backups_say_erased(struct app *a)
{
    struct backup_list l = {0};
    struct xh_err why;
    bool first = true;

    if (!a->st->home || backup_list(a->st, NULL, false, NULL, &l, &why) != XH_OK)
        return;
    for (size_t i = 0; i < l.n; i++) {
        if (!l.v[i].erased.len)
            continue;
        if (first)
            outf("%s\n", _("These backups still hold what was erased; delete them when you can "
                           "do without them:"));
        first = false;
        outf("    %s\n", l.v[i].path);
    }
    backup_list_fini(&l);
}

void backups_say_age(struct app *a)
{
    struct backup_age age = backup_age(a->st, a->env.today);

    if (age.late && age.none)
        outf("%s\n", _("There is no backup yet. `xiaohao backup` makes one."));
    else if (age.late)
        outf(_("The last backup is %d days old. `xiaohao backup` makes one.\n"), age.days);
}

/* ---- the table ---- */

static const struct option backup_options[] = {
    { "list", 'l', OPT_FLAG, NULL, N_("the backups there are, and which are damaged"),
      NO_PLACE },
    { "verify", 0, OPT_FLAG, NULL, N_("with --list: read every file of them"), NO_PLACE },
    { 0 },
};
static const struct option restore_options[] = {
    { "yes", 'y', OPT_FLAG, NULL, N_("do not ask"), NO_PLACE }, { 0 }
};
static const struct word backup_words[] = { { "DIR", NO_PLACE, true, false }, { 0 } };
static const struct word restore_words[] = { { "BACKUP", NO_PLACE, false, false }, { 0 } };

const struct command backup_commands[] = {
    { .name = "backup", .usage = "[DIR] | --list [DIR] [--verify]",
      .help = N_("a verified copy of everything, in backup/ or in DIR"),
      .more = N_("DIR is a folder on another disk or stick. The copy has a folder of its own "
                 "there;\nnothing is overwritten. Others may work meanwhile."),
      .run = run_backup, .options = backup_options, .words = backup_words,
      .flags = CMD_NO_HOME },
    { .name = "restore", .usage = "BACKUP [--yes]",
      .help = N_("put a backup in the township's place; what was there is kept"),
      .more = N_("BACKUP is the folder, or its name in backup/. On a new computer:\n"
                 "xiaohao --home DIR restore BACKUP"),
      .run = run_restore, .options = restore_options, .words = restore_words,
      .flags = CMD_NO_HOME },
    { 0 },
};
