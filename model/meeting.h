/* meeting.h - a meeting: the rows that are gone through, what was decided about each of
 * them, and what came of it (OFFICE 16, 22).
 *
 * What came back on paper is one too, of one edition of a final sheet (`is_reply`,
 * report/reply.h): its rows are carried out one after the other as they are keyed in.
 *
 * A meeting is kept in a file of its own, HOME/meetings/NAME, on disk with every decision:
 * a hang-up, a crash or a power cut loses nothing, and whoever may record a meeting can go
 * on with it. It is not part of the record: what is decided comes into force by the acts
 * it leads to (meeting_acts.h), each an event of its own verb. The file says which of them
 * were done, so that what failed can be tried again and the minutes be printed again.
 *
 * Rows are those of the weekly sheet: nothing private, no household, gets in here. */
#ifndef MODEL_MEETING_H
#define MODEL_MEETING_H

#include "model/mem.h"
#include "model/event.h"
#include "model/store.h"

/* By the digit it is decided with. */
enum meeting_what {
    MEETING_OPEN,               /* nothing decided */
    MEETING_LIMIT,              /* 限期 */
    MEETING_LEAD,               /* 明确牵头 */
    MEETING_EXTEND,             /* 同意延期 */
    MEETING_ORDER,              /* 发督办单 */
    MEETING_ON_SITE,            /* 现场办公 */
    MEETING_AGAIN,              /* 下次再议 */
    MEETING_AGREED,             /* 无意见 */
    MEETING_CLOSE,              /* 同意销号 */
    MEETING_WORDS,              /* other words */
    MEETING_RETURN,             /* 退回: only on paper, no digit */
    MEETING_WHATS
};
const char *meeting_what_id(enum meeting_what w);       /* "limit": stable */
const char *meeting_what_name(enum meeting_what w);     /* translated: 限期 */
/* The choice of the field `decision` of the list of what meetings decided; "" for none. */
const char *meeting_what_choice(enum meeting_what w);
/* Is it something that text should say more about (待补文字)? */
bool meeting_what_wants_text(enum meeting_what w);
/* Does it give somebody something to do, so that it becomes an item of its own? */
bool meeting_what_makes_item(enum meeting_what w);

struct meeting_decision {
    enum meeting_what what;
    int32_t day;                /* limit, extend, on site; DAY_NONE: none */
    int64_t request;            /* extend: the request that is granted; 0: none */
    char *unit, *owner;         /* lead: names as verbs understand them; "" */
    char *doc;                  /* extend past the superior's deadline: its document; "" */
    char *text;                 /* a line, may follow later; "" */
    bool order;                 /* limit, extend: and a supervision order besides */
    bool item;                  /* becomes an item of the list of what meetings decided */
};
void meeting_decision_set(struct meeting_decision *to, const struct meeting_decision *from);
void meeting_decision_fini(struct meeting_decision *d);

/* A cell of the sheet, by the id of its column. */
struct meeting_cell { char *id, *text; };

/* An act it has led to: on which item, or what else it was. */
enum meeting_part { MEETING_DID, MEETING_NOTED, MEETING_MADE, MEETING_ORDERED };
struct meeting_act {
    enum meeting_part part;
    int64_t item;
    char action[EVENT_ACTION];  /* to see whether it was taken back; "" cannot be */
};

struct meeting_row {
    int64_t n;                  /* 序号 */
    char *section, *heading;    /* "overdue", "一、逾期事项" */
    enum colour colour;         /* as on the sheet */
    int32_t due;                /* as on the sheet; DAY_NONE */
    char *code, *title;
    bool is_group;              /* rows that stand together, by what they share */
    int64_t *items; size_t n_items, cap_items;
    struct meeting_cell *cells; size_t n_cells, cap_cells;
    struct meeting_decision d;
    /* what came of it */
    struct meeting_act *acts; size_t n_acts, cap_acts;
    char *made;                 /* code of the item it became; "" */
    char *failed;               /* why it is not all done; "" */
    enum xh_rc failed_rc;       /* of that; not kept on disk */
    bool done;
};

