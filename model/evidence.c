#include "model/evidence.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "model/evidence_folders.h"
#include "model/i18n.h"
#include "model/mem.h"
#include "model/text.h"

#define FILE_MODE 0440              /* never changed */
#define COPY_MODE 0660

#define TEMP_PREFIX ".new-"
#define TEMP_SIZE 32

#define NAME_BYTES 200
#define EXTENSION_BYTES 20

/* How long a file no record names is left alone: its act may be about to commit. */
#define LEFTOVER_SECONDS (24 * 60 * 60)

#define CHUNK 65536
#define READ_FLAGS (O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY)

/* ---- messages ---------------------------------------------------------------------- */

/* A path in a message: file names come from outside and may hold anything. Caller
 * frees. */
static char *shown(const char *path)
{
    struct buf b = {0};

    text_show(&b, path, false);
    return buf_take(&b);
}

static bool no_room(int why)
{
    return why == ENOSPC || why == EDQUOT || why == EFBIG;
}

static enum xh_rc cannot_read(const char *name, int why, struct xh_err *err)
{
    if (why == ENOENT || why == ENOTDIR)
        return xh_fail(err, XH_NOT_FOUND, _("there is no file %s"), name);
    return xh_fail(err, XH_DB, _("%s cannot be read: %s"), name, strerror(why));
}

static enum xh_rc cannot_write(const char *name, int why, struct xh_err *err)
{
    if (no_room(why))
        return xh_fail(err, XH_DB,
                       _("the disk is full: %s was not written; make room and try "
                         "again"),
                       name);
    return xh_fail(err, XH_DB, _("%s cannot be written: %s"), name, strerror(why));
}

static enum xh_rc changed(const char *name, struct xh_err *err)
{
    return xh_fail(err, XH_REFUSED,
                   _("%s was changed while it was being read: try again"), name);
}

static enum xh_rc too_large(const char *name, struct xh_err *err)
{
    return xh_fail(err, XH_REFUSED, _("%s is larger than %d MB: hand in a smaller copy"),
                   name, (int)(EVIDENCE_MAX / 1024 / 1024));
}

/* ---- bytes ------------------------------------------------------------------------- */

/* Read `from` from its beginning, hash it, and write it to `to` if that is not -1.
 * Stops behind EVIDENCE_MAX: *size is larger then. Returns 0 or an errno; *writing
 * tells which side failed. */
static int run_through(int from, int to, char hash[static HASH_HEX], int64_t *size,
                       bool *writing)
{
    char *chunk = xmalloc(CHUNK);
    uint8_t raw[HASH_SIZE];
    struct hash_state h;
    ssize_t n;
    int why = 0;

    hash_init(&h);
    *size = 0;
    *writing = false;
    while (*size <= EVIDENCE_MAX) {
        n = pread(from, chunk, CHUNK, (off_t)*size);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0) {
            why = n < 0 ? errno : 0;
            break;
        }
        hash_update(&h, chunk, (size_t)n);
        *size += n;
        for (ssize_t done = 0; to >= 0 && done < n; ) {
            ssize_t put = write(to, chunk + done, (size_t)(n - done));

            if (put < 0 && errno != EINTR) {
                why = errno;
                *writing = true;
                goto out;
            }
            done += put > 0 ? put : 0;
        }
    }
out:
    hash_final(&h, raw);
    hash_hex(raw, hash);
    free(chunk);
    return why;
}

static bool is_hash(const char *s)
{
    return strlen(s) == HASH_HEX - 1 && strspn(s, "0123456789abcdef") == HASH_HEX - 1;
}

/* ---- the file handed in ------------------------------------------------------------ */

static bool ends_in(const char *s, const char *end)
{
    size_t n = strlen(s), m = strlen(end);

    return n >= m && strcmp(s + n - m, end) == 0;
}

/* Is it the township's own database, under whatever name? Opening and closing it here
 * would drop SQLite's locks (ENGINE 36). */
static bool is_database(const char *home, const struct stat *st)
{
    static const char *const ends[] = { ".db", "-wal", "-shm", "-journal" };
    DIR *dir = opendir(home);
    bool found = false;

    for (struct dirent *d; dir != NULL && !found && (d = readdir(dir)) != NULL; ) {
        struct stat other;

        for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
            if (ends_in(d->d_name, ends[i]) &&
                fstatat(dirfd(dir), d->d_name, &other, AT_SYMLINK_NOFOLLOW) == 0)
                found |= other.st_dev == st->st_dev && other.st_ino == st->st_ino;
    }
    if (dir != NULL)
        closedir(dir);
    return found;
}

