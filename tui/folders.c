#include "tui/folders.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "model/i18n.h"
#include "tui/ask.h"
#include "tui/files.h"

static bool is_folder(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The disk's own folders, to tell an empty place for disks from a disk. */
static bool is_disk(const char *root, const char *path)
{
    struct stat above, here;

    return stat(root, &above) == 0 && stat(path, &here) == 0 && S_ISDIR(here.st_mode) &&
           above.st_dev != here.st_dev;
}

static void look_into(const char *root, int deeper, char ***v, size_t *n, size_t *cap)
{
    DIR *d = opendir(root);
    struct dirent *e;

    while (d && (e = readdir(d))) {
        if (e->d_name[0] == '.')
            continue;
        char *path = xasprintf("%s/%s", root, e->d_name);
        if (is_disk(root, path)) {
            GROW(*v, *n, *cap);
            (*v)[(*n)++] = path;
            continue;
        }
        if (deeper && is_folder(path))
            look_into(path, deeper - 1, v, n, cap);
        free(path);
    }
    if (d)
        closedir(d);
}

char **folders_plugged_in(const char *const *roots)
{
    /* /media/USER/STICK, /run/media/USER/STICK, /mnt/DISK */
    static const char *const usual[] = { "/media", "/run/media", "/mnt", NULL };
    char **v = NULL;
    size_t n = 0, cap = 0;

    for (const char *const *r = roots ? roots : usual; *r; r++)
        look_into(*r, 1, &v, &n, &cap);
    if (n)
        qsort(v, n, sizeof *v, by_name);
    GROW(v, n, cap);
    v[n] = NULL;
    return v;
}

static char *ask_typed(struct tui *t, const char *title)
{
    char *typed = NULL;

    for (;;) {
        char *next = ask_line(t, title, typed ? _("There is no such folder. The path of a folder "
                                                  "that is there:")
                                              : _("The path of a folder that is there:"),
                              typed ? typed : "/");
        free(typed);
        typed = next;
        if (!typed)
            return NULL;
        if (strncmp(typed, "~/", 2) == 0 && t->user_home) {
            next = xasprintf("%s/%s", t->user_home, typed + 2);
            free(typed);
            typed = next;
        }
        if (is_folder(typed))
            return typed;
    }
}

char *folders_ask(struct tui *t, const char *title, const char *first, const char *word)
{
    char **disks = folders_plugged_in(NULL), *chosen = NULL;
    const char **choices;
    size_t n = 0;
    char *top = first ? xasprintf("%s  %s", word, first) : NULL;

    while (disks[n])
        n++;
    choices = xcalloc(n + 3, sizeof *choices);
    size_t k = 0;
    if (top)
        choices[k++] = top;
    for (size_t i = 0; i < n; i++)
        choices[k++] = disks[i];
    choices[k++] = _("another folder ..");
    int at = ask_choice(t, title, n ? "" : _("No stick and no other disk is plugged in."), choices,
                        k, 0);
    if (at >= 0 && (size_t)at == k - 1)
        chosen = ask_typed(t, title);
    else if (at >= 0)
        chosen = xstrdup(top && at == 0 ? first : disks[(size_t)at - (top != NULL)]);
    free(top);
    free(choices);
    files_folders_free(disks);
    return chosen;
}
