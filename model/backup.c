#include "model/backup.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "model/backup_job.h"
#include "model/i18n.h"
#include "model/permit.h"
#include "model/text.h"
#include "model/verify.h"

#define HALF_MADE "half-made-"
#define NAME "xiaohao-%s-%02d"
#define NUMBERS_MAX 999             /* of backups a day */
#define KNOWN_MAX 400               /* lines of backup_known() that are kept */

void backup_made_fini(struct backup_made *b)
{
    free(b->path);
    manifest_fini(&b->manifest);
    buf_fini(&b->findings);
    *b = (struct backup_made){0};
}

/* ---- the target -------------------------------------------------------------------- */

/* Is `path` the folder `top` or in it? Both resolved. */
static bool is_below(const char *path, const char *top)
{
    size_t n = strlen(top);

    return strncmp(path, top, n) == 0 && (path[n] == '/' || path[n] == '\0');
}

static enum xh_rc find_target(struct job *j)
{
    const char *home = j->src->home;
    char *own = xasprintf("%s/backup", home), *real_home = realpath(home, NULL);
    const char *typed = j->src->target ? j->src->target : own;
    struct stat sb;
    enum xh_rc rc = XH_OK;

    if (!j->src->target)
        rc = file_make_folder(own, j->err);
    if (rc == XH_OK && (stat(typed, &sb) != 0 || !S_ISDIR(sb.st_mode)))
        rc = xh_fail(j->err, XH_NOT_FOUND,
                     _("there is no folder %s. Is the disk or stick plugged in and mounted?"),
                     typed);
    if (rc == XH_OK && !(j->target = realpath(typed, NULL)))
        rc = file_cannot_write(typed, errno, j->err);
    if (rc == XH_OK && text_refused(j->target, false, NULL))
        rc = xh_fail(j->err, XH_REFUSED, _("%s: a folder's name holds characters that cannot "
                                           "be shown; choose another folder"), typed);
    free(own);
    own = real_home ? xasprintf("%s/backup", real_home) : NULL;
    if (rc == XH_OK && real_home && is_below(j->target, real_home) &&
        strcmp(j->target, own) != 0)
        rc = xh_fail(j->err, XH_REFUSED,
                     _("%s belongs to the township itself. Backups go into its folder backup "
                       "or, better, onto another disk."), typed);
    if (rc == XH_OK) {
        char *manifest = xasprintf("%s/" MANIFEST_NAME, j->target);
        if (file_is_there(manifest))
            rc = xh_fail(j->err, XH_REFUSED,
                         _("%s is a backup itself; name the folder it lies in"), typed);
        free(manifest);
    }
    free(own);
    free(real_home);
    return rc;
}

/* Those that make one hold its folder; what nobody holds was left by a kill. */
static void sweep(const char *path)
{
    int fd = file_hold_folder(path, false);

    if (fd < 0)
        return;
    file_remove_tree(path);
    close(fd);
}

static int newest_first(const void *a, const void *b)
{
    return strcmp(*(char *const *)b, *(char *const *)a);
}

/* What lies in the target: leftovers go, backups of this township may share evidence. */
static void look_around(struct job *j)
{
    DIR *dir = opendir(j->target);

    for (struct dirent *d; dir && (d = readdir(dir));) {
        char *path = xasprintf("%s/%s", j->target, d->d_name);
        if (strncmp(d->d_name, HALF_MADE, strlen(HALF_MADE)) == 0) {
            sweep(path);
        } else if (strncmp(d->d_name, "xiaohao-", 8) == 0) {
            GROW(j->earlier, j->n_earlier, j->cap_earlier);
            j->earlier[j->n_earlier++] = path;
            path = NULL;
        }
        free(path);
    }
    if (dir)
        closedir(dir);
    if (j->n_earlier)
        qsort(j->earlier, j->n_earlier, sizeof *j->earlier, newest_first);
}

/* A folder of our own that nobody sweeps while we live. */
static enum xh_rc make_part(struct job *j)
{
    for (int tries = 0; tries < 10; tries++) {
        uint64_t random;
        struct stat sb;

        j->env->random(j->env->random_ctx, &random, sizeof random);
        free(j->part);
        j->part = xasprintf("%s/" HALF_MADE "%016llx", j->target, (unsigned long long)random);
        if (mkdir(j->part, 0770) != 0) {
            if (errno == EEXIST)
                continue;
            break;
        }
        j->lock = file_hold_folder(j->part, true);
        if (j->lock >= 0 && stat(j->part, &sb) == 0)
            return XH_OK;           /* nobody has swept it in between */
        if (j->lock >= 0)
            close(j->lock);
        j->lock = -1;
    }
    enum xh_rc rc = file_cannot_write(j->target, errno, j->err);
    free(j->part);
    j->part = NULL;
    return rc;
}

