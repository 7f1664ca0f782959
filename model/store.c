#include "model/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "model/act.h"
#include "model/def_store.h"
#include "model/exchange.h"
#include "model/file.h"
#include "model/i18n.h"
#include "model/schema.h"

/* ---- meta ---- */

enum xh_rc store_read_meta(struct store *st, const char *key, char **value, struct xh_err *err)
{
    enum xh_rc rc = db_get_text(st->db, err, value, "SELECT value FROM meta WHERE key = ?", "t",
                                key);
    return rc == XH_NOT_FOUND ? XH_OK : rc;
}

char *store_meta(struct store *st, const char *key)
{
    char *out = NULL;
    struct xh_err err;
    return store_read_meta(st, key, &out, &err) == XH_OK ? out : NULL;
}

enum xh_rc store_set_meta(struct store *st, const char *key, const char *value,
                          struct xh_err *err)
{
    enum xh_rc rc = db_run(st->db, err, "DELETE FROM meta WHERE key = ?", "t", key);
    if (rc == XH_OK)
        rc = db_run(st->db, err, "INSERT INTO meta (key, value) VALUES (?,?)", "tt", key,
                    value);
    return rc;
}

/* ---- is this a file we may open? ---- */

/* SQLite's WAL needs shared memory and honest locks: not over a network (DESIGN 7). */
static const char *network_fs(const char *path)
{
    static const struct { long magic; const char *name; } kinds[] = {
        { 0x6969, "NFS" }, { 0x517B, "SMB" }, { (long)0xFF534D42, "CIFS" },
        { (long)0xFE534D42, "SMB2" }, { 0x5346414F, "AFS" }, { 0x73757245, "CODA" },
        { 0x01021997, "9P" }, { 0x00C36400, "CEPH" },
    };
    struct statfs fs;
    if (statfs(path, &fs) != 0)
        return NULL;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if ((uint32_t)fs.f_type == (uint32_t)kinds[i].magic)
            return kinds[i].name;
    return NULL;
}

static enum xh_rc check_place(const char *home, const char *path, bool must_exist,
                              struct stat *sb, struct xh_err *err)
{
    if (lstat(path, sb) != 0) {
        if (!must_exist && errno == ENOENT)
            return XH_OK;
        if (errno == ENOENT || errno == ENOTDIR)
            return xh_fail(err, XH_NOT_FOUND,
                           _("there is no township in %s. Make one with "
                             "`xiaohao init` or try `xiaohao demo`."),
                           home);
        return xh_fail(err, XH_DB, _("cannot look at %s: %s"), path, strerror(errno));
    }
    if (S_ISLNK(sb->st_mode))
        return xh_fail(err, XH_DB,
                       _("%s is a symbolic link. Open the township in the folder "
                         "where the file really is; nothing was touched."),
                       path);
    if (!S_ISREG(sb->st_mode))
        return xh_fail(err, XH_DB, _("%s is not a regular file; nothing was touched"),
                       path);
    const char *net = network_fs(path);
    if (net)
        return xh_fail(
            err, XH_DB,
            _("%s is on a network drive (%s), where the database would be "
              "damaged sooner or later. Keep it on a local disk and let everybody log "
              "in to that computer."),
            path, net);
    return XH_OK;
}

bool store_exists(const char *home)
{
    char *path = xasprintf("%s/xiaohao.db", home);
    struct stat sb;
    bool there = lstat(path, &sb) == 0;
    free(path);
    return there;
}

/* ---- the configuration in force ---- */

static void keep(struct store *st, struct defs *d)
{
    GROW(st->kept, st->n_kept, st->cap_kept);
    st->kept[st->n_kept++] = d;
    st->defs = d;
}

enum xh_rc store_refresh(struct store *st, struct xh_err *err)
{
    char *hash = NULL;
    enum xh_rc rc = store_read_meta(st, "config_hash", &hash, err);

    if (rc != XH_OK)
        return rc;
    if (!hash) {
        if (!st->defs)
            return xh_fail(err, XH_DB,
                           _("the database holds no configuration: it is damaged or was "
                             "never finished. Put a copy of the data back, or set the "
                             "township up anew: xiaohao init FOLDER"));
        return XH_OK;           /* being founded */
    }
    if (st->defs && strcmp(st->defs->hash, hash) == 0) {
        free(hash);
        return XH_OK;
    }
    struct defs *d = NULL;
    rc = def_store_load(st->db, &d, err);
    if (rc == XH_OK && !d) {
        size_t n;
        struct config_text *texts = def_store_texts(st->db, hash, &n, err);
        if (st->compile && n)
            d = st->compile(texts, n, err);
        else
            xh_fail(
                err, XH_DB,
                _("the stored configuration cannot be read: this program is older than "
                  "the data, or damaged; install the newest version"));
        config_texts_free(texts, n);
        rc = d ? XH_OK : XH_CONFIG;
    }
    if (rc == XH_OK) {
        snprintf(d->hash, sizeof d->hash, "%s", hash);
        keep(st, d);
    }
    free(hash);
    return rc;
}

