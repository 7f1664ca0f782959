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

/* "id length\nvalue\n" for every field: values may hold line breaks. */
static void put(struct draft *d, const struct form *f, size_t at, const char *text)
{
    char *temp = xasprintf("%s.part", d->path);
    int fd = open(temp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    FILE *out = fd >= 0 ? fdopen(fd, "w") : NULL;

    if (!out) {
        if (fd >= 0)
            close(fd);
        free(temp);
        return;
    }
    for (size_t i = 0; i < f->n; i++) {
        const char *value = i == at && text ? text : f->fields[i].value;
        if (is_kept(&f->fields[i]) && value)
            fprintf(out, "%s %zu\n%s\n", f->fields[i].id, strlen(value), value);
    }
    bool bad = fflush(out) != 0;
    if (fclose(out) == 0 && !bad)
        rename(temp, d->path);
    else
        unlink(temp);
    free(temp);
}

static bool take(struct draft *d, struct form *f)
{
    FILE *in = fopen(d->path, "re");
    char id[64];
    size_t n;
    bool any = false;

    while (in && fscanf(in, "%63s %zu", id, &n) == 2 && n < 65536 && fgetc(in) == '\n') {
        char *value = xcalloc(n + 1, 1);
        bool whole = fread(value, 1, n, in) == n;
        struct form_field *field = form_find(f, id);
        if (whole && field && is_kept(field)) {
            form_set(field, value);
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

struct draft *draft_open(struct tui *t, struct form *f)
{
    if (!f->draft || !t->home || !*t->home)
        return NULL;
    struct draft *d = xcalloc(1, sizeof *d);
    char *folder = xasprintf("%s/drafts", t->home);

    d->path = xasprintf("%s/%lld-%s", folder, (long long)t->me, f->draft);
    if (mkdir(folder, 0770) != 0 && errno != EEXIST) {
        free(folder);
        draft_close(d);
        return NULL;
    }
    free(folder);
    if (access(d->path, R_OK) == 0) {
        if (!ask_yes(t, f->title, _("Something typed here earlier was never saved. Take it back?")))
            draft_drop(d);
        else
            take(d, f);
    }
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