/* ---- the database ------------------------------------------------------------------ */

static bool still_copying(void *ctx)
{
    struct job *j = ctx;
    char *path = xasprintf("%s/" MANIFEST_DB, j->part);
    int64_t size = file_size(path);

    free(path);
    return watch_tell(j->src->watch, _("database"), size > 0 ? size : 0, j->bytes);
}

static enum xh_rc copy_database(struct job *j)
{
    char *path = xasprintf("%s/" MANIFEST_DB, j->part), hash[HASH_HEX];
    int64_t pages = 0, page = 0, size;
    enum xh_rc rc = db_get_int(j->src->db, j->err, &pages, "PRAGMA page_count", "");

    if (rc == XH_OK)
        rc = db_get_int(j->src->db, j->err, &page, "PRAGMA page_size", "");
    j->bytes = pages * page;
    if (rc == XH_OK)
        rc = backup_check_room(j, j->bytes);
    if (rc == XH_OK && !still_copying(j))
        rc = watch_stopped(j->err);
    if (rc == XH_OK) {
        db_watch(j->src->db, still_copying, j);
        rc = db_copy_into(j->src->db, path, j->err);
        db_watch(j->src->db, NULL, NULL);
        if (rc != XH_OK && !still_copying(j))
            rc = watch_stopped(j->err);
    }
    if (rc == XH_OK)
        rc = file_sync(path, j->err);
    if (rc == XH_OK)
        rc = file_hash(path, true, hash, &size, NULL, j->err);
    if (rc == XH_OK)
        manifest_add(&j->out->manifest, MANIFEST_DB, size, hash);
    free(path);
    return rc;
}

enum xh_rc backup_describe(struct db *db, struct manifest *m, struct xh_err *err)
{
    uint8_t head[HASH_SIZE] = {0};
    char *practice = NULL;
    enum xh_rc rc;
    struct stmt *s = db_query(db, err, "SELECT id, hash FROM event WHERE id = 1 OR id = (SELECT "
                              "max(id) FROM event) ORDER BY id", "");
    int got;

    while ((got = s ? stmt_step(s, err) : -1) > 0) {
        size_t n;
        const void *hash = stmt_blob(s, 1, &n);
        if (n == HASH_SIZE)
            memcpy(head, hash, HASH_SIZE);
        m->events = stmt_int(s, 0);
        hash_hex(head, m->head);
        if (m->events == 1)
            hash_hex(head, m->start);
    }
    stmt_done(s);
    verify_code_format(head, m->code);
    rc = got < 0 ? XH_DB : XH_OK;
    if (rc == XH_OK)
        rc = db_get_int(db, err, &m->schema, "PRAGMA user_version", "");
    if (rc == XH_OK)
        rc = db_get_int(db, err, &m->items, "SELECT count(*) FROM item", "");
    if (rc == XH_OK)
        rc = db_get_int(db, err, &m->evidence,
                        "SELECT count(DISTINCT hash) FROM evidence WHERE kind = 'file'", "");
    if (rc == XH_OK)
        rc = db_get_text(db, err, &practice, "SELECT value FROM meta WHERE key = 'practice'", "");
    m->practice = practice && strcmp(practice, "1") == 0;
    free(practice);
    return rc == XH_NOT_FOUND ? XH_OK : rc;
}

/* ---- all of it --------------------------------------------------------------------- */

/* What the copy says about itself, and which evidence belongs to it: read from the copy,
 * while others go on writing to the township. */
static enum xh_rc read_copy(struct job *j)
{
    char *path = xasprintf("%s/" MANIFEST_DB, j->part), *sound = NULL;
    struct db *copy = NULL;
    enum xh_rc rc = db_open(path, DB_READ, &copy, j->err);

    if (rc == XH_OK)
        rc = db_get_text(copy, j->err, &sound, "PRAGMA integrity_check(1)", "");
    if (rc == XH_OK && strcmp(sound, "ok") != 0)
        rc = xh_fail(j->err, XH_DB, _("the copy in %s could not be read back: %s. The disk "
                                      "may be failing; no backup was made."),
                     j->target, sound);
    if (rc == XH_OK)
        rc = backup_describe(copy, &j->out->manifest, j->err);
    if (rc == XH_OK && j->src->with_files)
        rc = backup_list_evidence(j, copy);
    db_close(copy);
    free(sound);
    free(path);
    return rc;
}