/* Open `path` for reading if it may be evidence. Looked at before it is opened:
 * opening a FIFO or a device does something. */
static enum xh_rc open_source(const char *home, const char *path, const char *name,
                              int *fd, struct stat *st, struct xh_err *err)
{
    struct stat before;

    if (lstat(path, &before) != 0)
        return cannot_read(name, errno, err);
    if (S_ISLNK(before.st_mode))
        return xh_fail(err, XH_REFUSED, _("%s is a symbolic link: name the file itself"),
                       name);
    if (S_ISDIR(before.st_mode))
        return xh_fail(err, XH_REFUSED, _("%s is a folder: name a file"), name);
    if (!S_ISREG(before.st_mode))
        return xh_fail(err, XH_REFUSED, _("%s is not a regular file"), name);
    if (before.st_size == 0)
        return xh_fail(err, XH_REFUSED, _("%s is empty"), name);
    if (before.st_size > EVIDENCE_MAX)
        return too_large(name, err);
    if (is_database(home, &before))
        return xh_fail(err, XH_REFUSED, _("%s is the database itself"), name);

    *fd = open(path, READ_FLAGS);
    if (*fd < 0)
        return cannot_read(name, errno, err);
    if (fstat(*fd, st) != 0)
        return cannot_read(name, errno, err);
    if (st->st_dev != before.st_dev || st->st_ino != before.st_ino)
        return changed(name, err);
    return XH_OK;
}

/* Read it once for its hash. Evidence is small and stays in the kernel's cache:
 * reading it again to copy it costs little, and the same file twice costs no copy. */
static enum xh_rc read_source(int fd, const struct stat *st, const char *name,
                              struct evidence_file *out, struct xh_err *err)
{
    bool writing;
    int why = run_through(fd, -1, out->hash, &out->size, &writing);

    if (why != 0)
        return cannot_read(name, why, err);
    if (out->size > EVIDENCE_MAX)
        return too_large(name, err);
    return out->size == st->st_size ? XH_OK : changed(name, err);
}

/* The name people see later; see evidence.h. A run of refused characters becomes one
 * "_". */
static void clean_name(const char *path, char *out, size_t size)
{
    const char *slash = strrchr(path, '/');
    const char *dot;
    struct buf b = {0};
    bool refused = false;
    size_t extension, keep;
    int len;

    for (const char *p = slash ? slash + 1 : path; text_next(p, &len) != 0; p += len) {
        char ch[5] = "";

        memcpy(ch, p, (size_t)len);
        if (text_refused(ch, false, NULL) == NULL)
            buf_add(&b, p, (size_t)len);
        else if (!refused)
            buf_putc(&b, '_');
        refused = text_refused(ch, false, NULL) != NULL;
    }
    if (b.len > 0)
        b.len = strlen(text_trim(b.s));
    if (b.len == 0)
        buf_putc(&b, '_');
    if (b.len > NAME_BYTES) {
        dot = strrchr(b.s, '.');
        extension = dot != NULL && dot != b.s ? strlen(dot) : 0;
        if (extension > EXTENSION_BYTES)
            extension = 0;
        keep = NAME_BYTES - extension;
        while (((unsigned char)b.s[keep] & 0xC0) == 0x80)
            keep--;                 /* not inside a character */
        memmove(b.s + keep, b.s + b.len - extension, extension + 1);
    }
    snprintf(out, size, "%s", b.s);
    buf_fini(&b);
}

/* ---- storing ----------------------------------------------------------------------- */

/* Is the content there already, undamaged? It counts as new from now on, for
 * evidence_sweep(); where that cannot be said (somebody else's file), it is replaced
 * by a copy of our own. */
static bool have(const struct evidence_folders *p, const struct evidence_file *file)
{
    int fd = openat(p->two, file->hash, READ_FLAGS);
    char hash[HASH_HEX];
    struct stat st;
    int64_t size;
    bool same, writing;

    if (fd < 0)
        return false;
    same = fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size == file->size &&
           run_through(fd, -1, hash, &size, &writing) == 0 &&
           strcmp(hash, file->hash) == 0 && futimens(fd, NULL) == 0;
    close(fd);
    return same;
}

static int open_temp(const struct evidence_folders *p, char name[static TEMP_SIZE])
{
    uint64_t random = 0;

    if (getrandom(&random, sizeof random, 0) != (ssize_t)sizeof random)
        return -1;
    snprintf(name, TEMP_SIZE, TEMP_PREFIX "%016llx", (unsigned long long)random);
    return openat(p->two, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW,
                  FILE_MODE);
}

