/* leftover.h - what must not stay behind when a signal ends the program: a file that is not
 * whole yet, the private folder of what is printed, a program that works for us.
 *
 * While anything is named here, a signal that would have ended us (Ctrl-C, a hangup, a polite
 * kill) first removes it and then ends us all the same. A signal somebody listens to already
 * (a screen, a backup) is left to them: they come back to their callers, who tidy up.
 *
 * Each but the last function returns the number leftover_done() takes. At most LEFTOVERS at a
 * time; what is named later goes first, so a file goes before the folder it lies in. */
#ifndef REPORT_LEFTOVER_H
#define REPORT_LEFTOVER_H

#include <sys/types.h>

#define LEFTOVERS 8

/* A new file or folder, for its owner only, whose name nobody can guess: `name` ends with
 * XXXXXX, which is filled in. The file's descriptor comes in *fd. -1, errno: it cannot be. */
int leftover_new_file(char *name, int *fd);
int leftover_new_folder(char *name);
/* A file that may come to be. */
int leftover_path(const char *path);
/* A process group, to be killed. */
int leftover_group(pid_t group);

/* It is in place, or the caller has removed it. */
void leftover_done(int number);

#endif
