/* test_typeset_pdf.c - what a PDF says: every word once and in order, whatever the texts and
 * however many rows; the same bytes each time; a clear word when it cannot be made. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/report/pdf_probe.h"
#include "tests/report/sample_paper.h"

static char *own_path;

static struct doc_part *blank(struct document *d, enum doc_page page)
{
    d->page = page;
    doc_set(&d->title, "t");
    doc_set(&d->author, "");
    doc_set(&d->mark, "");
    return doc_part(d, "");
}

/* ---- words ---- */

static void a_sheet_reads_in_the_order_it_stands(void **state)
{
    static const char *const words[] = {
        "沿江镇重点工作三色督办周报", "2026年第46期(总第198期)", "统计期间:11月14日", "数据截至",
        "截至11月20日,在办事项51件", "责任领导", "欧阳建国", "合计", "一、逾期事项", "序号",
        "会议意见", "红", "连3", "督26-001", "林家村112户土地签约", "镇党委会〔2026〕9号",
        "自然资源所", "林德顺", "(11-10接)", "现 11-18", "上级 11-30", "限11-27", "已签约110户",
        "督26-002", "督26-003", "三、连续亮红灯", "督26-001(连3)", "督26-005(连3)",
        "五、拟销号(待审核)", "无", "十、征地户签汇总", "园区大道一期", "上洋村", "会议意见可写",
        "填表:王建国", "主要领导阅示", "签收表", "财政所", "分送:", "校验码(核对用)", NULL
    };
    struct document d = { 0 };

    (void)state;
    sample_sheet(&d, 3);
    char *path = probe_set(&d, "sheet.pdf", NULL, NULL), *text = probe_text(path, 0);
    assert_true(probe_in_order(text, words));
    free(text);
    free(path);
}

static void letters_and_forms_leave_nothing_out(void **state)
{
    static const char *const order[] = { "沿江镇人民政府督办单", "沿政督〔2026〕12号",
                                         "签发人:陈立新",        "镇财政所:",
                                         "一、存在问题",         "1.",
                                         "补偿款到户凭证",       "2.",
                                         "村务公示照片",         "二、办理要求",
                                         "在全镇通报。",         "沿江镇人民政府",
                                         "2026年11月20日",       "回执(沿虚线裁下)",
                                         "签收人:",              "办理期限:",
                                         "2026年11月27日前",     "校验码",
                                         NULL };
    static const char *const form[] = { "入户走访表", "林家村", "作战图", "一组", "46户 签26",
                                        "签",         "谈",     "拒",     "未",   "第十三组",
                                        "户主:",      "林阿妹", "诉求:",  "否则不签。",
                                        "承诺事项:",  "(1)",    "走访人", "节点", "2026-11-24",
                                        "上洋村",     NULL };
    struct document d = { 0 };

    (void)state;
    sample_order(&d);
    char *path = probe_set(&d, "order.pdf", NULL, NULL), *text = probe_text(path, 0);
    assert_true(probe_in_order(text, order));
    free(text);
    free(path);
    sample_form(&d);
    path = probe_set(&d, "form.pdf", NULL, NULL);
    text = probe_text(path, 0);
    assert_true(probe_in_order(text, form));
    assert_int_equal(probe_count(text, "谈"), 2 * 20);         /* 3 + 7 + 10 of a part */
    free(text);
    free(path);
}

/* Each part counts its pages, and can be turned to. */
static void parts_have_numbers_and_an_outline(void **state)
{
    struct document d = { 0 };
    size_t n;
    int pages;

    (void)state;
    sample_form(&d);
    char *path = probe_set(&d, "parts.pdf", &pages, NULL), *text = probe_text(path, 0);
    char *bytes = probe_file(path, &n);
    assert_int_equal(pages, 2);
    assert_int_equal(probe_count(text, "— 1 —"), 2);
    assert_int_equal(probe_count(text, "of 1 pages"), 2);
    assert_non_null(memmem(bytes, n, "/Outlines", 9));
    free(bytes);
    free(text);
    free(path);
}

/* ---- tables of any length ---- */

