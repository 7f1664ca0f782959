/* capital.h - money in capitals (人民币大写), as it stands on agreements and receipts.
 *
 * By 支付结算办法 (银发〔1997〕393号) annex 1, 正确填写票据和结算凭证的基本规定: 整 behind
 * 元, nothing behind 角 and 分; zeros in the middle are one 零; where 元 is 0 and 角 is not,
 * 零 stands between them, where 角 is 0 and 分 is not, too; 1 in the tens is 壹拾. Of the two
 * ways the rule allows for a zero at 万 the first is used (壹拾万柒仟元). 0.01 is 壹分. */
#ifndef MODEL_CAPITAL_H
#define MODEL_CAPITAL_H

#include <stdbool.h>
#include <stdint.h>

#include "model/mem.h"

/* `value` millionths of `unit` (元, 万元, 亿元 ...), appended to `out`: 12.5 万元 is
 * 壹拾贰万伍仟元整, below zero 负 comes first. False, and nothing added, when the unit is
 * not 人民币, when there is more than 分 behind it, or 10000 万亿元 and more. */
bool capital_money(struct buf *out, int64_t value, const char *unit);

#endif