/* Write the content under a temporary name and put it in place. */
static enum xh_rc copy_in(const struct evidence_folders *p, int from,
                          const struct evidence_file *file, const char *name, int *why,
                          struct xh_err *err)
{
    char temp[TEMP_SIZE], hash[HASH_HEX];
    enum xh_rc rc = XH_OK;
    bool writing = true;
    int64_t size;
    int fd = open_temp(p, temp);

    if (fd < 0) {
        *why = errno;
        return cannot_write(name, *why, err);
    }
    *why = run_through(from, fd, hash, &size, &writing);
    if (*why == 0 && fsync(fd) != 0) {
        *why = errno;
        writing = true;
    }
    if (close(fd) != 0 && *why == 0) {
        *why = errno;
        writing = true;
    }
    if (*why != 0)
        rc = writing ? cannot_write(name, *why, err) : cannot_read(name, *why, err);
    else if (strcmp(hash, file->hash) != 0)
        rc = changed(name, err);
    else if (renameat(p->two, temp, p->two, file->hash) != 0) {
        *why = errno;
        rc = cannot_write(name, *why, err);
    }
    if (rc != XH_OK)
        unlinkat(p->two, temp, 0);
    return rc;
}

/* A file that is in place stays there if this fails: somebody else may rely on it, and
 * evidence_sweep() finds it otherwise. */
static enum xh_rc sync_place(const struct evidence_folders *p, const char *name,
                             struct xh_err *err)
{
    int why = evidence_folders_sync(p);

    return why == 0 ? XH_OK : cannot_write(name, why, err);
}

enum xh_rc evidence_store(const char *home, const char *path, struct evidence_file *out,
                          struct xh_err *err)
{
    struct evidence_file file = {0};
    struct xh_err trouble = {0};    /* of one attempt */
    struct evidence_folders p;
    struct stat st = {0};
    char *name = shown(path);
    int fd = -1, why;
    enum xh_rc rc = open_source(home, path, name, &fd, &st, err);

    if (rc == XH_OK)
        rc = read_source(fd, &st, name, &file, err);
    if (rc != XH_OK)
        goto out;
    clean_name(path, file.name, sizeof file.name);

    /* Somebody whose storing failed may just be removing the folder we have opened
     * (ENOENT). */
    for (int attempt = 0; attempt < 5; attempt++) {
        why = evidence_folders_open(&p, home, file.hash, true);
        if (why != 0) {
            rc = cannot_write(name, why, &trouble);
        } else {
            flock(p.all, LOCK_SH);  /* until it counts as new; see remove_if_old() */
            rc = have(&p, &file) ? XH_OK : copy_in(&p, fd, &file, name, &why, &trouble);
            if (rc == XH_OK)
                rc = sync_place(&p, name, &trouble);
            else
                evidence_folders_undo(&p);
            evidence_folders_close(&p);
        }
        if (why != ENOENT)
            break;
    }
    if (rc == XH_OK)
        *out = file;
    else
        xh_fail(err, rc, "%s", trouble.msg);
out:
    if (fd >= 0)
        close(fd);
    free(name);
    return rc;
}

/* ---- using what is stored ---------------------------------------------------------- */

/* Open a stored file. XH_NOT_FOUND if there is none. */
static enum xh_rc open_stored(const char *home, const char *hash, int *fd,
                              struct stat *st, struct xh_err *err)
{
    struct evidence_folders p;
    int why;

    *fd = -1;
    if (!is_hash(hash)) {
        char *name = shown(hash);

        xh_fail(err, XH_NOT_FOUND, _("%s is not the number of an evidence file"), name);
        free(name);
        return XH_NOT_FOUND;
    }
    why = evidence_folders_open(&p, home, hash, false);
    if (why == 0) {
        *fd = openat(p.two, hash, READ_FLAGS);
        why = *fd < 0 ? errno : 0;
        evidence_folders_close(&p);
    }
    if (why == ENOENT)
        return xh_fail(err, XH_NOT_FOUND, _("the evidence file %s is missing"), hash);
    if (why == 0 && fstat(*fd, st) != 0)
        why = errno;
    if (why == ELOOP || (why == 0 && !S_ISREG(st->st_mode)))
        return xh_fail(err, XH_DB, _("the evidence file %s is not a regular file"), hash);
    if (why != 0)
        return xh_fail(err, XH_DB, _("the evidence file %s cannot be read: %s"), hash,
                       strerror(why));
    return XH_OK;
}