struct meeting {
    char *name;                 /* of its file: "2026-11-23-1"; "" before it is saved */
    char *kind;                 /* 会议名称: 周例会 */
    char *session;              /* 期次: 2026年第46期; "" */
    int32_t met;
    int64_t chair;
    char *chair_name;
    int64_t recorder;
    char *recorder_name;
    int64_t sheet_year, sheet_no;       /* the final sheet gone through; 0: a draft */
    int64_t sheet_edition;      /* of it, from 1 */
    int64_t sheet_seq;          /* the last event that edition has seen */
    int32_t sheet_to;           /* the last day of its period; not kept on disk */
    bool is_reply;              /* what was written on it, keyed in row by row */
    char *paper;                /* reply: file of the sheet the chair has marked; "" */
    size_t at;                  /* the row it stands at */
    int32_t confirmed_on;       /* by the chair; DAY_NONE: not yet */
    bool on_paper;              /* confirmed on a signed form */
    bool oral;                  /* the chair said yes; the recorder decided for himself */
    struct meeting_row *rows; size_t n, cap;
    char *text;                 /* private: as the file was last seen */
};
void meeting_fini(struct meeting *m);

/* ---- rows ---- */

struct meeting_row *meeting_add(struct meeting *m);     /* empty; borrowed until the next */
/* Takes over `text`. */
void meeting_put_cell(struct meeting_row *r, const char *id, char *text);
const char *meeting_cell(const struct meeting_row *r, const char *id);  /* "" */
/* Only rows of the sections for which `keep` says so. */
void meeting_keep(struct meeting *m, bool (*keep)(void *ctx, const char *section), void *ctx);
/* The row with this 序号; m->n when there is none. */
size_t meeting_find(const struct meeting *m, int64_t n);
/* Has it led to such an act; `item` 0: on any? */
bool meeting_did(const struct meeting_row *r, enum meeting_part part, int64_t item);
void meeting_add_act(struct meeting_row *r, enum meeting_part part, int64_t item,
                     const char *action);

struct meeting_count { size_t decided, wanting, done, failed; };
struct meeting_count meeting_counts(const struct meeting *m);
/* Confirmed, and everything decided is done. */
bool meeting_is_over(const struct meeting *m);
/* "周例会 2026年第46期", or with its day when it has no number. Caller frees. */
char *meeting_title(const struct meeting *m);
/* "周例会2026年第46期(2026-11-23,主持:领导甲)议定:限期 11-27。text": what stands in the
 * record of an item; of a reply "2026年第46期周报序号12(...):限期 11-27。text"; words alone
 * lead: "text(周报2026年第46期序号12会议意见,...)". Caller frees. */
char *meeting_says(const struct meeting *m, const struct meeting_row *r);
/* "2026-46/1:12": the sheet's year, number and edition, and the row, for machines; "" of
 * what was no final sheet. Caller frees. */
char *meeting_row_ref(const struct meeting *m, const struct meeting_row *r);
/* "限期 11-27", "明确牵头 建设办 干部甲": without the text. Appended. */
void meeting_say_decision(struct buf *out, const struct meeting_decision *d, int32_t today);

/* ---- who ---- */

/* May this person record a meeting? Whoever may write down what leaders instruct (permission
 * `instruct`) and reads everything. `why` (NULL: not asked) names those who may. */
bool meeting_may(struct store *st, int64_t person, struct xh_err *why);
/* May this person chair one: decide about what is theirs to lead? */
bool meeting_may_chair(struct store *st, int64_t person);

/* ---- the file ---- */

/* Write it to disk. A meeting without a name gets one of its day. Nothing is done for a
 * township in memory. XH_CONFLICT when somebody else has gone on with it meanwhile. */
enum xh_rc meeting_save(struct store *st, struct meeting *m, struct xh_err *err);
/* `out` zeroed before. XH_NOT_FOUND; XH_DB when the file is no meeting. */
enum xh_rc meeting_load(struct store *st, const char *name, struct meeting *out,
                        struct xh_err *err);
/* Names of all that are kept, the newest first; each and the array to be freed. */
char **meeting_names(struct store *st, size_t *n);
/* A meeting that was never confirmed is thrown away. XH_REFUSED when it was. */
enum xh_rc meeting_drop(struct store *st, const struct meeting *m, struct xh_err *err);

#endif
