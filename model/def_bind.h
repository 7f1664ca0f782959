/* def_bind.h - from a tree to checked definitions, by tables of typed rows.
 *
 * One row per key there is: its type, where it goes, what it means and an example. The
 * binder, `config reference`, config/README.md and "did you mean" all read the same rows,
 * so they cannot disagree. Binding never stops at the first mistake: every complaint goes
 * to the sink.
 *
 * Knows trees and types; no YAML, no files, no SQL. */
#ifndef MODEL_DEF_BIND_H
#define MODEL_DEF_BIND_H

#include "model/def.h"
#include "model/tree.h"

/* ---- from documents to definitions ---- */

/* One document: "township", "workflow", "colours" (may be absent), "lists/ID" or
 * "calendar/YEAR". `root` NULL: it could not be read, which has been complained about;
 * nothing is said about what others expect in it. */
struct def_document { const char *name; struct node *root; };

/* A complaint: in which document and where, the path inside it ("steps.sign.due"), what
 * is wrong, and what to do instead (NULL: the first says it all). Translated; borrowed
 * during the call. `where` is NULL for a document as a whole. */
typedef void def_sink(void *ctx, const char *document, const struct node *where,
                      const char *path, const char *what, const char *instead);

/* Bind every document, check what they say about each other and finish the result. Always
 * returns definitions (caller: defs_free), which may only be put in force when nothing
 * was complained about; *complaints counts also those the sink was spared (see
 * BIND_COMPLAINTS_MAX). `sink` and `complaints` may be NULL. The trees are not kept. */
struct defs *defs_compile(const struct def_document *docs, size_t n, def_sink *sink,
                          void *ctx, size_t *complaints);

/* The same from rows stored in the database: NULL when anything does not fit. Then the
 * stored text must be compiled anew. */
struct defs *defs_from_documents(const struct def_document *docs, size_t n);

#define BIND_COMPLAINTS_MAX 100     /* per document; later ones are only counted */

/* Dangling and cyclic references, unreachable states, impossible deadlines: everything
 * that needs more than one row to see. Part of defs_compile(). */
size_t defs_check(const struct defs *d, const struct def_document *docs, size_t n,
                  def_sink *sink, void *ctx);

/* ---- the tables ---- */

enum schema_kind {
    SCHEMA_TEXT,                    /* one line */
    SCHEMA_PROSE,                   /* several lines */
    SCHEMA_ID, SCHEMA_BOOL, SCHEMA_INT, SCHEMA_DECIMAL, SCHEMA_DATE, SCHEMA_DURATION,
    SCHEMA_DEADLINE, SCHEMA_ENUM,
    SCHEMA_FLAGS,                   /* one word or a list of words, or-ed */
    SCHEMA_TEXTS,                   /* one text or a list of texts, of `words` if given */
    SCHEMA_OBJECT,                  /* a map with fixed keys, in place */
    SCHEMA_LIST,                    /* a list of `sub` */
    SCHEMA_MAP,                     /* of `sub`, whose first row takes the map's keys */
    SCHEMA_CUSTOM,                  /* `custom` reads it: rules, weekly, plan ... */
};

struct schema_word { const char *word; int value; };        /* ends with NULL */
struct schema;
struct bind;                                        /* opaque: arena, sink, path */

struct schema_row {
    const char *key;
    enum schema_kind kind;
    size_t offset;                  /* of the member */
    size_t count_offset;            /* size_t count of TEXTS, LIST, MAP; else a bool "was given",
                                     * 0 = there is none */
    bool required;
    int64_t min, max;               /* INT, DECIMAL, DURATION: of the number, both 0 = unchecked;
                                     * TEXTS, LIST, MAP: max entries; TEXT: max characters */
    const struct schema_word *words;        /* of ENUM, FLAGS, TEXTS; BOOL: its two words */
    const struct schema *sub;
    /* Reads `n` into `member`; `n` NULL: not given, make it the default. */
    void (*custom)(struct bind *b, const struct node *n, void *member);
    const char *preset;             /* text bound when the key is absent; NULL = zero */
    const char *doc;                /* msgid: what it means, in a sentence */
    const char *example;            /* YAML */
    const char *is;                 /* msgid for the reference: the type of a CUSTOM row */
};
struct schema {
    const char *name;               /* "step" */
    size_t size;                    /* of the struct */
    const struct schema_row *rows;  /* ends with key NULL */
    const char *doc;                /* msgid */
};

