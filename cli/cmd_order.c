/* cmd_order.c - supervise, order, answer: orders to units and letters to superiors. What
 * is allowed is the model's business (order.h). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cmd_remind.h"
#include "cli/order_look.h"
#include "cli/typed.h"
#include "model/i18n.h"
#include "model/order.h"
#include "model/text.h"

/* ---- acts ---- */

struct filled_order {
    struct order_call call;
    struct who who;
    char **codes; size_t n_codes;
    char *order;
    struct pair *fields; size_t n_fields;
    const char **evidence;
};

static void filled_fini(struct filled_order *f)
{
    for (size_t i = 0; i < f->n_codes; i++)
        free(f->codes[i]);
    for (size_t i = 0; i < f->n_fields; i++)
        free((char *)f->fields[i].value);
    free(f->codes);
    free(f->order);
    free(f->fields);
    free(f->evidence);
}

static enum xh_rc put_day(struct app *a, const struct args *args, const char *name,
                          bool past, int32_t *day, struct xh_err *err)
{
    char what[32];

    if (!args_get(args, name))
        return XH_OK;
    snprintf(what, sizeof what, "--%s", name);
    return typed_date(a, args_get(args, name), past, what, day, err);
}

static enum xh_rc put_fields(struct app *a, const struct args *args,
                             struct filled_order *f, struct xh_err *err)
{
    enum xh_rc rc = XH_OK;

    f->fields = xcalloc(args->n_pairs + 1, sizeof *f->fields);
    for (size_t i = 0; rc == XH_OK && i < args->n_pairs; i++) {
        const struct pair *p = &args->pairs[i];
        int32_t day;
        char text[DAY_TEXT], *value = xstrdup(p->value);
        if (strcmp(p->key, "due") == 0 && *p->value) {
            rc = typed_date(a, p->value, false, "due", &day, err);
            free(value);
            value = xstrdup(rc == XH_OK ? day_format(day, text) : "");
        }
        f->fields[f->n_fields++] = (struct pair){ p->key, value };
    }
    f->call.fields = f->fields;
    f->call.n_fields = f->n_fields;
    return rc;
}

/* What every act on orders may be given. `from`: the first word that is a CODE; or the
 * order is word `from`. */
static enum xh_rc fill(struct app *a, enum verb verb, const struct args *args,
                       size_t from, struct filled_order *f, struct xh_err *err)
{
    f->call = (struct order_call){
        .verb = verb, .due = DAY_NONE, .on = DAY_NONE, .reason = args_get(args, "reason"),
        .text = args_get(args, verb == VERB_ANSWER ? "text" : "demand"),
        .feedback = args_get(args, "feedback"), .place = args_get(args, "place"),
        .again = args_has(args, "again"),
    };
    if (verb == VERB_SUPERVISE) {
        f->codes = xcalloc(args->n_words + 1, sizeof *f->codes);
        for (size_t i = from; i < args->n_words; i++)
            f->codes[f->n_codes++] = text_trim(text_halfwidth(args->words[i]));
        f->call.codes = (const char *const *)f->codes;
        f->call.n_codes = f->n_codes;
    } else if (args_word(args, from)) {
        f->call.order = f->order = xstrdup(args_word(args, from));
    } else {
        return xh_fail(err, XH_USAGE, _("which order? its number is missing"));
    }
    f->evidence = xcalloc(args->n + 1, sizeof *f->evidence);
    for (size_t i = 0; i < args->n; i++)
        if (strcmp(args->v[i].opt->name, "evidence") == 0)
            f->evidence[f->call.n_evidence++] = args->v[i].text;
    f->call.evidence = f->evidence;
    enum xh_rc rc = put_day(a, args, "due", false, &f->call.due, err);
    if (rc == XH_OK)
        rc = put_day(a, args, "on", true, &f->call.on, err);
    if (rc == XH_OK)
        rc = put_fields(a, args, f, err);
    return rc == XH_OK ? typed_who(a, args, &f->who, err) : rc;
}

