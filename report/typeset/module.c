#include "report/typeset/module.h"

__attribute__((visibility("default"))) enum xh_rc xiaohao_typeset(struct typeset_job *job,
                                                                  struct xh_err *err);

const char *typeset_name(const struct typeset_job *job)
{
    return job->name ? job->name : job->path;
}

enum xh_rc xiaohao_typeset(struct typeset_job *job, struct xh_err *err)
{
    return job->format == TYPESET_PDF ? typeset_pdf(job, err) : typeset_xlsx(job, err);
}
