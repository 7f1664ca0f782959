#include "model/migrate.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "model/backup.h"
#include "model/i18n.h"
#include "model/schema.h"
#include "model/verify.h"

#define TRIES 5                     /* somebody may write between backup and migration */

static void say(const struct migration *m, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
static void say(const struct migration *m, const char *fmt, ...)
{
    struct buf line = {0};
    va_list ap;

    va_start(ap, fmt);
    buf_vprintf(&line, fmt, ap);
    va_end(ap);
    if (m->say)
        m->say(m->ctx, buf_str(&line));
    buf_fini(&line);
}

/* The version of a database of ours; 0: not one, or not to be read. */
static int version_of(struct db *db)
{
    struct xh_err why;
    int64_t app = 0, version = 0;

    if (db_get_int(db, &why, &app, "PRAGMA application_id", "") != XH_OK ||
        app != SCHEMA_APPLICATION_ID ||
        db_get_int(db, &why, &version, "PRAGMA user_version", "") != XH_OK)
        return 0;
    return (int)version;
}

static bool is_older(const char *home)
{
    char *path = xasprintf("%s/xiaohao.db", home);
    struct db *db = NULL;
    struct xh_err why;
    int version = 0;

    if (db_open(path, DB_READ, &db, &why) == XH_OK)
        version = version_of(db);
    db_close(db);
    free(path);
    return version >= 1 && version < SCHEMA_VERSION;
}

static enum xh_rc in_one(struct db *db, int from, struct xh_err *err)
{
    enum xh_rc rc = db_begin(db, err);

    if (rc == XH_OK)
        rc = schema_migrate(db, from, err);
    if (rc == XH_OK)
        rc = db_commit(db, err);
    db_rollback(db);
    return rc;
}

/* ---- the backup, and the rehearsal on a copy of it --------------------------------- */

static enum xh_rc try_out(const struct migration *m, const char *path, struct manifest *made,
                          struct buf *findings, struct xh_err *err)
{
    struct db *db = NULL;
    struct store *st = NULL;
    struct verify v = {0};
    struct xh_err why = {0};
    enum xh_rc rc = db_open(path, DB_WRITE, &db, err);

    if (rc == XH_OK)
        rc = in_one(db, version_of(db), err);
    db_close(db);
    if (rc == XH_OK)
        rc = store_open_file(path, NULL, false, m->compile, &st, err);
    if (rc != XH_OK)
        return rc;
    made->township = xstrdup(st->defs->township.name);
    rc = verify_run(st, NULL, NULL, &v, &why);
    const struct verify_part *const parts[] = {
        &v.chain, &v.facts, &v.derived, &v.private_values,
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        buf_puts(findings, buf_str(&parts[i]->findings));
    made->whole = rc == XH_OK ? WHOLE_YES : WHOLE_NO;
    rc = rc == XH_OK || findings->len ? XH_OK : xh_fail(err, rc, "%s", why.msg);
    verify_fini(&v);
    store_close(st);
    return rc;
}

static enum xh_rc rehearse(void *ctx, const char *folder, struct manifest *made,
                           struct buf *findings, struct xh_err *err)
{
    const struct migration *m = ctx;
    char *from = xasprintf("%s/" MANIFEST_DB, folder);
    char *path = xasprintf("%s/rehearsal.db", folder);
    enum xh_rc rc = file_copy(from, path, NULL, NULL, m->watch, err);

    if (rc == XH_OK)
        rc = try_out(m, path, made, findings, err);
    store_remove_file(path);
    free(path);
    free(from);
    return rc;
}

/* ---- the migration ----------------------------------------------------------------- */

/* XH_CONFLICT: somebody has written since the backup. */
static enum xh_rc migrate_now(struct db *db, int from, int64_t events, struct xh_err *err)
{
    int64_t now = 0;
    enum xh_rc rc = db_begin(db, err);

    if (rc == XH_OK)
        rc = db_get_int(db, err, &now, "SELECT coalesce(max(id), 0) FROM event", "");
    if (rc == XH_OK && (now != events || version_of(db) != from))
        rc = xh_fail(err, XH_CONFLICT,
                     _("somebody is writing with the older program all the time; let everybody "
                       "leave it, then open the township again. Nothing was changed."));
    if (rc == XH_OK)
        rc = schema_migrate(db, from, err);
    if (rc == XH_OK)
        rc = db_commit(db, err);
    db_rollback(db);
    return rc;
}

static enum xh_rc backup_and_migrate(const struct migration *m, struct db *db,
                                     struct gate *gate, int from, struct xh_err *err)
{
    struct backup_source src = {
        .home = m->home, .db = db, .kind = MANIFEST_MIGRATION, .watch = m->watch,
        .check = rehearse, .check_ctx = (void *)m,
    };
    struct backup_made made = {0};
    enum xh_rc rc = backup_write(&src, m->env, &made, err);

    if (rc == XH_OK)
        rc = gate_enter(gate, "migrate", NULL, NULL, err);
    if (rc == XH_OK) {
        rc = migrate_now(db, from, made.manifest.events, err);
        gate_leave(gate);
    }
    if (rc == XH_OK) {
        say(m, _("The data is of version %d now. The backup made before is %s."),
            SCHEMA_VERSION, made.path);
        if (made.findings.len)
            say(m, _("The record was not whole before already; see `xiaohao verify`:\n%s"),
                buf_str(&made.findings));
    }
    backup_made_fini(&made);
    return rc;
}

static enum xh_rc migrate(const struct migration *m, struct xh_err *err)
{
    char *path = xasprintf("%s/xiaohao.db", m->home);
    char *lock = xasprintf("%s/xiaohao.lock", m->home);
    struct db *db = NULL;
    struct gate *gate = NULL;
    int held = file_hold_folder(m->home, true), from = 0;
    enum xh_rc rc = held < 0 ? file_cannot_write(m->home, errno, err)
                             : db_open(path, DB_WRITE, &db, err);

    if (rc == XH_OK)
        rc = gate_open(lock, &gate, err);
    if (rc == XH_OK)
        from = version_of(db);
    if (rc == XH_OK && from >= 1 && from < SCHEMA_VERSION) {
        say(m, _("The data in %s is of version %d, this program works with version %d: making "
                 "a backup, then bringing it up ..."), m->home, from, SCHEMA_VERSION);
        rc = XH_CONFLICT;
        for (int i = 0; rc == XH_CONFLICT && i < TRIES; i++)
            rc = backup_and_migrate(m, db, gate, from, err);
    }
    if (rc != XH_OK)
        xh_fail_more(err, rc,
                     _("%s is of an older version. Somebody who may write there opens it once "
                       "with this program; until then nothing in it is changed."), path);
    db_close(db);
    gate_close(gate);
    if (held >= 0)
        close(held);
    free(lock);
    free(path);
    return rc;
}

enum xh_rc migrate_open(const struct migration *m, bool write, struct store **out,
                        struct xh_err *err)
{
    enum xh_rc rc = store_open(m->home, write, m->compile, out, err);

    if (rc != XH_DB || !is_older(m->home))
        return rc;
    rc = store_check_place(m->home, err);
    if (rc == XH_OK)
        rc = migrate(m, err);
    return rc == XH_OK ? store_open(m->home, write, m->compile, out, err) : rc;
}
