/* land_map_pick.c - 作战图: which households are meant: marked one by one, in a range or all;
 * only some of them; the one that is looked for. */
#include "tui/land_map_own.h"

#include <stdlib.h>

#include "model/i18n.h"
#include "tui/ask.h"
#include "tui/patience.h"

#define COLOURS_N 4

/* ---- marking ---- */

void land_map_say_marked(struct tui *t, const struct land_map_state *s)
{
    tui_say(t, _("Marked: %zu"), s->marks.n);
}

/* From one household to another, in the order of the map. */
static void mark_between(struct land_map_state *s, size_t g, int64_t i, size_t to_g, int64_t to_i)
{
    for (; g < to_g || (g == to_g && i <= to_i); g++, i = 0)
        for (; (g < to_g || i <= to_i) && i < s->m.groups[g].n; i++) {
            const struct map_cell *c = land_map_cell(s, g, i);
            if (c && land_map_fits(s, c))
                marks_put(&s->marks, c->item, true);
        }
}

void land_map_mark_range(struct tui *t, struct land_map_state *s)
{
    struct xh_err err = {0};
    int64_t anchor = s->anchor, i;
    size_t g;

    if (!land_map_here(s))
        return;
    if (!anchor) {
        s->anchor = s->here;
        tui_say(t, "%s", _("The range begins here. Go to its other end and press v again."));
        return;
    }
    s->anchor = 0;
    if (map_seek(t->st, &s->ask, &s->m, anchor, &g, &i, &err) != XH_OK) {
        tui_refuse(t, &err);
    } else if (g < s->m.n_groups) {
        bool down = g < s->g || (g == s->g && i <= s->i);
        for (size_t k = down ? g : s->g; k <= (down ? s->g : g); k++)
            if (!s->m.groups[k].loaded && !land_map_read(t, s, k))
                return;
        mark_between(s, down ? g : s->g, down ? i : s->i, down ? s->g : g, down ? s->i : i);
        land_map_count(s);
        land_map_say_marked(t, s);
    }
}

void land_map_mark_all(struct tui *t, struct land_map_state *s)
{
    struct patience p;
    bool loaded = true;

    if (s->m.n > LAND_MAP_ALL) {
        tui_say(t, _("More than %d households: open the map of a village first."), LAND_MAP_ALL);
        return;
    }
    patience_begin(&p, t, _("Reading"));
    for (size_t g = 0; g < s->m.n_groups && loaded; g++)
        loaded = s->m.groups[g].loaded || land_map_read(t, s, g);
    if (!patience_end(&p) && loaded && s->m.n_groups) {
        land_map_count(s);
        mark_between(s, 0, 0, s->m.n_groups - 1, s->m.groups[s->m.n_groups - 1].n - 1);
        land_map_say_marked(t, s);
    }
}

bool land_map_clear(struct land_map_state *s)
{
    if (s->anchor) {
        s->anchor = 0;
    } else if (s->marks.n) {
        marks_clear(&s->marks);
    } else if (land_map_is_only(s)) {
        s->only_colours = 0;
        s->only_mark = -1;
    } else {
        return false;
    }
    return true;
}

/* ---- only some ---- */

bool land_map_is_only(const struct land_map_state *s)
{
    return s->only_colours || s->only_mark >= 0;
}

/* The group the cursor has come to is there, and the cursor at the end it came from. */
static bool enter_group(struct tui *t, struct land_map_state *s, bool forward)
{
    const struct map_group *g = &s->m.groups[s->g];

    if (!land_map_read(t, s, s->g))
        return false;
    s->i = forward || g->n == 0 ? 0 : g->n - 1;
    return true;
}

void land_map_next_only(struct tui *t, struct land_map_state *s, bool forward)
{
    struct patience p;
    size_t g = s->g;
    int64_t i = s->i;
    bool found = false, more = false;

    patience_begin(&p, t, _("Reading"));
    while (!found && land_map_step(s, forward)) {
        if (!s->m.groups[s->g].loaded) {
            if (!patience_goes_on(&p) || !enter_group(t, s, forward))
                break;
            more = true;
        }
        const struct map_cell *c = land_map_here(s);
        found = c && land_map_fits(s, c);
    }
    patience_end(&p);
    if (!found) {
        s->g = g;
        s->i = i;
    }
    if (more)
        land_map_count(s);
    land_map_lay(t, s);
}

void land_map_ask_only(struct tui *t, struct land_map_state *s)
{
    static const enum colour colours[COLOURS_N] = { COLOUR_RED, COLOUR_YELLOW, COLOUR_GREEN,
                                                    COLOUR_GREY };
    int marks = map_marks(s->m.list), n = 0;
    char **texts = xcalloc((size_t)(COLOURS_N + marks), sizeof *texts);

    for (int k = 0; k < COLOURS_N; k++)
        texts[n++] = xstrdup(colour_word(t->defs, colours[k]));
    for (int k = 0; k < marks; k++)
        texts[n++] = xasprintf("%s %s", map_mark(s->m.list, k), map_meaning(s->m.list, k));
    int at = ask_choice(t, _("Only which households?"), _("The others stay where they are, pale. "
                        "Tab goes to the next of them, * marks them."),
                        (const char *const *)texts, (size_t)n, 0);
    if (at >= 0) {
        s->only_colours = at < COLOURS_N ? 1u << colours[at] : 0;
        s->only_mark = at < COLOURS_N ? -1 : at - COLOURS_N;
        if (land_map_here(s) && !land_map_fits(s, land_map_here(s)))
            land_map_next_only(t, s, true);
        land_map_arrive(t, s);
    }
    for (int k = 0; k < n; k++)
        free(texts[k]);
    free(texts);
}

/* ---- finding ---- */

void land_map_find_next(struct tui *t, struct land_map_state *s, bool backward)
{
    struct patience p;
    struct xh_err err = {0};
    int64_t item = 0;

    patience_begin(&p, t, _("Reading"));
    enum xh_rc rc = map_find(t->st, &s->ask, &s->m, s->find, s->here, backward, &item, &err);
    if (patience_end(&p))
        return;
    if (rc != XH_OK)
        tui_refuse(t, &err);
    else if (item == 0)
        tui_say(t, _("No household here has '%s' in it."), s->find);
    else if (land_map_go_to(t, s, item))
        land_map_lay(t, s);
    land_map_arrive(t, s);
}

void land_map_find(struct tui *t, struct land_map_state *s)
{
    if (ask_find(t, _("Name or code, or pinyin"), &s->find))
        land_map_find_next(t, s, false);
}
