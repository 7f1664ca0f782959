#include "tui/screens.h"

#include "model/i18n.h"
#include "tui/books.h"
#include "tui/calendar.h"
#include "tui/grid.h"
#include "tui/import.h"
#include "tui/land.h"
#include "tui/land_map.h"
#include "tui/ledger.h"
#include "tui/meeting.h"
#include "tui/orders.h"
#include "tui/persona.h"
#include "tui/reply.h"
#include "tui/reports.h"
#include "tui/reporting.h"
#include "tui/review.h"
#include "tui/settings.h"
#include "tui/today.h"
#include "tui/tour.h"
#include "tui/visit_sheet.h"

const struct screen_entry screens[] = {
    { &today_screen, NULL, NULL, false },
    { &ledger_screen, NULL, NULL, false },
    { &review_screen, NULL, NULL, false },
    { &reporting_screen, NULL, NULL, false },
    { &orders_screen, NULL, NULL, false },
    { &meeting_screen, NULL, NULL, false },
    { &calendar_screen, NULL, NULL, false },
    { &reports_screen, NULL, NULL, false },
    { &land_screen, NULL, NULL, false },
    { NULL, N_("Household map"), land_map_choose, false },
    { &books_screen, NULL, NULL, false },
    { NULL, N_("Grid entry"), grid_begin, false },
    { NULL, N_("Key in visits"), visit_sheet_begin, false },
    { &reply_screen, NULL, NULL, false },
    { NULL, N_("Import"), import_begin, false },
    { &settings_screen, NULL, NULL, false },
    { NULL, N_("Act as somebody else"), persona_run, false },
    { NULL, N_("Two-minute tour"), tour_run, false },
    { NULL, NULL, NULL, false },
};
