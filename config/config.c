/* config.c - files in, definitions or complaints out. */
#include "config/config.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "config/source.h"
#include "config/yaml.h"
#include "model/i18n.h"
#include "model/text.h"

#define SUFFIX ".yaml"

/* Growing arrays while loading; taken over by struct config at the end. */
struct loading {
    struct config *c;
    size_t file_cap, complaint_cap;
    const char *dir;                /* "" when there is none */
    const struct config_file *file; /* the one being read */
    const char *path;               /* ... as shown */
    size_t bytes;                   /* of all files so far */
    bool whole;                     /* every file could be read */
};

/* ---- complaints ---- */

static void add_complaint(struct loading *l, const struct config_file *file,
                          const char *path, int line, int col, const char *where,
                          const char *what, const char *instead)
{
    struct config *c = l->c;

    for (size_t i = c->n_complaints; i > 0 && where && *where; i--) {
        const struct config_complaint *had = &c->complaints[i - 1];

        if (strcmp(had->path, path) == 0 && strcmp(had->where, where) == 0 &&
            had->line == line && had->col == col)
            return;             /* one mistake, seen once more from further away */
    }
    if (c->n_complaints == CONFIG_COMPLAINTS_MAX) {
        c->n_unsaid++;
        return;
    }
    GROW(c->complaints, c->n_complaints, l->complaint_cap);
    c->complaints[c->n_complaints] = (struct config_complaint){
        .path = xstrdup(path),
        .line = line,
        .col = col,
        .where = xstrdup(where ? where : ""),
        .what = xstrdup(what),
        .instead = xstrdup(instead),
        .file = file,
        .seq = c->n_complaints,
    };
    c->n_complaints++;
}

static void on_source(void *ctx, int line, int col, const char *what, const char *instead)
{
    struct loading *l = ctx;

    add_complaint(l, NULL, l->path, line, col, NULL, what, instead);
}

static char *path_of(const struct loading *l, const char *name, const char *suffix)
{
    return *l->dir ? xasprintf("%s/%s%s", l->dir, name, suffix)
                   : xasprintf("%s%s", name, suffix);
}

static void on_definition(void *ctx, const char *document, const struct node *where,
                          const char *path, const char *what, const char *instead)
{
    struct loading *l = ctx;
    char *shown = path_of(l, document, strcmp(document, "lists") == 0 ? "" : SUFFIX);

    add_complaint(l, NULL, shown, where ? where->line : 0, where ? where->col : 0, path,
                  what, instead);
    free(shown);
}

static int by_place(const void *a, const void *b)
{
    const struct config_complaint *x = a, *y = b;
    int order = strcmp(x->path, y->path);

    if (order)
        return order;
    if (x->line != y->line)
        return x->line < y->line ? -1 : 1;
    if (x->col != y->col)
        return x->col < y->col ? -1 : 1;
    return x->seq < y->seq ? -1 : 1;
}

/* ---- texts ---- */

static int by_name(const void *a, const void *b)
{
    const struct config_file *x = a, *y = b;

    return strcmp(x->name, y->name);
}

/* Take over `name`, `path`; bytes are decoded. False when there are too many. */
static bool add_file(struct loading *l, char *name, char *path, const char *bytes,
                     size_t n)
{
    struct config *c = l->c;
    struct config_file *f;
    char *text;

    if (c->n_files == CONFIG_FILES_MAX) {
        text = xasprintf(_("there are more than %d files"), CONFIG_FILES_MAX);
        add_complaint(l, NULL, *l->dir ? l->dir : name, 0, 0, NULL, text, NULL);
        free(text);
        free(name);
        free(path);
        return false;
    }
    GROW(c->files, c->n_files, l->file_cap);
    f = &c->files[c->n_files++];
    *f = (struct config_file){ .name = name, .path = path };
    l->path = path;
    l->bytes += n;
    if (bytes && l->bytes > CONFIG_BYTES_MAX && n <= SOURCE_BYTES_MAX) {
        add_complaint(
            l, NULL, path, 0, 0, NULL, _("all files together are larger than 2 MiB"),
            _("lists are written by hand; data belongs into the database (import)"));
        bytes = NULL;
    }
    f->text = bytes ? source_text(bytes, n, &f->len, on_source, l) : NULL;
    l->whole &= f->text != NULL;
    return true;
}

