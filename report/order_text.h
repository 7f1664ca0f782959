/* order_text.h - what an order or a letter says on paper, part by part (OFFICE 13);
 * order_paper.h puts the parts on pages.
 *
 * Nothing private, no telephone but the office's own (township.yaml: orders.contact).
 * Households stand in groups; the annex names their codes. A letter to a superior asks,
 * ranks nothing and says only what waits for how long (ENGINE 38). */
#ifndef REPORT_ORDER_TEXT_H
#define REPORT_ORDER_TEXT_H

#include "model/order.h"

struct paper_line {
    char *label, *text;         /* 回复时限, 2026年12月4日; text "" is a blank to write into */
    int room;                   /* of a blank: so many mm high; 0: a line */
};
struct paper_lines { struct paper_line *v; size_t n, cap; };

struct order_words {
    enum duban_kind kind;
    char *heading;              /* 沿江镇督办单 */
    char *number;               /* 沿督〔2026〕3号; of a draft 拟稿,未编号 */
    char *mark;                 /* across the page: 拟稿, 作废; "" */
    char *to;                   /* 主送 */
    char *opening;              /* the sentence before the matters */
    char *matters_label;        /* 督办事项, 需协调事项 */
    struct paper_lines matters; /* label: what; text: code, who, deadline or wait */
    struct paper_lines facts;   /* basis, responsible leader */
    char *demand_label, *demand;/* 办理要求 */
    struct paper_lines terms;   /* reply by, acknowledge by, feedback */
    char *issuer, *signature,
        *dated;                 /* who it comes from, 签发, the day; seal above them */
    char *contact;              /* "" */
    struct paper_lines annex;   /* rows of groups: group, codes */
    struct paper_lines slip;    /* 签收回执; none on a letter */
    struct paper_lines form;    /* 办理情况反馈表; none on a letter */
};

void order_words_make(struct order_words *p, const struct defs *defs,
                      const struct duban_order *o);     /* `p` zeroed before */
void order_words_fini(struct order_words *p);

/* "逾期3天", "剩2个工作日", "未签收2天" on `day`; what an answer waits for stands in the
 * state. "" when nothing runs. Caller frees. */
char *order_clock(const struct defs *defs, const struct duban_order *o, int32_t day);

#endif
