/* settings_people.h - what the files of 设置, 人员单位 share. Private to
 * tui/settings_people*.c, settings_order.c and settings_leave.c. */
#ifndef TUI_SETTINGS_PEOPLE_H
#define TUI_SETTINGS_PEOPLE_H

#include "model/roster.h"
#include "tui/settings_own.h"

enum people { PEOPLE_PERSONS, PEOPLE_UNITS, PEOPLE_PLACES, PEOPLE_TABLES };
/* "person": the model's table; and what one is called, translated. */
const char *people_table(enum people p);
const char *people_title(enum people p);

/* A name as the model's people_find() takes it: "#4", "林家村/一组". Caller frees. */
char *people_name(enum people p, const struct roster_row *r);

/* The form of a row, NULL: of a new one. True when something was recorded; *id is whose. */
bool people_form(struct tui *t, enum people p, const struct roster_row *r, int64_t *id);

/* The leaders' order; arg: const enum people *. */
extern const struct screen_ops settings_order_screen;
/* What somebody leaves behind, handed over; arg: const int64_t *person. */
extern const struct screen_ops settings_leave_screen;

#endif
