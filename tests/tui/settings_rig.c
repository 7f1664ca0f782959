#include "tests/tui/settings_rig.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "model/file.h"
#include "tests/model/record_tools.h"
#include "tui/settings.h"

static char *folder;

static char *path_in(struct tui_rig *r, const char *name)
{
    return xasprintf("%s/%s", r->record.st->home, name);
}

void settings_rig_init(struct tui_rig *r)
{
    struct xh_err err = {0};

    folder = tools_folder("settings");
    tui_rig_init_with(r, folder, "2026-11-20");
    r->folder = folder;
    for (size_t i = 0; i < r->record.config.n_files; i++) {
        const struct config_file *f = &r->record.config.files[i];
        char *name = xasprintf("config/%s.yaml", f->name), *path = path_in(r, name);
        *strrchr(path, '/') = '\0';
        if (file_make_folders(path, &err) != XH_OK)
            fail_msg("%s", err.msg);
        settings_write(r, name, f->text);
        free(name);
        free(path);
    }
    r->tui.me = r->tui.account = r->record.admin;
}

void settings_rig_fini(struct tui_rig *r)
{
    tui_rig_fini(r);
    file_remove_tree(folder);
    free(folder);
    folder = NULL;
}

char *settings_file(struct tui_rig *r, const char *name)
{
    struct xh_err err = {0};
    char *path = path_in(r, name), *text = file_read(path, 1 << 20, &err);

    if (!text)
        fail_msg("%s: %s", path, err.msg);
    free(path);
    return text;
}

void settings_write(struct tui_rig *r, const char *name, const char *text)
{
    struct xh_err err = {0};
    char *path = path_in(r, name);

    unlink(path);
    if (text && file_write(path, text, strlen(text), &err) != XH_OK)
        fail_msg("%s: %s", path, err.msg);
    free(path);
}

void settings_change(struct tui_rig *r, const char *name, const char *was, const char *is)
{
    char *text = settings_file(r, name), *at = strstr(text, was);

    if (!at)
        fail_msg("no \"%s\" in %s", was, name);
    char *now = xasprintf("%.*s%s%s", (int)(at - text), text, is, at + strlen(was));
    settings_write(r, name, now);
    free(now);
    free(text);
}

void settings_look(struct tui_rig *r, const char *keys, const char *name)
{
    for (int wide = 0; wide < 2; wide++) {
        char *screen = xasprintf("%s-%s", name, wide ? "120x40" : "80x24");
        r->rows = wide ? 40 : 24;
        r->cols = wide ? 120 : 80;
        tui_rig_run(r, &settings_screen, NULL, keys);
        assert_screen(r, screen);
        free(screen);
    }
    r->rows = 24;
    r->cols = 80;
}
