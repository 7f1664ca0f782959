/* cmd_start.c - demo, init, and what is said when nothing was typed. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/backups.h"
#include "cli/command.h"
#include "cli/demo.h"
#include "cli/look.h"
#include "cli/screen.h"
#include "cli/township.h"
#include "cli/typed.h"
#include "model/i18n.h"
#include "model/people.h"
#include "model/text.h"
#include "report/section.h"

/* "dir/" and "dir" are the same folder. */
static char *folder(const char *typed)
{
    char *s = xstrdup(typed);
    size_t n = strlen(s);

    while (n > 1 && s[n - 1] == '/')
        s[--n] = '\0';
    return s;
}

/* How to type it on the next command line. */
static void say_how(const struct app *a, const char *rest)
{
    if (!a->home_named) {           /* it is found without */
        outf("    %s%s%s\n", a->program, *rest ? " " : "", rest);
        return;
    }
    bool plain =
        a->home[strspn(a->home, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                "0123456789/._-")] == '\0';

    outf(plain ? "    %s --home %s%s%s\n" : "    %s --home '%s'%s%s\n", a->program, a->home,
         *rest ? " " : "", rest);
}

/* ---- init ---- */

static enum xh_rc run_init(struct app *a, const struct command *c, struct args *args,
                           struct xh_err *err)
{
    const char *name = args_get(args, "name"), *person = args_get(args, "person");
    struct store *st = NULL;

    (void)c;
    if (!name || !*name)
        return xh_fail(err, XH_USAGE,
                       _("--name is missing: what is the township called?"));
    if (args_word(args, 0))
        app_name_home(a, folder(args_word(args, 0)));
    if (!a->home || !*a->home)
        return xh_fail(err, XH_USAGE,
                       _("no folder is known for the township: give --home DIR or "
                         "set XIAOHAO_HOME"));
    if (!person || !*person)
        person = *a->full_name ? a->full_name : *a->login ? a->login : name;
    enum xh_rc rc = app_settle_day(a, NULL, CHINA_MINUTES, err);
    if (rc == XH_OK && a->env.today != a->real_today && !args_has(args, "practice"))
        rc = xh_fail(err, XH_REFUSED,
                     _("--today goes with --practice; a real township begins "
                       "today"));
    struct founding f = {
        .home = a->home, .name = name, .practice = args_has(args, "practice"),
        .exe_dir = a->exe_dir, .caller = person, .uid = a->uid,
    };
    if (rc == XH_OK)
        rc = township_found(&f, &a->env, &st, err);
    store_close(st);
    if (rc != XH_OK)
        return rc;
    outf(_("%s is set up in %s.\n"), name, a->home);
    outf(_("You are %s, administrator and supervision clerk there.\n"), person);
    if (f.practice)
        outf("%s\n",
             _("It is a practice township, marked so for ever: not for real work."));
    outf("%s\n", _("No classified information may be entered into this system."));
    outf("\n%s\n", _("Next: units, people, then the first item. On the screen, under F9 (Settings, "
                     "Import):"));
    say_how(a, "");
    outf("%s\n", _("or from here:"));
    say_how(a, "unit add name=...");
    say_how(a, "person add name=... unit=... role=handler");
    say_how(a, "add tasks title=... unit=... owner=... due=+10");
    return XH_OK;
}

/* ---- demo ---- */

/* A practice township may be opened; an absent or empty place filled; nothing else is
 * touched. */
static enum xh_rc look_at(const struct app *a, const char *home, bool *exists, struct xh_err *err)
{
    struct stat sb;

    *exists = false;
    if (lstat(home, &sb) != 0) {
        if (errno == ENOENT)
            return XH_OK;
        return xh_fail(err, XH_DB, _("cannot look at %s: %s"), home, strerror(errno));
    }
    if (S_ISDIR(sb.st_mode) && store_exists(home)) {
        struct store *st = NULL;
        enum xh_rc rc = app_open_store(a, home, false, &st, err);
        if (rc == XH_OK && !st->practice)
            rc = xh_fail(err, XH_REFUSED,
                         _("%s is a real township, not one for practice; nothing "
                           "was touched"),
                         home);
        *exists = rc == XH_OK;
        store_close(st);
        return rc;
    }
    if (S_ISDIR(sb.st_mode) && rmdir(home) == 0)    /* it was empty */
        return XH_OK;
    return xh_fail(err, XH_REFUSED,
                   _("%s is there already and no practice township; nothing was "
                     "touched. Name another folder: xiaohao demo DIR"),
                   home);
}

