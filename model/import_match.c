/* import_match.c - what the columns of a ledger mean: the header row, and names as
 * offices write them. See import_parts.h. */
#include <stdlib.h>
#include <string.h>

#include "model/cell_value.h"
#include "model/i18n.h"
#include "model/import_parts.h"
#include "model/text.h"

#define HEADER_WITHIN 20        /* rows in which the header must stand */

/* Columns of every list, with the words ledgers use for them, blanks between. Ids first. */
struct known { const char *key; enum import_what what; const char *words; };
static const struct known item_known[] = {
    { "code", IMPORT_CODE, "code 编号 事项编号 督办编号 项目编号" },
    { "list", IMPORT_LIST, "list 台账 台账清单" },
    { "parent", IMPORT_PARENT, "parent 所属项目 所属事项 上级事项 所属项目编号" },
    { "title", IMPORT_TEXT,
      "title 事项 事项名称 项目名称 督办事项 工作事项 任务名称 问题名称 标题 "
      "户主 户主姓名" },
    { "unit", IMPORT_UNIT,
      "unit 牵头单位 责任单位 责任部门 主责单位 承办单位 主办单位 牵头部门" },
    { "place", IMPORT_PLACE, "place 村 所在村 所属村 行政村 村组 村居 村(居) 村(社区) 地点" },
    { "group", IMPORT_GROUP, "组 村民小组 小组 所在组" },
    { "owner", IMPORT_PERSON, "owner 责任人 负责人 具体责任人 具体负责人" },
    { "handler", IMPORT_PERSON, "handler 经办人 具体经办人 包干干部 包干人" },
    { "leader", IMPORT_PERSON, "leader 领衔领导 领办领导" },
    { "lead", IMPORT_PERSON, "lead 责任领导 分管领导 包案领导 挂钩领导 联系领导" },
    { "co", IMPORT_CO, "co 配合单位 协办单位 配合部门 协办部门 协同单位" },
    { "source", IMPORT_TEXT, "source 来源 事项来源 任务来源" },
    { "source_ref", IMPORT_TEXT, "source_ref 文号 来源文号 批示文号 来源文号或会议" },
    { "assigned_on", IMPORT_DATE, "assigned_on 交办日期 交办时间 下达日期 下达时间" },
    { "start", IMPORT_DATE, "start 开始 开始日期 开始时间 启动日期 启动时间" },
    { "due", IMPORT_DATE,
      "due 完成时限 完成期限 办结时限 办理时限 办结期限 时限 截止日期 截止时间 "
      "计划完成时间 计划完成日期 要求完成时间" },
    { "first_due", IMPORT_FIRST_DUE, "first_due 原定时限 原时限 原完成时限" },
    { "upper_due", IMPORT_DATE, "upper_due 上级时限 上级要求时限 上级要求完成时限" },
    { "upper_doc", IMPORT_TEXT, "upper_doc 上级文号" },
    { "report_every", IMPORT_CADENCE, "report_every 填报周期 报送周期 填报频次" },
    { "latest", IMPORT_LATEST,
      "latest 进展 最新进展 进展情况 最新进展情况 目前进展 工作进展 "
      "办理进展 进展及存在问题" },
    { "progress", IMPORT_PERCENT, "progress percent 进度 完成率 完成进度 办理进度" },
    { "state", IMPORT_STATE, "state 状态 当前状态 办理状态 完成状态" },
    /* What is computed, or only counts the lines; and what a rejects file adds. */
    { "", IMPORT_IGNORED,
      "colour colour_rule days_left days_overdue left steps steps_done "
      "steps_total waiting phase limit 序号 灯 灯色 亮灯 颜色 当前灯色 亮灯情况 剩余天数 剩余 "
      "剩余工作日 逾期天数 逾期 逾期(天) 超期天数 节点 节点进度 完成节点 "
      "待办理单位 卡点 限期 行号 原因 no no." },
    { NULL, IMPORT_UNKNOWN, NULL },
};
static const struct known person_known[] = {
    { "name", IMPORT_TEXT, "name 姓名 人员 人员姓名" },
    { "unit", IMPORT_UNIT, "unit 单位 所在单位 工作单位 部门 科室 站所 办公室" },
    { "place", IMPORT_PLACE, "place 村 联系村 驻村 所在村 包村 联村" },
    { "title", IMPORT_TEXT, "title 职务 职位 岗位" },
    { "phone", IMPORT_TEXT, "phone 手机 电话 手机号 手机号码 联系电话 联系方式" },
    { "login", IMPORT_TEXT, "login 登录名 账号 账户 用户名" },
    { "role", IMPORT_TEXT, "role roles 角色" },
    { "rank", IMPORT_TEXT, "rank 排序 排名 领导排名 次序" },
    { "from", IMPORT_DATE, "from 到岗日期 到任日期" },
    { "to", IMPORT_DATE, "to 离岗日期 离任日期" },
    { "", IMPORT_IGNORED, "id # 序号 行号 原因 no no." },
    { NULL, IMPORT_UNKNOWN, NULL },
};
static const struct known unit_known[] = {
    { "name", IMPORT_TEXT, "name 单位 单位名称 名称 部门" },
    { "parent", IMPORT_TEXT, "parent 上级 上级单位 所属单位 归口" },
    { "level", IMPORT_TEXT, "level 级别 层级" },
    { "rank", IMPORT_TEXT, "rank 排序 次序" },
    { "contact", IMPORT_PERSON, "contact 联络员 联系人" },
    { "active", IMPORT_TEXT, "active 在用" },
    { "", IMPORT_IGNORED, "id # 序号 行号 原因 no no." },
    { NULL, IMPORT_UNKNOWN, NULL },
};
static const struct known place_known[] = {
    { "name", IMPORT_TEXT, "name 名称 村 村名 组 地点" },
    { "parent", IMPORT_TEXT, "parent 上级 所属村 所在村" },
    { "rank", IMPORT_TEXT, "rank 排序 次序" },
    { "", IMPORT_IGNORED, "id # 序号 行号 原因 no no." },
    { NULL, IMPORT_UNKNOWN, NULL },
};

