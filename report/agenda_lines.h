/* agenda_lines.h - a row of the sheet as it is read in the meeting, from the back of the
 * room: the same words on the screen (会议) and on paper (会议材料); OFFICE 16. Nothing
 * private: cells are those of the weekly sheet. */
#ifndef REPORT_AGENDA_LINES_H
#define REPORT_AGENDA_LINES_H

#include "report/agenda.h"

enum { AGENDA_LINES = 12 };
struct agenda_line {
    const char *label;          /* translated; NULL: the text takes the whole width */
    char *text;
    bool strong;
    int most;                   /* lines it may take */
    int hang;                   /* columns further lines stand in */
};
struct agenda_lines { struct agenda_line v[AGENDA_LINES]; size_t n; };
/* Colour, code and title first; empty ones are left out. agenda_lines_fini() after. */
void agenda_lines(struct agenda_lines *out, const struct defs *defs,
                  const struct meeting_row *r, const struct agenda_page *p);
void agenda_lines_fini(struct agenda_lines *l);

#endif
