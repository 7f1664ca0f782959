/* cmd_verbs.c - the acts: one table row each, one function for all of them.
 *
 * A row says which words and options an act takes and where in `struct call` they go;
 * everything about what is allowed is the model's business (verbs.h). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/backups.h"
#include "cli/cmd_rebase.h"
#include "cli/cmd_reply.h"
#include "cli/cmd_visit.h"
#include "cli/line_pairs.h"
#include "cli/typed.h"
#include "model/decimal.h"
#include "model/i18n.h"
#include "model/item.h"
#include "model/text.h"

#define AT(member) offsetof(struct call, member)

/* ---- what every act understands ---- */

const struct option verb_options[] = {
    { "for", 0, OPT_TEXT, "PERSON", N_("on behalf of: whose work it is"), NO_PLACE },
    { "decided-by", 0, OPT_TEXT, "PERSON", N_("who decided it, on a signed form"), NO_PLACE },
    { "paper", 0, OPT_TEXT, "FILE", N_("the signed form, with --decided-by"), NO_PLACE },
    { 0 },
};

/* ---- the rows ---- */

#define REASON(text) { "reason", 'r', OPT_TEXT, "TEXT", text, AT(reason) }
#define EVIDENCE \
    { "evidence", 'e', OPT_MANY, "FILE", N_("a file as evidence; may be given several times"), \
      NO_PLACE }
#define END { 0 }

