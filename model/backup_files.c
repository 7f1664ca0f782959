/* backup_files.c - what goes into a backup beside the database: evidence, the draft, the
 * meetings. */
#include "model/backup_job.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "model/i18n.h"
#include "model/text.h"

#define CONFIG_DEPTH 4              /* folders below config/ */

enum xh_rc backup_check_room(struct job *j, int64_t need)
{
    struct statvfs fs;

    if (statvfs(j->target, &fs) != 0)
        return XH_OK;               /* writing will tell */
    int64_t room = (int64_t)fs.f_bavail * (int64_t)fs.f_frsize;
    if (room >= need)
        return XH_OK;
    return xh_fail(j->err, XH_DB,
                   _("the disk is full: %s has %lld MB left, the backup needs %lld MB; make "
                     "room or choose another disk. Nothing was written."), j->target,
                   (long long)(room >> 20), (long long)((need >> 20) + 1));
}

/* ---- evidence ---------------------------------------------------------------------- */

enum xh_rc backup_list_evidence(struct job *j, struct db *copy)
{
    struct stmt *s = db_query(copy, j->err, "SELECT hash, max(size) FROM evidence WHERE kind = "
                              "'file' GROUP BY hash ORDER BY hash", "");
    int got;

    while ((got = s ? stmt_step(s, j->err) : -1) > 0) {
        const char *hash = stmt_text(s, 0);
        if (strlen(hash) != HASH_HEX - 1 || strspn(hash, "0123456789abcdef") != HASH_HEX - 1)
            continue;               /* verify says so */
        GROW(j->pieces, j->n_pieces, j->cap_pieces);
        struct piece *p = &j->pieces[j->n_pieces++];
        *p = (struct piece){ .size = stmt_int(s, 1) };
        memcpy(p->hash, hash, HASH_HEX);
    }
    stmt_done(s);
    return got < 0 ? XH_DB : XH_OK;
}

static char *piece_path(const char *folder, const struct piece *p)
{
    return xasprintf("%s/evidence/%.2s/%s", folder, p->hash, p->hash);
}

/* An earlier backup's own copy; a link to the original is none. */
static void find_earlier(struct job *j, struct piece *p)
{
    char *original = piece_path(j->src->home, p);

    for (size_t i = 0; !p->earlier && i < j->n_earlier; i++) {
        char *path = piece_path(j->earlier[i], p);
        if (file_size(path) == p->size && !file_same(path, original))
            p->earlier = path;
        else
            free(path);
    }
    free(original);
}

static bool is_good(const char *path, const struct piece *p)
{
    char hash[HASH_HEX];
    int64_t size;

    return file_hash(path, true, hash, &size, NULL, NULL) == XH_OK && size == p->size &&
           strcmp(hash, p->hash) == 0;
}

/* A link to the earlier copy, if that still has its content. */
static bool link_piece(struct job *j, const struct piece *p, const char *to)
{
    if (!p->earlier || !j->can_link)
        return false;
    if (link(p->earlier, to) != 0) {
        j->can_link = errno == EMLINK || errno == ENOENT;
        return false;
    }
    if (is_good(to, p)) {
        j->out->linked++;
        return true;
    }
    unlink(to);
    return false;
}

/* From the township; if it is damaged or gone there, from an earlier backup. One that is
 * nowhere is left out: the verification of the copy tells. */
static enum xh_rc copy_piece(struct job *j, const struct piece *p, const char *to)
{
    char *original = piece_path(j->src->home, p), hash[HASH_HEX] = "";
    const char *from[] = { original, p->earlier };
    enum xh_rc rc = XH_OK;
    bool done = false;

    for (int i = 0; rc == XH_OK && !done && i < 2 && from[i]; i++) {
        if (file_size(from[i]) != p->size)
            continue;
        rc = file_copy(from[i], to, hash, NULL, NULL, j->err);
        done = rc == XH_OK && strcmp(hash, p->hash) == 0;
        if (rc == XH_OK && !done)
            unlink(to);
        if (rc != XH_OK && !is_good(from[i], p))
            rc = XH_OK;             /* it was not the writing that failed */
    }
    j->out->copied += done;
    free(original);
    return rc;
}