static void tell(enum verb verb, const struct order_result *r)
{
    struct buf b = {0};

    text_show(&b, r->said, true);
    if (b.len)
        outf("%s\n", buf_str(&b));
    buf_fini(&b);
    if (*r->action && (verb_info(verb)->flags & VERB_UNDOABLE))
        outf(_("To take it back today: xiaohao undo %.8s\n"), r->action);
    else if (r->count > 1)
        outf("%s\n", _("To take one back: xiaohao order withdraw ORDER"));
}

static enum xh_rc act(struct app *a, enum verb verb, const struct args *args, size_t from,
                      struct xh_err *err)
{
    struct filled_order f = {0};
    struct order_result *r = xcalloc(1, sizeof *r);
    enum xh_rc rc = fill(a, verb, args, from, &f, err);

    if (rc == XH_OK)
        rc = order_run(a->st, &a->env, &f.who, &f.call, r, err);
    if (rc == XH_OK)
        tell(verb, r);
    else if (rc == XH_REFUSED || rc == XH_DENIED)
        xh_fail_more(err, rc, "%s", _("Nothing was changed."));
    filled_fini(&f);
    free(r);
    return rc;
}

static enum xh_rc run_act(struct app *a, const struct command *c, struct args *args,
                          struct xh_err *err)
{
    if (c->verb == VERB_ANSWER && args->n_words > 1)
        return xh_fail(err, XH_USAGE, _("the words are missing: --text \"...\""));
    return act(a, c->verb, args, 0, err);
}

/* ---- the command ---- */

static const struct sub {
    const char *word;
    enum verb verb;             /* an act; VERB_NONE: looking */
    enum xh_rc (*look)(struct app *a, const struct args *args, struct xh_err *err);
    size_t words;               /* at most, with its own */
} subs[] = {
    { "list", VERB_NONE, order_run_list, 1 }, { "show", VERB_NONE, order_run_show, 2 },
    { "print", VERB_NONE, order_run_print, 2 }, { "set", VERB_REDRAFT, NULL, 2 },
    { "sign", VERB_SIGN, NULL, 2 }, { "deliver", VERB_DELIVER, NULL, 2 },
    { "receive", VERB_RECEIVE, NULL, 2 }, { "finish", VERB_FINISH, NULL, 2 },
    { "return", VERB_SEND_BACK, NULL, 2 }, { "withdraw", VERB_REVOKE, NULL, 2 },
};
#define SUBS (sizeof subs / sizeof *subs)

static enum xh_rc run_order(struct app *a, const struct command *c, struct args *args,
                            struct xh_err *err)
{
    const char *what = args_word(args, 0) ? args_word(args, 0) : "list";
    const char *names[SUBS + 1] = {0};
    const struct sub *s = NULL;

    for (size_t i = 0; i < SUBS; i++) {
        names[i] = subs[i].word;
        if (strcmp(subs[i].word, what) == 0)
            s = &subs[i];
    }
    if (!s)
        return not_among(c->name, what, names, err);
    if (args->n_words > s->words)
        return xh_fail(
            err, XH_USAGE,
            _("'%s' is one word too many (put quotes around a text with blanks)"),
            args->words[s->words]);
    if (args->n_pairs && s->verb != VERB_REDRAFT)
        return xh_fail(err, XH_USAGE, _("values go with `order set` only"));
    enum xh_rc rc = app_open(a, s->verb != VERB_NONE, err);
    if (rc != XH_OK)
        return rc;
    return s->look ? s->look(a, args, err) : act(a, s->verb, args, 1, err);
}

