#include "tui/draft.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "model/i18n.h"
#include "tui/ask.h"

#define EVERY_KEYS 8            /* so many keys at most are lost */

struct draft { char *path; unsigned keys; };

static bool is_kept(const struct form_field *f)
{
    return f->kind != FORM_READ;
}

/* "key length\nvalue\n" for every value: they may hold line breaks. */
void draft_keep(struct draft *d, const struct pair *v, size_t n)
{
    if (!d)
        return;
    char *temp = xasprintf("%s.part", d->path);
    int fd = open(temp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    FILE *out = fd >= 0 ? fdopen(fd, "w") : NULL;

    if (!out) {
        if (fd >= 0)
            close(fd);
        free(temp);
        return;
    }
    for (size_t i = 0; i < n; i++)
        fprintf(out, "%s %zu\n%s\n", v[i].key, strlen(v[i].value), v[i].value);
    bool bad = fflush(out) != 0;
    if (fclose(out) == 0 && !bad)
        rename(temp, d->path);
    else
        unlink(temp);
    free(temp);
}

bool draft_take(struct draft *d, draft_sink *sink, void *ctx)
{
    FILE *in = d ? fopen(d->path, "re") : NULL;
    char key[64];
    size_t n;
    bool any = false;

    while (in && fscanf(in, "%63s %zu", key, &n) == 2 && n < 65536 && fgetc(in) == '\n') {
        char *value = xcalloc(n + 1, 1);
        bool whole = fread(value, 1, n, in) == n;
        if (whole) {
            sink(ctx, key, value);
            any = true;
        }
        free(value);
        if (!whole)
            break;
    }
    if (in)
        fclose(in);
    return any;
}

struct draft *draft_of(struct tui *t, const char *name)
{
    if (!t->home || !*t->home)
        return NULL;
    struct draft *d = xcalloc(1, sizeof *d);
    char *folder = xasprintf("%s/drafts", t->home);

    d->path = xasprintf("%s/%lld-%s", folder, (long long)t->me, name);
    if (mkdir(folder, 0770) != 0 && errno != EEXIST) {
        draft_close(d);
        d = NULL;
    }
    free(folder);
    return d;
}

bool draft_wanted(struct tui *t, struct draft *d, const char *title)
{
    if (!d || access(d->path, R_OK) != 0)
        return false;
    if (ask_yes(t, title, _("Something typed here earlier was never saved. Take it back?")))
        return true;
    if (!t->hung_up)
        draft_drop(d);
    return false;
}

/* ---- a form's ---- */

static void put(struct draft *d, const struct form *f, size_t at, const char *text)
{
    struct pair *v = xcalloc(f->n + 1, sizeof *v);
    size_t n = 0;

    for (size_t i = 0; i < f->n; i++) {
        const char *value = i == at && text ? text : f->fields[i].value;
        if (is_kept(&f->fields[i]) && value)
            v[n++] = (struct pair){ f->fields[i].id, value };
    }
    draft_keep(d, v, n);
    free(v);
}

static void into_field(void *ctx, const char *key, const char *value)
{
    struct form_field *field = form_find(ctx, key);

    if (field && is_kept(field))
        form_set(field, value);
}

struct draft *draft_open(struct tui *t, struct form *f)
{
    struct draft *d = f->draft ? draft_of(t, f->draft) : NULL;

    if (draft_wanted(t, d, f->title))
        draft_take(d, into_field, f);
    return d;
}

void draft_note(struct draft *d, const struct form *f, size_t at, const char *text)
{
    if (d && ++d->keys % EVERY_KEYS == 0)
        put(d, f, at, text);
}

void draft_save(struct draft *d, const struct form *f)
{
    if (d)
        put(d, f, f->n, NULL);
}

void draft_drop(struct draft *d)
{
    if (d)
        unlink(d->path);
}

void draft_close(struct draft *d)
{
    if (!d)
        return;
    free(d->path);
    free(d);
}
