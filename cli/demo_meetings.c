/* demo_meetings.c - what meetings decided, leaders wrote and deputies asked; land to be
 * acquired. */
#include "cli/demo_story.h"

#include <stdio.h>
#include <string.h>

#define COUNT(v) (sizeof (v) / sizeof *(v))

static const struct {
    const char *list, *title;
    enum demo_who owner;
    const char *place;
    int add, due;
    enum demo_fate fate;
    int end;
    enum demo_reports reports;
    const char *word;           /* the list's own first field */
    const char *words;          /* and its text */
} others[] = {
    /* 例会议定事项 */
    { "meetings", "低小散企业清单更新", CADRE_G, "", -24, -8, CROSSED_OFF, -10, STEADY,
      "周例会", "清单逐家过堂" },
    { "meetings", "国省道沿线违建拆除", CADRE_J, "", -22, -6, CROSSED_OFF, -7, STEADY,
      "专题会", "先拆公职人员户" },
    { "meetings", "晚稻收购点设置", CADRE_B, "", -20, -2, CROSSED_OFF, -5, STEADY,
      "周例会", "每片一个点" },
    { "meetings", "镇区停车位重划", CADRE_D, "", -18, 2, GOES_ON, NO_DAY, STEADY,
      "镇长办公会", "学校医院周边优先" },
    { "meetings", "人居环境月度评比", CADRE_I, "", -16, 8, GOES_ON, NO_DAY, STEADY,
      "党委会", "结果上墙公示" },
    { "meetings", "出租房旅馆式管理", CADRE_J, "", -15, -1, GOES_ON, NO_DAY, STEADY,
      "专题会", "房东培训全覆盖" },
    { "meetings", "高速便道交通组织", CADRE_K, "", -12, 14, GOES_ON, NO_DAY, STEADY,
      "重大项目协调例会", "高峰错时放行" },
    { "meetings", "村级财务票据清理", CADRE_E, "", -10, 10, GOES_ON, NO_DAY, STEADY,
      "周例会", "一村一清单" },
    { "meetings", "冬季用电负荷摸底", CADRE_G, "", -8, 12, GOES_ON, NO_DAY, STEADY,
      "周例会", "大户逐家核对" },
    { "meetings", "老旧电梯更新", CADRE_C, "", -8, 1, APPLIED, -1, STEADY,
      "镇长办公会", "业主意见过三分之二" },
    { "meetings", "文化站开放时间调整", CADRE_I, "", -3, 17, GOES_ON, NO_DAY, STEADY,
      "周例会", "周末全天开放" },
    { "meetings", "反诈宣传进企业", CADRE_J, "", -1, 19, UNREAD, NO_DAY, SILENT,
      "周例会", "规上企业先行" },
    /* 批示办理 */
    { "instructions", "关于河道采砂线索的批示", CADRE_B, "", -20, -9, CROSSED_OFF, -11, STEADY,
      "领导甲", "查清事实,依法处理。" },
    { "instructions", "关于学校食堂的批示", CADRE_I, "", -16, -5, CROSSED_OFF, -8, STEADY,
      "领导乙", "举一反三,全部查一遍。" },
    { "instructions", "关于企业欠薪苗头的批示", CADRE_H, "", -12, -1, GOES_ON, NO_DAY, STEADY,
      "领导甲", "工资专户先到位。" },
    { "instructions", "关于道路塌陷的批示", CADRE_C, "", -9, 1, GOES_ON, NO_DAY, STEADY,
      "领导乙", "先围挡后抢修,连夜处置。" },
    { "instructions", "关于留守老人助餐的批示", CADRE_I, "", -7, 6, GOES_ON, NO_DAY, STEADY,
      "领导甲", "先从高龄独居做起。" },
    { "instructions", "关于项目现场扬尘的批示", CADRE_D, "", -5, 7, GOES_ON, NO_DAY, STEADY,
      "领导乙", "落实责任,逐日巡查。" },
    { "instructions", "关于信访积案的批示", CADRE_F, "", -11, 4, HELD, -4, STEADY,
      "领导甲", "领导包案,一案一策。" },
    { "instructions", "关于值班纪律的批示", CADRE_F, "", 0, 10, UNREAD, NO_DAY, SILENT,
      "领导甲", "通报一次,立规矩。" },
    /* 人大问政 */
    { "hearings", "中心路贯通何时完成", CADRE_C, "", -38, -14, CROSSED_OFF, -16, STEADY,
      "道路交通", "" },
    { "hearings", "路灯不亮谁来修", CADRE_D, "", -38, -15, CROSSED_OFF, -17, STEADY,
      "路灯照明", "" },
    { "hearings", "荷塘路积水怎么治", CADRE_C, "", -38, -3, GOES_ON, NO_DAY, STEADY,
      "道路交通", "" },
    { "hearings", "菜场周边脏乱如何整治", CADRE_J, "", -38, -10, CROSSED_OFF, -12, STEADY,
      "环境整治", "" },
    { "hearings", "村口垃圾房异味", CADRE_J, "", -20, 5, GOES_ON, NO_DAY, STEADY,
      "环境整治", "" },
    { "hearings", "社区卫生站药品不全", CADRE_I, "", -20, 2, GOES_ON, NO_DAY, STEADY,
      "民生服务", "" },
    { "hearings", "公交末班车太早", CADRE_C, "", -20, 9, HELD, -6, STEADY,
      "道路交通", "" },
    { "hearings", "健身器材损坏", CADRE_I, "", -20, 3, APPLIED, -2, STEADY,
      "民生服务", "" },
    { "hearings", "断头路照明", CADRE_D, "", -20, 12, GOES_ON, NO_DAY, STEADY,
      "路灯照明", "" },
    { "hearings", "老人办事不会用手机", CADRE_F, "", -20, 14, GOES_ON, NO_DAY, STEADY,
      "民生服务", "" },
};

