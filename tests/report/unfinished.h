/* unfinished.h - what is written beside a file before it is put in place (report/outfile.h). */
#ifndef TESTS_REPORT_UNFINISHED_H
#define TESTS_REPORT_UNFINISHED_H

/* Fails when a file that is not whole lies in `folder`. */
void assert_nothing_unfinished(const char *folder);

#endif
