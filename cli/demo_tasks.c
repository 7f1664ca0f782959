/* demo_tasks.c - tasks under supervision in every state, and what happens to them. */
#include "cli/demo_story.h"

#define COUNT(v) (sizeof (v) / sizeof *(v))

#define MEETING "会议议定", "示例例会第1次"
#define HOTLINE "信访热线", "示例热线"
#define ORDER   "领导批示", ""
#define ABOVE   "上级文件", "示例发〔2026〕1号"
#define GIVEN   "上级交办", "示例交办单"
#define CHECKED "督查巡查", "示例督查组"
#define PEOPLES "代表问政", "示例问政会"

#define WORK(...) (const struct pair[]){ __VA_ARGS__, { NULL, NULL } }
#define KIND(kind_, demand_) WORK({ "kind", kind_ }, { "demand", demand_ })

/* list, title, owner, place, source, co, add, due, upper, fate, end, reports, fields */
const struct demo_item demo_tasks[DEMO_TASKS] = {
    /* red: overdue, with a limit; past the superior's date; just; far behind the plan */
    [LAMP] = { "tasks", "背街小巷路灯维修", CADRE_C, "", HOTLINE, "财政所", -28, -7, NO_DAY,
               GOES_ON, NO_DAY, STEADY, KIND("信访热线", "三条背街小巷路灯全部亮起") },
    [DRAIN] = { "tasks", "沿江排口溯源整治", CADRE_B, "", ABOVE, "村镇建设办公室", -30, -5, -3,
                GOES_ON, NO_DAY, STEADY, KIND("上级交办", "逐口溯源,一口一策,整改到位") },
    [FUND] = { "tasks", "涉农资金台账核对", CADRE_A, "", MEETING, "", -20, -2, NO_DAY,
               GOES_ON, NO_DAY, THE_SAME, KIND("会议议定", "账账相符、账实相符") },
    [FARM] = { "tasks", "抛荒图斑逐块核查", CADRE_N, "甲村", ABOVE, "甲村", -34, 10, 20,
               GOES_ON, NO_DAY, FAR_BEHIND, KIND("上级交办", "逐块到现场,上传前后照片") },
    /* yellow: close to its date; not reported on; slipping */
    [FIRE] = { "tasks", "老旧厂房消防通道清理", CADRE_D, "", MEETING, "经济发展办公室", -25, 2,
               NO_DAY, GOES_ON, NO_DAY, STEADY, KIND("会议议定", "通道净宽符合要求,立牌管理") },
    [CAR] = { "tasks", "公务用车台账规范", CADRE_F, "", ORDER, "", -14, 60, NO_DAY,
              GOES_ON, NO_DAY, PATCHY, KIND("领导批示", "一车一档") },
    [WASTE] = { "tasks", "垃圾分类点位改造", CADRE_D, "", MEETING, "癸村,子村", -30, 40, NO_DAY,
                GOES_ON, NO_DAY, LAGGING, KIND("民生实事", "点位全部通电通水") },
    /* green */
    [VILLAGE_ROAD] = { "tasks", "通村道路日常养护", VILLAGE_A, "甲村", ORDER, "", -20, 70, NO_DAY,
                       GOES_ON, NO_DAY, STEADY, KIND("重点工作", "坑洼随报随补") },
    [BOARD] = { "tasks", "村务公开栏更新", VILLAGE_L, "丑村", MEETING, "", -1, 25, NO_DAY,
                UNREAD, NO_DAY, SILENT, KIND("会议议定", "三务公开内容齐全") },
    [SURVEY] = { "tasks", "自建房安全排查", CADRE_C, "", ABOVE, "", 0, 30, 45,
                 UNREAD, NO_DAY, SILENT, KIND("上级交办", "逐栋排查,逐栋建档") },
    /* returned once; applied for, twice */
    [LEASE] = { "tasks", "集体资产出租合同清理", CADRE_E, "", MEETING, "", -32, 15, NO_DAY,
                RETURNED, -7, STEADY, KIND("重点工作", "合同逐份过堂,问题逐项整改") },
    [CERT] = { "tasks", "不动产登记遗留问题化解", CADRE_B, "", HOTLINE, "", -32, 5, NO_DAY,
               APPLIED, -1, STEADY, KIND("信访热线", "答复当事人并取得回执") },
    [LOAN] = { "tasks", "惠农补贴发放核查", CADRE_A, "", ABOVE, "", -30, 8, NO_DAY,
               APPLIED, -2, STEADY, KIND("上级交办", "逐户核对,发现问题即查即改") },
    /* on hold: on time, slipping and late when it began */
    [POWER] = { "tasks", "高压线路迁改协调", CADRE_C, "", MEETING, "项目攻坚专班", -24, 30, NO_DAY,
                HELD, -6, STEADY, KIND("会议议定", "取得迁改方案批复") },
    [WATER] = { "tasks", "饮用水源保护区标识", CADRE_B, "子村", ABOVE, "子村", -24, 20, NO_DAY,
                HELD, -4, LAGGING, KIND("上级交办", "界碑、警示牌全部到位") },
    [BRIDGE] = { "tasks", "危桥加固", VILLAGE_A, "甲村", HOTLINE, "村镇建设办公室", -26, -8, NO_DAY,
                 GOES_ON, -5, STEADY, KIND("民生实事", "加固后检测合格") },
    /* crossed off, one of them on paper; cancelled; crossed off and come back */
    [BUDGET] = { "tasks", "预算绩效自评", CADRE_E, "", ABOVE, "", -35, -4, NO_DAY,
                 CROSSED_OFF, -12, STEADY, KIND("上级交办", "自评报告按时上报") },
    [PROPOSAL] = { "tasks", "代表建议答复", CADRE_F, "", PEOPLES, "", -34, -1, NO_DAY,
                   APPLIED, -7, STEADY, KIND("代表问政", "书面答复,代表签字") },
    [STALL] = { "tasks", "临时市场外迁方案", CADRE_J, "", MEETING, "村镇建设办公室", -22, 10,
                NO_DAY, CANCELLED, -9, STEADY, KIND("会议议定", "方案提交党委会") },
    [DUST] = { "tasks", "工地扬尘管控", CADRE_C, "", HOTLINE, "", -36, -10, NO_DAY,
               CROSSED_OFF, -15, STEADY, KIND("信访热线", "围挡、喷淋、冲洗到位") },
    /* extended; split between two villages; by order yellow; refused; handed over */
    [SCHOOL] = { "tasks", "校园周边环境整治", CADRE_I, "", ORDER, "综合行政执法队", -28, 4, NO_DAY,
                 GOES_ON, NO_DAY, STEADY, KIND("领导批示", "流动摊贩清零,标线重划") },
    [FLOOD] = { "tasks", "防汛隐患点整改", CADRE_B, "", ABOVE, "", -10, 45, 60,
                GOES_ON, -2, SILENT, KIND("重点工作", "一点一方案,责任到人") },
    [NOISE] = { "tasks", "夜间施工投诉处理", CADRE_J, "", HOTLINE, "", -6, 35, NO_DAY,
                GOES_ON, NO_DAY, STEADY, KIND("信访热线", "双休日抽查无违规") },
    [RIVER] = { "tasks", "河道漂浮物清理", VILLAGE_H, "辛村", CHECKED, "自然资源所", -18, 3, NO_DAY,
                GOES_ON, NO_DAY, STEADY, KIND("重点工作", "河面无漂浮物,建立保洁班") },
    [CLINIC] = { "tasks", "村卫生室设备更新", CADRE_L, "己村", GIVEN, "己村", -30, 22, NO_DAY,
                 GOES_ON, NO_DAY, STEADY, KIND("民生实事", "设备验收合格并建账") },
    /* what the seeds tell: 3 days and a month early; 36 days for two villages */
    [SIGNING] = { "tasks", "台州市电力检修(配)中心93户53亩土地户签", CADRE_K, "丑村", MEETING,
                  "丑村,自然资源所", -60, -14, NO_DAY, CROSSED_OFF, -33, STEADY,
                  KIND("重点工作", "93户53亩全部户签") },
    [RAIL] = { "tasks", "台州市域铁路S2线沿江段2个村土地征收", CADRE_K, "", GIVEN,
               "癸村,子村", -37, 1, NO_DAY, CROSSED_OFF, -13, SILENT,
               KIND("重点工作", "2个村近百亩土地征收"), 0, 36 },
};

