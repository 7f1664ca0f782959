/* verb.h - every act there is, once: its id on the command line, in permissions and in
 * events. */
#ifndef MODEL_VERB_H
#define MODEL_VERB_H

#include <stdbool.h>

enum verb {
    VERB_NONE,
    /* looking */
    VERB_READ, VERB_EXPORT, VERB_UNMASK,
    /* creating and handing around */
    VERB_ADD, VERB_SET, VERB_ASSIGN, VERB_ACCEPT, VERB_TRANSFER, VERB_SPLIT, VERB_CANCEL, VERB_VOID,
    /* writing about it */
    VERB_PROGRESS, VERB_NOTE, VERB_INSTRUCT, VERB_REMIND, VERB_VISIT,
    /* steps */
    VERB_BEGIN, VERB_CHECK, VERB_UNCHECK, VERB_SKIP,
    /* the workflow */
    VERB_APPLY, VERB_WITHDRAW, VERB_APPROVE, VERB_RETURN, VERB_EXTEND, VERB_GRANT, VERB_REFUSE,
    VERB_LIMIT, VERB_HOLD, VERB_RESUME, VERB_REOPEN, VERB_PIN, VERB_REBASE, VERB_RESCHEDULE,
    /* the record */
    VERB_UNDO, VERB_ERASE,
    /* on somebody's behalf, and by paper (ENGINE 26, 27) */
    VERB_ACT_FOR, VERB_PAPER,
    /* orders to a unit (OFFICE 13) */
    VERB_SUPERVISE, VERB_SIGN, VERB_DELIVER, VERB_RECEIVE, VERB_ANSWER, VERB_FINISH,
    VERB_REDRAFT, VERB_SEND_BACK, VERB_REVOKE,
    /* ledgers and sheets */
    VERB_IMPORT, VERB_SHEET,
    /* the township */
    VERB_PEOPLE, VERB_CONFIG, VERB_INIT,
    VERB_CARE,                  /* backup, restore */
    VERB_RECOMPUTE,             /* a cascade's next batch: nobody's act (ENGINE 38) */
    VERB_COUNT
};

enum {
    VERB_RESPONSIBLE = 1,   /* an act of the responsible side: it also accepts (ENGINE 20) */
    VERB_ACTIVITY = 2,      /* counts as life for no_update (ENGINE 7) */
    VERB_DOES = 4,          /* makes the one who records it a doer (ENGINE 26) */
    VERB_DECIDES = 8,       /* never by a doer or the asker (ENGINE 26) */
    VERB_REQUESTABLE = 16,  /* by someone who may not decide it is stored as a request */
    VERB_PERMISSION = 32,   /* only a permission, no act with an event of its own */
    VERB_UNDOABLE = 64,
};

struct verb_info {
    const char *id;         /* "apply" */
    const char *name;       /* msgid: N_("apply for cross-off") */
    unsigned flags;
    enum verb by;           /* the verb whose permission it needs; VERB_NONE: its own */
};

const struct verb_info *verb_info(enum verb v);     /* never NULL */
enum verb verb_find(const char *id);                /* VERB_NONE when there is none */

#endif
