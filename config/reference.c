/* reference.c - the reference, walked from the schema tables. */
#include "config/reference.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "model/decimal.h"
#include "model/def_bind.h"
#include "model/i18n.h"
#include "model/text.h"

#define SCHEMAS_MAX 40

/* ---- text ---- */

/* A line as long as it gets; fold() cuts it in the end. */
static void line(struct buf *out, const char *first, const char *text)
{
    buf_printf(out, "%s%s\n", first, text);
}

/* One line cut at blanks, none wider than `columns`; those after the first begin with
 * `indent`. */
static void fold_line(struct buf *out, const char *s, size_t size, const char *indent,
                      int columns)
{
    int width = 0;

    for (const char *p = s, *end = s + size; p < end;) {
        const char *blank = memchr(p, ' ', (size_t)(end - p));
        size_t n = blank ? (size_t)(blank - p) : (size_t)(end - p);
        char *word = xstrndup(p, n);
        int w = text_width(word);

        if (p > s && width + 1 + w > columns) {
            buf_printf(out, "\n%s", indent);
            width = text_width(indent);
        } else if (p > s) {
            buf_putc(out, ' ');
            width++;
        }
        buf_puts(out, word);
        width += w;
        free(word);
        p += n + (blank != NULL);
    }
    buf_putc(out, '\n');
}

/* Every line; examples (they begin with blanks) and headings stay as they are. */
static void fold(struct buf *out, const char *text, int columns)
{
    while (*text) {
        size_t n = strcspn(text, "\n");

        if (*text == ' ' || *text == '#')
            buf_printf(out, "%.*s\n", (int)n, text);
        else
            fold_line(out, text, n, *text == '-' ? "  " : "", columns);
        text += n + (text[n] == '\n');
    }
}

static void paragraph(struct buf *out, const char *text)
{
    buf_putc(out, '\n');
    line(out, "", text);
}

/* ---- one key ---- */

static void range(struct buf *out, const struct schema_row *row, int64_t unit)
{
    char low[DECIMAL_TEXT], high[DECIMAL_TEXT];

    if (row->min == 0 && row->max == 0)
        return;
    if (row->max > INT64_MAX / 4)
        buf_printf(out, _(", %s or more"), decimal_format(row->min * unit, low));
    else
        buf_printf(out, _(", %s to %s"), decimal_format(row->min * unit, low),
                   decimal_format(row->max * unit, high));
}

static void words(struct buf *out, const struct schema_word *word)
{
    for (const struct schema_word *w = word; w->word; w++)
        buf_printf(out, "%s`%s`", w == word ? "" : ", ", w->word);
}

static void type(struct buf *out, const struct schema_row *row)
{
    switch (row->kind) {
    case SCHEMA_TEXT:
        buf_printf(out, _("text, at most %d characters"), row->max ? (int)row->max : 200);
        break;
    case SCHEMA_PROSE:
        buf_puts(out, _("text, also of several lines"));
        break;
    case SCHEMA_ID:
        buf_puts(out, _("id"));
        break;
    case SCHEMA_BOOL:
        if (row->words)
            words(out, row->words);
        else
            buf_puts(out, "`true`, `false`");
        break;
    case SCHEMA_INT:
        buf_puts(out, _("whole number"));
        range(out, row, DECIMAL_ONE);
        break;
    case SCHEMA_DECIMAL:
        buf_puts(out, _("number"));
        range(out, row, 1);
        break;
    case SCHEMA_DATE:
        buf_puts(out, _("date"));
        break;
    case SCHEMA_DURATION:
        buf_puts(out, _("length of time"));
        break;
    case SCHEMA_DEADLINE:
        buf_puts(out, _("deadline"));
        break;
    case SCHEMA_ENUM:
        buf_puts(out, _("one of "));
        words(out, row->words);
        break;
    case SCHEMA_FLAGS:
    case SCHEMA_TEXTS:
        buf_puts(out,
                 row->words ? _("one or several of ") : _("one text or a list of texts"));
        if (row->words)
            words(out, row->words);
        break;
    case SCHEMA_OBJECT:
        buf_printf(out, _("keys of \"%s\" below"), row->sub->name);
        break;
    case SCHEMA_LIST:
        buf_printf(out, _("list of \"%s\" below"), row->sub->name);
        break;
    case SCHEMA_MAP:
        buf_printf(out, _("ids, each with the keys of \"%s\" below"), row->sub->name);
        break;
    case SCHEMA_CUSTOM:
        buf_puts(out, _(row->is));
        break;
    }
}

static void key(struct buf *out, const struct schema_row *row)
{
    char *first = xasprintf("- `%s`: ", row->key);
    struct buf text = {0};

    type(&text, row);
    if (row->required)
        buf_puts(&text, _("; required"));
    else if (row->preset)
        buf_printf(&text, _("; `%s` when not given"), row->preset);
    buf_printf(&text, _(". %s"), _(row->doc));
    line(out, first, buf_str(&text));
    buf_printf(out, "  `%s: %s`\n", row->key, row->example);
    buf_fini(&text);
    free(first);
}

/* The entries of a map have no `id:`; what stands before the colon is it. */
static void map_key(struct buf *out, const struct schema_row *row)
{
    char *first = xasprintf("- `%s:` ", row->example);

    line(out, first, _(row->doc));
    free(first);
}

/* ---- schemas ---- */

struct seen { const struct schema *v[SCHEMAS_MAX]; size_t n; };

