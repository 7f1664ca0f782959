/* commands.c - the one list of commands, and what is made from it: help, usage, near
 * names. */
#include "cli/command.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/mem.h"
#include "model/text.h"

const struct command_group command_groups[] = {
    { N_("Starting"),           start_commands },
    { N_("Looking"),            look_commands },
    { N_("Checking figures"),   books_commands },
    { N_("Giving work out"),    give_commands },
    { N_("Working"),            work_commands },
    { N_("Deciding"),           decide_commands },
    { N_("Orders"),             order_commands },
    { N_("Correcting"),         correct_commands },
    { N_("Ledgers in and out"), ledger_commands },
    { N_("People"),             people_commands },
    { N_("Care"),               care_commands },
    { N_("Backups"),            backup_commands },
    { N_("Help"),               help_commands },
    { NULL, NULL },
};

const struct option global_options[] = {
    { "home",   0, OPT_TEXT, "DIR",   N_("the township's folder (default: $XIAOHAO_HOME, else "
                                         "~/.local/share/xiaohao)"), NO_PLACE },
    { "user",   0, OPT_TEXT, "LOGIN", N_("act as somebody else (practice townships)"), NO_PLACE },
    { "today",  0, OPT_DATE, "DATE",  N_("as if it were that day"), NO_PLACE },
    { "as-of",  0, OPT_PAST, "DATE",  N_("colours, states and deadlines that stood on that day"),
      NO_PLACE },
    { "lang",   0, OPT_CODE, "zh|en", N_("language of messages"), NO_PLACE },
    { "help",   'h', OPT_FLAG, NULL,  N_("help, also after a command"), NO_PLACE },
    { "version", 0, OPT_FLAG, NULL,   N_("the program's version"), NO_PLACE },
    { 0 },
};

const struct command *command_find(const char *name)
{
    for (const struct command_group *g = command_groups; g->title; g++)
        for (const struct command *c = g->commands; c->name; c++)
            if (strcmp(c->name, name) == 0)
                return c;
    return NULL;
}

enum xh_rc command_unknown(const char *name, struct xh_err *err)
{
    const char **names = NULL;
    size_t n = 0, cap = 0;
    struct buf near = {0};

    for (const struct command_group *g = command_groups; g->title; g++)
        for (const struct command *c = g->commands; c->name; c++) {
            GROW(names, n, cap);
            names[n++] = c->name;
        }
    GROW(names, n, cap);
    names[n] = NULL;
    near_names(&near, name, names);
    xh_fail(err, XH_USAGE,
            near.len ? _("there is no command '%s'; %s") : _("there is no command '%s'"),
            name, buf_str(&near));
    xh_fail_more(err, XH_USAGE, _("`xiaohao help` lists them all."));
    buf_fini(&near);
    free(names);
    return XH_USAGE;
}

void command_usage(struct buf *b, const struct command *c)
{
    buf_printf(b, _("usage: xiaohao %s%s%s"), c->name, *c->usage ? " " : "", c->usage);
    buf_putc(b, '\n');
}

/* ---- help ---- */

static void two_columns(struct buf *b, int left_cols, const char *left, const char *right)
{
    if (text_width(left) > left_cols) {
        buf_printf(b, "  %s\n", left);
        left = "";
    }
    char *cell = text_fit(left, left_cols, TEXT_LEFT);
    buf_printf(b, "  %s  %s\n", cell, right);
    free(cell);
}

static void option_lines(struct buf *b, const struct option *o)
{
    for (; o && o->name; o++) {
        struct buf left = {0};
        if (o->letter)
            buf_printf(&left, "-%c, ", o->letter);
        buf_printf(&left, "--%s%s%s", o->name, o->value ? " " : "",
                   o->value ? o->value : "");
        two_columns(b, 24, buf_str(&left), _(o->help));
        buf_fini(&left);
    }
}

void command_help(struct buf *b, const struct command *c)
{
    command_usage(b, c);
    buf_printf(b, "\n%s\n", _(c->help));
    if (c->more)
        buf_printf(b, "%s\n", _(c->more));
    if ((c->options && c->options->name) || c->verb) {
        buf_printf(b, "\n%s\n", _("Options:"));
        option_lines(b, c->options);
        if (c->verb)
            option_lines(b, verb_options);
    }
}

void command_help_all(struct buf *b)
{
    buf_printf(b, "%s\n", _("usage: xiaohao [OPTION...] COMMAND ..."));
    for (const struct command_group *g = command_groups; g->title; g++) {
        buf_printf(b, "\n%s\n", _(g->title));
        for (const struct command *c = g->commands; c->name; c++)
            two_columns(b, 12, c->name, _(c->help));
    }
    buf_printf(b, "\n%s\n", _("Options"));
    option_lines(b, global_options);
    buf_printf(
        b, "\n%s\n",
        _("A CODE is typed as printed or without an input method (d112). A "
          "DATE is 2026-11-27,\n11-27, +5 (workdays from today), today or tomorrow.\n"
          "`xiaohao help COMMAND` tells more."));
}

