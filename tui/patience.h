/* patience.h - reading that may take long: after 0.1 s the status line says so, Esc ends
 * it; or, for what can wait, any key does and is not lost. */
#ifndef TUI_PATIENCE_H
#define TUI_PATIENCE_H

#include "model/file.h"
#include "tui/tui.h"

struct patience {
    struct tui *t;
    const char *saying;         /* what is going on, translated; NULL: nothing is said, and any
                                 * key ends it */
    int64_t began, said;
    bool stopped;               /* what was being read failed because of it */
    const char *part; int64_t done, all;        /* how far long work is; NULL: it does not say */
};

/* From here to patience_end() every statement of the township's database can be stopped.
 * For writing only one act, which is taken back as a whole when it is stopped. Not inside
 * of one another. */
void patience_begin(struct patience *p, struct tui *t, const char *saying);
/* The same for long work outside of the database that says how far it is (model/file.h): `w`
 * is what it is given. The part and the percentage are shown, Esc stops it. */
void patience_work(struct patience *p, struct tui *t, const char *saying, struct watch *w);
/* How far it is, for work that says so in another way: shown with the next look at the clock. */
void patience_at(struct patience *p, const char *part, int64_t done, int64_t all);
/* Asked between statements by work that can stop there: false when it is to. */
bool patience_goes_on(struct patience *p);
/* True: it was stopped, and the error of what was read means nothing else. */
bool patience_end(struct patience *p);

#endif
