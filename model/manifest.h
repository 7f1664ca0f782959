/* manifest.h - what a backup's folder says about itself: manifest.txt (ENGINE 35, 36).
 *
 * Lines "# key: value" say what it is a backup of; lines as sha256sum writes them name
 * every file, so that `sha256sum -c manifest.txt` checks a backup without this program.
 * The last line holds the hash of all before it: a cut or changed manifest is noticed.
 * A folder without a manifest is no backup. */
#ifndef MODEL_MANIFEST_H
#define MODEL_MANIFEST_H

#include <stdbool.h>
#include <stdint.h>

#include "model/file.h"
#include "model/hash.h"
#include "model/mem.h"

#define MANIFEST_NAME "manifest.txt"
#define MANIFEST_DB "xiaohao.db"

/* Why it was made. KEPT: a database that a restore has put aside, as it was, with its
 * -wal, without evidence. */
enum manifest_kind { MANIFEST_BACKUP, MANIFEST_MIGRATION, MANIFEST_KEPT };
enum manifest_whole { WHOLE_UNKNOWN, WHOLE_YES, WHOLE_NO };     /* when it was made */

struct manifest_file { char *path; int64_t size; char hash[HASH_HEX]; };
struct manifest {
    enum manifest_kind kind;
    enum manifest_whole whole;
    char *township;             /* its name */
    bool practice;
    int32_t day;                /* the township's day it was made on */
    int64_t at;                 /* UTC milliseconds */
    int64_t events;             /* last event in it; 0: could not be read */
    char code[48];              /* that event's code for paper */
    char head[HASH_HEX];        /* its hash */
    char start[HASH_HEX];       /* the first event's hash: which township it is */
    int64_t schema, items, evidence;    /* evidence: files the record names */
    char program[32];
    struct manifest_file *files; size_t n_files, cap_files;
};

void manifest_fini(struct manifest *m);
/* Appended; `path` is relative to the folder. */
void manifest_add(struct manifest *m, const char *path, int64_t size, const char *hash);
const struct manifest_file *manifest_file(const struct manifest *m, const char *path);
int64_t manifest_bytes(const struct manifest *m);
/* Into folder/manifest.txt, which must not be there; on disk when this returns. */
enum xh_rc manifest_write(const struct manifest *m, const char *folder, struct xh_err *err);
/* XH_NOT_FOUND: no manifest there. XH_DB: it is damaged, or a newer program's. */
enum xh_rc manifest_read(struct manifest *m, const char *folder, struct xh_err *err);
/* Are the files there, in their size; with `contents` also read from the medium and
 * hashed? Each that is not becomes a line of `findings`. Returns how many; -1 when
 * stopped. */
int manifest_check(const struct manifest *m, const char *folder, bool contents,
                   const struct watch *w, struct buf *findings);

#endif