/* ---- what happens to them ---- */

#define M(item_, day_, actor_, verb_, ...) \
    { .item = item_, .day = day_, .actor = actor_, .verb = verb_, __VA_ARGS__ }

static const struct pair part_done[] = {
    { "result", "本村土地征收协议全部签订,资料已归档。" }, { NULL, NULL },
};
#define OWNER(name_) (const struct pair[]){ { "owner", name_ }, { NULL, NULL } }
#define PART(n_, who_, name_) \
    M(RAIL, -23, CLERK_A, VERB_ASSIGN, .part = n_, .fields = OWNER(name_)), \
    M(RAIL, -22, who_, VERB_ACCEPT, .part = n_), \
    M(RAIL, -21, who_, VERB_CHECK, .step = "scheme", .part = n_), \
    M(RAIL, -17, who_, VERB_CHECK, .step = "work", .part = n_), \
    M(RAIL, -15, who_, VERB_CHECK, .step = "proof", .part = n_, \
      .evidence = "协议原件,项目攻坚专班档案柜"), \
    M(RAIL, -15, who_, VERB_SET, .part = n_, .fields = part_done), \
    M(RAIL, -15, who_, VERB_PROGRESS, .part = n_, .text = "本村土地征收已完成。"), \
    M(RAIL, -15, who_, VERB_APPLY, .part = n_), \
    M(RAIL, -14, LEADER_B, VERB_APPROVE, .part = n_)

