#include "cli/demo_script.h"

#define COUNT(v) (sizeof (v) / sizeof *(v))

const struct demo_unit demo_units[] = {
    { "党政综合办公室(督查室)", "town", "10" }, { "财政所", "town", "20" },
    { "自然资源所", "town", "30" },             { "村镇建设办公室", "town", "40" },
    { "林家村", "village", "50" },              { "石桥村", "village", "60" },
    { "县级主管部门(演练)", "superior", "900" },
};
const size_t demo_units_n = COUNT(demo_units);

const struct demo_place demo_places[] = {
    { "林家村", "", "10" }, { "一组", "林家村", "11" }, { "二组", "林家村", "12" },
    { "石桥村", "", "20" }, { "一组", "石桥村", "21" }, { "二组", "石桥村", "22" },
};
const size_t demo_places_n = COUNT(demo_places);

const struct demo_person demo_persons[] = {
    [ADMIN]     = { "管理员甲", "admin1", "admin,supervisor", "党政综合办公室(督查室)", "",
                    "信息员", "900" },
    [CLERK_A]   = { "督办员甲", "clerk1", "supervisor", "党政综合办公室(督查室)", "", "督查干事",
                    "110" },
    [CLERK_B]   = { "督办员乙", "clerk2", "supervisor", "党政综合办公室(督查室)", "", "督查干事",
                    "120" },
    [LEADER_A]  = { "领导甲", "leader1", "leader", "党政综合办公室(督查室)", "", "主要领导", "10" },
    [LEADER_B]  = { "领导乙", "leader2", "leader", "村镇建设办公室", "", "分管领导", "20" },
    [LEADER_C]  = { "领导丙", "leader3", "leader", "自然资源所", "", "分管领导", "30" },
    [CADRE_A]   = { "干部甲", "cadre1", "handler", "财政所", "", "负责人", "210" },
    [CADRE_B]   = { "干部乙", "cadre2", "handler", "自然资源所", "", "负责人", "220" },
    [CADRE_C]   = { "干部丙", "cadre3", "handler", "村镇建设办公室", "", "负责人", "230" },
    [CADRE_D]   = { "干部丁", "cadre4", "handler", "村镇建设办公室", "", "干事", "240" },
    [CADRE_E]   = { "干部戊", "cadre5", "handler", "财政所", "", "干事", "250" },
    [CADRE_F]   = { "干部己", "cadre6", "handler", "党政综合办公室(督查室)", "", "干事", "260" },
    [VILLAGE_A] = { "村干部甲", "village1", "village", "林家村", "林家村", "村书记", "310" },
    [VILLAGE_B] = { "村干部乙", "village2", "village", "石桥村", "石桥村", "村书记", "320" },
};
const size_t demo_persons_n = COUNT(demo_persons);

/* ---- items ---- */

static const struct pair project_1[] = {
    { "class", "重大基础设施" }, { "nature", "新建" }, { "investment", "48000" },
    { "planned", "12000" }, { NULL, NULL },
};
static const struct pair project_2[] = {
    { "class", "重大民生" }, { "nature", "技改" }, { "investment", "1600" },
    { "planned", "1200" }, { NULL, NULL },
};

#define MEETING "会议议定", "演练例会第1次"
#define HOTLINE "信访热线", "演练热线"
#define ORDER   "领导批示", ""
#define ABOVE   "上级文件", "演练发〔2026〕1号"

