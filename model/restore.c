#include "model/restore.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "model/evidence.h"
#include "model/exchange.h"
#include "model/i18n.h"
#include "model/people.h"
#include "model/schema.h"
#include "model/text.h"
#include "model/verify.h"

#define KEPT "backup/before-restore-%s-%02d"
#define NUMBERS_MAX 999

void restore_plan_fini(struct restore_plan *p)
{
    free(p->from);
    manifest_fini(&p->manifest);
    buf_fini(&p->erased);
    buf_fini(&p->damaged);
    *p = (struct restore_plan){0};
}

void restore_done_fini(struct restore_done *d)
{
    free(d->kept);
    free(d->person);
    buf_fini(&d->findings);
    *d = (struct restore_done){0};
}

/* ---- looking ----------------------------------------------------------------------- */

static enum xh_rc find_backup(const struct restore_call *c, struct restore_plan *p,
                              struct xh_err *err)
{
    char *named = xasprintf("%s/backup/%s", c->home, c->from);
    bool by_name = !strchr(c->from, '/') && !file_is_there(c->from);
    struct stat sb;
    char *live, *given;
    enum xh_rc rc = XH_OK;

    p->from = realpath(by_name ? named : c->from, NULL);
    free(named);
    if (!p->from || stat(p->from, &sb) != 0 || !S_ISDIR(sb.st_mode))
        return xh_fail(err, XH_NOT_FOUND,
                       _("there is no backup %s; `xiaohao backup --list` shows them"), c->from);
    live = xasprintf("%s/xiaohao.db", c->home);
    given = xasprintf("%s/" MANIFEST_DB, p->from);
    /* looked at before anything opens it: it may be the database that is open */
    if (file_same(live, given))
        rc = xh_fail(err, XH_REFUSED, _("%s is the township itself, no backup"), c->from);
    free(live);
    free(given);
    if (rc == XH_OK)
        rc = manifest_read(&p->manifest, p->from, err);
    if (rc == XH_NOT_FOUND)
        rc = xh_fail(err, XH_REFUSED,
                     _("%s is no backup: it has no %s. Name a folder that "
                       "`xiaohao backup` has made."), c->from, MANIFEST_NAME);
    return rc;
}

/* The database must be as it was written. Evidence that is damaged is told: most of it is
 * in the township all the same. */
static enum xh_rc check_files(const struct restore_call *c, struct restore_plan *p,
                              struct xh_err *err)
{
    struct manifest *all = &p->manifest, part = {0};
    struct buf bad = {0};
    enum xh_rc rc = XH_OK;

    for (size_t i = 0; i < all->n_files; i++)
        if (strncmp(all->files[i].path, MANIFEST_DB, strlen(MANIFEST_DB)) == 0)
            manifest_add(&part, all->files[i].path, all->files[i].size, all->files[i].hash);
    if (manifest_check(&part, p->from, true, c->watch, &bad) > 0)
        rc = xh_fail(err, XH_DB,
                     _("the backup %s is damaged and cannot be restored:\n%sTry another one."),
                     p->from, buf_str(&bad));
    manifest_fini(&part);
    buf_fini(&bad);
    for (size_t i = 0; rc == XH_OK && i < all->n_files; i++)
        if (strncmp(all->files[i].path, "evidence/", 9) == 0 ||
            strncmp(all->files[i].path, "meetings/", 9) == 0 ||
            (p->fresh && strncmp(all->files[i].path, "config/", 7) == 0))
            manifest_add(&part, all->files[i].path, all->files[i].size, all->files[i].hash);
    if (rc == XH_OK && manifest_check(&part, p->from, true, c->watch, &p->damaged) < 0)
        rc = watch_stopped(err);
    manifest_fini(&part);
    return rc;
}

static enum xh_rc look_at_township(const struct restore_call *c, struct restore_plan *p,
                                   struct xh_err *err)
{
    struct store *st = c->st;
    const struct manifest *m = &p->manifest;
    enum xh_rc rc = backup_permit(st->db, st->defs, c->actor, err);

