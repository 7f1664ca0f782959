/* db.h - the façade over SQLite; the only door to it (DESIGN 3, 7).
 *
 * Statements are prepared once and kept by their text; every value is bound, never
 * formatted. The SQL stays in the dialect SQLite and PostgreSQL share. Opened files get:
 * WAL, synchronous FULL, foreign keys on, defensive mode, untrusted schema, mmap off,
 * secure_delete, busy_timeout behind the gate, NO_CKPT_ON_CLOSE; wal_autocheckpoint 1000
 * pages, checkpoints only inside the gate (a passive checkpoint runs inside COMMIT, which
 * runs inside the gate). */
#ifndef MODEL_DB_H
#define MODEL_DB_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/day.h"
#include "model/err.h"
#include "model/value.h"

struct db;                      /* one connection */
struct stmt;                    /* one prepared statement in use; give back with stmt_done() */

enum db_mode {
    DB_READ,                    /* query_only; never writes, never creates */
    DB_WRITE,
    DB_CREATE,                  /* must not exist yet; synchronous EXTRA until WAL is set */
    DB_MEMORY,                  /* path ignored: tests and replay */
};
enum xh_rc db_open(const char *path, enum db_mode mode, struct db **out, struct xh_err *err);
void db_close(struct db *db);   /* NULL is fine; never checkpoints */

/* Prepare (or take from the cache) and bind by `fmt`: i int64_t, d int32_t day (DAY_NONE
 * binds NULL), t const char * (NULL binds NULL), b const void * and size_t, v struct
 * value *, n NULL. Returns NULL with `err` written when the SQL is wrong or the file is
 * damaged. */
struct stmt *db_query(struct db *db, struct xh_err *err, const char *sql, const char *fmt,
                      ...);
/* The same with the values in a va_list. */
struct stmt *db_vquery(struct db *db, struct xh_err *err, const char *sql, const char *fmt,
                       va_list ap);
/* 1 a row, 0 the end, -1 trouble with `err` written. */
int stmt_step(struct stmt *s, struct xh_err *err);
bool stmt_is_null(struct stmt *s, int col);
int64_t stmt_int(struct stmt *s, int col);
int32_t stmt_day(struct stmt *s, int col);      /* DAY_NONE for NULL */
const char *stmt_text(struct stmt *s, int col); /* "" for NULL; borrowed until the next step */
const void *stmt_blob(struct stmt *s, int col, size_t *n);
struct value stmt_value(struct stmt *s, int col);       /* borrowed until the next step */
int stmt_columns(struct stmt *s);
const char *stmt_column_name(struct stmt *s, int col);
/* Bind another set of values by position (1-based) and start again. */
void stmt_bind(struct stmt *s, int at, struct value v);
void stmt_reset(struct stmt *s);
void stmt_done(struct stmt *s); /* NULL is fine */

/* Run a statement to its end. */
enum xh_rc db_run(struct db *db, struct xh_err *err, const char *sql, const char *fmt, ...);
/* Several statements without parameters (schema, pragmas). */
enum xh_rc db_script(struct db *db, const char *sql, struct xh_err *err);
/* First column of the first row. XH_NOT_FOUND (no message) without a row; NULL reads as 0
 * / "". */
enum xh_rc db_get_int(struct db *db, struct xh_err *err, int64_t *out, const char *sql,
                      const char *fmt, ...);
enum xh_rc db_get_text(struct db *db, struct xh_err *err, char **out, const char *sql,
                       const char *fmt, ...);   /* caller frees *out */
int64_t db_changes(struct db *db);              /* rows of the last statement */
/* Numbers that tell whether someone else has written: PRAGMA data_version. */
int64_t db_data_version(struct db *db);

enum xh_rc db_begin(struct db *db, struct xh_err *err);         /* BEGIN IMMEDIATE */
enum xh_rc db_begin_read(struct db *db, struct xh_err *err);    /* one snapshot for many reads */
enum xh_rc db_commit(struct db *db, struct xh_err *err);
void db_rollback(struct db *db);                /* harmless without a transaction */
bool db_in_transaction(struct db *db);
/* What went wrong first since db_begin() or db_begin_read(), NULL when nothing: a step
 * that failed is not forgotten, even if whoever made it has taken it for an empty answer.
 * Borrowed until the next of them. */
const char *db_trouble(struct db *db);

/* A compact copy of the whole database as one snapshot sees it, in the new file `path`
 * (VACUUM INTO): a single file that is no WAL. Not on disk yet: file_sync(). On failure
 * there may be a part of it. Never while the gate is held (ENGINE 36). */
enum xh_rc db_copy_into(struct db *db, const char *path, struct xh_err *err);
/* A database in memory that begins with what `from` holds; nothing may be going on there. The
 * two share nothing. */
enum xh_rc db_open_like(struct db *from, struct db **out, struct xh_err *err);
/* Does this SQLite have FTS5? */
bool db_has_fts5(void);
/* Ask `go_on` every few thousand steps of work; false ends the statement with an error.
 * NULL: no more. */
void db_watch(struct db *db, bool (*go_on)(void *ctx), void *ctx);

/* Lines of EXPLAIN QUERY PLAN joined by '\n', for tests and `bench`. Caller frees. */
char *db_plan(struct db *db, const char *sql);

/* For failure tests: the n-th step from now fails (0 = off), as if the disk were full.
 * With -n it is done all the same and only told as failed: a COMMIT whose answer got
 * lost. */
int db_fail_at(struct db *db, int n);   /* what was left of the n before: 0 when it came true */

#endif