extern const struct schema schema_township, schema_workflow, schema_colour_sets, schema_list,
    schema_calendar;
extern const struct schema schema_colours;      /* a list's own rules */
extern const struct schema schema_rows;         /* rows a step waits for */
extern const struct schema schema_sample;       /* rows drawn for inspection */
const struct schema *schema_of_document(const char *name);  /* by "lists/tasks"; NULL */

/* The colour rules (ENGINE 7), for the binder and the reference alike; ends with key
 * NULL. */
enum rule_argument { RULE_TAKES_DAYS, RULE_TAKES_POINTS, RULE_TAKES_PERCENT, RULE_TAKES_COUNT,
                     RULE_TAKES_TRUE };
struct rule_info {
    const char *key;                /* "due_in" */
    enum rule_kind kind;
    enum rule_argument argument;
    bool red_only;
    const char *doc, *example;
};
extern const struct rule_info rule_infos[];

/* ---- for custom readers ---- */

/* Bind `root` to `out` (zeroed, of schema->size), memory from `a`. `root` may be NULL:
 * nothing is given. Returns the number of complaints; `out` is usable for further checks
 * all the same. */
size_t def_bind(struct arena *a, const struct schema *schema, const char *document,
                const struct node *root, void *out, def_sink *sink, void *ctx);

/* `instead` is a finished text or NULL. */
void bind_complain(struct bind *b, const struct node *where, const char *instead,
                   const char *fmt, ...) __attribute__((format(printf, 4, 5)));
struct arena *bind_arena(struct bind *b);
void bind_enter(struct bind *b, const char *key);   /* one step down the path */
void bind_enter_at(struct bind *b, size_t index);   /* the same for a list's entry, from 0 */
void bind_leave(struct bind *b);
/* The text of a scalar; complains and returns NULL for lists and maps, saying what
 * `example` shows. */
const char *bind_scalar(struct bind *b, const struct node *n, const char *example);
/* Which of `words` it is; complains (with "did you mean") and returns `otherwise`. */
int bind_word(struct bind *b, const struct node *n, const struct schema_word *words,
              int otherwise);
/* A map with fixed keys into a zeroed struct, as OBJECT does; `n` NULL: nothing is given. */
void bind_object(struct bind *b, const struct schema *schema, const struct node *n, void *out);
/* One text or a list of texts into an arena array; NULL and 0 for nothing. */
const char **bind_texts(struct bind *b, const struct node *n, size_t max, size_t *count);
/* One finished complaint text, formatted into the arena, for `instead`. */
const char *bind_say(struct bind *b, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* `n`'s text `what` ("is not a date"): complains; what a Chinese input method did to the
 * text is better advice than `instead`. */
void bind_wrong(struct bind *b, const struct node *n, const char *what,
                const char *instead);
/* Complains about a map's key that is not in `rows`. */
void bind_unknown_key(struct bind *b, const struct schema_row *rows,
                      const struct node *key);
/* Is nothing there: NULL, or a key with nothing behind it. */
bool bind_absent(const struct node *n);
bool id_is_valid(const char *s);    /* [a-z][a-z0-9_]{0,39} */

/* May a role be granted it? init and recompute are nobody's act. */
bool verb_is_granted(enum verb v);

/* Full-width punctuation, digits or letters in `s` and what to type for them; NULL
 * without. */
const char *input_method_advice(struct arena *a, const char *s);

/* "did you mean": offer every word there is, then ask. NULL when none is near enough. */
struct guess { const char *word, *best; int distance; };
void guess_begin(struct guess *g, const char *word);
void guess_offer(struct guess *g, const char *candidate);
const char *guess_best(const struct guess *g);

/* Parse "sign + 30 days". Ids are not resolved here: a word that is not start or due is a
 * step until defs_finish() finds it to be a field. False: not understood; *why is a
 * translated text saying what to do instead (borrowed, from `a`), may be NULL. */
bool deadline_parse(struct arena *a, const char *s, struct deadline *out,
                    const char **why);

#endif