const struct demo_item demo_items[DEMO_ITEMS] = {
    /* red: overdue, with a limit; past the superior's date; just; far behind the plan */
    [LAMP]   = { "tasks", "背街小巷路灯维修", "村镇建设办公室", "", HOTLINE,
                 CADRE_C, LEADER_B,
                 "财政所", -28, -7, NO_DAY, AHEAD, NO_DAY, NO_DAY, NULL },
    [DRAIN]  = { "tasks", "沿江排口溯源整治", "自然资源所", "", ABOVE, CADRE_B, LEADER_C,
                 "村镇建设办公室", -30, -5, -3, AHEAD, NO_DAY, NO_DAY, NULL },
    [FUND]   = { "tasks", "涉农资金台账核对", "财政所", "", MEETING,
                 CADRE_A, LEADER_B, "",
                 -20, -2, NO_DAY, AHEAD, NO_DAY, NO_DAY, NULL },
    [FARM]   = { "tasks", "抛荒图斑逐块核查", "自然资源所", "林家村", ABOVE,
                 CADRE_B, LEADER_C, "林家村",
                 -30, 12, 20, SILENT, NO_DAY, NO_DAY, NULL },
    /* yellow: close to its date; not reported on; slipping */
    [FIRE]   = { "tasks", "老旧厂房消防通道清理", "村镇建设办公室", "", MEETING,
                 CADRE_D, LEADER_B, "",
                 -25, 2, NO_DAY, AHEAD, NO_DAY, NO_DAY, NULL },
    [CAR]    = { "tasks", "公务用车台账规范", "党政综合办公室(督查室)", "", ORDER,
                 CADRE_F, LEADER_A, "",
                 -12, 60, NO_DAY, SILENT, NO_DAY, NO_DAY, NULL },
    [WASTE]  = { "tasks", "垃圾分类点位改造", "村镇建设办公室", "", MEETING,
                 CADRE_D, LEADER_B, "林家村,石桥村",
                 -30, 40, NO_DAY, LAGGING, NO_DAY, NO_DAY, NULL },
    /* green */
    [VILLAGE_ROAD] = { "tasks", "通村道路日常养护", "林家村", "林家村", ORDER,
                 VILLAGE_A, LEADER_B, "",
                 -20, 70, NO_DAY, AHEAD, NO_DAY, NO_DAY, NULL },
    [BOARD]  = { "tasks", "村务公开栏更新", "石桥村", "石桥村", MEETING,
                 VILLAGE_B, LEADER_A, "",
                 -1, 25, NO_DAY, SILENT, NO_DAY, NO_DAY, NULL },
    [SURVEY] = { "tasks", "自建房安全排查", "村镇建设办公室", "", ABOVE,
                 CADRE_C, LEADER_B, "",
                 0, 30, 45, SILENT, NO_DAY, NO_DAY, NULL },
    /* returned once; applied for, twice */
    [LEASE]  = { "tasks", "集体资产出租合同清理", "财政所", "", MEETING,
                 CADRE_E, LEADER_B, "",
                 -32, 15, NO_DAY, AHEAD, -8, -8, NULL },
    [CERT]   = { "tasks", "不动产登记遗留问题化解", "自然资源所", "", HOTLINE,
                 CADRE_B, LEADER_C, "",
                 -32, 5, NO_DAY, AHEAD, -1, -1, NULL },
    [LOAN]   = { "tasks", "惠农补贴发放核查", "财政所", "", ABOVE, CADRE_A, LEADER_B, "",
                 -30, 8, NO_DAY, AHEAD, -2, -2, NULL },
    /* on hold: on time, slipping and late when it began */
    [POWER]  = { "tasks", "高压线路迁改协调", "村镇建设办公室", "", MEETING,
                 CADRE_C, LEADER_B, "",
                 -24, 30, NO_DAY, AHEAD, -6, NO_DAY, NULL },
    [WATER]  = { "tasks", "饮用水源保护区标识", "自然资源所", "石桥村", ABOVE,
                 CADRE_B, LEADER_C, "",
                 -24, 20, NO_DAY, LAGGING, -4, NO_DAY, NULL },
    [BRIDGE] = { "tasks", "危桥加固", "林家村", "林家村", HOTLINE,
                 VILLAGE_A, LEADER_B, "村镇建设办公室",
                 -26, -8, NO_DAY, AHEAD, -5, NO_DAY, NULL },
    /* crossed off, one of them on paper; cancelled; crossed off and come back */
    [BUDGET] = { "tasks", "预算绩效自评", "财政所", "", ABOVE, CADRE_E, LEADER_B, "",
                 -35, -4, NO_DAY, AHEAD, -12, -12, NULL },
    [PROPOSAL] = { "tasks", "代表建议答复", "党政综合办公室(督查室)", "", MEETING,
                 CADRE_F, LEADER_A, "",
                 -34, -1, NO_DAY, AHEAD, -7, -7, NULL },
    [STALL]  = { "tasks", "临时市场外迁方案", "村镇建设办公室", "", MEETING,
                 CADRE_D, LEADER_B, "",
                 -22, 10, NO_DAY, AHEAD, -9, NO_DAY, NULL },
    [DUST]   = { "tasks", "工地扬尘管控", "村镇建设办公室", "", HOTLINE,
                 CADRE_C, LEADER_B, "",
                 -36, -10, NO_DAY, AHEAD, -15, -15, NULL },
    /* extended; split between two villages; by order yellow */
    [SCHOOL] = { "tasks", "校园周边环境整治", "村镇建设办公室", "", ORDER,
                 CADRE_D, LEADER_B, "",
                 -28, 4, NO_DAY, AHEAD, NO_DAY, NO_DAY, NULL },
    [FLOOD]  = { "tasks", "防汛隐患点整改", "自然资源所", "", ABOVE,
                 CADRE_B, LEADER_C, "",
                 -10, 45, 60, SILENT, NO_DAY, NO_DAY, NULL },
    [NOISE]  = { "tasks", "夜间施工投诉处理", "村镇建设办公室", "", HOTLINE,
                 CADRE_C, LEADER_B, "",
                 -6, 35, NO_DAY, AHEAD, NO_DAY, NO_DAY, NULL },
    [HIGHWAY] = { "projects", "沿江公路改扩建(演练)", "村镇建设办公室", "", ABOVE,
                 CADRE_C, LEADER_B,
                 "自然资源所,林家村", -40, 180, NO_DAY, AHEAD, NO_DAY, NO_DAY, project_1 },
    [SERVICE] = { "projects", "便民服务中心改造(演练)", "党政综合办公室(督查室)", "", MEETING,
                 CADRE_F,
                 LEADER_A, "石桥村", -40, 90, NO_DAY, AHEAD, NO_DAY, NO_DAY, project_2 },
};