static void own_fields(size_t i, struct demo_text *text)
{
    static const char *const deputies[] = { "代表甲", "代表乙", "代表丙", "代表丁", "代表戊" };
    struct pair *f = text->fields;
    const char *list = others[i].list;

    if (strcmp(list, "meetings") == 0) {
        *f++ = (struct pair){ "meeting", others[i].word };
        *f++ = (struct pair){ "content", others[i].words };
    } else if (strcmp(list, "instructions") == 0) {
        *f++ = (struct pair){ "signer", others[i].word };
        *f++ = (struct pair){ "words", others[i].words };
        *f++ = (struct pair){ "urgency", others[i].due - others[i].add <= 5 ? "急件" : "一般" };
    } else {
        *f++ = (struct pair){ "category", others[i].word };
        *f++ = (struct pair){ "session", "示例问政会" };
        *f++ = (struct pair){ "question_by", deputies[i % COUNT(deputies)] };
        *f++ = (struct pair){ "answer_text", "现场答复:已列入整改清单,限期解决。" };
        *f++ = (struct pair){ "answer_by", "责任单位负责人" };
        *f++ = (struct pair){ "supervise_by", deputies[(i + 2) % COUNT(deputies)] };
    }
    *f = (struct pair){ NULL, NULL };
}

/* Land of invented projects. The first one's figures are those of a real notice of 2026-03-16,
 * which do not agree with one another. */
static const struct { const char *title; enum demo_key project; int add, steps;
    const char *area, *announced;
}
parcels[] = {
    { "示例地块1 标准厂房用地", HIGHWAY + 12, -80, 6, "177.1174", "11.8078" },
    { "示例地块2 河道整治用地", HIGHWAY + 14, -60, 5, "23.18", NULL },
    { "示例地块3 智能仓储用地", HIGHWAY + 19, -30, 3, "41.2", NULL },
    { "示例地块4 供水泵站用地", HIGHWAY + 23, -14, 1, "6.75", NULL },
};

bool demo_other(size_t i, struct demo_item *out, struct demo_text *text)
{
    if (i < COUNT(others)) {
        const char *list = others[i].list;
        bool by_leader = strcmp(list, "instructions") == 0;
        *out = (struct demo_item){
            .list = list, .title = others[i].title, .owner = others[i].owner,
            .place = others[i].place, .co = "", .add = others[i].add, .due = others[i].due,
            .upper = NO_DAY, .fate = others[i].fate, .end = others[i].end,
            .reports = others[i].reports, .fields = text->fields,
            .source = by_leader ? "领导批示" : strcmp(list, "meetings") == 0 ? "会议议定"
                                                                             : "代表问政",
            .source_ref = by_leader ? "" : strcmp(list, "meetings") == 0 ? "示例会议纪要"
                                                                         : "示例问政会",
        };
        own_fields(i, text);
        return true;
    }
    i -= COUNT(others);
    if (i >= COUNT(parcels))
        return false;
    text->fields[0] = (struct pair){ "area", parcels[i].area };
    text->fields[1] = (struct pair){ "purpose", "基础设施" };
    text->fields[2] = parcels[i].announced
                          ? (struct pair){ "announced", parcels[i].announced }
                          : (struct pair){ NULL, NULL };
    text->fields[3] = (struct pair){ NULL, NULL };
    *out = (struct demo_item){
        .list = "parcels", .title = parcels[i].title, .owner = CADRE_N, .place = "", .co = "",
        .source = "上级交办", .source_ref = "", .add = parcels[i].add, .due = NO_DAY,
        .upper = NO_DAY, .fate = GOES_ON, .end = NO_DAY, .reports = SILENT,
        .fields = text->fields, .parent = parcels[i].project, .steps = parcels[i].steps,
    };
    return true;
}
