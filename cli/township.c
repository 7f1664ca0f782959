#include "cli/township.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "model/file.h"
#include "model/i18n.h"
#include "model/text.h"

/* ---- the draft ---- */

enum xh_rc draft_load(struct draft_folder *d, const char *dir, struct xh_err *err)
{
    enum xh_rc rc = draft_folder_load(d, dir, err);
    struct buf b = {0}, shown = {0};

    if (rc != XH_CONFIG)
        return rc;
    config_print_complaints(&d->config, &b);
    text_show(&shown, buf_str(&b), true);
    fflush(stdout);
    fputs(buf_str(&shown), stderr);
    buf_fini(&b);
    buf_fini(&shown);
    return rc;
}

struct defs *draft_compile(const struct config_text *texts, size_t n, struct xh_err *err)
{
    struct config c;
    struct defs *defs = NULL;

    if (config_load_texts(&c, texts, n)) {
        defs = c.defs;
        c.defs = NULL;
    } else {
        xh_fail(
            err, XH_CONFIG,
            _("the configuration in force cannot be read by this program "
              "(%zu complaints). Put a corrected one in config/ and run `config apply` with the "
              "program that wrote it."),
            c.n_complaints + c.n_unsaid);
    }
    config_fini(&c);
    return defs;
}

/* ---- folders ---- */

static enum xh_rc trouble(struct xh_err *err, const char *what, const char *path)
{
    return xh_fail(err, XH_DB, "%s %s: %s", what, path, strerror(errno));
}

static char *read_whole(const char *path, struct xh_err *err)
{
    struct buf b = {0};
    char chunk[8192];
    size_t n;
    FILE *f = fopen(path, "re");

    if (!f) {
        trouble(err, _("cannot read"), path);
        return NULL;
    }
    while ((n = fread(chunk, 1, sizeof chunk, f)) > 0)
        buf_add(&b, chunk, n);
    bool bad = ferror(f);
    fclose(f);
    if (bad) {
        trouble(err, _("cannot read"), path);
        buf_fini(&b);
        return NULL;
    }
    return b.s ? buf_take(&b) : xstrdup("");
}

/* ---- the shipped configuration ---- */

static char *shipped(const char *exe_dir, struct xh_err *err)
{
    char *beside = exe_dir ? xasprintf("%s/township", exe_dir) : NULL;

    if (beside && access(beside, R_OK) == 0)
        return beside;
    if (access(XH_TOWNSHIPDIR, R_OK) == 0) {
        free(beside);
        return xstrdup(XH_TOWNSHIPDIR);
    }
    xh_fail(err, XH_DB,
            _("the shipped configuration is neither in %s nor in %s; install the "
              "program again"),
            beside ? beside : "-", XH_TOWNSHIPDIR);
    free(beside);
    return NULL;
}

static bool is_yaml(const char *name)
{
    size_t n = strlen(name);

    return name[0] != '.' && n > 5 && strcmp(name + n - 5, ".yaml") == 0;
}

/* Copy one file; township.yaml, which `f` is given for, gets the township's name and what
 * is added to it. */
static enum xh_rc copy_file(const char *from, const char *to, const struct founding *f,
                            struct xh_err *err)
{
    char *text = read_whole(from, err);

    if (text && f) {
        char *named = config_with_name(text, f->name);
        free(text);
        if (!named)
            return xh_fail(err, XH_USAGE, _("'%s' cannot be a township's name"), f->name);
        text = xasprintf("%s%s", named, f->more ? f->more : "");
        free(named);
    }
    enum xh_rc rc = text ? file_write(to, text, strlen(text), err) : XH_DB;
    free(text);
    return rc;
}

static enum xh_rc copy_folder(const char *from, const char *to, const struct founding *f,
                              struct xh_err *err)
{
    enum xh_rc rc = file_make_folder(to, err);
    DIR *d = rc == XH_OK ? opendir(from) : NULL;
    struct dirent *e;

    if (rc == XH_OK && !d)
        return trouble(err, _("cannot read"), from);
    while (rc == XH_OK && (e = readdir(d))) {
        struct stat sb;
        char *a = xasprintf("%s/%s", from, e->d_name),
             *b = xasprintf("%s/%s", to, e->d_name);
        if (e->d_name[0] != '.' && stat(a, &sb) == 0) {
            if (S_ISDIR(sb.st_mode))
                rc = copy_folder(a, b, NULL, err);
            else if (is_yaml(e->d_name))
                rc = copy_file(
                    a, b, strcmp(e->d_name, "township.yaml") == 0 ? f : NULL, err);
        }
        free(a);
        free(b);
    }
    if (d)
        closedir(d);
    return rc;
}

/* ---- founding ---- */

enum xh_rc township_found(const struct founding *f, const struct env *env, struct store **out,
                          struct xh_err *err)
{
    /* The roles of the shipped township.yaml (ENGINE 29). */
    static const char *const roles[] = { "admin", "supervisor" };
    char *from = shipped(f->exe_dir, err), *to = xasprintf("%s/config", f->home);
    struct draft_folder d = {0};
    struct stat sb;
    bool had_home = lstat(f->home, &sb) == 0, made = false;
    enum xh_rc rc = from ? XH_OK : XH_DB;

    *out = NULL;
    if (rc == XH_OK && store_exists(f->home))
        rc = xh_fail(err, XH_REFUSED,
                     _("%s already holds a township; nothing was touched"), f->home);
    if (rc == XH_OK && lstat(to, &sb) == 0)
        rc = xh_fail(err, XH_REFUSED,
                     _("%s is there already; nothing was touched. Move it away "
                       "or choose another folder."),
                     to);
    if (rc == XH_OK) {
        rc = file_make_folders(f->home, err);
        made = rc == XH_OK;
    }
    if (rc == XH_OK)
        rc = copy_folder(from, to, f, err);
    if (rc == XH_OK)
        rc = draft_load(&d, to, err);
    if (rc == XH_OK) {
        struct store_founding founding = {
            .home = f->home, .practice = f->practice, .config = &d.bundle,
            .caller_name = f->caller, .caller_uid = f->uid,
            .caller_roles = roles, .n_caller_roles = sizeof roles / sizeof *roles,
        };
        struct env then = *env;
        if (f->on_workday) {
            then.today = calendar_roll_forward(d.config.defs->calendar, env->today);
            then.now_ms += (int64_t)(then.today - env->today) * 86400000;
        }
        rc = store_found(&founding, &then, out, err);
    }
    if (rc != XH_OK && made) {
        file_remove_tree(to);
        if (!had_home)
            file_remove_tree(f->home);
    }
    draft_folder_fini(&d);
    free(from);
    free(to);
    return rc;
}
