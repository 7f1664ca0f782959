/* demo_people.c - units, villages and people of the practice township. */
#include "cli/demo_story.h"

#define COUNT(v) (sizeof (v) / sizeof *(v))

#define LEADERS  "党政领导班子"
#define OFFICE   "党政综合办公室(督查室)"
#define ECONOMY  "经济发展办公室"
#define BUILDING "村镇建设办公室"
#define LAND     "自然资源所"
#define FINANCE  "财政所"
#define SOCIAL   "社会事务办公室"
#define ORDERLY  "综合行政执法队"
#define PROJECTS "项目攻坚专班"

const struct demo_unit demo_units[] = {
    { LEADERS,  "town", "5", LEADER_A, NOBODY },
    { OFFICE,   "town", "10", LEADER_A, CADRE_F }, { ECONOMY,  "town", "20", LEADER_D, CADRE_H },
    { BUILDING, "town", "30", LEADER_B, CADRE_D }, { LAND,     "town", "40", LEADER_C, CADRE_B },
    { FINANCE,  "town", "50", LEADER_D, CADRE_E }, { SOCIAL,   "town", "60", LEADER_E, CADRE_I },
    { ORDERLY,  "town", "70", LEADER_F, CADRE_J }, { PROJECTS, "town", "80", LEADER_B, CADRE_K },
    { "甲村", "village", "110", LEADER_B, VILLAGE_A },
    { "乙村", "village", "120", LEADER_B, VILLAGE_B },
    { "丙村", "village", "130", LEADER_B, VILLAGE_C },
    { "丁村", "village", "140", LEADER_C, VILLAGE_D },
    { "戊村", "village", "150", LEADER_C, VILLAGE_E },
    { "己村", "village", "160", LEADER_C, VILLAGE_F },
    { "庚村", "village", "170", LEADER_E, VILLAGE_G },
    { "辛村", "village", "180", LEADER_E, VILLAGE_H },
    { "壬村", "village", "190", LEADER_E, VILLAGE_I },
    { "癸村", "village", "200", LEADER_F, VILLAGE_J },
    { "子村", "village", "210", LEADER_F, VILLAGE_K },
    { "丑村", "village", "220", LEADER_F, VILLAGE_L },
    { "上级主管部门甲(示例)", "superior", "900", NOBODY, NOBODY },
    { "上级主管部门乙(示例)", "superior", "910", NOBODY, NOBODY },
    { "供电单位(示例)", "outside", "950", NOBODY, NOBODY },
    { "施工单位(示例)", "outside", "960", NOBODY, NOBODY },
};
const size_t demo_units_n = COUNT(demo_units);

const struct demo_place demo_places[] = {
    { "甲村", "110", 2 }, { "乙村", "120", 3 }, { "丙村", "130", 2 }, { "丁村", "140", 3 },
    { "戊村", "150", 3 }, { "己村", "160", 3 }, { "庚村", "170", 2 }, { "辛村", "180", 3 },
    { "壬村", "190", 2 }, { "癸村", "200", 2 }, { "子村", "210", 2 }, { "丑村", "220", 3 },
};
const size_t demo_places_n = COUNT(demo_places);

/* 干部子 wears four hats: works on things himself, looks after a village, supervises and
 * leads. 干部丑 retires; 干部寅 takes over. */
const struct demo_person demo_persons[DEMO_PERSONS] = {
    [ADMIN]    = { "管理员甲", "admin1", "admin,supervisor", OFFICE, "", "信息员", "900" },
    [CLERK_A]  = { "督办员甲", "clerk1", "supervisor", OFFICE, "", "督查干事", "110" },
    [CLERK_B]  = { "督办员乙", "clerk2", "supervisor", OFFICE, "", "督查干事", "120" },
    [LEADER_A] = { "领导甲", "leader1", "leader", LEADERS, "", "主要领导", "10" },
    [LEADER_B] = { "领导乙", "leader2", "leader", LEADERS, "", "分管领导", "20" },
    [LEADER_C] = { "领导丙", "leader3", "leader", LEADERS, "", "分管领导", "30" },
    [LEADER_D] = { "领导丁", "leader4", "leader", LEADERS, "", "分管领导", "40" },
    [LEADER_E] = { "领导戊", "leader5", "leader", LEADERS, "", "分管领导", "50" },
    [LEADER_F] = { "领导己", "leader6", "leader", LEADERS, "", "分管领导", "60" },
    [CADRE_A]  = { "干部甲", "cadre1", "handler", FINANCE, "", "负责人", "210" },
    [CADRE_B]  = { "干部乙", "cadre2", "handler", LAND, "", "负责人", "220" },
    [CADRE_C]  = { "干部丙", "cadre3", "handler", BUILDING, "", "负责人", "230" },
    [CADRE_D]  = { "干部丁", "cadre4", "handler", BUILDING, "", "干事", "240" },
    [CADRE_E]  = { "干部戊", "cadre5", "handler", FINANCE, "", "干事", "250" },
    [CADRE_F]  = { "干部己", "cadre6", "handler", OFFICE, "", "干事", "260" },
    [CADRE_G]  = { "干部庚", "cadre7", "handler", ECONOMY, "", "负责人", "270" },
    [CADRE_H]  = { "干部辛", "cadre8", "handler", ECONOMY, "", "企业服务专员", "280" },
    [CADRE_I]  = { "干部壬", "cadre9", "handler", SOCIAL, "", "负责人", "290" },
    [CADRE_J]  = { "干部癸", "cadre10", "handler", ORDERLY, "", "负责人", "300" },
    [CADRE_K]  = { "干部子", "cadre11", "handler,village,supervisor,leader", PROJECTS, "丙村",
                   "专班副组长", "205" },
    [CADRE_L]  = { "干部丑", "cadre12", "handler", PROJECTS, "", "专班成员", "310" },
    [CADRE_M]  = { "干部寅", "cadre13", "handler", PROJECTS, "", "专班成员", "320" },
    [CADRE_N]  = { "干部卯", "cadre14", "handler", LAND, "", "干事", "330" },
    [VILLAGE_A] = { "村干部甲", "village1", "village", "甲村", "甲村", "村书记", "410" },
    [VILLAGE_B] = { "村干部乙", "village2", "village", "乙村", "乙村", "村书记", "420" },
    [VILLAGE_C] = { "村干部丙", "village3", "village", "丙村", "丙村", "村书记", "430" },
    [VILLAGE_D] = { "村干部丁", "village4", "village", "丁村", "丁村", "村书记", "440" },
    [VILLAGE_E] = { "村干部戊", "village5", "village", "戊村", "戊村", "村书记", "450" },
    [VILLAGE_F] = { "村干部己", "village6", "village", "己村", "己村", "村书记", "460" },
    [VILLAGE_G] = { "村干部庚", "village7", "village", "庚村", "庚村", "村书记", "470" },
    [VILLAGE_H] = { "村干部辛", "village8", "village", "辛村", "辛村", "村书记", "480" },
    [VILLAGE_I] = { "村干部壬", "village9", "village", "壬村", "壬村", "村书记", "490" },
    [VILLAGE_J] = { "村干部癸", "village10", "village", "癸村", "癸村", "村书记", "500" },
    [VILLAGE_K] = { "村干部子", "village11", "village", "子村", "子村", "村书记", "510" },
    [VILLAGE_L] = { "村干部丑", "village12", "village", "丑村", "丑村", "村书记", "520" },
};

const struct demo_handover demo_handover = { CADRE_L, CADRE_M, -12 };
