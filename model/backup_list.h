/* backup_list.h - the backups there are, and which of them still hold what was erased
 * (ENGINE 35). */
#ifndef MODEL_BACKUP_LIST_H
#define MODEL_BACKUP_LIST_H

#include "model/backup.h"

enum backup_state {
    BACKUP_WHOLE,           /* complete, as when it was made */
    BACKUP_NOT_WHOLE,       /* complete, but the township was not whole when it was made */
    BACKUP_KEPT,            /* what a restore has put aside, complete */
    BACKUP_DAMAGED,         /* `findings` say what */
    BACKUP_OUT_OF_REACH,    /* known from when it was made; its disk is not here now */
};
struct backup_entry {
    char *path;
    const char *name;               /* last part of the path; borrowed from it */
    enum backup_state state;
    struct manifest manifest;       /* out of reach: day and events only; damaged: may be empty */
    bool other;                     /* of another township */
    bool branched;                  /* holds events that are no longer in force */
    struct buf findings;
    struct buf erased;              /* codes of items it still holds private values of; "" */
};
struct backup_list { struct backup_entry *v; size_t n, cap; };
void backup_list_fini(struct backup_list *l);

/* Backups in `target`; NULL: in HOME/backup and those made elsewhere, as far as they are
 * within reach. Newest first. `contents`: read and hash every file. Without a store (the
 * township cannot be read) nothing is said about the record. XH_REFUSED when stopped. */
enum xh_rc backup_list(struct store *st, const char *target, bool contents,
                       const struct watch *watch, struct backup_list *out, struct xh_err *err);

/* Codes of items the backup holds that were erased since, one blank between; "" when there
 * are none. */
void backup_erased_since(struct store *st, const struct manifest *m, bool branched,
                         struct buf *codes);
/* Is the backup's last event not (or no longer) the one this township has there? */
bool backup_is_branched(struct store *st, const struct manifest *m);
/* Of this very township: the same first event. */
bool backup_is_ours(struct store *st, const struct manifest *m);

/* What restores leave to others, unless one is going on: a database put aside in HOME/backup
 * gets its manifest, what a killed one had half made goes. */
void backup_tidy(const char *home, const struct env *env);

#endif
