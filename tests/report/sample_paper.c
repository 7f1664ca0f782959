#include "tests/report/sample_paper.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/mem.h"

#define MADE INT64_C(1795161600000)     /* 2026-11-20 16:00 in China */

static void head(struct document *d, enum doc_page page, const char *title)
{
    d->page = page;
    d->made = MADE;
    d->utc_offset = 480;
    doc_set(&d->title, title);
    doc_set(&d->author, "沿江镇党政综合办公室");
    doc_set(&d->mark, "");
}

/* ---- the sheet ---- */

static const struct {
    const char *id, *title;
    int mm;
    enum text_align align;
    unsigned is;
    int lines;
} full[] = {
    { "n", "序号", 9, TEXT_CENTRE, DOC_FIXED | DOC_HEAD, 0 },
    { "colour_word", "灯", 9, TEXT_CENTRE, DOC_FIXED | DOC_HEAD | DOC_BOXED, 0 },
    { "code", "编号", 18, TEXT_LEFT, DOC_FIXED | DOC_HEAD, 0 },
    { "title", "事项(来源/批示)", 46, TEXT_LEFT, DOC_HEAD | DOC_KAI, 3 },
    { "lead", "责任领导", 18, TEXT_LEFT, 0, 0 },
    { "unit", "牵头单位(配合)", 25, TEXT_LEFT, 0, 0 },
    { "owner", "责任人", 16, TEXT_LEFT, 0, 0 },
    { "due", "时限", 20, TEXT_LEFT, DOC_FIXED, 0 },
    { "overdue", "逾期(天)", 14, TEXT_CENTRE, DOC_FIXED, 0 },
    { "latest", "最新进展(填报日)", 40, TEXT_LEFT, DOC_LONG, 0 },
    { "problem", "卡点及下步措施", 28, TEXT_LEFT, DOC_LONG, 0 },
    { "decision", "会议意见", 22, TEXT_LEFT, DOC_WRITE, 0 },
};
static const char *const titles[] = {
    "林家村112户土地签约及补偿款发放\n镇党委会〔2026〕9号;陈书记11-10批示:务必月底前见底",
    "园区大道一期K0+300至K1+120段10kV高压线迁改协议签订,涉及供电所、通信运营商共4家产权单位\n"
    "县重点项目例会",
    "还建房二期基础验槽\n县住建局督查通报",
    "临时用地复垦方案报批",
};
static const char *const units[] = {
    "自然资源所(财政所、林家村)", "园区办(供电所、派出所、经发办、社事办、应急所、上洋村)",
    "村建所(还建房二期指挥部)", "自然资源所"
};

static void column_of(struct doc_table *t, size_t i)
{
    doc_column(t, full[i].id, full[i].title, full[i].mm, full[i].align, full[i].is);
    t->columns[t->n_columns - 1].lines = full[i].lines;
}

static void row_of(struct doc_table *t, size_t i, const char *title)
{
    struct doc_row *r = doc_row(t, DOC_ROW);
    char text[64];
    bool is_red = i % 3 != 2;

    doc_put_number(t, r, "n", (int64_t)(i + 1) * 1000000);
    doc_put(t, r, "colour_word", is_red ? i % 4 == 0 ? "红\n连3" : "红" : "黄");
    doc_cell(t, r, "colour_word")->colour = is_red ? COLOUR_RED : COLOUR_YELLOW;
    snprintf(text, sizeof text, "督26-%03zu", i + 1);
    doc_put(t, r, "code", text);
    doc_put(t, r, "title", title);
    doc_put(t, r, "lead", i % 5 == 4 ? "欧阳建国" : "陈立新");
    doc_put(t, r, "unit", units[i % 4]);
    doc_put(t, r, "owner", i % 4 == 0 ? "林德顺\n(11-10接)" : "周丽");
    doc_put(t, r, "due", i % 2 ? "现 11-18\n原 10-30" : "现 11-18\n原 10-30\n上级 11-30");
    doc_put(t, r, "overdue", i % 4 == 0 ? "2\n限11-27" : "1");
    doc_put(t, r, "latest",
            i % 4 == 3 ? "未报2期"
                       : "已签约110户,剩余林国平、林阿水2户因坡地面积有异议未签,"
                         "已安排11月24日现场复量。(11-19)");
    doc_put(t, r, "problem", i % 4 == 3 ? "" : "补偿款待财政所拨付;周一前完成拨付(11-23)");
}

