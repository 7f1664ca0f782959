/* reference.h - `config reference`: every key there is, printed from the tables that read
 * it. */
#ifndef CONFIG_REFERENCE_H
#define CONFIG_REFERENCE_H

#include "model/mem.h"

/* Markdown that also reads well on a terminal, in the language in force. Appends. */
void config_reference(struct buf *out);

#endif
