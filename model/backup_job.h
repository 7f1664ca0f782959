/* backup_job.h - a backup being made; a part of backup.h. */
#ifndef MODEL_BACKUP_JOB_H
#define MODEL_BACKUP_JOB_H

#include "model/backup.h"

/* One file of evidence the record names. */
struct piece { char hash[HASH_HEX]; int64_t size; char *earlier; };

struct job {
    const struct backup_source *src;
    const struct env *env;
    struct backup_made *out;
    struct xh_err *err;
    char *target, *part;
    int lock;                       /* of `part`: somebody is at it */
    int64_t bytes;                  /* of the database, about */
    char **earlier; size_t n_earlier, cap_earlier;  /* backups in the target, newest first */
    struct piece *pieces; size_t n_pieces, cap_pieces;
    bool can_link;
};

/* Refused when the target has no room for `need` bytes more. */
enum xh_rc backup_check_room(struct job *j, int64_t need);
/* The evidence the copied database names, into j->pieces. */
enum xh_rc backup_list_evidence(struct job *j, struct db *copy);
/* Copied, or linked to an earlier backup's copy; into the manifest. */
enum xh_rc backup_copy_evidence(struct job *j);
enum xh_rc backup_copy_draft(struct job *j);
enum xh_rc backup_copy_meetings(struct job *j);

#endif