enum xh_rc backup_copy_evidence(struct job *j)
{
    char *top = xasprintf("%s/evidence", j->part), two[3] = "", *folder = NULL;
    int64_t need = 0;
    enum xh_rc rc = file_make_folder(top, j->err);

    for (size_t i = 0; i < j->n_pieces; i++) {
        find_earlier(j, &j->pieces[i]);
        need += j->pieces[i].earlier ? 0 : j->pieces[i].size;
    }
    if (rc == XH_OK)
        rc = backup_check_room(j, need);
    for (size_t i = 0; rc == XH_OK && i < j->n_pieces; i++) {
        const struct piece *p = &j->pieces[i];
        char *to = piece_path(j->part, p), relative[HASH_HEX + 16];

        if (strncmp(two, p->hash, 2) != 0) {
            if (folder)
                rc = file_sync(folder, j->err);
            memcpy(two, p->hash, 2);
            free(folder);
            folder = xasprintf("%s/%s", top, two);
            if (rc == XH_OK)
                rc = file_make_folder(folder, j->err);
        }
        if (rc == XH_OK && !link_piece(j, p, to))
            rc = copy_piece(j, p, to);
        snprintf(relative, sizeof relative, "evidence/%s/%s", two, p->hash);
        if (rc == XH_OK && file_size(to) == p->size)
            manifest_add(&j->out->manifest, relative, p->size, p->hash);
        if (rc == XH_OK && !watch_tell(j->src->watch, _("evidence"), (int64_t)i + 1,
                                       (int64_t)j->n_pieces))
            rc = watch_stopped(j->err);
        free(to);
    }
    if (rc == XH_OK && folder)
        rc = file_sync(folder, j->err);
    if (rc == XH_OK)
        rc = file_sync(top, j->err);
    free(folder);
    free(top);
    return rc;
}

/* ---- the draft of the configuration, the meetings ---------------------------------- */

/* Editors' leftovers, odd names and what is being written this moment are nobody's work. */
static bool is_leftover(const char *name)
{
    size_t n = strlen(name);

    return name[0] == '.' || strchr(name, '\\') || text_refused(name, false, NULL) ||
           (n > 5 && strcmp(name + n - 5, ".part") == 0);
}

static enum xh_rc copy_folder(struct job *j, const char *below, int depth)
{
    char *from = xasprintf("%s/%s", j->src->home, below);
    char *to = xasprintf("%s/%s", j->part, below);
    DIR *dir = opendir(from);
    enum xh_rc rc = dir ? file_make_folder(to, j->err) : XH_OK;

    for (struct dirent *d; rc == XH_OK && dir && (d = readdir(dir));) {
        char *relative = xasprintf("%s/%s", below, d->d_name);
        char *a = xasprintf("%s/%s", j->src->home, relative);
        char *b = xasprintf("%s/%s", j->part, relative), hash[HASH_HEX];
        struct stat sb;
        int64_t size;

        if (is_leftover(d->d_name) || lstat(a, &sb) != 0) {
            ;
        } else if (S_ISDIR(sb.st_mode) && depth < CONFIG_DEPTH) {
            rc = copy_folder(j, relative, depth + 1);
        } else if (S_ISREG(sb.st_mode)) {
            rc = file_copy(a, b, hash, &size, NULL, j->err);
            if (rc == XH_OK) {
                manifest_add(&j->out->manifest, relative, size, hash);
            } else if (!file_is_there(a)) {     /* thrown away meanwhile */
                unlink(b);
                rc = XH_OK;
            }
        }
        free(relative);
        free(a);
        free(b);
    }
    if (dir)
        closedir(dir);
    if (rc == XH_OK && dir)
        rc = file_sync(to, j->err);
    free(from);
    free(to);
    return rc;
}

enum xh_rc backup_copy_draft(struct job *j)
{
    return copy_folder(j, "config", 0);
}

enum xh_rc backup_copy_meetings(struct job *j)
{
    return copy_folder(j, "meetings", CONFIG_DEPTH);
}
