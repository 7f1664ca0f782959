/* history.h - what happened to an item, read from the record (办理记录). */
#ifndef MODEL_HISTORY_H
#define MODEL_HISTORY_H

#include "model/event.h"
#include "model/store.h"

struct history_line {
    int64_t event;
    char action[EVENT_ACTION];
    char *verb;
    int32_t day;
    int64_t at;
    char *actor, *behalf, *decided;     /* names; "" */
    char *of;                   /* granting, refusing: the verb asked for; "" */
    bool on_paper, undone;
    bool is_asked;              /* a request for `verb`, which changed nothing itself */
    char *text;                 /* reason, step, dates; translated where it is ours */
};
struct history { struct history_line *v; size_t n, cap; };
/* `out` zeroed before; oldest first. history_fini() after either way. */
enum xh_rc history_load(struct store *st, int64_t item, struct history *out,
                        struct xh_err *err);
/* Only the last `most` of them. */
enum xh_rc history_last(struct store *st, int64_t item, size_t most, struct history *out,
                        struct xh_err *err);
void history_fini(struct history *h);

/* The newest event of the record; 0: none. */
int64_t history_newest(struct store *st);
/* Has an event after `event` set a private field of the item ("title": the title of a
 * list of persons)? For those who may not see the value itself. */
bool history_private_since(struct store *st, const struct list_def *list, int64_t item,
                           const char *field, int64_t event);

#endif
