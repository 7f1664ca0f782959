/* sheet_scene.h - three weeks of a township up to Monday's meeting about its first final
 * sheet: what tests of 会议 and of the marks that come back have in common. */
#ifndef TESTS_SHEET_SCENE_H
#define TESTS_SHEET_SCENE_H

#include "tests/model/record_tools.h"

/* A task of 建设办; `more`: one further "key=value", NULL for none. Its code goes to `code`. */
void scene_task(struct record_rig *r, char code[static 64], const char *title, const char *owner,
                const char *lead, const char *due, const char *more);
/* Three households of one village, late on 2026-11-16: a group on the sheet. `lead` of them
 * and of their project: "lead=领导甲", or NULL. */
void scene_households(struct record_rig *r, const char *lead);
/* From 11-17, when `review` is applied for and more time asked for `asked`, over the final
 * sheet of 11-20 to Monday 11-23. */
void scene_to_meeting(struct record_rig *r, const char *review, const char *asked);
/* By the clerk, today; a correction of number `corrects` where it is not 0. */
void scene_final(struct record_rig *r, int64_t corrects, const char *reason);

#endif