static const struct option add_options[] = {
    { "line", 'l', OPT_TEXT, "'WHAT WHERE WHO WHEN !'",
      N_("said in one line; FIELD=VALUE stands before it"), NO_PLACE }, END
};
static const struct option reason_only[] = { REASON(N_("why")), END };
static const struct option cancel_options[] = { REASON(N_("the basis for it")), END };
static const struct option hand_options[] = { REASON(N_("why")), END };
static const struct option split_options[] = {
    { "to", 0, OPT_TEXT, "UNIT,UNIT", N_("the units, one part each"), NO_PLACE },
    REASON(N_("why")), END
};
static const struct option progress_options[] = {
    { "text", 't', OPT_TEXT, "TEXT", N_("how far it is"), AT(text) },
    { "problem", 0, OPT_TEXT, "TEXT", N_("what is in the way"), AT(problem) },
    { "next", 0, OPT_TEXT, "TEXT", N_("what comes next"), AT(next) },
    { "next-due", 0, OPT_DATE, "DATE", N_("until when"), AT(next_due) },
    { "coord", 0, OPT_TEXT, "TEXT", N_("what others must settle"), AT(coord) },
    { "coord-level", 0, OPT_CODE, "town|superior", N_("who must settle it"), AT(coord_level) },
    { "percent", 0, OPT_DECIMAL, "N", N_("share of the work done"), AT(percent) },
    EVIDENCE,
    { "caption", 0, OPT_TEXT, "TEXT", N_("what the evidence shows"), AT(caption) },
    END
};
static const struct option instruct_options[] = {
    { "on", 0, OPT_PAST, "DATE", N_("the day it was given"), AT(on) }, END
};
static const struct option step_options[] = {
    { "on", 0, OPT_PAST, "DATE", N_("the day it happened (default: today)"), AT(on) },
    REASON(N_("why it goes on although rows it waits for are missing, where that is allowed")),
    END
};
static const struct option check_options[] = {
    { "on", 0, OPT_PAST, "DATE", N_("the day it was done (default: today)"), AT(on) },
    { "amount", 0, OPT_DECIMAL, "N", N_("quantity done, for steps that have one"), AT(amount) },
    EVIDENCE,
    { "caption", 0, OPT_TEXT, "TEXT", N_("what the evidence shows"), AT(caption) },
    { "paper-kept", 0, OPT_TEXT, "WHERE", N_("an original on paper: where it is kept, by whom"),
      AT(paper_kept) },
    { "link", 0, OPT_TEXT, "URL", N_("a public link as evidence"), AT(link) },
    REASON(N_("why it goes on although rows it waits for are missing, where that is allowed")),
    END
};
static const struct option place_options[] = {
    { "place", 0, OPT_TEXT, "PLACE", N_("all rows under CODE in that place or below, or none"),
      AT(place) },
    REASON(N_("a remark")), END
};
static const struct option extend_options[] = {
    { "to", 0, OPT_DATE, "DATE", N_("the new deadline"), AT(to) },
    REASON(N_("why")),
    { "doc", 0, OPT_TEXT, "NUMBER", N_("the superior's document, past the superior's deadline"),
      AT(doc) },
    END
};
static const struct option limit_options[] = {
    { "to", 0, OPT_DATE, "DATE", N_("the day ordered"), AT(to) }, REASON(N_("why")), END
};
static const struct option rebase_options[] = {
    { "to", 0, OPT_DATE, "DATE", N_("the new first deadline"), AT(to) },
    REASON(N_("on what basis")),
    { "all", 0, OPT_FLAG, NULL, N_("every open item that is past due"), NO_PLACE },
    { "list", 0, OPT_CODE, "LIST", N_("of one list only"), NO_PLACE },
    { "unit", 'u', OPT_TEXT, "UNIT", N_("of this unit and those below it"), NO_PLACE },
    { "where", 'w', OPT_MANY, "'area>=3'", N_("a condition on a field; several all hold"),
      NO_PLACE },
    { "keep", 0, OPT_FLAG, NULL, N_("with --all: the deadlines stay, and that is recorded"),
      NO_PLACE },
    { "file", 0, OPT_TEXT, "FILE.csv", N_("a date for each: columns code, to, reason"), NO_PLACE },
    { "dry-run", 0, OPT_FLAG, NULL, N_("show what would be done, write nothing"), NO_PLACE },
    END
};
static const struct option hold_options[] = {
    { "by", 0, OPT_TEXT, "OFFICE", N_("the office waited for"), AT(office) },
    { "until", 0, OPT_DATE, "DATE", N_("when its answer is expected"), AT(to) },
    REASON(N_("why")), END
};
static const struct option reopen_options[] = {
    { "to", 0, OPT_DATE, "DATE", N_("the new deadline"), AT(to) }, REASON(N_("why")), END
};
static const struct option pin_options[] = {
    { "until", 0, OPT_DATE, "DATE", N_("last day it is shown"), AT(to) },
    REASON(N_("why")), END
};
static const struct option erase_options[] = {
    REASON(N_("who asked for it")),
    { "yes", 'y', OPT_FLAG, NULL, N_("do not ask"), NO_PLACE }, END
};

#define W_CODE { "CODE", AT(code), false, false }
#define W_END { NULL, 0, false, false }
static const struct word code_word[] = { W_CODE, W_END };
static const struct word codes_words[] = { { "CODE", NO_PLACE, true, true }, W_END };
static const struct word list_word[] = { { "LIST", AT(list), false, false }, W_END };
static const struct word step_words[] = { W_CODE, { "STEP", AT(step), false, false }, W_END };
static const struct word text_words[] = { W_CODE, { "TEXT", AT(text), false, true }, W_END };
static const struct word request_words[] = {
    W_CODE, { "REQUEST", AT(request), true, false }, W_END
};
static const struct word pin_words[] = { W_CODE, { "COLOUR", AT(colour), false, false }, W_END };
static const struct word undo_words[] = { { "ACTION-ID", AT(action), true, false }, W_END };

static enum xh_rc run_add(struct app *a, const struct command *c, struct args *args,
                          struct xh_err *err);
static enum xh_rc run_rebase(struct app *a, const struct command *c, struct args *args,
                             struct xh_err *err);
static enum xh_rc run_verb(struct app *a, const struct command *c, struct args *args,
                           struct xh_err *err);

#define ACT(v, n, u, h, w, o, f) \
    { .name = n, .usage = u, .help = h, .run = run_verb, .options = o, .words = w, \
      .flags = CMD_WRITES | (f), .verb = v }

