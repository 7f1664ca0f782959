/* permit.h - may this person do this to that item (ENGINE 26-29).
 *
 * Roles x acts x relation as data (township.yaml). The verbs ask here themselves: what
 * the screen and the command line offer is never what protects the record. */
#ifndef MODEL_PERMIT_H
#define MODEL_PERMIT_H

#include "model/act.h"
#include "model/mem.h"

/* What one role grants for `verb` on `list` (NULL: any list): bits of enum relation. */
unsigned permit_role(const struct role_def *r, enum verb verb, const char *list);
/* The relations by which `person`'s roles allow `verb` on `list` (NULL: any list): bits
 * of enum relation, 0 when not at all. Errors read as 0. */
unsigned permit_relations(struct db *db, const struct defs *defs, int64_t person,
                          enum verb verb, const char *list);
/* How `person` stands to `item`; REL_ALL is always in. `item` 0: only REL_ALL. */
unsigned permit_relation_to(struct db *db, int64_t person, int64_t item);
/* Is the person of the side responsible for the item: own, co-operating, its unit or its place? */
bool permit_is_responsible(struct db *db, int64_t person, int64_t item);
bool permit_may(struct db *db, const struct defs *defs, int64_t person, enum verb verb,
                const char *list, int64_t item);
/* Does a private value with this `show` stand plain before somebody with this relation
 * (ENGINE 28, 35)? Everybody else unmasks one value at a time, with a reason and an
 * event. What leaves on paper or in a file asks for SHOW_PRINT as well (filter.leaves). */
bool permit_sees(unsigned show, unsigned relation);
/* The persons who could do it, by name, at most three and "...": for refusals. */
void permit_who_can(struct buf *out, struct db *db, const struct defs *defs,
                    enum verb verb, const char *list, int64_t item, int64_t except);
/* Fails the act with XH_DENIED, saying why and who can. */
bool permit_require(struct act *a, int64_t person, enum verb verb, const char *list,
                    int64_t item);
/* The same outside an act. `err` NULL: only the answer, which is much quicker. */
enum xh_rc permit_check(struct db *db, const struct defs *defs, int64_t person, enum verb verb,
                        const char *list, int64_t item, struct xh_err *err);

/* Two people (invariant 4, ENGINE 26): owner, handler, co-owner, applicant, and everyone
 * who recorded begin, check, progress, evidence or an application since the last
 * (re)opening, as actor or on behalf, undone acts included. Returns a translated word for
 * why, NULL when the person is no doer. */
const char *permit_doer(struct db *db, int64_t item, int64_t person);
/* Fails the act when `person` is a doer of `item`, saying who may do `verb` instead. */
bool permit_two_people(struct act *a, enum verb verb, const char *list, int64_t item,
                       int64_t person);
/* Is there anybody at all who may? */
bool permit_anybody(struct db *db, const struct defs *defs, enum verb verb);

/* SQL that is true for rows of `list` in `item` (alias i) to which the person's relation
 * allows `verb`, appended to `sql` in brackets or as "1"; binds nothing. Two people
 * (permit_doer) is not asked about. */
void permit_filter(struct buf *sql, struct db *db, const struct defs *defs, int64_t person,
                   enum verb verb, const char *list);
/* SQL that is true for rows of `item` (alias i) the person may read, appended to `sql`;
 * binds nothing (ids only, formatted as numbers). "1" when everything. */
void permit_read_filter(struct buf *sql, struct db *db, const struct defs *defs,
                        int64_t person, const char *list);
/* SQL that is true for rows of `item` (alias i) whose private fields shown to `show` (enum
 * show bits) the person sees unmasked (ENGINE 28, 35); 0 or NULL otherwise. */
void permit_see_filter(struct buf *sql, struct db *db, int64_t person, unsigned show);

#endif