static const struct option supervise_options[] = {
    { "demand", 0, OPT_TEXT, "TEXT",
      N_("what is demanded (default: from how things stand)"), NO_PLACE },
    { "due", 0, OPT_DATE, "DATE", N_("reply until (default: as configured)"), NO_PLACE },
    { "feedback", 0, OPT_CODE, "once|week",
      N_("one reply, or one a week until it is settled"), NO_PLACE },
    { "place", 0, OPT_TEXT, "PLACE",
      N_("the late rows under CODE in that place or below"), NO_PLACE },
    { "again", 0, OPT_FLAG, NULL, N_("although an order about it is open"), NO_PLACE },
    { 0 },
};
static const struct option answer_options[] = {
    { "text", 't', OPT_TEXT, "TEXT", N_("what was done, what comes next and when"),
      NO_PLACE },
    { "evidence", 'e', OPT_MANY, "FILE",
      N_("a file as evidence; may be given several times"), NO_PLACE },
    { 0 },
};
static const struct option order_options[] = {
    { "state", 0, OPT_CODE, "STATE", N_("list: in this state"), NO_PLACE },
    { "unit", 'u', OPT_TEXT, "UNIT", N_("list: to this unit and those below it"),
      NO_PLACE },
    { "open", 0, OPT_FLAG, NULL, N_("list: neither settled nor withdrawn"), NO_PLACE },
    { "overdue", 0, OPT_FLAG, NULL, N_("list: the reply is late"), NO_PLACE },
    { "unsigned", 0, OPT_FLAG, NULL, N_("list: not acknowledged in time"), NO_PLACE },
    { "format", 'f', OPT_CODE, "table|csv|json|pdf|xlsx",
      N_("list: for people or for programs; print: the kind of file"), NO_PLACE },
    { "output", 'o', OPT_TEXT, "FILE.pdf|.xlsx|.txt",
      N_("print, show: the paper into a file; its name's ending says what kind"), NO_PLACE },
    { "print", 0, OPT_MAYBE, "[PRINTER]",
      N_("print, show: to a printer, the usual one unless named"), NO_PLACE },
    { "on", 0, OPT_PAST, "DATE", N_("deliver, receive: the day it happened"), NO_PLACE },
    { "due", 0, OPT_DATE, "DATE", N_("return: reply until"), NO_PLACE },
    { "reason", 'r', OPT_TEXT, "TEXT",
      N_("return, withdraw: why; finish: how it was settled"), NO_PLACE },
    { 0 },
};
static const struct word supervise_words[] = { { "CODE", NO_PLACE, false, true }, { 0 } };
static const struct word remind_words[] = { { "CODE", NO_PLACE, true, true }, { 0 } };
static const struct word answer_words[] = { { "ORDER", NO_PLACE, false, false }, { 0 } };
static const struct word order_words[] = {
    { "list|show|print|set|sign|...", NO_PLACE, true, false },
    { "ORDER", NO_PLACE, true, true }, { 0 }
};

/* `verb` of `order` only lets it take --for, --decided-by and --paper. */
const struct command order_commands[] = {
    { .name = "supervise",
      .usage = "CODE... [--demand TEXT] [--due DATE] [--place PLACE] "
               "[--again]",
      .run = run_act,
      .help = N_("draft an order to the unit that is late; a letter to a superior"),
      .more = N_("One order for each unit. It gets its number when it is signed."),
      .options = supervise_options,
      .words = supervise_words,
      .flags = CMD_WRITES,
      .verb = VERB_SUPERVISE },
    { .name = "order",
      .usage = "[list | show | print | set | sign | deliver | receive | finish "
               "| return | withdraw] [ORDER] ...",
      .run = run_order,
      .help = N_("orders and letters: look, sign, deliver, acknowledge, close"),
      .more =
          N_("ORDER is the row in the list, or the number as printed. `order set ORDER "
             "FIELD=VALUE`\nchanges a draft: title basis demand due feedback lead."),
      .options = order_options,
      .words = order_words,
      .flags = CMD_NO_HOME | CMD_PAIRS,
      .verb = VERB_SIGN },
    { .name = "remind",
      .usage = "[CODE...] [--kind report|due|overdue|accept] [--record] [-o FILE.txt]",
      .run = run_remind,
      .help = N_("texts that remind people, to be copied into a message"),
      .more = N_("One text a person; households by village, never by name. Nothing is counted "
                 "by looking: --record counts\nwhat was sent, on each item."),
      .options = remind_options,
      .words = remind_words,
      .flags = CMD_NO_HOME },
    { .name = "answer",
      .usage = "ORDER --text TEXT [--evidence FILE]",
      .run = run_act,
      .help = N_("answer an order given to your unit"),
      .options = answer_options,
      .words = answer_words,
      .flags = CMD_WRITES,
      .verb = VERB_ANSWER },
    { 0 },
};
