/* The inspector: the selected object or frame, as a sheet of lines. */
#ifndef LASTREF_APP_INSPECTOR_INSPECTOR_H
#define LASTREF_APP_INSPECTOR_INSPECTOR_H

#include "app/app.h"

void inspector(App *app);

#endif
