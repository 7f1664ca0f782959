#include "tests/model/history_configs.h"

#include <stdlib.h>
#include <string.h>

/* What changes from the shipped configuration: in `doc`, `from` becomes `to`. */
static const struct edit { const char *doc, *from, *to; } edits[][3] = {
    /* other rules and rhythm */
    { { "colours", "{due_in: 3 workdays}", "{due_in: 5 workdays}" },
      { "lists/tasks", "plan: linear", "plan: month" },
      { "township", "sheet - 1 workday 17:00", "sheet - 2 workdays 17:00" } },
    /* a field, a step more */
    { { "lists/tasks", "fields:\n", "fields:\n  cost: {name: 经费, type: decimal, unit: 元}\n" },
      { "lists/tasks", "\nprogress: manual",
        "\n  - {id: extra, name: 回访, due: start + 20 workdays}\nprogress: steps" },
      { NULL, NULL, NULL } },
    /* a field, a step less: what they hold stays */
    { { "lists/households", "  people: {name: 人口, type: integer, unit: 人, sum: true, min: 0, "
        "also: [家庭人口, 户籍人口]}\n", "" },
      { "lists/tasks", "  - {id: work,   name: 组织办理, after: scheme, status: example}\n", "" },
      { "lists/tasks", "    after: work\n", "" } },
    /* a field that carries on another's values */
    { { "lists/tasks", "  demand:\n", "  wish:\n    was: demand\n" },
      { "lists/tasks", "no_update", "no_update" },
      { NULL, NULL, NULL } },
    /* stricter: progress by steps, other colours, a public field becomes private */
    { { "lists/tasks", "progress: manual", "progress: steps" },
      { "colours", "      - {returned: 2}\n",
        "      - {returned: 1}\n      - {no_update: 10 days}\n" },
      { "lists/tasks", "    type: text\n    required: true\n",
        "    type: text\n    private: true\n" } },
    /* households: other deadlines, longer notice */
    { { "lists/households", "due: visit + 10 workdays", "due: visit + 5 days" },
      { "lists/households", "lasts: 10 workdays", "lasts: 15 days" },
      { "lists/households", "due: hand\n", "due: given\n" } },
    /* cancelled by law: red after yellow too long */
    { { "colours", "      - {overdue: 1 workday}\n",
        "      - {overdue: 2 days}\n      - {yellow_for: 14 days}\n"
        "      - {yellow_weeks: 3}\n" },
      { "lists/projects", "plan: month", "plan: {quarter: [20, 50, 75, 100]}" },
      { "lists/projects", "due: given", "due: given\nreview: 5 workdays" } },
};

static char *replace(const char *text, const char *from, const char *to)
{
    const char *at = strstr(text, from);

    return at ? xasprintf("%.*s%s%s", (int)(at - text), text, to, at + strlen(from))
              : NULL;
}

static void make_variant(struct player_configs *c, const struct edit e[3])
{
    struct config_text texts[64];
    char *kept[64] = {0};

    for (size_t i = 0; i < c->v[0].n_files; i++) {
        texts[i] = (struct config_text){ c->v[0].files[i].name, c->v[0].files[i].text };
        for (int k = 0; k < 3 && e[k].doc; k++) {
            if (strcmp(texts[i].name, e[k].doc) != 0)
                continue;
            char *edited = replace(texts[i].text, e[k].from, e[k].to);
            if (!edited)
                continue;       /* the shipped file no longer says this: a smaller change */
            free(kept[i]);
            texts[i].text = kept[i] = edited;
        }
    }
    assert_true(c->n < PLAYER_CONFIGS);
    if (!config_load_texts(&c->v[c->n], texts, c->v[0].n_files)) {
        struct buf b = {0};
        config_print_complaints(&c->v[c->n], &b);
        fail_msg("variant %zu:\n%s", c->n, buf_str(&b));
    }
    if (strcmp(c->v[c->n].hash, c->v[0].hash) == 0)
        fail_msg("variant %zu: nothing of it is in the shipped configuration any more",
                 c->n);
    c->n++;
    for (size_t i = 0; i < 64; i++)
        free(kept[i]);
}

void player_configs_init(struct player_configs *c)
{
    const char *root = getenv("XH_ROOT");
    char *dir = xasprintf("%s/config/township", root ? root : ".");

    memset(c, 0, sizeof *c);
    assert_true(config_load_dir(&c->v[0], dir));
    free(dir);
    c->n = 1;
    for (size_t i = 0; i < sizeof edits / sizeof *edits; i++)
        make_variant(c, edits[i]);
}

void player_configs_fini(struct player_configs *c)
{
    while (c->n)
        config_fini(&c->v[--c->n]);
}