/* The first number of the day that is free. A folder that is there is never replaced:
 * rename() does so only with an empty one, and that has just been seen not to be there. */
static enum xh_rc publish(struct job *j)
{
    char day[DAY_TEXT];

    day_format(j->env->today, day);
    for (int n = 1; n <= NUMBERS_MAX; n++) {
        char *name = xasprintf("%s/" NAME, j->target, day, n);
        if (!file_is_there(name) && rename(j->part, name) == 0) {
            j->out->path = name;
            free(j->part);
            j->part = NULL;
            return file_sync(j->target, j->err);
        }
        bool taken = file_is_there(name);
        if (!taken)
            file_cannot_write(name, errno, j->err);
        free(name);
        if (!taken)
            return XH_DB;
    }
    return xh_fail(j->err, XH_REFUSED, _("%s has %d backups of %s already"), j->target,
                   NUMBERS_MAX, day);
}

static void job_fini(struct job *j)
{
    if (j->part)
        file_remove_tree(j->part);
    if (j->lock >= 0)
        close(j->lock);
    for (size_t i = 0; i < j->n_earlier; i++)
        free(j->earlier[i]);
    free(j->earlier);
    for (size_t i = 0; i < j->n_pieces; i++)
        free(j->pieces[i].earlier);
    free(j->pieces);
    free(j->part);
    free(j->target);
}

enum xh_rc backup_write(const struct backup_source *src, const struct env *env,
                        struct backup_made *out, struct xh_err *err)
{
    struct job j = { .src = src, .env = env, .out = out, .err = err, .lock = -1,
                     .can_link = true };
    struct manifest *m = &out->manifest;

    *out = (struct backup_made){0};
    m->kind = src->kind;
    m->day = env->today;
    m->at = env->now_ms;
    snprintf(m->program, sizeof m->program, "%s", XH_VERSION);
    enum xh_rc rc = find_target(&j);
    if (rc == XH_OK) {
        look_around(&j);
        rc = make_part(&j);
    }
    if (rc == XH_OK)
        rc = copy_database(&j);
    if (rc == XH_OK)
        rc = read_copy(&j);
    if (rc == XH_OK && src->with_files)
        rc = backup_copy_evidence(&j);
    if (rc == XH_OK && src->with_files)
        rc = backup_copy_draft(&j);
    if (rc == XH_OK && src->with_files)
        rc = backup_copy_meetings(&j);
    if (rc == XH_OK)
        rc = src->check(src->check_ctx, j.part, m, &out->findings, err);
    if (rc == XH_OK && !watch_tell(src->watch, _("checking"), 1, 1))
        rc = watch_stopped(err);
    if (rc == XH_OK)
        rc = manifest_write(m, j.part, err);
    if (rc == XH_OK)
        rc = file_sync(j.part, err);
    if (rc == XH_OK)
        rc = publish(&j);
    job_fini(&j);
    if (rc != XH_OK)
        backup_made_fini(out);
    return rc;
}

/* ---- of an open township ----------------------------------------------------------- */

struct checking { config_compile *compile; const struct watch *watch; struct store *copy; };

static bool tell_checking(void *ctx, const char *part, size_t done, size_t all)
{
    struct checking *c = ctx;

    return watch_tell(c->watch, part, (int64_t)done, (int64_t)all);
}

static bool still_checking(void *ctx)
{
    struct checking *c = ctx;

    return watch_tell(c->watch, NULL, 0, 0);
}

/* The copy, as any township: chain, facts, derived, private values, evidence. */
static enum xh_rc check_copy(void *ctx, const char *folder, struct manifest *m,
                             struct buf *findings, struct xh_err *err)
{
    struct checking *c = ctx;
    struct store *copy = NULL;
    struct verify v = {0};
    char *path = xasprintf("%s/" MANIFEST_DB, folder);
    enum xh_rc rc = store_open_file(path, folder, false, c->compile, &copy, err);

    free(path);
    if (rc != XH_OK)
        return rc;
    m->township = xstrdup(copy->defs->township.name);
    db_watch(copy->db, still_checking, c);
    rc = verify_run(copy, tell_checking, c, &v, err);
    const struct verify_part *const parts[] = {
        &v.chain, &v.facts, &v.derived, &v.private_values, &v.evidence,
    };
    size_t bad = 0;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        bad += parts[i]->bad;
        buf_puts(findings, buf_str(&parts[i]->findings));
    }
    m->whole = rc == XH_OK ? WHOLE_YES : WHOLE_NO;
    if (rc == XH_REFUSED || !still_checking(c))
        rc = watch_stopped(err);
    else if (bad > 0)
        rc = XH_OK;                 /* a faithful copy of what is not whole */
    verify_fini(&v);
    store_close(copy);
    return rc;
}

