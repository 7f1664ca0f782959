/* preference.h - what one person likes: a name and a value, each as its owner writes it.
 *
 * No fact about an item, so outside of the record like saved views (view.h): backups have
 * it, events and verify do not. Whose it is alone reads and writes it. */
#ifndef MODEL_PREFERENCE_H
#define MODEL_PREFERENCE_H

#include "model/store.h"

#define PREFERENCE_NAME 100     /* bytes of a name: a-z 0-9 _ - . / */
#define PREFERENCE_VALUE 4000   /* characters of a value; lines are fine */

struct preference { char *name, *value; };
struct preferences { struct preference *v; size_t n, cap; };

/* *value: the value, caller frees; NULL when there is none. */
enum xh_rc preference_get(struct store *st, int64_t person, const char *name, char **value,
                          struct xh_err *err);
/* Keep a value; NULL or "" forgets it. XH_USAGE: name or value cannot be kept; XH_DENIED:
 * nobody (0) has no preferences. A value that stands there already writes nothing. */
enum xh_rc preference_set(struct store *st, int64_t person, const char *name, const char *value,
                          struct xh_err *err);
/* All of the person's whose name begins with `prefix` ("": every one), by name. `out`
 * zeroed before. */
enum xh_rc preferences_load(struct store *st, int64_t person, const char *prefix,
                            struct preferences *out, struct xh_err *err);
void preferences_fini(struct preferences *p);

#endif