const struct command give_commands[] = {
    { .name = "add", .usage = "LIST title=TEXT [FIELD=VALUE...] | LIST --line TEXT",
      .run = run_add,
      .help = N_("a new item; naming a unit or a person assigns it"),
      .more = N_("A title is enough. Every list has: unit owner handler leader lead co place "
                 "parent\nsource source_ref start due upper_due upper_doc report_every; its own "
                 "fields come besides.\n--line takes names of people, units and places, days as "
                 "people say them, and ! for urgent;\nthe rest is the title. What was "
                 "understood is printed; what may be several is refused."),
      .options = add_options, .words = list_word, .flags = CMD_WRITES | CMD_PAIRS,
      .verb = VERB_ADD },
    { .name = "set", .usage = "CODE FIELD=VALUE...", .run = run_verb,
      .help = N_("change fields; FIELD=- clears one"),
      .more = N_("State, deadlines and steps have commands of their own."),
      .options = reason_only, .words = code_word, .flags = CMD_WRITES | CMD_PAIRS,
      .verb = VERB_SET },
    ACT(VERB_ASSIGN, "assign", "CODE unit=UNIT [owner=PERSON] [lead=PERSON]...",
        N_("give an item to a unit and a person"), code_word, hand_options, CMD_PAIRS),
    ACT(VERB_ACCEPT, "accept", "CODE", N_("acknowledge an item given to you"), code_word, NULL, 0),
    ACT(VERB_TRANSFER, "transfer", "CODE unit=UNIT [owner=PERSON]... [--reason TEXT]",
        N_("pass an item on; its first deadline is kept"), code_word, hand_options, CMD_PAIRS),
    ACT(VERB_SPLIT, "split", "CODE --to UNIT,UNIT",
        N_("one part for each unit; the item shows its worst part"), code_word, split_options, 0),
    ACT(VERB_CANCEL, "cancel", "CODE --reason TEXT", N_("end an item without crossing it off"),
        code_word, cancel_options, 0),
    ACT(VERB_VOID, "void", "CODE", N_("take back an item entered by mistake today"), code_word,
        reason_only, 0),
    { 0 },
};

const struct command work_commands[] = {
    ACT(VERB_PROGRESS, "progress", "CODE --text TEXT [--problem TEXT] [--next TEXT] "
        "[--percent N] [FIELD=VALUE...]", N_("report progress"), code_word, progress_options,
        CMD_PAIRS),
    { .name = "visit", .usage = "CODE... [--on DATE] [--who PERSON] [--with TEXT] [--stance S] "
      "[--demand TEXT] [--promise TEXT --due DATE] [--objection TEXT] [--next DATE] | "
      "CODE --kept [N] [--on DATE] | [--due] [--owner P]",
      .help = N_("a visit: what was asked for, what was promised; what is due"),
      .more = N_("Several codes: the same visit to each of them. Without a code: promises not "
                 "kept and\nthe next visits, --due: those due by today. Where rows are persons, "
                 "what was said is\nprivate; unmask CODE visit:N shows it with a reason."),
      .run = run_visit, .options = visit_options, .words = codes_words,
      .flags = CMD_NO_HOME, .verb = VERB_VISIT },
    ACT(VERB_NOTE, "note", "CODE TEXT", N_("a remark"), text_words, NULL, 0),
    ACT(VERB_INSTRUCT, "instruct", "CODE TEXT [--on DATE]", N_("a leader's written instruction"),
        text_words, instruct_options, 0),
    ACT(VERB_BEGIN, "begin", "CODE STEP [--on DATE]", N_("a step begins"), step_words,
        step_options, 0),
    ACT(VERB_CHECK, "check", "CODE STEP [--on DATE] [--amount N] [--evidence FILE]",
        N_("a step, or an amount of it, is done"), step_words, check_options, 0),
    ACT(VERB_UNCHECK, "uncheck", "CODE STEP [--reason TEXT]", N_("it was not done after all"),
        step_words, reason_only, 0),
    ACT(VERB_SKIP, "skip", "CODE STEP --reason TEXT",
        N_("a step does not apply; a second person agrees"), step_words, reason_only, 0),
    { 0 },
};