/* ---- opening ---- */

static enum xh_rc check_version(struct store *st, const char *path, struct xh_err *err)
{
    int64_t app = 0, version = 0;
    enum xh_rc rc = db_get_int(st->db, err, &app, "PRAGMA application_id", "");
    if (rc == XH_OK)
        rc = db_get_int(st->db, err, &version, "PRAGMA user_version", "");
    if (rc != XH_OK)
        return rc;
    if (app != SCHEMA_APPLICATION_ID)
        return xh_fail(err, XH_DB,
                       _("%s is not a database of this program; nothing was touched"),
                       path);
    if (version > SCHEMA_VERSION)
        return xh_fail(err, XH_DB,
                       _("%s was written by a newer program (version %lld, this one "
                         "knows %d); nothing was touched. Install the newer program."),
                       path, (long long)version, SCHEMA_VERSION);
    if (version < SCHEMA_VERSION)
        return xh_fail(err, XH_DB,         /* see migrate.h */
                       _("%s is of an older version (%lld, this program works with %d)"),
                       path, (long long)version, SCHEMA_VERSION);
    return XH_OK;
}

static void read_marks(struct store *st)
{
    char *practice = store_meta(st, "practice"),
         *generation = store_meta(st, "generation");
    st->practice = practice && strcmp(practice, "1") == 0;
    st->generation = generation ? atoll(generation) : 0;
    free(practice);
    free(generation);
}

static void look_at(struct store *st, const struct stat *sb)
{
    st->dev = sb->st_dev;
    st->ino = sb->st_ino;
}

bool store_is_current(const struct store *st)
{
    char *path = st->home ? xasprintf("%s/xiaohao.db", st->home) : NULL;
    struct stat sb;
    bool same = !path || (!exchange_is_pending(st->home) && lstat(path, &sb) == 0 &&
                          sb.st_dev == st->dev && sb.st_ino == st->ino);
    free(path);
    return same;
}

enum xh_rc store_check_place(const char *home, struct xh_err *err)
{
    char *path = xasprintf("%s/xiaohao.db", home);
    struct stat sb;
    enum xh_rc rc = check_place(home, path, false, &sb, err);
    const char *net = rc == XH_OK ? network_fs(home) : NULL;

    if (net)
        rc = xh_fail(err, XH_DB,
                     _("%s is on a network drive (%s). Keep the township on a "
                       "local disk."),
                     home, net);
    free(path);
    return rc;
}

/* A restore is going on, or was interrupted: it is over when this returns (exchange.h). */
static enum xh_rc finish_exchange(struct store *st, const char *lock, struct xh_err *err)
{
    struct gate *gate = NULL;
    enum xh_rc rc = gate_open(lock, &gate, err);

    if (rc == XH_OK)
        rc = gate_enter(gate, "restore", NULL, NULL, err);
    if (rc == XH_OK) {
        rc = exchange_finish(st->home, err);
        gate_leave(gate);
    }
    gate_close(gate);
    return rc;
}

/* The database under its name, and the township's gate for a writer. */
static enum xh_rc open_database(struct store *st, const char *path, const char *lock,
                                bool write, struct xh_err *err)
{
    struct stat sb;
    enum xh_rc rc = check_place(st->home, path, true, &sb, err);

    if (rc == XH_OK) {
        look_at(st, &sb);
        rc = db_open(path, write ? DB_WRITE : DB_READ, &st->db, err);
    }
    if (rc == XH_OK)
        rc = check_version(st, path, err);
    if (rc == XH_OK && write)
        rc = gate_open(lock, &st->gate, err);
    if (rc == XH_OK) {
        read_marks(st);
        rc = store_refresh(st, err);
    }
    return rc;
}

static void close_database(struct store *st)
{
    db_close(st->db);
    gate_close(st->gate);
    for (size_t i = 0; i < st->n_kept; i++)
        defs_free(st->kept[i]);
    free(st->kept);
    st->db = NULL;
    st->gate = NULL;
    st->kept = NULL;
    st->defs = NULL;
    st->n_kept = st->cap_kept = 0;
}

static struct store *store_new(const char *home, bool write, config_compile *compile)
{
    struct store *st = xcalloc(1, sizeof *st);

    st->home = xstrdup(home);
    st->writable = write;
    st->compile = compile;
    return st;
}