    if (rc == XH_OK && !st->writable)
        rc = xh_fail(err, XH_DB, _("the database was opened for reading only"));
    if (rc == XH_OK && *m->start && m->practice != st->practice)
        rc = xh_fail(err, XH_REFUSED,
                     st->practice
                         ? _("%s is of a real township; it cannot take the place of a practice "
                             "township. Restore it into a folder of its own: --home DIR")
                         : _("%s is of a practice township; it cannot take the place of a real "
                             "one. Restore it into a folder of its own: --home DIR"),
                     p->from);
    else if (rc == XH_OK && *m->start && !backup_is_ours(st, m))
        rc = xh_fail(err, XH_REFUSED,
                     _("%s is of another township (%s); it cannot take the place of this one. "
                       "Restore it into a folder of its own: --home DIR"), p->from, m->township);
    if (rc == XH_OK)
        rc = db_get_int(st->db, err, &p->events, "SELECT coalesce(max(id), 0) FROM event", "");
    if (rc == XH_OK) {
        p->branched = backup_is_branched(st, m);
        backup_erased_since(st, m, p->branched, &p->erased);
    }
    return rc;
}

/* A township that could not be opened: only one that cannot be read may be replaced. */
static enum xh_rc look_at_wreck(const struct restore_call *c, struct restore_plan *p,
                                struct xh_err *err)
{
    char *path = xasprintf("%s/xiaohao.db", c->home);
    struct store *st = NULL;
    struct db *db = NULL;
    int64_t app = 0, version = 0;
    char *sound = NULL;
    struct xh_err why;
    enum xh_rc rc = XH_OK;

    if (store_open(c->home, false, c->compile, &st, &why) == XH_OK &&
        db_get_text(st->db, &why, &sound, "PRAGMA quick_check(1)", "") == XH_OK &&
        strcmp(sound, "ok") == 0) {
        rc = xh_fail(err, XH_CONFLICT, _("%s can be read again; try once more"), path);
    } else if (db_open(path, DB_READ, &db, &why) == XH_OK &&
               db_get_int(db, &why, &app, "PRAGMA application_id", "") == XH_OK &&
               db_get_int(db, &why, &version, "PRAGMA user_version", "") == XH_OK) {
        if (app != SCHEMA_APPLICATION_ID && app != 0)
            rc = xh_fail(err, XH_DB,
                         _("%s is not a database of this program; nothing was touched"), path);
        else if (version > SCHEMA_VERSION)
            rc = xh_fail(err, XH_DB,
                         _("%s was written by a newer program (version %lld, this one "
                           "knows %d); nothing was touched. Install the newer program."),
                         path, (long long)version, SCHEMA_VERSION);
    }
    db_close(db);
    store_close(st);
    p->unreadable = true;
    free(sound);
    free(path);
    return rc;
}

enum xh_rc restore_look(const struct restore_call *c, struct restore_plan *p,
                        struct xh_err *err)
{
    *p = (struct restore_plan){0};
    enum xh_rc rc = store_check_place(c->home, err);

    if (rc == XH_OK)
        rc = find_backup(c, p, err);
    p->fresh = !c->st && !store_exists(c->home);
    if (rc == XH_OK && c->st)
        rc = look_at_township(c, p, err);
    else if (rc == XH_OK && !p->fresh)
        rc = look_at_wreck(c, p, err);
    if (rc == XH_OK)
        rc = check_files(c, p, err);
    if (rc != XH_OK)
        restore_plan_fini(p);
    return rc;
}

/* ---- the new database -------------------------------------------------------------- */

struct restore {
    const struct restore_call *c;
    const struct restore_plan *p;
    struct restore_done *out;
    struct xh_err *err;
    char *path;                 /* HOME/xiaohao.db.restored */
    char keep[96];              /* below home */
    struct store *new;
    int64_t actor;              /* in the restored record; 0: not there */
    char *by;                   /* by name */
};

