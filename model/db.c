#include "model/db.h"

#include <assert.h>
#include <errno.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "model/db_file.h"
#include "model/file.h"
#include "model/i18n.h"
#include "model/mem.h"
#include "model/text.h"

/* Prepared statements a connection keeps; the least recently used one makes room. */
#define CACHE_MAX 128
#define CACHE_BUCKETS 256           /* a power of two */

/* Behind the gate nobody of ours competes; this is for shells and backup programs. */
#define BUSY_MS 10000

#define CHECKPOINT_PAGES 1000

/* The page cache in KiB (PERFORMANCE 4), and what a large import may leave of the WAL:
 * it is never deleted on close. */
#define PRAGMA_CACHE "PRAGMA cache_size = -16384"
#define PRAGMA_WAL_SIZE "PRAGMA journal_size_limit = 33554432"

struct stmt {
    struct db *db;
    sqlite3_stmt *s;
    char *sql;                      /* NULL: not in the cache, finalized when done */
    struct stmt *next;              /* in its bucket */
    uint32_t hash;
    uint64_t used;                  /* the connection's clock when last given out */
    bool in_use;
    bool at_row;                    /* columns may be read */
    bool ended;                     /* a further step would silently run it again */
    int failed;                     /* SQLite's code; stepping again fails again */
};

struct db {
    sqlite3 *h;
    char *path;                     /* as the caller named it, for messages */
    enum db_mode mode;
    bool is_wal;                    /* known to be; see make_wal() */
    int fail_at;                    /* see db_fail_at() */
    char *trouble;                  /* see db_trouble() */
    bool (*go_on)(void *ctx);       /* see db_watch() */
    void *go_on_ctx;
    uint64_t clock;
    int cached, out;                /* statements kept, statements given out */
    struct stmt *buckets[CACHE_BUCKETS];
};

/* ---- what went wrong, for people --------------------------------------------------- */

static bool no_room(int os_errno)
{
    return os_errno == ENOSPC || os_errno == EDQUOT || os_errno == EFBIG;
}

/* Write what SQLite's extended `code` means for `path`; `detail` is SQLite's own text. */
static enum xh_rc explain(const char *path, int code, int os_errno, const char *detail,
                          struct xh_err *err)
{
    if (code == SQLITE_CANTOPEN_SYMLINK)
        return db_file_refuse_link(path, err);
    switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
        return xh_fail(err, XH_DB, _("somebody is writing to %s: try again in a moment"),
                       path);
    case SQLITE_CONSTRAINT:
        return xh_fail(err, XH_DB, _("%s does not accept this: %s"), path, detail);
    case SQLITE_IOERR:
        if (!no_room(os_errno))
            return xh_fail(
                err, XH_DB,
                _("%s cannot be read or written (%s): the disk may be failing"), path,
                os_errno ? strerror(os_errno) : detail);
        /* fall through */
    case SQLITE_FULL:
        return xh_fail(err, XH_DB,
                       _("the disk is full: %s was not changed; make room and try again"),
                       path);
    case SQLITE_CORRUPT:
        return xh_fail(err, XH_DB,
                       _("the database %s is damaged (%s): keep it, restore a backup"),
                       path, detail);
    case SQLITE_NOTADB:
        return xh_fail(err, XH_DB, _("%s is not a database"), path);
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
        return xh_fail(err, XH_DB,
                       _("%s may be read only: the file and its folder must be writable"),
                       path);
    case SQLITE_CANTOPEN:
        return xh_fail(err, XH_DB, _("%s cannot be opened: %s"), path,
                       os_errno ? strerror(os_errno) : detail);
    case SQLITE_NOMEM:
        return xh_fail(err, XH_DB, _("out of memory while working with %s"), path);
    default:
        return xh_fail(err, XH_DB, _("the database %s reports: %s"), path, detail);
    }
}

/* The same for what the connection said last. Its text may quote names out of a file
 * somebody else has made: it is cleaned. `sql` (may be NULL) is told when the
 * statement itself is wrong. */
