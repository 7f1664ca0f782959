/* run_program.h - another program, run without a shell and never for longer than said.
 *
 * It gets no input, the environment with LC_ALL=C, and no descriptor of ours but the two it
 * writes to. It is the first of a process group of its own, which is ended whole when the
 * time is over or a signal ends us (leftover.h). Never while the database's lock is held
 * (ENGINE 36). */
#ifndef REPORT_RUN_PROGRAM_H
#define REPORT_RUN_PROGRAM_H

#include <stdbool.h>

#include "model/file.h"
#include "model/mem.h"

enum run_end {
    RUN_ENDED,              /* `status` is its exit status */
    RUN_KILLED,             /* by a signal that was not ours */
    RUN_LATE,               /* the time was over, or `watch` did not wait any longer: it is
                             * ended, what it did is not known */
    RUN_MISSING,            /* there is no such program on PATH, or it cannot be run */
    RUN_FAILED,             /* it was not begun: the machine has no room for it, `why` */
};
struct run {
    int status;
    int why;                /* an errno */
    struct buf out, err;    /* what it wrote, of each at most 64 KB; run_fini() */
};
/* `argv` ends with NULL; argv[0] is looked for on PATH. `watch` (may be NULL) is asked while
 * it runs whether to go on waiting. */
enum run_end run_program(char *const argv[], int limit_ms, const struct watch *watch,
                         struct run *r);
void run_fini(struct run *r);

#endif
