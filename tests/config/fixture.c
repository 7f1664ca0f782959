#include "fixture.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "model/mem.h"

const char *root_folder(void)
{
    const char *root = getenv("XH_ROOT");

    return root ? root : ".";
}

char *shipped_folder(void)
{
    return xasprintf("%s/config/township", root_folder());
}

char *read_whole(const char *path, size_t *n)
{
    FILE *f = fopen(path, "rb");
    char *text = xmalloc(1 << 21);

    if (!f)
        fail_msg("cannot read %s", path);
    *n = fread(text, 1, (1 << 21) - 1, f);
    text[*n] = '\0';
    fclose(f);
    return text;
}

static void read_into(struct texts *t, const char *folder, const char *name)
{
    char *path = xasprintf("%s/%s.yaml", folder, name), *text;
    size_t n;

    text = read_whole(path, &n);
    texts_put(t, name, text, n);
    free(text);
    free(path);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct config_text *)a)->name,
                  ((const struct config_text *)b)->name);
}

static void read_folder(struct texts *t, const char *folder, const char *sub)
{
    char *path = xasprintf("%s/%s", folder, sub), *name;
    DIR *d = opendir(path);
    struct dirent *e;
    size_t len;

    assert_non_null(d);
    while ((e = readdir(d))) {
        len = strlen(e->d_name);
        if (len < 6 || strcmp(e->d_name + len - 5, ".yaml") != 0)
            continue;
        name = xasprintf("%s/%.*s", sub, (int)(len - 5), e->d_name);
        read_into(t, folder, name);
        free(name);
    }
    closedir(d);
    free(path);
}

/* Takes over `folder`. */
static struct texts texts_of(char *folder)
{
    struct texts t = { .n = 0 };
    char *path;

    read_into(&t, folder, "township");
    read_into(&t, folder, "workflow");
    path = xasprintf("%s/colours.yaml", folder);
    if (access(path, R_OK) == 0)
        read_into(&t, folder, "colours");
    free(path);
    read_folder(&t, folder, "lists");
    read_folder(&t, folder, "calendar");
    qsort(t.v, t.n, sizeof *t.v, by_name);
    free(folder);
    return t;
}

struct texts shipped_texts(void)
{
    return texts_of(shipped_folder());
}

struct texts frozen_texts(void)
{
    return texts_of(xasprintf("%s/tests/config/township", root_folder()));
}

void texts_free(struct texts *t)
{
    for (size_t i = 0; i < t->n; i++) {
        free((char *)t->v[i].name);
        free((char *)t->v[i].text);
    }
    t->n = 0;
}

const struct config_text *texts_get(const struct texts *t, const char *name)
{
    for (size_t i = 0; i < t->n; i++)
        if (strcmp(t->v[i].name, name) == 0)
            return &t->v[i];
    return NULL;
}

void texts_put(struct texts *t, const char *name, const char *text, size_t len)
{
    struct config_text *at = (struct config_text *)texts_get(t, name);
    char *copy = xmalloc(len + 1);

    memcpy(copy, text, len);
    copy[len] = '\0';
    if (at) {
        free((char *)at->text);
    } else {
        assert_true(t->n < sizeof t->v / sizeof *t->v);
        at = &t->v[t->n++];
        at->name = xstrdup(name);
    }
    at->text = copy;
}

double seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}