static void rows_are_whole_and_their_header_leads_each_page(void **state)
{
    struct document d = { 0 };
    size_t seen = 0;
    int pages;

    (void)state;
    struct doc_table *t = sample_rows(&d, 40, NULL);
    for (size_t i = 0; i < 40; i++) {
        struct buf long_one = { 0 };
        for (int k = 0; k < 40; k++)
            buf_puts(&long_one, "进展很多。");
        buf_printf(&long_one, "尾%03zu", i);
        doc_put(t, &t->rows[i], "latest", buf_str(&long_one));
        buf_fini(&long_one);
    }
    char *path = probe_set(&d, "forty.pdf", &pages, NULL);
    assert_true(pages > 3);
    for (int n = 1; n <= pages; n++) {
        char *text = probe_text(path, n), number[32];
        snprintf(number, sizeof number, "— %d —", n);
        assert_non_null(strstr(text, number));
        assert_int_equal(probe_count(text, "会议意见"), 1);
        assert_int_equal(probe_count(text, "2026年第46期"), n > 1);
        for (size_t i = 0; i < 40; i++) {
            char code[32], end[32];
            snprintf(code, sizeof code, "督26-%03zu", i + 1);
            snprintf(end, sizeof end, "尾%03zu", i);
            assert_int_equal(probe_count(text, code), probe_count(text, end));
            seen += probe_count(text, code);
        }
        free(text);
    }
    assert_int_equal(seen, 40);
    char *all = probe_text(path, 0);
    assert_int_equal(probe_count(all, "很"), 40 * 40);
    assert_null(strstr(all, "(cont.)"));
    free(all);
    free(path);
}

static void no_rows_and_one_row(void **state)
{
    (void)state;
    for (size_t rows = 0; rows < 2; rows++) {
        struct document d = { 0 };
        int pages;
        sample_rows(&d, rows, NULL);
        char *path = probe_set(&d, "few.pdf", &pages, NULL), *text = probe_text(path, 0);
        assert_int_equal(pages, 1);
        assert_non_null(strstr(text, "会议意见"));
        assert_int_equal(probe_count(text, "督26-001"), rows);
        free(text);
        free(path);
    }
}

static void ten_thousand_rows(void **state)
{
    struct document d = { 0 };
    int pages;

    (void)state;
    blank(&d, DOC_LEDGER);
    struct doc_table *t = doc_table(&d, "all", "");
    doc_column(t, "code", "编号", 25, TEXT_LEFT, 0);
    doc_column(t, "title", "事项", 60, TEXT_LEFT, 0);
    for (size_t i = 0; i < 10000; i++) {
        struct doc_row *r = doc_row(t, DOC_ROW);
        char code[32];
        snprintf(code, sizeof code, "督26-%05zu", i);
        doc_put(t, r, "code", code);
        doc_put(t, r, "title", "路灯维修");
    }
    char *path = probe_set(&d, "many.pdf", &pages, NULL), *text = probe_text(path, 0);
    assert_int_equal(probe_count(text, "督26-"), 10000);
    assert_int_equal(probe_count(text, "路灯维修"), 10000);
    assert_int_equal(probe_count(text, "编号"), pages);
    assert_true(pages > 200 && pages < 400);
    free(text);
    free(path);
}

/* ---- texts of any length ---- */

static void a_title_is_cut_to_its_lines_and_nothing_else_is(void **state)
{
    struct document d = { 0 };
    struct buf title = { 0 };
    int pages;

    (void)state;
    for (int i = 0; i < 2000; i++)
        buf_puts(&title, "长");
    struct doc_table *t = sample_rows(&d, 2, buf_str(&title));
    doc_put(t, &t->rows[1], "title", "短");
    doc_put(t, &t->rows[1], "unit",
            "园区办(供电所、派出所、经发办、社事办、应急所、上洋村)");
    char *path = probe_set(&d, "cut.pdf", &pages, NULL), *text = probe_text(path, 0);
    assert_int_equal(pages, 1);
    assert_true(probe_count(text, "长") > 30 && probe_count(text, "长") < 3 * 15);
    assert_non_null(strstr(text, "……"));
    static const char *const units[] = { "供电所", "派出所", "急所", "上洋村", NULL };
    assert_true(probe_in_order(text, units));
    free(text);
    free(path);

    d = (struct document){ 0 };
    blank(&d, DOC_LEDGER);
    doc_add(&d, DOC_TITLE, buf_str(&title), NULL, NULL);
    doc_add(&d, DOC_SPREAD, buf_str(&title), "中", "右");
    doc_add(&d, DOC_LINE, buf_str(&title), NULL, NULL);
    path = probe_set(&d, "long.pdf", &pages, NULL);
    text = probe_text(path, 0);
    assert_int_equal(probe_count(text, "长"), 6000);
    free(text);
    free(path);
    buf_fini(&title);
}

