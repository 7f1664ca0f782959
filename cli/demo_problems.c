/* demo_problems.c - 100 hard problems of the sixty days, 31 problems of companies. */
#include "cli/demo_story.h"

#include <stdio.h>

#include "model/day.h"
#include "model/mem.h"

#define COUNT(v) (sizeof (v) / sizeof *(v))

#define CAMPAIGN "大干60天攻坚100难"
#define HARD 100
#define CAMPAIGN_DAYS 60
#define CAMPAIGN_SINCE 42       /* calendar days it has been going on: 30 workdays */
#define COMPANY 31

/* ---- what becomes of them: so many of each, in this order ---- */

struct lot {
    int n;
    enum demo_fate fate;
    int due, due_step;          /* the first one's due, and how much later the next one's */
    int end, end_step;
    enum demo_reports reports;
};

static const struct lot hard_lots[] = {
    { 20, CROSSED_OFF, -12, 0, -22, 0, STEADY },    /* early */
    { 38, CROSSED_OFF, -3, 0, -18, 0, STEADY },
    { 6, APPLIED, 4, 0, -2, 0, STEADY },
    { 3, RETURNED, 6, 1, -6, 0, STEADY },
    { 4, HELD, 8, 1, -7, 1, STEADY },
    { 7, GOES_ON, -2, -1, NO_DAY, 0, STEADY },      /* late */
    { 5, GOES_ON, 1, 0, NO_DAY, 0, STEADY },        /* close */
    { 3, GOES_ON, 12, 0, NO_DAY, 0, LAGGING },
    { 14, GOES_ON, 10, 0, NO_DAY, 0, STEADY },
};

static const struct lot company_lots[] = {
    { 22, CROSSED_OFF, -10, 0, -26, 0, STEADY },
    { 1, APPLIED, 3, 0, -1, 0, STEADY },
    { 1, HELD, 6, 0, -8, 0, STEADY },
    { 2, GOES_ON, -3, -2, NO_DAY, 0, STEADY },
    { 2, GOES_ON, 2, 0, NO_DAY, 0, STEADY },
    { 3, GOES_ON, 12, 2, NO_DAY, 0, STEADY },
};

/* The lot `i` falls into; *at is its place in it. */
static const struct lot *lot_of(const struct lot *lots, size_t n, size_t i, int *at)
{
    *at = (int)i;
    for (size_t k = 0; k < n; k++) {
        if (*at < lots[k].n)
            return &lots[k];
        *at -= lots[k].n;
    }
    return NULL;
}

static void follow(struct demo_item *it, const struct lot *lot, int at)
{
    it->fate = lot->fate;
    it->due = lot->due + lot->due_step * at;
    it->end = lot->end == NO_DAY ? NO_DAY : lot->end + lot->end_step * at;
    it->reports = lot->reports;
    if (lot->fate == CROSSED_OFF)       /* a few a day until shortly ago */
        it->end += at * (-2 - lot->end) / lot->n;
}

/* ---- the sixty days ---- */

static const struct { const char *what, *category; } hard_topics[] = {
    { "青苗清点口径不一", "政策处理" },     { "坟墓迁移选址", "政策处理" },
    { "无地建房户安置", "用地" },           { "土地置换方案未定", "用地" },
    { "房屋权属待确认", "政策处理" },       { "临时用地复垦担保", "用地" },
    { "施工便道借用", "基础配套" },         { "通信杆线迁改", "基础配套" },
    { "供水管线迁改", "基础配套" },         { "在外户主联系", "政策处理" },
    { "兄弟分户确认", "政策处理" },         { "附着物评估异议", "政策处理" },
    { "村集体地界核对", "用地" },           { "灌溉渠改道", "基础配套" },
    { "社保名单公示异议", "政策处理" },     { "过渡用房落实", "资金" },
    { "机耕路恢复", "基础配套" },           { "爆破施工安全距离", "审批" },
    { "渣土消纳点", "审批" },               { "农户误工补助标准", "资金" },
};
static const struct { const char *place; enum demo_who cadre; enum demo_key project; } where[] = {
    { "甲村", VILLAGE_A, HIGHWAY }, { "乙村", VILLAGE_B, HIGHWAY }, { "丙村", VILLAGE_C, HIGHWAY },
    { "丁村", VILLAGE_D, HIGHWAY }, { "戊村", VILLAGE_E, HIGHWAY }, { "己村", VILLAGE_F, HIGHWAY },
    { "庚村", VILLAGE_G, HIGHWAY }, { "辛村", VILLAGE_H, HIGHWAY }, { "壬村", VILLAGE_I, HIGHWAY },
    { "癸村", VILLAGE_J, RAILWAY }, { "子村", VILLAGE_K, RAILWAY }, { "丑村", VILLAGE_L, SERVICE },
};
static const enum demo_who hard_owners[] = { CADRE_K, CADRE_L, CADRE_B, CADRE_C, CADRE_N, CADRE_M };

