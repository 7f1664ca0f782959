#include "config/draft_folder.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/permit.h"

static enum xh_rc finish(struct draft_folder *d, bool fine, const char *what,
                         struct xh_err *err)
{
    const struct config *c = &d->config;

    if (!fine)
        return xh_fail(err, XH_CONFIG, _("%s: mistakes found: %zu. Nothing was changed."),
                       what, c->n_complaints + c->n_unsaid);
    d->texts = xcalloc(c->n_files + 1, sizeof *d->texts);
    for (size_t i = 0; i < c->n_files; i++)
        d->texts[i] = (struct config_text){ c->files[i].name, c->files[i].text };
    d->bundle = (struct config_bundle){
        .texts = d->texts, .n_texts = c->n_files, .docs = c->docs, .n_docs = c->n_docs,
        .hash = c->hash,
    };
    return XH_OK;
}

enum xh_rc draft_folder_load(struct draft_folder *d, const char *dir, struct xh_err *err)
{
    return finish(d, config_load_dir(&d->config, dir), dir, err);
}

enum xh_rc draft_folder_texts(struct draft_folder *d, const struct config_text *texts, size_t n,
                              struct xh_err *err)
{
    return finish(d, config_load_texts(&d->config, texts, n), _("the draft"), err);
}

void draft_folder_fini(struct draft_folder *d)
{
    config_fini(&d->config);
    free(d->texts);
    *d = (struct draft_folder){0};
}

enum xh_rc draft_folder_weigh(const struct draft_folder *d, struct store *st,
                              const struct env *env, int64_t person, bool *same,
                              struct impact *out, struct xh_err *err)
{
    struct who who = { .actor = person };
    enum xh_rc rc = permit_check(st->db, st->defs, person, VERB_CONFIG, NULL, 0, err);

    *same = rc == XH_OK && strcmp(d->config.hash, st->defs->hash) == 0;
    if (rc != XH_OK || *same)
        return rc;
    return config_apply(st, env, &who, &d->bundle, true, out, err);
}

enum xh_rc draft_folder_apply(const struct draft_folder *d, struct store *st,
                              const struct env *env, int64_t person, struct xh_err *err)
{
    struct who who = { .actor = person };
    struct impact impact = {0};
    enum xh_rc rc = config_apply(st, env, &who, &d->bundle, false, &impact, err);

    impact_fini(&impact);
    return rc;
}
