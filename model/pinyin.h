/* pinyin.h - finding Chinese by its pinyin, without an input method (UX 2.2), and sorting by
 * it. Every reading of a character counts: 重 is z, zhong, c and chong.
 *
 * What is typed is laid beside the text character by character. A Hanzi is met by itself, by
 * the initial of a reading (z, and zh ch sh), by a whole syllable, or, where the typing ends,
 * by the beginning of one: hr, huanr, huren and huanre find 换人. ü is typed v or u. A blank
 * or ' beside a Hanzi parts syllables: "lin jia", xi'an. Everything else stands for itself;
 * small and capital, full and half width are the same, blanks in the text are passed over. */
#ifndef MODEL_PINYIN_H
#define MODEL_PINYIN_H

#include <stdbool.h>

/* Does `typed` find `text`? Letters as pinyin from the beginning of a word (of the text, or
 * after something that is no Hanzi), three or more of them from any Hanzi; never from inside
 * a syllable. What stands for itself: anywhere. An empty `typed` finds everything. */
bool pinyin_match(const char *text, const char *typed);

/* The same for many texts. pinyin_free() takes NULL. */
struct pinyin *pinyin_new(const char *typed);
bool pinyin_finds(struct pinyin *p, const char *text);
void pinyin_free(struct pinyin *p);

/* Is all of `text` spelled by all of `typed`? ljc and linjiacun are 林家村, linj is not. */
bool pinyin_spells(const char *text, const char *typed);

/* The order of a dictionary: by character; what is no Hanzi first, then by syllable, tone
 * and code point of the customary reading. Of units and places numbers come first, by what
 * they count: 二组, 3组, 十一组. Names of people begin with a surname: 单 is Shan, 曾 Zeng. */
int pinyin_compare(const char *a, const char *b);
int pinyin_compare_people(const char *a, const char *b);

#endif
