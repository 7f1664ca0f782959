/* people.h - persons, units, places: found by what people type, kept as facts (ENGINE
 * 38). */
#ifndef MODEL_PEOPLE_H
#define MODEL_PEOPLE_H

#include "model/act.h"
#include "model/verbs.h"

/* By name, login or "#id". XH_NOT_FOUND with near names; XH_REFUSED when two people share
 * the name, listing them with unit and #id. NULL or "" gives 0. */
enum xh_rc person_find(struct db *db, const char *name, int64_t *id, struct xh_err *err);
/* The name, told apart from everybody else's who has the same: "陈明(建设办)", or with the
 * number where the unit does not tell, "陈明(建设办 #12)". "" for 0 and nobody. Caller frees. */
char *person_told_apart(struct db *db, int64_t person);
enum xh_rc unit_find(struct db *db, const char *name, int64_t *id, struct xh_err *err);
/* "林家村" or "林家村/一组", and a group by its own name when only one village has it.
 * XH_NOT_FOUND with near names; XH_REFUSED when several have it, naming them. */
enum xh_rc place_find(struct db *db, const char *name, int64_t *id, struct xh_err *err);
/* That refusal, for whoever keeps the names himself: `paths` are put together one by one, the
 * n-th by place_add_path(). XH_REFUSED. */
void place_add_path(struct buf *out, size_t n, const char *path);
enum xh_rc place_refuse_ambiguous(size_t n, const char *name, const char *paths,
                                  struct xh_err *err);
/* One of them, by the table "person", "unit" or "place". */
enum xh_rc people_find(struct db *db, const char *table, const char *name, int64_t *id,
                       struct xh_err *err);
char *person_name(struct db *db, int64_t id);   /* "" for 0; caller frees */
char *person_unit(struct db *db, int64_t id);   /* name of the unit he works in */
char *person_phone(struct db *db, int64_t id);  /* whoever asks decides who sees it */
char *unit_name(struct db *db, int64_t id);
char *place_name(struct db *db, int64_t id);    /* "林家村/一组" */

/* Add or change; keys: person: name unit place title phone login uid role(s, comma
 * separated) rank from to; unit: name parent level rank contact active; place: name
 * parent rank. `who` is a person, unit or place by name for changes, NULL to add.
 * Permission `people`. *id gets the row. */
enum xh_rc people_put(struct store *st, const struct env *env, const struct who *who,
                      const char *table, const char *name, const struct pair *fields, size_t n,
                      int64_t *id, struct xh_err *err);
/* The leaders' order: the persons, units or places `ids` (each once) get the ranks 10, 20, 30
 * and so on; whoever is not among them keeps his. One act, one event. Permission `people`. */
enum xh_rc people_order(struct store *st, const struct env *env, const struct who *who,
                        const char *table, const int64_t *ids, size_t n, struct xh_err *err);

/* Private to people*.c. Items keep the ranks of their unit and owner, for their order. */
void people_refresh_rank(struct act *a, const char *table, int64_t id);
/* Fails the act when the person owns items that are not crossed off: nobody leaves items
 * without somebody responsible. Names them. */
void people_require_done(struct act *a, int64_t person);
/* The same within an act (practice data). */
int64_t people_put_in(struct act *a, const char *table, const char *name,
                      const struct pair *fields, size_t n);

#endif