static enum xh_rc damaged(const char *hash, struct xh_err *err)
{
    return xh_fail(err, XH_DB,
                   _("the evidence file %s is damaged: its content has changed; "
                     "restore it from a backup"),
                   hash);
}

enum xh_rc evidence_fetch(const char *home, const char *hash, const char *to,
                          struct xh_err *err)
{
    char *name = shown(to);
    char now[HASH_HEX];
    struct stat st;
    int64_t size;
    bool writing;
    int from, fd, why;
    enum xh_rc rc = open_stored(home, hash, &from, &st, err);

    if (rc != XH_OK)
        goto out;
    fd = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY,
              COPY_MODE);
    if (fd < 0 && errno == EEXIST) {
        rc = xh_fail(err, XH_REFUSED, _("%s exists already"), name);
        goto out;
    }
    if (fd < 0) {
        rc = cannot_write(name, errno, err);
        goto out;
    }
    why = run_through(from, fd, now, &size, &writing);
    if (why == 0 && fsync(fd) != 0 && errno != EINVAL) {
        why = errno;
        writing = true;
    }
    if (close(fd) != 0 && why == 0) {
        why = errno;
        writing = true;
    }
    if (why != 0)
        rc = writing ? cannot_write(name, why, err) : cannot_read(hash, why, err);
    else if (strcmp(now, hash) != 0)
        rc = damaged(hash, err);
    if (rc != XH_OK)
        unlink(to);
out:
    if (from >= 0)
        close(from);
    free(name);
    return rc;
}

enum xh_rc evidence_verify(const char *home, const char *hash, int64_t size,
                           struct xh_err *err)
{
    char now[HASH_HEX];
    struct stat st;
    int64_t length;
    bool writing;
    int fd, why;
    enum xh_rc rc = open_stored(home, hash, &fd, &st, err);

    if (rc == XH_OK && st.st_size != size)
        rc = xh_fail(err, XH_DB,
                     _("the evidence file %s is damaged: it has %lld bytes instead "
                       "of %lld; restore it from a backup"),
                     hash, (long long)st.st_size, (long long)size);
    if (rc == XH_OK && (why = run_through(fd, -1, now, &length, &writing)) != 0)
        rc = xh_fail(err, XH_DB, _("the evidence file %s cannot be read: %s"), hash,
                     strerror(why));
    if (rc == XH_OK && strcmp(now, hash) != 0)
        rc = damaged(hash, err);
    if (fd >= 0)
        close(fd);
    return rc;
}

/* ---- sweeping ---------------------------------------------------------------------- */

/* The age is the file system's word against the clock of this machine: nothing is
 * recorded from it, so the rule that only main() asks the clock is not at stake. */
static bool is_old(int folder, const char *name)
{
    struct stat st;

    return fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(st.st_mode) &&
           st.st_mtime < time(NULL) - LEFTOVER_SECONDS;
}

/* Asked again behind the lock: whoever stores the same content right now has made it
 * new, or will find it gone and write it again. */
static bool remove_if_old(int all, int folder, const char *name)
{
    bool removed;

    if (flock(all, LOCK_EX | LOCK_NB) != 0)
        return false;               /* the next sweep will do */
    removed = is_old(folder, name) && unlinkat(folder, name, 0) == 0;
    flock(all, LOCK_UN);
    return removed;
}

static int sweep_folder(int all, const char *two, evidence_known *is_known, void *ctx)
{
    int fd = openat(all, two, EVIDENCE_FOLDER_FLAGS | O_NOFOLLOW);
    DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
    int removed = 0;

    if (dir == NULL && fd >= 0)
        close(fd);
    for (struct dirent *d; dir != NULL && (d = readdir(dir)) != NULL; ) {
        bool temporary = strncmp(d->d_name, TEMP_PREFIX, strlen(TEMP_PREFIX)) == 0;
        bool stored = is_hash(d->d_name) && memcmp(d->d_name, two, 2) == 0;

        if ((temporary || stored) && is_old(fd, d->d_name) &&
            (temporary || !is_known(ctx, d->d_name)))
            removed += remove_if_old(all, fd, d->d_name);
    }
    if (dir != NULL)
        closedir(dir);
    return removed;
}

int evidence_sweep(const char *home, evidence_known *is_known, void *ctx)
{
    struct evidence_folders p;
    int removed = 0;

    if (evidence_folders_open(&p, home, NULL, false) != 0)
        return 0;
    for (int i = 0; i < 256; i++) {
        char two[3];

        snprintf(two, sizeof two, "%02x", i);
        removed += sweep_folder(p.all, two, is_known, ctx);
    }
    evidence_folders_close(&p);
    return removed;
}
