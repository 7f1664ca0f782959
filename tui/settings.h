/* settings.h - 设置: what the office settles once and then forgets, part by part. */
#ifndef TUI_SETTINGS_H
#define TUI_SETTINGS_H

#include "tui/tui.h"

extern const struct screen_ops settings_screen;
/* Its parts, in their order; NULL after the last. Opening one asks the permission it takes. */
const struct screen_ops *settings_part(size_t i);
void settings_open_part(struct tui *t, size_t i);
/* The columns of one list as this person likes them; arg: its id, const char *, NULL: of
 * several lists. */
extern const struct screen_ops settings_columns_screen;
/* Others of its parts. */
extern const struct screen_ops settings_backup_screen, settings_holidays_screen,
                               settings_settle_screen, settings_verify_screen;

#endif
