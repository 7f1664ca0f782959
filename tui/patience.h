/* patience.h - reading that may take long: after 0.1 s the status line says so, Esc ends
 * it; or, for what can wait, any key does and is not lost. */
#ifndef TUI_PATIENCE_H
#define TUI_PATIENCE_H

#include "tui/tui.h"

struct patience {
    struct tui *t;
    const char *saying;         /* what is going on, translated; NULL: nothing is said, and any
                                 * key ends it */
    int64_t began, said;
    bool stopped;               /* what was being read failed because of it */
};

/* From here to patience_end() every statement of the township's database can be stopped.
 * For writing only one act, which is taken back as a whole when it is stopped. Not inside
 * of one another. */
void patience_begin(struct patience *p, struct tui *t, const char *saying);
/* True: it was stopped, and the error of what was read means nothing else. */
bool patience_end(struct patience *p);

#endif
