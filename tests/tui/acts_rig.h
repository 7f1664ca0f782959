/* acts_rig.h - a screen with nothing but rows, to try the flows of acts.h on: the row
 * under the cursor, or all of them once marked with "*". */
#ifndef TESTS_ACTS_RIG_H
#define TESTS_ACTS_RIG_H

#include "tests/model/record_tools.h"
#include "tests/tui/tui_rig.h"
#include "tui/acts.h"

extern struct record_rig *r;            /* the township */
extern struct tui_rig *scr;             /* its screen */
extern bool acted;                      /* what the last flow answered */
extern int64_t failed[200];              /* rows the last flow gave back */
extern size_t n_failed;

extern void (*meanwhile)(void);         /* somebody else, once a box stands over the rows */
extern char *folder;                    /* with files: the township's and the account's */

int acts_setup(void **state);
int acts_setup_with_files(void **state);        /* folder/home/Downloads has two photos */
int acts_teardown(void **state);
/* `person` looks at these rows (codes, separated by blanks) and presses these keys. */
void show(int64_t person, const char *codes, const char *keys);

/* The record of the item holds this text. */
void assert_history_(const char *code, const char *text, const char *file, int line);
#define assert_history(code, text) assert_history_(code, text, __FILE__, __LINE__)

#endif