static enum xh_rc copy_parts(struct restore *r)
{
    static const char *const ends[] = { "", "-wal", "-journal" };
    enum xh_rc rc = XH_OK;

    store_remove_file(r->path);
    for (size_t i = 0; rc == XH_OK && i < sizeof ends / sizeof *ends; i++) {
        char *name = xasprintf(MANIFEST_DB "%s", ends[i]), hash[HASH_HEX];
        const struct manifest_file *f = manifest_file(&r->p->manifest, name);
        char *from = xasprintf("%s/%s", r->p->from, name);
        char *to = xasprintf("%s%s", r->path, ends[i]);
        if (f)
            rc = file_copy(from, to, hash, NULL, r->c->watch, r->err);
        if (rc == XH_OK && f && strcmp(hash, f->hash) != 0)
            rc = xh_fail(r->err, XH_DB, _("%s was changed while it was being read: try again"),
                         from);
        free(name);
        free(from);
        free(to);
    }
    return rc;
}

/* To this program's version. The backup itself is the one to fall back on. */
static enum xh_rc bring_up(struct restore *r)
{
    struct db *db = NULL;
    int64_t app = 0, version = 0;
    enum xh_rc rc = db_open(r->path, DB_WRITE, &db, r->err);

    if (rc == XH_OK)
        rc = db_get_int(db, r->err, &app, "PRAGMA application_id", "");
    if (rc == XH_OK)
        rc = db_get_int(db, r->err, &version, "PRAGMA user_version", "");
    if (rc == XH_OK && app == SCHEMA_APPLICATION_ID && version >= 1 && version < SCHEMA_VERSION) {
        rc = db_begin(db, r->err);
        if (rc == XH_OK)
            rc = schema_migrate(db, (int)version, r->err);
        if (rc == XH_OK)
            rc = db_commit(db, r->err);
        else
            db_rollback(db);
    }
    db_close(db);
    return rc;
}

/* What the backup holds and the township has not, or has damaged. */
static enum xh_rc bring_evidence(struct restore *r)
{
    const struct manifest *m = &r->p->manifest;
    enum xh_rc rc = XH_OK;

    for (size_t i = 0; rc == XH_OK && i < m->n_files; i++) {
        const struct manifest_file *f = &m->files[i];
        struct evidence_file stored;
        struct xh_err why = {0};
        if (strncmp(f->path, "evidence/", 9) != 0)
            continue;
        if (evidence_verify(r->c->home, f->hash, f->size, &why) != XH_OK) {
            char *from = xasprintf("%s/%s", r->p->from, f->path), hash[HASH_HEX];
            int64_t size;
            /* damaged in the backup, too: told by the verification */
            if (file_hash(from, false, hash, &size, NULL, &why) == XH_OK &&
                strcmp(hash, f->hash) == 0) {
                rc = evidence_store(r->c->home, from, &stored, r->err);
                r->out->evidence += rc == XH_OK;
            }
            free(from);
        }
        if (rc == XH_OK && !watch_tell(r->c->watch, _("evidence"), (int64_t)i + 1,
                                       (int64_t)m->n_files))
            rc = watch_stopped(r->err);
    }
    return rc;
}

/* Files below this folder ("config/"), where there are none: one that is there is
 * somebody's work. What the backup has damaged was told before and stays away. */
static enum xh_rc bring_files(struct restore *r, const char *below, int64_t *n)
{
    const struct manifest *m = &r->p->manifest;
    enum xh_rc rc = XH_OK;