static enum xh_rc explain_last(struct db *db, int code, const char *sql,
                               struct xh_err *err)
{
    /* a COMMIT forgets its errno: callers clear ours before they ask SQLite */
    int os_errno = no_room(errno) ? errno : sqlite3_system_errno(db->h);
    struct buf detail = {0};

    text_show(&detail, sqlite3_errmsg(db->h), false);
    if (sql != NULL && (code & 0xff) == SQLITE_ERROR)
        buf_printf(&detail, "\n%.500s", sql);
    explain(db->path, code, os_errno, buf_str(&detail), err);
    buf_fini(&detail);
    return XH_DB;
}

/* ---- opening ----------------------------------------------------------------------- */

static const struct { int option, value; } configuration[] = {
    { SQLITE_DBCONFIG_DEFENSIVE,        1 },    /* no writable_schema, no shadow tables */
    { SQLITE_DBCONFIG_TRUSTED_SCHEMA,   0 },
    { SQLITE_DBCONFIG_DQS_DML,          0 },    /* "x" is a column, never a text */
    { SQLITE_DBCONFIG_DQS_DDL,          0 },
    { SQLITE_DBCONFIG_ENABLE_FKEY,      1 },
    { SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1 },    /* 11: never outside the gate */
};

static const char *const pragmas[] = {
    "PRAGMA mmap_size = 0",     /* an I/O error must stay an error, not become SIGBUS */
    "PRAGMA temp_store = MEMORY",
    "PRAGMA cell_size_check = ON",
    PRAGMA_CACHE,
    "PRAGMA secure_delete = ON",
    PRAGMA_WAL_SIZE,
    "PRAGMA synchronous = FULL",
};

static enum xh_rc exec(struct db *db, const char *sql, struct xh_err *err)
{
    int code;

    errno = 0;
    code = sqlite3_exec(db->h, sql, NULL, NULL, NULL);
    return code == SQLITE_OK ? XH_OK : explain_last(db, code, sql, err);
}

static int read_mode(void *ctx, int n, char **text, char **names)
{
    (void)n, (void)names;
    *(bool *)ctx = text[0] != NULL && strcmp(text[0], "wal") == 0;
    return 0;
}

/* The mode is a property of the file: set when it is created, and before the first
 * write for a file that lost it (a backup made by VACUUM INTO has). Not when it is
 * opened: a foreign file is to be left untouched, and only the caller can tell. */
static enum xh_rc make_wal(struct db *db, struct xh_err *err)
{
    static const char ask[] = "PRAGMA main.journal_mode";
    static const char set[] = "PRAGMA main.journal_mode = WAL";
    int code;

    if (db->is_wal || db->mode == DB_MEMORY || db->mode == DB_READ)
        return XH_OK;
    errno = 0;
    code = sqlite3_exec(db->h, ask, read_mode, &db->is_wal, NULL);
    if (code == SQLITE_OK && !db->is_wal)
        code = sqlite3_exec(db->h, set, read_mode, &db->is_wal, NULL);
    if (code != SQLITE_OK)
        return explain_last(db, code, NULL, err);
    if (!db->is_wal)
        return xh_fail(err, XH_DB,
                       _("the file system of %s cannot hold a shared database"),
                       db->path);
    return XH_OK;
}

static enum xh_rc configure(struct db *db, struct xh_err *err)
{
    enum xh_rc rc = XH_OK;

