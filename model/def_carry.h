/* def_carry.h - what `was: OLD_ID` brings along when a configuration is put in force
 * (ENGINE 23, 34).
 *
 * The old column and the old steps stay where they are: nothing is lost, and they come
 * back with the YAML that names them (invariant 7). What is carried is a fact like any
 * other, in the event of the configuration. Failures stick to the act. */
#ifndef MODEL_DEF_CARRY_H
#define MODEL_DEF_CARRY_H

#include "model/act.h"
#include "model/def.h"

/* A field that is new in the record starts with the values of f->was, through f->convert.
 * Refused where a value would change its meaning: another unit or type without a
 * conversion. Private values stay private. */
void def_carry_field(struct act *a, const struct list_def *l, const struct field_def *f);
/* Steps that carry on another id: dates, amounts and evidence, for each item that has
 * something under the old id and nothing yet under the new one. */
void def_carry_steps(struct act *a, const struct list_def *l);

#endif
