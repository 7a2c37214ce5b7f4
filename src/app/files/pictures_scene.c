/* What pictures show of the app: which steps and objects, in a layout of their own. */
#include "app/files/pictures_parts.h"
#include "base/translate.h"

/* ---- which objects are seen ---- */

typedef Array(Handle) Handles;

/* The next expression of a list; commas in brackets and quotes are parts of one. */
static bool next_expression(Text *rest, Text *expression) {
    size_t at = 0;
    int depth = 0;
    char quote = 0;
    while (rest->length && rest->bytes[0] == ' ') rest->bytes++, rest->length--;
    if (!rest->length) return false;
    for (; at < rest->length && (rest->bytes[at] != ',' || depth > 0 || quote); at++) {
        char c = rest->bytes[at];
        if (quote) {
            quote = c == quote ? 0 : quote;
        } else if (c == '\'' || c == '"') {
            quote = c;
        } else {
            depth += (c == '[' || c == '(') - (c == ']' || c == ')');
        }
    }
    *expression = (Text){rest->bytes, at};
    size_t used = at < rest->length ? at + 1 : at;
    rest->bytes += used, rest->length -= used;
    return true;
}

/* The objects that the expressions lead to at the shown stop. False, with the first of them that
 * leads nowhere, when not all do. */
static bool find_objects(const App *app, Text expressions, Handles *found, Text *missing) {
    Text expression;
    bool all = true;
    while (next_expression(&expressions, &expression)) {
        ReferencePlace place;
        uint32_t object = object_path_find(&app->now_shown, expression, &place)
                              ? object_path_held(&app->now_shown, place)
                              : SNAPSHOT_NONE;
        if (object != SNAPSHOT_NONE) {
            array_push(found, app->now_shown.objects.items[object].handle);
        } else if (all) {
            *missing = expression;
            all = false;
        }
    }
    return all;
}

static void refresh(App *app) {
    uint32_t inside = app->inside.at;
    app_refresh(app);
    if (inside) step_inside_show(app, inside);
}

static void set_options(App *app, const PictureView *view) {
    SceneOptions *options = &app->options;
    options->values_as_nodes = options->values_as_nodes || view->values_as_nodes;
    options->without_functions = options->without_functions || view->without_functions;
    options->without_classes = options->without_classes || view->without_classes;
    options->without_modules = options->without_modules || view->without_modules;
}

/* Those of the shown step. Where they are not found, at the first step, it is told; later those of
 * before are meant. */
static bool choose_objects(App *app, const PictureView *view, bool needed, Error *error) {
    const char *asked = view->select ? view->select : view->only;
    Handles found = {0};
    Text missing = {"", 0};
    if (view->selected) scene_show_only(app->scene, app->selected.items, app->selected.count);
    if (!asked) return true;
    bool all = find_objects(app, text_of(asked), &found, &missing) && found.count;
    if (all && view->only) app->options.only_from = found.items[0];
    if (all && view->select) scene_show_only(app->scene, found.items, found.count);
    array_deinit(&found);
    if (all || !needed) return true;
    return error_set(error, _("nothing is called \"%.*s\" at step %u"), (int)missing.length,
                     missing.bytes, app_step(app));
}

/* ---- a scene for the pictures ---- */

/* A picture of the scene is laid out for itself: without the room that is kept in a window for what
 * comes and what was. Where a document's cards lie, the person has said. */
static bool is_laid_out_anew(const App *app, const PictureWish *wish) {
    return wish->with_view || (wish->content && !app_is_document(app));
}

PicturesKept pictures_prepare(App *app, const PictureWish *wish, PicturesScene made) {
    bool anew = is_laid_out_anew(app, wish);
    PicturesKept kept = {.options = app->options,
                         .stop = app_step(app),
                         .inside = app->inside.at,
                         .shown_stop = app->shown_stop,
                         .moved = anew || wish->step_count > 0,
                         .view = app->view,
                         .camera = app->camera,
                         .row_selected = app->row_selected};
    if (!anew) return kept;
    kept.scene = app->scene;
    app->scene = made.scene;
    app->shown_stop = made.shown_stop;
    if (!made.scene) {
        app->scene = scene_create(app->config.measure);
        scene_choose(app->scene, scene_choices(kept.scene));
        /* no jump leads to the first one that is placed */
        app->shown_stop = wish->step_count ? wish->steps[wish->step_count - 1] : app_step(app);
    }
    set_options(app, &wish->view);
    return kept;
}

PicturesScene pictures_give_back(App *app, PicturesKept kept) {
    PicturesScene made = {0};
    if (kept.scene) {
        made = (PicturesScene){app->scene, app->shown_stop};
        app->scene = kept.scene;
        app->shown_stop = kept.shown_stop;
    }
    app->options = kept.options;
    if (!kept.moved) return made;
    app_show_step(app, kept.stop);
    if (kept.inside) step_inside_show(app, kept.inside);
    app->changes = false;
    app->view = kept.view;
    app->camera = kept.camera;
    app->row_selected = kept.row_selected;
    return made;
}

bool pictures_show(App *app, const PictureWish *wish, size_t number, bool needed, Error *error) {
    if (wish->step_count) app_show_step(app, wish->steps[number]);
    if (!is_laid_out_anew(app, wish)) return true;
    if (!choose_objects(app, &wish->view, needed, error)) return false;
    refresh(app);
    return true;
}
