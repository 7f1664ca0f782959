/* persona.h - 换人: to see the practice township as any of its people sees it, and to act
 * there as they would (ENGINE 29, UX 2.24).
 *
 * Nowhere else: a real township knows who is calling from the account alone, unless
 * township.yaml names the account. */
#ifndef TUI_PERSONA_H
#define TUI_PERSONA_H

#include "tui/tui.h"

/* From the menu: a list of all people with units and roles, found by pinyin; the one
 * chosen acts from then on, and every screen is opened anew. Oneself comes first while one
 * is somebody else. Refused, with what to do instead, where it is not allowed. */
void persona_run(struct tui *t);

#endif
