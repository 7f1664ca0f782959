/* cell_value.h - values as people type them into spreadsheets.
 *
 * An import reads what an office has: days with slashes, amounts in 亿元 under a header
 * that says 万元, full-width digits, √ and ×. Whatever has exactly one meaning is
 * understood; what leaves a choice ("50余个", a day without its year, 1.1E+17) is refused
 * with the reason and what to write instead. Nothing is rounded, nothing is guessed.
 *
 * Everywhere the same first steps: blanks at the ends do not count (full-width ones
 * neither, and no-break spaces but in texts), and of what the export guards with a
 * leading ' (ENGINE 37) the guard is taken off. Messages say what is wrong with the cell
 * and name neither field nor column nor line, unless it says so here. */
#ifndef MODEL_CELL_VALUE_H
#define MODEL_CELL_VALUE_H

#include <stdbool.h>
#include <stdint.h>

#include "model/def.h"
#include "model/err.h"

/* Blank in the sense above: an import keeps what it has. */
bool cell_is_empty(const char *typed);

/* 2026-11-20, 2026/11/20, 2026.11.20, 2026年11月20日, 2026-1-5, 20261120, each with or
 * without a time of day (which is left out), and the number Excel keeps for a day from
 * 1990 to 2100 (46346). XH_REFUSED: no such day, year or day missing, empty. */
enum xh_rc cell_day(const char *typed, int32_t *day, struct xh_err *err);

/* A number in millionths of `unit` ("" or NULL: none; 万元, 亩, 平方米, 户, % ...). What
 * the cell says goes before what its header says (`header_unit`, "" or NULL), and that
 * before `unit`: "18亿元", "1.2万", "3,500.00", "12 亩", "5%", "¥3,500". Converted
 * exactly or not at all. XH_REFUSED also for a 万 or 亿 without a unit under a header
 * that has one already ("1.2万" under 万元), for units that do not fit, empty. */
enum xh_rc cell_number(const char *typed, const char *unit, const char *header_unit,
                       int64_t *out, struct xh_err *err);

/* 是/否, 有/无, √/×, yes/no, true/false, 1/0. */
enum xh_rc cell_bool(const char *typed, bool *out, struct xh_err *err);

/* Text as it may be stored (invariant 8). `multiline` keeps line breaks and tabs; in a
 * text of one line each of them, and blanks around it, becomes one blank: spreadsheets
 * are full of Alt+Enter. "" is fine. XH_REFUSED: invisible or broken characters, what
 * Excel left of a number (1.1E+17), of a formula (#REF!) or of a narrow column
 * (########). Caller frees *out (NULL on failure). */
enum xh_rc cell_text(const char *typed, bool multiline, char **out, struct xh_err *err);

/* A cell as the text field_parse() accepts for `f`, checked by it: "2026-11-20",
 * "371.76", "1", a choice as the list writes it; "" when the cell is empty. Messages
 * begin with the field's name. Caller frees *canonical (NULL on failure). */
enum xh_rc cell_for_field(const struct field_def *f, const char *header_unit,
                          const char *typed, char **canonical, struct xh_err *err);

/* A header and the unit in it: "总投资（亿元）", "面积 (亩)", "投资额/万元", "完成率%",
 * "面积（单位：亩）" -> the name and the unit. Where no unit is known the whole header is
 * the name and the unit "". Both cleaned as a text of one line. Caller frees both. */
void cell_header_split(const char *typed, char **name, char **unit);

/* For comparing names as people write them: half-width, small letters, without blanks and
 * invisible characters ("责 任 人" is "责任人"). Caller frees. */
char *cell_fold(const char *s);

#endif
