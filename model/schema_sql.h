/* schema_sql.h - the text of every migration, one file each: schema_<version>.c. Private
 * to schema.c. */
#ifndef MODEL_SCHEMA_SQL_H
#define MODEL_SCHEMA_SQL_H

extern const char schema_1[], schema_2[], schema_3[], schema_4[],
                  schema_5[];

#endif
