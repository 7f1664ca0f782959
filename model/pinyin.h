/* pinyin.h - finding Chinese by the initials of its pinyin, without an input method (UX
 * 2.2). Every reading of a character counts: 重 is z and c. */
#ifndef MODEL_PINYIN_H
#define MODEL_PINYIN_H

#include <stdbool.h>
#include <stdint.h>

/* Can the character be read with this letter (a-z)? */
bool pinyin_has_initial(uint32_t ch, char letter);
/* Does `typed` find `text`? Typed Hanzi, digits and signs must stand in it as they are,
 * anywhere; letters also as initials: from the beginning of a word (of the text, or after
 * something that is no Hanzi), three or more of them from any character. Small and
 * capital, full and half width are the same; an empty `typed` finds everything. */
bool pinyin_match(const char *text, const char *typed);

#endif
