/* file.h - files and folders as backups need them: copied, hashed, brought to disk.
 *
 * For files nobody writes to. Never for the database while a connection of this process
 * is open (ENGINE 36): closing such a descriptor drops SQLite's locks. */
#ifndef MODEL_FILE_H
#define MODEL_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/err.h"
#include "model/hash.h"

/* Long work says how far it is and asks whether to go on. `part` is translated; bytes or
 * pieces `done` of `all` (0: not known). Zeroed: nobody listens. */
struct watch {
    bool (*go_on)(void *ctx, const char *part, int64_t done, int64_t all);
    void *ctx;
};
/* False when the work is to stop. */
bool watch_tell(const struct watch *w, const char *part, int64_t done, int64_t all);
/* The refusal whoever was stopped passes up. */
enum xh_rc watch_stopped(struct xh_err *err);

/* A regular file's SHA-256 and size; never through a symbolic link. `cold`: read from the
 * medium, not from memory, as far as the system lets us. XH_NOT_FOUND, XH_DB. */
enum xh_rc file_hash(const char *path, bool cold, char hash[static HASH_HEX], int64_t *size,
                     const struct watch *w, struct xh_err *err);
/* Copy a regular file into the new file `to` and bring it to disk. On failure `to` is not
 * there. `hash` and `size` (NULL is fine) are of what was copied. */
enum xh_rc file_copy(const char *from, const char *to, char *hash, int64_t *size,
                     const struct watch *w, struct xh_err *err);
/* A new file with these bytes, on disk when this returns. */
enum xh_rc file_write(const char *path, const char *text, size_t n, struct xh_err *err);
/* All of a text file of at most `max` bytes. Caller frees. NULL: `err`, XH_NOT_FOUND when
 * there is none. */
char *file_read(const char *path, size_t max, struct xh_err *err);

/* Bring a file or a folder (its names) to disk. Folders that cannot be are let pass. */
enum xh_rc file_sync(const char *path, struct xh_err *err);
/* Made, or there already. */
enum xh_rc file_make_folder(const char *path, struct xh_err *err);
/* The folder and those above it. */
enum xh_rc file_make_folders(const char *path, struct xh_err *err);
/* A folder and what is in it, links untouched: for what we made ourselves. */
void file_remove_tree(const char *path);
bool file_is_there(const char *path);           /* of whatever kind */
int64_t file_size(const char *path);            /* of a regular file; -1: none */
bool file_same(const char *a, const char *b);   /* one file under two names */
/* Would a file of this name lie in the folder or below it, links followed? False where its
 * own folder is not there. */
bool file_is_under(const char *path, const char *folder);

/* Hold a folder, so that of those who ask only one works on it: a descriptor to close, or
 * -1 when it cannot be had (errno EWOULDBLOCK: somebody else holds it). The kernel lets go
 * of it when the process dies. */
int file_hold_folder(const char *path, bool wait);

/* Why writing `path` failed: `why` is an errno. */
enum xh_rc file_cannot_write(const char *path, int why, struct xh_err *err);

#endif