    sqlite3_extended_result_codes(db->h, 1);
    sqlite3_busy_timeout(db->h, BUSY_MS);
    for (size_t i = 0; i < sizeof configuration / sizeof *configuration; i++) {
        int code = sqlite3_db_config(db->h, configuration[i].option,
                                     configuration[i].value, NULL);

        if (code != SQLITE_OK)
            return explain(db->path, code, 0, sqlite3_errstr(code), err);
    }
    sqlite3_wal_autocheckpoint(db->h, CHECKPOINT_PAGES);
    if (db->mode == DB_CREATE || db->mode == DB_MEMORY)
        rc = exec(db, "PRAGMA page_size = 4096", err);
    for (size_t i = 0; i < sizeof pragmas / sizeof *pragmas && rc == XH_OK; i++)
        rc = exec(db, pragmas[i], err);
    if (db->mode == DB_CREATE) {
        if (rc == XH_OK)    /* the rollback journal is gone for good only with EXTRA */
            rc = exec(db, "PRAGMA synchronous = EXTRA", err);
        if (rc == XH_OK)
            rc = make_wal(db, err);
        if (rc == XH_OK)
            rc = exec(db, "PRAGMA synchronous = FULL", err);
    }
    if (rc == XH_OK && db->mode == DB_READ)
        rc = exec(db, "PRAGMA query_only = ON", err);
    if (rc == XH_OK)                /* is it one, can it be read? Say so now */
        rc = exec(db, "SELECT 1 FROM sqlite_schema LIMIT 1", err);
    if (rc == XH_OK && db->mode == DB_WRITE && sqlite3_db_readonly(db->h, "main") == 1)
        rc = explain(db->path, SQLITE_READONLY, 0, "", err);
    return rc;
}

enum xh_rc db_open(const char *path, enum db_mode mode, struct db **out,
                   struct xh_err *err)
{
    /* A reader of a WAL file writes to -shm, so it opens for writing too and promises
     * not to; where the file may only be read, SQLite falls back by itself. */
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW |
                SQLITE_OPEN_EXRESCODE;
    struct db *db = xcalloc(1, sizeof *db);
    char *real = NULL;
    enum xh_rc rc = XH_OK;
    int code;

    *out = NULL;
    db->mode = mode;
    db->path = xstrdup(mode == DB_MEMORY ? ":memory:" : path);
    if (mode == DB_MEMORY)
        real = xstrdup(":memory:");
    else if ((real = db_file_resolve(path)) == NULL)
        rc = xh_fail(err, XH_DB, _("%s cannot be opened: %s"), path, strerror(errno));
    else if (mode == DB_CREATE)
        rc = db_file_make(path, real, err);
    else
        rc = db_file_check(path, real, err);
    if (rc != XH_OK)
        goto out;

    errno = 0;
    code = sqlite3_open_v2(real, &db->h, flags, NULL);
    if (code != SQLITE_OK)
        rc = db->h ? explain_last(db, code, NULL, err)
                   : explain(path, code, 0, sqlite3_errstr(code), err);
    else
        rc = configure(db, err);
    if (rc != XH_OK) {
        sqlite3_close(db->h);
        db->h = NULL;
        if (mode == DB_CREATE)
            db_file_remove(real);
    }
out:
    free(real);
    if (rc == XH_OK) {
        *out = db;
    } else {
        free(db->path);
        free(db);
    }
    return rc;
}

/* ---- the statement cache ----------------------------------------------------------- */

static uint32_t hash_sql(const char *sql, size_t *len)
{
    uint32_t h = 2166136261u;       /* FNV-1a */
    const char *p = sql;

    for (; *p; p++)
        h = (h ^ (unsigned char)*p) * 16777619u;
    *len = (size_t)(p - sql);
    return h;
}

static void stmt_free(struct stmt *s)
{
    sqlite3_finalize(s->s);
    free(s->sql);
    free(s);
}

/* The least recently used statement nobody holds goes. False if all are held. */
static bool cache_evict(struct db *db)
{
    struct stmt **oldest = NULL;

    for (int i = 0; i < CACHE_BUCKETS; i++)
        for (struct stmt **at = &db->buckets[i]; *at; at = &(*at)->next)
            if (!(*at)->in_use && (oldest == NULL || (*at)->used < (*oldest)->used))
                oldest = at;
    if (oldest != NULL) {
        struct stmt *s = *oldest;

        *oldest = s->next;
        stmt_free(s);
        db->cached--;
    }
    return oldest != NULL;
}