/* ---- what happens to them ---- */

#define M(item_, day_, actor_, verb_, ...) \
    { .item = item_, .day = day_, .actor = actor_, .verb = verb_, __VA_ARGS__ }

const struct demo_move demo_moves[] = {
    M(LAMP, -27, CADRE_C, VERB_CHECK, .step = "scheme"),
    M(LAMP, -20, LEADER_B, VERB_INSTRUCT, .text = "群众反映多,材料先到先装,每周报进度。"),
    M(LAMP, -3, LEADER_B, VERB_LIMIT, .reason = "例会议定", .to = 4),
    M(DRAIN, -29, CADRE_B, VERB_CHECK, .step = "scheme"),
    M(DRAIN, -4, CLERK_A, VERB_NOTE, .text = "已电话催办。"),
    M(FUND, -18, CADRE_A, VERB_CHECK, .step = "scheme"),
    M(FARM, -29, CADRE_B, VERB_ACCEPT),
    M(FIRE, -23, CADRE_D, VERB_CHECK, .step = "scheme"),
    M(FIRE, 0, CADRE_D, VERB_EXTEND, .reason = "业主出差,约定下周到场。", .to = 9),
    M(CAR, -11, CADRE_F, VERB_ACCEPT),
    M(WASTE, -28, CADRE_D, VERB_CHECK, .step = "scheme"),
    M(VILLAGE_ROAD, -17, VILLAGE_A, VERB_CHECK, .step = "scheme"),
    M(LEASE, -5, CLERK_A, VERB_RETURN, .reason = "合同清单缺两份原件,补齐后再报。"),
    M(POWER, -22, CADRE_C, VERB_CHECK, .step = "scheme"),
    M(POWER, -6, LEADER_B, VERB_HOLD, .office = "县级主管部门(演练)",
      .reason = "等待迁改方案批复", .to = 6),
    M(WATER, -4, LEADER_C, VERB_HOLD, .office = "县级主管部门(演练)",
      .reason = "等待划定范围图", .to = 10),
    M(BRIDGE, -22, VILLAGE_A, VERB_CHECK, .step = "scheme"),
    M(BRIDGE, -5, VILLAGE_A, VERB_HOLD, .office = "县级主管部门(演练)",
      .reason = "等待检测报告", .to = 3),
    M(BRIDGE, -4, LEADER_B, VERB_GRANT),
    M(BUDGET, -11, LEADER_B, VERB_APPROVE),
    M(PROPOSAL, -5, CLERK_B, VERB_APPROVE, .decided = LEADER_A),
    M(STALL, -9, CLERK_A, VERB_CANCEL,
      .reason = "例会议定: 并入便民服务中心改造, 不再单列。"),
    M(DUST, -14, LEADER_B, VERB_APPROVE),
    M(DUST, -2, CLERK_A, VERB_REOPEN, .reason = "回访发现反弹", .to = 28),
    M(SCHOOL, -26, CADRE_D, VERB_CHECK, .step = "scheme"),
    M(SCHOOL, -3, CADRE_D, VERB_EXTEND, .reason = "雨天停工五日", .to = 20),
    M(SCHOOL, -2, LEADER_B, VERB_GRANT),
    M(FLOOD, -10, CADRE_B, VERB_ACCEPT),
    M(FLOOD, -2, CLERK_B, VERB_SPLIT, .units = "林家村,石桥村", .reason = "按村分解"),
    M(NOISE, -5, CADRE_C, VERB_CHECK, .step = "scheme"),
    M(NOISE, -1, CLERK_A, VERB_PIN, .colour = "yellow", .reason = "经研究按黄灯管理",
      .to = 10),
    M(HIGHWAY, -39, CADRE_C, VERB_CHECK, .step = "scheme"),
    M(HIGHWAY, -30, CADRE_C, VERB_CHECK, .step = "prepare"),
    M(HIGHWAY, -20, LEADER_A, VERB_INSTRUCT,
      .text = "交地是关键,逐户上门,数字每周一报。"),
    M(SERVICE, -38, CADRE_F, VERB_CHECK, .step = "scheme"),
};
const size_t demo_moves_n = COUNT(demo_moves);

