/* def_read.h - readers of the keys that are no plain values; def_schema.c points at them.
 *
 * All have the shape schema_row.custom asks for; the comment says what `member` must
 * be. */
#ifndef MODEL_DEF_READ_H
#define MODEL_DEF_READ_H

#include "model/def_bind.h"

void read_colours(struct bind *b, const struct node *n, void *member);      /* colours_def */
void read_yellow(struct bind *b, const struct node *n, void *member);       /* colours_def */
void read_red(struct bind *b, const struct node *n, void *member);          /* colours_def */
void read_progress(struct bind *b, const struct node *n, void *member);     /* progress_def */
void read_plan(struct bind *b, const struct node *n, void *member);         /* plan_def */
void read_map(struct bind *b, const struct node *n, void *member);          /* list_def */
void read_headers(struct bind *b, const struct node *n, void *member);      /* list_def */
void read_share(struct bind *b, const struct node *n, void *member);        /* int64_t */
void read_sample(struct bind *b, const struct node *n, void *member);       /* sample_def */
void read_rows_needs(struct bind *b, const struct node *n, void *member);   /* step_needs */
void read_count(struct bind *b, const struct node *n, void *member);        /* nothing is kept */
void read_verbs(struct bind *b, const struct node *n, void *member);        /* grant_def */
void read_meeting(struct bind *b, const struct node *n, void *member);      /* weekly_def */
void read_sheet_day(struct bind *b, const struct node *n, void *member);    /* weekly_def */
void read_fill_day(struct bind *b, const struct node *n, void *member);     /* weekly_def */
void read_order_number(struct bind *b, const struct node *n, void *member); /* const char * */
void read_language(struct bind *b, const struct node *n, void *member);     /* const char * */
void read_utc_offset(struct bind *b, const struct node *n, void *member);   /* int32_t minutes */

/* ---- what the little languages have in common ---- */

const char *read_past_blanks(const char *s);
/* Does `s` begin with `word`? Then *rest is what follows, blanks skipped. */
bool read_past(const char *s, const char *word, const char **rest);
bool read_is_digits(const char *s);         /* one at least, and nothing else */
/* Is it keys and values? Else complains, saying what `example` shows. */
bool read_wants_map(struct bind *b, const struct node *n, const char *example);

#endif
