/* land_map_choose.c - the ways to 作战图: from a household, from a project, from the menu. */
#include "tui/land_map.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/query_groups.h"
#include "model/query_map.h"
#include "model/rollup.h"
#include "tui/ask.h"

void land_map_of(struct tui *t, int64_t item)
{
    struct item it = {0}, above = {0};
    struct xh_err err = {0};
    struct land_map_arg a = {0};
    const struct list_def *l = NULL;

    if (item && item_load(t->st->db, item, &it, &err) == XH_OK)
        l = defs_list(t->defs, it.list);
    if (l && l->n_map && it.parent && item_load(t->st->db, it.parent, &above, &err) == XH_OK)
        a = (struct land_map_arg){ .list = l->id, .parent = above.code, .item = item };
    for (size_t i = 0; l && !a.parent && i < t->defs->n_lists; i++)
        if (t->defs->lists[i].n_map && strcmp(t->defs->lists[i].parent, l->id) == 0)
            a = (struct land_map_arg){ .list = t->defs->lists[i].id, .parent = it.code };
    if (a.parent)
        tui_push(t, &land_map_screen, &a);
    else if (err.rc != XH_OK)
        tui_refuse(t, &err);
    else
        tui_say(t, "%s", _("There is no map here: only land projects and their households have "
                           "one."));
    item_fini(&it);
    item_fini(&above);
}

/* Projects that have rows, as they are chosen from; of lists without sums each row is counted. */
struct projects { char **codes, **texts; size_t n; };

static void add_project(struct projects *p, const char *code, const char *title, int64_t rows,
                        const struct list_def *l)
{
    p->codes = xrealloc(p->codes, (p->n + 1) * sizeof *p->codes);
    p->texts = xrealloc(p->texts, (p->n + 1) * sizeof *p->texts);
    p->codes[p->n] = xstrdup(code);
    p->texts[p->n++] = xasprintf("%s  %s  %lld %s", code, title, (long long)rows, l->row);
}

static enum xh_rc find_projects(struct tui *t, const struct list_def *l, struct projects *p,
                                struct xh_err *err)
{
    const struct rollup_ask ask = { .list = l->id, .by = ROLLUP_PROJECT, .today = t->env.today,
                                    .reader = t->me };
    struct filter f = tui_filter(t);
    struct rollup_lines lines = {0};
    struct groups g = {0};
    enum xh_rc rc;

    f.list = l->id;
    f.without = ROW_FIELDS;
    rc = l->rollup.given ? rollup_load(t->st, &ask, &lines, err)
                         : groups_load(t->st, &f, GROUP_PARENT, &g, err);
    for (size_t i = 0; rc == XH_OK && i < lines.n; i++)
        if (lines.v[i].parent)
            add_project(p, lines.v[i].code, lines.v[i].title, lines.v[i].n.rows, l);
    for (size_t i = 0; rc == XH_OK && i < g.n; i++)
        if (*g.v[i].key)
            add_project(p, g.v[i].key, g.v[i].name, g.v[i].n.total + g.v[i].n.closed, l);
    rollup_lines_fini(&lines);
    groups_fini(&g);
    return rc;
}

void land_map_choose(struct tui *t)
{
    const struct list_def *l = map_list(t->defs, NULL);
    struct projects p = {0};
    struct xh_err err = {0};
    int at = 0;

    if (!l)
        tui_say(t, "%s", _("No list has a map."));
    else if (find_projects(t, l, &p, &err) != XH_OK)
        tui_refuse(t, &err);
    else if (p.n == 0)
        tui_say(t, _("No project here has rows of %s."), l->name);
    else if (p.n > 1)
        at = ask_choice(t, _("The map of which project?"), "", (const char *const *)p.texts, p.n,
                        0);
    if (p.n && at >= 0)
        tui_push(t, &land_map_screen,
                 &(struct land_map_arg){ .list = l->id, .parent = p.codes[at] });
    for (size_t i = 0; i < p.n; i++) {
        free(p.codes[i]);
        free(p.texts[i]);
    }
    free(p.codes);
    free(p.texts);
}