/* ---- households: the village has its own pace ---- */

const struct demo_household demo_households[] = {
    { HIGHWAY, "林家村/一组", VILLAGE_A, -36, 5, 124, "4" },
    { HIGHWAY, "林家村/一组", VILLAGE_A, -36, 4, 86, "3" },
    { HIGHWAY, "林家村/一组", VILLAGE_A, -36, 4, 203, "6" },
    { HIGHWAY, "林家村/二组", VILLAGE_A, -36, 3, 57, "2" },
    { HIGHWAY, "林家村/二组", VILLAGE_A, -36, 3, 148, "5" },
    { HIGHWAY, "林家村/二组", VILLAGE_A, -36, 1, 91, "4" },
    { HIGHWAY, "林家村/二组", VILLAGE_A, -36, 1, 330, "7" },
    { HIGHWAY, "林家村/二组", VILLAGE_A, -2, 0, 42, "1" },
    { SERVICE, "石桥村/一组", VILLAGE_B, -36, 3, 75, "3" },
    { SERVICE, "石桥村/一组", VILLAGE_B, -36, 3, 118, "4" },
    { SERVICE, "石桥村/二组", VILLAGE_B, -36, 3, 64, "2" },
    { SERVICE, "石桥村/二组", VILLAGE_B, -36, 4, 99, "5" },
};
const size_t demo_households_n = COUNT(demo_households);

const char *demo_report_text(size_t n)
{
    static const char *const texts[] = {
        "已到现场踏勘,列出问题清单。", "已与相关单位对接,明确分工。", "完成第一批点位整改,附照片。",
        "材料已到位,本周组织施工。", "完成过半,余下点位按计划推进。", "扫尾阶段,正在整理佐证材料。",
        "已约谈责任方,限定完成时间。", "召开协调会一次,形成纪要。",
    };

    return texts[n % COUNT(texts)];
}

const char *demo_problem_text(size_t n)
{
    static const char *const texts[] = { "", "", "个别点位产权不清", "", "雨天影响施工", "", "" };

    return texts[n % COUNT(texts)];
}