static void hash_number(struct hash_state *h, uint64_t n)
{
    uint8_t bytes[8];

    for (int i = 0; i < 8; i++)
        bytes[i] = (uint8_t)(n >> (56 - 8 * i));
    hash_update(h, bytes, sizeof bytes);
}

/* SHA-256 over names and texts, each with its length before it; the files are sorted. */
static void hash_files(struct config *c)
{
    static const char tag[] = "xiaohao configuration 1";
    uint8_t digest[HASH_SIZE];
    struct hash_state h;

    hash_init(&h);
    hash_update(&h, tag, sizeof tag);
    hash_number(&h, c->n_files);
    for (size_t i = 0; i < c->n_files; i++) {
        hash_number(&h, strlen(c->files[i].name));
        hash_update(&h, c->files[i].name, strlen(c->files[i].name));
        hash_number(&h, c->files[i].len);
        hash_update(&h, c->files[i].text, c->files[i].len);
    }
    hash_final(&h, digest);
    hash_hex(digest, c->hash);
}

static const struct config_file *file_of(const struct config *c, const char *path)
{
    for (size_t i = 0; i < c->n_files; i++)
        if (strcmp(c->files[i].path, path) == 0)
            return &c->files[i];
    return NULL;
}

/* All files are read: parse, bind, check, sort. */
static bool finish(struct loading *l)
{
    struct config *c = l->c;
    size_t found;

    if (c->n_files > 1)
        qsort(c->files, c->n_files, sizeof *c->files, by_name);
    c->docs = xcalloc(c->n_files + 1, sizeof *c->docs);
    for (size_t i = 0; i < c->n_files; i++) {
        const struct config_file *f = &c->files[i];
        struct def_document *doc = &c->docs[c->n_docs++];

        l->path = f->path;
        doc->name = f->name;
        if (f->text)
            doc->root = yaml_parse(f->text, f->len, on_source, l, &found);
    }
    c->defs = defs_compile(c->docs, c->n_docs, on_definition, l, &found);
    if (l->whole)
        hash_files(c);
    if (c->n_complaints > 1)
        qsort(c->complaints, c->n_complaints, sizeof *c->complaints, by_place);
    for (size_t i = 0; i < c->n_complaints; i++)
        c->complaints[i].file = file_of(c, c->complaints[i].path);
    return c->n_complaints == 0;
}

bool config_load_texts(struct config *c, const struct config_text *texts, size_t n)
{
    struct loading l = { .c = c, .dir = "", .whole = true };

    *c = (struct config){0};
    for (size_t i = 0; i < n; i++)
        if (!add_file(&l, xstrdup(texts[i].name), xasprintf("%s" SUFFIX, texts[i].name),
                      texts[i].text, strlen(texts[i].text)))
            break;
    return finish(&l);
}

/* ---- the folder ---- */

static bool ends_with(const char *s, const char *end)
{
    size_t n = strlen(s), m = strlen(end);

    return n >= m && strcmp(s + n - m, end) == 0;
}