    for (size_t i = 0; rc == XH_OK && i < m->n_files; i++) {
        const char *path = m->files[i].path;
        char hash[HASH_HEX];
        if (strncmp(path, below, strlen(below)) != 0)
            continue;
        char *from = xasprintf("%s/%s", r->p->from, path);
        char *to = xasprintf("%s/%s", r->c->home, path), *folder = xstrdup(to);
        *strrchr(folder, '/') = '\0';
        rc = file_make_folders(folder, r->err);
        if (rc == XH_OK && file_is_there(from) && !file_is_there(to)) {
            rc = file_copy(from, to, hash, NULL, NULL, r->err);
            bool good = rc == XH_OK && strcmp(hash, m->files[i].hash) == 0;
            if (rc == XH_OK && !good)
                unlink(to);
            *n += good;
        }
        free(from);
        free(to);
        free(folder);
    }
    return rc;
}

/* Once the database is there: what is refused or stopped before leaves everything as it was.
 * From here on there is no way back, so what cannot be brought is told. */
static void bring_meetings(struct restore *r)
{
    struct xh_err *outer = r->err, why = {0};

    r->err = &why;
    if (bring_files(r, "meetings/", &r->out->meetings) != XH_OK)
        buf_printf(&r->out->findings, "%s\n", why.msg);
    r->err = outer;
}

/* Two ways not to be whole: not to be trusted, or something is missing. */
static enum xh_rc check_new(struct restore *r)
{
    struct verify v = {0};
    struct xh_err why = {0};
    enum xh_rc rc = verify_run(r->new, NULL, NULL, &v, &why);
    const struct verify_part *const parts[] = {
        &v.chain, &v.facts, &v.private_values, &v.derived, &v.evidence,
    };
    size_t bad = 0, all = 0;

    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        all += parts[i]->bad;
        bad += i < 3 ? parts[i]->bad : 0;
        buf_puts(&r->out->findings, buf_str(&parts[i]->findings));
    }
    if (rc != XH_OK && all == 0)
        rc = xh_fail(r->err, rc, "%s", why.msg);
    else if (bad > 0 && r->p->manifest.whole == WHOLE_YES)
        rc = xh_fail(r->err, XH_DB,
                     _("the backup %s was whole when it was made and is not any more:\n"
                       "%sNothing was restored; try another one."),
                     r->p->from, buf_str(&r->out->findings));
    else
        rc = XH_OK;
    verify_fini(&v);
    return rc;
}

/* ---- who --------------------------------------------------------------------------- */

/* The same person in the restored record? The number alone may be somebody else's. */
static int64_t same_person(struct restore *r, const char *name)
{
    struct xh_err why;
    int64_t n = 0;

    db_get_int(r->new->db, &why, &n, "SELECT count(*) FROM person WHERE id = ? AND name = ?", "it",
               r->c->actor, name);
    return n > 0 ? r->c->actor : 0;
}

static enum xh_rc settle_person(struct restore *r)
{
    const struct restore_call *c = r->c;
    enum xh_rc rc = XH_OK;

    if (c->st) {
        r->by = person_name(c->st->db, c->actor);
        r->actor = same_person(r, r->by);
        return XH_OK;
    }
    if (!r->p->fresh) {
        r->actor = store_person_by_uid(r->new, c->uid, c->login);
        rc = backup_permit(r->new->db, r->new->defs, r->actor, r->err);
        r->by = person_name(r->new->db, r->actor);
        return rc;
    }
    /* A new folder, perhaps a new computer: the account numbers of the old one mean others
     * here. Who has the file is its founder until he enters the people's accounts. */
    char number[32];
    snprintf(number, sizeof number, "%lld", (long long)c->uid);
    rc = store_set_meta(r->new, "caller_uid", number, r->err);
    if (rc == XH_OK) {
        int64_t person = store_person_by_uid(r->new, c->uid, NULL);
        r->out->person = person ? person_name(r->new->db, person) : NULL;
        r->by = xstrdup(c->name && *c->name ? c->name : c->login ? c->login : "");
    }
    return rc;
}

/* ---- the event, and the marks of the file ------------------------------------------ */

