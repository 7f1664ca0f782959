/* def_schema.h - what the files with the rows of the configuration share: how a row is
 * written. Private to def_schema*.c. */
#ifndef MODEL_DEF_SCHEMA_H
#define MODEL_DEF_SCHEMA_H

#include "model/def_bind.h"

#define AT(type, member) .offset = offsetof(struct type, member)
#define N(type, member) .count_offset = offsetof(struct type, member)
#define END { .key = NULL }

extern const struct schema_word word_status[];        /* def_schema.c */
extern const struct schema schema_step;                 /* def_schema_steps.c */
extern const struct schema schema_action;               /* def_schema_workflow.c */

/* law, source, status and doc stand on lists, fields and steps alike. */
#define ORIGIN(type) \
    { "law", SCHEMA_TEXT, AT(type, law), .max = 400, .example = "浙江省土地管理条例第47条", \
      .doc = N_("The article this rests on; shown by `why`.") }, \
    { "source", SCHEMA_TEXT, AT(type, source), .max = 400, .example = "镇长办公会议纪要", \
      .doc = N_("Where it was found or decided.") }, \
    { "status", SCHEMA_ENUM, AT(type, status), .words = word_status, .preset = "practice", \
      .example = "statute", \
      .doc = N_("statute = fixed by law, never extended or skipped; practice = custom of the " \
                "office; example = invented for this sample, to be settled by the township.") }, \
    { "doc", SCHEMA_PROSE, AT(type, doc), .example = "以征地红线图为准", \
      .doc = N_("A note for the people who fill it in.") }

#endif