static bool is_new(struct seen *seen, const struct schema *s)
{
    for (size_t i = 0; i < seen->n; i++)
        if (seen->v[i] == s)
            return false;
    if (seen->n < SCHEMAS_MAX)
        seen->v[seen->n++] = s;
    return true;
}

static void schema(struct buf *out, struct seen *seen, const struct schema *s,
                   const char *level, bool in_map)
{
    const struct schema_row *rows = s->rows;

    buf_printf(out, "\n%s `%s`\n", level, s->name);
    paragraph(out, _(s->doc));
    buf_putc(out, '\n');
    if (in_map)
        map_key(out, rows++);
    for (const struct schema_row *row = rows; row->key; row++)
        key(out, row);
    for (const struct schema_row *row = rows; row->key; row++)
        if (row->sub && is_new(seen, row->sub))
            schema(out, seen, row->sub, "####", row->kind == SCHEMA_MAP);
}

/* ---- chapters ---- */

static void rules(struct buf *out)
{
    buf_printf(out, "\n### %s\n", _("Colour rules"));
    paragraph(
        out,
        _("Each rule is a line of its own under `yellow:` or `red:`. One that is true "
          "is enough; red wins over yellow. The due day itself is always at least "
          "yellow, and on it nothing is overdue."));
    buf_putc(out, '\n');
    for (const struct rule_info *r = rule_infos; r->key; r++) {
        char *first = xasprintf("- `{%s: %s}` ", r->key, r->example);

        line(out, first, _(r->doc));
        free(first);
    }
    paragraph(out,
              /* xgettext:no-c-format */
              _("`over 30 points` means more than 30, `30 points` means 30 or more. "
                "Percentage points and a part of the plan are different things: 20 % "
                "done of 40 % planned is 20 points behind, and 50 % of the plan."));
}

static void deadlines(struct buf *out)
{
    static const struct { const char *text, *doc;
    } examples[] = {
        { "start + 5 workdays", N_("five workdays after the item's start") },
        { "due - 3 days", N_("three calendar days before the item's own deadline") },
        { "sign + 30 days",
          N_("thirty days after the step `sign` was completed; while it is "
             "open, after its own deadline") },
        { "pay.begin + 2 workdays",
          N_("two workdays after the step `pay` was begun; as the deadline of `pay` itself: "
             "it runs from the day `pay` is begun") },
        { "handover", N_("the date in the field `handover` of this list") },
        { "parent.handover", N_("the date in the field `handover` of the item above") },
        { "hand", N_("as `due:` of a list: the deadline of its step `hand`") },
        { "given", N_("as `due:` of a list: entered with each item") },
        { "given or start + 15 days",
          N_("as `due:` of a list: the date entered with the item, else by the rule") },
        { "none", N_("no deadline; a list then needs `report_every`") },
    };
    char *units;

    buf_printf(out, "\n### %s\n", _("Deadlines and lengths of time"));
    paragraph(
        out,
        _("A deadline counts from something: `start`, `due`, a step, `STEP.begin`, a "
          "field of type date, or one of these behind `parent.`. What it counts from "
          "is the first day not counted."));
    buf_putc(out, '\n');
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
        char *first = xasprintf("- `%s` ", examples[i].text);

        line(out, first, _(examples[i].doc));
        free(first);
    }
    units = xasprintf(
        _("A length of time always has its unit: `5 workdays` (working days by the "
          "calendar), `30 days` (calendar days), `2 months`, or in Chinese %s. A limit in "
          "calendar days or months that ends on a day off moves to the next workday, "
          "unless the step says `roll: false`."),
        "`5个工作日`, `30天`, `2个月`");
    paragraph(out, units);
    free(units);
}

static void acts(struct buf *out)
{
    buf_printf(out, "\n### %s\n", _("Acts"));
    paragraph(
        out,
        _("For `do:` in roles and `actions:` in the workflow; the ones marked with * "
          "are permissions only."));
    buf_putc(out, '\n');
    for (int v = VERB_NONE + 1; v < VERB_COUNT; v++) {
        const struct verb_info *info = verb_info((enum verb)v);

        if (verb_is_granted((enum verb)v))
            buf_printf(out, "- `%s`%s %s\n", info->id,
                       info->flags & VERB_PERMISSION ? "*" : "", _(info->name));
    }
}

static void columns(struct buf *out)
{
    struct buf all = {0};

    buf_printf(out, "\n### %s\n", _("Columns every list has"));
    for (size_t i = 0; core_columns[i]; i++)
        buf_printf(&all, "%s`%s`", i ? _(", ") : "", core_columns[i]);
    paragraph(out, buf_str(&all));
    buf_fini(&all);
}

static void put_all(struct buf *out)
{
    struct seen seen = { .n = 0 };

    buf_printf(out, "## %s\n", _("Reference"));
    paragraph(
        out,
        _("Printed by `xiaohao config reference`. YAML as used here: two blanks per "
          "level, a colon and a blank behind a key, `[a, b]` or lines beginning with "
          "`- ` for a list, `#` before a remark. Anchors, tags and directives are not "
          "used."));
    schema(out, &seen, &schema_township, "###", false);
    schema(out, &seen, &schema_workflow, "###", false);
    schema(out, &seen, &schema_colour_sets, "###", false);
    schema(out, &seen, &schema_list, "###", false);
    schema(out, &seen, &schema_calendar, "###", false);
    rules(out);
    deadlines(out);
    acts(out);
    columns(out);
}

void config_reference(struct buf *out, int columns)
{
    struct buf all = {0};

    put_all(columns ? &all : out);
    if (columns)
        fold(out, buf_str(&all), columns);
    buf_fini(&all);
}
