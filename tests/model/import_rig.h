/* import_rig.h - ledgers made in memory, imported into the township of record_rig.h. */
#ifndef TESTS_IMPORT_RIG_H
#define TESTS_IMPORT_RIG_H

#include "model/import.h"
#include "tests/model/record_tools.h"

struct import_rig {
    struct record_rig *r;
    struct grid grid;
    struct import in;
    struct import_map map;
    struct import_result out;   /* of the last rig_import() */
    size_t kept;                /* times rejects were put away */
};

/* A ledger of `list` from lines of cells separated by "|"; the first stands in line 1. */
void import_rig_init(struct import_rig *x, struct record_rig *r, const char *list,
                     const char *lines);
void import_rig_fini(struct import_rig *x);
/* By the clerk. The result and r->err are those of this import. */
enum xh_rc rig_import(struct import_rig *x);
enum xh_rc rig_import_as(struct import_rig *x, int64_t person);
/* One go: import these lines by the clerk, leave the result in x until the next. */
enum xh_rc rig_take(struct import_rig *x, struct record_rig *r, const char *list,
                    const char *lines);
/* keep_rejects that only counts. */
void rig_keep_good(struct import_rig *x);
/* The rejects as text: "LINE COLUMN 'VALUE': REASON\n". Caller frees. */
char *rig_rejects(const struct import_rig *x);
/* Some reject of that line and column says so. */
void assert_rejected_(const struct import_rig *x, int64_t line, const char *column,
                      const char *words, const char *file, int at);
#define assert_rejected(x, line, column, words) \
    assert_rejected_((x), (line), (column), (words), __FILE__, __LINE__)

#endif
