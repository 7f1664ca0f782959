/* reference.h - `config reference`: every key there is, printed from the tables that read
 * it. */
#ifndef CONFIG_REFERENCE_H
#define CONFIG_REFERENCE_H

#include "model/mem.h"

#define REFERENCE_COLUMNS 90        /* of the one in config/README.md */

/* Markdown that also reads well on a terminal, in the language in force, cut at blanks to
 * `columns`; 0: lines as long as they get. Appends. */
void config_reference(struct buf *out, int columns);

#endif
