/* text.h - UTF-8 as people see it: width in terminal columns, cutting, cleaning.
 *
 * Width comes from one table of our own generated from the Unicode data
 * (model/width_table.h by tools/gen_width.py), so that every machine measures alike: wide
 * and full-width are 2, combining 0, ambiguous 1. Invalid bytes never reach a
 * terminal. */
#ifndef MODEL_TEXT_H
#define MODEL_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/mem.h"

/* Decode one character of valid or broken UTF-8; *len is 1..4 (broken: U+FFFD and 1). At
 * NUL both are 0: nobody steps over the end. */
uint32_t text_next(const char *s, int *len);
bool text_is_utf8(const char *s, size_t n);     /* strict: no surrogates, no overlongs, no NUL */
int text_char_width(uint32_t ch);               /* 0, 1 or 2 columns */
/* One column to us, two on some Chinese terminals: ● ■ ① × … — and the curly quotes. */
bool text_is_ambiguous(uint32_t ch);
int text_width(const char *s);                  /* columns text_fit() would need */
size_t text_length(const char *s);              /* characters */

/* Exactly `cols` columns: clipped at a character, never half of one, then padded with
 * spaces. The one function that lays text into columns (invariant 9). Line breaks and
 * tabs become a space, whatever else text_refused() refuses its mark (text_show). Caller
 * frees. */
enum text_align { TEXT_LEFT, TEXT_RIGHT, TEXT_CENTRE };
char *text_fit(const char *s, int cols, enum text_align align);
/* The same, appended to `out`. */
void text_put(struct buf *out, const char *s, int cols, enum text_align align);

/* The first line of `s` when it is laid into `cols` columns: *n its bytes, without the
 * blanks it ends with; returns where the next line begins, NULL after the last. A line
 * break always ends it. Chinese may be broken between any two characters, but no line
 * begins with a closing mark (，。、）”) or ends with an opening one (（“《); letters and
 * digits stay together while they fit into a line. Always goes forward. */
const char *text_line(const char *s, int cols, size_t *n);
bool text_may_break(uint32_t before, uint32_t after);  /* may a line end between the two? */

/* What may be stored (invariant 8): valid UTF-8 without control characters (newline and
 * tab only when `multiline`) and without bidi controls. NULL if fine, else a static
 * English msgid (N_) saying what is wrong; *at is its byte offset. */
const char *text_refused(const char *s, bool multiline, size_t *at);
/* For showing what is already stored or came from outside: every character text_refused()
 * would refuse, and every one that takes no room and cannot be seen, becomes a visible mark
 * (U+2400 pictures, U+FFFD, <U+202E>). Appends to `out`. */
void text_show(struct buf *out, const char *s, bool multiline);

/* Full-width ASCII twins (ＡＢ，：１) to half-width, ideographic space to space. Caller
 * frees. */
char *text_halfwidth(const char *s);
/* Leading and trailing blanks (ASCII, ideographic, BOM) cut off in place; returns `s`. */
char *text_trim(char *s);
/* Edits between two ids, for "did you mean": Levenshtein with transposition, by
 * character. */
int text_distance(const char *a, const char *b);

#endif
