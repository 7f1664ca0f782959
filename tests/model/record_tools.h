/* record_tools.h - more for tests of the record, beside record_rig.h: variants of the
 * shipped configuration, figures by SQL, whole tables as text, acts with three
 * identities. */
#ifndef TESTS_RECORD_TOOLS_H
#define TESTS_RECORD_TOOLS_H

#include "tests/model/record_rig.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/mem.h"

/* Put a variant of the configuration in force, by `person`: triples of document, text to
 * replace (NULL: the whole document, which may be new), replacement (NULL: leave the
 * document out), ended by NULL. Builds on what is in force; a refused variant is
 * forgotten. Dies when the variant has mistakes of its own. */
enum xh_rc tools_configure(struct record_rig *r, int64_t person, ...)
    __attribute__((sentinel));

/* One act with all three identities. */
enum xh_rc tools_as(struct record_rig *r, struct who who, const struct call *call);
/* The person who says `what` of an act: actor, on behalf of. */
enum xh_rc tools_for(struct record_rig *r, int64_t actor, int64_t behalf, enum verb verb,
                     const char *code);

/* A number by SQL; the first ? is the item's code where there is one. */
int64_t tools_int(struct record_rig *r, const char *sql, const char *code);
/* caller frees */
char *tools_text(struct record_rig *r, const char *sql, const char *code);
/* item.COLUMN of `code`: a number or a day; DAY_NONE for NULL. */
int32_t tools_day(struct record_rig *r, const char *code, const char *column);
void tools_assert_day(struct record_rig *r, const char *code, const char *column,
                      const char *iso, const char *file, int line);
#define assert_day(code, column, iso) \
    tools_assert_day(r, code, column, iso, __FILE__, __LINE__)
void tools_assert_state(struct record_rig *r, const char *code, const char *state,
                        const char *file, int line);
#define assert_state(code, state) tools_assert_state(r, code, state, __FILE__, __LINE__)

/* Every fact and outcome of every table, a line per row, but not `doer`, spans, versions
 * and the events: what undo must restore. With `derived` those columns too. Caller frees.
 */
char *tools_facts(struct record_rig *r, bool derived);
void tools_same_text(const char *before, const char *after, const char *file, int line);
#define assert_same_text(a, b) tools_same_text(a, b, __FILE__, __LINE__)

/* The message of the last refusal holds these words. */
#define assert_said(words) do { \
        if (!strstr(r->err.msg, (words))) { \
            print_error("not said: %s\nbut: %s\n", (words), r->err.msg); \
            _fail(__FILE__, __LINE__); \
        } \
    } while (0)

/* A new folder below XH_TMP (or /tmp) whose name begins with `name`; caller frees. A file
 * in it with a text. */
char *tools_folder(const char *name);
char *tools_file(const char *folder, const char *name, const char *text);

#endif
