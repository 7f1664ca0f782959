/* backup_text.h - what is said about backups, on the command line and on the screen. */
#ifndef REPORT_BACKUP_TEXT_H
#define REPORT_BACKUP_TEXT_H

#include "model/backup_list.h"

/* "whole", "DAMAGED": translated, borrowed. */
const char *backup_state_word(const struct backup_entry *e);
/* "12 MB". Appended. */
void backup_size(struct buf *out, int64_t bytes);
/* What has to be known about it, a line each: of another township, still holds what was
 * erased. What is damaged stands in e->findings. Appended; "" when there is nothing. */
void backup_remarks(struct buf *out, const struct backup_entry *e);
/* What was made: items, evidence, size, last event, whether it is whole; lines. Appended. */
void backup_made_text(struct buf *out, const struct backup_made *made);

#define BACKUP_LATE_DAYS 7      /* since the last one, before people are told */
struct backup_age {
    bool none;                  /* there is no good one; `days` since the first event */
    int days;
    bool late;                  /* it is time for one; never in a practice township */
};
struct backup_age backup_age(struct store *st, int32_t today);

#endif
