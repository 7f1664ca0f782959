/* schema_3.c - what people like. Comments and units as in schema_1.c. */
#include "model/schema_sql.h"

const char schema_3[] =
/* What people like to look at is no part of the record (preference.h). */
"CREATE TABLE preference (       -- settings of one's own: column order, widths ...\n"
"  person INTEGER NOT NULL REFERENCES person(id), -- whose\n"
"  name   TEXT NOT NULL,         -- which: ledger/tasks/columns\n"
"  value  TEXT NOT NULL,         -- as its owner writes it\n"
"  PRIMARY KEY (person, name)\n"
") STRICT, WITHOUT ROWID;\n";
