#include "model/checklist.h"

#include <string.h>

#include "model/mem.h"

char *checklist_freeze(const struct facts *f)
{
    struct buf b = {0};
    char day[DAY_TEXT];

    for (size_t i = 0; i < f->list->n_steps; i++) {
        const struct step_facts *s = &f->steps[i];
        const char *state = s->done_on != DAY_NONE ? "done"
            : s->skipped_on != DAY_NONE ? "skipped" : "open";
        int32_t on = s->done_on != DAY_NONE ? s->done_on : s->skipped_on;
        buf_printf(&b, "%s\t%s\t%s\t%lld\t%lld\n", s->def->id, state, day_format(on, day),
                   (long long)s->amount, (long long)s->target);
    }
    return b.s ? buf_take(&b) : xstrdup("");
}

const char *checklist_next(const char *s, struct frozen_step *out)
{
    size_t id = strcspn(s, "\t\n"), end = strcspn(s, "\n");
    const char *state = s + id + (s[id] == '\t');
    size_t n = strcspn(state, "\t\n");
    char day[DAY_TEXT] = "";

    *out = (struct frozen_step){ .day = DAY_NONE };
    if (id < sizeof out->id)
        memcpy(out->id, s, id);
    if (n < sizeof out->state)
        memcpy(out->state, state, n);
    const char *on = state + n + (state[n] == '\t');
    size_t len = strcspn(on, "\t\n");
    if (len < sizeof day) {
        memcpy(day, on, len);
        out->day = day_parse(day);
    }
    return s[end] ? s + end + 1 : NULL;
}
