/* config.h - a township's configuration: its folder of YAML files, checked.
 *
 * Everything wrong is found in one pass and kept as complaints with file, line, column
 * and the way out. What comes out is the model's: definitions (def.h), and the documents
 * as trees, which the store keeps as rows. Nothing here changes a file. */
#ifndef CONFIG_CONFIG_H
#define CONFIG_CONFIG_H

#include <stdbool.h>
#include <stddef.h>

#include "model/def_bind.h"
#include "model/hash.h"
#include "model/mem.h"
#include "model/store.h"

#define CONFIG_FILES_MAX 200
#define CONFIG_BYTES_MAX (2 * 1024 * 1024)      /* of all files together */
#define CONFIG_COMPLAINTS_MAX 200   /* kept; more are only counted */

/* One file, normalised: UTF-8, LF, no BOM. `name` is the document's: "township",
 * "workflow", "lists/tasks", "calendar/2026". `text` is NULL when it could not be
 * read. */
struct config_file {
    char *name, *path, *text;
    size_t len;
};

struct config_complaint {
    char *path;                     /* of the file, as shown */
    int line, col;                  /* 1-based, in characters; 0: the file as a whole */
    char *where;                    /* "steps.sign.due", "" when there is none */
    char *what, *instead;           /* translated; `instead` may be NULL */
    const struct config_file *file; /* NULL: there is none */
    size_t seq;                     /* order of discovery */
};

struct config {
    struct config_file *files; size_t n_files;      /* sorted by name */
    struct def_document *docs; size_t n_docs;       /* one per file, same order */
    struct defs *defs;              /* never NULL once loaded; in order when n_complaints is 0 */
    struct config_complaint *complaints;            /* sorted by file, line, column */
    size_t n_complaints, n_unsaid;
    char hash[HASH_HEX];            /* over names and texts; "" when a file could not be read */
};

/* Load a township's folder (township.yaml, workflow.yaml, colours.yaml, lists/,
 * calendar/), or texts as the store keeps them. `c` is overwritten. True when there is
 * nothing to complain about; always to be released with config_fini(). */
bool config_load_dir(struct config *c, const char *dir);
bool config_load_texts(struct config *c, const struct config_text *texts, size_t n);
void config_fini(struct config *c);         /* zeroed is fine */

/* All complaints as people read them: `file:line:column: path: what, what instead`, the
 * source line, a caret. Appends. */
void config_print_complaints(const struct config *c, struct buf *out);
/* The i-th of them: the source line at most `columns` wide, the file named from the folder
 * `dir` on (NULL: as a whole). Appends. */
void config_print_complaint(const struct config *c, size_t i, const char *dir, int columns,
                            struct buf *out);

/* The text of a township.yaml with its `name:` line replaced; for init. Caller frees.
 * NULL when the name cannot be stored or there is no such line. */
char *config_with_name(const char *township_yaml, const char *name);

#endif