static bool is_blank(const char *s)
{
    return s[strspn(s, " \t\r\n;")] == '\0';
}

/* Pass the message on, and remember the first one: see db_trouble(). */
static void report(struct db *db, const struct xh_err *what, struct xh_err *err)
{
    if (db->trouble == NULL)
        db->trouble = xstrdup(what->msg);
    if (err != NULL)
        *err = *what;
}

/* Take the statement of this text from the cache or prepare it. */
static struct stmt *take(struct db *db, const char *sql, struct xh_err *err)
{
    size_t len;
    uint32_t hash = hash_sql(sql, &len);
    struct stmt **bucket = &db->buckets[hash & (CACHE_BUCKETS - 1)];
    struct stmt *s;
    sqlite3_stmt *prepared = NULL;
    const char *tail = "";
    bool keep = true;
    int code;

    for (s = *bucket; s; s = s->next)
        if (s->hash == hash && strcmp(s->sql, sql) == 0)
            break;
    if (s != NULL && s->in_use) {   /* recursion: the one in the cache is busy */
        s = NULL;
        keep = false;
    }
    if (s == NULL) {
        if (len > INT32_MAX / 2) {
            explain(db->path, SQLITE_TOOBIG, 0, sqlite3_errstr(SQLITE_TOOBIG), err);
            return NULL;
        }
        if (keep && db->cached >= CACHE_MAX && !cache_evict(db))
            keep = false;
        errno = 0;
        code = sqlite3_prepare_v3(db->h, sql, (int)len + 1,
                                  keep ? SQLITE_PREPARE_PERSISTENT : 0, &prepared, &tail);
        if (code != SQLITE_OK) {
            struct xh_err what;

            explain_last(db, code, sql, &what);
            report(db, &what, err);
            return NULL;
        }
        if (prepared == NULL || !is_blank(tail)) {
            sqlite3_finalize(prepared);
            xh_fail(err, XH_DB, _("not exactly one statement: %.500s"), sql);
            return NULL;
        }
        s = xcalloc(1, sizeof *s);
        s->db = db;
        s->s = prepared;
        if (keep) {
            s->sql = xstrndup(sql, len);
            s->hash = hash;
            s->next = *bucket;
            *bucket = s;
            db->cached++;
        }
    }
    s->used = ++db->clock;
    s->in_use = true;
    db->out++;
    return s;
}

void db_close(struct db *db)
{
    if (db == NULL)
        return;
    assert(db->out == 0);           /* whoever asks gives back: stmt_done() */
    db_rollback(db);
    for (int i = 0; i < CACHE_BUCKETS; i++)
        for (struct stmt *s = db->buckets[i], *next; s; s = next) {
            next = s->next;
            stmt_free(s);
        }
    sqlite3_close_v2(db->h);
    free(db->path);
    free(db->trouble);
    free(db);
}

/* ---- statements -------------------------------------------------------------------- */

/* No better way out exists than the one of xmalloc(). */
static void out_of_memory(void)
{
    static volatile size_t more_than_there_is = SIZE_MAX / 2;

    free(xmalloc(more_than_there_is));
}

static void bind(struct stmt *s, int at, struct value v)
{
    int code = SQLITE_OK;

    switch (v.kind) {
    case VALUE_NULL:
        code = sqlite3_bind_null(s->s, at);
        break;
    case VALUE_INT:
        code = sqlite3_bind_int64(s->s, at, v.i);
        break;
    case VALUE_TEXT:
        code = sqlite3_bind_text64(s->s, at, v.s, v.n, SQLITE_TRANSIENT, SQLITE_UTF8);
        break;
    case VALUE_BLOB:
        code = v.n ? sqlite3_bind_blob64(s->s, at, v.s, v.n, SQLITE_TRANSIENT)
                   : sqlite3_bind_zeroblob(s->s, at, 0);
        break;
    }
    if (code == SQLITE_NOMEM)
        out_of_memory();
    if (code == SQLITE_TOOBIG)
        s->failed = code;           /* told by the step */
    else
        assert(code == SQLITE_OK);  /* else: no such parameter */
}

