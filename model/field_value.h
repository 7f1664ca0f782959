/* field_value.h - the values of a list's fields as people type and read them. Pure. */
#ifndef MODEL_FIELD_VALUE_H
#define MODEL_FIELD_VALUE_H

#include "model/db.h"
#include "model/def.h"
#include "model/mem.h"

/* Parse `typed` for `f`: decimals (one in another unit is converted exactly or refused,
 * 11.8078公顷 for 亩), ISO dates, integers, 是/否, one of the choices. Empty
 * gives NULL. Texts are kept in *keep (caller frees). XH_REFUSED says what is wrong and
 * what to write. */
enum xh_rc field_parse(const struct field_def *f, const char *typed, struct value *out,
                       char **keep, struct xh_err *err);
/* Canonical text, as exported: ISO dates, shortest decimals, yes/no as 1/0. "" for
 * NULL. */
void field_format(struct buf *out, enum field_type type, struct value v);

#endif