/* ---- the words a header may be ---- */

struct word { char *folded; enum import_what what; const char *key; size_t at; };
struct words { struct word *v; size_t n, cap; };

/* The first to claim a word has it. */
static void claim(struct words *w, const char *word, enum import_what what,
                  const char *key, size_t at)
{
    char *folded = cell_fold(word);

    for (size_t i = 0; i < w->n; i++)
        if (strcmp(w->v[i].folded, folded) == 0) {
            free(folded);
            return;
        }
    GROW(w->v, w->n, w->cap);
    w->v[w->n++] = (struct word){ folded, what, key, at };
}

static const struct known *table_of(const struct list_def *list, const char *table)
{
    return list ? item_known
         : strcmp(table, "person") == 0 ? person_known
         : strcmp(table, "unit") == 0 ? unit_known : place_known;
}

static const struct known *find_known(const struct known *t, const char *key)
{
    while (t->key && strcmp(t->key, key) != 0)
        t++;
    return t->key ? t : NULL;
}

static void claim_steps(struct words *w, const struct list_def *l)
{
    static const char *const ends[] = { "", "日期", "时间", "完成", "完成日期", "完成时间",
                                        "情况", "完成情况" };

    for (size_t k = 0; k < sizeof ends / sizeof *ends; k++)
        for (size_t i = 0; i < l->n_steps; i++) {
            char *word = xasprintf("%s%s", l->steps[i].name, ends[k]);
            claim(w, word, IMPORT_STEP, l->steps[i].id, i);
            free(word);
        }
    for (size_t i = 0; i < l->n_steps; i++)
        claim(w, l->steps[i].id, IMPORT_STEP, l->steps[i].id, i);
}

/* The township's own words go before ours. */
static void claim_list(struct words *w, const struct list_def *l)
{
    for (size_t i = 0; i < l->n_headers; i++) {
        const struct header_def *h = &l->headers[i];
        const struct known *k = find_known(item_known, h->column);
        int step = list_step(l, h->column);
        for (size_t j = 0; j < h->n_words; j++)
            if (k)
                claim(w, h->words[j], k->what, k->key, 0);
            else if (step >= 0)
                claim(w, h->words[j], IMPORT_STEP, l->steps[step].id, (size_t)step);
    }
    for (size_t i = 0; i < l->n_fields; i++) {
        const struct field_def *f = &l->fields[i];
        claim(w, f->id, IMPORT_FIELD, f->id, i);
        claim(w, f->name, IMPORT_FIELD, f->id, i);
    }
    for (size_t i = 0; i < l->n_fields; i++)
        for (size_t k = 0; k < l->fields[i].n_also; k++)
            claim(w, l->fields[i].also[k], IMPORT_FIELD, l->fields[i].id, i);
    claim_steps(w, l);
    if (l->person)
        claim(w, "姓名", IMPORT_TEXT, "title", 0);
}