static void bind_all(struct stmt *s, const char *fmt, va_list ap)
{
    int at = 0;

    for (const char *f = fmt; *f; f++) {
        struct value v = value_null();
        const void *p;

        switch (*f) {
        case 'i': v = value_int(va_arg(ap, int64_t)); break;
        case 'd': v = value_day(va_arg(ap, int32_t)); break;
        case 't': v = value_text(va_arg(ap, const char *)); break;
        case 'b':
            p = va_arg(ap, const void *);
            v = value_blob(p, va_arg(ap, size_t));
            break;
        case 'v': v = *va_arg(ap, const struct value *); break;
        case 'n': break;
        default:  assert(!"a letter db_query() knows");
        }
        bind(s, ++at, v);
    }
    /* "" leaves all of them to stmt_bind() */
    assert(at == 0 || at == sqlite3_bind_parameter_count(s->s));
}

struct stmt *db_vquery(struct db *db, struct xh_err *err, const char *sql,
                       const char *fmt, va_list ap)
{
    struct stmt *s = take(db, sql, err);

    if (s != NULL)
        bind_all(s, fmt, ap);
    return s;
}

struct stmt *db_query(struct db *db, struct xh_err *err, const char *sql, const char *fmt,
                      ...)
{
    struct stmt *s;
    va_list ap;

    va_start(ap, fmt);
    s = db_vquery(db, err, sql, fmt, ap);
    va_end(ap);
    return s;
}

/* Is this the step db_fail_at() asked for? */
static bool fails_now(struct db *db)
{
    return db->fail_at > 0 && --db->fail_at == 0;
}

/* The step was done; is it the one whose success db_fail_at() wants hidden? */
static bool fails_afterwards(struct db *db)
{
    return db->fail_at < 0 && ++db->fail_at == 0;
}

int stmt_step(struct stmt *s, struct xh_err *err)
{
    struct xh_err what;
    int code;

    s->at_row = false;
    if (s->failed) {
        explain(s->db->path, s->failed, 0, sqlite3_errstr(s->failed), &what);
        report(s->db, &what, err);
        return -1;
    }
    if (s->ended)
        return 0;
    if (fails_now(s->db)) {
        sqlite3_reset(s->s);
        s->failed = SQLITE_FULL;
        explain(s->db->path, SQLITE_FULL, ENOSPC, "", &what);
        report(s->db, &what, err);
        return -1;
    }
    errno = 0;
    code = sqlite3_step(s->s);
    if (fails_afterwards(s->db))
        code = SQLITE_IOERR_FSYNC;
    switch (code) {
    case SQLITE_ROW:
        s->at_row = true;
        return 1;
    case SQLITE_DONE:
        s->ended = true;
        return 0;
    default:
        s->failed = code;
        explain_last(s->db, code, NULL, &what);
        report(s->db, &what, err);
        sqlite3_reset(s->s);        /* holds no lock while the caller decides */
        return -1;
    }
}

bool stmt_is_null(struct stmt *s, int col)
{
    assert(s->at_row);
    return sqlite3_column_type(s->s, col) == SQLITE_NULL;
}

int64_t stmt_int(struct stmt *s, int col)
{
    assert(s->at_row);
    return sqlite3_column_int64(s->s, col);
}

int32_t stmt_day(struct stmt *s, int col)
{
    int64_t day;

    if (stmt_is_null(s, col))
        return DAY_NONE;
    day = stmt_int(s, col);         /* a foreign edit may have put anything there */
    return day < INT32_MIN || day > INT32_MAX ? DAY_NONE : (int32_t)day;
}

struct value stmt_value(struct stmt *s, int col)
{
    struct value v = value_null();