/* One more line; what was swept away by hand is forgotten, what is out of reach is not. */
static char *known_with(const char *known, const struct backup_made *b)
{
    struct buf lines = {0};
    char day[DAY_TEXT];
    size_t n = 0;

    for (const char *p = known; *p; p += strcspn(p, "\n"), p += *p == '\n')
        n++;
    for (const char *p = known; *p; n--) {
        size_t len = strcspn(p, "\n");
        if (n < KNOWN_MAX)
            buf_printf(&lines, "%.*s\n", (int)len, p);
        p += len + (p[len] == '\n');
    }
    buf_printf(&lines, "%lld\t%s\t%s\n", (long long)b->manifest.events,
               day_format(b->manifest.day, day), b->path);
    return buf_take(&lines);
}

/* Facts about the file, outside the record: no event. */
static enum xh_rc remember(struct store *st, const struct backup_made *b, struct xh_err *err)
{
    enum xh_rc rc = st->gate ? gate_enter(st->gate, "backup", st->waiting, st->waiting_ctx, err)
                             : XH_OK;

    if (rc != XH_OK)
        return rc;
    rc = db_begin(st->db, err);
    if (rc == XH_OK && !store_is_current(st))
        rc = xh_fail(err, XH_CONFLICT, _("another backup was restored meanwhile"));
    if (rc == XH_OK) {
        char *known = backup_known(st), *now = known_with(known, b);
        rc = store_set_meta(st, "backups", now, err);
        free(known);
        free(now);
    }
    if (rc == XH_OK)
        rc = db_commit(st->db, err);
    db_rollback(st->db);
    if (st->gate)
        gate_leave(st->gate);
    return rc;
}

enum xh_rc backup_permit(struct db *db, const struct defs *defs, int64_t person,
                         struct xh_err *err)
{
    enum verb verb = permit_anybody(db, defs, VERB_CARE) ? VERB_CARE : VERB_CONFIG;

    return permit_check(db, defs, person, verb, NULL, 0, err);
}

enum xh_rc backup_make(struct store *st, const struct env *env, const struct who *who,
                       const char *target, const struct watch *watch,
                       struct backup_made *out, struct xh_err *err)
{
    struct checking c = { .compile = st->compile, .watch = watch };
    struct backup_source src = {
        .home = st->home, .db = st->db, .kind = MANIFEST_BACKUP, .with_files = true,
        .target = target, .watch = watch, .check = check_copy, .check_ctx = &c,
    };

    *out = (struct backup_made){0};
    enum xh_rc rc = backup_permit(st->db, st->defs, who->actor, err);
    if (rc == XH_OK && !st->writable)
        rc = xh_fail(err, XH_DB, _("the database was opened for reading only"));
    if (rc == XH_OK)
        rc = backup_write(&src, env, out, err);
    if (rc == XH_OK && out->manifest.whole != WHOLE_YES)
        rc = xh_fail(err, XH_DB,
                     err_way(_("a backup was made in %s, but the township itself is not "
                               "whole:\n%sKeep older backups, and see `xiaohao verify`."),
                             _("a backup was made in %s, but the township itself is not "
                               "whole:\n%sKeep older backups, and have it looked into.")),
                     out->path, buf_str(&out->findings));
    else if (rc == XH_OK && (rc = remember(st, out, err)) != XH_OK)
        xh_fail_more(err, rc, _("The backup in %s is good all the same."), out->path);
    return rc;
}

char *backup_known(struct store *st)
{
    char *known = store_meta(st, "backups");

    return known ? known : xstrdup("");
}

bool backup_last(struct store *st, int32_t *day, int64_t *events, char **path)
{
    char *known = backup_known(st), *last = known, text[DAY_TEXT];
    size_t n = strlen(known);
    long long event = 0;
    int at = 0;

    if (n > 0)
        known[n - 1] = '\0';
    if (strrchr(known, '\n'))
        last = strrchr(known, '\n') + 1;
    bool found = sscanf(last, "%lld\t%10[0-9-]\t%n", &event, text, &at) == 2 && at > 0;
    *events = event;
    *day = found ? day_parse(text) : DAY_NONE;
    *path = found ? xstrdup(last + at) : NULL;
    free(known);
    return found;
}

int32_t backup_first_day(struct store *st)
{
    struct xh_err err;
    int64_t day = 0;

    db_get_int(st->db, &err, &day, "SELECT day FROM event WHERE id = 1", "");
    return (int32_t)day;
}
