#include "model/backup_list.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "model/exchange.h"
#include "model/i18n.h"
#include "model/text.h"

static void entry_fini(struct backup_entry *e)
{
    free(e->path);
    manifest_fini(&e->manifest);
    buf_fini(&e->findings);
    buf_fini(&e->erased);
}

void backup_list_fini(struct backup_list *l)
{
    for (size_t i = 0; i < l->n; i++)
        entry_fini(&l->v[i]);
    free(l->v);
    *l = (struct backup_list){0};
}

/* ---- against the record ------------------------------------------------------------ */

static bool has_hash_at(struct store *st, int64_t event, const char *hex)
{
    char is[HASH_HEX] = "";
    struct xh_err err;
    struct stmt *s = db_query(st->db, &err, "SELECT hash FROM event WHERE id = ?", "i", event);

    if (s && stmt_step(s, &err) > 0) {
        size_t n;
        const uint8_t *hash = stmt_blob(s, 0, &n);
        if (n == HASH_SIZE)
            hash_hex(hash, is);
    }
    stmt_done(s);
    return strcmp(is, hex) == 0;
}

bool backup_is_ours(struct store *st, const struct manifest *m)
{
    return *m->start && has_hash_at(st, 1, m->start);
}

bool backup_is_branched(struct store *st, const struct manifest *m)
{
    return m->events == 0 || !has_hash_at(st, m->events, m->head);
}

/* Erased since, and there before: by number; what is on another branch, by the clock. */
void backup_erased_since(struct store *st, const struct manifest *m, bool branched,
                         struct buf *codes)
{
    static const char by_number[] =
        "SELECT DISTINCT i.code, i.sort_code FROM event e JOIN event_item x ON x.event = e.id "
        "JOIN item i ON i.id = x.item WHERE e.verb = 'erase' AND e.id > ?1 AND (SELECT "
        "min(y.event) FROM event_item y WHERE y.item = x.item) <= ?1 ORDER BY i.sort_code";
    static const char by_clock[] =
        "SELECT DISTINCT i.code, i.sort_code FROM event e JOIN event_item x ON x.event = e.id "
        "JOIN item i ON i.id = x.item WHERE e.verb = 'erase' AND e.at > ?1 AND (SELECT "
        "min(f.at) FROM event_item y JOIN event f ON f.id = y.event WHERE y.item = x.item) <= ?1 "
        "ORDER BY i.sort_code";
    struct xh_err err;
    struct stmt *s = db_query(st->db, &err, branched ? by_clock : by_number, "i",
                              branched ? m->at : m->events);

    while (s && stmt_step(s, &err) > 0) {
        buf_puts(codes, codes->len ? " " : "");
        text_show(codes, stmt_text(s, 0), false);
    }
    stmt_done(s);
}

/* ---- one backup -------------------------------------------------------------------- */

static struct backup_entry *add(struct backup_list *l, const char *path)
{
    GROW(l->v, l->n, l->cap);
    struct backup_entry *e = &l->v[l->n++];
    *e = (struct backup_entry){ .path = xstrdup(path) };
    const char *slash = strrchr(e->path, '/');
    e->name = slash ? slash + 1 : e->path;
    e->manifest.day = DAY_NONE;
    return e;
}

static bool is_listed(const struct backup_list *l, const char *path)
{
    for (size_t i = 0; i < l->n; i++)
        if (strcmp(l->v[i].path, path) == 0)
            return true;
    return false;
}

/* False when stopped. */
static bool look_at(struct store *st, struct backup_entry *e, bool contents,
                    const struct watch *watch)
{
    struct xh_err why = {0};
    struct manifest *m = &e->manifest;

    if (manifest_read(m, e->path, &why) != XH_OK) {
        e->state = BACKUP_DAMAGED;
        m->day = DAY_NONE;
        buf_printf(&e->findings, "%s\n", why.msg);
        return true;
    }
    int bad = manifest_check(m, e->path, contents, watch, &e->findings);
    e->state = bad != 0                       ? BACKUP_DAMAGED
               : m->kind == MANIFEST_KEPT     ? BACKUP_KEPT
               : m->whole == WHOLE_NO         ? BACKUP_NOT_WHOLE
                                              : BACKUP_WHOLE;
    if (st) {
        e->other = *m->start ? !backup_is_ours(st, m) : false;
        e->branched = !e->other && backup_is_branched(st, m);
        if (!e->other)
            backup_erased_since(st, m, e->branched, &e->erased);
    }
    return bad >= 0;
}

static bool is_backup_name(const char *name)
{
    return strncmp(name, "xiaohao-", 8) == 0 || strncmp(name, "before-restore-", 15) == 0;
}

static enum xh_rc read_folder(struct store *st, const char *target, bool contents,
                              const struct watch *watch, struct backup_list *l,
                              struct xh_err *err)
{
    DIR *dir = opendir(target);
    enum xh_rc rc = XH_OK;

    if (!dir)
        return xh_fail(err, XH_NOT_FOUND,
                       _("there is no folder %s. Is the disk or stick plugged in and mounted?"),
                       target);
    for (struct dirent *d; rc == XH_OK && (d = readdir(dir));) {
        char *path = xasprintf("%s/%s", target, d->d_name);
        struct stat sb;
        if (is_backup_name(d->d_name) && lstat(path, &sb) == 0 && S_ISDIR(sb.st_mode) &&
            !look_at(st, add(l, path), contents, watch))
            rc = watch_stopped(err);
        free(path);
    }
    closedir(dir);
    return rc;
}

