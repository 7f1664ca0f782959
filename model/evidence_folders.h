/* evidence_folders.h - the folders evidence lies in: HOME/evidence/ab, by the first two
 * characters of a file's hash.
 *
 * Held as descriptors, so that nobody can put a link in the way meanwhile. Private to
 * evidence.c. */
#ifndef MODEL_EVIDENCE_FOLDERS_H
#define MODEL_EVIDENCE_FOLDERS_H

#include <fcntl.h>
#include <stdbool.h>

#define EVIDENCE_FOLDER_FLAGS (O_RDONLY | O_CLOEXEC | O_DIRECTORY)

/* HOME, HOME/evidence and HOME/evidence/ab as descriptors. */
struct evidence_folders {
    int home, all, two;             /* -1: not open */
    char name[3];                   /* "ab" */
    bool made_all, made_two;        /* by us, just now */
};

/* Open the folders for `hash`; NULL: without the last. `create` makes what is missing.
 * Returns 0 or an errno, nothing open. */
int evidence_folders_open(struct evidence_folders *p, const char *home, const char *hash,
                          bool create);
void evidence_folders_close(struct evidence_folders *p);
/* Remove what evidence_folders_open() made, before they are closed; a folder somebody else
 * uses by now is not empty and stays. */
void evidence_folders_undo(struct evidence_folders *p);
/* Bring their names to disk. Returns 0 or an errno. */
int evidence_folders_sync(const struct evidence_folders *p);

#endif