struct doc_table *sample_rows(struct document *d, size_t rows, const char *title)
{
    if (d->n_parts == 0) {
        head(d, DOC_LEDGER, "沿江镇重点工作三色督办周报");
        struct doc_part *p = doc_part(d, "");
        doc_set(&p->running, "沿江镇三色督办周报  2026年第46期");
        doc_set(&p->foot_left, "内部资料 注意保存");
        doc_set(&p->foot_right, "编制:党政综合办公室(督查室)  2026年11月20日");
        doc_add(d, DOC_TITLE, "沿江镇重点工作三色督办周报", NULL, NULL);
    }
    doc_add(d, DOC_HEADING, "一、逾期事项", NULL, NULL);
    struct doc_table *t = doc_table(d, "overdue", "一、逾期事项");
    t->ruled = true;
    doc_column(t, "colour", "colour", 0, TEXT_LEFT, DOC_HIDDEN);
    for (size_t i = 0; i < sizeof full / sizeof *full; i++)
        column_of(t, i);
    for (size_t i = 0; i < rows; i++)
        row_of(t, i, title ? title : titles[i % 4]);
    return t;
}

static void leads(struct document *d)
{
    static const char *const names[] = { "陈立新", "欧阳建国", "王海燕", "吴刚", "合计" };
    static const char *const ids[] = { "total", "red", "yellow", "green", "paused", "closed",
                                       "silent", "run" };
    static const char *const heads[] = { "在办", "红", "黄", "绿", "暂停", "本期销号", "未报",
                                         "连红" };
    struct doc_table *t = doc_table(d, "leads", "");

    doc_column(t, "lead", "责任领导", 0, TEXT_LEFT, DOC_HEAD);
    for (size_t i = 0; i < 8; i++)
        doc_column(t, ids[i], heads[i], 0, TEXT_CENTRE, DOC_FIXED);
    for (size_t k = 0; k < 5; k++) {
        struct doc_row *r = doc_row(t, k == 4 ? DOC_SUM : DOC_ROW);
        doc_put(t, r, "lead", names[k]);
        for (size_t i = 0; i < 8; i++) {
            char text[32];
            snprintf(text, sizeof text, i < 4 ? "%zu(%+d)" : "%zu", k * 3 + i, (int)i - 2);
            doc_put(t, r, ids[i], text);
        }
    }
}

static void villages(struct document *d)
{
    struct doc_table *t = doc_table(d, "villages", "");

    doc_column(t, "place", "村", 0, TEXT_LEFT, DOC_HEAD);
    doc_column(t, "rows", "户", 0, TEXT_RIGHT, DOC_FIXED);
    doc_column(t, "area", "面积(亩)", 0, TEXT_RIGHT, DOC_FIXED);
    doc_column(t, "rate", "签约率", 0, TEXT_RIGHT, DOC_FIXED);
    t->ruled = true;
    struct doc_row *g = doc_row(t, DOC_GROUP);
    doc_put(t, g, "place", "园区大道一期");
    for (size_t i = 0; i < 3; i++) {
        static const char *const places[] = { "林家村", "上洋村", "合计" };
        struct doc_row *r = doc_row(t, i == 2 ? DOC_SUM : DOC_ROW);
        doc_put(t, r, "place", places[i]);
        doc_put_number(t, r, "rows", (int64_t)(i + 90) * 1000000);
        doc_put_number(t, r, "area", (int64_t)(i + 1) * 248100000);
        doc_put(t, r, "rate", i ? "72.2%" : "98.2%");
    }
}

static void receipts(struct document *d)
{
    static const char *const names[] = { "党政办", "自然资源所", "园区办", "村建所", "财政所" };
    struct doc_table *t = doc_table(d, "", "");

    doc_column(t, "unit", "单位", 60, TEXT_LEFT, DOC_FIXED);
    doc_column(t, "name", "签收人", 50, TEXT_LEFT, DOC_FIXED | DOC_WRITE);
    doc_column(t, "day", "日期", 40, TEXT_LEFT, DOC_FIXED | DOC_WRITE);
    for (size_t i = 0; i < 5; i++)
        doc_put(t, doc_row(t, DOC_ROW), "unit", names[i]);
}

