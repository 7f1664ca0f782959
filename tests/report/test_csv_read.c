/* Ledgers as WPS, Excel, Notepad and damaged disks leave them: rows, or the line that is
 * wrong and what to do. */
#include <iconv.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "model/mem.h"
#include "model/text.h"
#include "report/csv_read.h"
#include "report/export.h"

/* ---- a file, read ---- */

static char folder[] = "/tmp/xh-csv-XXXXXX";
static char path[64];

static int make_folder(void **state)
{
    (void)state;
    if (!mkdtemp(folder))
        return -1;
    snprintf(path, sizeof path, "%s/in.csv", folder);
    return 0;
}

static int drop_folder(void **state)
{
    (void)state;
    unlink(path);
    return rmdir(folder);
}

static void write_file(const void *bytes, size_t n)
{
    FILE *f = fopen(path, "wb");

    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
}

/* "1:a|b / 3:c" - the line of each row, then its cells. */
static char *as_text(const struct grid *g)
{
    struct buf b = {0};

    for (size_t i = 0; i < g->n; i++) {
        buf_printf(&b, "%s%lld:", i ? " / " : "", (long long)g->rows[i].line);
        for (size_t j = 0; j < g->rows[i].n; j++)
            buf_printf(&b, "%s%s", j ? "|" : "", g->rows[i].cells[j]);
    }
    return buf_take(&b);
}

static void assert_reads(const void *bytes, size_t n, const char *want)
{
    struct grid g = {0};
    struct xh_err err = {0};
    char *got;

    write_file(bytes, n);
    if (csv_read(path, &g, &err) != XH_OK)
        fail_msg("wanted %s, refused: %s", want, err.msg);
    got = as_text(&g);
    assert_string_equal(got, want);
    assert_string_equal(g.source, "in.csv");
    free(got);
    grid_fini(&g);
}

/* `want`: pieces of the message, each of which must be there. */
static void assert_refuses(const void *bytes, size_t n, const char *const *want)
{
    struct grid g = {0};
    struct xh_err err = {0};

    write_file(bytes, n);
    assert_int_equal(csv_read(path, &g, &err), XH_REFUSED);
    assert_int_equal(g.n, 0);
    assert_null(g.source);
    assert_null(g.rows);
    for (; *want; want++)
        if (!strstr(err.msg, *want))
            fail_msg("wanted %s, got %s", *want, err.msg);
}
#define READS(bytes, want) assert_reads(bytes, sizeof bytes - 1, want)
#define REFUSES(bytes, ...) \
    assert_refuses(bytes, sizeof bytes - 1, (const char *const[]){ __VA_ARGS__, NULL })

/* ---- rows and cells ---- */

static void rows_keep_their_cells_and_lines(void **state)
{
    (void)state;
    READS("编号,名称\n督26-1,修路\n", "1:编号|名称 / 2:督26-1|修路");
    READS("a,b\r\nc,d\r\n", "1:a|b / 2:c|d");
    READS("a,b\rc,d\r", "1:a|b / 2:c|d");
    READS("a,b\nc,d", "1:a|b / 2:c|d");
    READS("a,,\n,b\n", "1:a|| / 2:|b");
    READS("沿江镇督办台账,,,\n编号,名称,单位,时限\n1,x,y,z\n",
          "1:沿江镇督办台账||| / 2:编号|名称|单位|时限 / 3:1|x|y|z");
    READS("沿江镇督办台账\n编号,名称\n", "1:沿江镇督办台账 / 2:编号|名称");
    READS(" a , b c\t,\td\n", "1:a|b c|d");
    READS("x\n", "1:x");
}

static void rows_of_blanks_are_left_out(void **state)
{
    (void)state;
    READS("a,b\n\n\r\n,,,\n \t \n　, 　\n\"\",\" \"\nc,d\n\n,\n", "1:a|b / 8:c|d");
}

static void quotation_marks_hold_what_separates(void **state)
{
    (void)state;
    READS("\"a,b\",\"say \"\"no\"\"\",\"\"\n", "1:a,b|say \"no\"|");
    READS("1,\"two\nthree\r\nfour\"\n5,6\n\"7\n8\",9\n",
          "1:1|two\nthree\nfour / 4:5|6 / 5:7\n8|9");
    READS("\"a\" , \"b\"\t\n", "1:a|b");
    READS("\" a \",b\n", "1: a |b");
    READS("4\" pipe,the \"big\" one,\"x\"\n", "1:4\" pipe|the \"big\" one|x");
    READS("“甲”,'乙'\n", "1:“甲”|'乙'");
    REFUSES("a,b\nc,\"d\ne,f\n", "in.csv, line 2: ", "opens here and is never closed");
    REFUSES("a,b\n\"c\",\"d\n1\",\"e\nf\n", "line 3: ", "never closed");
    REFUSES("\"a\"\nb,\"c\nd\" e,f\n", "line 3: ", "began in line 2", "written twice");
    REFUSES("a,b\n\"c\" \"d\",e\n", "line 2: ", "written twice");
}


