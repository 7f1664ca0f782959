/* def_bind.h - from a tree to checked definitions, by tables of typed rows.
 *
 * One row per key there is: its type, where it goes, what it means and an example. The binder,
 * `config reference`, config/README.md and "did you mean" all read the same rows, so they cannot
 * disagree. Binding never stops at the first mistake: every complaint goes to the sink. */
#ifndef MODEL_DEF_BIND_H
#define MODEL_DEF_BIND_H

#include "model/def.h"
#include "model/tree.h"

enum schema_kind {
    SCHEMA_TEXT, SCHEMA_ID, SCHEMA_BOOL, SCHEMA_INT, SCHEMA_DECIMAL, SCHEMA_DATE, SCHEMA_DURATION,
    SCHEMA_DEADLINE, SCHEMA_ENUM, SCHEMA_FLAGS,     /* FLAGS: one word or a list of words, or-ed */
    SCHEMA_TEXTS,                                   /* one text or a list of texts */
    SCHEMA_OBJECT,                                  /* a map with fixed keys, in place */
    SCHEMA_LIST, SCHEMA_MAP,                        /* of `sub`; a map's keys become their ids */
    SCHEMA_CUSTOM,                                  /* `custom` reads it: rules, weekly, plan ... */
};

struct schema_word { const char *word; int value; };        /* ends with NULL */
struct schema;
struct bind;                                        /* opaque: arena, sink, path */

struct schema_row {
    const char *key;
    enum schema_kind kind;
    size_t offset;                  /* of the member */
    size_t count_offset;            /* of its count, for TEXTS, LIST, MAP; of has_x flags else */
    bool required;
    int64_t min, max;               /* INT, DECIMAL; both 0 = unchecked */
    const struct schema_word *words;
    const struct schema *sub;
    void (*custom)(struct bind *b, const struct node *n, void *member);
    const char *preset;             /* text bound when the key is absent; NULL = zero */
    const char *doc;                /* msgid: what it means, in a sentence */
    const char *example;            /* YAML */
};
struct schema {
    const char *name;               /* "step" */
    size_t size;                    /* of the struct */
    const struct schema_row *rows;  /* ends with key NULL */
    const char *doc;                /* msgid */
};

extern const struct schema schema_township, schema_workflow, schema_list, schema_calendar;

/* A complaint: where, the path inside the document, what is wrong, and what to write instead. */
typedef void bind_sink(void *ctx, const struct node *where, const char *path, const char *what,
                       const char *instead);

/* Bind `root` to `out` (zeroed, of schema->size), memory from `d`. `root` may be NULL: nothing is
 * given. Returns false when anything was complained about; `out` is usable for further checks
 * all the same. */
bool def_bind(struct defs *d, const struct schema *schema, const struct node *root, void *out,
              bind_sink *sink, void *ctx);

/* For custom readers. `instead` may be NULL. */
void bind_complain(struct bind *b, const struct node *where, const char *instead,
                   const char *fmt, ...) __attribute__((format(printf, 4, 5)));
struct arena *bind_arena(struct bind *b);

/* Parse "sign + 30 days". Ids are not resolved here. False: not understood. */
bool deadline_parse(struct arena *a, const char *s, struct deadline *out);

/* A list's parsed definitions refer to each other: dangling and cyclic references, unreachable
 * states, impossible deadlines. All in one pass; `nodes` gives positions (may be NULL). */
struct def_source { const char *file; const struct node *root; };
typedef void check_sink(void *ctx, const char *file, const struct node *where, const char *path,
                        const char *what, const char *instead);
bool defs_check(const struct defs *d, const struct def_source *township,
                const struct def_source *workflow, const struct def_source *lists,
                check_sink *sink, void *ctx);

/* The definitions from stored rows: documents named "township", "workflow", "lists/ID",
 * "calendar/YEAR". Used by the store; config/ uses the same with trees from YAML. Returns NULL
 * and *what (static text) when a row does not fit: then the stored text must be compiled anew. */
struct def_document { const char *name; struct node *root; };
struct defs *defs_from_documents(const struct def_document *docs, size_t n, bind_sink *sink,
                                 void *ctx);

#endif