static void a_row_higher_than_a_page_goes_on(void **state)
{
    struct document d = { 0 };
    struct buf text = { 0 };
    int pages;

    (void)state;
    for (int i = 0; i < 2000; i++)
        buf_puts(&text, "句");
    struct doc_table *t = sample_rows(&d, 3, "短");
    doc_put(t, &t->rows[1], "problem", buf_str(&text));
    char *path = probe_set(&d, "tall.pdf", &pages, NULL), *all = probe_text(path, 0);
    assert_true(pages > 3);
    assert_int_equal(probe_count(all, "句"), 2000);
    assert_true(probe_count(all, "(cont.)") >= 2);
    assert_int_equal(probe_count(all, "督26-002"), probe_count(all, "(cont.)") + 1);
    assert_int_equal(probe_count(all, "督26-003"), 1);
    buf_fini(&text);
    free(all);
    free(path);
}

/* Whether pango sets a cell or the quick way does (curly quotes make the difference). */
static void lines_break_as_chinese_does(void **state)
{
    static const char *const never[] = { "\n，", "\n。", "\n）", "\n、", "\n”", "（\n", "“\n" };
    static const char *const pieces[] = { "（甲、“乙”），", "（甲、乙），" };

    (void)state;
    for (size_t way = 0; way < 2; way++) {
        struct document d = { 0 };
        struct buf text = { 0 };
        for (int i = 0; i < 300; i++)
            buf_puts(&text, i % 7 == 0 ? pieces[way] : i % 5 == 0 ? "丙丁。" : "戊");
        struct doc_table *t = sample_rows(&d, 1, "短");
        doc_put(t, &t->rows[0], "latest", buf_str(&text));
        doc_put(t, &t->rows[0], "problem",
                "https://example.org/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa末");
        char *path = probe_set(&d, "breaks.pdf", NULL, NULL), *all = probe_text(path, 0);
        for (size_t i = 0; i < sizeof never / sizeof *never; i++)
            assert_null(strstr(all, never[i]));
        assert_true(probe_count(all, "\n") > 30);
        assert_true(probe_count(all, "丙丁。") + probe_count(all, "丙\n丁。") >= 45);
        assert_non_null(strstr(all, "末"));
        buf_fini(&text);
        free(all);
        free(path);
    }
}

/* ---- fonts ---- */

static void fonts_travel_with_the_file(void **state)
{
    struct document d = { 0 };
    struct buf notes = { 0 };
    size_t fonts = 0;

    (void)state;
    sample_sheet(&d, 5);
    char *path = probe_set(&d, "fonts.pdf", NULL, &notes), *list = probe_run("pdffonts '%s'", path);
    const char *line = list;
    for (int i = 0; i < 2; i++)
        line = strchr(line, '\n') + 1;          /* a head of two lines */
    for (; *line; line = strchr(line, '\n') + 1) {
        char *one = xstrndup(line, strcspn(line, "\n"));
        assert_non_null(strstr(one, "yes yes yes"));            /* embedded, subset, Unicode */
        free(one);
        fonts++;
    }
    assert_true(fonts >= 3);
    assert_true(probe_count(buf_str(&notes), "\n") <= 1);       /* one line for all */
    buf_fini(&notes);
    free(list);
    free(path);
}

