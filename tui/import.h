/* import.h - 导入: a ledger comes in. What its columns mean, what cannot be taken in and why,
 * how the colours will stand, all before a row is written (UX 导入, OFFICE 6). */
#ifndef TUI_IMPORT_H
#define TUI_IMPORT_H

#include "tui/tui.h"

/* Asks what is to come in (a list, people, units, villages) and the file, then opens the
 * screen. */
void import_begin(struct tui *t);

#endif