/* What the replaced file knows better than the backup. */
static enum xh_rc carry(struct restore *r, const char *key)
{
    char *value = store_meta(r->c->st, key);
    enum xh_rc rc = value ? store_set_meta(r->new, key, value, r->err) : XH_OK;

    free(value);
    return rc;
}

static enum xh_rc set_marks(struct restore *r)
{
    static const char *const keys[] = { "caller_uid", "caller_person", "backups" };
    int64_t generation = r->new->generation;
    char number[32];
    enum xh_rc rc = XH_OK;

    for (size_t i = 0; r->c->st && rc == XH_OK && i < sizeof keys / sizeof *keys; i++)
        rc = carry(r, keys[i]);
    if (r->c->st && r->c->st->generation > generation)
        generation = r->c->st->generation;
    snprintf(number, sizeof number, "%lld", (long long)generation + 1);
    if (rc == XH_OK)
        rc = store_set_meta(r->new, "generation", number, r->err);
    r->new->generation = generation + 1;
    return rc;
}

/* The restore stands in the record: which backup, instead of what, by whom. */
static enum xh_rc append_event(struct restore *r)
{
    const struct manifest *m = &r->p->manifest;
    struct manifest old = {0};
    struct act a;
    struct who who = { .actor = r->actor };
    struct xh_err why;
    char day[DAY_TEXT];
    enum xh_rc rc;

    if (r->c->st)               /* as far as it can be read: it may be why we restore */
        backup_describe(r->c->st->db, &old, &why);
    rc = act_begin(&a, r->new, r->c->env, VERB_CARE, &who, r->err);
    if (rc != XH_OK)
        return rc;
    a.always = true;
    a.rc = set_marks(r);
    if (a.rc != XH_OK)
        a.err = *r->err;
    act_note(&a, "restored", strrchr(r->p->from, '/') + 1);
    act_note(&a, "made", day_format(m->day, day));
    act_note_int(&a, "event", m->events);
    act_note(&a, "code", m->code);
    if (old.events) {
        act_note_int(&a, "instead", old.events);
        act_note(&a, "instead_code", old.code);
    }
    act_note(&a, "by", r->by);
    rc = act_end(&a, XH_OK, r->err);
    r->out->events = a.event.id;
    act_fini(&a);
    return rc;
}

/* One file, in WAL mode, nothing beside it. */
static enum xh_rc settle_file(struct restore *r)
{
    static const char *const ends[] = { "-wal", "-shm" };
    int64_t busy = 1;
    enum xh_rc rc = db_get_int(r->new->db, r->err, &busy, "PRAGMA wal_checkpoint(TRUNCATE)", "");

    if (rc == XH_OK && busy)
        rc = xh_fail(r->err, XH_DB, _("somebody is writing to %s: try again in a moment"),
                     r->path);
    store_close(r->new);
    r->new = NULL;
    for (size_t i = 0; rc == XH_OK && i < 2; i++) {
        char *beside = xasprintf("%s%s", r->path, ends[i]);
        unlink(beside);
        free(beside);
    }
    return rc == XH_OK ? file_sync(r->path, r->err) : rc;
}

/* ---- all of it --------------------------------------------------------------------- */

static enum xh_rc make_keep(struct restore *r)
{
    char day[DAY_TEXT];

    day_format(r->c->env->today, day);
    for (int n = 1; n <= NUMBERS_MAX; n++) {
        snprintf(r->keep, sizeof r->keep, KEPT, day, n);
        char *path = xasprintf("%s/%s", r->c->home, r->keep);
        int why = mkdir(path, 0770) == 0 ? 0 : errno;
        if (why != 0 && why != EEXIST)
            file_cannot_write(path, why, r->err);
        free(path);
        if (why != EEXIST)
            return why == 0 ? XH_OK : XH_DB;
    }
    return xh_fail(r->err, XH_REFUSED, _("%s/backup has %d databases put aside on %s already"),
                   r->c->home, NUMBERS_MAX, day);
}

