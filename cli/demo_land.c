/* demo_land.c - the households of the three land projects: how many where, and each
 * village's own pace; their parcels and what the law asks for before a household may sign; what
 * was paid out.
 *
 * `balance` finds three differences, all of them meant:
 *   red_line   己村: the parcel has 0.60 mu more than its households, one plot is in no list
 *   payments   丁村: its batch was entered with 0.09 万元 too much, two digits changed places
 *   announced  示例地块1 (demo_meetings.c): a real notice's 11.8078 hectares, printed as 177.1174
 *              mu; by 15 mu to the hectare it is 177.1170 */
#include "cli/demo_story.h"

#define COUNT(v) (sizeof (v) / sizeof *(v))

/* 93 households, 53 mu, signed in three days, a month early; 802 households, 371.76 mu; two
 * villages, "nearly a hundred mu" in 36 days. Of the last nothing more is printed: how many
 * households there are and what is left of the hundred mu is invented. */
const struct demo_land demo_lands[] = {
    { SERVICE, 5300, 16, NO_DAY },
    { HIGHWAY, 37176, 60, 36 },
    { RAILWAY, 9860, 30, -8 },
};
const size_t demo_lands_n = COUNT(demo_lands);

const struct demo_step demo_land_steps[DEMO_PACES] = {
    [PACE_VISIT] = { "visit", false, NULL },
    [PACE_MEASURE] = { "measure", false, NULL },
    [PACE_NOTICE] = { "notice", true, NULL },
    [PACE_NOTICE_DONE] = { "notice", false, "村务公开栏公示照片,村委会档案柜" },
    [PACE_SIGN] = { "sign", false, "协议原件,项目攻坚专班档案柜" },
    [PACE_PAY] = { "pay", false, "银行回单,财政所档案柜" },
    [PACE_VACATE] = { "vacate", false, "腾空确认单,村委会档案柜" },
    [PACE_HAND] = { "hand", false, "交地确认单,项目攻坚专班档案柜" },
};

#define FIRST "一标段"
#define SECOND "二标段"
#define THIRD "三标段"
/* rows of the next table */
enum { CHOU, JIA, YI, BING, DING, WU, JI, GENG, XIN, REN, GUI, ZI };

/* visited, measured, notice begun and done, signed, paid, vacated, handed over */
const struct demo_village demo_villages[] = {
    /* all signed in three days, handed over before the date */
    [CHOU] = { SERVICE, "丑村", VILLAGE_L, 93, 3, -66,
      { { -65, 3, 100 }, { -61, 3, 100 }, { -57, 1, 100 }, { -46, 1, 100 }, { -36, 3, 100 },
        { -25, 1, 100 }, { -20, 5, 100 }, { -12, 5, 100 } }, -7, 0, 0, NULL, 3 },
    [JIA] = { HIGHWAY, "甲村", VILLAGE_A, 74, 2, -82,
      { { -80, 3, 100 }, { -76, 3, 100 }, { -66, 1, 100 }, { -55, 1, 100 }, { -48, 5, 100 },
        { -34, 1, 100 }, { -32, 3, 100 }, { -26, 3, 100 } }, -22, 0, 0, FIRST, 0 },
    [YI] = { HIGHWAY, "乙村", VILLAGE_B, 96, 3, -76,
      { { -74, 3, 100 }, { -69, 4, 100 }, { -63, 1, 100 }, { -52, 1, 100 }, { -48, 8, 100 },
        { -29, 2, 100 }, { -26, 10, 85 }, { -6, 5, 30 } }, NO_DAY, -20, 2, FIRST, 0 },
    [BING] = { HIGHWAY, "丙村", VILLAGE_C, 88, 2, -72,
      { { -70, 3, 100 }, { -65, 4, 100 }, { -59, 1, 100 }, { -48, 1, 100 }, { -46, 10, 100 },
        { -26, 2, 90 }, { -15, 10, 40 } }, NO_DAY, 0, 0, FIRST, 0 },
    [DING] = { HIGHWAY, "丁村", VILLAGE_D, 105, 3, -70,
      { { -68, 4, 100 }, { -62, 4, 100 }, { -56, 1, 100 }, { -45, 1, 100 }, { -43, 14, 94 },
        { -22, 2, 88 }, { -18, 8, 80 }, { -8, 5, 25 } }, NO_DAY, -21, -3, SECOND, 0 },
    [WU] = { HIGHWAY, "戊村", VILLAGE_E, 91, 3, -60,
      { { -58, 4, 100 }, { -52, 5, 100 }, { -45, 1, 100 }, { -34, 1, 100 }, { -32, 20, 85 },
        { -10, 1, 40 } }, NO_DAY, 0, 0, SECOND, 0 },
    [JI] = { HIGHWAY, "己村", VILLAGE_F, 97, 3, -40,
      { { -39, 3, 100 }, { -35, 4, 100 }, { -30, 1, 100 }, { -19, 1, 100 }, { -17, 16, 78 } },
      NO_DAY, 0, 0, SECOND, 0 },
    [GENG] = { HIGHWAY, "庚村", VILLAGE_G, 83, 2, -26,
      { { -25, 3, 100 }, { -21, 3, 100 }, { -17, 1, 100 }, { -6, 1, 100 }, { -5, 5, 55 } },
      NO_DAY, 0, 0, THIRD, 0 },
    [XIN] = { HIGHWAY, "辛村", VILLAGE_H, 102, 3, -12,
      { { -11, 3, 100 }, { -7, 4, 100 }, { -2, 1, 100 } }, NO_DAY, 0, 0, THIRD, 0 },
    [REN] = { HIGHWAY, "壬村", VILLAGE_I, 66, 2, -6, { { -4, 4, 80 } }, NO_DAY, 0, 0, THIRD, 0 },
    /* two villages in 36 days, handed over since */
    [GUI] = { RAILWAY, "癸村", VILLAGE_J, 22, 2, -84,
      { { -83, 2, 100 }, { -79, 2, 100 }, { -74, 1, 100 }, { -62, 1, 100 }, { -40, 4, 100 },
        { -6, 2, 100 }, { -4, 2, 100 }, { -2, 2, 100 } }, NO_DAY, 0, 0, NULL, 36 },
    [ZI] = { RAILWAY, "子村", VILLAGE_K, 18, 2, -84,
      { { -82, 2, 100 }, { -78, 2, 100 }, { -74, 1, 100 }, { -62, 1, 100 }, { -40, 4, 100 },
        { -6, 2, 100 }, { -4, 2, 100 }, { -2, 2, 100 } }, NO_DAY, 0, 0, NULL, 36 },
};
const size_t demo_villages_n = COUNT(demo_villages);

