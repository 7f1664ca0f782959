/* demo_projects.c - the 31 projects. Those of the seeds bear their names and the figures
 * printed there; no other figure is known of them, so none is given. */
#include "cli/demo_story.h"

#define COUNT(v) (sizeof (v) / sizeof *(v))

#define TOWN "镇级"
#define CITY "市级"

#define F(...) (const struct pair[]){ __VA_ARGS__, { NULL, NULL } }

#define NAMED(title_, owner_, co_, due_, steps_, fields_, text_) \
    { { "projects", title_, owner_, "", "上级文件", "示例项目清单", co_, -87, due_, NO_DAY, \
        GOES_ON, NO_DAY, STEADY, \
        fields_, 0, 0, steps_ }, 0, 0, text_ }
/* An invented one; its fields begin with the year's figures. */
#define EXAMPLE(title_, owner_, level_, due_, reports_, steps_, class_, nature_, investment_, \
                planned_, pace_) \
    { { "projects", title_, owner_, "", "上级文件", "示例项目清单", "", -85, due_, NO_DAY, \
        GOES_ON, NO_DAY, \
        reports_, \
        F({ "level", level_ }, { "class", class_ }, { "nature", nature_ }, \
          { "investment", #investment_ }, { "planned", #planned_ }), 0, 0, steps_ }, \
      planned_, pace_, NULL }

#define BASIC  "重大基础设施"
#define PLANT  "重大产业"
#define WELFARE "重大民生"

const struct demo_project demo_projects[DEMO_PROJECTS] = {
    NAMED("甬台温高速公路改扩建(沿江段)", CADRE_K,
          "自然资源所,甲村,乙村,丙村,丁村,戊村,己村,庚村,辛村,壬村", 180, 3,
          F({ "class", BASIC }, { "houses", "802" }, { "land", "371.76" }), NULL),
    NAMED("台州市域铁路S2线沿江段", CADRE_K, "癸村,子村", 160, 2, F({ "class", BASIC }),
          "2个村近百亩土地征收已完成,配合施工单位进场。"),
    NAMED("台州市电力检修(配)中心", CADRE_L, "丑村,自然资源所", 150, 2,
          F({ "class", BASIC }, { "houses", "93" }, { "land", "53" }), NULL),
    NAMED("宝瓯国际电商供应链总部基地", CADRE_G, "", 170, 3,
          F({ "class", PLANT }, { "investment", "100000" }, { "land", "174" }),
          "完成174亩10万立方米土方回填。"),
    NAMED("双马塑业年产10万箱塑料制品", CADRE_G, "", 90, 4,
          F({ "class", PLANT }, { "content", "年产10万箱塑料制品" }), "即将建成投产。"),
    NAMED("朵纳智能家居", CADRE_H, "", 95, 4, F({ "class", PLANT }), "即将建成投产。"),
    NAMED("8GW高效异质结", CADRE_G, "", 175, 2, F({ "class", PLANT }), "按计划推进前期工作。"),
    NAMED("瓯飞浅海滩涂渔光互补", CADRE_H, "", 178, 2, F({ "class", PLANT }),
          "按计划推进前期工作。"),
    EXAMPLE("示例项目01 通村道路改造", CADRE_C, TOWN, -3, STEADY, 4,
            BASIC, "续建", 1200, 600, 92),
    EXAMPLE("示例项目02 沿街立面整治", CADRE_D, TOWN, -6, STEADY, 4,
            WELFARE, "续建", 800, 800, 88),
    EXAMPLE("示例项目03 农贸市场改造", CADRE_D, TOWN, 60, LAGGING, 4,
            WELFARE, "技改", 1600, 1200, 62),
    EXAMPLE("示例项目04 污水管网提升", CADRE_C, CITY, 80, STEADY, 4,
            BASIC, "续建", 5400, 3000, 104),
    EXAMPLE("示例项目05 标准厂房", CADRE_G, CITY, 120, STEADY, 3,
            PLANT, "新建", 26000, 9000, 100),
    EXAMPLE("示例项目06 小学迁建", CADRE_I, CITY, 140, STEADY, 3,
            WELFARE, "新建", 18000, 6000, 101),
    EXAMPLE("示例项目07 河道综合整治", CADRE_N, CITY, 110, STEADY, 4,
            BASIC, "续建", 7200, 2400, 97),
    EXAMPLE("示例项目08 便民服务中心改造", CADRE_F, TOWN, 2, STEADY, 4,
            WELFARE, "技改", 600, 600, 99),
    EXAMPLE("示例项目09 养老服务中心", CADRE_I, TOWN, 70, STEADY, 4,
            WELFARE, "续建", 2200, 1400, 100),
    EXAMPLE("示例项目10 高标准农田", CADRE_B, CITY, 100, STEADY, 4,
            BASIC, "续建", 3600, 1800, 103),
    EXAMPLE("示例项目11 停车场", CADRE_J, TOWN, 55, PATCHY, 4,
            WELFARE, "新建", 500, 500, 100),
    EXAMPLE("示例项目12 智能仓储", CADRE_H, TOWN, 130, STEADY, 3,
            PLANT, "新建", 15000, 5000, 100),
    EXAMPLE("示例项目13 精密铸件技改", CADRE_H, TOWN, 75, STEADY, 4,
            PLANT, "技改", 4200, 2100, 110),
    EXAMPLE("示例项目14 水库除险", CADRE_N, CITY, 90, STEADY, 4,
            BASIC, "续建", 2800, 1600, 100),
    EXAMPLE("示例项目15 村级文化礼堂", CADRE_I, TOWN, 65, STEADY, 4,
            WELFARE, "续建", 900, 700, 100),
    EXAMPLE("示例项目16 供水一体化", CADRE_C, CITY, 125, STEADY, 3,
            BASIC, "新建", 6800, 2600, 98),
    EXAMPLE("示例项目17 老旧小区改造", CADRE_D, CITY, 105, STEADY, 4,
            WELFARE, "续建", 3300, 2000, 100),
    EXAMPLE("示例项目18 分布式光伏", CADRE_H, TOWN, 115, STEADY, 3,
            PLANT, "新建", 5000, 2500, 100),
    EXAMPLE("示例项目19 冷链物流", CADRE_G, TOWN, 145, FAR_BEHIND, 3,
            PLANT, "新建", 12000, 6000, 35),
    EXAMPLE("示例项目20 公交首末站", CADRE_C, CITY, 135, STEADY, 3,
            BASIC, "新建", 2600, 1200, 100),
    EXAMPLE("示例项目21 卫生院扩建", CADRE_I, CITY, 150, STEADY, 2,
            WELFARE, "新建", 8800, 2000, 100),
    EXAMPLE("示例项目22 垃圾中转站", CADRE_J, TOWN, 85, STEADY, 4,
            WELFARE, "续建", 1100, 800, 100),
    EXAMPLE("示例项目23 绿道二期", CADRE_D, TOWN, 95, STEADY, 4,
            WELFARE, "续建", 1900, 1100, 102),
};

#define M(item_, day_, actor_, verb_, ...) \
    { .item = item_, .day = day_, .actor = actor_, .verb = verb_, __VA_ARGS__ }

const struct demo_move demo_project_moves[] = {
    M(HIGHWAY, -60, LEADER_A, VERB_INSTRUCT, .text = "交地是关键,逐户上门,数字每周一报。"),
    M(HIGHWAY, -50, CLERK_A, VERB_NOTE, .text = "三个标段全面进入施工,实现首动工、首拆迁。"),
    M(HIGHWAY, -21, CLERK_B, VERB_NOTE,
      .text = "例会议定:丁村一组为控制性工程用地,先行交地。"),
    M(SERVICE, -33, CLERK_A, VERB_NOTE,
      .text = "3天完成93户53亩土地户签,完成率100%,提前一个月完成计划。"),
};
const size_t demo_project_moves_n = COUNT(demo_project_moves);
