/* What is open as a script for python3, from the window. */
#ifndef LASTREF_APP_FILES_EXPORT_PYTHON_H
#define LASTREF_APP_FILES_EXPORT_PYTHON_H

#include "app/app.h"

/* Writes it, with checks, to this path; false with the reason. */
bool export_python_to(App *app, const char *path, Error *error);

#endif