#define EXCHANGES_MAX 100           /* nobody restores that often while one opens */

enum xh_rc store_open(const char *home, bool write, config_compile *compile, struct store **out,
                      struct xh_err *err)
{
    struct store *st = store_new(home, write, compile);
    char *path = xasprintf("%s/xiaohao.db", home),
         *lock = xasprintf("%s/xiaohao.lock", home);
    enum xh_rc rc = XH_OK;

    *out = NULL;
    for (int i = 0; i < EXCHANGES_MAX; i++) {
        rc = exchange_is_pending(home) ? finish_exchange(st, lock, err) : XH_OK;
        if (rc != XH_OK)
            break;
        rc = open_database(st, path, lock, write, err);
        /* SQLite finds -wal by name: what was opened while names changed may be half the
         * old database, half the new one. */
        if (store_is_current(st) || (rc != XH_OK && !st->db))
            break;
        close_database(st);
        rc = xh_fail(err, XH_DB, _("%s was replaced while it was open. Nothing was "
                                   "written; start the program again."), path);
    }
    free(path);
    free(lock);
    if (rc == XH_OK)
        *out = st;
    else
        store_close(st);
    return rc;
}

enum xh_rc store_open_file(const char *path, const char *home, bool write,
                           config_compile *compile, struct store **out, struct xh_err *err)
{
    struct store *st = store_new(home, write, compile);
    enum xh_rc rc = db_open(path, write ? DB_WRITE : DB_READ, &st->db, err);

    if (rc == XH_OK)
        rc = check_version(st, path, err);
    if (rc == XH_OK) {
        read_marks(st);
        rc = store_refresh(st, err);
    }
    *out = rc == XH_OK ? st : NULL;
    if (rc != XH_OK)
        store_close(st);
    return rc;
}

enum xh_rc store_open_like(struct store *from, struct store **out, struct xh_err *err)
{
    struct store *st = xcalloc(1, sizeof *st);
    enum xh_rc rc = db_open_like(from->db, &st->db, err);

    st->writable = true;
    if (rc == XH_OK) {
        read_marks(st);
        rc = store_refresh(st, err);
    }
    *out = rc == XH_OK ? st : NULL;
    if (rc != XH_OK)
        store_close(st);
    return rc;
}

void store_close(struct store *st)
{
    if (!st)
        return;
    close_database(st);
    free(st->home);
    free(st);
}

void store_hurry(struct store *st)
{
    struct xh_err err;

    db_script(st->db, "PRAGMA synchronous = OFF", &err);    /* else it is only slower */
}

enum xh_rc store_settle(struct store *st, struct xh_err *err)
{
    enum xh_rc rc = db_script(st->db, "PRAGMA synchronous = FULL", err);

    if (rc == XH_OK && st->gate)        /* invariant 11: checkpoints inside the gate */
        rc = gate_enter(st->gate, "settle", st->waiting, st->waiting_ctx, err);
    if (rc != XH_OK)
        return rc;
    /* Copies the log into the file and syncs the whole of it. */
    rc = db_script(st->db, "PRAGMA wal_checkpoint(TRUNCATE)", err);
    if (st->gate)
        gate_leave(st->gate);
    return rc;
}

/* ---- founding ---- */

enum xh_rc store_make_folders(const char *home, struct xh_err *err)
{
    static const char *const under[] = { "config", "evidence", "backup" };
    enum xh_rc rc = file_make_folders(home, err);

    for (size_t i = 0; rc == XH_OK && i < sizeof under / sizeof *under; i++) {
        char *path = xasprintf("%s/%s", home, under[i]);
        rc = file_make_folder(path, err);
        free(path);
    }
    return rc;
}

static enum xh_rc first_event(struct store *st, const struct store_founding *f,
                              const struct env *env, struct xh_err *err)
{
    struct act a;
    struct who nobody = {0};
    struct defs *d = defs_from_documents(f->config->docs, f->config->n_docs);

    if (!d)
        return xh_fail(err, XH_CONFIG,
                       _("the configuration has mistakes; see `config check`"));
    snprintf(d->hash, sizeof d->hash, "%s", f->config->hash);
    /* What act_begin() checks cannot be there yet; give it the definitions to go by. */
    keep(st, d);
    enum xh_rc rc = act_begin(&a, st, env, VERB_INIT, &nobody, err);
    if (rc != XH_OK)
        return rc;
    st->n_kept--;               /* def_store_put() takes it over again */
    def_store_put(&a, f->config, d);
    int64_t person = act_insert(&a, "person", "name t rank i from_day d", f->caller_name,
                                (int64_t)900, env->today);
    for (size_t i = 0; i < f->n_caller_roles; i++)
        act_insert(&a, "person_role", "person i role t", person, f->caller_roles[i]);
    act_note(&a, "practice", f->practice ? "1" : "0");
    if (act_ok(&a)) {
        /* Outside the chain: the same day and seed give the same record for whoever makes
         * it. */
        char num[32];
        snprintf(num, sizeof num, "%lld", (long long)person);
        a.rc = store_set_meta(st, "caller_person", num, &a.err);
        snprintf(num, sizeof num, "%lld", (long long)f->caller_uid);
        if (act_ok(&a))
            a.rc = store_set_meta(st, "caller_uid", num, &a.err);
    }
    rc = act_end(&a, XH_OK, err);
    act_fini(&a);
    return rc;
}