static void claim_known(struct words *w, const struct known *t)
{
    for (; t->key; t++)
        for (const char *p = t->words; *p;) {
            size_t n = strcspn(p, " ");
            char *word = xstrndup(p, n);
            claim(w, word, t->what, t->key, 0);
            free(word);
            p += n + strspn(p + n, " ");
        }
}

static void claim_all(struct words *w, const struct list_def *list, const char *table)
{
    if (list)
        claim_list(w, list);
    claim_known(w, table_of(list, table));
}

static void words_fini(struct words *w)
{
    for (size_t i = 0; i < w->n; i++)
        free(w->v[i].folded);
    free(w->v);
}

static const struct word *find_word(const struct words *w, const char *folded)
{
    for (size_t i = 0; i < w->n; i++)
        if (strcmp(w->v[i].folded, folded) == 0)
            return &w->v[i];
    return NULL;
}

/* ---- one header ---- */

static const struct import_map_line *find_line(const struct import_map *map,
                                               const char *header)
{
    const struct import_map_line *found = NULL;
    char *want = cell_fold(header);

    for (size_t i = 0; map && !found && i < map->n; i++) {
        char *have = cell_fold(map->v[i].header);
        if (strcmp(have, want) == 0)
            found = &map->v[i];
        free(have);
    }
    free(want);
    return found;
}

/* What a header says, whole or without the unit in its brackets. */
static struct import_column read_header(const struct words *w,
                                        const struct import_map *map, const char *typed)
{
    struct import_column c = { .key = "" };
    char *name, *whole = cell_fold(typed);

    cell_header_split(typed, &name, &c.unit);
    if (cell_text(typed, false, &c.header, NULL) != XH_OK)
        c.header = xstrdup(name);
    const struct import_map_line *line = find_line(map, typed);
    char *folded = cell_fold(line ? line->target : name);
    const struct word *found = line ? NULL : find_word(w, whole);
    if (!found)
        found = find_word(w, folded);
    if (!found && !line) {      /* 完成期限(年月日): a remark in brackets says nothing */
        folded[strcspn(folded, "(")] = '\0';
        found = find_word(w, folded);
    }
    if (line && strcmp(line->target, "-") == 0) {
        c.what = IMPORT_IGNORED;
    } else if (found) {
        c.what = found->what;
        c.key = found->key;
        c.at = found->at;
    }
    free(folded);
    free(whole);
    free(name);
    return c;
}

static size_t count_known(const struct words *w, const struct import_map *map,
                          const struct grid_row *row, size_t *said)
{
    size_t n = 0;

    *said = 0;
    for (size_t i = 0; i < row->n; i++) {
        if (cell_is_empty(row->cells[i]))
            continue;
        struct import_column c = read_header(w, map, row->cells[i]);
        n += c.what != IMPORT_UNKNOWN;
        ++*said;
        free(c.header);
        free(c.unit);
    }
    return n;
}

/* Above the header stand titles, units and dates; it is the row that says most. */
static bool find_header_row(const struct words *w, const struct grid *grid,
                            const struct import_map *map, size_t *at)
{
    size_t best = 0, said;

    for (size_t i = 0; i < grid->n && i < HEADER_WITHIN; i++) {
        size_t n = count_known(w, map, &grid->rows[i], &said);
        if (n > best && n * 3 >= said) {
            best = n;
            *at = i;
        }
    }
    return best > 0;
}

/* ---- what is wrong ---- */

/* Names near to a header: by letters, or one inside the other; at most three. */
static void add_near(struct buf *b, const struct words *w, const char *header)
{
    char *folded = cell_fold(header);
    const char *last = "";
    int n = 0;

    for (size_t i = 0; i < w->n && n < 3; i++) {
        const char *word = w->v[i].folded;
        if (w->v[i].what == IMPORT_IGNORED || strcmp(last, w->v[i].key) == 0)
            continue;
        if (text_length(word) < 2 || text_length(folded) < 2
            || (text_distance(word, folded) > 1 && !strstr(word, folded)
                && !strstr(folded, word)))
            continue;
        last = w->v[i].key;
        buf_printf(b, "%s%s", n++ ? _(", ") : "", word);
    }
    free(folded);
}

