/* verb.c - the table of acts. What an act may do to an item is the workflow's business
 * (def.h); here stands only what the record and the permissions must know about each of
 * them. */
#include "model/verb.h"

#include <string.h>

#include "model/i18n.h"

#define R VERB_RESPONSIBLE
#define A VERB_ACTIVITY
#define DO VERB_DOES
#define DEC VERB_DECIDES
#define REQ VERB_REQUESTABLE
#define PERM VERB_PERMISSION
#define U VERB_UNDOABLE
#define BY(verb) .by = VERB_##verb

/* extend, hold, skip, reopen and rebase are both: asked for by anybody the permissions
 * let, they are stored as a request; decided, or done at once, only by someone who is no
 * doer. */
static const struct verb_info verbs[VERB_COUNT] = {
    [VERB_NONE]       = { "",           "",                             0 },
    [VERB_READ]       = { "read",       N_("read"),                     PERM },
    [VERB_EXPORT]     = { "export",     N_("export"),                   PERM },
    [VERB_UNMASK]     = { "unmask",     N_("see a private value"),      PERM },
    [VERB_ADD]        = { "add",        N_("add an item"),              0 },
    [VERB_SET]        = { "set",        N_("change fields"),            U },
    [VERB_ASSIGN]     = { "assign",     N_("assign"),                   U },
    [VERB_ACCEPT]     = { "accept",     N_("accept"),                   R | U },
    [VERB_TRANSFER]   = { "transfer",   N_("hand to somebody else"),    U },
    [VERB_SPLIT]      = { "split",      N_("split between units"),      0 },
    [VERB_CANCEL]     = { "cancel",     N_("cancel the item"),          U },
    [VERB_VOID]       = { "void",       N_("void a mistaken entry"),    0 },
    [VERB_PROGRESS]   = { "progress",   N_("report progress"),          R | A | DO | U },
    [VERB_NOTE]       = { "note",       N_("write a note"),             U },
    [VERB_INSTRUCT]   = { "instruct",   N_("give an instruction"),      U },
    [VERB_REMIND]     = { "remind",     N_("count a reminder"),         U },
    [VERB_VISIT]      = { "visit",      N_("record a visit"),           R | A | DO | U },
    [VERB_BEGIN]      = { "begin",      N_("begin a step"),             R | DO | U },
    [VERB_CHECK]      = { "check",      N_("complete a step"),          R | A | DO | U },
    [VERB_UNCHECK]    = { "uncheck",    N_("uncheck a step"),           R | U },
    [VERB_SKIP]       = { "skip",       N_("mark a step not applicable"), R | DEC | REQ | U },
    [VERB_APPLY]      = { "apply",      N_("apply for cross-off"),      R | DO | U },
    [VERB_WITHDRAW]   = { "withdraw",   N_("withdraw the application"), R | U },
    [VERB_APPROVE]    = { "approve",    N_("approve the cross-off"),    DEC | U },
    [VERB_RETURN]     = { "return",     N_("return the item"),          U },
    [VERB_EXTEND]     = { "extend",     N_("extend the deadline"),      R | DEC | REQ | U },
    [VERB_GRANT]      = { "grant",      N_("grant a request"),          DEC | U },
    [VERB_REFUSE]     = { "refuse",     N_("refuse a request"),         DEC | U },
    [VERB_LIMIT]      = { "limit",      N_("order a new limit"),        DEC | U },
    [VERB_HOLD]       = { "hold",       N_("put on hold"),              DEC | REQ | U },
    [VERB_RESUME]     = { "resume",     N_("resume"),                   U },
    [VERB_REOPEN]     = { "reopen",     N_("reopen the item"),          DEC | REQ | U },
    [VERB_PIN]        = { "pin",        N_("pin the colour"),           DEC | U },
    [VERB_REBASE]     = { "rebase",     N_("replace the first deadline"), DEC | REQ | U },
    [VERB_RESCHEDULE] = { "reschedule", N_("move an anchor date"),      PERM },
    [VERB_UNDO]       = { "undo",       N_("undo"),                     0 },
    [VERB_ERASE]      = { "erase",      N_("erase private values"),     0 },
    [VERB_ACT_FOR]    = { "act_for",    N_("act for somebody else"),    PERM },
    [VERB_PAPER]      = { "paper",      N_("record a decision made on paper"), PERM },
    [VERB_SUPERVISE]  = { "supervise",  N_("draft an order"),           U },
    [VERB_SIGN]       = { "sign",       N_("sign an order"),            DEC },
    [VERB_DELIVER]    = { "deliver",    N_("deliver an order"),         U },
    [VERB_RECEIVE]    = { "receive",    N_("acknowledge an order"),     R | U },
    [VERB_ANSWER]     = { "answer",     N_("answer an order"),          R | A | U },
    [VERB_FINISH]     = { "finish",     N_("close an order"),           DEC | U },
    [VERB_REDRAFT]    = { "redraft",    N_("change a draft order"),     U, BY(SUPERVISE) },
    [VERB_SEND_BACK]  = { "send_back",  N_("return an answer"),         DEC | U, BY(FINISH) },
    [VERB_REVOKE]     = { "revoke",     N_("withdraw an order"),        DEC | U, BY(SIGN) },
    [VERB_IMPORT]     = { "import",     N_("import a ledger"),          0 },
    [VERB_SHEET]      = { "sheet",      N_("issue a final sheet"),      0 },
    [VERB_PEOPLE]     = { "people",     N_("manage people, units and places"), 0 },
    [VERB_CONFIG]     = { "config",     N_("change the configuration"), 0 },
    [VERB_INIT]       = { "init",       N_("set up the township"),      0 },
    [VERB_CARE]       = { "care",       N_("back up and restore"),      PERM },
    [VERB_RECOMPUTE]  = { "recompute",  N_("recompute"),                0 },
};

const struct verb_info *verb_info(enum verb v)
{
    return &verbs[(unsigned)v < VERB_COUNT ? v : VERB_NONE];
}

enum verb verb_find(const char *id)
{
    for (int v = VERB_NONE + 1; id && v < VERB_COUNT; v++)
        if (strcmp(verbs[v].id, id) == 0)
            return (enum verb)v;
    return VERB_NONE;
}