static void a_character_without_a_font_is_named(void **state)
{
    struct document d = { 0 };
    struct buf notes = { 0 };

    (void)state;
    sample_rows(&d, 1, "上垟村 㙟头 \xF0\xAC\x92\x88 \xEE\x80\x80\xEE\x80\x80");
    char *path = probe_set(&d, "rare.pdf", NULL, &notes), *text = probe_text(path, 0);
    assert_non_null(strstr(text, "垟"));
    assert_non_null(strstr(text, "㙟"));
    assert_int_equal(probe_count(buf_str(&notes), "U+E000"), 1);
    assert_int_equal(probe_count(buf_str(&notes), "U+579F"), 0);
    assert_non_null(strstr(text, "\xF0\xAC\x92\x88"));
    assert_int_equal(probe_count(buf_str(&notes), "U+2C488"), 0);
    buf_fini(&notes);
    free(text);
    free(path);
}

static void an_official_font_is_taken_where_there_is_one(void **state)
{
    static const char conf[] =
        "<?xml version=\"1.0\"?><!DOCTYPE fontconfig SYSTEM \"fonts.dtd\"><fontconfig>"
        "<dir>/usr/share/fonts</dir><cachedir>%s/cache</cachedir>"
        "<match target=\"scan\"><test name=\"family\"><string>Noto Serif CJK SC</string></test>"
        "<edit name=\"family\" mode=\"assign\"><string>FangSong</string></edit></match>"
        "</fontconfig>";
    char *file = probe_path("official.conf"), *folder = probe_path(""), *pdf = probe_path("o.pdf");
    FILE *f = fopen(file, "w");

    (void)state;
    assert_non_null(f);
    fprintf(f, conf, folder);
    fclose(f);
    char *said = probe_run("FONTCONFIG_FILE='%s' '%s' --set '%s' 2>&1", file, own_path, pdf);
    assert_non_null(strstr(said, "not installed: "));
    assert_null(strstr(said, "仿宋"));
    assert_non_null(strstr(said, "楷体"));
    free(said);
    free(pdf);
    free(folder);
    free(file);
}

static void without_a_chinese_font_it_says_what_to_install(void **state)
{
    static const char conf[] =
        "<?xml version=\"1.0\"?><!DOCTYPE fontconfig SYSTEM \"fonts.dtd\"><fontconfig>"
        "<dir>/usr/share/fonts/truetype/dejavu</dir><cachedir>%s/none</cachedir></fontconfig>";
    char *file = probe_path("none.conf"), *folder = probe_path(""), *pdf = probe_path("none.pdf");
    FILE *f = fopen(file, "w");

    (void)state;
    assert_non_null(f);
    fprintf(f, conf, folder);
    fclose(f);
    char *said = probe_run("FONTCONFIG_FILE='%s' '%s' --set '%s' 2>&1", file, own_path, pdf);
    assert_non_null(strstr(said, "fonts-noto-cjk"));
    assert_int_not_equal(access(pdf, F_OK), 0);
    free(said);
    free(pdf);
    free(folder);
    free(file);
}

/* ---- the file ---- */

static void the_same_document_gives_the_same_bytes(void **state)
{
    struct document d = { 0 };
    size_t n[3];
    char *bytes[3], *other = probe_path("third.pdf");

    (void)state;
    for (int i = 0; i < 2; i++) {
        sample_sheet(&d, 8);
        char *path = probe_set(&d, i ? "second.pdf" : "first.pdf", NULL, NULL);
        bytes[i] = probe_file(path, &n[i]);
        free(path);
    }
    free(probe_run("'%s' --set '%s' 2>&1", own_path, other));   /* another process */
    bytes[2] = probe_file(other, &n[2]);
    for (int i = 1; i < 3; i++) {
        assert_int_equal(n[i], n[0]);
        assert_memory_equal(bytes[i], bytes[0], n[0]);
    }
    char *info = probe_run("TZ=UTC pdfinfo '%s'", other);
    assert_int_equal(probe_count(info, "Fri Nov 20 08:00:00 2026"), 2);
    assert_non_null(strstr(info, "沿江镇党政综合办公室"));
    assert_non_null(strstr(info, "xiaohao"));
    for (int i = 0; i < 3; i++)
        free(bytes[i]);
    free(info);
    free(other);
}

