#include "report/typeset.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "model/i18n.h"
#include "model/mem.h"

/* The folder the program runs from; NULL when the system does not say. Caller frees. */
static char *program_folder(void)
{
    char path[4096];
    ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);

    if (n <= 0)
        return NULL;
    path[n] = '\0';
    char *slash = strrchr(path, '/');
    if (slash)
        *slash = '\0';
    return xstrdup(path);
}

/* Beside the program; above it, where tests are built; where it was installed. */
static void *load(struct buf *why)
{
    char *folder = program_folder();
    char *places[] = { folder ? xasprintf("%s/typeset.so", folder) : NULL,
                       folder ? xasprintf("%s/../typeset.so", folder) : NULL,
                       xstrdup(XH_LIBDIR "/typeset.so") };
    void *module = NULL;

    for (size_t i = 0; i < 3 && !module; i++) {
        if (!places[i] || access(places[i], R_OK) != 0)
            continue;
        module = dlopen(places[i], RTLD_NOW | RTLD_LOCAL);
        if (!module)
            buf_printf(why, "%s%s", why->len ? "\n" : "", dlerror());
    }
    if (!module && !why->len)
        buf_printf(why, _("there is no file %s"), places[2]);
    for (size_t i = 0; i < 3; i++)
        free(places[i]);
    free(folder);
    return module;
}

enum xh_rc typeset(struct typeset_job *job, struct xh_err *err)
{
    static typeset_entry *entry; /* loaded once, and kept */
    struct buf why = { 0 };

    if (!entry) {
        void *module = load(&why);
        void *symbol = module ? dlsym(module, TYPESET_ENTRY) : NULL;
        memcpy(&entry, &symbol, sizeof entry); /* C has no cast from object to function */
    }
    enum xh_rc rc =
        entry ? entry(job, err)
              : xh_fail(err, XH_DB,
                        _("PDF and XLSX cannot be made here: %s\n"
                          "Text and CSV can; install the program again, or the packages "
                          "its README names."),
                        buf_str(&why));
    buf_fini(&why);
    return rc;
}