/* Editors' backups and hidden files: none of our business. */
static bool is_ignored(const char *name)
{
    return name[0] == '.' || name[0] == '#' || ends_with(name, "~") ||
           ends_with(name, ".bak") || ends_with(name, ".orig") ||
           ends_with(name, ".swp") || ends_with(name, ".tmp");
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The folder's entries, sorted, without hidden ones. */
static char **entries(int fd, size_t *n)
{
    size_t cap = 0;
    char **names = NULL;
    int copy = openat(fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *d = copy >= 0 ? fdopendir(copy) : NULL;
    struct dirent *e;

    *n = 0;
    if (!d && copy >= 0)
        close(copy);
    while (d && (e = readdir(d)) && *n <= 10 * CONFIG_FILES_MAX) {
        if (is_ignored(e->d_name))
            continue;
        GROW(names, *n, cap);
        names[(*n)++] = xstrdup(e->d_name);
    }
    if (d)
        closedir(d);
    if (*n > 1)
        qsort(names, *n, sizeof *names, compare_names);
    return names;
}

static void read_file(struct loading *l, int fd, const char *file, const char *name)
{
    char *path = path_of(l, name, SUFFIX), *bytes;
    size_t n = 0;

    l->path = path;
    bytes = source_read(fd, file, &n, on_source, l);
    add_file(l, xstrdup(name), path, bytes, n);
    free(bytes);
}

/* A file that will not be read, though somebody may have meant it to be. */
static void complain_name(struct loading *l, const char *sub, const char *name)
{
    char *path = *sub ? xasprintf("%s/%s/%s", l->dir, sub, name)
                      : xasprintf("%s/%s", l->dir, name);

    add_complaint(
        l, NULL, path, 0, 0, NULL, _("this file would not be read"),
        *sub ? _("name it ID.yaml, or move it out of this folder")
             : _("only township.yaml, workflow.yaml and colours.yaml stand here; lists "
                 "go into lists/, years into calendar/"));
    free(path);
}

static void read_folder(struct loading *l, int top, const char *sub, bool needed)
{
    int fd = openat(top, sub, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    char *path = xasprintf("%s/%s", l->dir, sub), *why = NULL;
    char **names;
    size_t n;

    if (fd < 0) {
        if (errno != ENOENT || needed) {
            why = xasprintf(_("the folder cannot be read: %s"), strerror(errno));
            add_complaint(l, NULL, path, 0, 0, NULL, why,
                          _("copy it from the shipped configuration"));
            l->whole = false;
        }
        free(why);
        free(path);
        return;
    }
    names = entries(fd, &n);
    for (size_t i = 0; i < n; i++) {
        if (ends_with(names[i], SUFFIX) && l->c->n_files < CONFIG_FILES_MAX) {
            char *name = xasprintf("%s/%.*s", sub,
                                   (int)(strlen(names[i]) - strlen(SUFFIX)), names[i]);

            read_file(l, fd, names[i], name);
            free(name);
        } else if (ends_with(names[i], SUFFIX)) {
            add_file(l, xstrdup(""), xstrdup(""), NULL, 0);     /* complains */
            break;
        } else {
            complain_name(l, sub, names[i]);
        }
    }
    for (size_t i = 0; i < n; i++)
        free(names[i]);
    free(names);
    free(path);
    close(fd);
}

static void read_top(struct loading *l, int fd)
{
    static const char *const known[] = { "township", "workflow", "colours" };
    size_t n;
    char **names = entries(fd, &n);

    for (size_t i = 0; i < n; i++) {
        const char *document = NULL;

        for (size_t k = 0; k < sizeof known / sizeof *known; k++)
            if (strlen(names[i]) == strlen(known[k]) + strlen(SUFFIX)
                && strncmp(names[i], known[k], strlen(known[k])) == 0
                && ends_with(names[i], SUFFIX))
                document = known[k];
        if (document)
            read_file(l, fd, names[i], document);
        else if (ends_with(names[i], SUFFIX) || ends_with(names[i], ".yml"))
            complain_name(l, "", names[i]);
        free(names[i]);
    }
    free(names);
}

bool config_load_dir(struct config *c, const char *dir)
{
    struct loading l = { .c = c, .dir = dir, .whole = true };
    int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    char *why;

    *c = (struct config){0};
    if (fd < 0) {
        why = xasprintf(_("the folder cannot be read: %s"), strerror(errno));
        add_complaint(&l, NULL, dir, 0, 0, NULL, why, _("`init` makes a new township"));
        free(why);
        c->defs = defs_new();
        defs_finish(c->defs);
        return false;
    }
    read_top(&l, fd);
    read_folder(&l, fd, "lists", true);
    read_folder(&l, fd, "calendar", false);
    close(fd);
    return finish(&l);
}

void config_fini(struct config *c)
{
    for (size_t i = 0; i < c->n_docs; i++)
        node_free(c->docs[i].root);
    for (size_t i = 0; i < c->n_files; i++) {
        free(c->files[i].name);
        free(c->files[i].path);
        free(c->files[i].text);
    }
    for (size_t i = 0; i < c->n_complaints; i++) {
        free(c->complaints[i].path);
        free(c->complaints[i].where);
        free(c->complaints[i].what);
        free(c->complaints[i].instead);
    }
    free(c->docs);
    free(c->files);
    free(c->complaints);
    defs_free(c->defs);
    *c = (struct config){0};
}
