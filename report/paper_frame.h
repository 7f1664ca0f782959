/* paper_frame.h - what stands around the content of every paper of the township: its name,
 * whose it is, what it was made from, that it is internal or practice (OFFICE 22, 25; its
 * last chapter). */
#ifndef REPORT_PAPER_FRAME_H
#define REPORT_PAPER_FRAME_H

#include "model/store.h"
#include "report/document.h"

/* Begins `d` (zeroed before): its metadata, dated when the newest event was written, the
 * mark of a practice township. `title` without the township's name. */
enum xh_rc paper_begin(struct document *d, struct store *st, enum doc_page page,
                       const char *title, struct xh_err *err);
/* A part: the title over it, `said` under that (the day, the period; "" none), the running
 * head with `name` behind the title ("" for the only part), the foot of internal papers,
 * compiled on `day`. */
void paper_part(struct document *d, const struct store *st, const char *name, int32_t day,
                const char *said);
/* What proves the paper, at its end: the newest event, how many there are, the chain's code
 * (record_end.h), as a QR code too where the township wants that. */
enum xh_rc paper_anchor(struct document *d, struct store *st, struct xh_err *err);

/* A line: so many rows, or orders, are left out, for the reader may not take them away; none
 * for 0. Where the tables go alone it is said beside them. */
void paper_kept_back(struct document *d, size_t n);
void paper_orders_kept_back(struct document *d, size_t n);

/* ---- words; caller frees what is no const ---- */

char *paper_date(int32_t day);                  /* 2026年11月20日; "" for none */
char *paper_period(int32_t from, int32_t to);   /* 2026年11月14日—2026年11月20日 */
const char *paper_secret(void);                 /* 内部资料 注意保存 */
char *paper_compiled(const struct defs *defs, int32_t day);     /* 编制:督查室  2026年11月20日 */
char *paper_code(const char *code, int64_t seq);                /* 校验码(核对用):… 事件号 … */
/* The same for a QR code (verify_code_scan); "" where the township prints none. */
char *paper_scan(const struct defs *defs, const char *code, int64_t seq);

#endif
