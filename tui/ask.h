/* ask.h - small boxes: a question, a choice by digit, a line, a date, a text to read.
 *
 * Each runs until it is answered and returns the answer. Esc answers no. Every box fits
 * 80x24. Digits choose, Enter takes what is under the cursor, F10 and q leave. */
#ifndef TUI_ASK_H
#define TUI_ASK_H

#include "tui/tui.h"

/* Enter or 1: yes; Esc, 0, q: no. `text` may have any number of lines: where they do not
 * fit, it scrolls. */
bool ask_yes(struct tui *t, const char *title, const char *text);
/* The index chosen, -1: none. `text` above the choices, "" for none; `n` any number
 * (the first nine have digits; in longer lists typing searches, by pinyin too, and where
 * choices have digits in them those search as well). */
int ask_choice(struct tui *t, const char *title, const char *text, const char *const *choices,
               size_t n, size_t at);
/* A line of text, caller frees; NULL: left. */
char *ask_line(struct tui *t, const char *title, const char *text, const char *given);
/* What to look for, asked with what was looked for last: `*find` (owned, NULL: nothing) becomes
 * it. True when there is something to look for now. */
bool ask_find(struct tui *t, const char *text, char **find);
/* A day: typed as on the command line (11-27, +5, 2026-11-27), or moved with the arrows
 * in the month shown; off days and make-up workdays are marked. DAY_NONE: left. */
int32_t ask_day(struct tui *t, const char *title, const char *text, int32_t given);
/* Read only: scrolls; any of Enter, Esc, q leaves. */
void ask_show(struct tui *t, const char *title, const char *text);
/* The same, closing by itself at `until` (env.now_ms): for what is shown for a time only. */
void ask_show_until(struct tui *t, const char *title, const char *text, int64_t until);
/* A person, found by name or pinyin. 0: left. `title` as shown. */
int64_t ask_person(struct tui *t, const char *title);
/* The name of a "person", "unit" or "place" as verbs understand it ("#7" where two people
 * share a name). Caller frees; NULL: left. */
char *ask_name(struct tui *t, const char *table, const char *title);
/* The same for what has been typed already: by pinyin or a part of the name. The only
 * one it can be comes without asking, of several one is chosen. NULL: nobody, or left. */
char *ask_name_like(struct tui *t, const char *table, const char *title, const char *typed);
/* The code of an open row of `list` (id) that I may read, found by its title, pinyin or code.
 * Caller frees; NULL: left, or there is none, and that is said. */
char *ask_row(struct tui *t, const char *list, const char *title);

/* `text` broken into lines of at most `width` columns by Chinese rules (no 、。）at the
 * beginning of a line); each owned by the array. Caller frees with ask_lines_free(). */
char **ask_lines(const char *text, int width, size_t *n);
void ask_lines_free(char **lines, size_t n);

#endif
