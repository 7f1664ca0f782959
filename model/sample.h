/* sample.h - rows drawn by lot when a village is applied for as a whole, to be inspected on
 * site before it is crossed off (抽查, ENGINE 24; `sample:` in YAML).
 *
 * Nobody chooses them. The seed is the beginning of the application's random action id, so it
 * cannot be known before; it stays when the application is taken back and made again, so that
 * nobody can draw until he likes what he sees; it is printed, so that anybody can draw again:
 * the rows whose SHA-256("SEED CODE") is smallest. */
#ifndef MODEL_SAMPLE_H
#define MODEL_SAMPLE_H

#include "model/def.h"
#include "model/err.h"
#include "model/mem.h"
#include "model/store.h"

enum { SAMPLE_SEED = 17 };          /* 16 digits and NUL */

/* So many of `n` rows: the share, rounded up, no fewer than `least`, no more than there are. */
size_t sample_size(const struct sample_def *d, size_t n);
/* Which of `n` rows: picked[0..k) get the indices of the `k` drawn (k <= n), in the order of
 * `codes`. */
void sample_draw(const char *seed, const char *const *codes, size_t n, size_t k, size_t *picked);

/* One drawing, as it was kept. */
struct sample_row { int64_t item; char *code, *place; };
struct sample {
    int64_t id, item;               /* row; what the village's rows hang under */
    char *place;                    /* "林家村" */
    int32_t day;
    char seed[SAMPLE_SEED];
    int64_t all;                    /* so many were applied for */
    struct sample_row *v; size_t n, cap;        /* in the order of their codes */
};
struct samples { struct sample *v; size_t n, cap; };

/* Those under `item`, newest first: of `place` and what lies in it (0: of every place), only
 * those of which a row still waits for the decision (`waiting`), or all. `out` zeroed before;
 * samples_fini() after either way. */
enum xh_rc samples_load(struct store *st, int64_t item, int64_t place, bool waiting,
                        struct samples *out, struct xh_err *err);
/* The ones `item` itself was drawn in. */
enum xh_rc samples_of_row(struct store *st, int64_t item, struct samples *out,
                          struct xh_err *err);
void samples_fini(struct samples *s);

/* "林家村, 11-20: 3 of 28, number 1f0c..: 征26-003, 征26-010 ..", appended; at most `most` codes
 * (0: all). No names. */
void sample_say(struct buf *out, const struct sample *s, size_t most);
/* Its two parts: up to the number, and the codes. */
void sample_say_head(struct buf *out, const struct sample *s);
void sample_say_codes(struct buf *out, const struct sample *s, size_t most);

#endif
