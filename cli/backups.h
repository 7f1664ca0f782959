/* backups.h - what people are told about backups, wherever it is told. */
#ifndef CLI_BACKUPS_H
#define CLI_BACKUPS_H

#include "cli/app.h"

/* After an erasure: the backups that still hold what was erased (ENGINE 35). Nothing when
 * there are none. */
void backups_say_erased(struct app *a);
/* On the overview of a real township: the last backup is older than a week, or there is
 * none. */
void backups_say_age(struct app *a);

#endif