static const struct word maybe_code_word[] = { { "CODE", AT(code), true, false }, W_END };

const struct command decide_commands[] = {
    ACT(VERB_APPLY, "apply", "CODE [--place PLACE]", N_("ask for cross-off"), code_word,
        place_options, 0),
    ACT(VERB_WITHDRAW, "withdraw", "CODE", N_("take the application back"), code_word,
        reason_only, 0),
    ACT(VERB_APPROVE, "approve", "CODE [--place PLACE]", N_("agree: cross it off"), code_word,
        place_options, 0),
    ACT(VERB_RETURN, "return", "CODE --reason TEXT",
        N_("send an application back; send back an item that is not ours"), code_word,
        reason_only, 0),
    ACT(VERB_EXTEND, "extend", "CODE --to DATE --reason TEXT",
        N_("a later deadline, before the present one has passed"), code_word, extend_options, 0),
    ACT(VERB_GRANT, "grant", "CODE [REQUEST] [--to DATE]",
        N_("grant what was asked for; more time also to another day"), request_words,
        extend_options, 0),
    ACT(VERB_REFUSE, "refuse", "CODE [REQUEST] --reason TEXT", N_("refuse what was asked for"),
        request_words, reason_only, 0),
    ACT(VERB_LIMIT, "limit", "CODE --to DATE", N_("order a new date for an item that is late"),
        code_word, limit_options, 0),
    ACT(VERB_HOLD, "hold", "CODE --by OFFICE --until DATE --reason TEXT",
        N_("wait for an office; the clock stops"), code_word, hold_options, 0),
    ACT(VERB_RESUME, "resume", "CODE", N_("go on; the deadline moves by the hold's workdays"),
        code_word, reason_only, 0),
    ACT(VERB_REOPEN, "reopen", "CODE --reason TEXT [--to DATE]",
        N_("work on a closed or cancelled item again"), code_word, reopen_options, 0),
    ACT(VERB_PIN, "pin", "CODE green|yellow|red|none --until DATE --reason TEXT",
        N_("show another colour for a time, by order"), pin_words, pin_options, 0),
    { .name = "rebase", .usage = "CODE --to DATE --reason TEXT | --all [--list LIST] (--to DATE | "
      "--keep) --reason TEXT | --file FILE.csv", .help = N_("replace the first deadline"),
      .more = N_("--all settles everything past due after a ledger came in; --dry-run shows it "
                 "first.\n--file takes the columns code, to and reason: an export with a date "
                 "written beside each row;\nkeep instead of a date leaves one. All rows or "
                 "none. Before the township's start_day whoever\nmay rebase decides at once."),
      .run = run_rebase, .options = rebase_options, .words = maybe_code_word,
      .flags = CMD_WRITES, .verb = VERB_REBASE },
    { .name = "reply", .usage = "[SHEET] [FILE|-] [--chair PERSON] [--paper FILE] [--dry-run]",
      .help = N_("marks written on a weekly sheet, keyed in by the numbers of its rows"),
      .more = N_("SHEET is 46 or 46/2026, else the last final one. A line a row: 12 x agrees to "
                 "the cross-off,\n12 d5 (workdays from the meeting on) or 12 d11-27 sets a limit, "
                 "12 e11-30 grants more time,\n12 r WHY returns, 12 s drafts an order, 12 h puts "
                 "it off, 12 n WORDS instructs, 12 - is\nnothing. Each says what it does before "
                 "it counts; all lines are recorded or none. Without\nlines: the rows, and what "
                 "is recorded."),
      .run = run_reply, .options = reply_options, .words = reply_words, .flags = CMD_WRITES },
    { 0 },
};

/* ---- filling a call ---- */

