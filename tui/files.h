/* files.h - choosing files: the newest first, from the folders photos land in; or a path
 * typed with completion (OFFICE 14). Nothing is opened or changed here. */
#ifndef TUI_FILES_H
#define TUI_FILES_H

#include "tui/tui.h"

struct chosen_file { char *path, *caption; };   /* owned; caption "" none */
struct chosen_files { struct chosen_file *v; size_t n, cap; };
void chosen_files_fini(struct chosen_files *c);

enum files_answer { FILES_LEFT, FILES_TAKEN, FILES_PAPER, FILES_LINK };
/* Space marks several; digits caption the file under the cursor and mark it (前 中 后
 * 现场 材料, 0: own words); Enter takes the marked ones, or the one under the cursor. p and l:
 * the evidence is a paper original, or a link, and no file. `out` zeroed before. */
enum files_answer files_ask(struct tui *t, const char *title, struct chosen_files *out);
/* One file; its path, caller frees; NULL: left. */
char *files_ask_one(struct tui *t, const char *title);

/* The folders looked into, existing ones: those named in ~/.config/user-dirs.dirs, else
 * the usual names, and `home` itself; each owned by the array, ended by NULL. */
char **files_folders(const char *home);
void files_folders_free(char **folders);
/* The longest that every file or folder beginning with `typed` has in common ("~/" is
 * `home`); a folder alone gets a "/". Caller frees. */
char *files_complete(const char *typed, const char *home);

#endif