static enum xh_rc refuse_no_header(const struct grid *grid, const struct list_def *list,
                                   struct xh_err *err)
{
    return xh_fail(
        err, XH_REFUSED,
        err_way(_("%s: there is no row of headers among the first %d rows that %s could "
                  "understand. Headers are names like code, title, unit, due; --map FILE "
                  "says what others mean."),
                _("%s: there is no row of headers among the first %d rows that %s could "
                  "understand. Headers are names like code, title, unit, due: write them "
                  "in the file.")),
        grid->source ? grid->source : "", HEADER_WITHIN,
        list ? list->name : _("this command"));
}

/* Does any row below the header have something in the column? */
static bool is_blank_below(const struct grid *grid, size_t header, size_t column)
{
    for (size_t i = header + 1; i < grid->n; i++)
        if (!cell_is_empty(grid_cell(&grid->rows[i], column)))
            return false;
    return true;
}

static void refuse_unknown(const struct words *w, const struct import_column *c,
                           size_t at, struct xh_err *err)
{
    struct buf near = {0};

    if (!*c->header) {
        xh_fail_more(err, XH_REFUSED,
                     _("column %zu has values but no header: give it one, or empty it"),
                     at + 1);
        return;
    }
    add_near(&near, w, c->header);
    if (near.len)
        xh_fail_more(
            err, XH_REFUSED,
            err_way(_("column %zu, '%s': no column of ours has this name. Near: %s. In a "
                      "--map file: %s = COLUMN, or %s = - to leave it out"),
                    _("column %zu, '%s': no column of ours has this name. Near: %s. Give "
                      "it one of our names in the file, or take it out")),
            at + 1, c->header, buf_str(&near), c->header, c->header);
    else
        xh_fail_more(
            err, XH_REFUSED,
            err_way(_("column %zu, '%s': no column of ours has this name. In a --map file: "
                      "%s = COLUMN, or %s = - to leave it out"),
                    _("column %zu, '%s': no column of ours has this name. Give it one of "
                      "our names in the file, or take it out")),
            at + 1, c->header, c->header, c->header);
    buf_fini(&near);
}

static void refuse_twice(const struct import_columns *out, struct xh_err *err)
{
    for (size_t i = 0; i < out->n; i++)
        for (size_t k = 0; k < i; k++) {
            const struct import_column *a = &out->v[k], *b = &out->v[i];
            if (a->what != b->what || a->what == IMPORT_IGNORED
                || a->what == IMPORT_UNKNOWN || strcmp(a->key, b->key) != 0)
                continue;
            xh_fail_more(
                err, XH_REFUSED,
                err_way(_("columns %zu '%s' and %zu '%s' both mean %s: leave one of them "
                          "out with a --map file (%s = -)"),
                        _("columns %zu '%s' and %zu '%s' both mean %s: take one of them out "
                          "of the file")),
                k + 1, a->header, i + 1, b->header, a->key, b->header);
        }
}

static void refuse_map(const struct words *w, const struct import_columns *out,
                       const struct import_map *map, struct xh_err *err)
{
    for (size_t i = 0; map && i < map->n; i++) {
        const struct import_map_line *m = &map->v[i];
        char *want = cell_fold(m->header), *target = cell_fold(m->target);
        bool there = false;
        for (size_t k = 0; k < out->n && !there; k++) {
            char *have = cell_fold(out->v[k].header);
            there = strcmp(have, want) == 0;
            free(have);
        }
        if (!there)
            xh_fail_more(err, XH_REFUSED, _("%s:%lld: the file has no column '%s'"),
                         map->file, (long long)m->line, m->header);
        if (strcmp(m->target, "-") != 0 && !find_word(w, target)) {
            struct buf near = {0};
            add_near(&near, w, m->target);
            xh_fail_more(err, XH_REFUSED,
                         near.len ? _("%s:%lld: there is no column '%s' here. Near: %s")
                                  : _("%s:%lld: there is no column '%s' here%s"),
                         map->file, (long long)m->line, m->target, buf_str(&near));
            buf_fini(&near);
        }
        free(want);
        free(target);
    }
}

enum xh_rc import_match(const struct list_def *list, const char *table,
                        const struct grid *grid, const struct import_map *map,
                        struct import_columns *out, struct xh_err *err)
{
    struct words w = {0};
    struct xh_err more = {0};
    size_t header;