/* Those made elsewhere. Gone from a folder that is there: thrown away, not told. */
static enum xh_rc read_known(struct store *st, bool contents, const struct watch *watch,
                             struct backup_list *l, struct xh_err *err)
{
    char *known = backup_known(st), *save = NULL;
    enum xh_rc rc = XH_OK;

    for (char *line = strtok_r(known, "\n", &save); rc == XH_OK && line;
         line = strtok_r(NULL, "\n", &save)) {
        long long events;
        char day[DAY_TEXT];
        int at = 0;
        if (sscanf(line, "%lld\t%10[0-9-]\t%n", &events, day, &at) != 2 || !at)
            continue;
        const char *path = line + at;
        char *folder = xstrdup(path), *slash = strrchr(folder, '/');
        if (slash)
            *slash = '\0';
        if (is_listed(l, path)) {
            ;
        } else if (file_is_there(path)) {
            if (!look_at(st, add(l, path), contents, watch))
                rc = watch_stopped(err);
        } else if (!file_is_there(folder)) {
            struct backup_entry *e = add(l, path);
            e->state = BACKUP_OUT_OF_REACH;
            e->manifest.events = events;
            e->manifest.day = day_parse(day);
            backup_erased_since(st, &e->manifest, false, &e->erased);
        }
        free(folder);
    }
    free(known);
    return rc;
}

static int newest_first(const void *a, const void *b)
{
    const struct backup_entry *x = a, *y = b;

    if (x->manifest.day != y->manifest.day)
        return x->manifest.day < y->manifest.day ? 1 : -1;
    if (x->manifest.at != y->manifest.at)
        return x->manifest.at < y->manifest.at ? 1 : -1;
    return strcmp(y->name, x->name);
}

enum xh_rc backup_list(struct store *st, const char *target, bool contents,
                       const struct watch *watch, struct backup_list *out, struct xh_err *err)
{
    char *home = st && st->home ? realpath(st->home, NULL) : NULL;
    char *own = home ? xasprintf("%s/backup", home) : NULL;
    char *real = target ? realpath(target, NULL) : own ? xstrdup(own) : NULL;
    enum xh_rc rc = XH_OK;

    *out = (struct backup_list){0};
    if (target || (real && file_is_there(real)))
        rc = read_folder(st, real ? real : target, contents, watch, out, err);
    if (rc == XH_OK && st && !target)
        rc = read_known(st, contents, watch, out, err);
    if (out->n)
        qsort(out->v, out->n, sizeof *out->v, newest_first);
    for (size_t i = 0; i < out->n; i++) {       /* qsort has moved them */
        const char *slash = strrchr(out->v[i].path, '/');
        out->v[i].name = slash ? slash + 1 : out->v[i].path;
    }
    free(real);
    free(own);
    free(home);
    if (rc != XH_OK)
        backup_list_fini(out);
    return rc;
}

/* ---- what a restore put aside ------------------------------------------------------ */

static void describe(const char *folder, const struct env *env)
{
    static const char *const parts[] = { MANIFEST_DB, MANIFEST_DB "-wal", MANIFEST_DB "-journal" };
    struct manifest m = { .kind = MANIFEST_KEPT, .day = env->today, .at = env->now_ms };
    char *path = xasprintf("%s/" MANIFEST_DB, folder);
    char *shm = xasprintf("%s/" MANIFEST_DB "-shm", folder);
    char *wal = xasprintf("%s/" MANIFEST_DB "-wal", folder);
    struct db *db = NULL;
    struct xh_err err = {0};

    snprintf(m.program, sizeof m.program, "%s", XH_VERSION);
    if (db_open(path, DB_READ, &db, &err) == XH_OK)
        backup_describe(db, &m, &err);
    db_close(db);
    unlink(shm);
    if (file_size(wal) == 0)
        unlink(wal);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        char *part = xasprintf("%s/%s", folder, parts[i]), hash[HASH_HEX];
        int64_t size;
        if (file_size(part) >= 0 && file_hash(part, false, hash, &size, NULL, &err) == XH_OK)
            manifest_add(&m, parts[i], size, hash);
        free(part);
    }
    if (manifest_file(&m, MANIFEST_DB))
        manifest_write(&m, folder, &err);
    manifest_fini(&m);
    free(path);
    free(shm);
    free(wal);
}

void backup_tidy(const char *home, const struct env *env)
{
    char *own = xasprintf("%s/backup", home);
    char *half = xasprintf("%s/" EXCHANGE_NEW, home);
    int held = file_hold_folder(home, false);   /* no restore is going on */
    DIR *dir = held >= 0 ? opendir(own) : NULL;

    for (struct dirent *d; dir && (d = readdir(dir));) {
        char *folder = xasprintf("%s/%s", own, d->d_name);
        char *manifest = xasprintf("%s/" MANIFEST_NAME, folder);
        char *db = xasprintf("%s/" MANIFEST_DB, folder);
        if (strncmp(d->d_name, "before-restore-", 15) == 0 && !file_is_there(manifest)) {
            if (file_is_there(db))
                describe(folder, env);
            else
                rmdir(folder);      /* of a restore that did not come to it */
        }
        free(folder);
        free(manifest);
        free(db);
    }
    if (dir)
        closedir(dir);
    if (held >= 0 && !exchange_is_pending(home))
        store_remove_file(half);
    if (held >= 0)
        close(held);
    free(half);
    free(own);
}