static void hard(size_t i, struct demo_item *it, struct demo_text *text)
{
    int at;
    const struct lot *lot = lot_of(hard_lots, COUNT(hard_lots), i, &at);
    size_t topic = (i * 7) % COUNT(hard_topics), place = i % COUNT(where);

    snprintf(text->title, sizeof text->title, "攻坚第%03zu难 %s%s", i + 1, where[place].place,
             hard_topics[topic].what);
    text->fields[0] = (struct pair){ "kind", "攻坚难题" };
    text->fields[1] = (struct pair){ "campaign", CAMPAIGN };
    text->fields[2] = (struct pair){ "category", hard_topics[topic].category };
    text->fields[3] = (struct pair){ "level", lot->fate == HELD ? "县"
                                              : i % 3 == 0      ? "村" : "镇" };
    text->fields[4] = (struct pair){ NULL, NULL };
    *it = (struct demo_item){
        .list = "problems", .title = text->title, .fields = text->fields,
        .owner = i % 4 == 1 ? where[place].cadre : hard_owners[i % COUNT(hard_owners)],
        .place = where[place].place, .source = "会议议定", .source_ref = "示例攻坚动员会",
        .co = i % 4 == 1 ? "项目攻坚专班" : where[place].place, .parent = where[place].project,
        .add = -30, .upper = NO_DAY,
    };
    follow(it, lot, at);
}

char *demo_campaign(int32_t today)
{
    char from[DAY_TEXT], to[DAY_TEXT];

    day_format(today - CAMPAIGN_SINCE, from);
    day_format(today - CAMPAIGN_SINCE + CAMPAIGN_DAYS - 1, to);
    return xasprintf("\ncampaigns:\n"
                     "  - {name: %s, list: problems, where: [\"campaign=%s\"],\n"
                     "     from: %s, to: %s, target: %d}\n",
                     CAMPAIGN, CAMPAIGN, from, to, HARD);
}

/* ---- companies: visited, asked, helped ---- */

static const struct { const char *what, *category; enum demo_who owner; } company_topics[] = {
    { "用电增容", "基础配套", CADRE_G },   { "招工难", "用工", CADRE_H },
    { "续贷周转", "融资", CADRE_H },       { "厂区雨污分流", "基础配套", CADRE_C },
    { "扩建用地指标", "用地", CADRE_B },   { "员工子女入学", "其他", CADRE_I },
    { "物流车辆限行", "其他", CADRE_J },   { "技改补助申报", "资金", CADRE_G },
    { "消防验收", "审批", CADRE_D },       { "环评变更", "审批", CADRE_N },
};
static const char *const company_names[] = {
    "甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸",
};

static void company(size_t i, struct demo_item *it, struct demo_text *text)
{
    int at;
    const struct lot *lot = lot_of(company_lots, COUNT(company_lots), i, &at);
    size_t topic = (i * 3) % COUNT(company_topics);

    snprintf(text->more, sizeof text->more, "示例企业%s%zu",
             company_names[i % COUNT(company_names)], i / COUNT(company_names) + 1);
    snprintf(text->title, sizeof text->title, "企业问题%02zu %s", i + 1,
             company_topics[topic].what);
    text->fields[0] = (struct pair){ "kind", "企业问题" };
    text->fields[1] = (struct pair){ "company", text->more };
    text->fields[2] = (struct pair){ "category", company_topics[topic].category };
    text->fields[3] = (struct pair){ "level", lot->fate == HELD ? "县" : "镇" };
    text->fields[4] = (struct pair){ NULL, NULL };
    *it = (struct demo_item){
        .list = "problems", .title = text->title, .fields = text->fields,
        .owner = company_topics[topic].owner, .place = "", .source = "自查",
        .source_ref = "示例企业走访", .co = "", .add = -44 + (int)(i % 3), .upper = NO_DAY,
    };
    follow(it, lot, at);
}

bool demo_problem(size_t i, struct demo_item *out, struct demo_text *text)
{
    if (i < HARD)
        hard(i, out, text);
    else if (i < HARD + COMPANY)
        company(i - HARD, out, text);
    return i < HARD + COMPANY;
}