static enum xh_rc try(const char *path, struct xh_err *err)
{
    struct document d = { 0 };
    struct typeset_job job = { .document = &d, .format = TYPESET_PDF, .path = path };

    sample_sheet(&d, 40);
    enum xh_rc rc = typeset(&job, err);
    buf_fini(&job.notes);
    document_fini(&d);
    return rc;
}

/* Named, with a reason that is not the same for all: whose words those are is no matter here. */
static void a_file_that_cannot_be_written_is_named(void **state)
{
    struct stat st;
    char *paths[4] = { probe_path("no/such/folder.pdf"), probe_path("folder"),
                       xstrdup("/dev/full"), probe_path("readonly/x.pdf") };
    char *said[4] = { 0 }, *parent = probe_path("readonly");
    size_t n = geteuid() == 0 ? 3 : 4;          /* nothing is closed to root */

    (void)state;
    assert_int_equal(mkdir(paths[1], 0700), 0);
    assert_int_equal(mkdir(parent, 0500), 0);
    for (size_t i = 0; i < n; i++) {
        struct xh_err err = { 0 };
        assert_int_equal(try(paths[i], &err), XH_DB);
        char *at = strstr(err.msg, paths[i]);
        assert_non_null(at);
        memset(at, '-', strlen(paths[i]));
        said[i] = xstrdup(strrchr(err.msg, '-'));
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(said[i], said[k]);
    }
    assert_int_equal(stat("/dev/full", &st), 0);                /* only files are removed */
    assert_true(S_ISCHR(st.st_mode));
    for (size_t i = 0; i < 4; i++) {
        free(said[i]);
        free(paths[i]);
    }
    free(parent);
}

/* The disk is full half-way. Not in a child: the fonts are read by a thread, whose locks a fork
 * would keep for ever. */
static void nothing_half_written_is_left(void **state)
{
    char *path = probe_path("half.pdf");
    struct rlimit before, most;
    struct xh_err err = { 0 };

    (void)state;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    most = (struct rlimit){ 8192, before.rlim_max };
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &most), 0);
    enum xh_rc rc = try(path, &err);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, SIG_DFL);
    assert_int_equal(rc, XH_DB);
    assert_non_null(strstr(err.msg, path));
    assert_int_not_equal(access(path, F_OK), 0);
    free(path);
}

/* What other processes are asked to do: set one sheet, say what there is to say. */
static int set_one(const char *path)
{
    struct document d = { 0 };
    struct typeset_job job = { .document = &d, .format = TYPESET_PDF, .path = path };
    struct xh_err err = { 0 };

    sample_sheet(&d, 8);
    printf("%s\n", typeset(&job, &err) == XH_OK ? "set" : err.msg);
    printf("%s", buf_str(&job.notes));
    buf_fini(&job.notes);
    document_fini(&d);
    return 0;
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sheet_reads_in_the_order_it_stands),
        cmocka_unit_test(letters_and_forms_leave_nothing_out),
        cmocka_unit_test(parts_have_numbers_and_an_outline),
        cmocka_unit_test(rows_are_whole_and_their_header_leads_each_page),
        cmocka_unit_test(no_rows_and_one_row),
        cmocka_unit_test(ten_thousand_rows),
        cmocka_unit_test(a_title_is_cut_to_its_lines_and_nothing_else_is),
        cmocka_unit_test(a_row_higher_than_a_page_goes_on),
        cmocka_unit_test(lines_break_as_chinese_does),
        cmocka_unit_test(fonts_travel_with_the_file),
        cmocka_unit_test(a_character_without_a_font_is_named),
        cmocka_unit_test(an_official_font_is_taken_where_there_is_one),
        cmocka_unit_test(without_a_chinese_font_it_says_what_to_install),
        cmocka_unit_test(the_same_document_gives_the_same_bytes),
        cmocka_unit_test(a_file_that_cannot_be_written_is_named),
        cmocka_unit_test(nothing_half_written_is_left),
    };

    if (argc == 3 && strcmp(argv[1], "--set") == 0)
        return set_one(argv[2]);
    own_path = argv[0];
    return cmocka_run_group_tests(tests, NULL, NULL);
}