static void last_page(struct document *d)
{
    doc_add(d, DOC_LINE, "会议意见可写:销 / 限(日期) / 延(日期) / 退 / 督 / 缓", NULL, NULL);
    doc_add(d, DOC_GAP, NULL, NULL, NULL);
    struct doc_block *b = doc_add(d, DOC_PHRASES, NULL, NULL, NULL);
    doc_phrase(b, "填表:王建国", COLOUR_NONE);
    doc_phrase(b, "审核:____________(党政办主任)", COLOUR_NONE);
    doc_phrase(b, "审定:____________(分管领导)", COLOUR_NONE);
    b = doc_add(d, DOC_BOX, "主要领导阅示:", NULL, NULL);
    b->wide = 60;
    b->high = 25;
    doc_add(d, DOC_HEADING, "签收表", NULL, NULL);
    receipts(d);
    doc_add(d, DOC_LINE, "分送:党政班子成员,各办(线),各村(居)", NULL, NULL);
    doc_add(d, DOC_CODE, "校验码(核对用):4f1d-92ac-0b37  事件号 1862", "XH1 2026-46 4f1d92ac0b37",
            NULL);
}

void sample_sheet(struct document *d, size_t rows)
{
    head(d, DOC_LEDGER, "沿江镇重点工作三色督办周报");
    struct doc_part *p = doc_part(d, "");
    doc_set(&p->running, "沿江镇三色督办周报  2026年第46期");
    doc_set(&p->foot_left, "内部资料 注意保存");
    doc_set(&p->foot_right, "编制:党政综合办公室(督查室)  2026年11月20日");
    doc_add(d, DOC_TITLE, "沿江镇重点工作三色督办周报", NULL, NULL);
    doc_add(d, DOC_SPREAD, "2026年第46期(总第198期)", "统计期间:11月14日—11月20日",
            "数据截至 11月20日16:00");
    doc_add(d, DOC_PARAGRAPH,
            "截至11月20日,在办事项51件:红灯3、黄灯5、绿灯41、暂停2。本期新增4、销号6、新亮红灯2、"
            "红转绿4。其中逾期3件(超上级时限0件),节点滞后7件,待审核2件,未报进展3件。",
            NULL, NULL);
    doc_add(d, DOC_GAP, NULL, NULL, NULL);
    leads(d);
    doc_add(d, DOC_GAP, NULL, NULL, NULL);
    sample_rows(d, rows, NULL);
    doc_add(d, DOC_GAP, NULL, NULL, NULL);
    doc_add(d, DOC_HEADING, "三、连续亮红灯", NULL, NULL);
    struct doc_block *b = doc_add(d, DOC_PHRASES, NULL, NULL, NULL);
    doc_phrase(b, "督26-001(连3)", COLOUR_NONE);
    doc_phrase(b, "督26-005(连3)", COLOUR_NONE);
    doc_add(d, DOC_HEADING, "五、拟销号(待审核)", NULL, NULL);
    doc_add(d, DOC_PARAGRAPH, "无", NULL, NULL);
    doc_add(d, DOC_HEADING, "十、征地户签汇总", NULL, NULL);
    villages(d);
    last_page(d);
}

/* ---- the order ---- */

