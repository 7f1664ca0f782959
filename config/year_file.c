#include "config/year_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "config/draft_folder.h"
#include "config/yaml.h"
#include "model/file.h"
#include "model/i18n.h"

#define COLUMNS 72              /* of a source line in a refusal */

struct reading { const char *path; struct xh_err *err; };

static void on_source(void *ctx, int line, int col, const char *what, const char *instead)
{
    struct reading *r = ctx;
    struct buf at = {0};

    if (line > 0)
        buf_printf(&at, ":%d", line);
    if (line > 0 && col > 0)
        buf_printf(&at, ":%d", col);
    xh_fail_more(r->err, XH_CONFIG, "%s%s: %s%s%s", r->path, buf_str(&at), what,
                 instead ? _("; ") : "", instead ? instead : "");
    buf_fini(&at);
}

/* The year it says it is of; 0 after a complaint. */
static int find_year(struct reading *r, const char *text)
{
    size_t complaints = 0;
    struct node *root = yaml_parse(text, strlen(text), on_source, r, &complaints);
    const struct node *year = root ? node_get(root, "year") : NULL;
    int n = year && year->text ? atoi(year->text) : 0;

    if (complaints == 0 && (n < 1900 || n > 2999)) {
        n = 0;
        on_source(r, year ? year->line : 1, year ? year->col : 1, _("this is no year's holidays"),
                  _("a line 'year: 2027' says of which year it is"));
    }
    node_free(root);
    return complaints ? 0 : n;
}

static const struct config_file *file_named(const struct config *c, const char *name)
{
    for (size_t i = 0; i < c->n_files; i++)
        if (strcmp(c->files[i].name, name) == 0)
            return &c->files[i];
    return NULL;
}

static void count_days(struct year_file *y, const struct config *c, const char *name)
{
    for (size_t i = 0; i < c->n_docs; i++) {
        if (strcmp(c->docs[i].name, name) != 0)
            continue;
        const struct node *days = node_get(c->docs[i].root, "days");
        for (size_t k = 0; days && k < days->n; k++) {
            const struct node *off = node_get(days->kids[k], "off");
            bool is_off = off && off->text && strcmp(off->text, "true") == 0;
            y->off += is_off;
            y->make_up += !is_off;
        }
    }
}

/* The draft as it would be with this file in it. */
static enum xh_rc check(struct year_file *y, const struct config *draft, const char *name,
                        struct xh_err *err)
{
    struct config_text *texts = xcalloc(draft->n_files + 1, sizeof *texts);
    struct draft_folder with = {0};
    struct buf b = {0};
    size_t n = 0;

    for (size_t i = 0; i < draft->n_files; i++)
        if (strcmp(draft->files[i].name, name) != 0)
            texts[n++] = (struct config_text){ draft->files[i].name, draft->files[i].text };
    texts[n++] = (struct config_text){ name, y->text };
    enum xh_rc rc = draft_folder_texts(&with, texts, n, err);
    for (size_t i = 0; rc == XH_CONFIG && i < with.config.n_complaints; i++)
        config_print_complaint(&with.config, i, NULL, COLUMNS, &b);
    if (rc == XH_CONFIG)
        xh_fail(err, rc, "%s", buf_str(&b));
    else
        count_days(y, &with.config, name);
    buf_fini(&b);
    draft_folder_fini(&with);
    free(texts);
    return rc;
}

enum xh_rc year_file_read(struct year_file *y, const char *path, const char *dir,
                          struct xh_err *err)
{
    struct xh_err what = {0};
    const char *slash = strrchr(path, '/');
    struct reading r = { slash ? slash + 1 : path, &what };
    struct draft_folder d = {0};
    size_t n = 0, len = 0;
    char *bytes = source_read(AT_FDCWD, path, &n, on_source, &r), *name = NULL;
    enum xh_rc rc;

    *y = (struct year_file){ .text = bytes ? source_text(bytes, n, &len, on_source, &r) : NULL };
    free(bytes);
    y->year = y->text ? find_year(&r, y->text) : 0;
    if (!y->year) {
        *err = what;
        year_file_fini(y);
        return XH_CONFIG;
    }
    rc = draft_folder_load(&d, dir, err);
    if (rc == XH_CONFIG)
        rc = xh_fail(err, rc, _("the draft has mistakes of its own; mend them first "
                                "(Configuration shows them)"));
    if (rc == XH_OK) {
        name = xasprintf("calendar/%d", y->year);
        const struct config_file *had = file_named(&d.config, name);
        y->same = had && strcmp(had->text, y->text) == 0;
        y->replaces = had && !y->same;
        rc = check(y, &d.config, name, err);
    }
    free(name);
    draft_folder_fini(&d);
    if (rc != XH_OK)
        year_file_fini(y);
    return rc;
}

enum xh_rc year_file_put(const struct year_file *y, const char *dir, struct xh_err *err)
{
    char *folder = xasprintf("%s/calendar", dir);
    char *path = xasprintf("%s/%d.yaml", folder, y->year);
    char *part = xasprintf("%s/%d.yaml.tmp", folder, y->year);
    enum xh_rc rc = file_make_folder(folder, err);

    unlink(part);
    if (rc == XH_OK)
        rc = file_write(part, y->text, strlen(y->text), err);
    if (rc == XH_OK && rename(part, path) != 0) {
        rc = file_cannot_write(path, errno, err);
        unlink(part);
    }
    if (rc == XH_OK)
        rc = file_sync(folder, err);
    free(folder);
    free(path);
    free(part);
    return rc;
}

void year_file_fini(struct year_file *y)
{
    free(y->text);
    *y = (struct year_file){0};
}