struct filled {
    struct call call;
    struct who who;
    struct pair *fields;        /* as handed over: dates and numbers made canonical */
    char **kept; size_t n_kept, cap_kept;
    const char **evidence;
};

static void filled_fini(struct filled *f)
{
    for (size_t i = 0; i < f->n_kept; i++)
        free(f->kept[i]);
    free(f->kept);
    free(f->fields);
    free(f->evidence);
}

static const char *keep(struct filled *f, char *s)
{
    GROW(f->kept, f->n_kept, f->cap_kept);
    return f->kept[f->n_kept++] = s;
}

static enum xh_rc put_option(struct app *a, struct filled *f, const struct arg *x,
                             struct xh_err *err)
{
    char *at = (char *)&f->call + x->opt->at;
    char what[48];

    snprintf(what, sizeof what, "--%s", x->opt->name);
    if (x->opt->at == NO_PLACE)
        return XH_OK;
    switch (x->opt->kind) {
    case OPT_TEXT: case OPT_CODE:
        *(const char **)(void *)at = x->text;
        return XH_OK;
    case OPT_DATE: case OPT_PAST:
        return typed_date(a, x->text, x->opt->kind == OPT_PAST, what,
                          (int32_t *)(void *)at, err);
    case OPT_DECIMAL:
        f->call.has_amount |= x->opt->at == AT(amount);
        f->call.has_percent |= x->opt->at == AT(percent);
        return typed_decimal(x->text, what, (int64_t *)(void *)at, err);
    case OPT_NUMBER:
        return typed_number(x->text, what, (int64_t *)(void *)at, err);
    case OPT_FLAG: case OPT_MANY: case OPT_MAYBE:
        break;
    }
    return XH_OK;
}

/* Words go where the table says; the last may be a text of several. */
static enum xh_rc put_words(struct filled *f, const struct command *c,
                            const struct args *args, struct xh_err *err)
{
    size_t i = 0;

    for (const struct word *w = c->words; w && w->name && i < args->n_words; w++, i++) {
        char *at = (char *)&f->call + w->at;
        if (w->at == AT(request)) {
            enum xh_rc rc = typed_number(args->words[i], w->name, (int64_t *)(void *)at, err);
            if (rc != XH_OK)
                return rc;
        } else if (w->rest) {
            struct buf b = {0};
            for (; i < args->n_words; i++)
                buf_printf(&b, "%s%s", b.len ? " " : "", args->words[i]);
            *(const char **)(void *)at = keep(f, buf_take(&b));
            break;
        } else {
            *(const char **)(void *)at = keep(f, text_trim(text_halfwidth(args->words[i])));
        }
    }
    return XH_OK;
}

/* The list a call is about, to know which of its values are dates. NULL when not found:
 * the verb says so better. */
static const struct list_def *list_of(const struct app *a, const struct call *call)
{
    struct item it = {0};
    struct xh_err unused = {0};
    const struct list_def *l = NULL;
    int64_t id = 0;

    if (call->list)
        return typed_list(a, call->list);
    if (call->code &&
        item_find(a->st->db, a->defs, call->code, a->env.today, &id, &unused) == XH_OK &&
        item_load(a->st->db, id, &it, &unused) == XH_OK)
        l = defs_list(a->defs, it.list);
    item_fini(&it);
    return l;
}

static enum xh_rc put_pairs(struct app *a, struct filled *f, const struct args *args,
                            struct xh_err *err)
{
    const struct list_def *l = args->n_pairs ? list_of(a, &f->call) : NULL;
    enum xh_rc rc = XH_OK;

    f->fields = xcalloc(args->n_pairs + 1, sizeof *f->fields);
    for (size_t i = 0; rc == XH_OK && i < args->n_pairs; i++) {
        char *value = NULL;
        rc = typed_value(a, l, &args->pairs[i], &value, err);
        f->fields[i] = (struct pair){ args->pairs[i].key, value ? keep(f, value) : "" };
    }
    f->call.fields = f->fields;
    f->call.n_fields = args->n_pairs;
    return rc;
}