/* ---- separators and encodings ---- */

static void the_separator_shows_itself(void **state)
{
    (void)state;
    READS("a\tb\tc\n1\t\t3\n", "1:a|b|c / 2:1||3");
    READS("\ta\tb\n1\t2\t3\n", "1:|a|b / 2:1|2|3");
    READS("a;b\n1;2,5\n", "1:a|b / 2:1|2,5");
    READS("编号\t名称，别名\n1\t甲,乙,丙\n2\t丁,戊\n",
          "1:编号|名称，别名 / 2:1|甲,乙,丙 / 3:2|丁,戊");
    READS("台账;草稿\na,b\n1,2;3\n", "1:台账;草稿 / 2:a|b / 3:1|2;3");
    READS("沿江镇台账\t\t\na\tb\tc\n", "1:沿江镇台账|| / 2:a|b|c");
    READS("a,b;c\n1,2\n", "1:a|b;c / 2:1|2");
    READS("a;\"b,\n,\";c\nd;e;f\n", "1:a|b,\n,|c / 3:d|e|f");
    READS("sep=;\r\na,b;c\r\n", "2:a,b|c");
    READS("SEP=,\na;b,c;d\n", "2:a;b|c;d");
    READS("sep=|\na|b,c\n", "2:a|b,c");
    READS("sep=x\naxb\n", "1:sep=x / 2:axb");
    READS("one column\nand;semicolons;here\n", "1:one column / 2:and|semicolons|here");
}

static char *in_encoding(const char *encoding, const char *mark, const char *text,
                         size_t *n)
{
    size_t in = strlen(text), room = in * 4 + 16, left = room, m = strlen(mark);
    char *out = xmalloc(room + m), *at = out + m, *from = (char *)text;
    iconv_t cd = iconv_open(encoding, "UTF-8");

    memcpy(out, mark, m);
    assert_true(cd != (iconv_t)-1);
    assert_int_equal(iconv(cd, &from, &in, &at, &left), 0);
    iconv_close(cd);
    *n = (size_t)(at - out);
    return out;
}

static void every_way_of_saving_reads_the_same(void **state)
{
    static const struct { const char *encoding, *mark; char separator; bool crlf; }
        ways[] = {
        { "UTF-8", "", ',', false },        { "UTF-8", "\xEF\xBB\xBF", ',', true },
        { "GB18030", "", ',', true },       { "UTF-16LE", "\xFF\xFE", '\t', true },
        { "UTF-16BE", "\xFE\xFF", '\t', true }, { "UTF-16LE", "", '\t', false },
        { "GB18030", "", ';', false },
    };

    (void)state;
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        struct buf b = {0};
        size_t n;
        char *bytes;

        for (const char *p = "编号|名称\n督26-1|\"修路，\n二期\"\n2|𬒈石\n"; *p; p++) {
            if (*p == '\n' && ways[i].crlf)
                buf_putc(&b, '\r');
            buf_putc(&b, *p == '|' ? ways[i].separator : *p);
        }
        bytes = in_encoding(ways[i].encoding, ways[i].mark, b.s, &n);
        assert_reads(bytes, n, "1:编号|名称 / 2:督26-1|修路，\n二期 / 4:2|𬒈石");
        free(bytes);
        buf_fini(&b);
    }
    REFUSES("a,甲\nb,\xE7\x94\n",
            "in.csv, line 2: this line is neither UTF-8 nor GB18030",
            "save it as UTF-8");
    REFUSES("a,b\n\nc,\0,d\n", "line 3: there is a zero byte");
}

/* ---- what is no such file ---- */

