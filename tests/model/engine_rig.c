#include "tests/model/engine_rig.h"

#include <string.h>

#include "model/decimal.h"
#include "tests/model/calendar_fixture.h"

const struct deadline rig_no_due = { .id = "", .text = "" };

void rig_init(struct rig *r)
{
    memset(r, 0, sizeof *r);
    r->defs.calendar = fixture_calendar();
    r->defs.township.weekly =
        (struct weekly_def){ .meeting_weekday = 1, .sheet_before = 1, .fill_before = 1 };
    r->defs.lists = &r->list;
    r->defs.n_lists = 1;
    r->list = (struct list_def){
        .id = "tasks", .name = "督查督办", .parent = "", .code = "", .alias = "", .row = "",
        .due = { .anchor = ANCHOR_GIVEN, .id = "", .text = "given" },
        .progress = { .done = "", .of = "" },
        .fields = r->fields, .steps = r->steps,
        .colours = { .yellow = r->yellow, .red = r->red },
        .doc = "", .law = "", .source = "",
    };
    r->f = (struct facts){
        .list = &r->list, .phase = PHASE_OPEN,
        .assigned_on = rig_day("2026-11-02"), .opened_on = rig_day("2026-11-02"),
        .start = rig_day("2026-11-02"),
        .due_given = rig_day("2026-11-20"), .due_given_on = rig_day("2026-11-02"),
        .extended_to = DAY_NONE, .extended_on = DAY_NONE,
        .first_due = rig_day("2026-11-20"), .upper_due = DAY_NONE,
        .limit_on = DAY_NONE, .limit_set_on = DAY_NONE,
        .stops = r->stops, .steps = r->step, .promises = r->promises,
        .dates = r->dates, .numbers = r->numbers, .has_number = r->has_number,
        .parent_due = DAY_NONE, .last_report_on = DAY_NONE, .acted_on = DAY_NONE,
        .resumed_on = DAY_NONE, .returned_on = DAY_NONE, .streak_since = DAY_NEVER,
        .children_yellow_on = DAY_NEVER, .children_red_on = DAY_NEVER,
        .children_progress = { 0, 1 },
    };
    for (int i = 0; i < RIG_MAX; i++)
        r->dates[i] = DAY_NONE;
}

void rig_fini(struct rig *r)
{
    calendar_free(r->defs.calendar);
}

void rig_derive(struct rig *r)
{
    derive(&r->defs, &r->f, &r->d);
}

int rig_step(struct rig *r, const char *id, struct deadline due)
{
    int i = (int)r->list.n_steps++;

    assert_true(i < RIG_MAX);
    r->steps[i] = (struct step_def){
        .id = id, .name = id, .due = due, .weight = 1, .unit = "", .roll = true, .was = "",
        .from = { .list = "", .step = "" }, .law = "", .source = "", .doc = "",
    };
    r->step[i] = (struct step_facts){
        .def = &r->steps[i], .begun_on = DAY_NONE, .done_on = DAY_NONE, .skipped_on = DAY_NONE,
    };
    return i;
}

int rig_field(struct rig *r, const char *id, enum field_type type)
{
    int i = (int)r->list.n_fields++;

    assert_true(i < RIG_MAX);
    r->fields[i] = (struct field_def){
        .id = id, .name = id, .type = type, .unit = "", .by = "", .was = "", .convert = "",
        .doc = "", .law = "", .source = "",
    };
    return i;
}

void rig_stop(struct rig *r, enum stop_kind kind, const char *from, const char *to,
              bool moves)
{
    assert_true(r->f.n_stops < RIG_MAX);
    r->stops[r->f.n_stops++] = (struct clock_stop){ .kind = kind, .from = rig_day(from),
                                                    .to = rig_day(to), .moves = moves,
                                                    .expect = DAY_NONE };
}

void rig_yellow(struct rig *r, struct colour_rule rule)
{
    assert_true(r->list.colours.n_yellow < RIG_MAX);
    r->yellow[r->list.colours.n_yellow++] = rule;
}

void rig_red(struct rig *r, struct colour_rule rule)
{
    assert_true(r->list.colours.n_red < RIG_MAX);
    r->red[r->list.colours.n_red++] = rule;
}

int32_t rig_day(const char *s)
{
    char iso[DAY_TEXT] = "2026-";
    int32_t day = day_parse(strlen(s) == 5 ? strcat(iso, s) : s);

    if (s[0] == '\0')
        return DAY_NONE;
    if (strcmp(s, "never") == 0)
        return DAY_NEVER;
    if (day == DAY_NONE)
        fail_msg("the test says %s, which is no date", s);
    return day;
}

void assert_row(const char *name, int32_t got, const char *expected)
{
    char text[DAY_TEXT];

    if (got != rig_day(expected))
        fail_msg("%s: %s (%d), expected %s", name, day_format(got, text), got, expected);
}

void assert_day(int32_t got, const char *expected)
{
    assert_row("day", got, expected);
}

struct deadline rig_due(enum anchor anchor, const char *id, int32_t n, enum day_unit unit)
{
    return (struct deadline){
        .anchor = anchor, .id = id, .offset = { n, unit }, .text = "rule"
    };
}

struct colour_rule rig_rule(enum rule_kind kind, int64_t n, enum day_unit unit)
{
    static const char *const names[] = {
        "due_in", "overdue", "behind", "behind_ratio", "missed_reports", "no_update", "returned",
        "step_overdue", "limit_missed", "waiting", "yellow_for", "yellow_weeks",
        "promise_missed",
    };
    bool is_share = kind == RULE_BEHIND || kind == RULE_BEHIND_RATIO;

    return (struct colour_rule){ .kind = kind, .unit = unit, .text = names[kind],
                                 .amount = is_share ? n * INT64_C(1000000) : n };
}

struct colour_rule rig_over(struct colour_rule rule)
{
    rule.over = true;
    return rule;
}