    assert(s->at_row);
    switch (sqlite3_column_type(s->s, col)) {
    case SQLITE_NULL:
        return v;
    case SQLITE_INTEGER:
    case SQLITE_FLOAT:              /* nothing stored is one; an average may be */
        return value_int(sqlite3_column_int64(s->s, col));
    case SQLITE_TEXT:
        v.kind = VALUE_TEXT;
        v.s = (const char *)sqlite3_column_text(s->s, col);
        break;
    default:
        v.kind = VALUE_BLOB;
        v.s = sqlite3_column_blob(s->s, col);
        break;
    }
    v.n = (size_t)sqlite3_column_bytes(s->s, col);
    if (v.s == NULL && (v.n > 0 || v.kind == VALUE_TEXT))
        out_of_memory();
    if (v.s == NULL)
        v.s = "";                   /* an empty blob is no NULL */
    return v;
}

const char *stmt_text(struct stmt *s, int col)
{
    const char *text;

    if (stmt_is_null(s, col))
        return "";
    text = (const char *)sqlite3_column_text(s->s, col);
    if (text == NULL && sqlite3_errcode(s->db->h) == SQLITE_NOMEM)
        out_of_memory();
    return text ? text : "";        /* an empty blob */
}

const void *stmt_blob(struct stmt *s, int col, size_t *n)
{
    const void *p;

    *n = 0;
    if (stmt_is_null(s, col))
        return NULL;
    p = sqlite3_column_blob(s->s, col);
    *n = (size_t)sqlite3_column_bytes(s->s, col);
    if (p == NULL && *n > 0)
        out_of_memory();
    return p ? p : "";
}

int stmt_columns(struct stmt *s)
{
    return sqlite3_column_count(s->s);
}

const char *stmt_column_name(struct stmt *s, int col)
{
    const char *name = sqlite3_column_name(s->s, col);

    return name ? name : "";
}

void stmt_bind(struct stmt *s, int at, struct value v)
{
    if (s->at_row || s->ended || s->failed)
        stmt_reset(s);
    bind(s, at, v);
}

void stmt_reset(struct stmt *s)
{
    sqlite3_reset(s->s);
    s->at_row = false;
    s->ended = false;
    s->failed = 0;
}

void stmt_done(struct stmt *s)
{
    if (s == NULL)
        return;
    assert(s->in_use);
    s->db->out--;
    if (s->sql == NULL) {
        stmt_free(s);
        return;
    }
    stmt_reset(s);
    sqlite3_clear_bindings(s->s);
    s->in_use = false;
}

/* ---- scripts ----------------------------------------------------------------------- */

enum xh_rc db_script(struct db *db, const char *sql, struct xh_err *err)
{
    while (!is_blank(sql)) {
        sqlite3_stmt *s = NULL;
        const char *tail = sql;
        int code;

        errno = 0;
        code = sqlite3_prepare_v3(db->h, sql, -1, 0, &s, &tail);
        if (code == SQLITE_OK && s != NULL && fails_now(db)) {
            sqlite3_finalize(s);
            return explain(db->path, SQLITE_FULL, ENOSPC, "", err);
        }
        if (code == SQLITE_OK && s != NULL) {       /* NULL: a comment */
            while ((code = sqlite3_step(s)) == SQLITE_ROW)
                ;
            code = code == SQLITE_DONE ? SQLITE_OK : code;
        }
        if (code != SQLITE_OK) {
            explain_last(db, code, sql, err);
            sqlite3_finalize(s);
            return XH_DB;
        }
        sqlite3_finalize(s);
        sql = tail;
    }
    return XH_OK;
}

int64_t db_changes(struct db *db)
{
    return sqlite3_changes64(db->h);
}

/* ---- transactions ------------------------------------------------------------------ */

static void forget_trouble(struct db *db)
{
    free(db->trouble);
    db->trouble = NULL;
}

