/* i18n.h - the two gettext marks every folder uses. English msgids in the source; zh_CN
 * is the complete translation (po/zh_CN.po), with the words of the office. */
#ifndef MODEL_I18N_H
#define MODEL_I18N_H

#include <libintl.h>

#define _(s) gettext(s)
#define N_(s) s             /* marked here, translated where it is shown */

#endif