static void other_files_are_told_what_to_do(void **state)
{
    (void)state;
    REFUSES("", "in.csv is empty: there is not one row");
    REFUSES("\xEF\xBB\xBF", "is empty");
    REFUSES("\n\n,,,\n \n", "is empty");
    REFUSES("PK\3\4\24\0\6\0\10\0",
            "is a workbook (XLSX, ET or ODS) or an archive, not CSV",
            "open it in WPS, choose Save As and the type CSV");
    REFUSES("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0", "XLS or ET");
    REFUSES("%PDF-1.7\n", "is a PDF, not CSV");
    REFUSES("Rar!\x1A\7\0", "RAR");
    REFUSES("\x1F\x8B\10\0", "gzip");
    REFUSES("\x89PNG\r\n\x1A\n\0", "a picture");
    REFUSES("\xEF\xBB\xBF\r\n <HTML><table>", "is a web page or XML");
    REFUSES("<?xml version=\"1.0\"?>\n<Workbook>", "is a web page or XML");
    READS("PKW,1\n", "1:PKW|1");
    READS("<5,6\n", "1:<5|6");
}

static void only_ordinary_files_are_opened(void **state)
{
    static const struct { const char *name; enum xh_rc rc; const char *want; } cases[] = {
        { "/nowhere/at/all.csv", XH_NOT_FOUND, "there is no file /nowhere/at/all.csv" },
        { "/dev/zero", XH_REFUSED, "/dev/zero is not an ordinary file" },
        { "/tmp", XH_REFUSED, "/tmp is not an ordinary file" },
    };
    char other[80];
    struct grid g = {0};
    struct xh_err err = {0};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(csv_read(cases[i].name, &g, &err), cases[i].rc);
        assert_non_null(strstr(err.msg, cases[i].want));
    }
    write_file("a\n", 2);
    snprintf(other, sizeof other, "%s/\x1B[31mlink", folder);
    assert_int_equal(symlink(path, other), 0);
    assert_int_equal(csv_read(other, &g, &err), XH_REFUSED);
    assert_non_null(strstr(err.msg, "\xE2\x90\x9B[31mlink is a symbolic link"));
    assert_int_equal(unlink(other), 0);
    assert_int_equal(mkfifo(other, 0600), 0);
    assert_int_equal(csv_read(other, &g, &err), XH_REFUSED);
    assert_non_null(strstr(err.msg, "is not an ordinary file"));
    assert_int_equal(unlink(other), 0);
    assert_null(g.source);
}

static void the_hash_is_of_the_bytes(void **state)
{
    struct grid g = {0};

    (void)state;
    write_file("\xEF\xBB\xBF" "a\r\n", 6);
    assert_int_equal(csv_read(path, &g, NULL), XH_OK);
    uint8_t hash[HASH_SIZE];
    char hex[HASH_HEX];
    hash_bytes("\xEF\xBB\xBF" "a\r\n", 6, hash);
    assert_string_equal(g.hash, hash_hex(hash, hex));
    grid_fini(&g);
    grid_fini(&g);
}

/* ---- limits, answered in time ---- */

#ifdef __SANITIZE_ADDRESS__
#define IN_TIME 30.0
#else
#define IN_TIME 5.0             /* 1 s is usual on a machine that does nothing else */
#endif