/* "财政所,建设办" as unit=财政所 unit=建设办. */
static enum xh_rc put_parts(struct filled *f, const char *units, struct xh_err *err)
{
    size_t n = 0, cap = 0;

    if (!units)
        return xh_fail(err, XH_USAGE, _("--to UNIT,UNIT is missing: who gets a part?"));
    free(f->fields);
    f->fields = NULL;
    for (const char *p = units; *p;) {
        static const char *const marks[] = { ",", "，", "、", ";", "；" };
        const char *end = p + strlen(p);
        size_t mark = 0;
        for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
            const char *hit = strstr(p, marks[i]);
            if (hit && hit < end) {
                end = hit;
                mark = strlen(marks[i]);
            }
        }
        char *name = text_trim(xstrndup(p, (size_t)(end - p)));
        keep(f, name);
        if (*name) {
            GROW(f->fields, n, cap);
            f->fields[n++] = (struct pair){ "unit", name };
        }
        p = end + mark;
    }
    f->call.fields = f->fields;
    f->call.n_fields = n;
    return XH_OK;
}

static void put_evidence(struct filled *f, const struct args *args)
{
    f->evidence = xcalloc(args->n + 1, sizeof *f->evidence);
    for (size_t i = 0; i < args->n; i++)
        if (strcmp(args->v[i].opt->name, "evidence") == 0)
            f->evidence[f->call.n_evidence++] = args->v[i].text;
    f->call.evidence = f->evidence;
}

static enum xh_rc fill(struct app *a, const struct command *c, const struct args *args,
                       struct filled *f, struct xh_err *err)
{
    f->call = (struct call){ .verb = c->verb, .on = DAY_NONE, .to = DAY_NONE,
                             .next_due = DAY_NONE };
    enum xh_rc rc = put_words(f, c, args, err);
    for (size_t i = 0; rc == XH_OK && i < args->n; i++)
        rc = put_option(a, f, &args->v[i], err);
    put_evidence(f, args);
    if (rc == XH_OK)
        rc = put_pairs(a, f, args, err);
    if (rc == XH_OK && c->verb == VERB_SPLIT)
        rc = put_parts(f, args_get(args, "to"), err);
    if (rc == XH_OK)
        rc = typed_who(a, args, &f->who, err);
    if (rc == XH_OK && f->call.list && typed_list(a, f->call.list))
        f->call.list = typed_list(a, f->call.list)->id;
    return rc;
}

/* ---- running ---- */

static void tell(const struct call *call, const struct result *r)
{
    struct buf b = {0};

    text_show(&b, r->said, true);
    if (b.len)
        outf("%s\n", buf_str(&b));
    buf_fini(&b);
    if (*r->action && call->verb != VERB_UNDO && call->verb != VERB_ERASE &&
        (verb_info(call->verb)->flags & VERB_UNDOABLE))
        outf(_("To take it back today: xiaohao undo %.8s\n"), r->action);
}

static enum xh_rc run_verb(struct app *a, const struct command *c, struct args *args,
                           struct xh_err *err)
{
    struct filled f = {0};
    struct result r = {0};
    enum xh_rc rc = fill(a, c, args, &f, err);

    if (rc == XH_OK)
        rc = verb_run(a->st, &a->env, &f.who, &f.call, &r, err);
    if (rc == XH_OK)
        tell(&f.call, &r);
    else if ((rc == XH_REFUSED || rc == XH_DENIED) &&
             !strstr(err->msg, _("nothing was changed")))
        xh_fail_more(err, rc, "%s", _("Nothing was changed."));
    filled_fini(&f);
    return rc;
}

static enum xh_rc run_add(struct app *a, const struct command *c, struct args *args,
                          struct xh_err *err)
{
    const struct list_def *l = args->n_words ? typed_list(a, args->words[0]) : NULL;
    enum xh_rc rc = l && args_has(args, "line") ? line_pairs(a, args, l, err) : XH_OK;