    claim_all(&w, list, table);
    if (!find_header_row(&w, grid, map, &header)) {
        words_fini(&w);
        return refuse_no_header(grid, list, err);
    }
    const struct grid_row *row = &grid->rows[header];
    size_t n = row->n;
    for (size_t i = header + 1; i < grid->n; i++) /* values beyond the last header */
        n = grid->rows[i].n > n ? grid->rows[i].n : n;
    out->header_row = header;
    out->v = xcalloc(n + 1, sizeof *out->v);
    for (; out->n < n; out->n++) {
        struct import_column *c = &out->v[out->n];
        *c = read_header(&w, map, grid_cell(row, out->n));
        bool blank = c->what == IMPORT_UNKNOWN && is_blank_below(grid, header, out->n);
        if (blank)
            c->what = IMPORT_IGNORED;
    }
    refuse_map(&w, out, map, &more);
    for (size_t i = 0; i < out->n; i++)
        if (out->v[i].what == IMPORT_UNKNOWN && !find_line(map, out->v[i].header))
            refuse_unknown(&w, &out->v[i], i, &more);
    refuse_twice(out, &more);
    words_fini(&w);
    if (more.rc == XH_OK)
        return XH_OK;
    xh_fail(err, XH_REFUSED, _("%s, line %lld (headers):\n%s"),
            grid->source ? grid->source : "", (long long)row->line, more.msg);
    return XH_REFUSED;
}

/* ---- before anything is imported ---- */

enum xh_rc import_headings(const struct list_def *list, const char *table,
                           const struct grid *grid, const struct import_map *map,
                           struct import_headings *out, struct xh_err *err)
{
    struct words w = {0};
    size_t header, n = 0;

    claim_all(&w, list, table);
    if (!find_header_row(&w, grid, map, &header)) {
        words_fini(&w);
        return refuse_no_header(grid, list, err);
    }
    for (size_t i = header; i < grid->n; i++)
        n = grid->rows[i].n > n ? grid->rows[i].n : n;
    for (size_t i = 0; i < n; i++) {
        struct import_column c = read_header(&w, map, grid_cell(&grid->rows[header], i));
        bool blank = !*c.header && is_blank_below(grid, header, i);
        bool known = c.what != IMPORT_UNKNOWN || is_blank_below(grid, header, i);
        struct buf rule = {0};
        import_column_rule(&rule, list, &c);
        free(c.unit);
        if (blank) {
            free(c.header);
            buf_fini(&rule);
            continue;
        }
        GROW(out->v, out->n, out->cap);
        out->v[out->n++] = (struct import_heading){
            c.header, c.what == IMPORT_IGNORED || !c.key ? "" : c.key, known,
            rule.s ? buf_take(&rule) : xstrdup("") };
    }
    words_fini(&w);
    return XH_OK;
}

void import_headings_fini(struct import_headings *h)
{
    for (size_t i = 0; i < h->n; i++) {
        free(h->v[i].header);
        free(h->v[i].rule);
    }
    free(h->v);
    *h = (struct import_headings){0};
}

const char *import_target(const struct list_def *list, const char *table, size_t i)
{
    const struct known *k = table_of(list, table);

    for (; k->key; k++)
        if (*k->key && i-- == 0)
            return k->key;
    if (!list)
        return NULL;
    if (i < list->n_fields)
        return list->fields[i].id;
    i -= list->n_fields;
    return i < list->n_steps ? list->steps[i].id : NULL;
}

void import_columns_fini(struct import_columns *c)
{
    for (size_t i = 0; i < c->n; i++) {
        free(c->v[i].header);
        free(c->v[i].unit);
    }
    free(c->v);
    *c = (struct import_columns){0};
}

bool import_header_means(const struct list_def *list, const char *header,
                         struct import_column *out)
{
    struct words w = {0};

    claim_all(&w, list, NULL);
    *out = read_header(&w, NULL, header);
    words_fini(&w);
    return out->what != IMPORT_UNKNOWN;
}

bool import_column_of(const struct list_def *list, const char *key, struct import_column *out)
{
    const struct known *k = find_known(item_known, key);
    int field = list_field(list, key), step = list_step(list, key);

    *out = (struct import_column){ .key = key, .header = "", .unit = "" };
    if (strcmp(key, "percent") == 0) {
        out->what = IMPORT_PERCENT;
    } else if (k && k->what != IMPORT_IGNORED) {
        out->what = k->what;
        out->key = k->key;
    } else if (field >= 0) {
        out->what = IMPORT_FIELD;
        out->at = (size_t)field;
        out->key = list->fields[field].id;
        out->header = (char *)list->fields[field].name;
    } else if (step >= 0) {
        out->what = IMPORT_STEP;
        out->at = (size_t)step;
        out->key = list->steps[step].id;
    }
    return out->what != IMPORT_UNKNOWN;
}
