/* oral.h - an order given by mouth, in one line: "林家村 签完 林德顺 周五前 !" (UX 2.16).
 *
 * Words are parted by blanks or commas. One that is the name of a place, unit or person,
 * or its pinyin (ljc, linjc), or a day (oral_day.h) is taken for that; 林德顺负责, 建设办牵头,
 * 财政所配合 say what somebody is to do; ! and 急 say that it is urgent. What is not
 * understood stays in the title, and so do places, which say what it is about. Where a name
 * may be several things nothing is taken: it is a doubt, to be asked. Pure: who and what
 * there is, is handed in. */
#ifndef MODEL_ORAL_H
#define MODEL_ORAL_H

#include "model/oral_day.h"
#include "model/verbs.h"

enum oral_kind { ORAL_PERSON, ORAL_UNIT, ORAL_PLACE };
struct oral_name {
    enum oral_kind kind;
    int64_t id;
    char *name;                 /* 一组 */
    char *of;                   /* the person's unit, the place it lies in; "" */
};
/* Everybody who can be given work, in the leaders' order. */
struct oral_index {
    int32_t today, next_meeting;
    const struct calendar *cal;
    struct oral_name *v; size_t n, cap;
};
enum xh_rc oral_index_load(struct store *st, int32_t today, struct oral_index *out,
                           struct xh_err *err);
void oral_index_fini(struct oral_index *x);

/* A word that may mean several names, or one that is not its full name. */
struct oral_doubt { char *word; const struct oral_name *among[9]; size_t n; };
struct oral {
    char *title;
    char *place, *unit, *owner, *co;    /* as verbs understand them ("#7"); "" */
    char *owner_name;           /* for people to read; "" */
    bool unit_of_owner;         /* the unit is where the owner works: nobody named it */
    bool urgent;
    struct oral_day due;        /* day DAY_NONE: none was said */
    char *due_words;            /* 周五前; "" */
    char *left;                 /* why words that look like more were left in the title; "" */
    struct oral_doubt *doubts; size_t n_doubts, cap_doubts;
};
/* `out` zeroed before; oral_fini() after. The doubts borrow from `x`. */
void oral_read(const char *line, const struct oral_index *x, struct oral *out);
void oral_fini(struct oral *o);
/* Doubt `i` is `among[at]`; `at` past the end: none of them, the word is part of the
 * title. */
void oral_settle(struct oral *o, const struct oral_index *x, size_t i, size_t at);
/* What was said of a field, by the key of its pair, does not count after all. */
void oral_drop(struct oral *o, const char *key);
/* The fields of a new row of `l`. Urgent is the list's own choice of that word, where it has
 * one, else the source 领导交办. Texts borrow from `o` and `out`. */
struct oral_pairs { struct pair v[8]; size_t n; char due[DAY_TEXT]; };
void oral_pairs(const struct oral *o, const struct list_def *l, struct oral_pairs *out);
/* Beside those fields: the words the deadline stood in, whose unit it is, what was left in
 * the title and why. "" when there is nothing to say. */
void oral_remark(struct buf *out, const struct oral *o, const struct oral_index *x,
                 const struct list_def *l);
/* What was understood, a line each, appended: item, place, owner, "时限：周五前 = 11-27 周五",
 * what was left in the title and why, what is in doubt. */
void oral_say(struct buf *out, const struct oral *o, const struct oral_index *x,
              const struct list_def *l);
/* "林德顺(林家村村委会)", "林家村/一组": a name told from its namesakes. Caller frees. */
char *oral_name_text(const struct oral_name *n);

#endif
