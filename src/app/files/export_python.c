#include "app/files/export_python.h"

#include "app/app_state.h"
#include "export/python_script.h"

bool export_python_to(App *app, const char *path, Error *error) {
    PythonScript script = {0};
    Text source = text_view(&app->source);
    bool ok = python_script_make(app->timeline, source, PYTHON_SCRIPT_CHECKED, &script, error) &&
              app->config.write_file(app->config.context, path, text_view(&script.text), error);
    python_script_deinit(&script);
    return ok;
}
