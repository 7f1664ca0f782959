/* mistakes.h - the table behind test_config.c: a mistake and what is said about it. */
#ifndef TESTS_CONFIG_MISTAKES_H
#define TESTS_CONFIG_MISTAKES_H

#include <stddef.h>

/* Four good lines; what a row adds begins in line 5. */
#define HEAD "list: bad\nname: 坏台账\ncode: \"坏{yy}-{seq}\"\nalias: b\n"

/* `add`: behind HEAD as lists/bad. `doc`, `find`, `put`: a document of
 * tests/config/township with one text replaced, or two. `want`: one line per complaint,
 * "LINE:COL PATH | WHAT | INSTEAD", the last two as parts. */
struct mistake { const char *add, *doc, *find, *put, *find2, *put2, *want; };

extern const struct mistake mistakes[];
extern const size_t n_mistakes;

#endif
