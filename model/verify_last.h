/* verify_last.h - when the record was last checked on the screen, and what came of it: a fact
 * about the file, kept outside of the record (meta) so that everybody sees it. */
#ifndef MODEL_VERIFY_LAST_H
#define MODEL_VERIFY_LAST_H

#include "model/act.h"
#include "model/verify.h"

struct verify_last {
    int64_t at;                 /* milliseconds since 1970 */
    int32_t day;                /* of it, here */
    int64_t events;             /* up to this one */
    int64_t bad;                /* findings; 0: whole */
    int64_t person;             /* who looked; 0: nobody known */
    char code[48];              /* for paper, of the last event; "": the chain was not whole */
};
/* False: never, or nobody can read it. */
bool verify_last(struct store *st, struct verify_last *out);
/* Remember what verify_run() has found, by `person`. Fails where nothing can be written; the
 * check is none the worse for it. */
enum xh_rc verify_remember(struct store *st, const struct env *env, int64_t person,
                           const struct verify *v, struct xh_err *err);
/* All findings of all parts. */
size_t verify_findings(const struct verify *v);

#endif