    return rc == XH_OK ? run_verb(a, c, args, err) : rc;
}

static enum xh_rc run_rebase(struct app *a, const struct command *c, struct args *args,
                             struct xh_err *err)
{
    static const char *const only[] = { "list", "unit", "where", "keep", "dry-run", NULL };

    if (args_has(args, "all") || args_has(args, "file"))
        return rebase_many(a, args, err);
    if (args->n_words == 0)
        return xh_fail(err, XH_USAGE, _("either CODE, or --all, or --file FILE.csv"));
    for (size_t i = 0; only[i]; i++)
        if (args_has(args, only[i]))
            return xh_fail(err, XH_USAGE, _("--%s goes with --all or --file"), only[i]);
    return run_verb(a, c, args, err);
}

/* ---- taking back ---- */

static enum xh_rc run_undo(struct app *a, const struct command *c, struct args *args,
                           struct xh_err *err)
{
    char action[EVENT_ACTION];
    enum xh_rc rc = XH_OK;

    if (args->n_words > 0) {
        char *typed = text_trim(text_halfwidth(args->words[0]));
        rc = typed_action(a, typed, action, err);
        free(typed);
        if (rc == XH_OK) {
            free(args->words[0]);
            args->words[0] = xstrdup(action);
        }
    }
    return rc == XH_OK ? run_verb(a, c, args, err) : rc;
}

static enum xh_rc run_erase(struct app *a, const struct command *c, struct args *args,
                            struct xh_err *err)
{
    if (!args_has(args, "yes")) {
        char *question =
            xasprintf(_("Remove all personal data of %s? Nobody can bring it back."),
                      args->words[0]);
        bool yes = app_ask(a, question);
        free(question);
        if (!yes)
            return xh_fail(
                err, XH_REFUSED,
                a->in_tty ? _("nothing was removed")
                          : _("this cannot be undone: say --yes to do it. Nothing was "
                              "removed."));
    }
    enum xh_rc rc = run_verb(a, c, args, err);
    if (rc == XH_OK)
        backups_say_erased(a);
    return rc;
}

static enum xh_rc run_unmask(struct app *a, const struct command *c, struct args *args,
                             struct xh_err *err)
{
    struct who who = { .actor = a->me };
    char *value = NULL, *code = text_halfwidth(args->words[0]);
    struct buf b = {0};

    (void)c;
    enum xh_rc rc = verb_unmask(a->st, &a->env, &who, code, args->words[1],
                                args_get(args, "reason"), &value, err);
    if (rc == XH_OK) {
        text_show(&b, value ? value : "", true);
        outf("%s\n", buf_str(&b));
    }
    buf_fini(&b);
    free(value);
    free(code);
    return rc;
}

static const struct option unmask_options[] = {
    { "reason", 'r', OPT_TEXT, "TEXT", N_("what it is needed for; it is recorded"), NO_PLACE },
    END
};
static const struct word unmask_words[] = {
    { "CODE", NO_PLACE, false, false }, { "FIELD", NO_PLACE, false, false }, W_END
};

const struct command correct_commands[] = {
    { .name = "undo", .usage = "[ACTION-ID]", .run = run_undo,
      .help = N_("take back an act of your own of today"),
      .more = N_("Without an id: your last one. Eight characters of the id are enough."),
      .words = undo_words, .flags = CMD_WRITES, .verb = VERB_UNDO },
    { .name = "erase", .usage = "CODE --reason TEXT [--yes]", .run = run_erase,
      .help = N_("remove an item's personal data for good"), .options = erase_options,
      .words = code_word, .flags = CMD_WRITES, .verb = VERB_ERASE },
    { .name = "unmask", .usage = "CODE FIELD --reason TEXT", .run = run_unmask,
      .help = N_("show a private value; the look is recorded"), .options = unmask_options,
      .words = unmask_words, .flags = CMD_WRITES },
    { 0 },
};
