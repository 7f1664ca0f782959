/* store.h - a township's folder opened: database, gate, configuration in force (DESIGN 5,
 * 7).
 *
 * HOME/xiaohao.db, xiaohao.lock, config/ (the draft), evidence/, backup/. A newer
 * database, a foreign file, a symlink or a network file system is refused untouched, with
 * the reason. */
#ifndef MODEL_STORE_H
#define MODEL_STORE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "model/db.h"
#include "model/def_bind.h"
#include "model/gate.h"

/* The caller's circumstances; only cli/main.c asks the clock and the machine. */
struct env {
    int32_t today;              /* the township's day */
    int64_t now_ms;             /* UTC milliseconds */
    void (*random)(void *ctx, void *out, size_t n);
    void *random_ctx;
};

/* A configuration, as config/ compiles it: texts to keep, documents to work by. */
struct config_text { const char *name, *text; };
struct config_bundle {
    const struct config_text *texts; size_t n_texts;
    const struct def_document *docs; size_t n_docs;
    const char *hash;
};
/* Compile stored texts anew, when a newer program cannot read the stored definitions. */
typedef struct defs *config_compile(const struct config_text *texts, size_t n,
                                    struct xh_err *err);

struct store {
    char *home;                 /* NULL for a memory store */
    struct db *db;
    struct gate *gate;          /* NULL for a memory store */
    const struct defs *defs;    /* in force; earlier ones stay alive until store_close() */
    bool practice;              /* marked in the file for ever (ENGINE 30) */
    bool writable;
    /* private */
    dev_t dev;
    ino_t ino;
    int64_t generation;
    struct defs **kept; size_t n_kept, cap_kept;
    config_compile *compile;
    gate_waiting *waiting; void *waiting_ctx;
};

/* A new township: database and folders, the caller as person with the roles given, the
 * configuration in force. `home` must not exist or hold no database. Half-made files
 * never get the final name. */
struct store_founding {
    const char *home;           /* NULL: in memory (tests) */
    bool practice;
    const struct config_bundle *config;
    const char *caller_name;    /* name of the founding person */
    int64_t caller_uid;         /* kept outside the chain; -1: none */
    const char *const *caller_roles; size_t n_caller_roles;
};
enum xh_rc store_found(const struct store_founding *f, const struct env *env, struct store **out,
                       struct xh_err *err);

enum xh_rc store_open(const char *home, bool write, config_compile *compile, struct store **out,
                      struct xh_err *err);
/* A database file under whatever name, wherever it lies: a backup's, or one that is to
 * become the township's. No gate; nobody else may have it open. Evidence is looked for
 * under `home`, NULL: nowhere. */
enum xh_rc store_open_file(const char *path, const char *home, bool write,
                           config_compile *compile, struct store **out, struct xh_err *err);
/* A township in memory that begins as `from`, one in memory, is now: for tests, which begin
 * with the same one again and again. */
enum xh_rc store_open_like(struct store *from, struct store **out, struct xh_err *err);
void store_close(struct store *st);     /* NULL is fine */
/* Remove a database that nobody has open, with what SQLite keeps beside it. */
void store_remove_file(const char *path);
/* Has the name still the file that was opened? A restore gives it to another one; whoever
 * reads for long opens again. */
bool store_is_current(const struct store *st);
/* May a database lie at home/xiaohao.db: not a link, no network drive? Whether there is one
 * or not. */
enum xh_rc store_check_place(const char *home, struct xh_err *err);
/* The folders of a township: itself, config, evidence, backup. */
enum xh_rc store_make_folders(const char *home, struct xh_err *err);
/* For a township nobody relies on before it is finished (practice data): from now on an
 * act does not wait for the disk. store_settle() waits for all of them and puts things
 * right; without it a power cut may take the file. */
void store_hurry(struct store *st);
enum xh_rc store_settle(struct store *st, struct xh_err *err);
bool store_exists(const char *home);    /* a database is there (of whatever kind) */

/* Re-read the definitions if another process has put others in force. */
enum xh_rc store_refresh(struct store *st, struct xh_err *err);

/* meta: facts about the file itself, outside the record. NULL when absent; caller
 * frees. */
char *store_meta(struct store *st, const char *key);
/* The same, telling "absent" (*value NULL) from "cannot be read". */
enum xh_rc store_read_meta(struct store *st, const char *key, char **value, struct xh_err *err);
enum xh_rc store_set_meta(struct store *st, const char *key, const char *value,
                          struct xh_err *err);

/* Who is calling: the kernel's uid, mapped to a person; 0 when unmapped (ENGINE 29). */
int64_t store_person_by_uid(struct store *st, int64_t uid, const char *login);

#endif
