#include "tests/report/unfinished.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <string.h>

void assert_nothing_unfinished(const char *folder)
{
    DIR *d = opendir(folder);

    assert_non_null(d);
    for (struct dirent *e; (e = readdir(d));)
        if (strncmp(e->d_name, ".xiaohao", 8) == 0)
            fail_msg("%s", e->d_name);
    closedir(d);
}
