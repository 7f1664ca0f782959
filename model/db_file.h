/* db_file.h - the file of a database before SQLite opens it: found, looked at, made, removed.
 *
 * Private to db.c. `path` is as the caller named it, for messages; `real` what
 * db_file_resolve() made of it. */
#ifndef MODEL_DB_FILE_H
#define MODEL_DB_FILE_H

#include "model/err.h"

/* An absolute path, the links among its folders followed, not one in the last place. Caller
 * frees. NULL with errno set when there is no such folder. */
char *db_file_resolve(const char *path);
/* Is it a regular file? XH_DB with the reason when it is something else or not there. */
enum xh_rc db_file_check(const char *path, const char *real, struct xh_err *err);
/* What is told when it is a symbolic link: XH_DB. */
enum xh_rc db_file_refuse_link(const char *path, struct xh_err *err);
/* Make it, empty. XH_DB when there is one already or it cannot be made. */
enum xh_rc db_file_make(const char *path, const char *real, struct xh_err *err);
/* Remove it and what SQLite keeps beside it. */
void db_file_remove(const char *real);

#endif