/* In the gate: short, and nothing is copied. */
static enum xh_rc in_the_gate(struct restore *r)
{
    const struct restore_call *c = r->c;
    enum xh_rc rc = XH_OK;

    if (c->st ? !store_is_current(c->st) : exchange_is_pending(c->home))
        rc = xh_fail(r->err, XH_CONFLICT,
                     _("another backup was restored meanwhile. Look again, then decide."));
    if (rc == XH_OK)
        rc = append_event(r);
    if (rc == XH_OK)
        rc = settle_file(r);
    return rc == XH_OK ? exchange_run(c->home, r->keep, r->err) : rc;
}

static enum xh_rc exchange(struct restore *r)
{
    const struct restore_call *c = r->c;
    char *lock = xasprintf("%s/xiaohao.lock", c->home);
    char *kept = NULL;
    struct gate *gate = NULL;
    enum xh_rc rc = make_keep(r);

    kept = xasprintf("%s/%s", c->home, r->keep);
    if (rc == XH_OK)
        rc = gate_open(lock, &gate, r->err);
    if (rc == XH_OK)
        rc = gate_enter(gate, "restore", c->st ? c->st->waiting : NULL,
                        c->st ? c->st->waiting_ctx : NULL, r->err);
    if (rc == XH_OK) {
        rc = in_the_gate(r);
        gate_leave(gate);
    }
    gate_close(gate);
    if (rmdir(kept) == 0 || rc != XH_OK)    /* it was not needed */
        free(kept);
    else
        r->out->kept = kept;
    free(lock);
    return rc;
}

enum xh_rc restore_run(const struct restore_call *c, const struct restore_plan *p,
                       struct restore_done *out, struct xh_err *err)
{
    struct restore r = { .c = c, .p = p, .out = out, .err = err };
    bool made = p->fresh && !file_is_there(c->home);
    int64_t drafts = 0;
    int held = -1;
    enum xh_rc rc = store_make_folders(c->home, err);

    *out = (struct restore_done){0};
    if (rc == XH_OK && (held = file_hold_folder(c->home, false)) < 0)
        rc = errno == EWOULDBLOCK
                 ? xh_fail(err, XH_CONFLICT, _("somebody else is restoring a backup right now"))
                 : file_cannot_write(c->home, errno, err);
    if (rc == XH_OK && exchange_is_pending(c->home))
        rc = xh_fail(err, XH_CONFLICT,
                     _("another backup was restored meanwhile. Look again, then decide."));
    bool ours = rc == XH_OK;
    r.path = xasprintf("%s/" EXCHANGE_NEW, c->home);
    if (rc == XH_OK)
        rc = copy_parts(&r);
    if (rc == XH_OK)
        rc = bring_up(&r);
    if (rc == XH_OK)
        rc = store_open_file(r.path, c->home, true, c->compile, &r.new, err);
    if (rc == XH_OK)
        rc = settle_person(&r);
    if (rc == XH_OK)
        rc = bring_evidence(&r);
    if (rc == XH_OK && p->fresh)
        rc = bring_files(&r, "config/", &drafts);
    if (rc == XH_OK)
        rc = check_new(&r);
    if (rc == XH_OK && !watch_tell(c->watch, _("checking"), 1, 1))
        rc = watch_stopped(err);
    if (rc == XH_OK) {
        free(r.new->home);          /* its name is another one still: act.c must not compare */
        r.new->home = NULL;
        rc = exchange(&r);
    }
    if (rc == XH_OK)
        bring_meetings(&r);
    store_close(r.new);
    if (ours && !exchange_is_pending(c->home))
        store_remove_file(r.path);
    if (held >= 0)
        close(held);
    if (rc != XH_OK && made && !exchange_is_pending(c->home))
        file_remove_tree(c->home);
    if (rc != XH_OK)
        restore_done_fini(out);
    free(r.path);
    free(r.by);
    return rc;
}
