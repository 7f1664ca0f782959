/* reply.h - paper that comes back: what the chair has written in the column 会议意见 of a
 * final weekly sheet, keyed in row by row under its 序号 (OFFICE 1, 17; ENGINE 26, 27, 39).
 *
 * A reply is a meeting (model/meeting.h) of one edition of a sheet, kept in a file of that
 * name, so that keying in can go on later and on another screen. Every mark is tried first,
 * with everything taken back: what it would do, or why not, is said before it counts. Then
 * it is carried out as a meeting's decision is (model/meeting_acts.h).
 *
 * One transaction for every act a mark leads to, not one for the sheet: each is an event of
 * its own verb, on its own item, which Ctrl-Z takes back without touching the others
 * (invariant 2, ENGINE 31). A group's rows are tried together: all of them, or none.
 *
 * What is no longer as on the sheet is refused and said, never guessed: crossed off
 * meanwhile, another deadline, a limit ordered since, an application taken back. */
#ifndef REPORT_REPLY_H
#define REPORT_REPLY_H

#include "model/meeting_acts.h"
#include "model/paper_mark.h"

/* "46", "46/2026", "2026-46", "第46期"; full-width too. False when it is none of these. */
bool reply_read_sheet(const char *typed, int64_t *year, int64_t *no);

/* What came back of a sheet (`no` 0: the last one, `edition` 0: its last), as far as it is
 * keyed in; what was taken back since is open again. m->met is the day of the meeting the
 * sheet was made for, also before it is held: marks are read with it (paper_mark_read()).
 * m->chair is 0 before somebody is in the chair. Nothing is written. `m` zeroed before;
 * meeting_fini() after either way. XH_DENIED says who may (meeting_may()), XH_NOT_FOUND
 * which sheets there are. */
enum xh_rc reply_open(struct store *st, int64_t person, int64_t year, int64_t no,
                      int64_t edition, struct meeting *m, struct xh_err *err);
/* Who has written the marks, and the file of the marked sheet (NULL, "": none), kept with
 * its whole path. Nothing is written before the first mark. XH_DENIED when this person may
 * not chair; XH_NOT_FOUND without the file. */
enum xh_rc reply_set_chair(struct store *st, struct meeting *m, int64_t chair,
                           const char *paper, struct xh_err *err);
/* "2026年第46期", with its edition from the second on. Caller frees. */
char *reply_sheet_name(const struct meeting *m);

/* A row and what a mark does to it, in words for people; "" where there is nothing. */
struct reply_echo {
    char *about;                /* 序号, code, title, responsible person */
    char *stands;               /* how it stands, what has changed since the sheet */
    char *mark;                 /* "限期 11-27,发督办单;先补台账" */
    char *will;                 /* what will happen, a line each */
    bool known;                 /* the same is recorded already: nothing to do */
};
void reply_echo_fini(struct reply_echo *e);
/* The row alone. XH_NOT_FOUND says which rows the sheet has. `out` zeroed before;
 * reply_echo_fini() after either way, here and below. */
enum xh_rc reply_look(struct store *st, const struct env *env, int64_t reader,
                      const struct meeting *m, int64_t n, struct reply_echo *out,
                      struct xh_err *err);
/* Can the mark be recorded now by `actor`? Tried with everything taken back. Fills in what
 * belongs to it: the request an extension answers, the day that was asked for. Refusals
 * are those of the verbs; nothing has changed either way. */
enum xh_rc reply_check(struct store *st, const struct env *env, int64_t actor,
                       struct meeting *m, struct paper_mark *mark, struct reply_echo *out,
                       struct xh_err *err);
/* Record a mark that was checked, by `hands` (its `done` and `paper` are this module's
 * business), and keep it. XH_CONFLICT when somebody else has gone on with this sheet; what
 * could not be done comes back as the verb's refusal. */
enum xh_rc reply_record(struct store *st, const struct env *env, struct meeting *m,
                        const struct paper_mark *mark, const struct meeting_hands *hands,
                        struct xh_err *err);
/* The row is open again: exactly what its mark has led to is taken back by `actor` (`n` acts;
 * none of a row marked with -), all of it or, when `err` says why not, nothing. Kept. */
enum xh_rc reply_take_back(struct store *st, const struct env *env, struct meeting *m, size_t at,
                           int64_t actor, size_t *n, struct xh_err *err);
/* What was taken back since is open again: true when there was such a row. */
bool reply_look_back(struct store *st, struct meeting *m);

/* "12 rows recorded of 27: 5 cross off, ...", then the numbers of those without a mark. */
void reply_summary(struct buf *out, const struct meeting *m);
size_t reply_recorded(const struct meeting *m);

#endif
