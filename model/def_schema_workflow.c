/* def_schema_workflow.c - the keys of workflow.yaml: states, and the acts that lead from one to
 * another; lists may have acts of their own. */
#include "model/def_schema.h"
#include "model/i18n.h"

static const struct schema_word word_phase[] = {
    { "open", PHASE_OPEN }, { "review", PHASE_REVIEW }, { "held", PHASE_HELD },
    { "closed", PHASE_CLOSED }, { "cancelled", PHASE_CANCELLED }, { NULL, 0 },
};
static const struct schema_word word_needs[] = {
    { "reason", 0 }, { "steps", 1 }, { "fields", 2 }, { "evidence", 3 }, { "children", 4 },
    { "paper", 5 }, { NULL, 0 },
};

static const struct schema_row action_rows[] = {
    { "id", SCHEMA_ID, AT(action_def, id), .required = true, .example = "apply",
      .doc = N_("An act of the program, as on the command line; see the chapter on acts.") },
    { "name", SCHEMA_TEXT, AT(action_def, name), .required = true, .max = 20,
      .example = "申请销号", .doc = N_("The office's word for it.") },
    { "from", SCHEMA_TEXTS, AT(action_def, from), N(action_def, n_from), .max = 50,
      .example = "[active, rework]",
      .doc = N_("States in which it is possible. Not given: in every state.") },
    { "to", SCHEMA_TEXT, AT(action_def, to), .max = 40, .example = "review",
      .doc = N_("The state it leads to; `before` = the one it came from. Not given: it stays.") },
    { "needs", SCHEMA_TEXTS, AT(action_def, needs), N(action_def, n_needs), .words = word_needs,
      .max = 6, .example = "[steps, fields, evidence]",
      .doc = N_("What must be there: reason, steps, fields, evidence, children (all closed), "
                "paper (a signed form).") },
    END,
};
const struct schema schema_action = {
    "action", sizeof(struct action_def), action_rows,
    N_("What may be done in which state, and where it leads.") };

static const struct schema_row state_rows[] = {
    { "id", SCHEMA_ID, AT(state_def, id), .required = true, .example = "active",
      .doc = N_("The state's id. assigned, active, rework, review, held, closed and cancelled "
                "must be there.") },
    { "name", SCHEMA_TEXT, AT(state_def, name), .required = true, .max = 10, .example = "在办",
      .doc = N_("What people see.") },
    { "phase", SCHEMA_ENUM, AT(state_def, phase), .words = word_phase, .required = true,
      .example = "open",
      .doc = N_("What it means for clocks, colours and counts: open, review, held, closed or "
                "cancelled.") },
    END,
};
static const struct schema schema_state = {
    "state", sizeof(struct state_def), state_rows, N_("A state an item may be in.") };

static const struct schema_row workflow_rows[] = {
    { "states", SCHEMA_MAP, AT(workflow_def, states), N(workflow_def, n_states),
      .sub = &schema_state, .required = true, .max = 50,
      .example = "{active: {name: 在办, phase: open}}", .doc = N_("The states.") },
    { "actions", SCHEMA_MAP, AT(workflow_def, actions), N(workflow_def, n_actions),
      .sub = &schema_action, .required = true, .max = 50,
      .example = "{apply: {name: 申请销号, from: [active, rework], to: review, needs: [steps]}}",
      .doc = N_("The actions.") },
    END,
};
const struct schema schema_workflow = {
    "workflow", sizeof(struct workflow_def), workflow_rows,
    N_("workflow.yaml: states and actions, shared by all lists.") };
