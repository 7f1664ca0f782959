#include "tui/persona.h"

#include <stdlib.h>
#include <string.h>

#include "model/i18n.h"
#include "model/roster.h"
#include "tui/ask.h"

/* "经办人, 村干部" of "handler,village"; an id the configuration does not know stays. */
static void put_roles(struct buf *b, const struct defs *defs, const char *ids)
{
    while (*ids) {
        size_t n = strcspn(ids, ",");
        char *id = xstrndup(ids, n);
        const struct role_def *r = defs_role(defs, id);
        buf_puts(b, r ? r->name : id);
        free(id);
        ids += n;
        if (*ids == ',') {
            buf_puts(b, _(", "));
            ids++;
        }
    }
}

/* Columns line up: the list is read downwards, by unit or by role. */
static char *line_of(const struct tui *t, const struct roster_row *r, int name_width,
                     int unit_width)
{
    struct buf b = {0};

    text_put(&b, r->name, name_width, TEXT_LEFT);
    buf_puts(&b, "  ");
    text_put(&b, r->of, unit_width, TEXT_LEFT);
    buf_puts(&b, "  ");
    put_roles(&b, t->defs, r->roles);
    if (r->id == t->account)
        buf_puts(&b, _(" (myself)"));
    return buf_take(&b);
}

static int widest(const struct roster *all, bool unit)
{
    int most = 0;

    for (size_t i = 0; i < all->n; i++) {
        int width = text_width(unit ? all->v[i].of : all->v[i].name);
        if (width > most)
            most = width;
    }
    return most < 24 ? most : 24;
}

static int64_t choose(struct tui *t, const struct roster *all)
{
    const struct roster_row **rows = xcalloc(all->n + 1, sizeof *rows);
    char **lines = xcalloc(all->n + 1, sizeof *lines);
    int names = widest(all, false), units = widest(all, true);
    size_t n = 0;

    for (int mine = 1; mine >= 0; mine--)
        for (size_t i = 0; i < all->n; i++) {
            const struct roster_row *r = &all->v[i];
            bool first = r->id == t->account && t->me != t->account;
            if (!r->active || first != (mine == 1))
                continue;
            rows[n] = r;
            lines[n++] = line_of(t, r, names, units);
        }
    int chosen = ask_choice(t, _("Act as somebody else"), "", (const char *const *)lines, n, 0);
    int64_t id = chosen >= 0 ? rows[chosen]->id : 0;
    for (size_t i = 0; i < n; i++)
        free(lines[i]);
    free(lines);
    free(rows);
    return id;
}

void persona_run(struct tui *t)
{
    struct roster all = {0};
    struct xh_err err = {0};

    if (!t->may_switch) {
        ask_show(t, _("Act as somebody else"),
                 _("Only in a practice township: in a real one everybody acts under the own "
                   "account, and the record says who it was.\n"
                   "To enter somebody else's work, press d where an act asks for its words; "
                   "what a leader decided on paper, press z there.\n"
                   "A practice township: xiaohao demo"));
        return;
    }
    if (roster_load(t->st, "person", &all, &err) != XH_OK) {
        tui_refuse(t, &err);
        return;
    }
    int64_t id = choose(t, &all);
    roster_fini(&all);
    if (id == 0 || id == t->me)
        return;
    tui_become(t, id);
    tui_say(t, _("You are %s now. F9, Act as somebody else, takes you back."), t->me_name);
}
