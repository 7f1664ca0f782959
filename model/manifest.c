#include "model/manifest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/day.h"
#include "model/i18n.h"
#include "model/text.h"

#define FORMAT 1
#define MAX_BYTES (256u << 20)
#define LAST_LINE "# manifest: "

static const char *const kinds[] = { "backup", "before-migration", "before-restore" };
static const char *const wholes[] = { "unknown", "yes", "no" };

void manifest_fini(struct manifest *m)
{
    for (size_t i = 0; i < m->n_files; i++)
        free(m->files[i].path);
    free(m->files);
    free(m->township);
    *m = (struct manifest){0};
}

void manifest_add(struct manifest *m, const char *path, int64_t size, const char *hash)
{
    GROW(m->files, m->n_files, m->cap_files);
    struct manifest_file *f = &m->files[m->n_files++];
    *f = (struct manifest_file){ .path = xstrdup(path), .size = size };
    snprintf(f->hash, sizeof f->hash, "%s", hash);
}

const struct manifest_file *manifest_file(const struct manifest *m, const char *path)
{
    for (size_t i = 0; i < m->n_files; i++)
        if (strcmp(m->files[i].path, path) == 0)
            return &m->files[i];
    return NULL;
}

int64_t manifest_bytes(const struct manifest *m)
{
    int64_t sum = 0;

    for (size_t i = 0; i < m->n_files; i++)
        sum += m->files[i].size;
    return sum;
}

/* ---- writing ----------------------------------------------------------------------- */

static void hash_of(const struct buf *b, char hex[static HASH_HEX])
{
    uint8_t raw[HASH_SIZE];

    hash_bytes(buf_str(b), b->len, raw);
    hash_hex(raw, hex);
}

enum xh_rc manifest_write(const struct manifest *m, const char *folder, struct xh_err *err)
{
    struct buf b = {0};
    char day[DAY_TEXT], hex[HASH_HEX];
    char *path = xasprintf("%s/" MANIFEST_NAME, folder);

    buf_printf(&b, "# xiaohao backup: %d\n# kind: %s\n# township: ", FORMAT, kinds[m->kind]);
    text_show(&b, m->township ? m->township : "", false);
    buf_printf(&b, "\n# practice: %s\n# whole: %s\n# day: %s\n# at: %lld\n",
               m->practice ? "yes" : "no", wholes[m->whole], day_format(m->day, day),
               (long long)m->at);
    buf_printf(&b, "# events: %lld\n# code: %s\n# head: %s\n# start: %s\n",
               (long long)m->events, m->code, m->head, m->start);
    buf_printf(&b, "# schema: %lld\n# items: %lld\n# evidence: %lld\n# program: %s\n",
               (long long)m->schema, (long long)m->items, (long long)m->evidence, m->program);
    buf_printf(&b, "# files: %zu\n", m->n_files);
    for (size_t i = 0; i < m->n_files; i++) {
        const struct manifest_file *f = &m->files[i];
        buf_printf(&b, "# size: %lld\n%s  %s\n", (long long)f->size, f->hash, f->path);
    }
    hash_of(&b, hex);
    buf_printf(&b, LAST_LINE "%s\n", hex);
    enum xh_rc rc = file_write(path, b.s, b.len, err);
    buf_fini(&b);
    free(path);
    return rc;
}

/* ---- reading ----------------------------------------------------------------------- */

static bool is_hash(const char *s)
{
    return strlen(s) == HASH_HEX - 1 && strspn(s, "0123456789abcdef") == HASH_HEX - 1;
}

/* A path that stays in the folder: a manifest may come from anywhere. */
static bool is_inside(const char *path)
{
    if (*path == '/' || *path == '\0' || text_refused(path, false, NULL))
        return false;
    for (const char *p = path; *p; p += *p == '/') {
        size_t n = strcspn(p, "/");
        if (n == 0 || (n == 1 && p[0] == '.') || (n == 2 && p[0] == '.' && p[1] == '.'))
            return false;
        p += n;
    }
    return true;
}

static int one_of(const char *value, const char *const *names, int n)
{
    for (int i = 0; i < n; i++)
        if (strcmp(value, names[i]) == 0)
            return i;
    return -1;
}

static bool take_hash(char *to, const char *value)
{
    snprintf(to, HASH_HEX, "%s", value);
    return !*value || is_hash(value);
}

static bool take_number(int64_t *to, const char *value)
{
    char *end;

    *to = strtoll(value, &end, 10);
    return end != value && !*end && *to >= 0;
}

