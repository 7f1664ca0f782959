/* folders.h - choosing a folder: a stick or disk that is plugged in, or a path typed. Nothing
 * is opened or changed here. */
#ifndef TUI_FOLDERS_H
#define TUI_FOLDERS_H

#include "tui/tui.h"

/* The folder chosen, caller frees; NULL: left. `first` (NULL: none) is offered on top, said
 * to be `word`. What is typed is a folder that is there. */
char *folders_ask(struct tui *t, const char *title, const char *first, const char *word);
/* What is plugged in: folders directly below those where systems put disks. `roots` ends with
 * NULL; NULL: the usual ones. Each owned by the array, which ends with NULL; files_folders_free()
 * frees it. */
char **folders_plugged_in(const char *const *roots);

#endif
