/* module.h - inside of typeset.so: the layouts it can make. Nothing here knows the model;
 * all that is printed stands in the document. */
#ifndef REPORT_TYPESET_MODULE_H
#define REPORT_TYPESET_MODULE_H

#include "report/typeset.h"

/* What messages call the file. */
const char *typeset_name(const struct typeset_job *job);

enum xh_rc typeset_pdf(struct typeset_job *job, struct xh_err *err);
enum xh_rc typeset_xlsx(struct typeset_job *job, struct xh_err *err);

#endif