enum xh_rc db_begin(struct db *db, struct xh_err *err)
{
    enum xh_rc rc;

    if (db->mode == DB_READ)
        return explain(db->path, SQLITE_READONLY, 0, "", err);
    forget_trouble(db);
    rc = make_wal(db, err);
    return rc == XH_OK ? db_run(db, err, "BEGIN IMMEDIATE", "") : rc;
}

enum xh_rc db_begin_read(struct db *db, struct xh_err *err)
{
    enum xh_rc rc;

    forget_trouble(db);
    rc = db_run(db, err, "BEGIN DEFERRED", "");
    if (rc != XH_OK)
        return rc;
    rc = db_run(db, err, "SELECT 1 FROM sqlite_schema LIMIT 1",
                ""); /* the snapshot is now */
    if (rc != XH_OK)
        db_rollback(db);
    return rc;
}

enum xh_rc db_commit(struct db *db, struct xh_err *err)
{
    enum xh_rc rc = db_run(db, err, "COMMIT", "");

    if (rc != XH_OK)
        db_rollback(db);            /* over either way: the caller leaves the gate next */
    return rc;
}

void db_rollback(struct db *db)
{
    if (db_in_transaction(db))
        sqlite3_exec(db->h, "ROLLBACK", NULL, NULL, NULL);
}

const char *db_trouble(struct db *db)
{
    return db->trouble;
}

bool db_in_transaction(struct db *db)
{
    return !sqlite3_get_autocommit(db->h);
}

/* ---- copying ----------------------------------------------------------------------- */

enum xh_rc db_open_like(struct db *from, struct db **out, struct xh_err *err)
{
    enum xh_rc rc = db_open(NULL, DB_MEMORY, out, err);
    sqlite3_backup *b;

    if (rc != XH_OK)
        return rc;
    b = sqlite3_backup_init((*out)->h, "main", from->h, "main");
    if (b)
        sqlite3_backup_step(b, -1);
    if (!b || sqlite3_backup_finish(b) != SQLITE_OK) {
        rc = explain_last(*out, sqlite3_errcode((*out)->h), NULL, err);
        db_close(*out);
        *out = NULL;
    }
    return rc;
}

enum xh_rc db_copy_into(struct db *db, const char *path, struct xh_err *err)
{
    struct stmt *s = db_query(db, err, "VACUUM INTO ?", "t", path);
    int code;

    if (s == NULL)
        return XH_DB;
    if (fails_now(db)) {
        stmt_done(s);
        return file_cannot_write(path, ENOSPC, err);
    }
    errno = 0;
    code = sqlite3_step(s->s);
    if (code == SQLITE_DONE) {
        stmt_done(s);
        return XH_OK;
    }
    int os_errno = no_room(errno) ? errno : sqlite3_system_errno(db->h);
    switch (code & 0xff) {          /* what failed is the new file, or the old one */
    case SQLITE_FULL:
        file_cannot_write(path, ENOSPC, err);
        break;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
        file_cannot_write(path, os_errno ? os_errno : EIO, err);
        break;
    default:
        explain_last(db, code, NULL, err);
    }
    stmt_done(s);
    return XH_DB;
}

#define WATCH_STEPS 5000        /* of SQLite's machine: well under a frame, however busy it is */

static int ask_watch(void *ctx)
{
    struct db *db = ctx;

    return !db->go_on(db->go_on_ctx);
}

bool db_has_fts5(void)
{
    return sqlite3_compileoption_used("ENABLE_FTS5") != 0;
}

void db_watch(struct db *db, bool (*go_on)(void *ctx), void *ctx)
{
    db->go_on = go_on;
    db->go_on_ctx = ctx;
    sqlite3_progress_handler(db->h, WATCH_STEPS, go_on ? ask_watch : NULL, db);
}

/* ---- for tests --------------------------------------------------------------------- */

int db_fail_at(struct db *db, int n)
{
    int left = db->fail_at;

    db->fail_at = n;
    return left;
}
