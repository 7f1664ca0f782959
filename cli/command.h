/* command.h - every command once: how it is called, what it says about itself, what it
 * runs.
 *
 * Help, usage errors, near names and shell completion all read these tables, so they
 * cannot disagree. A group of commands is one file, cmd_*.c, with one table. */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include "cli/app.h"
#include "cli/args.h"
#include "model/verb.h"

enum {
    CMD_NO_HOME = 1,        /* works without a township, or opens it itself */
    CMD_WRITES = 2,
    CMD_AS_OF = 4,          /* understands --as-of */
    CMD_PAIRS = 8,          /* takes key=value */
};

/* A word after the command. `at`: where in struct call it goes, for verbs. */
struct word {
    const char *name;       /* "CODE" */
    size_t at;
    bool optional;
    bool rest;              /* the last one: everything that follows belongs to it */
};

struct command {
    const char *name;
    const char *usage;      /* "CODE --to DATE --reason TEXT" */
    const char *help;       /* msgid, one line */
    const char *more;       /* msgid, further lines; NULL */
    enum xh_rc (*run)(struct app *a, const struct command *c, struct args *args,
                      struct xh_err *err);
    const struct option *options;   /* ends with a NULL name; NULL: none */
    const struct word *words;       /* ends with a NULL name; NULL: none */
    unsigned flags;
    enum verb verb;         /* cmd_verbs.c */
};

struct command_group { const char *title; const struct command *commands; };

extern const struct command look_commands[], give_commands[], work_commands[],
    decide_commands[], order_commands[], correct_commands[], ledger_commands[],
    people_commands[], care_commands[], backup_commands[], start_commands[],
    help_commands[], books_commands[];
extern const struct command_group command_groups[];     /* ends with a NULL title */
extern const struct option global_options[];
extern const struct option verb_options[];      /* what every act understands: --for ... */

const struct command *command_find(const char *name);   /* NULL */
/* "'aply' is no command; did you mean 'apply'?" */
enum xh_rc command_unknown(const char *name, struct xh_err *err);
/* "usage: xiaohao apply CODE ..." */
void command_usage(struct buf *b, const struct command *c);
/* Everything about one command, and about all of them. */
void command_help(struct buf *b, const struct command *c);
void command_help_all(struct buf *b);

/* Run what was typed after the global options: the command's name first. */
enum xh_rc command_run(struct app *a, int argc, char **argv, struct xh_err *err);
/* Nothing was typed: how things stand and what can be done. */
enum xh_rc command_none(struct app *a, struct xh_err *err);

#endif
