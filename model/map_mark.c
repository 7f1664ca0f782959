#include "model/map_mark.h"

#include "model/i18n.h"

static const struct { const char *mark, *meaning; } plain_marks[MAP_STEPS] = {
    [MAP_UNTOUCHED] = { N_("un"), N_("untouched") },
    [MAP_TALKING] = { N_("ta"), N_("talking") },
    [MAP_REFUSES] = { N_("re"), N_("refuses") },
};

const struct list_def *map_list(const struct defs *defs, const char *id)
{
    if (id)
        return defs_list(defs, id);
    for (size_t i = 0; i < defs->n_lists; i++)
        if (defs->lists[i].n_map && *defs->lists[i].parent)
            return &defs->lists[i];
    return NULL;
}

int map_marks(const struct list_def *l)
{
    return MAP_STEPS + (int)l->n_map;
}

const char *map_mark(const struct list_def *l, int mark)
{
    return mark < MAP_STEPS ? _(plain_marks[mark].mark) : l->map[mark - MAP_STEPS].mark;
}

const char *map_meaning(const struct list_def *l, int mark)
{
    if (mark < MAP_STEPS)
        return _(plain_marks[mark].meaning);
    const char *id = l->map[mark - MAP_STEPS].step;
    int i = list_step(l, id);
    return i >= 0 ? l->steps[i].name : id;
}

int map_mark_public(int mark)
{
    return mark == MAP_REFUSES ? MAP_TALKING : mark;
}

const char *map_signed_step(const struct list_def *l)
{
    return l->rollup.given ? l->rollup.signed_step : l->sheet.count;
}

int map_mark_of(const struct list_def *l, uint64_t done, bool visited, bool refuses)
{
    int best = -1, mark = visited ? MAP_TALKING : MAP_UNTOUCHED;
    int sign = list_step(l, map_signed_step(l));

    if (refuses && !(sign >= 0 && sign < MAP_STEPS_MOST && done >> sign & 1))
        return MAP_REFUSES;
    for (size_t k = 0; k < l->n_map; k++) {
        int i = list_step(l, l->map[k].step);
        if (i > best && i < MAP_STEPS_MOST && done >> i & 1) {
            best = i;
            mark = MAP_STEPS + (int)k;
        }
    }
    return mark;
}
