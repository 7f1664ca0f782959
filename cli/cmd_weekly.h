/* cmd_weekly.h - parts of `report` with a file of their own: the weekly sheet, what
 * a meeting goes through and its minutes, field sheets, papers about crossing off, and what
 * turns red before the next meeting. */
#ifndef CLI_CMD_WEEKLY_H
#define CLI_CMD_WEEKLY_H

#include "cli/paper_out.h"
#include "report/export.h"
#include "report/forecast.h"

/* `report weekly`: a draft, a final sheet (--final) or an earlier one (--no). */
enum xh_rc run_weekly(struct app *a, struct args *args, struct paper_out *to,
                      struct xh_err *err);
/* `report minutes`: of the last meeting or the one named (--no). */
enum xh_rc run_minutes(struct app *a, struct args *args, struct paper_out *to,
                       struct xh_err *err);
/* `report pack`: the red rows of the sheet for the meeting, one a page. */
enum xh_rc run_pack(struct app *a, struct args *args, struct paper_out *to, struct xh_err *err);
/* `report handover PERSON`: what somebody who leaves hands over (--to). */
enum xh_rc run_handover(struct app *a, struct args *args, struct paper_out *to,
                        struct xh_err *err);
/* `report acceptance PROJECT`: a village's rows drawn for inspection (--place). */
enum xh_rc run_acceptance(struct app *a, struct args *args, struct paper_out *to,
                          struct xh_err *err);
/* `report approval CODE...`: the form a leader signs; `report certificate CODE`: what proves
 * that an item was crossed off. */
enum xh_rc run_approval(struct app *a, struct args *args, struct paper_out *to,
                        struct xh_err *err);
enum xh_rc run_certificate(struct app *a, struct args *args, struct paper_out *to,
                           struct xh_err *err);
/* `report visits`: a field sheet for each cadre. */
enum xh_rc run_field_sheet(struct app *a, struct args *args, struct paper_out *to,
                           struct xh_err *err);
/* `report weekly --scheduled`: the draft into papers/, when its time has come. */
enum xh_rc run_scheduled(struct app *a, struct args *args, struct xh_err *err);
/* `report due --next-week` over the rows of `f`; `away`: who takes them away, NULL when they are
 * looked at. */
enum xh_rc run_forecast(struct app *a, struct paper_out *to, const struct filter *f,
                        struct exporter *away, struct xh_err *err);

#endif
