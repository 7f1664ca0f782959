/* checklist.h - the steps of an item as they stood when it was applied for (ENGINE 23): frozen
 * into a text of our own, so that review, certificate and history need no YAML. */
#ifndef MODEL_CHECKLIST_H
#define MODEL_CHECKLIST_H

#include "model/def.h"
#include "model/facts.h"

struct frozen_step {
    char id[DEF_ID_MAX + 1];
    char state[16];             /* done skipped open */
    int32_t day;                /* done or left out on; DAY_NONE */
};
/* One line per step: id TAB state TAB day TAB amount TAB target. Caller frees. */
char *checklist_freeze(const struct facts *f);
/* The step `s` begins with; returns what follows, NULL after the last. Nothing fails: what
 * is too long for `out` stays empty there. */
const char *checklist_next(const char *s, struct frozen_step *out);

#endif