#define SHOWN 2                 /* overdue rows beside the counts: all of it one screen */

/* How much is overdue, and the first of it; *code: one to look at. */
static enum xh_rc say_overdue(struct app *a, char **code, struct xh_err *err)
{
    struct section_rows rows = {0};
    struct filter f;

    look_filter(a, &f);
    enum xh_rc rc = section_load(a->st, SECTION_OVERDUE, &f, DAY_NONE, DAY_NONE, NULL, NULL,
                                 &rows, err);
    if (rc == XH_OK && rows.rows.n)
        outf(_("Overdue: %zu, the first of them:\n"), rows.rows.n);
    for (size_t i = 0; rc == XH_OK && i < rows.rows.n; i++) {
        const struct row *r = &rows.rows.v[i];
        if (i < SHOWN)
            outf(_("    %s  %s  %s, %d days\n"), r->it.code, rows.said[i], r->unit,
                 (int)r->days_overdue);
        if (!*code && !rows.members[i] && strcmp(r->it.list, "tasks") == 0)
            *code = xstrdup(r->it.code);
    }
    section_fini(&rows);
    return rc;
}

static enum xh_rc what_next(struct app *a, struct xh_err *err)
{
    char *code = NULL;
    enum xh_rc rc = say_overdue(a, &code, err);

    if (rc != XH_OK)
        return rc;
    outf("\n%s\n", _("What to try next:"));
    say_how(a, "report overdue");
    if (code) {
        char *both = xasprintf("show %s", code), *why = xasprintf("why %s", code);
        say_how(a, both);
        say_how(a, why);
        free(both);
        free(why);
    }
    say_how(a, "help");
    outf("%s\n", _("As somebody else: --user clerk1 (supervision), leader2 (leader), cadre3 "
                   "(handler),\nvillage4 (village), admin1 (administrator), cadre11 (four "
                   "roles at once)"));
    free(code);
    return XH_OK;
}

/* One line on a terminal, written over again and wiped at the end. */
static void say_progress(void *ctx, size_t done, size_t all)
{
    (void)ctx;
    if (done % 64 && done < all)
        return;
    out_raw("\r");
    if (done < all)
        outf(_("Making the practice township: %zu of %zu days' work"), done, all);
    else
        out_raw("\033[K");
    fflush(stdout);
}

/* On a terminal the application itself; XH_USAGE when that terminal cannot show it. */
static enum xh_rc demo_on_screen(struct app *a, struct xh_err *err)
{
    enum xh_rc rc = screen_run(a, err);

    if (rc == XH_OK) {
        outf("%s\n", _("To open the practice township again:"));
        say_how(a, "");
    }
    return rc;
}

static enum xh_rc run_demo(struct app *a, const struct command *c, struct args *args,
                           struct xh_err *err)
{
    const struct demo_progress progress = { say_progress, NULL };
    int64_t seed = 1;
    bool exists;
    char *home = args_word(args, 0) ? folder(args_word(args, 0))
                 : a->home ? xasprintf("%s-practice", a->home) : NULL;
    enum xh_rc rc = home && *home ? XH_OK
                                  : xh_fail(err, XH_USAGE, _("where? xiaohao demo DIR"));

    (void)c;
    if (rc == XH_OK && args_get(args, "seed"))
        rc = typed_number(args_get(args, "seed"), "--seed", &seed, err);
    if (rc == XH_OK)
        rc = app_settle_day(a, NULL, CHINA_MINUTES, err);
    if (rc == XH_OK)
        rc = look_at(a, home, &exists, err);
    if (rc == XH_OK && !exists)
        rc = demo_make(a, home, a->env.today, seed, a->out_tty ? &progress : NULL, err);
    if (rc == XH_OK)
        outf(
            exists
                ? _("The practice township in %s is there already.\n")
                : _("A practice township was made in %s. Everything in it is invented.\n"),
            home);
    app_name_home(a, home);
    if (rc != XH_OK || args_has(args, "no-open"))
        return rc;
    if (screen_fits(a)) {
        rc = demo_on_screen(a, err);
        if (rc != XH_USAGE)
            return rc;
        warn("xiaohao: %s", err->msg);      /* as text, then */
        *err = (struct xh_err){0};
    }
    rc = a->st ? XH_OK : app_open(a, false, err);
    if (rc == XH_OK) {
        out("\n");
        rc = look_counts(a, err);
    }
    if (rc != XH_OK)
        return rc;
    out("\n");
    return what_next(a, err);
}