/* One "key: value". What a later program adds is passed over. */
static bool take(struct manifest *m, const char *key, const char *value, int64_t *files)
{
    const struct { const char *key; int64_t *to; } numbers[] = {
        { "at", &m->at }, { "events", &m->events }, { "schema", &m->schema },
        { "items", &m->items }, { "evidence", &m->evidence }, { "files", files },
    };
    int at;

    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (strcmp(key, numbers[i].key) == 0)
            return take_number(numbers[i].to, value);
    if (strcmp(key, "kind") == 0) {
        m->kind = (enum manifest_kind)(at = one_of(value, kinds, 3));
        return at >= 0;
    }
    if (strcmp(key, "whole") == 0) {
        m->whole = (enum manifest_whole)(at = one_of(value, wholes, 3));
        return at >= 0;
    }
    if (strcmp(key, "practice") == 0) {
        m->practice = strcmp(value, "yes") == 0;
        return m->practice || strcmp(value, "no") == 0;
    }
    if (strcmp(key, "township") == 0) {
        free(m->township);
        m->township = xstrdup(value);
        return !text_refused(value, false, NULL);
    }
    if (strcmp(key, "day") == 0)
        return (m->day = day_parse(value)) != DAY_NONE;
    if (strcmp(key, "head") == 0)
        return take_hash(m->head, value);
    if (strcmp(key, "start") == 0)
        return take_hash(m->start, value);
    if (strcmp(key, "code") == 0)
        snprintf(m->code, sizeof m->code, "%s", value);
    if (strcmp(key, "program") == 0)
        snprintf(m->program, sizeof m->program, "%s", value);
    return true;
}

/* A line that names a file: its hash, two blanks, its path. */
static bool take_file(struct manifest *m, char *line, int64_t *size)
{
    if (strlen(line) < HASH_HEX + 2 || strncmp(line + HASH_HEX - 1, "  ", 2) != 0)
        return false;
    line[HASH_HEX - 1] = '\0';
    const char *path = line + HASH_HEX + 1;
    if (!is_hash(line) || !is_inside(path) || *size < 0)
        return false;
    manifest_add(m, path, *size, line);
    *size = -1;
    return true;
}

static bool take_line(struct manifest *m, char *line, int64_t *size, int64_t *files)
{
    if (strncmp(line, "# ", 2) != 0)
        return take_file(m, line, size);
    char *colon = strstr(line, ": ");
    if (!colon)
        return strchr(line, ':') != NULL;   /* "# code:" of a record that cannot be read */
    *colon = '\0';
    if (strcmp(line, "# size") == 0)
        return take_number(size, colon + 2);
    return take(m, line + 2, colon + 2, files);
}

/* The last line must hold the hash of what stands before it; it is cut off. */
static bool is_complete(char *text)
{
    char *last = NULL, hex[HASH_HEX];
    struct buf b = {0};

    for (char *p = text; (p = strstr(p, LAST_LINE)); p++)
        if (p == text || p[-1] == '\n')
            last = p;
    size_t n = strlen(LAST_LINE) + HASH_HEX;
    if (!last || strlen(last) != n || last[n - 1] != '\n')
        return false;
    buf_add(&b, text, (size_t)(last - text));
    hash_of(&b, hex);
    buf_fini(&b);
    bool same = strncmp(last + strlen(LAST_LINE), hex, HASH_HEX - 1) == 0;
    *last = '\0';
    return same;
}

enum xh_rc manifest_read(struct manifest *m, const char *folder, struct xh_err *err)
{
    char *path = xasprintf("%s/" MANIFEST_NAME, folder), *save = NULL;
    int64_t size = -1, files = -1;
    int format = 0;

    *m = (struct manifest){ .day = DAY_NONE };
    char *text = file_read(path, MAX_BYTES, err);
    enum xh_rc rc = text ? XH_OK : err && err->rc == XH_NOT_FOUND ? XH_NOT_FOUND : XH_DB;
    bool good = text && sscanf(text, "# xiaohao backup: %d", &format) == 1;

    if (good && format > FORMAT) {
        rc = xh_fail(err, XH_DB, _("%s was written by a newer program; install it first"), path);
    } else if (text) {
        good = good && is_complete(text);
        for (char *line = good ? strtok_r(text, "\n", &save) : NULL; good && line;
             line = strtok_r(NULL, "\n", &save))
            good = take_line(m, line, &size, &files);
        if (!good || files != (int64_t)m->n_files || m->day == DAY_NONE ||
            !manifest_file(m, MANIFEST_DB))
            rc = xh_fail(err, XH_DB, _("%s is damaged: it is not as it was written"), path);
    }
    if (rc != XH_OK)
        manifest_fini(m);
    free(text);
    free(path);
    return rc;
}

/* ---- checking ---------------------------------------------------------------------- */

int manifest_check(const struct manifest *m, const char *folder, bool contents,
                   const struct watch *w, struct buf *findings)
{
    int bad = 0;
    int64_t done = 0, all = manifest_bytes(m);

    for (size_t i = 0; i < m->n_files; i++) {
        const struct manifest_file *f = &m->files[i];
        char *path = xasprintf("%s/%s", folder, f->path), hash[HASH_HEX];
        int64_t size = file_size(path);
        struct xh_err why = {0};
        bool good = size == f->size;

        if (size < 0)
            buf_printf(findings, _("%s is missing\n"), f->path);
        else if (!good)
            buf_printf(findings, _("%s has %lld bytes instead of %lld\n"), f->path,
                       (long long)size, (long long)f->size);
        else if (contents) {
            good = file_hash(path, true, hash, &size, NULL, &why) == XH_OK;
            if (!good)
                buf_printf(findings, "%s\n", why.msg);
            else if (!(good = strcmp(hash, f->hash) == 0))
                buf_printf(findings, _("%s is damaged: its content has changed\n"), f->path);
            done += f->size;
        }
        free(path);
        bad += !good;
        if (!watch_tell(w, _("checking"), contents ? done : (int64_t)i, contents ? all : 0))
            return -1;
    }
    return bad;
}
