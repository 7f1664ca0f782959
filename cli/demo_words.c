/* demo_words.c - what people write in reports, and where papers are kept. Plain office
 * phrases that fit any work, chosen by how far it is. */
#include "cli/demo_story.h"

#include <string.h>

#define COUNT(v) (sizeof (v) / sizeof *(v))
#define EACH 4

struct stage { int below; const char *texts[EACH]; };

static const struct stage work[] = {
    { 12, { "已签收,明确专人负责,正在制定方案。", "已召开碰头会,分工到人。",
            "方案初稿完成,正在征求意见。", "已收集基础资料,着手排定计划。" } },
    { 30, { "已完成摸底,列出问题清单。", "已到现场核实,逐项登记。",
            "方案已确定,开始组织实施。", "已与相关单位对接,明确时间节点。" } },
    { 55, { "按清单逐项推进,已完成近三分之一。", "首批问题已整改,留有前后照片。",
            "人员、经费已落实,按计划推进。", "已召开协调会一次,形成纪要。" } },
    { 80, { "完成过半,余下按计划推进。", "重点部分已完成,余下集中推进。",
            "已督促责任方加快,本周有实质进展。", "难点已化解,进度与计划相符。" } },
    { 1000, { "主要工作已完成,正在扫尾。", "余下零星问题,已逐一落实到人。",
              "已自查一遍,发现的问题即查即改。", "正在整理佐证材料。" } },
};

/* What has to be settled with somebody; settled from TALKED percent on. */
#define TALKED 37
static const struct stage talks[] = {
    { 12, { "已上门听取意见,登记在册。", "已核对有关资料。", "已约当事人见面。",
            "已了解前因后果,正在研究。" } },
    { TALKED, { "已召开协调会,意见逐步接近。", "已拿出初步办法,正在征求意见。",
                "已与主管部门对接政策口径。", "多次上门,当事人态度有转变。" } },
    { 1000, { "问题已解决,正在安排回访。", "解决情况已反馈当事人。", "回访记录待签字。",
              "已办结,正在整理回访材料。" } },
};

const char *demo_report_text(const char *list, int percent, size_t n)
{
    const struct stage *s = strcmp(list, "problems") == 0 ? talks : work;

    while (percent >= s->below)
        s++;
    return s->texts[n % EACH];
}

const char *demo_problem_text(size_t n)
{
    static const char *const texts[] = {
        "", "", "个别点位权属不清,需再核实。", "", "雨天影响外业进度。", "", "", "",
        "个别当事人在外,联系不便。", "", "人手偏紧。",
    };

    return texts[n % COUNT(texts)];
}

const char *demo_kept(const char *list, const char *step)
{
    if (strcmp(list, "projects") == 0)
        return strcmp(step, "commence") == 0 ? "开工令复印件,项目攻坚专班档案柜"
                                             : "验收单复印件,项目攻坚专班档案柜";
    if (strcmp(list, "parcels") == 0)
        return "公告和照片,自然资源所档案柜";
    if (strcmp(list, "problems") == 0)
        return "回访记录单,项目攻坚专班档案柜";
    return "办结材料和照片,督查室档案柜";
}

bool demo_does(const char *list, const char *step)
{
    return strcmp(list, "problems") == 0 && strcmp(step, "town") == 0;
}

const char *demo_came(const char *list)
{
    return strcmp(list, "problems") == 0       ? "raised"
           : strcmp(list, "meetings") == 0     ? "met"
           : strcmp(list, "instructions") == 0 ? "signed"
                                               : NULL;
}

const struct pair *demo_results(const char *list)
{
    static const struct pair result[] = {
        { "result", "已按办理要求逐条完成,佐证材料齐全。" }, { NULL, NULL },
    };
    static const struct pair problem[] = {
        { "answer", "已协调解决,当事人确认。" }, { "rating", "满意" }, { NULL, NULL },
    };
    static const struct pair hearing[] = {
        { "result", "整改到位,已请代表现场查看。" }, { "rating", "基本满意" }, { NULL, NULL },
    };

    return strcmp(list, "problems") == 0   ? problem
           : strcmp(list, "hearings") == 0 ? hearing
                                           : result;
}