#define ND NO_DAY

/* added, prenotice, notice, signed, filed, approved, paid, vacated, handed over, applied for */
const struct demo_parcel demo_parcels[] = {
    { CHOU, { -86, -84, -72, -33, -32, -27, -24, -15, -7, -6 }, NULL, 0 },
    { JIA, { -86, -84, -73, -43, -43, -36, -33, -29, -23, -21 }, NULL, 0 },
    { YI, { -86, -84, -73, -40, -40, -31, -27, ND, ND, ND }, NULL, 0 },
    { BING, { -86, -84, -73, -36, -36, -28, ND, ND, ND, ND }, NULL, 0 },
    /* some have not signed: the application says so */
    { DING, { -86, -84, -73, -29, -29, -24, ND, ND, ND, ND },
      "6户对附着物评估有异议,正在复核,随文如实说明", 0 },
    /* cannot be filed yet: some have not signed, and nobody has said why */
    { WU, { -70, -68, -57, -11, ND, ND, ND, ND, ND, ND }, NULL, 0 },
    { JI, { -56, -54, -43, ND, ND, ND, ND, ND, ND, ND }, NULL, 60 },
    { GENG, { -43, -41, -30, ND, ND, ND, ND, ND, ND, ND }, NULL, 0 },
    /* nobody may sign before the notice is over */
    { XIN, { -26, -24, -13, ND, ND, ND, ND, ND, ND, ND }, NULL, 0 },
    /* nothing may be measured before the prenotice */
    { REN, { -6, ND, ND, ND, ND, ND, ND, ND, ND, ND }, NULL, 0 },
    { GUI, { -86, -84, -73, -12, -12, -7, -4, -2, -1, ND }, NULL, 0 },
    { ZI, { -86, -84, -73, -12, -12, -7, -4, -2, -1, ND }, NULL, 0 },
};
const size_t demo_parcels_n = COUNT(demo_parcels);

const struct demo_payment demo_payments[] = {
    { CHOU, -15, true, 0 }, { JIA, -24, true, 0 }, { YI, -18, true, 0 }, { BING, -15, true, 0 },
    { DING, 6, false, 90000 }, { WU, -1, true, 0 }, { GUI, 4, true, 0 }, { ZI, 4, true, 0 },
};
const size_t demo_payments_n = COUNT(demo_payments);
