/* restore.h - a backup becomes the township again, while others work (ENGINE 36).
 *
 * A copy of the backup's database, brought to this program's version, one generation later
 * and with one event more ("care": which backup, instead of which last event, by whom), is
 * verified and exchanged for the one in place (exchange.h). Nothing is lost: the replaced
 * database goes to HOME/backup/before-restore-DAY-NN as it was, evidence and meetings are
 * only ever added.
 * Acts acknowledged after the backup are no longer in force; they are in what was kept.
 *
 * The code on a sheet printed after the backup no longer fits the record, and that is right:
 * `verify --code` says so.
 *
 * A township that cannot be read, or is not there, can be restored as well: then the
 * permission is asked of the backup's own record; into a folder without a township none is
 * needed, whoever has the file has it. */
#ifndef MODEL_RESTORE_H
#define MODEL_RESTORE_H

#include "model/backup_list.h"

struct restore_call {
    const char *home;
    const char *from;               /* folder of the backup; or its name in HOME/backup */
    struct store *st;               /* the township, open for writing; NULL: see above */
    const struct env *env;
    int64_t actor;                  /* with `st` */
    int64_t uid;                    /* without: the caller, as the kernel knows him */
    const char *login;
    const char *name;               /* of the caller's account, for the record */
    config_compile *compile;
    const struct watch *watch;
};

/* What would happen. Zeroed is empty; restore_plan_fini(). */
struct restore_plan {
    char *from;                     /* the backup's folder, resolved */
    struct manifest manifest;
    bool fresh;                     /* there is no township yet */
    bool unreadable;                /* there is one, but it cannot be read */
    bool branched;                  /* the backup holds events that are not in force now */
    int64_t events;                 /* last event now; 0 when not known */
    struct buf erased;              /* codes whose private values would come back */
    struct buf damaged;             /* files of evidence and meetings it should have and has
                                     * not */
};
void restore_plan_fini(struct restore_plan *p);
/* Look before asking: is it a backup, is its database undamaged, of this township, may the
 * caller? Changes nothing. */
enum xh_rc restore_look(const struct restore_call *c, struct restore_plan *p,
                        struct xh_err *err);

struct restore_done {
    char *kept;                     /* folder of the replaced database; NULL: there was none */
    int64_t events;                 /* last event, the restore's own */
    int64_t evidence, meetings;     /* files copied in */
    char *person;                   /* who the caller is there; NULL: nobody */
    struct buf findings;            /* what is not whole; "" */
};
void restore_done_fini(struct restore_done *d);
/* Do it. On failure the township is as it was. Afterwards c->st still reads the replaced
 * database: close it, then backup_tidy() gives that its manifest. */
enum xh_rc restore_run(const struct restore_call *c, const struct restore_plan *p,
                       struct restore_done *out, struct xh_err *err);

#endif
