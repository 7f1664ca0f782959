/* demo_land.c - the households of the two land projects: how many where, and each
 * village's own pace. */
#include "cli/demo_story.h"

#define COUNT(v) (sizeof (v) / sizeof *(v))

/* 93 households, 53 mu; 802 households, 371.76 mu. */
const struct demo_land demo_lands[] = {
    { SERVICE, 5300, 16 },
    { HIGHWAY, 37176, 60 },
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

/* visited, measured, notice begun and done, signed, paid, vacated, handed over */
const struct demo_village demo_villages[] = {
    /* all signed in three days, handed over a month before the date */
    { SERVICE, "丑村", VILLAGE_L, 93, 3, -60,
      { { -59, 3, 100 }, { -55, 3, 100 }, { -50, 1, 100 }, { -39, 1, 100 }, { -36, 3, 100 },
        { -28, 1, 100 }, { -20, 5, 100 }, { -12, 5, 100 } }, -7, 0, 0 },
    { HIGHWAY, "甲村", VILLAGE_A, 74, 2, -82,
      { { -80, 3, 100 }, { -76, 3, 100 }, { -72, 1, 100 }, { -61, 1, 100 }, { -59, 5, 100 },
        { -50, 1, 100 }, { -46, 3, 100 }, { -40, 3, 100 } }, -36, 0, 0 },
    { HIGHWAY, "乙村", VILLAGE_B, 96, 3, -76,
      { { -74, 3, 100 }, { -69, 4, 100 }, { -63, 1, 100 }, { -52, 1, 100 }, { -50, 8, 100 },
        { -38, 2, 100 }, { -28, 10, 85 }, { -6, 5, 30 } }, NO_DAY, -20, 2 },
    { HIGHWAY, "丙村", VILLAGE_C, 88, 2, -72,
      { { -70, 3, 100 }, { -65, 4, 100 }, { -59, 1, 100 }, { -48, 1, 100 }, { -46, 10, 100 },
        { -30, 2, 90 }, { -15, 10, 40 } }, NO_DAY, 0, 0 },
    { HIGHWAY, "丁村", VILLAGE_D, 105, 3, -70,
      { { -68, 4, 100 }, { -62, 4, 100 }, { -56, 1, 100 }, { -45, 1, 100 }, { -43, 14, 94 },
        { -26, 2, 88 }, { -18, 8, 80 }, { -8, 5, 25 } }, NO_DAY, -21, -3 },
    { HIGHWAY, "戊村", VILLAGE_E, 91, 3, -60,
      { { -58, 4, 100 }, { -52, 5, 100 }, { -45, 1, 100 }, { -34, 1, 100 }, { -32, 20, 85 },
        { -10, 1, 40 } }, NO_DAY, 0, 0 },
    { HIGHWAY, "己村", VILLAGE_F, 97, 3, -40,
      { { -39, 3, 100 }, { -35, 4, 100 }, { -30, 1, 100 }, { -19, 1, 100 }, { -17, 16, 78 } },
      NO_DAY, 0, 0 },
    { HIGHWAY, "庚村", VILLAGE_G, 83, 2, -26,
      { { -25, 3, 100 }, { -21, 3, 100 }, { -17, 1, 100 }, { -6, 1, 100 }, { -5, 5, 55 } },
      NO_DAY, 0, 0 },
    { HIGHWAY, "辛村", VILLAGE_H, 102, 3, -12,
      { { -11, 3, 100 }, { -7, 4, 100 }, { -2, 1, 100 } }, NO_DAY, 0, 0 },
    { HIGHWAY, "壬村", VILLAGE_I, 66, 2, -6, { { -4, 4, 80 } }, NO_DAY, 0, 0 },
};
const size_t demo_villages_n = COUNT(demo_villages);
