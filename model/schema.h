/* schema.h - the tables, their migrations, and which columns are facts (DESIGN 7, ENGINE
 * 32).
 *
 * Every table the record keeps has an INTEGER PRIMARY KEY `id`, so that an event can name
 * any value as (table, id, column). Columns are facts or outcomes, written only through
 * act.h and replayed, unless schema_is_derived() names them: those are recomputed, never
 * replayed. */
#ifndef MODEL_SCHEMA_H
#define MODEL_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>

#include "model/db.h"
#include "model/def.h"

#define SCHEMA_APPLICATION_ID 0x58484155    /* "XHAU": 销号 */
#define SCHEMA_VERSION 5

/* Bring a fresh or older database to SCHEMA_VERSION inside the caller's transaction. */
enum xh_rc schema_migrate(struct db *db, int from, struct xh_err *err);

/* The tables whose rows events carry, in the order replay must create them;
 * NULL-terminated. f_<list> tables come besides. */
extern const char *const schema_fact_tables[];
bool schema_is_derived(const char *table, const char *column);

/* Make sure f_<list> and its column v_<field> exist (ENGINE 34). Names are checked:
 * [a-z0-9_]. */
enum xh_rc schema_field_column(struct db *db, const char *list, const char *field,
                               enum field_type type, struct xh_err *err);
/* Where f_<list> is not there yet: it and all these columns in one statement, word for word what
 * schema_field_column() comes to one by one, each of which makes SQLite read the whole schema
 * again. Does nothing where the table is there or a name is no name. */
struct schema_field { const char *id; enum field_type type; };
enum xh_rc schema_field_table(struct db *db, const char *list, const struct schema_field *v,
                              size_t n, struct xh_err *err);

#endif
