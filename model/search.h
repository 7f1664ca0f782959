/* search.h - which rows can hold a word, without reading them all (DESIGN 10, PERFORMANCE
 * 2.7 and 4).
 *
 * search_text holds an item's title, code and newest report as one text; an FTS5 table of
 * every three characters in a row (search_gram) says which texts hold what. A word of one
 * or two characters is the beginning of such threes, a longer one is made of them. What
 * the index gives may be too much (a word across the three parts, threes that stand
 * apart), never too little: whoever asks looks at the rows themselves (query_words.c).
 *
 * Acts do not pay for it. Triggers (schema_3.c) put the item into search_wait, in the
 * transaction that changes it, whoever writes; what waits is part of every answer, and
 * every few hundred such rows one act brings all of them into the index. A ledger of less
 * than SEARCH_FROM items has no index: reading it is as quick. Where SQLite comes without
 * FTS5 there is none either, one that is in the file is not asked, and rows wait. */
#ifndef MODEL_SEARCH_H
#define MODEL_SEARCH_H

#include <stdbool.h>

#include "model/db.h"
#include "model/verify.h"

#define SEARCH_FROM 5000        /* items */
#define SEARCH_WAIT 200         /* rows that may wait */

/* Can the index be asked? *there false also without FTS5. */
enum xh_rc search_is_there(struct db *db, bool *there, struct xh_err *err);

/* Bring what waits into the index if it is time to, making the index first. Inside the
 * caller's transaction; act_end() calls it. */
enum xh_rc search_settle(struct db *db, struct xh_err *err);
/* The same at any time, however few they are. */
enum xh_rc search_update(struct db *db, struct xh_err *err);
/* Words were erased: no trace of what the waiting rows held before is left in the index
 * (ENGINE 35). Takes as long as making it anew. XH_REFUSED where SQLite comes without FTS5
 * and the file has an index: then something would stay. */
enum xh_rc search_erase(struct db *db, struct xh_err *err);

/* How to ask for `text`, in small letters: a range of search_grams.term, or what
 * search_gram is to MATCH; neither for an empty one. fini after. */
struct search_key { char *from, *to, *match; };
enum xh_rc search_key(struct db *db, const char *text, struct search_key *out,
                      struct xh_err *err);
void search_key_fini(struct search_key *k);

/* Make the index's tables, empty, as they must be; for comparing (replay.c). */
enum xh_rc search_make(struct db *db, struct xh_err *err);
/* A table of the index by its name? */
bool search_owns(const char *name);
bool search_has_fts5(void);
/* Is everything that does not wait in the index, as its rows say, and nothing else? */
enum xh_rc search_verify(struct db *db, struct verify_part *part, struct xh_err *err);

/* For tests: an index from so many items on, with so many waiting (below 0: as ever); and
 * as if SQLite had come without FTS5. */
void search_tune(int64_t from, int64_t wait);
void search_without_fts5(bool without);

#endif