static double seconds(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* CSV_BYTES_MAX bytes of `unit` over and over behind `head`. */
static char *bomb(const char *head, const char *unit)
{
    size_t at = strlen(head), n = strlen(unit);
    char *bytes = xmalloc(CSV_BYTES_MAX + 1);

    memcpy(bytes, head, at);
    for (; at < CSV_BYTES_MAX; at++)
        bytes[at] = unit[(at - strlen(head)) % n];
    bytes[at] = 'x';
    return bytes;
}

static void bombs_are_refused_in_time(void **state)
{
    static const struct { const char *head, *unit, *want; } cases[] = {
        { "a,b\n", "x", "line 2: a cell has more than 32767 characters" },
        { "a,b\nc,\"", "x\n", "line 2: a cell has more than 32767 characters: is a" },
        { "a,b\nc,\"", "x,", "line 2: a cell has more than 32767 characters" },
        { "a,b\n", "x,", "line 2: there are more than 500 columns" },
        { "a,b\n", ",\n", "" },
        { "", ",,,,,,,,,,", "is empty" },
        { "a,b\n", "1\n", "line 1048577: there are more than 1048576 rows" },
        { "", "\"\"\"\n", "" },
        { "", "\xB8", "" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct grid g = {0};
        struct xh_err err = {0};
        char *bytes = bomb(cases[i].head, cases[i].unit);
        double start;
        enum xh_rc rc;

        write_file(bytes, CSV_BYTES_MAX);
        free(bytes);
        start = seconds();
        rc = csv_read(path, &g, &err);
        if (seconds() - start > IN_TIME)
            fail_msg("%s...: %.1f s", cases[i].unit, seconds() - start);
        if (!strstr(err.msg, cases[i].want) || (rc == XH_OK && *cases[i].want))
            fail_msg("%s...: wanted %s, got %s", cases[i].unit, cases[i].want, err.msg);
        grid_fini(&g);
    }
    char *bytes = bomb("", "x,y\n");
    const char *const larger[] = { "is larger than 64 MB: divide it", NULL };
    assert_refuses(bytes, CSV_BYTES_MAX + 1, larger);
    free(bytes);
    write_file("", 0);
}

static void limits_are_where_they_say(void **state)
{
    struct buf b = {0};
    struct grid g = {0};

    (void)state;
    for (int i = 0; i < CSV_COLUMNS_MAX; i++)
        buf_puts(&b, i ? ",x" : "x");
    buf_puts(&b, ",,,, \n");                /* blanks behind are no columns */
    for (int i = 0; i < CSV_CELL_MAX; i++)
        buf_puts(&b, "字");
    buf_puts(&b, "\n");
    write_file(b.s, b.len);
    assert_int_equal(csv_read(path, &g, NULL), XH_OK);
    assert_int_equal(g.n, 2);
    assert_int_equal(g.rows[0].n, CSV_COLUMNS_MAX);
    assert_int_equal(text_length(g.rows[1].cells[0]), CSV_CELL_MAX);
    grid_fini(&g);
    b.len--;
    buf_puts(&b, "x\n");
    write_file(b.s, b.len);
    assert_int_equal(csv_read(path, &g, NULL), XH_REFUSED);
    buf_fini(&b);
}

/* ---- what the export writes comes back ---- */

static uint32_t seed = 20261120;

static uint32_t roll(uint32_t n)
{
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % n;
}

/* A text as it may be stored: anything but controls, without blanks at its ends. */
static char *hostile_text(void)
{
    static const char *const pieces[] = {
        "\"", "\"\"", ",", ";", "\t", "\n", "'", "=1+1", "+", "-", "@", "a", " ", "　",
        "督26-1", "𬒈", "镕", "，", "“引号”", "1.1E+17", "sep=;", "\xEF\xBF\xBD", "é",
        "0", "null", "|", "\\", "<html>", "PK", "\xC2\xA0", "、",
    };
    struct buf b = {0};

    for (uint32_t n = roll(7); n > 0; n--)
        buf_puts(&b, pieces[roll(sizeof pieces / sizeof *pieces)]);
    return text_trim(buf_take(&b));
}

/* The export's guard (ENGINE 37), as an import takes it off. */
static const char *without_guard(const char *s)
{
    return s[0] == '\'' && s[1] && strchr("=+-@'\t\r", s[1]) ? s + 1 : s;
}

static void exports_come_back_as_they_were(void **state)
{
    enum { COLUMNS = 5, ROWS = 12 };

    (void)state;
    for (int round = 0; round < 400; round++) {
        char *texts[ROWS][COLUMNS];
        struct buf b = {0};
        struct export e;
        struct grid g = {0};
        struct xh_err err = {0};

        if (round % 2)
            buf_puts(&b, "\xEF\xBB\xBF");
        export_begin(&e, &b, EXPORT_CSV);
        for (int j = 0; j < COLUMNS; j++)
            export_key(&e, "code\0name\0unit\0due_\0last" + j * 5);
        for (int i = 0; i < ROWS; i++)
            for (int j = 0; j < COLUMNS; j++) {
                texts[i][j] = j == 0 ? xasprintf("督26-%d", i) : hostile_text();
                export_text(&e, texts[i][j]);
            }
        export_end(&e);
        write_file(b.s, b.len);
        if (csv_read(path, &g, &err) != XH_OK)
            fail_msg("%s\n%s", err.msg, b.s);
        assert_int_equal(g.n, ROWS + 1);
        for (int i = 0; i < ROWS; i++) {
            assert_int_equal(g.rows[i + 1].n, COLUMNS);
            for (int j = 0; j < COLUMNS; j++) {
                assert_string_equal(without_guard(grid_cell(&g.rows[i + 1], (size_t)j)),
                                    texts[i][j]);
                free(texts[i][j]);
            }
        }
        grid_fini(&g);
        buf_fini(&b);
    }
}

/* ---- damage ---- */

/* Bit flips, missing ends, foreign bytes, two encodings in one file: rows whose lines
 * ascend, or a message with the file's name; never anything else. */
static void damaged_files_are_rows_or_a_reason(void **state)
{
    static const char ledger[] =
        "沿江镇督办台账,,,\n编号,名称,总投资（亿元）,时限\n"
        "督26-1,\"修路,\n二期\",18,2026-11-20\n"
        "督26-2,\"say \"\"no\"\"\",0.5,2026/11/20\n督26-3,𬒈石公园,\"1,200\",46346\n";
    static const char *const encodings[] = { "UTF-8", "GB18030", "UTF-16", "UTF-16LE" };
    int read = 0, with_line = 0;

    (void)state;
    for (int i = 0; i < 2000; i++) {
        struct grid g = {0};
        struct xh_err err = {0};
        size_t n, m;
        char *bytes = in_encoding(encodings[i % 4], "", ledger, &n), *more;
        struct buf b = {0};
        int64_t line = 0;

        for (uint32_t k = roll(5); k > 0; k--)
            bytes[roll((uint32_t)n)] ^= (char)(1 << roll(8));
        buf_add(&b, bytes, roll(3) ? n : roll((uint32_t)n) + 1);
        for (uint32_t k = roll(2) ? roll(40) : 0; k > 0; k--)
            buf_putc(&b, (char)roll(256));
        if (!roll(4)) {
            more = in_encoding(encodings[roll(4)], "", ledger, &m);
            buf_add(&b, more, m);
            free(more);
        }
        write_file(b.s, b.len);
        if (csv_read(path, &g, &err) == XH_OK) {
            read++;
            assert_true(g.n > 0);
            for (size_t r = 0; r < g.n; r++) {
                assert_true(g.rows[r].line > line);
                line = g.rows[r].line;
                for (size_t c = 0; c < g.rows[r].n; c++)
                    assert_true(text_is_utf8(g.rows[r].cells[c],
                                             strlen(g.rows[r].cells[c])));
            }
        } else {
            assert_int_equal(err.rc, XH_REFUSED);
            assert_non_null(strstr(err.msg, "in.csv"));
            with_line += strstr(err.msg, ", line ") != NULL;
            assert_int_equal(g.n, 0);
        }
        grid_fini(&g);
        buf_fini(&b);
        free(bytes);
    }
    assert_in_range(read, 200, 1800);
    assert_in_range(with_line, 200, 1800);
    assert_true(read + with_line > 1900);   /* the rest: another kind of file */
}

/* ---- what is pasted ---- */

static void assert_block(const char *text, const char *want)
{
    struct grid g = {0};

    csv_read_block(text, &g);
    char *got = as_text(&g);
    assert_string_equal(got, want);
    free(got);
    grid_fini(&g);
}

static void blocks_keep_every_cell_in_its_place(void **state)
{
    (void)state;
    assert_block("12.5\t甲\n\n13\t乙\n", "1:12.5|甲 / 2: / 3:13|乙");
    assert_block("a\n\n\nb", "1:a / 2: / 3: / 4:b");
    assert_block("\t\tx\n\t\t\ny\t\t", "1:||x / 2:|| / 3:y||");
    assert_block("\"两行\n一格\"\t2\n3\t\"他说\"\"好\"\"\"", "1:两行\n一格|2 / 3:3|他说\"好\"");
    assert_block("1,5\t2;3", "1:1,5|2;3");
    assert_block("", "");
}

static void marks_that_do_not_fit_stand_for_themselves(void **state)
{
    (void)state;
    assert_block("\"一半\t2\n5\" 管\t3", "1:\"一半|2 / 2:5\" 管|3");
    assert_block("\"甲\"乙\t2", "1:\"甲\"乙|2");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_keep_their_cells_and_lines),
        cmocka_unit_test(rows_of_blanks_are_left_out),
        cmocka_unit_test(quotation_marks_hold_what_separates),
        cmocka_unit_test(the_separator_shows_itself),
        cmocka_unit_test(every_way_of_saving_reads_the_same),
        cmocka_unit_test(other_files_are_told_what_to_do),
        cmocka_unit_test(only_ordinary_files_are_opened),
        cmocka_unit_test(the_hash_is_of_the_bytes),
        cmocka_unit_test(bombs_are_refused_in_time),
        cmocka_unit_test(limits_are_where_they_say),
        cmocka_unit_test(exports_come_back_as_they_were),
        cmocka_unit_test(damaged_files_are_rows_or_a_reason),
        cmocka_unit_test(blocks_keep_every_cell_in_its_place),
        cmocka_unit_test(marks_that_do_not_fit_stand_for_themselves),
    };

    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
