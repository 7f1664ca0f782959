/* rollup_list.h - households with the steps and fields of the shipped list, but with nothing
 * that has to come before: for tests of sums, which want any step at any time. */
#ifndef TESTS_ROLLUP_LIST_H
#define TESTS_ROLLUP_LIST_H

#define HOUSEHOLDS_HEAD \
    "list: households\nname: 征地户签\nrow: 户\norder: 6\nparent: projects\n" \
    "code: \"征{yy}-{seq:3}\"\nalias: z\nperson: true\ndue: given\nstatus: example\n" \
    "source: 测试\nfields:\n"
#define HOUSEHOLDS_AREA "  area: {name: 面积, type: decimal, unit: 亩, sum: true, min: 0}\n"
#define HOUSEHOLDS_REST \
    "  section: {name: 标段, type: text}\n" \
    "  people: {name: 人口, type: integer, unit: 人, min: 0}\n" \
    "  phone: {name: 电话, type: text, private: true, show: [handler]}\n" \
    "  amount: {name: 补偿金额, type: decimal, unit: 万元, private: true, show: [handler]}\n" \
    "steps:\n" \
    "  - {id: visit, name: 入户, due: start + 5 workdays}\n" \
    "  - {id: measure, name: 丈量}\n  - {id: notice, name: 公示}\n" \
    "  - {id: sign, name: 签约}\n  - {id: pay, name: 兑付}\n  - {id: vacate, name: 腾空}\n" \
    "  - {id: hand, name: 交地}\n" \
    "progress: steps\nplan: linear\ncolours: township\ncolumns: [colour, code, title]\n"
#define HOUSEHOLDS_ROLLUP \
    "rollup: {signed: sign, paid: pay, area: area, money: amount, section: section, start: " \
    "sign_start, due: sign_due}\n"

#endif
