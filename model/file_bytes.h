/* file_bytes.h - the whole of one ordinary file in memory, opened without surprises. */
#ifndef MODEL_FILE_BYTES_H
#define MODEL_FILE_BYTES_H

#include <stddef.h>

/* The bytes of `path` below the directory `at` (or AT_FDCWD), *n of them, with a NUL
 * behind; a file of more than `max` bytes is read no further than max + 1, which *n then
 * says. NULL and an errno in *why: ELOOP for a symbolic link, ENXIO for whatever else is
 * no ordinary file (pipes and devices are not waited for). Caller frees. */
char *file_bytes(int at, const char *path, size_t max, size_t *n, int *why);

#endif