void sample_order(struct document *d)
{
    head(d, DOC_LETTER, "督办单 第12号");
    struct doc_part *p = doc_part(d, "");
    doc_set(&p->running, "");
    doc_add(d, DOC_TITLE, "沿江镇人民政府督办单", NULL, NULL);
    doc_add(d, DOC_SPREAD, "沿政督〔2026〕12号", "", "签发人:陈立新");
    doc_add(d, DOC_GAP, NULL, NULL, NULL);
    doc_add(d, DOC_LINE, "镇财政所:", NULL, NULL);
    doc_add(d, DOC_PARAGRAPH,
            "你单位牵头的林家村112户土地签约及补偿款发放(督26-001),原定10月30日前办结,"
            "经批准延期至11月18日,现已逾期2天,连续三期亮红灯。经研究,现予督办,请按以下要求办理。\n"
            "请于11月23日前将补偿款拨付到户,并将凭证报镇党政综合办公室(督查室)。",
            NULL, NULL);
    doc_add(d, DOC_HEADING, "一、存在问题", NULL, NULL);
    doc_add(d, DOC_ITEM, "补偿款到户凭证110/112,林国平、林阿水2户未拨付,已压6日。", "1.", NULL);
    doc_add(d, DOC_ITEM, "村务公示照片0/1。", "2.", NULL);
    doc_add(d, DOC_HEADING, "二、办理要求", NULL, NULL);
    doc_add(d, DOC_PARAGRAPH,
            "收到本督办单后1个工作日内签收,11月27日前书面回复办理情况。"
            "逾期未回复的,在全镇通报。",
            NULL, NULL);
    struct doc_block *b = doc_add(d, DOC_SEAL, "沿江镇人民政府", "", "2026年11月20日");
    b->wide = b->high = 45;
    doc_add(d, DOC_CUT, "回执(沿虚线裁下)", NULL, NULL);
    doc_add(d, DOC_FIELD, "签收人:", "", NULL);
    doc_add(d, DOC_FIELD, "签收日期:", "", NULL);
    doc_add(d, DOC_FIELD, "办理期限:", "2026年11月27日前", NULL);
    doc_add(d, DOC_CODE, "校验码(核对用):77ab-10c2", "XH1 D12 77ab10c2", NULL);
}

/* ---- the form ---- */

void sample_form(struct document *d)
{
    static const char *const states[] = { "签", "签", "签", "谈", "拒", "未" };
    static const enum colour colours[] = { COLOUR_GREEN, COLOUR_GREEN, COLOUR_GREEN,
                                           COLOUR_YELLOW, COLOUR_RED, COLOUR_GREY };

    head(d, DOC_FORM, "入户走访表");
    for (size_t part = 0; part < 2; part++) {
        struct doc_part *p = doc_part(d, part ? "上洋村" : "林家村");
        doc_set(&p->running, part ? "入户走访表  上洋村" : "入户走访表  林家村");
        doc_set(&p->foot_left, "内部资料 注意保存");
        doc_set(&p->foot_right, "2026年11月20日");
        doc_add(d, DOC_TITLE, "入户走访表", NULL, NULL);
        doc_add(d, DOC_SPREAD, part ? "上洋村" : "林家村", NULL, "11月20日");
        doc_add(d, DOC_HEADING, "作战图", NULL, NULL);
        for (size_t i = 0; i < 3; i++) {
            static const char *const groups[] = { "一组", "二组", "第十三组" };
            struct doc_block *b = doc_add(d, DOC_MARKS, groups[i], "46户 签26", NULL);
            for (size_t k = 0; k < 20 * (i + 1); k++)
                doc_phrase(b, states[k % 6], colours[k % 6]);
        }
        doc_add(d, DOC_FIELD, "户主:", "林阿妹", NULL);
        doc_add(d, DOC_FIELD, "诉求:",
                "多算0.3亩坡地;坟墓迁移补偿标准与邻村一致;"
                "孩子上学的学位要先定下来,否则不签。", NULL);
        doc_add(d, DOC_FIELD, "承诺事项:", "", NULL);
        doc_add(d, DOC_ITEM, "核对身份证、户口簿、土地承包经营权证,缺一不可;不在家的另约时间。",
                "(1)", NULL);
        doc_add(d, DOC_ITEM, "当面丈量,当面签字。", "(2)", NULL);
        doc_add(d, DOC_RIGHT, "走访人:林德顺", NULL, NULL);
        struct doc_table *t = doc_table(d, "steps", "");
        t->ruled = true;
        doc_column(t, "n", "序号", 0, TEXT_CENTRE, DOC_FIXED | DOC_HEAD);
        doc_column(t, "step", "节点", 0, TEXT_LEFT, 0);
        doc_column(t, "due", "时限", 0, TEXT_LEFT, DOC_FIXED);
        doc_column(t, "note", "情况", 0, TEXT_LEFT, DOC_WRITE);
        for (size_t i = 0; i < 4; i++) {
            struct doc_row *r = doc_row(t, DOC_ROW);
            doc_put_number(t, r, "n", (int64_t)(i + 1) * 1000000);
            doc_put(t, r, "step", i % 2 ? "入户丈量并由户主签字确认,一式三份" : "红线图");
            doc_put(t, r, "due", "2026-11-24");
        }
        doc_add(d, DOC_CODE, "校验码(核对用):1c2d", NULL, NULL);
    }
}