static enum xh_rc run_help(struct app *a, const struct command *self, struct args *args,
                           struct xh_err *err)
{
    const char *name = args_word(args, 0);
    struct buf b = {0};
    const struct command *c = name ? command_find(name) : NULL;

    (void)a;
    (void)self;
    if (name && !c)
        return command_unknown(name, err);
    if (args_has(args, "names") && c) {
        for (const struct option *o = c->options; o && o->name; o++)
            buf_printf(&b, "--%s\n", o->name);
        for (const struct option *o = verb_options; c->verb && o->name; o++)
            buf_printf(&b, "--%s\n", o->name);
    } else if (args_has(args, "names")) {
        for (const struct command_group *g = command_groups; g->title; g++)
            for (const struct command *x = g->commands; x->name; x++)
                buf_printf(&b, "%s\n", x->name);
    } else if (c) {
        command_help(&b, c);
    } else {
        command_help_all(&b);
    }
    out(buf_str(&b));
    buf_fini(&b);
    return XH_OK;
}

static const struct option help_options[] = {
    { "names", 0, OPT_FLAG, NULL, N_("names only, one a line (for shell completion)"), NO_PLACE },
    { 0 },
};
static const struct word help_words[] = { { "COMMAND", NO_PLACE, true, false }, { 0 } };
const struct command help_commands[] = {
    { .name = "help", .usage = "[COMMAND] [--names]", .help = N_("this list, or one command"),
      .run = run_help, .options = help_options, .words = help_words, .flags = CMD_NO_HOME },
    { 0 },
};

/* ---- running ---- */

/* Words as the command's table wants them: enough, not too many; the last one takes the
 * rest. */
static enum xh_rc check_words(const struct command *c, struct args *args,
                              struct xh_err *err)
{
    size_t n = 0;

    for (const struct word *w = c->words; w && w->name; w++, n++) {
        if (n >= args->n_words && !w->optional)
            return xh_fail(err, XH_USAGE, _("%s is missing"), w->name);
        if (w->rest)
            return XH_OK;
    }
    if (args->n_words > n) {
        const char *extra = args->words[n];
        return xh_fail(
            err, XH_USAGE,
            c->flags & CMD_PAIRS
                ? _("'%s' is not understood; values are written FIELD=VALUE")
                : _("'%s' is one word too many (put quotes around a text with blanks)"),
            extra);
    }
    return XH_OK;
}

enum xh_rc command_run(struct app *a, int argc, char **argv, struct xh_err *err)
{
    char *name = text_halfwidth(argv[0]);
    const struct command *c = command_find(name);
    struct args args = {0};
    struct buf usage = {0};
    enum xh_rc rc;

    if (!c) {
        rc = command_unknown(name, err);
        free(name);
        return rc;
    }
    free(name);
    const struct option *tables[4];
    size_t n = 0;
    if (c->options)
        tables[n++] = c->options;
    if (c->verb)
        tables[n++] = verb_options;
    tables[n++] = global_options;
    tables[n] = NULL;

    rc = args_parse(argc - 1, argv + 1, tables, (c->flags & CMD_PAIRS) != 0, &args, err);
    if (rc == XH_OK && args_has(&args, "help")) {
        command_help(&usage, c);
        out(buf_str(&usage));
        goto done;
    }
    if (rc == XH_OK)
        rc = check_words(c, &args, err);
    /* The options of the program are understood behind the command as well. */
    if (rc == XH_OK) {
        a->user = args_get(&args, "user") ? args_get(&args, "user") : a->user;
        a->today = args_get(&args, "today") ? args_get(&args, "today") : a->today;
        a->as_of = args_get(&args, "as-of") ? args_get(&args, "as-of") : a->as_of;
        if (args_get(&args, "home"))
            app_name_home(a, xstrdup(args_get(&args, "home")));
    }
    if (rc == XH_OK && a->as_of && !(c->flags & CMD_AS_OF))
        rc = xh_fail(err, XH_USAGE,
                     _("--as-of goes with list, show, why, count and report"));
    if (rc == XH_USAGE) {
        command_usage(&usage, c);
        xh_fail_more(err, XH_USAGE, "%s", buf_str(&usage));
        goto done;
    }
    if (rc == XH_OK && !(c->flags & CMD_NO_HOME))
        rc = app_open(a, (c->flags & CMD_WRITES) != 0, err);
    if (rc == XH_OK) {
        rc = c->run(a, c, &args, err);
        if (rc == XH_USAGE) {
            command_usage(&usage, c);
            xh_fail_more(err, XH_USAGE, "%s", buf_str(&usage));
        }
    }
done:
    buf_fini(&usage);
    args_fini(&args);
    a->user = a->today = a->as_of = NULL;      /* they were borrowed from `args` */
    return rc;
}