static const struct option init_options[] = {
    { "name", 0, OPT_TEXT, "NAME", N_("the township's name, as printed"), NO_PLACE },
    { "person", 0, OPT_TEXT, "NAME", N_("your own name (default: that of your account)"),
      NO_PLACE },
    { "practice", 0, OPT_FLAG, NULL, N_("for practice, marked so for ever"), NO_PLACE },
    { 0 },
};
static const struct option demo_options[] = {
    { "no-open", 0, OPT_FLAG, NULL, N_("make it and say where it is, no more"), NO_PLACE },
    { "seed", 0, OPT_NUMBER, "N", N_("another practice township for every number"), NO_PLACE },
    { 0 },
};
static const struct word dir_word[] = { { "DIR", NO_PLACE, true, false }, { 0 } };

const struct command start_commands[] = {
    { .name = "demo", .usage = "[DIR] [--no-open] [--seed N]",
      .help = N_("a practice township to try everything with"),
      .more = N_("DIR is $XIAOHAO_HOME-practice unless given. One that is there is opened as it "
                 "is. On a terminal the full-screen application opens, elsewhere the counts are "
                 "printed."),
      .run = run_demo, .options = demo_options, .words = dir_word, .flags = CMD_NO_HOME },
    { .name = "init", .usage = "[DIR] --name NAME [--practice] [--person NAME]",
      .help = N_("an empty township with the shipped configuration"), .run = run_init,
      .options = init_options, .words = dir_word, .flags = CMD_NO_HOME },
    { 0 },
};

/* ---- nothing typed ---- */

static enum xh_rc mine(struct app *a, const char *heading, const struct filter *f,
                       struct xh_err *err)
{
    struct rows rows = {0};
    enum xh_rc rc = query_rows(a->st, f, &rows, err);

    if (rc == XH_OK && rows.n > 0) {
        outf("\n%s\n", heading);
        for (size_t i = 0; i < rows.n && i < 10; i++) {
            struct buf title = {0};
            text_show(&title, rows.v[i].it.title, false);
            outf("    %s %s  %s\n", colour_word(a->defs, rows.v[i].colour),
                 rows.v[i].it.code, buf_str(&title));
            buf_fini(&title);
        }
        if (rows.n > 10)
            outf(_("    and %zu more\n"), rows.n - 10);
    }
    rows_fini(&rows);
    return rc;
}

enum xh_rc command_none(struct app *a, struct xh_err *err)
{
    char day[DAY_TEXT];
    struct filter f;

    if (!a->home || !*a->home || !store_exists(a->home)) {
        outf("%s\n", _("There is no township yet."));
        outf("    %s demo               %s\n", a->program,
             _("to try everything with invented data"));
        outf("    %s init --name NAME   %s\n", a->program, _("to set up a real one"));
        outf("    %s help               %s\n", a->program, _("all commands"));
        return XH_NOT_FOUND;
    }
    if (screen_fits(a))
        return screen_run(a, err);
    enum xh_rc rc = app_open(a, false, err);
    if (rc != XH_OK)
        return rc;
    char *name = person_name(a->st->db, a->me);
    outf("%s  %s  %s%s\n\n", a->defs->township.name, day_format(look_day(a), day), name,
         a->st->practice ? _("  (practice)") : "");
    free(name);
    look_note(a);
    rc = look_counts(a, err);
    look_filter(a, &f);
    char *self = xasprintf("#%lld", (long long)a->me);
    f.owner = self;
    f.state = "open";
    if (rc == XH_OK)
        rc = mine(a, _("Yours to work on:"), &f, err);
    f.owner = NULL;
    f.state = "review";
    if (rc == XH_OK)
        rc = mine(a, _("Waiting for review:"), &f, err);
    free(self);
    if (rc == XH_OK)
        backups_say_age(a);
    if (rc == XH_OK)
        outf("\n%s\n",
             _("`xiaohao report overdue` lists what is late, `xiaohao help` all "
               "commands."));
    return rc;
}