const struct demo_move demo_task_moves[] = {
    M(LAMP, -20, LEADER_B, VERB_INSTRUCT, .text = "群众反映多,材料先到先装,每周报进度。"),
    M(LAMP, -6, CLERK_A, VERB_NOTE, .text = "已发催办短信。"),
    M(LAMP, -3, LEADER_B, VERB_LIMIT, .reason = "例会议定", .to = 4),
    M(DRAIN, -4, CLERK_A, VERB_NOTE, .text = "已电话催办。"),
    M(DRAIN, -4, LEADER_C, VERB_LIMIT, .reason = "分管领导现场办公议定", .to = -1),
    M(FIRE, -1, CADRE_D, VERB_EXTEND, .reason = "业主出差,约定下周到场。", .to = 9),
    M(BRIDGE, -5, VILLAGE_A, VERB_HOLD, .office = "上级主管部门甲(示例)",
      .reason = "等待检测报告", .to = 3),
    M(BRIDGE, -4, LEADER_B, VERB_GRANT),
    M(PROPOSAL, -5, CLERK_B, VERB_APPROVE, .decided = LEADER_A),
    M(DUST, -2, CLERK_A, VERB_REOPEN, .reason = "回访发现反弹", .to = 28),
    M(SCHOOL, -3, CADRE_I, VERB_EXTEND, .reason = "雨天停工五日", .to = 20),
    M(SCHOOL, -2, LEADER_E, VERB_GRANT),
    M(FLOOD, -2, CLERK_B, VERB_SPLIT, .units = "甲村,壬村", .reason = "按村分解"),
    M(NOISE, -1, CLERK_A, VERB_PIN, .colour = "yellow", .reason = "经研究按黄灯管理", .to = 10),
    M(RIVER, -4, VILLAGE_H, VERB_EXTEND, .reason = "打捞船检修", .to = 15),
    M(RIVER, -3, LEADER_E, VERB_REFUSE, .reason = "可先用人工打捞,不同意延期"),
    M(RAIL, -23, CLERK_A, VERB_SPLIT, .units = "癸村,子村", .reason = "按村分解"),
    PART(1, VILLAGE_J, "村干部癸"), PART(2, VILLAGE_K, "村干部子"),
};
const size_t demo_task_moves_n = COUNT(demo_task_moves);