static enum xh_rc fill(struct store *st, const struct store_founding *f,
                       const struct env *env, struct xh_err *err)
{
    enum xh_rc rc = db_begin(st->db, err);
    if (rc == XH_OK)
        rc = schema_migrate(st->db, 0, err);
    if (rc == XH_OK)
        rc = store_set_meta(st, "practice", f->practice ? "1" : "0", err);
    if (rc == XH_OK)
        rc = store_set_meta(st, "generation", "1", err);
    if (rc == XH_OK)
        rc = db_commit(st->db, err);
    else
        db_rollback(st->db);
    if (rc != XH_OK)
        return rc;
    st->writable = true;
    read_marks(st);
    return first_event(st, f, env, err);
}

void store_remove_file(const char *path)
{
    static const char *const parts[] = { "", "-wal", "-shm", "-journal" };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        char *p = xasprintf("%s%s", path, parts[i]);
        unlink(p);
        free(p);
    }
}

/* Make the file under another name and rename it when it is whole: a half-made township
 * never has the name a later start would open. */
static enum xh_rc found_file(const struct store_founding *f, const struct env *env,
                             struct xh_err *err)
{
    char *path = xasprintf("%s/xiaohao.db", f->home);
    char *temp = xasprintf("%s/xiaohao.db.new", f->home);
    struct store st = {0};

    enum xh_rc rc = store_make_folders(f->home, err);
    if (rc == XH_OK)
        rc = store_check_place(f->home, err);
    if (rc == XH_OK && store_exists(f->home))
        rc = xh_fail(err, XH_REFUSED,
                     _("%s already holds a township; nothing was touched"), f->home);
    if (rc == XH_OK) {
        store_remove_file(temp);
        rc = db_open(temp, DB_CREATE, &st.db, err);
        if (rc == XH_OK)
            rc = fill(&st, f, env, err);
        if (rc == XH_OK)
            rc = db_script(st.db, "PRAGMA wal_checkpoint(TRUNCATE)", err);
        db_close(st.db);
        for (size_t i = 0; i < st.n_kept; i++)
            defs_free(st.kept[i]);
        free(st.kept);
        if (rc == XH_OK && rename(temp, path) != 0)
            rc = xh_fail(err, XH_DB, _("cannot rename the new database to %s: %s"), path,
                         strerror(errno));
        if (rc == XH_OK)        /* the new name survives a power cut */
            rc = file_sync(f->home, err);
        store_remove_file(temp);
    }
    free(path);
    free(temp);
    return rc;
}

enum xh_rc store_found(const struct store_founding *f, const struct env *env, struct store **out,
                       struct xh_err *err)
{
    *out = NULL;
    if (f->home) {
        enum xh_rc rc = found_file(f, env, err);
        return rc == XH_OK ? store_open(f->home, true, NULL, out, err) : rc;
    }
    struct store *st = xcalloc(1, sizeof *st);
    enum xh_rc rc = db_open(NULL, DB_MEMORY, &st->db, err);
    if (rc == XH_OK)
        rc = fill(st, f, env, err);
    if (rc == XH_OK)
        *out = st;
    else
        store_close(st);
    return rc;
}

int64_t store_person_by_uid(struct store *st, int64_t uid, const char *login)
{
    struct xh_err err;
    int64_t person = 0;
    char *caller = store_meta(st, "caller_uid");

    if (caller && uid >= 0 && atoll(caller) == uid) {
        char *p = store_meta(st, "caller_person");
        person = p ? atoll(p) : 0;
        free(p);
    }
    free(caller);
    if (!person)
        db_get_int(st->db, &err, &person,
                   "SELECT id FROM person WHERE uid = ? AND to_day IS NULL", "i", uid);
    if (!person && login && *login)
        db_get_int(st->db, &err, &person,
                   "SELECT id FROM person WHERE login = ? AND to_day IS "
                   "NULL",
                   "t", login);
    return person;
}
