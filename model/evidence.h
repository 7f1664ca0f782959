/* evidence.h - the store of evidence files (佐证材料), by content (DESIGN 4, OFFICE 14).
 *
 * A file is copied to HOME/evidence/ab/<sha256> by temporary + fsync + rename +
 * fsync(directory) *before* the transaction that records it: a record never names a file
 * that is not there. Files are never re-encoded, never changed. Only regular files, never
 * through a symlink, at most 50 MB (empty ones are refused too). */
#ifndef MODEL_EVIDENCE_H
#define MODEL_EVIDENCE_H

#include <stdint.h>

#include "model/err.h"
#include "model/hash.h"

#define EVIDENCE_MAX (50LL * 1024 * 1024)

struct evidence_file {
    char hash[HASH_HEX];
    int64_t size;
    char name[256];             /* cleaned: last component, valid UTF-8, no control or bidi
                                 * characters, at most 200 bytes cut at a character, the
                                 * extension kept */
};

/* Copy `path` in. The same content twice is one file. On failure nothing is left
 * behind. */
enum xh_rc evidence_store(const char *home, const char *path, struct evidence_file *out,
                          struct xh_err *err);
/* Copy a stored file out, into a new file `to`. */
enum xh_rc evidence_fetch(const char *home, const char *hash, const char *to, struct xh_err *err);
/* Is it there and does its content still match? XH_OK, XH_NOT_FOUND or XH_DB with what
 * differs. */
enum xh_rc evidence_verify(const char *home, const char *hash, int64_t size, struct xh_err *err);
/* Delete files no record names (`is_known` answers): leftovers of acts that did not
 * happen, and temporaries older than a day. Returns how many. */
typedef int evidence_known(void *ctx, const char *hash);
int evidence_sweep(const char *home, evidence_known *is_known, void *ctx);

#endif
