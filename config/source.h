/* source.h - one configuration file as text: read safely, whatever editor wrote it.
 *
 * Whatever the encoding (model/encoding.h) it becomes UTF-8 with LF, and what cannot is
 * refused with the reason. Only regular files are read, of a size people write by
 * hand. */
#ifndef CONFIG_SOURCE_H
#define CONFIG_SOURCE_H

#include <stddef.h>

#define SOURCE_BYTES_MAX (1024 * 1024)

/* A complaint about a text: 1-based line and column in characters (0: the text as a
 * whole), what is wrong and what to do instead (may be NULL). Translated; borrowed during
 * the call. */
typedef void source_sink(void *ctx, int line, int col, const char *what,
                         const char *instead);

/* The file's bytes, or NULL after a complaint. `at` is a directory's descriptor or
 * AT_FDCWD. Symbolic links, devices and pipes are refused without waiting for them.
 * Caller frees. */
char *source_read(int at, const char *path, size_t *n, source_sink *sink, void *ctx);

/* Bytes as UTF-8 without BOM, lines ending in LF, NUL-terminated; NULL after a complaint
 * (too large, no known encoding, control characters). Caller frees. */
char *source_text(const char *bytes, size_t n, size_t *len, source_sink *sink, void *ctx);

#endif
